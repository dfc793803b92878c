"""The facade: beginning, going on another day, saying it again, disputing, and any text whatsoever."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.content.library import Library
from coach.errors import NotKnown, NotNow, ReplyTooLong
from coach.model.events import Stance
from coach.options import RehearseOptions
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.safeguarding import ASKED, LONGEST
from coach.practice.service import PracticeService
from coach.records.event_store import MemoryRehearsalStore
from coach.records.paths import Places
from coach.rehearsal.explain import hint
from tests.conftest import START
from tests.submitting import submit_reply


def test_a_rehearsal_can_be_gone_on_with_another_day(
    practice: PracticeService, small: Library, places: Places, clock: Callable[[], datetime]
) -> None:
    begun = practice.begin("bus", RehearseOptions(intention="Say the word first"))
    submit_reply(begun, "How has racism touched him?")
    practice.keeping.close()
    later = PracticeService(small, ResilientStore(store_opener(places, clock)), clock, str)
    unfinished = later.find_unfinished()
    assert unfinished is not None
    again = later.go_on(unfinished.id)
    assert again.story == begun.story
    assert again.beginning.intention == "Say the word first"
    later.keeping.close()


def test_a_scenario_is_staged_once_while_its_files_stay_as_they_are(
    practice: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found in it for one rehearsal is there for the next."""
    script = practice.script("bus")
    assert practice.script("bus") is script
    changed = script.dialogue.model_copy(update={"title": "Another bus"})
    monkeypatch.setattr(practice.library, "dialogue", lambda _: changed)
    assert practice.script("bus").dialogue is changed


def test_a_finished_rehearsal_is_not_offered_to_go_on_with(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "Right.")
    rehearsing.finish()
    assert practice.find_unfinished() is None


def test_a_rehearsal_is_found_by_its_first_letters(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    assert practice.go_on(rehearsing.id[:9]).id == rehearsing.id
    with pytest.raises(NotKnown):
        practice.go_on("zzz")


def test_taking_back_gives_the_words_back(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    before = rehearsing.story
    submit_reply(rehearsing, "It was only banter.")
    assert rehearsing.take_back() == "It was only banter."
    assert rehearsing.attempt == before.attempt()


def test_saying_a_line_again_keeps_both_attempts(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "It was only banter.")
    assert rehearsing.say_again(1) == "It was only banter."
    submit_reply(rehearsing, "How has racism touched him?")
    assert [a.replies()[0].branch() for a in rehearsing.story.attempts] == ["brushed_off", "told"]
    assert rehearsing.debrief(1).hurts
    assert not rehearsing.debrief(2).hurts


def test_stopping_keeps_nothing_unless_asked(practice: PracticeService) -> None:
    left, kept = practice.begin("bus"), practice.begin("bus")
    left.stop(keep=False)
    kept.stop(keep=True)
    assert [s.id for s in practice.rehearsals()] == [kept.id]


def test_what_was_stopped_and_kept_can_be_gone_on_with(practice: PracticeService) -> None:
    """Stopping keeps it as it stands; only a debrief ends it."""
    kept = practice.begin("bus")
    submit_reply(kept, "It was only banter.")
    kept.stop(keep=True)
    assert practice.find_unfinished() == practice.rehearsals()[0]
    again = practice.go_on(kept.id)
    submit_reply(again, "How has racism touched him?")
    assert len(again.attempt.replies()) == 2


def test_a_reply_that_was_taken_back_is_not_counted(practice: PracticeService) -> None:
    """A skip that was taken back was not counted to begin with."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "It was only banter.")
    rehearsing.take_back()
    submit_reply(rehearsing, "It was only banter.")
    rehearsing.skip()
    rehearsing.take_back()
    assert [summary.replies for summary in practice.rehearsals()] == [1]


def test_a_verdict_can_be_disputed_and_only_one_that_was_given(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "It was only banter.")
    rehearsing.dispute(1, "blunt", Stance.NOT_MEANT, "quoting him")
    assert rehearsing.debrief().hurts == ()
    with pytest.raises(NotNow):
        rehearsing.dispute(1, "child", Stance.FAIR)


def test_another_answer_to_a_note_keeps_the_words_of_the_one_before_unless_it_has_its_own(
    practice: PracticeService,
) -> None:
    """A press of another button would take away what somebody wrote, and say that their word stands."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "It was only banter.")
    for note, kept in (("quoting him", "quoting him"), (None, "quoting him"), ("I meant it", "I meant it"), ("", "")):
        rehearsing.dispute(1, "blunt", Stance.FAIR, note)
        assert rehearsing.story.disputed[-1].note == kept


def test_an_empty_or_endless_reply_is_refused_and_changes_nothing(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    with pytest.raises(NotNow):
        submit_reply(rehearsing, "   \n")
    with pytest.raises(ReplyTooLong):
        submit_reply(rehearsing, "x" * (LONGEST + 1))
    assert rehearsing.attempt.exchanges == ()


def test_a_hint_wonders_about_a_hurt_and_never_marks(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    exchange = submit_reply(rehearsing, "It was only banter.")
    words = hint(rehearsing.script, rehearsing.rubric, exchange)
    assert "may have" in words
    assert "only banter" in words


@given(st.lists(st.text(max_size=120), max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_whatsoever_ends_in_a_turn_or_an_ending_and_a_debrief(small: Library, texts: list[str]) -> None:
    practice = PracticeService(
        small, ResilientStore(lambda: (MemoryRehearsalStore(), "")), lambda: START, lambda: "one"
    )
    rehearsing = practice.begin("bus")
    for text in texts:
        if not text.strip() or rehearsing.over:
            continue
        exchange = submit_reply(rehearsing, text, confirmed=ASKED)
        assert exchange.after.turn in rehearsing.script.dialogue.turns
    found = rehearsing.debrief()
    for mark in found.marks:
        assert mark.quote.removesuffix(" …") in " ".join(" ".join(t.split()) for t in texts)
