"""What earlier versions wrote still opens: stores, rooms, files handed over, exports, a library and settings.

The files under `tests/fixtures/version_0_1_0` were written by that version's own program (the two older stores by the
programs that made them), and are never made anew. Each test works on a copy.
"""

import itertools
import json
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.classroom.participant import Participant
from coach.classroom.trainer import Trainer
from coach.cli.main import main
from coach.content.library import Library
from coach.debrief.builder import build_debrief
from coach.model.events import Began, Event, Replied
from coach.model.submission import Review, Submission
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.practice.settings import read_settings
from coach.records.class_log_sqlite import open_room_store
from coach.records.event_store import EVENT, MemoryRehearsalStore
from coach.records.paths import Places
from coach.rehearsal.history import replay
from coach.supervision.importing import import_file

FIXTURES = Path(__file__).parent / "fixtures" / "version_0_1_0"
WRITTEN = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
"""When the files were written. A room goes by itself some days later."""
CONVERSATIONS = sorted((FIXTURES / "conversations").glob("*.jsonl"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COACH_STORE", raising=False)
    (tmp_path / "home").mkdir(mode=0o700)
    return tmp_path / "home"


@pytest.mark.parametrize(
    ("store", "scenarios", "replies"),
    [
        ("store-1.db", ["wrong_box"], 4),
        ("store-2.db", ["wrong_box"], 4),
        ("store-3.db", ["foster_hair_and_bus", "wrong_box"], 7),
    ],
)
def test_a_store_of_each_version_opens_with_every_reply(
    home: Path, store: str, scenarios: list[str], replies: int, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(FIXTURES / store, home / "rehearsals.db")
    assert main(["export", "--all", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert sorted(each["scenario"] for each in found) == scenarios
    assert sum(_replies(each) for each in found) == replies
    for each in found:
        assert main(["debrief", each["id"], "--all"]) == 0
    shown = capsys.readouterr().out
    assert "Has racism been part of it, at school?" in shown or "It was racist, and I believe you." in shown


def test_a_room_opens_with_all_that_was_said_in_it(home: Path) -> None:
    ticks = itertools.count()

    def clock() -> datetime:
        return WRITTEN + timedelta(seconds=next(ticks))

    shutil.copy(FIXTURES / "rooms.db", home / "rooms.db")
    places = Places(home, home)
    practice = PracticeService(Library(), ResilientStore(store_opener(places, clock)), clock, lambda: "one")
    with closing(open_room_store(places)) as shelf:
        trainer = Trainer.resume(shelf, practice, clock, "KPRTWX")
        assert {person.name for person in trainer.state.people.values()} == {"Ama", "Ben", "Łucja"}
        log = shelf.open("KPRTWX")
        ama, ben = (Participant(log, practice, person, clock) for person in ("p1", "p2"))
        assert ben.draft == "half a line"
        assert "Has racism been part of it, at school?" in repr(ama.build_view())


@pytest.mark.parametrize("name", ["moment", "whole", "question", "answer"])
def test_what_was_handed_over_can_be_taken_in(name: str) -> None:
    taken = import_file(FIXTURES / "handed_over" / f"{name}.coach.json")
    assert isinstance(taken.found, Review if name == "answer" else Submission)
    assert not taken.unread


def test_a_desk_shows_what_was_brought_and_an_answer_finds_its_rehearsal(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(FIXTURES / "desk.db", home / "rehearsals.db")
    assert main(["desk"]) == 0
    assert "The wrong box" in capsys.readouterr().out
    shutil.copy(FIXTURES / "store-3.db", home / "rehearsals.db")
    assert main(["take-in", str(FIXTURES / "handed_over" / "answer.coach.json")]) == 0


@pytest.mark.parametrize("before", sorted((FIXTURES / "exports").glob("*.json")), ids=lambda file: file.stem)
def test_an_export_still_has_everything_that_it_had(
    before: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Programs that read exports find each key where it was."""
    shutil.copy(FIXTURES / "store-3.db", home / "rehearsals.db")
    whole = before.stem == "export-all"
    assert main(["export", *(("--all",) if whole else ("46808fd6",)), "--json"]) == 0
    now = json.loads(capsys.readouterr().out)
    was = json.loads(before.read_text("utf-8"))
    assert _keys(was) <= _keys(now)


def test_a_library_of_one_s_own_checks_and_plays(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = home.parent / "library"
    shutil.copytree(FIXTURES / "library", library)
    assert main(["check", "two_words_for_bread", "plain_talk", "--library", str(library)]) == 0
    assert "0 errors" in capsys.readouterr().out


def test_settings_keep_their_keys() -> None:
    settings, problem = read_settings(FIXTURES / "settings.yaml")
    assert not problem
    assert settings.theme == "coach-light"
    assert settings.keys == {"again": "f10", "skip": "ctrl+k"}


@pytest.mark.parametrize("file", CONVERSATIONS, ids=lambda file: file.stem)
def test_the_events_of_a_conversation_hold_their_readings_and_the_branch_each_reply_took(file: Path) -> None:
    """They are facts: nothing that is fitted or written later changes them, and each can be debriefed."""
    events = _events(file)
    began = events[0]
    assert isinstance(began, Began)
    replied = [event for event in events if isinstance(event, Replied)]
    assert replied
    assert all(event.answered and event.reading.matcher for event in replied)
    library = Library()
    practice = PracticeService(
        library, ResilientStore(lambda: (MemoryRehearsalStore(), "")), lambda: WRITTEN, lambda: "one"
    )
    script = practice.script(began.scenario)
    story = replay(script, events)
    assert len(story.attempt().replies()) == len(replied)
    page = build_debrief(script, library.rubric(script.dialogue.rubric), story)
    assert page.answers


def _events(file: Path) -> tuple[Event, ...]:
    return tuple(EVENT.validate_json(line) for line in file.read_text("utf-8").splitlines())


def _replies(rehearsal: dict[str, list[dict[str, list[dict[str, object]]]]]) -> int:
    """How many replies an exported rehearsal holds."""
    return sum("you" in line for attempt in rehearsal["attempts"] for line in attempt["transcript"])


def _keys(value: object, at: str = "") -> set[str]:
    """Every key in some JSON, with the keys above it; lists count as one place."""
    if isinstance(value, dict):
        return {f"{at}.{key}" for key in value} | {k for key, part in value.items() for k in _keys(part, f"{at}.{key}")}
    if isinstance(value, list):
        return {key for part in value for key in _keys(part, at)}
    return set()
