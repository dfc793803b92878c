"""The rules of the house: what things are called, how large a file is, how deep imports and classes go.

`python -m tests.house` prints where each measure stands, `python -m tests.house participles` what stands behind one.
A number in `LIMITS` may fall and never rises: whoever brings one down writes the new one here.
"""

from pathlib import Path

import pytest

from tests.house import MODULES_ALLOWED_SHORT, House, is_participle, read_house

LIMITS = {
    "circles": 0,
    "class_names_twice": 0,
    "file_names_twice": 1,
    "mixins_of_one": 0,
    "moods": 0,
    "participles": 0,
    "poor_first_lines": 0,
    "private_reaches": 0,
    "tests_that_mirror_nothing": 0,
    "too_long": 0,
    "too_short": 2,
    "vague_variables": 0,
}
"""How many of each there may be."""
DEEPEST_IMPORT = 23  # the cards of a debrief in their own places: those of hurts stand between moments and mending
DEEPEST_INHERITANCE = 2
MOST_MODULES = 388  # what reads promises by learnt weights, what of them still stands, what only sounds like one


@pytest.fixture(scope="module")
def house() -> House:
    return read_house()


@pytest.mark.parametrize("measure", LIMITS)
def test_a_measure_of_the_house_does_not_rise(house: House, measure: str) -> None:
    behind = list(getattr(house, measure))
    assert len(behind) <= LIMITS[measure], "\n".join(map(str, behind))


def test_imports_are_not_deeper_than_a_reader_can_follow(house: House) -> None:
    assert len(house.longest_chain) <= DEEPEST_IMPORT, " -> ".join(house.longest_chain)


def test_no_class_stands_on_a_tower_of_our_own(house: House) -> None:
    towers = {name: depth for name in house.classes if (depth := house.inheritance_depth(name)) > DEEPEST_INHERITANCE}
    assert not towers


def test_there_are_no_more_modules_than_now(house: House) -> None:
    assert len(house.counted) <= MOST_MODULES


def test_a_file_that_may_be_short_is_there(house: House) -> None:
    assert {module.path for module in house.counted} >= MODULES_ALLOWED_SHORT.keys()


def test_a_participle_is_told_from_a_verb() -> None:
    assert all(map(is_participle, ("said", "_kept", "asked", "replied")))
    assert not any(map(is_participle, ("read", "feed", "asked_by", "embed", "set")))


def test_circles_depth_and_names_are_measured(tmp_path: Path) -> None:
    """The measures are measured: a circle through a lazy import, a name twice, a private attribute, a mixin of one."""
    root = tmp_path
    (root / "coach").mkdir()
    (root / "tests" / "small").mkdir(parents=True)
    (root / "coach" / "a.py").write_text(
        "import coach.b\n\n\nclass Twice:\n    def kept(self): ...\n\n\nclass Mixin: ...\n"
    )
    (root / "coach" / "b.py").write_text(
        "class Twice: ...\n\n\ndef load(app):\n    from coach.a import Mixin\n\n    class One(Mixin): ...\n"
        "    return app._private\n    found = [each for each in One]\n"
    )
    (root / "coach" / "c.py").write_text("from coach.a import Mixin\n\n\nclass One(Mixin): ...\n")
    house = House(root)
    assert house.circles == [("coach.a", "coach.b")]
    assert house.longest_chain == ("coach.c", "coach.a")
    assert list(house.class_names_twice) == ["Twice"]
    assert house.mixins_of_one == ["Mixin"]
    assert house.participles == ["coach/a.py: kept"]
    assert house.vague_variables == ["coach/b.py:9 found", "coach/b.py:9 each"]
    assert house.private_reaches == ["coach/b.py:8 _private"]
