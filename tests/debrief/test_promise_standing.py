"""Which promises still stand at the end, beside those that were made after them."""

from dataclasses import replace

import pytest

from coach.debrief.promise_standing import (
    MOST_DOUBTED,
    is_lasting,
    keep_standing,
    list_later,
    measure_standing,
    weigh_doubt,
)
from coach.debrief.promises import SpokenPromise

EARLY = SpokenPromise(2, "I'll ring the agency about the interpreter.", likely=0.9)
LATE = SpokenPromise(
    11, "I'll ring the agency by Friday noon and book an interpreter of your own choosing.", likely=0.99
)


def test_what_is_said_again_with_its_day_stands_once() -> None:
    assert keep_standing([EARLY, LATE], 12) == [LATE]


def test_what_was_promised_early_and_never_again_stands() -> None:
    other = SpokenPromise(2, "I'll have the wrong name taken off the hospital's letter by Tuesday.", likely=0.99)
    assert keep_standing([other, LATE], 12) == [other, LATE]


def test_a_confidence_stands_however_early_it_was_given() -> None:
    for text in ("What you tell me stays with me.", "Nothing that you say goes out of this room."):
        confidence = SpokenPromise(1, text, likely=0.6)
        assert is_lasting(confidence)
        assert keep_standing([confidence, LATE], 12) == [confidence, LATE]
    assert not is_lasting(EARLY)


def test_a_promise_that_was_said_twice_is_as_late_as_its_last_saying() -> None:
    again = SpokenPromise(2, EARLY.text, again=(12,), likely=0.9)
    assert list_later(again, [LATE]) == []
    assert keep_standing([again, LATE], 12) == [again, LATE]


def test_of_two_promises_of_one_reply_neither_is_overtaken_by_the_other() -> None:
    one, other = (SpokenPromise(12, text, likely=0.99) for text in (EARLY.text, LATE.text))
    assert keep_standing([one, other], 12) == [one, other]


def test_what_is_doubtful_and_says_little_is_dropped_long_before_the_end_and_kept_at_the_end() -> None:
    for reply, kept in ((1, False), (12, True)):
        promise = SpokenPromise(reply, "I'll get it down.", likely=0.8)
        assert (promise in keep_standing([promise, replace(LATE, reply=12)], 12)) is kept


def test_what_is_all_that_was_promised_stands() -> None:
    promise = SpokenPromise(2, "I'll get it down.", likely=0.8)
    assert keep_standing([promise], 12) == [promise]


def test_of_a_first_reply_only_confidences_and_what_has_its_time_stand() -> None:
    for text, stands in (
        ("I'll ring you back.", False),
        ("I'll not tell your wife.", False),
        ("What you say stays with me.", True),
        ("I'll ring the head tonight.", True),
    ):
        assert (keep_standing([SpokenPromise(1, text, likely=0.99)], 12) != []) is stands, text
    asked = SpokenPromise(1, "I'll ring you back.", answers="Will you ring me back?")
    assert keep_standing([asked], 12) == [asked]


def test_where_a_talk_is_short_its_first_reply_is_no_meeting() -> None:
    promise = SpokenPromise(1, "I'll ring you back.", likely=0.99)
    assert keep_standing([promise], 2) == [promise]


def test_what_has_its_time_and_was_never_said_again_stands_however_short_it_is() -> None:
    for text, kept in (("I'll fetch her coat tomorrow.", True), ("I'll fetch her coat.", False)):
        promise = SpokenPromise(2, text, likely=0.95)
        assert (promise in keep_standing([promise, LATE], 12)) is kept


@pytest.mark.parametrize(
    ("text", "likely", "kept"),
    [
        ("I'll fetch the blue coat tomorrow morning.", 0.75, True),
        ("I'll fetch the blue coat tomorrow.", 0.75, False),
        ("I'll fetch the blue coat tomorrow.", 0.92, True),
        ("I'll fetch the blue coat tonight.", 0.75, False),
        ("I'll fetch the blue coat tonight.", 0.99, True),
        ("I'll fetch the coat tonight.", 0.99, False),
    ],
)
def test_what_has_its_day_stands_until_most_of_it_is_said_again(text: str, likely: float, kept: bool) -> None:
    promise, later = (
        SpokenPromise(2, text, likely=likely),
        SpokenPromise(12, "The coat is here, I'll fetch it and the hat."),
    )
    assert (promise in keep_standing([promise, later], 12)) is kept


def test_what_the_last_reply_hardly_promises_stands_only_with_a_time() -> None:
    for text, kept in (("The desk opens for her on Friday at twelve.", True), ("That goes in her hand.", False)):
        promise = SpokenPromise(12, text, likely=0.1)
        assert (promise in keep_standing([promise], 12)) is kept


def test_without_the_number_of_replies_all_are_kept() -> None:
    assert keep_standing([EARLY, LATE], 0) == [EARLY, LATE]


def test_each_measure_makes_a_promise_more_or_less_doubtful() -> None:
    measured = measure_standing(EARLY, [LATE], 12)
    assert measured.said_later > 0
    assert measured.before_end == 8  # no further than counts
    doubt = weigh_doubt(measured)
    assert doubt > MOST_DOUBTED
    assert weigh_doubt(measured._replace(said_later=0.0)) < doubt
    assert weigh_doubt(measured._replace(before_end=0.0)) < doubt
    assert weigh_doubt(measured._replace(words=15.0)) < doubt
    assert weigh_doubt(measured._replace(likely=5.0)) < doubt
    assert weigh_doubt(measured._replace(vow=1.0)) < doubt


def test_what_a_record_will_have_or_will_not_stands_however_early_it_was_said() -> None:
    for text in ("Tuesdays stay out.", "It's going in, tonight.", "None of that goes in the minutes."):
        assert is_lasting(SpokenPromise(2, text, likely=0.3))
    for text in ("At five it goes out to both of you.", "I'll ring before I go in.", "It goes in her hand."):
        assert not is_lasting(SpokenPromise(2, text, likely=0.3))
