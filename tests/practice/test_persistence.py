"""What cannot be written is held, and said to be; it is written once the store is back, no word lost or doubled."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime

import pytest

from coach.content.library import Library
from coach.errors import RecordsUnwritable
from coach.model.events import Event, Replied
from coach.practice.persistence import ResilientStore, store_looker, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.event_store import RehearsalStore
from coach.records.paths import Places
from coach.records.team import store as team_store
from tests import postgres
from tests.conftest import START, began, said
from tests.submitting import submit_reply

Clock = Callable[[], datetime]
REFUSE = """
CREATE TRIGGER writes BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;
CREATE TRIGGER deletes BEFORE DELETE ON rehearsals BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;
"""
TAKE = "DROP TRIGGER writes; DROP TRIGGER deletes;"


def disk(places: Places, does: str) -> None:
    """Let the file refuse every new line, as a full disk does; or take them again."""
    with closing(sqlite3.connect(places.rehearsals)) as raw, raw:
        raw.executescript(does)


def words_in(store: RehearsalStore, rehearsal: str) -> list[str]:
    return [event.text for event in store.read(rehearsal) if isinstance(event, Replied)]


def again(places: Places, clock: Clock, rehearsal: str) -> tuple[Event, ...]:
    """What another coach finds there afterwards."""
    keeping = ResilientStore(store_opener(places, clock))
    found = keeping.store.read(rehearsal)
    keeping.close()
    return found


def begun(practice: PracticeService, places: Places) -> Rehearsal:
    """A conversation in whose middle the disk refused."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him?")
    disk(places, REFUSE)
    submit_reply(rehearsing, "Right.")
    return rehearsing


def test_what_was_held_is_written_in_order_and_once_when_the_disk_takes_it_again(
    practice: PracticeService, places: Places, clock: Clock
) -> None:
    rehearsing = begun(practice, places)
    assert "gone when you close" in rehearsing.notice
    submit_reply(rehearsing, "I believe you.")
    disk(places, TAKE)
    rehearsing.finish()
    rehearsing.reflect("driscoll.what", "He was not asked.")
    assert rehearsing.notice == rehearsing.reads_less_well
    assert rehearsing.once_kept("Kept.") == "Kept."
    assert again(places, clock, rehearsing.id) == rehearsing.events


def test_as_long_as_it_is_only_held_nothing_says_that_it_is_kept(practice: PracticeService, places: Places) -> None:
    rehearsing = begun(practice, places)
    rehearsing.finish()
    rehearsing.reflect("driscoll.what", "He was not asked.")
    assert "gone when you close" in rehearsing.once_kept("Kept.")
    assert "gone when the coach closes" in practice.keeping.only_here()
    with pytest.raises(RecordsUnwritable):
        practice.keeping.must_be_here()
    disk(places, TAKE)
    assert practice.keeping.only_here() == ""


def test_closing_writes_what_was_held_where_the_disk_takes_it_by_then(
    practice: PracticeService, places: Places, clock: Clock
) -> None:
    rehearsing = begun(practice, places)
    disk(places, TAKE)
    practice.keeping.close()
    assert again(places, clock, rehearsing.id) == rehearsing.events


def test_what_got_there_before_its_write_broke_off_is_not_written_twice(places: Places, clock: Clock) -> None:
    """A connection that breaks during a commit does not say whether the line is there."""
    first, second = began(), said(text="It did get there.")
    lasting, _ = store_opener(places, clock)()

    class BreaksOff:
        def append(self, rehearsal: str, event: Event, expected: int | None = None) -> None:
            lasting.append(rehearsal, event, expected)
            raise RecordsUnwritable("It broke off.")

        def __getattr__(self, name: str) -> object:
            return getattr(lasting, name)

    stores = iter([BreaksOff()])
    keeping = ResilientStore(lambda: (next(stores, None) or store_opener(places, clock)()[0], ""))  # type: ignore[arg-type]
    keeping.append("one", (), first)
    keeping.append("one", (first,), second)
    assert keeping.store.read("one") == (first, second)
    keeping.close()


def test_one_that_is_looked_back_on_can_be_written_to_while_the_store_is_away(
    practice: PracticeService, places: Places, clock: Clock
) -> None:
    earlier = practice.begin("bus")
    submit_reply(earlier, "How has racism touched him?")
    begun(practice, places)
    earlier.reflect("driscoll.what", "He was not asked.")
    disk(places, TAKE)
    practice.keeping.close()
    assert again(places, clock, earlier.id) == earlier.events


def test_what_is_stopped_and_not_kept_goes_from_the_store_too_once_it_is_back(
    practice: PracticeService, places: Places
) -> None:
    rehearsing = begun(practice, places)
    rehearsing.stop(keep=False)
    assert "still lies there" in practice.keeping.only_here()
    disk(places, TAKE)
    assert practice.rehearsals() == ()
    assert practice.keeping.only_here() == ""


def test_a_server_that_was_stopped_in_mid_conversation_has_every_word_once_it_is_back(
    server: postgres.Server, login: object, small: Library, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team_store, "PATIENCE", 0.5)
    url = server.url("ann", "x")
    keeping = ResilientStore(store_opener(places, lambda: START, url), store_looker(url))
    practice = PracticeService(small, keeping, lambda: START, lambda: "talk")
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him?")
    server.stop()
    try:
        submit_reply(rehearsing, "Right.")
        assert "cannot be reached" in rehearsing.not_kept
    finally:
        server.start()
    submit_reply(rehearsing, "I believe you.")
    rehearsing.finish()
    rehearsing.reflect("driscoll.what", "He was not asked.")
    assert rehearsing.not_kept == ""
    keeping.close()
    assert words_in(keeping.store, "talk") == ["How has racism touched him?", "Right.", "I believe you."]
    assert keeping.store.read("talk") == rehearsing.events
    keeping.close()
