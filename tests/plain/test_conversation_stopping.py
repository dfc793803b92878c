"""Stopping in plain lines: what would be forgotten is asked about twice, and earlier attempts stay."""

from coach.model.events import Replied
from coach.plain.conversation import NOTHING_ASKS, STOP_ASKS, PlainConversation
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import care
from coach.practice.service import PracticeService
from tests.plain.talk import Talk
from tests.submitting import submit_reply

RACISM = "How has racism touched him?"


def play(rehearsal: Rehearsal, *typed: str) -> Talk:
    talk = Talk(*typed)
    PlainConversation(talk.lines, rehearsal, care()).play()
    return talk


def test_nothing_is_forgotten_before_it_was_said_twice(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    talk = play(rehearsal, RACISM, "stop", "nothing", "", "stop", "nothing", "keep")
    assert [question for question in talk.asked if question in (STOP_ASKS, NOTHING_ASKS)] == [
        STOP_ASKS, NOTHING_ASKS, STOP_ASKS, NOTHING_ASKS,
    ]  # fmt: skip
    assert "What you said (1 reply) would be gone for good. Nobody can bring it back." in talk.written
    assert "Stopped. It is kept, to go on with later." in talk.written
    assert [event.text for event in practice.go_on(rehearsal.id).events if isinstance(event, Replied)] == [RACISM]
    talk = play(practice.go_on(rehearsal.id), "stop", "nothing", "nothing")
    assert "Stopped. Nothing is kept." in talk.written
    assert practice.rehearsals() == ()


def test_where_nothing_was_said_nothing_more_is_asked(practice: PracticeService) -> None:
    talk = play(practice.begin("bus"), "stop", "nothing")
    assert NOTHING_ASKS not in talk.asked
    assert practice.rehearsals() == ()


def test_the_attempts_before_the_one_that_is_stopped_stay(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, RACISM)
    rehearsal.finish()
    before = rehearsal.events
    rehearsal.say_again(1)
    talk = play(rehearsal, "Right.", "stop", "nothing", "nothing")
    asked = "What you said in this attempt (1 reply) would be gone for good. Nobody can bring it back."
    stays = "Your attempt before it stays, with its debrief."
    assert f"{asked} {stays}" in talk.written
    assert f"Stopped. Nothing of this attempt is kept. {stays}" in talk.written
    assert practice.go_on(rehearsal.id).events == before
