"""How far a conversation is: which reply comes next, of about how many, and when the end is near."""

import pytest

from coach.options import RehearseOptions
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.rehearsal.explain import describe_progress
from tests.submitting import submit_reply


def tell(rehearsal: Rehearsal, asked_for: int = 0) -> str:
    return describe_progress(rehearsal.script, rehearsal.story, asked_for)


def test_it_is_told_from_the_first_reply_to_the_last(practice: PracticeService) -> None:
    """And an ending comes as no surprise."""
    rehearsal = practice.begin("bus")
    told = [tell(rehearsal)]
    while not rehearsal.over:
        submit_reply(rehearsal, "Hm")
        told.append(tell(rehearsal))
    assert told[:4] == [*(f"Reply {number} of 4 to 10" for number in (1, 2, 3)), "Reply 4, near the end"]
    assert told[-1] == f"Ended after {len(rehearsal.attempt.replies())} replies"


@pytest.mark.parametrize(("short", "asked_for", "words"), [(True, 0, "of about 8"), (True, 6, "of about 6")])
def test_the_short_way_and_an_exercise_have_a_length_of_their_own(
    practice: PracticeService, short: bool, asked_for: int, words: str
) -> None:
    assert tell(practice.begin("bus", RehearseOptions(short=short)), asked_for) == f"Reply 1 {words}"


def test_what_an_exercise_asks_for_is_no_end(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "Hm")
    assert tell(rehearsal, 2) == "Reply 2 of about 2"
    assert tell(rehearsal, 1) == "Reply 2; the exercise asks for about 1: go on, or look back"
