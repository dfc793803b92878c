"""What every event log promises, whatever is in it and wherever it is kept: one set of tests for all of them."""

import os
import signal
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from coach.errors import NotKnown, NotNow, RecordsBroken, RecordsError, RecordsUnwritable
from coach.model.class_events import Told
from coach.model.events import Replied
from coach.records.class_log import MemoryRoomStore
from coach.records.class_log_sqlite import SqliteRoomStore
from coach.records.event_store import EventLog, EventStore, MemoryRehearsalStore
from coach.records.sqlite_store import open_store
from coach.records.tables import REHEARSAL_TABLES, ROOM_TABLES, SCHEMA, LogTables
from tests import postgres
from tests.conftest import PATIENCE, began, said
from tests.records.rooms import in_a_process, lines, opened, told

Store = EventStore[Any, Any, Any]
Log = EventLog[Any]
WORDS = "Quite unmistakable words about a purple bicycle"
KILLS = 4


class Kind(ABC):
    """One kind of log in one kind of store. `open` opens the store anew, as another process would."""

    tables: LogTables
    durable = True
    """Whether it is still there once the program that wrote it is gone."""
    stands_in = False
    """Whether an event that nobody can read is replaced, because other people's logins write to the same log."""

    def __init__(self, rooms: bool) -> None:
        self.rooms = rooms
        self.tables = ROOM_TABLES if rooms else REHEARSAL_TABLES
        self.stores: list[Store] = []

    def open(self) -> Store:
        self.stores.append(self._open())
        return self.stores[-1]

    def beginning(self, name: str = "KITES") -> Any:
        return opened(name) if self.rooms else began()

    def event(self, words: str = WORDS) -> Any:
        return told(words) if self.rooms else said("asks", text=words)

    def close(self) -> None:
        for store in self.stores:
            store.close()

    @abstractmethod
    def _open(self) -> Store: ...

    @contextmanager
    def full(self, log: Log) -> Iterator[None]:
        """Let nothing more go on the disk, while the block runs."""
        raise NotImplementedError
        yield

    def sql(self, statement: str) -> None:
        """Change the tables behind the coach's back."""
        raise NotImplementedError

    def set_version(self, number: int) -> None:
        """Let the store be one of another version of the coach."""
        raise NotImplementedError


class Memory(Kind):
    durable = False

    def __init__(self, rooms: bool) -> None:
        super().__init__(rooms)
        self._store: Store = MemoryRoomStore() if rooms else MemoryRehearsalStore()

    def _open(self) -> Store:
        return self._store


class File(Kind):
    def __init__(self, rooms: bool, folder: Path) -> None:
        super().__init__(rooms)
        self.file = folder / "data" / ("rooms.db" if rooms else "rehearsals.db")

    def _open(self) -> Store:
        def aside(file: Path) -> Path:
            return file.with_name("aside.db")

        ids = iter(f"room{time.monotonic_ns()}{number}" for number in range(100))
        return SqliteRoomStore(self.file, ids.__next__, aside) if self.rooms else open_store(self.file, aside)

    @contextmanager
    def full(self, log: Log) -> Iterator[None]:
        connection = log._file.connection  # type: ignore[attr-defined]  # a limit of this connection alone
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        yield
        connection.execute("PRAGMA max_page_count = 1073741823")

    def sql(self, statement: str) -> None:
        with closing(sqlite3.connect(self.file)) as raw, raw:
            raw.execute(statement)

    def set_version(self, number: int) -> None:
        self.sql(f"PRAGMA user_version = {number}")
        self.sql(f"UPDATE alembic_version SET version_num = 'v{number}'")


class Server(Kind):
    def __init__(self, rooms: bool, server: postgres.Server, login: Callable[[str], Engine]) -> None:
        super().__init__(rooms)
        self.server = server
        self.login = login
        self.stands_in = rooms

    def _open(self) -> Store:
        from coach.records.team.logins import check_version, open_url
        from coach.records.team.room_store import TeamRoomStore
        from coach.records.team.store import TeamRehearsalStore

        engine = open_url(self.server.url("ann", "x"))  # its own, also in a forked process
        try:
            check_version(engine)
        except RecordsError:
            engine.dispose()
            raise
        ids = iter(f"room{time.monotonic_ns():020}{number}" for number in range(100))
        return TeamRoomStore(engine, ids.__next__) if self.rooms else TeamRehearsalStore(engine)

    @contextmanager
    def full(self, log: Log) -> Iterator[None]:
        """Let the server refuse an event as it does on a full disk: by that error, in the middle of a transaction."""
        self.sql(
            "CREATE FUNCTION coach.no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
            "'could not extend file \"base/1/2\": No space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        self.sql(
            f"CREATE TRIGGER no_room BEFORE INSERT ON coach.{self.tables.events} "
            "FOR EACH ROW WHEN (NEW.number > 3) EXECUTE FUNCTION coach.no_room()"
        )
        try:
            yield
        finally:
            self.sql("DROP FUNCTION coach.no_room() CASCADE")

    def sql(self, statement: str) -> None:
        self.server.sql(statement, "coach")

    def set_version(self, number: int) -> None:
        self.sql(f"UPDATE coach.alembic_version SET version_num = 'v{number}'")


