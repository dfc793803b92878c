"""A rubric that builds on another has all of the other's, and says nothing of it otherwise."""

from pathlib import Path

import pytest

from coach.content.library import Folder, Library
from coach.content.problems import UnusableContent
from tests.conftest import SMALL

OWN = """
format: 1
title: "More"
about: "Two more"
builds_on: small
topics:
  racism: {also_taken_by: [minutes_it]}
domains:
  acting: {name: "Acting", asks: "What was done?"}
criteria:
  minutes_it:
    domain: acting
    polarity: helpful
    name: "Gets it written"
    definition: "Asks for it to be minuted."
    counts: ["Can we minute that?"]
    not: ["I took notes."]
    needs: none
    source: "BASW"
ordinary: ["Is this seat free?"]
"""


def library(tmp_path: Path, text: str) -> Library:
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "more.yaml").write_text(text, encoding="utf-8")
    return Library((Folder(SMALL, "for tests"), Folder(tmp_path, "one's own")))


def test_everything_of_the_other_rubric_is_there_beside_its_own(tmp_path: Path) -> None:
    shelf = library(tmp_path, OWN)
    small, more = shelf.rubric("small"), shelf.rubric("more")
    assert set(more.criteria) == {*small.criteria, "minutes_it"}
    assert more.topics["racism"].taken_by == (*small.topics["racism"].taken_by, "minutes_it")
    assert more.mends == small.mends
    assert more.ordinary == ("Is this seat free?", *small.ordinary)
    assert small.topics["racism"].also_taken_by == ()


@pytest.mark.parametrize(
    ("own", "word"),
    [
        ("  minutes_it:\n    domain: acting", "  child:\n    domain: acting"),
        ("  racism: {also_taken_by: [minutes_it]}", "  racism: {name: x, plain: y, taken_by: [minutes_it]}"),
    ],
)
def test_what_the_other_has_already_is_refused_here(tmp_path: Path, own: str, word: str) -> None:
    with pytest.raises(UnusableContent) as refused:
        library(tmp_path, OWN.replace(own, word)).rubric("more")
    assert refused.value.problems[0].code == "built-twice"
    assert refused.value.problems[0].line > 1


def test_a_rubric_that_builds_on_nothing_there_is_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnusableContent) as refused:
        library(tmp_path, OWN.replace("builds_on: small", "builds_on: smal")).rubric("more")
    assert refused.value.problems[0].code == "unknown-rubric"
    assert "small" in refused.value.problems[0].advice
