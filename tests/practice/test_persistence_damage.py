"""Damage that is met in the middle of things: the conversation goes on, and what is lost is said and shown as lost."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from coach.content.library import Library
from coach.errors import RecordsBroken, SaidElsewhere
from coach.model.events import Lost, Replied
from coach.practice.export import ExportFormat, ExportRequest, export_all, export_text
from coach.practice.persistence import ResilientStore, recover, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.damaged_copies import damaged_copies
from coach.records.event_store import EVENT, UNKNOWN
from coach.records.paths import Places
from tests.conftest import START, began, said
from tests.records.rooms import in_a_process, lines
from tests.submitting import submit_reply

SAID = "How has racism touched him?"
Clock = Callable[[], datetime]


@pytest.fixture
def rehearsing(practice: PracticeService) -> Rehearsal:
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, SAID)
    return rehearsing


def spoil(file: Path) -> None:
    """The head of the file, with the count of changes in it, so that whoever has it open looks again."""
    with file.open("r+b") as raw:
        raw.write(b"spoilt".ljust(100, b"!"))


def replies(practice: PracticeService, rehearsal: str) -> list[str]:
    return [event.text for event in practice.keeping.store.read(rehearsal) if isinstance(event, Replied)]


def test_a_reply_goes_on_where_the_file_is_damaged_meanwhile_and_it_is_said(
    practice: PracticeService, places: Places, clock: Clock, rehearsing: Rehearsal
) -> None:
    spoil(places.rehearsals)
    submit_reply(rehearsing, "Right.")
    (copy,) = damaged_copies(places.data)
    assert f"The file of your rehearsals was damaged. It is set aside as {copy.file.name}." in rehearsing.notice
    assert rehearsing.not_kept == "", "it is kept, in the new file"
    practice.keeping.close()
    keeping = ResilientStore(store_opener(places, clock))
    assert [event.text for event in keeping.store.read(rehearsing.id) if isinstance(event, Replied)] == [
        SAID,
        "Right.",
    ]
    keeping.close()


def test_what_the_new_file_could_not_be_given_is_written_from_what_is_known_here(
    practice: PracticeService, places: Places, rehearsing: Rehearsal
) -> None:
    """Nothing at all can be read of the file; the conversation that is going on is not lost with it."""
    places.rehearsals.write_bytes(b"!" * places.rehearsals.stat().st_size)
    submit_reply(rehearsing, "Right.")
    assert replies(practice, rehearsing.id) == [SAID, "Right."]
    assert "Nothing in it could be read." in rehearsing.notice


def test_two_processes_that_meet_damage_at_once_set_one_copy_aside_and_keep_both_replies(
    practice: PracticeService, places: Places, clock: Clock, rehearsing: Rehearsal
) -> None:
    practice.keeping.close()
    spoil(places.rehearsals)
    reads, writes = os.pipe()

    def speak(name: str) -> Callable[[Callable[[str], None]], None]:
        def do(hand_out: Callable[[str], None]) -> None:
            os.close(writes)
            os.read(reads, 1)  # until both of them are there
            keeping = ResilientStore(store_opener(places, clock))
            keeping.append(name, (), began())
            keeping.append(name, (began(),), said(text=f"Said in {name}."))
            hand_out(keeping.not_kept or "kept")

        return do

    running = [in_a_process(speak(name)) for name in ("one", "two", "three")]
    os.close(reads)
    os.close(writes)
    assert [lines(process) for process in running] == [["kept"]] * 3
    assert len(damaged_copies(places.data)) == 1
    assert replies(practice, rehearsing.id) == [SAID]
    for name in ("one", "two", "three"):
        assert replies(practice, name) == [f"Said in {name}."]


def test_recover_brings_back_what_an_earlier_coach_only_set_aside(
    practice: PracticeService, places: Places, rehearsing: Rehearsal
) -> None:
    practice.keeping.close()
    copy = places.rehearsals.with_name("rehearsals.damaged-20260301-101500.db")
    places.rehearsals.rename(copy)
    spoil(copy)
    assert practice.rehearsals() == ()
    brought = recover(places)
    assert brought.lines == (f"{copy.name}: 1 rehearsal was brought over whole.",)
    assert brought.whole
    assert replies(practice, rehearsing.id) == [SAID]
    assert recover(places).lines == (f"{copy.name}: 1 rehearsal is here already.",)
    assert replies(practice, rehearsing.id) == [SAID]


def _spoil_row(places: Places, number: int, body: str) -> None:
    with closing(sqlite3.connect(places.rehearsals)) as raw, raw:
        raw.execute("UPDATE events SET body = ? WHERE number = ?", (body, number))


def test_what_was_lost_is_shown_in_the_story_and_in_what_is_exported(
    practice: PracticeService, places: Places, rehearsing: Rehearsal
) -> None:
    submit_reply(rehearsing, "Right.")
    practice.keeping.close()
    _spoil_row(places, 2, '{"event":"replied","at":?????,"text":"How has racism touched him?","reading":{{{')
    told = practice.go_on(rehearsing.id)
    (lost,) = told.story.lost
    assert lost.events == 1
    assert lost.words == SAID
    text = export_text(told, ExportRequest(find_question=lambda _: "", everything=True))
    assert "1 part of this rehearsal could not be read any more." in text
    assert SAID in text
    assert "Right." in text


def test_a_rehearsal_without_its_beginning_has_one_from_what_else_the_file_says(
    practice: PracticeService, places: Places, rehearsing: Rehearsal
) -> None:
    practice.keeping.close()
    _spoil_row(places, 1, "?")
    again = practice.go_on(rehearsing.id)
    assert again.beginning.scenario == "bus"
    assert replies(practice, rehearsing.id) == [SAID]


def test_where_nothing_says_what_was_rehearsed_the_words_are_there_all_the_same(
    practice: PracticeService, places: Places, rehearsing: Rehearsal
) -> None:
    practice.keeping.close()
    _spoil_row(places, 1, "?")
    with closing(sqlite3.connect(places.rehearsals)) as raw, raw:
        raw.execute("UPDATE rehearsals SET began = '?'")
    (one,) = practice.rehearsals()
    assert one.scenario == UNKNOWN
    with pytest.raises(RecordsBroken, match="How this rehearsal began was lost"):
        practice.go_on(one.id)
    whole = export_all(practice, ExportFormat.TEXT)
    assert SAID in whole.text
    assert len(whole.left_out) == 1


def test_a_lost_part_is_read_again_as_it_was_written() -> None:
    event = Lost(at=START + timedelta(minutes=1), events=2, words="A few words")
    assert EVENT.validate_json(EVENT.dump_json(event)) == event


@pytest.mark.parametrize("damage", ["the head", "an event known here", "the last event known here", "the beginning"])
def test_what_another_window_added_is_not_lost_where_damage_is_met_here(
    practice: PracticeService, places: Places, small: Library, clock: Clock, rehearsing: Rehearsal, damage: str
) -> None:
    """The window that meets the damage has not read the other's reply, and writes back what it knows."""
    submit_reply(rehearsing, "Right.")
    elsewhere = PracticeService(small, ResilientStore(store_opener(places, clock)), clock, lambda: "other")
    other = elsewhere.go_on(rehearsing.id)
    submit_reply(other, "I believe you.")
    elsewhere.keeping.close()
    if damage != "the head":
        number = {"the beginning": 1, "an event known here": 2, "the last event known here": 3}[damage]
        with closing(sqlite3.connect(places.rehearsals)) as raw, raw:
            raw.execute("UPDATE events SET body = '?' WHERE number = ?", (number,))
    spoil(places.rehearsals)
    with pytest.raises(SaidElsewhere):
        submit_reply(rehearsing, "What would help him now?")
    assert replies(practice, rehearsing.id) == [SAID, "Right.", "I believe you."]
    rehearsing.keep()
    assert practice.keeping.store.read(rehearsing.id) == rehearsing.events, "it is gone on with from there"
