"""A rubric that builds on another has all of the other's, and says nothing of it otherwise."""

from pathlib import Path

import pytest

from coach.content.library import Folder, Library, find_shipped_folders
from coach.content.yaml_reader import UnusableContent
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


@pytest.mark.parametrize(("name", "there"), [("apology", True), ("no_such_list", False)])
def test_phrases_are_added_to_a_list_of_the_other_where_it_has_one(
    tmp_path: Path, whole: Library, name: str, there: bool
) -> None:
    parts = "topics: {}\ndomains: {}\ncriteria: {}\n"
    own = (
        f'format: 1\ntitle: "Ours"\nabout: "Sorry"\nbuilds_on: openness\n{parts}more_in_lists: {{{name}: [one more]}}\n'
    )
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "ours.yaml").write_text(own, encoding="utf-8")
    shelf = Library((*find_shipped_folders(), Folder(tmp_path, "own")))
    if there:
        assert shelf.rubric("ours").lists[name] == (*whole.rubric("openness").lists[name], "one more")
        return
    with pytest.raises(UnusableContent) as refused:
        shelf.rubric("ours")
    assert refused.value.problems[0].code == "unknown-list"


@pytest.mark.parametrize(("name", "there"), [("colour_blind", True), ("colour_blinds", False)])
def test_examples_are_added_to_a_criterion_of_the_other_where_it_has_one(
    tmp_path: Path, whole: Library, name: str, there: bool
) -> None:
    """The criterion itself stays as it is; a name that is not there is said at its line, with the nearest."""
    parts = "topics: {}\ndomains: {}\ncriteria: {}\n"
    more = f'more_examples:\n  {name}: {{counts: ["We see children here, not passports."], not: ["We see you."]}}\n'
    own = f'format: 1\ntitle: "Ours"\nabout: "Same"\nbuilds_on: openness\n{parts}{more}'
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "ours.yaml").write_text(own, encoding="utf-8")
    shelf = Library((*find_shipped_folders(), Folder(tmp_path, "own")))
    if there:
        ours = shelf.rubric("ours")
        assert ours.more_examples[name].counts == ("We see children here, not passports.",)
        assert ours.criteria[name] == whole.rubric("openness").criteria[name]
        return
    with pytest.raises(UnusableContent) as refused:
        shelf.rubric("ours")
    problem = refused.value.problems[0]
    assert (problem.code, problem.line) == ("unknown-criterion", 9)
    assert "Did you mean 'colour_blind'?" in problem.advice
