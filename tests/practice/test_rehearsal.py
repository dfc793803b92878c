"""The walk of one reply: the engine takes one step, and what is kept is what is shown."""

from collections.abc import Callable
from datetime import datetime

import pytest

from coach.content.library import Library
from coach.matching.classifier import Matcher
from coach.model.events import Replied
from coach.model.reading import Reading
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.rehearsal import Answered, Rehearsal
from coach.practice.service import PracticeService
from coach.records.leftovers import Leftovers
from coach.records.paths import Places
from coach.rehearsal import history
from coach.rehearsal.engine import apply
from coach.rehearsal.state import Step
from tests.submitting import submit_reply


def test_the_engine_takes_one_step_a_reply(practice: PracticeService, monkeypatch: pytest.MonkeyPatch) -> None:
    rehearsal = practice.begin("bus")
    steps: list[Step] = []

    def count(*args: object, **options: object) -> Step:
        steps.append(apply(*args, **options))  # type: ignore[arg-type]  # as it is called
        return steps[-1]

    monkeypatch.setattr(history, "apply", count)
    answered = rehearsal.submit("What was it like for Sam?")
    assert isinstance(answered, Answered)
    [step] = steps
    assert answered.exchange.lines() == step.lines
    assert answered.exchange.outputs == step.outputs
    assert rehearsal.story.state == step.state
    kept = rehearsal.events[-1]
    assert isinstance(kept, Replied)
    assert kept == answered.exchange.event
    assert kept.answered == step.answered


# --- Reading ahead: what stands in the box is read before it is sent, and shown and kept nowhere


def count_readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List every reply that a matcher reads from now on."""
    read: list[str] = []
    as_ever = Matcher.read

    def note(matcher: Matcher, reply: str, *after: object) -> Reading:
        read.append(reply)
        return as_ever(matcher, reply, *after)  # type: ignore[arg-type]  # as it is called

    monkeypatch.setattr(Matcher, "read", note)
    return read


def test_a_reply_that_was_read_ahead_is_answered_as_any_and_read_once(
    practice: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, ahead = practice.begin("bus"), practice.begin("bus")
    plain.submit("What was it like for Sam?")
    read = count_readings(monkeypatch)
    ahead.read_ahead("What was it like for Sam?")
    before = ahead.events
    assert (len(before), ahead.attempt.exchanges) == (1, ())
    assert isinstance(ahead.submit("What was it like for Sam?"), Answered)
    assert read == ["What was it like for Sam?"]
    same = {"at": plain.events[-1].at}
    assert ahead.events[-1].model_copy(update=same) == plain.events[-1]


@pytest.mark.parametrize("between", ["other words", "forgotten", "another turn"])
def test_words_that_were_not_read_just_so_are_read_when_they_are_sent(
    practice: PracticeService, monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    rehearsal = practice.begin("bus")
    read = count_readings(monkeypatch)
    rehearsal.read_ahead("What was it like for Sam")
    match between:
        case "other words":
            rehearsal.submit("What was it like for Sam?")
        case "forgotten":
            rehearsal.forget_ahead()
            rehearsal.submit("What was it like for Sam")
        case _:
            rehearsal.skip()
            rehearsal.submit("What was it like for Sam")
    assert len(read) == 2


@pytest.mark.parametrize("words", ["I want to die.", "Write to jo.bloggs@example.org about Sam.", " ", "x" * 10_001])
def test_words_that_may_not_be_sent_as_they_are_are_not_read_ahead(
    practice: PracticeService, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    rehearsal = practice.begin("bus")
    read = count_readings(monkeypatch)
    rehearsal.read_ahead(words)
    assert not read
    assert len(rehearsal.events) == 1


# --- Drafts: what stands in the box since the last reply


def open_rehearsal(small: Library, places: Places, clock: Callable[[], datetime], *, beside: bool) -> Rehearsal:
    """A rehearsal whose drafts lie beside its store, or are held for as long as the coach is open."""
    remains = Leftovers(places, clock)
    keeping = ResilientStore(store_opener(places, clock), remains=remains, keeps_drafts=beside)
    return PracticeService(small, keeping, clock, lambda: "one").begin("bus")


@pytest.mark.parametrize("beside", [True, False])
def test_the_words_of_the_last_reply_are_a_draft_where_they_are_typed_again(
    small: Library, places: Places, clock: Callable[[], datetime], *, beside: bool
) -> None:
    rehearsal = open_rehearsal(small, places, clock, beside=beside)
    for _ in range(2):
        rehearsal.keep_draft("Okay.")
        assert rehearsal.draft == "Okay."
        rehearsal.submit("Okay.")
        assert rehearsal.draft == "", "said, and no draft any more"


def test_a_draft_that_the_disk_refused_once_is_stored_at_the_next_move(
    small: Library, places: Places, clock: Callable[[], datetime]
) -> None:
    rehearsal = open_rehearsal(small, places, clock, beside=True)
    places.drafts.parent.mkdir(parents=True, exist_ok=True)
    places.drafts.write_text("a file where the folder belongs", "utf-8")
    rehearsal.keep_draft("Half a re")
    assert rehearsal.draft == "Half a re", "held meanwhile"
    places.drafts.unlink()
    rehearsal.skip()
    assert Leftovers(places, clock).read_draft("one") == "Half a re"


def test_why_after_a_skipped_line_says_that_it_is_about_the_reply_before(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "Okay.")
    before = rehearsal.why_in_words()
    rehearsal.skip()
    assert rehearsal.why_in_words() == ("You skipped the line after it. This is about your last reply.", *before)
    assert rehearsal.why_in_words(1) == before