EVERY = [f"{what} {where}" for what in ("rehearsals", "rooms") for where in ("in memory", "in a file", "on a server")]
LASTING = [name for name in EVERY if "memory" not in name]
IN_A_FILE = [name for name in EVERY if "file" in name]


@pytest.fixture
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kind]:
    """Every kind of log: what follows holds for each."""
    rooms = request.param.startswith("rooms")
    if "memory" in request.param:
        kind: Kind = Memory(rooms)
    elif "file" in request.param:
        kind = File(rooms, tmp_path)
    else:
        kind = Server(rooms, request.getfixturevalue("server"), request.getfixturevalue("login"))
    yield kind
    kind.close()


every = pytest.mark.parametrize("kind", EVERY, indirect=True)
lasting = pytest.mark.parametrize("kind", LASTING, indirect=True)
in_a_file = pytest.mark.parametrize("kind", IN_A_FILE, indirect=True)


def words(log: Log) -> list[str]:
    """What was said in a log, in order."""
    texts = []
    for _, event in log.read():
        if isinstance(event, Told):
            texts.append(event.words)
        elif isinstance(event, Replied):
            texts.append(event.text)
    return texts


def numbers(log: Log) -> list[int]:
    return [number for number, _ in log.read()]


def add(log: Log, *events: Any, known: int = 0) -> int:
    """Append, taking in what is new until nobody was quicker; the number of the last event then."""
    while not log.append(known, *events):
        known = max((number for number, _ in log.read(known)), default=known)
    return known + len(events)


# --- Order, and no gaps


@every
def test_what_is_appended_comes_back_as_it_was_in_order_and_numbered_from_one(kind: Kind) -> None:
    with closing(kind.open().make("KITES", kind.beginning())) as log:
        assert log.append(1, kind.event("one"), kind.event("two"))
        assert log.append(3, kind.event("three"))
        happened = (kind.beginning(), kind.event("one"), kind.event("two"), kind.event("three"))
        assert log.read() == tuple(enumerate(happened, 1))
        assert log.read(2) == ((3, kind.event("two")), (4, kind.event("three")))
        assert log.read(4) == ()
    with closing(kind.open().open("KITES")) as again:
        assert again.read() == tuple(enumerate(happened, 1))


@every
def test_a_log_is_made_once_and_an_unknown_one_is_refused(kind: Kind) -> None:
    store = kind.open()
    for use in (store.open, store.forget):
        with pytest.raises(NotKnown):
            use("OTHER")
    store.make("KITES", kind.beginning()).close()
    with pytest.raises(NotNow):
        kind.open().make("KITES", kind.beginning())
    assert len(store.summaries()) == 1


# --- Two who write


@every
def test_whoever_has_not_read_everything_writes_nothing_and_leaves_no_gap(kind: Kind) -> None:
    with (
        closing(kind.open().make("KITES", kind.beginning())) as log,
        closing(kind.open().open("KITES")) as other,
    ):
        assert log.append(1, kind.event("quicker"))
        assert not other.append(1, kind.event("slower"), kind.event("as well"))
        assert not other.append(7, kind.event("from nowhere"))
        assert not other.append(0, kind.event("from the beginning"))
        assert (words(log), numbers(log)) == (["quicker"], [1, 2])
        assert other.append(2, kind.event("slower"))
        assert (words(log), numbers(log)) == (["quicker", "slower"], [1, 2, 3])


