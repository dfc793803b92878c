"""`coach check` without names: one's own files, and what ships only where that is asked for."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.authoring.check import check_names
from coach.authoring.style import WORDS, hash_slur, load_slurs
from coach.cli.main import main
from coach.content.library import Folder, Library

SMALL = Path(__file__).parent.parent / "small"
Said = Callable[[], str]


@pytest.fixture
def said(home: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """Gives all that was printed since the last time."""

    def read() -> str:
        printed = capsys.readouterr()
        return printed.out + printed.err

    return read


def test_without_anything_of_ones_own_it_says_how_to_check_what_ships(said: Said) -> None:
    assert main(["check"]) == 0
    assert "`coach check --all`" in said()


def test_without_names_it_checks_ones_own_files_alone(said: Said, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "mine")
    assert main(["check", "--library", str(tmp_path / "mine")]) == 0
    assert "0 errors" in said()
    dialogue = tmp_path / "mine" / "dialogues" / "bus.yaml"
    dialogue.write_text(dialogue.read_text("utf-8") + "\nodd: 1\n", "utf-8")
    assert main(["check", "--library", str(tmp_path / "mine")]) == 1
    problems = [line for line in said().splitlines() if ": error " in line]
    assert problems
    assert all(str(tmp_path) in line or "bus.yaml" in line for line in problems)


def test_a_family_of_ones_own_is_checked_before_it_is_in_a_scenario(said: Said, tmp_path: Path) -> None:
    (tmp_path / "mine" / "personas").mkdir(parents=True)
    shutil.copy(next((SMALL / "personas").glob("*.yaml")), tmp_path / "mine" / "personas")
    assert main(["check", "--library", str(tmp_path / "mine")]) == 0
    assert "1 file checked" in said()


def test_names_and_everything_are_not_asked_for_together(said: Said) -> None:
    assert main(["check", "bus", "--all"]) == 1
    assert "Give names, or --all." in said()


# --- Faults of all files in one round, and what a fault is called


def spoil(folder: Path, **edits: tuple[str, str]) -> dict[str, list[str]]:
    """Spoil files of the small library, and return the problems of each by its name."""
    shutil.copytree(SMALL, folder)
    files = {
        "dialogue": folder / "dialogues" / "bus.yaml",
        "family": folder / "personas" / "pat_and_sam.yaml",
        "examples": folder / "dialogues" / "bus.examples.yaml",
    }
    for kind, (before, after) in edits.items():
        text = files[kind].read_text(encoding="utf-8")
        assert before in text
        files[kind].write_text(text.replace(before, after), encoding="utf-8")
    problems, _ = check_names(Library((Folder(folder, "yours"),)), "bus", ())
    return {
        kind: [f"{problem.line}: {problem.what} {problem.advice}" for problem in problems if problem.file == file]
        for kind, file in files.items()
    }


def test_a_broken_file_hides_none_of_those_beside_it(tmp_path: Path) -> None:
    problems = spoil(
        tmp_path / "own",
        dialogue=('title: "The bus"', 'title:"The bus"'),
        family=('name: "Pat and Sam"', 'name: "Pat and Sam'),
        examples=('kind: "open"', 'kid: "open"'),
    )
    assert all(problems.values())
    problems = spoil(
        tmp_path / "other",
        family=('name: "Pat and Sam"', 'name: "Pat and Sam'),
        examples=('kind: "open"', 'kid: "open"'),
    )
    assert problems["family"]
    assert problems["examples"]


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        ("dialogue", 'title: "The bus"', 'title:"The bus"', "3: A line here has no colon"),
        ("dialogue", 'says: {pat: "Sam has stopped singing."}', 'says: "Sam is quiet."', "does not say who speaks"),
        ("dialogue", "      brushed_off: {", "      - brushed_off: {", "begins with a dash"),
        ("dialogue", "told: {met: asks,", "told: {met: asks, told: a, b,", "put that in brackets"),
        ("dialogue", "told: {met: asks,", "told: {met: asks and names,", "Several names stand in brackets"),
        ("dialogue", 'trust: "-1"', 'trust: "\u22121"', "a minus sign that is not the hyphen"),
        ("family", "trust: 2+", "trust: 2\u20133", "an en dash (U+2013)"),
    ],
)
def test_a_message_names_the_mistake_and_what_to_do(
    tmp_path: Path, kind: str, before: str, after: str, said: str
) -> None:
    problems = spoil(tmp_path / "own", **{kind: (before, after)})
    assert any(said in problem for problem in problems[kind]), problems


def test_no_list_spells_a_slur_out() -> None:
    text = WORDS.read_text(encoding="utf-8").partition("slurs:")[2]
    assert re.fullmatch(r"\s*>-\n(\s*[0-9a-f]{12})+\s*", text)
    assert hash_slur("slurword") in load_slurs()
    assert not {hash_slur(word) for word in "paper mat black white gypsy roma traveller jew".split()} & load_slurs()
