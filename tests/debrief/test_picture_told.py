"""What is no telling in the picture, though the line book says that it tells: a contradiction, a question."""

import pytest

from coach.debrief.first_page import MarkKind
from coach.debrief.owning import contradicts
from coach.debrief.wording import count_told
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_picture import AND_SAM, DRIVER, draw, kinds, telling, with_answer


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("Don't do the kind voice.", MarkKind.TALKED_ON),
        ("Not to me, maybe.", MarkKind.TALKED_ON),
        ("To me it was.", MarkKind.TOLD_MORE),
    ],
)
def test_what_begins_with_a_rebuff_or_contradicts_is_not_told_more(script: Script, first: str, kind: MarkKind) -> None:
    told = with_book(with_answer(script, "asked", telling(first, DRIVER, AND_SAM)), told="the_bus/asked")
    assert kinds(draw(told, said("names"), said()))[0] is kind
    denies = draw(told, said("names", text="It's nothing to do with race."), said())
    assert kinds(denies)[0] is MarkKind.TALKED_ON


def test_a_line_that_only_asks_has_told_nothing(script: Script) -> None:
    asks = with_book(
        with_answer(
            script, "asked", telling("Twice I have read it. Does it come out of there, that one word, by you?")
        ),
        told="the_bus/asked",
        safety="the_bus/asked",
    )
    assert kinds(draw(asks, said("names")))[0] is MarkKind.TALKED_ON


@pytest.mark.parametrize(
    ("line", "against"),
    [("Not to me, maybe.", True), ("Well, not for him.", True), ("Not on Thursdays.", False), ("To me it is.", False)],
)
def test_an_answer_may_begin_by_contradicting(line: str, against: bool) -> None:
    assert contradicts(line) is against


def test_what_only_asks_tells_nothing_and_a_question_that_is_told_of_does() -> None:
    assert count_told("I've read it. Does it come out, the word?") == 3
    assert count_told("He asked me if it bites, and I said, whose dog?") == 11