@every
def test_two_who_write_at_once_lose_nothing_and_write_nothing_twice(kind: Kind) -> None:
    kind.open().make("KITES", kind.beginning()).close()
    stores, failed = (kind.open(), kind.open()), list[BaseException]()

    def write(store: Store, name: str) -> None:
        try:
            with closing(store.open("KITES")) as log:
                known = 0
                for number in range(0, 30, 2):
                    known = add(log, *(kind.event(f"{name}{n}") for n in (number, number + 1)), known=known)
        except BaseException as error:
            failed.append(error)
            raise

    writers = [threading.Thread(target=write, args=given) for given in zip(stores, "ab", strict=True)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failed
    with closing(kind.open().open("KITES")) as log:
        everything = words(log)
        assert numbers(log) == list(range(1, 62))
    for name in "ab":
        assert [each for each in everything if each[0] == name] == [f"{name}{number}" for number in range(30)]
    pairs = list(zip(everything[::2], everything[1::2], strict=True))
    assert all(first[0] == second[0] for first, second in pairs), "what is appended together stays together"


@every
def test_whoever_waits_is_told_and_otherwise_waits_as_long_as_asked(kind: Kind) -> None:
    with (
        closing(kind.open().make("KITES", kind.beginning())) as log,
        closing(kind.open().open("KITES")) as other,
    ):
        assert log.wait(0, PATIENCE), "what is there already is not waited for"
        begun = time.monotonic()
        assert not log.wait(1, 0.3)
        assert time.monotonic() - begun > 0.25
        late = threading.Timer(0.2, lambda: other.append(1, kind.event()))
        late.start()
        assert log.wait(1, PATIENCE)
        late.join()


@every
def test_closing_ends_a_wait_that_goes_on_beside_a_writer(kind: Kind) -> None:
    log, heard = kind.open().make("KITES", kind.beginning()), list[bool]()

    def wait() -> None:
        heard.append(log.wait(1, PATIENCE))
        heard.append(log.wait(2, PATIENCE))

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert log.append(1, kind.event())
    while not heard:
        time.sleep(0.01)
    log.close()
    waiting.join(PATIENCE)
    assert heard == [True, False]


# --- A writer that is killed, a disk that is full


@lasting
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_writer_that_is_killed_half_way_leaves_all_that_was_answered_and_no_half_of_anything(kind: Kind) -> None:
    kind.open().make("KITES", kind.beginning()).close()
    answered: list[tuple[int, str]] = []
    for kill in range(KILLS):

        def write(hand_out: Callable[[str], None], kill: int = kill) -> None:
            log, known = kind._open().open("KITES"), 0
            for number in range(100_000):
                name = f"{kill}.{number}"
                known = add(log, kind.event(f"{name}.first"), kind.event(f"{name}.second"), known=known)
                hand_out(f"{known} {name}.second")

        child, reads = in_a_process(write)
        first = os.read(reads, 1)  # It writes; from now on it may be killed.
        time.sleep(0.02 + 0.03 * kill)
        os.kill(child, signal.SIGKILL)
        handed = lines((child, reads))
        handed[0] = first.decode() + handed[0]
        answered += [(int(number), name) for number, name in (line.split() for line in handed)]
    with closing(kind.open().open("KITES")) as log:
        kept = {number: getattr(event, "words", getattr(event, "text", "")) for number, event in log.read(1)}
        assert all(kept.get(number) == name for number, name in answered), "what was answered is there, at its number"
        assert numbers(log) == list(range(1, len(kept) + 2))
        assert len(set(kept.values())) == len(kept), "nothing is there twice"
        assert len(kept) % 2 == 0, "the two were written together, or neither"
        assert log.append(len(kept) + 1, kind.event("gone on with"))
    assert len(kept) >= 2 * KILLS


@lasting
def test_a_full_disk_is_a_sentence_without_a_word_of_it_and_what_was_said_before_is_there(kind: Kind) -> None:
    with closing(kind.open().make("KITES", kind.beginning())) as log:
        assert log.append(1, kind.event("before"))
        with kind.full(log), pytest.raises(RecordsUnwritable, match="disk") as refused:
            log.append(2, *(kind.event(WORDS + "!" * 900) for _ in range(150)))
        assert WORDS not in repr(refused.value)
        assert refused.value.__cause__ is None
        assert refused.value.__suppress_context__
        assert (words(log), numbers(log)) == (["before"], [1, 2]), "all of it, or nothing"
        assert log.append(2, kind.event("after"))
    with closing(kind.open().open("KITES")) as again:
        assert words(again) == ["before", "after"]


# --- What another version wrote, and what is damaged


@lasting
def test_a_store_of_a_newer_coach_is_refused_and_left_as_it_is(kind: Kind) -> None:
    with closing(kind.open().make("KITES", kind.beginning())) as log:
        log.append(1, kind.event())
    kind.close()
    kind.stores.clear()
    kind.set_version(99)
    before = kind.file.read_bytes() if isinstance(kind, File) else b""
    try:
        with pytest.raises(RecordsUnwritable, match="newer") as refused:
            kind.open()
        assert refused.value.advice
        if isinstance(kind, File):
            assert kind.file.read_bytes() == before
            assert not kind.file.with_name("aside.db").exists()
    finally:
        kind.set_version(SCHEMA)


@lasting
def test_an_event_of_a_newer_coach_is_no_damage_and_no_word_of_it_is_in_an_error(kind: Kind) -> None:
    """Where others' logins write to the log too, it is passed over: one of them must not close the room to the rest."""
    store = kind.open()
    store.make("OTHER", kind.beginning("OTHER")).close()
    with closing(store.make("KITES", kind.beginning())) as log:
        log.append(1, kind.event(), kind.event("after it"))
        schema = "coach." if isinstance(kind, Server) else ""
        for old in ("replied", "told"):
            kind.sql(
                f"UPDATE {schema}{kind.tables.events} SET body = "
                f'replace(body, \'"event":"{old}"\', \'"event":"sung"\') WHERE number = 2'
            )
        if kind.stands_in:
            assert (words(log), numbers(log)) == (["after it"], [1, 2, 3])
        else:
            with pytest.raises(RecordsBroken) as refused:
                log.read()
            assert WORDS not in str(refused.value)
            assert refused.value.__cause__ is None
            assert refused.value.__suppress_context__
        assert len(log.read(2)) == 1, "what comes after it can be read"
        assert not store.damage_notice
    with closing(store.open("OTHER")) as other:
        assert numbers(other) == [1]


@in_a_file
def test_a_damaged_row_costs_that_event_at_most_and_is_said(kind: Kind) -> None:
    """A server checks its pages and rows itself; a file is set aside, and all else is in a new one."""
    store = kind.open()
    with closing(store.make("OTHER", kind.beginning("OTHER"))) as other:
        other.append(1, kind.event("of the other"))
    with closing(store.make("KITES", kind.beginning())) as log:
        log.append(1, *(kind.event(f"line {number}") for number in range(9)))
        key = kind.tables.key
        kind.sql(
            f"UPDATE {kind.tables.events} SET body = '?' || substr(body, 2) WHERE number = 5 AND {key} = "
            f"(SELECT {key} FROM {kind.tables.events} GROUP BY {key} HAVING count(*) > 5)"
        )
        found = words(log)
        assert [line for line in found if line != "line 3"] == [f"line {number}" for number in range(9) if number != 3]
        assert numbers(log) == list(range(1, len(log.read()) + 1)), "numbers without a gap"
        assert log.append(len(log.read()), kind.event("gone on with"))
        assert words(log) == [*found, "gone on with"]
    with closing(kind.open().open("OTHER")) as other:
        assert words(other) == ["of the other"]
    assert "damaged" in store.damage_notice or "damaged" in kind.open().damage_notice or kind.rooms
    assert isinstance(kind, File)
    assert kind.file.with_name("aside.db").exists()


# --- Forgetting


@every
def test_one_that_is_forgotten_is_gone_for_whoever_has_it_open_and_no_other_goes(kind: Kind) -> None:
    store = kind.open()
    with closing(store.make("OTHER", kind.beginning("OTHER"))) as other:
        other.append(1, kind.event("of the other"))
    with closing(store.make("KITES", kind.beginning())) as log, closing(kind.open().open("KITES")) as elsewhere:
        log.append(1, kind.event())
        store.forget("KITES")
        for held in (log, elsewhere):
            with pytest.raises(NotKnown):
                held.read()
            with pytest.raises(NotKnown):
                held.append(2, kind.event("after all"))
            assert held.wait(2, PATIENCE), "nobody waits for what will never come"
    with pytest.raises(NotKnown):
        store.forget("KITES")
    with pytest.raises(NotKnown):
        kind.open().open("KITES")
    assert len(store.summaries()) == 1
    with closing(store.open("OTHER")) as other:
        assert words(other) == ["of the other"]
    store.make("KITES", kind.beginning()).close()


@in_a_file
def test_what_is_forgotten_is_left_in_no_file_also_while_others_have_it_open(kind: Kind) -> None:
    assert isinstance(kind, File)
    store = kind.open()
    with closing(store.make("KITES", kind.beginning())) as log, closing(kind.open().open("KITES")):
        log.append(1, kind.event(), *(kind.event(f"{WORDS} {number} " * 15) for number in range(9)))
        assert WORDS.encode() in kind.file.read_bytes()
        store.forget("KITES")
        assert all(WORDS.encode() not in left.read_bytes() for left in kind.file.parent.iterdir() if left.is_file())
