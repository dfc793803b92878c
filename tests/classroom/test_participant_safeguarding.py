"""A seat in a room passes the same gate as a rehearsal, also where a screen has none."""

import pytest

from coach.errors import ReplyTooLong
from coach.practice.safeguarding import (
    LONGEST,
    Distress,
    NeedsConfirmation,
    Question,
    WordsHeld,
)
from tests.classroom.conftest import Room, to_talking

STOPPED = ["I want to die.", "I can't do this, it's bringing up my own stuff.", "Write to jo.bloggs@example.org."]


@pytest.mark.parametrize("words", STOPPED)
def test_a_seat_neither_says_nor_keeps_words_that_the_gate_stops(room: Room, words: str) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    before = len(room.log.read())
    assert isinstance(ann.submit(words), Distress | NeedsConfirmation)
    with pytest.raises(WordsHeld):
        ann.say(words)
    ann.keep_draft(words)
    assert ann.draft == ""
    assert len(room.log.read()) == before
    assert words not in repr(room.log.read())


def test_a_seat_says_what_was_asked_about_and_meant(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    assert ann.submit(STOPPED[2], {Question.REAL_PEOPLE}) is None
    assert STOPPED[2] in repr(room.log.read())


def test_a_seat_refuses_what_is_too_long_and_keeps_none_of_it(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    with pytest.raises(ReplyTooLong):
        ann.submit("a" * (LONGEST + 1))
    ann.keep_draft("a" * (LONGEST + 1))
    assert ann.draft == ""
