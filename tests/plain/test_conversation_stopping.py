"""Stopping and ending in plain lines: asked about before anything goes, or cannot go on."""

from coach.model.events import Replied
from coach.plain.console import NEITHER, LineConsole
from coach.plain.conversation import (
    DISTRESS,
    END_ASKS,
    GOES_ON,
    LONG_ASKS,
    NOT_SAID,
    NOT_STOPPED,
    NOTHING_ASKS,
    NOTHING_KEPT,
    ONLY_WORDS,
    REAL,
    STOP_ASKS,
    PlainConversation,
    check_own_words,
    check_shared_words,
)
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import LONG_REPLY, Safeguard, care
from coach.practice.service import PracticeService
from tests.plain.talk import Talk
from tests.submitting import submit_reply

TIRED = "I can't go on."
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


def test_an_answer_that_is_none_of_those_asked_for_stops_nothing_and_says_so(practice: PracticeService) -> None:
    """Both questions are asked again, and no answer is said to the family; Enter, which they name, goes on."""
    rehearsal = practice.begin("bus")
    talk = play(rehearsal, RACISM, "stop", "no", "", "stop", "nothing", "yes", "", "stop", "", "stop", "nothing", "")
    assert talk.written.count(NOT_STOPPED) == 2
    assert talk.asked.count(STOP_ASKS) == 5
    assert talk.asked.count(NOTHING_ASKS) == 3
    assert [event.text for event in practice.go_on(rehearsal.id).events if isinstance(event, Replied)] == [RACISM]


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


def test_finish_is_asked_about_since_a_talk_that_has_ended_cannot_go_on(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    talk = play(rehearsal, "finish", "", RACISM, "finish", "yes")
    assert talk.asked.count(END_ASKS) == 2
    assert any(line.startswith("The conversation ends for good then.") for line in talk.written)
    assert [event.text for event in rehearsal.events if isinstance(event, Replied)] == [RACISM]
    assert rehearsal.over


def test_an_unclear_answer_to_whether_to_end_is_asked_again_and_none_is_said_to_the_family(
    practice: PracticeService,
) -> None:
    rehearsal = practice.begin("bus")
    talk = play(rehearsal, RACISM, "finish", "maybe", "yes")
    assert talk.asked.count(END_ASKS) == 2
    assert talk.written.count(NEITHER) == 1
    assert [event.text for event in rehearsal.events if isinstance(event, Replied)] == [RACISM]
    assert rehearsal.over


def test_a_closed_terminal_ends_nothing_where_it_is_asked_whether_to_end(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    play(rehearsal, RACISM, "finish")
    assert not rehearsal.over


def test_a_pasted_page_is_asked_about_once_and_a_long_reply_is_not(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    page, long = ("word " * LONG_REPLY)[:LONG_REPLY].strip() + "s.", "word " * (LONG_REPLY // 5 - 1)
    talk = play(rehearsal, page, "", long, page, "yes", "finish", "yes")
    assert talk.asked.count(LONG_ASKS) == 2
    assert "It was not said." in talk.written
    said = [event.text.strip() for event in rehearsal.events if isinstance(event, Replied)]
    assert said == [long.strip(), page]


def test_a_number_alone_is_asked_about_before_it_is_said(practice: PracticeService) -> None:
    """It was most likely meant for a list; in a pipe nobody is there to be asked."""
    rehearsal = practice.begin("bus")
    talk = play(rehearsal, "2", "", "2", "yes", "2 of them.", "finish", "yes")
    assert talk.asked.count("Say “2” to the family? yes, or Enter for no: ") == 2
    assert [event.text for event in rehearsal.events if isinstance(event, Replied)] == ["2", "2 of them."]


def test_in_a_pipe_nobody_is_asked_and_a_pause_says_that_the_next_line_goes_on(practice: PracticeService) -> None:
    rehearsal, typed, written = practice.begin("bus"), iter(("pause", "word " * LONG_REPLY, "finish")), []
    lines = LineConsole(lambda _: next(typed, None), written.append, False)
    assert PlainConversation(lines, rehearsal, care()).play()
    assert GOES_ON in written
    assert len([event for event in rehearsal.events if isinstance(event, Replied)]) == 1, "and nobody is asked"


def test_enter_throws_no_reply_away_that_may_hold_somebodys_details(practice: PracticeService) -> None:
    """It is asked again; a word leaves it unsaid, which is said, and the next line is another reply."""
    rehearsal = practice.begin("bus")
    talk = play(rehearsal, "Was that Mary Okonkwo?", "", "remove", "Is Mary Okonkwo well?", "leave out", RACISM)
    assert talk.asked.count(REAL) == 3
    assert talk.written.count(ONLY_WORDS) == 1
    assert talk.written.count(NOT_SAID) == 1
    said = [event.text for event in rehearsal.events if isinstance(event, Replied)]
    assert said == ["Was that (left out)?", RACISM]


def test_enter_throws_no_own_words_away_that_are_asked_about() -> None:
    """Neither a name nor words of distress; a word leaves all of it out."""
    safeguard = Safeguard(frozenset)
    talk = Talk("", "keep")
    assert check_own_words(talk.lines, care(), safeguard, TIRED) == TIRED
    assert talk.asked == [DISTRESS, DISTRESS]
    talk = Talk("", "Leave out")
    assert check_own_words(talk.lines, care(), safeguard, "Ask Mary Okonkwo") is None
    assert talk.asked == [REAL, REAL]
    assert talk.written[-1] == NOTHING_KEPT


def test_where_nobody_types_any_more_what_is_asked_about_is_left_out() -> None:
    talk = Talk("", "")
    assert check_shared_words(talk.lines, Safeguard(frozenset), "Ask Mary Okonkwo") is None
    assert talk.asked == [REAL] * 3


def test_after_a_goodbye_that_ended_nothing_the_word_that_ends_is_said(practice: PracticeService) -> None:
    """Once for each goodbye, and after no other reply."""
    offer = "If that was goodbye, `finish` ends it, and you look back."
    talk = play(practice.begin("bus"), "Bye for now, Pat.", RACISM, "finish", "yes")
    assert talk.written.count(offer) == 1
