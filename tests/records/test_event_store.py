"""Rehearsals in a real SQLite file: nothing lost, nothing readable by others, and what is forgotten is gone."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from coach.errors import ForgottenElsewhere, NotKnown, RecordsBroken, RecordsUnwritable, SaidElsewhere
from coach.model.events import Ended, Event, Kept, SaidAgain
from coach.practice.persistence import ResilientStore, store_opener
from coach.records.event_store import MemoryRehearsalStore, RehearsalStore
from coach.records.paths import EXPIRES_AFTER, Places, places
from coach.records.sqlite_store import SqliteRehearsalStore, open_store
from tests.conftest import START, began, said

WORDS = "Quite unmistakable words about a purple bicycle"


def aside(file: Path) -> Path:
    return file.with_name("aside.db")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "rehearsals.db"


@pytest.fixture
def sqlite(file: Path) -> Iterator[SqliteRehearsalStore]:
    store = open_store(file, aside)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "memory", "postgresql"])
def store(request: pytest.FixtureRequest, file: Path) -> Iterator[RehearsalStore]:
    """Every kind of store: what follows holds for each of them."""
    match request.param:
        case "sqlite":
            store: RehearsalStore = open_store(file, aside)
        case "postgresql":
            from coach.records.team.store import TeamRehearsalStore

            store = TeamRehearsalStore(request.getfixturevalue("login")("ann"))
        case _:
            store = MemoryRehearsalStore()
    yield store
    store.close()


def kept(store: RehearsalStore, rehearsal: str = "one") -> list[Event]:
    happened: list[Event] = [began(), said("asks", text=WORDS)]
    for event in happened:
        store.append(rehearsal, event)
    return happened


def test_what_is_appended_comes_back_as_it_was(store: RehearsalStore) -> None:
    happened = kept(store, "two")
    assert store.read("two") == tuple(happened)


def test_what_happened_after_a_number_is_read_alone(store: RehearsalStore) -> None:
    happened = kept(store, "two")
    assert store.read("two", 1) == tuple(happened[1:])
    assert store.read("two", 2) == ()


def test_a_window_that_has_not_read_everything_writes_nothing(store: RehearsalStore) -> None:
    happened = kept(store)
    with pytest.raises(SaidElsewhere):
        store.append("one", said("asks", text="As well"), 1)
    assert store.read("one") == tuple(happened)
    store.append("one", said("asks", text="As well"), 2)
    with pytest.raises(ForgottenElsewhere):
        store.append("two", said("asks", text="As well"), 2)
    assert len(store.read("one")) == 3
    assert not store.damage_notice


def test_the_last_touched_is_listed_first(store: RehearsalStore) -> None:
    kept(store, "one")
    kept(store, "two")
    store.append("one", Ended(at=START + timedelta(minutes=5), how="finished"))
    assert [summary.id for summary in store.summaries()] == ["one", "two"]


def test_the_scenarios_of_any_rehearsal_are_found_without_listing_it(store: RehearsalStore) -> None:
    assert store.find_scenarios() == frozenset()
    kept(store, "one")
    kept(store, "two")
    store.append("three", began().model_copy(update={"scenario": "boat"}))
    assert store.find_scenarios() == {"bus", "boat"}
    store.forget("three")
    assert store.find_scenarios() == {"bus"}


def test_those_with_several_attempts_are_found_and_no_words_that_look_so(store: RehearsalStore) -> None:
    """Also among many, of which some are there no more."""
    names = ("one", "two", "three")
    for name in names:
        kept(store, name)
    store.append("one", SaidAgain(at=START + timedelta(minutes=1), reply=1))
    store.append("two", said(text="said_again"))
    store.append("three", said(text='They wrote "said_again", and {"event":"said_again"}.'))
    assert store.find_repeated(names) == store.find_repeated((*names, *map(str, range(1200)))) == {"one"}
    assert store.find_repeated(("two", "three")) == store.find_repeated(()) == frozenset()


def test_a_summary_says_how_a_rehearsal_stands_without_a_word_of_it(store: RehearsalStore) -> None:
    kept(store)
    store.append("one", Ended(at=START + timedelta(minutes=5), how="finished"))
    (summary,) = store.summaries()
    assert (summary.scenario, summary.replies, summary.going, summary.kept) == ("bus", 1, False, False)
    assert summary.touched == START + timedelta(minutes=5)
    assert WORDS not in repr(summary)


def test_the_file_and_its_folder_can_be_read_by_their_owner_alone(sqlite: SqliteRehearsalStore, file: Path) -> None:
    kept(sqlite)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(other.stat().st_mode) == 0o600 for other in file.parent.iterdir())


def test_what_is_forgotten_is_not_left_in_the_file(sqlite: SqliteRehearsalStore, file: Path) -> None:
    kept(sqlite)
    assert WORDS.encode() in file.read_bytes()
    sqlite.forget("one")
    sqlite.close()
    assert all(WORDS.encode() not in left.read_bytes() for left in file.parent.iterdir())


def test_forgetting_all_says_how_many(store: RehearsalStore) -> None:
    kept(store, "one")
    kept(store, "two")
    assert store.forget_all() == 2
    assert store.summaries() == ()


def test_an_unknown_rehearsal_is_refused_by_name(store: RehearsalStore) -> None:
    with pytest.raises(NotKnown):
        store.read("nobody")
    with pytest.raises(NotKnown):
        store.forget("nobody")


def test_those_that_are_over_their_time_go_and_no_others(store: RehearsalStore) -> None:
    for rehearsal in ("one", "two", "three"):
        kept(store, rehearsal)
    assert store.forget_these({"one", "three", "gone already"}) == 2
    assert [s.id for s in store.summaries()] == ["two"]


def test_one_that_is_kept_does_not_go_by_itself(store: RehearsalStore) -> None:
    kept(store)
    (summary,) = store.summaries()
    assert summary.expires() == START + EXPIRES_AFTER
    store.append("one", Kept(at=START, keep=True))
    assert store.summaries()[0].expires() is None


def test_a_damaged_file_is_set_aside_and_not_deleted(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"this was never a database" * 100)
    store = open_store(file, aside)
    assert "aside.db" in store.damage_notice
    assert aside(file).read_bytes().startswith(b"this was never")
    kept(store)
    assert len(store.summaries()) == 1
    store.close()


def test_a_file_from_a_newer_coach_is_left_alone(file: Path, sqlite: SqliteRehearsalStore) -> None:
    sqlite.close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA user_version = 99")
        raw.execute("UPDATE alembic_version SET version_num = 'v99'")
        raw.commit()
    with pytest.raises(RecordsUnwritable, match="newer version"):
        open_store(file, aside)
    assert file.exists()


def test_an_event_no_one_can_read_is_said_without_its_words(file: Path, sqlite: SqliteRehearsalStore) -> None:
    kept(sqlite)
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute('UPDATE events SET body = replace(body, \'"event":"replied"\', \'"event":"sung"\')')
    with pytest.raises(RecordsBroken) as refused:
        sqlite.read("one")
    assert WORDS not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere; a file in the way is tested instead")
def test_a_folder_that_refuses_is_said_plainly(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RecordsUnwritable):
        open_store(tmp_path / "data" / "rehearsals.db", aside)


def test_a_file_where_the_folder_should_be_lets_the_talk_go_on_in_memory(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    keeping = ResilientStore(store_opener(Places(tmp_path / "data", tmp_path), lambda: START))
    keeping.append("one", (), began())
    assert "goes on" in keeping.notice
    assert len(keeping.store.read("one")) == 1


def test_a_full_disk_lets_the_talk_go_on_with_everything_said_so_far(file: Path, sqlite: SqliteRehearsalStore) -> None:
    keeping = ResilientStore(lambda: (sqlite, ""))
    first, second = began(), said("asks", text=WORDS * 10_000)
    keeping.append("one", (), first)
    _fill(sqlite)
    keeping.append("one", (first,), second)
    assert "disk is full" in keeping.notice
    assert keeping.store.read("one") == (first, second)


def _fill(store: SqliteRehearsalStore) -> None:
    """Let the file grow no further, as a full disk would."""
    (pages,) = store._file.connection.execute("PRAGMA page_count").fetchone()
    store._file.connection.execute(f"PRAGMA max_page_count = {pages}")


def test_one_variable_puts_everything_in_one_folder(tmp_path: Path) -> None:
    where = places({"COACH_HOME": str(tmp_path)})
    assert where.rehearsals.parent == where.settings.parent == tmp_path


def test_replies_are_counted_in_the_attempt_that_is_open(store: RehearsalStore) -> None:
    """Those before a line that is said again belong to it; those of an attempt before are not added up."""
    kept(store)
    store.append("one", said("asks", text=WORDS))
    store.append("one", SaidAgain(at=START, attempt=1, reply=2))
    store.append("one", said("asks", text=WORDS))
    (summary,) = store.summaries()
    assert summary.replies == 2
