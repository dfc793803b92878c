"""Tests for the marked sentences that promises are learnt from, and for how they are judged."""

import pytest

from coach.debrief.promise_clauses import list_typed_sentences
from coach.debrief.promise_reader import read_promises
from coach.debrief.wording import split_sentences
from coach.fitting.promise_weights import (
    KEPT_OUT,
    LEARNT,
    PROMISE,
    UNSEEN,
    MarkedSentences,
    find_mark,
    judge_page,
    judge_reader,
    load_marked_replies,
)

FEWEST_SHOWN_RIGHT, FEWEST_FOUND = 0.8, 0.5
"""What the documentation says of replies that nothing was learnt from, with a little room."""


@pytest.mark.parametrize("part", [LEARNT, KEPT_OUT, UNSEEN])
def test_marks_are_of_sentences_that_are_there(part: str) -> None:
    replies = load_marked_replies(part)
    assert len({reply.id for reply in replies}) == len(replies)
    for reply in replies:
        assert set(reply.marks.values()) <= set("POT?")
        assert part == UNSEEN or set(reply.marks) <= set(split_sentences(reply.text))


def test_nothing_that_judges_is_learnt_from() -> None:
    learnt = {reply.text for reply in load_marked_replies(LEARNT)}
    assert not learnt & {reply.text for part in (KEPT_OUT, UNSEEN) for reply in load_marked_replies(part)}


def test_a_typed_sentence_has_the_heaviest_mark_in_it() -> None:
    marks = {"I'll ring Mr.": "T", "Khan tonight.": PROMISE, "Tea?": "O"}
    assert find_mark("I'll ring Mr. Khan tonight.", marks) == PROMISE
    assert find_mark("Tea?", marks) == "O"
    assert find_mark("No.", marks) == ""


def test_what_leads_to_a_promise_is_not_counted_against_it() -> None:
    text = "The bus is wrong. I'll put that in the report tomorrow."
    (lead, promise) = list_typed_sentences(text)
    assert judge_page([MarkedSentences("1", text, "", "", {promise: PROMISE})]) == (1, 1, 1)
    assert judge_page([MarkedSentences("1", text, "", "", {})])[1:] == (1 + (lead in text), 0)


def test_replies_that_nothing_was_learnt_from_are_read_as_the_documentation_says() -> None:
    assert read_promises(("I'll ring the school tomorrow.",)) is not None
    unseen = load_marked_replies(UNSEEN)
    marked, shown, right = judge_page(unseen)
    assert right / shown > FEWEST_SHOWN_RIGHT
    assert right / marked > FEWEST_FOUND
    assert judge_reader(unseen, 0.9).shown < judge_reader(unseen, 0.5).shown
