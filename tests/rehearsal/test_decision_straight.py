"""A straight question about a child's safety is answered, whatever else the reply asks, and by nobody's small talk."""

from dataclasses import replace

import pytest

from coach.model.conditions import Line
from coach.model.events import Skipped
from coach.model.reading import QuestionKind, Sureness
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said
from tests.rehearsal.banked import with_bank
from tests.rehearsal.test_decision import later, start_at, step, words

STRAIGHT = {"traces": frozenset({"straight"})}
"""Words in which the small family hears a question after the child."""
PUPPIES = {"pick": "knows:puppies", "sureness": Sureness.SURE}


@pytest.fixture
def banked(script: Script) -> Script:
    return replace(with_bank(script), asked_straight=((Line(speaker="pat", text="Nobody has touched him."),),))


def test_where_a_branch_waits_for_it_that_answers_and_nothing_else(banked: Script) -> None:
    result = step(banked, at=start_at(banked, "sam_says"), **STRAIGHT, **PUPPIES)
    assert result.branch == "asked_sam"
    assert "Seven." not in words(result)


def test_where_none_does_the_family_says_so_straight_and_then_what_it_would_have_said(banked: Script) -> None:
    for reply in (step, later):
        assert words(reply(banked, **STRAIGHT)) == ["Nobody has touched him.", "Anyway."]
        assert words(reply(banked, **STRAIGHT, **PUPPIES)) == ["Nobody has touched him.", "Anyway."]


def test_words_in_which_nothing_is_heard_ask_for_no_straight_answer(banked: Script) -> None:
    """A list that is recited is a trace too."""
    assert words(step(banked, traces=frozenset({"listed"}))) == ["Anyway."]
    assert words(step(banked, "names", traces=frozenset({"listed"})))[0] == "Maybe."


@pytest.mark.parametrize("clear", ["blunt", "asks"])
def test_a_hurt_is_answered_first_and_what_is_told_is_no_talking_past(banked: Script, clear: str) -> None:
    assert "Nobody has touched him." not in words(step(banked, clear, **STRAIGHT))


def test_a_family_without_such_lines_answers_by_what_it_has(script: Script) -> None:
    result = step(with_bank(script), **STRAIGHT, **PUPPIES, question=QuestionKind.HOW_MANY)
    assert words(result) == ["Seven."]


def test_an_exchange_tells_how_its_reply_was_read_and_nothing_of_a_line_that_was_skipped(script: Script) -> None:
    replied, skipped = replay(script, events(said("asks", text="Well?"), Skipped(at=START))).attempt().exchanges
    assert replied.reading is not None
    assert (replied.reading.clear(), replied.text) == ({"asks"}, "Well?")
    assert (skipped.reading, skipped.text) == (None, "")
