"""Content says in which language it is written; what says nothing is in English."""

from pathlib import Path

import pytest

from coach.content.validation import bind
from coach.content.yaml_reader import UnusableContent, parse_yaml
from coach.matching.classifier import Matcher
from coach.model.rubric import Rubric
from coach.model.scenario import Dialogue, Family
from coach.model.types import Frozen, check_language_tag
from tests.conftest import SMALL

FILES: tuple[tuple[type[Frozen], Path], ...] = (
    (Dialogue, SMALL / "dialogues" / "bus.yaml"),
    (Family, SMALL / "personas" / "pat_and_sam.yaml"),
    (Rubric, next((SMALL / "rubrics").glob("*.yaml"))),
)


def read(model: type[Frozen], file: Path, language: str = "") -> Frozen:
    line = f"\nlanguage: {language}\n" if language else ""
    return bind(parse_yaml(file, file.read_text("utf-8") + line), model)


@pytest.mark.parametrize(("model", "file"), FILES)
def test_every_kind_of_file_may_say_its_language(model: type[Frozen], file: Path) -> None:
    assert read(model, file).language == "en-GB"  # type: ignore[attr-defined]
    assert read(model, file, "cy").language == "cy"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("model", "file"), FILES)
def test_a_tag_that_is_none_is_a_problem_in_its_place(model: type[Frozen], file: Path) -> None:
    with pytest.raises(UnusableContent) as refused:
        read(model, file, "klingon")
    assert "'klingon' is the tag of no language; write one such as en-GB, cy or pa" in str(refused.value)
    assert f":{len(file.read_text('utf-8').splitlines()) + 2}:" in str(refused.value)


@pytest.mark.parametrize("tag", ["en-GB", "cy", "pa-Guru-IN", "rom", "bfi"])
def test_tags_that_people_use_are_known(tag: str) -> None:
    assert check_language_tag(tag) == tag


@pytest.mark.parametrize("tag", ["", "EN", "en_GB", "en-gb", "xx", "english", "cy-"])
def test_tags_that_nobody_knows_are_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="is the tag of no language"):
        check_language_tag(tag)


def test_the_language_of_a_rubric_changes_no_reading() -> None:
    """Readings are stored with the version of what read them, and those that are kept stay what they were."""
    model, file = FILES[2]
    english, welsh = (Matcher(read(model, file, tag)).version for tag in ("", "cy"))  # type: ignore[arg-type]
    assert english == welsh
