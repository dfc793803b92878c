"""How far a conversation is: which reply comes next, of about how many, and when the end is near."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime

import pytest

from coach.content.library import Library
from coach.options import RehearseOptions
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.rehearsal.explain import describe_progress
from coach.rehearsal.short_way import estimate_replies
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


def test_from_the_fewest_replies_on_only_the_most_are_told(
    whole: Library, places: Places, clock: Callable[[], datetime], new_id: Callable[[], str]
) -> None:
    """The lower number is behind the reply then, and no reply is the eleventh "of 10 to 25"."""
    with closing(ResilientStore(store_opener(places, clock))) as store:
        rehearsal = PracticeService(whole, store, clock, new_id).begin("wrong_box")
        fewest, most = estimate_replies(rehearsal.script.dialogue)
        told = [tell(rehearsal)]
        while len(told) < fewest + 1:
            submit_reply(rehearsal, "Go on.")
            told.append(tell(rehearsal))
    assert told[: fewest - 1] == [f"Reply {number} of {fewest} to {most}" for number in range(1, fewest)]
    assert told[fewest - 1 :] == [f"Reply {number} of up to {most}" for number in (fewest, fewest + 1)]


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
