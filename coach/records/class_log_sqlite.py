"""Rooms in one SQLite file, `rooms.db`, used by every process of one host at once.

Rooms have a file of their own because up to thirty processes append to it and read it while a class is on. It has a
rollback journal, like the file of rehearsals, and is as safe on a network drive. (Earlier versions kept a write-ahead
log, which was three times as fast and left what was forgotten in the blocks of the disk; a file that has one is changed
as it is opened.) `synchronous=FULL`: what was answered is on disk when the host is killed or the power goes. What is
forgotten is overwritten, with what it left in the journal and between the rows (`traces`).

No connection may be carried into another process: open the store, or the log, after a fork.
"""

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from coach.errors import NotKnown, RecordsBroken, RecordsUnwritable
from coach.model.class_events import RoomEvent, RoomOpened
from coach.records.class_log import (
    GOES_AFTER,
    RoomSummary,
    dump_event,
    forgotten_room_error,
    is_event_text,
    read_rows,
    strip_unstorable,
    taken_code_error,
    unknown_room_error,
)
from coach.records.connection import StoreLabels, damage_error, translate_errors
from coach.records.damaged_copies import free_name, marks, room_name
from coach.records.event_store import format_moment
from coach.records.leftovers import erase_copies_around
from coach.records.renewal import OpenFile, SetAside, identity, open_current, open_whole, renew
from coach.records.traces import delete_rows, make_room

T = TypeVar("T")
LOOKS_EVERY = 0.04
"""Seconds between two looks for what others wrote."""
READERS_GO = 200
"""Milliseconds in which all who read are done: one who wrote waits for them, and nobody new begins meanwhile."""
WRITER_GOES = 30
"""Milliseconds in which one who writes is done, for those who only look."""
PATIENCE = 10.0
"""Seconds that others may keep the file busy."""
RENEWED = (
    "The file of your rooms was damaged while the room was open. It is set aside, and everything that could be read of "
    "it is in a new one. `coach places` names the damaged file."
)
"""Said where another process found the damage, and knows how much was saved."""
_WORDING = StoreLabels("your rooms", "then open the room again: everything said so far is in it")


def name_damaged_copy(file: Path) -> Path:
    """Return a free name for a damaged file that is set aside, with the time in it."""
    return free_name(file, datetime.now(UTC))


class _RoomFile:
    """A connection to the file of rooms, for one thread at a time.

    A file that is found damaged is set aside and renewed; if another process did that, the new file is opened.
    """

    def __init__(self, file: Path, set_aside: SetAside, *, check: bool = False) -> None:
        """Open the file of rooms, making it if there is none.

        Args:
            file: The path.
            set_aside: Gives the name under which a damaged file is kept.
            check: Whether the whole file is checked for damage first.

        Raises:
            RecordsUnwritable: The file cannot be used.
        """
        self._file = file
        self._set_aside = set_aside
        self._lock = threading.RLock()
        self.damage_notice = ""
        if check:
            self._use(open_whole(file, _WORDING, set_aside, of_rooms=True))
            return
        try:
            self._use(open_current(file, _WORDING))
        except RecordsBroken:
            self._open_anew()

    def _use(self, opened: OpenFile) -> None:
        self._connection, self._is = _without_waiting(opened.connection), opened.identity
        self.damage_notice = opened.notice or self.damage_notice

    def _open_anew(self) -> None:
        """Open the file with which another process has replaced the damaged one."""
        self._use(open_whole(self._file, _WORDING, self._set_aside, of_rooms=True))
        self.damage_notice = self.damage_notice or RENEWED

    def _is_there(self) -> bool:
        """Return whether the open file still has its name; if it was replaced, open the new one."""
        if identity(self._file) == self._is:
            return True
        self._connection.close()
        self._open_anew()
        return False

    def _renew(self) -> None:
        self._connection.close()
        self._use(renew(self._file, self._is, _WORDING, self._set_aside, of_rooms=True))
        self.damage_notice = self.damage_notice or RENEWED

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    def _do(
        self,
        change: Callable[[sqlite3.Connection], T],
        writing: str | None = None,
        again: Callable[[sqlite3.Connection], T] | None = None,
    ) -> T:
        """Run one transaction; if the file turns out to be damaged, renew it and run again.

        Args:
            change: The transaction.
            writing: The text that it adds, by which room in the file is set aside; None if it only reads.
            again: Run instead of `change` after the file was renewed, because the new file may have the change already.
        """
        with self._lock:
            self._is_there()
            try:
                with translate_errors(_WORDING):
                    done = _do_in_transaction(self._connection, self._file, change, writing)
                if writing is None or self._is_there():
                    return done
            except RecordsBroken:
                self._renew()
            except RecordsUnwritable:  # SQLite refuses to write in a file that another process has moved aside
                if self._is_there():
                    raise
            with translate_errors(_WORDING):
                return _do_in_transaction(self._connection, self._file, again or change, writing)


class SqliteRoomStore(_RoomFile):
    """The rooms in one SQLite file.

    A damaged file is set aside and renewed, and `damage_notice` says so.
    """

    def __init__(self, file: Path, new_id: Callable[[], str], set_aside: SetAside = name_damaged_copy) -> None:
        """Open the store.

        Args:
            file: The path.
            new_id: Makes the id of a new room, never the same twice.
            set_aside: Gives the name under which a damaged file is kept.

        Raises:
            RecordsError: The file cannot be used.
        """
        super().__init__(file, set_aside, check=True)
        self._new_id = new_id
        self.overwritten = 0

    def summaries(self) -> tuple[RoomSummary, ...]:
        """List every room, the last touched first."""
        query = "SELECT code, opened, touched, last FROM rooms ORDER BY touched DESC"
        rows = self._do(lambda connection: connection.execute(query).fetchall())
        return tuple(
            RoomSummary(code, datetime.fromisoformat(opened), datetime.fromisoformat(touched), last)
            for code, opened, touched, last in rows
        )

    def open(self, code: str) -> "SqliteRoomLog":
        """Open the log of the room with a code. Raises NotKnown."""
        query = "SELECT id FROM rooms WHERE code = ?"
        row = self._do(lambda connection: connection.execute(query, (strip_unstorable(code),)).fetchone())
        if row is None:
            raise unknown_room_error(code)
        return SqliteRoomLog(row[0], self._file, self._set_aside)

    def make(self, code: str, opened: RoomOpened) -> "SqliteRoomLog":
        """Make a room whose first event is its opening. Raises NotNow where the code is taken."""
        room, at = self._new_id(), format_moment(opened.at)

        def write(connection: sqlite3.Connection) -> bool:
            made = "INSERT OR IGNORE INTO rooms (id, code, opened, touched, last) VALUES (?, ?, ?, ?, 1)"
            if not connection.execute(made, (room, code, at, at)).rowcount:
                return False
            connection.execute("INSERT INTO room_events VALUES (?, 1, ?)", (room, dump_event(opened)))
            return True

        def write_or_find(connection: sqlite3.Connection) -> bool:
            return bool(connection.execute("SELECT 1 FROM rooms WHERE id = ?", (room,)).fetchone()) or write(connection)

        if not self._do(write, dump_event(opened), write_or_find):
            raise taken_code_error()
        return SqliteRoomLog(room, self._file, self._set_aside)

    def forget(self, code: str) -> None:
        """Delete the room with a code for good. Raises NotKnown."""
        if not self._delete("code = ?", strip_unstorable(code)):
            raise unknown_room_error(code)

    def expire(self, now: datetime) -> int:
        """Delete the rooms that have expired by a moment, and return how many there were."""
        return self._delete("touched <= ?", format_moment(now - GOES_AFTER))

    def _delete(self, which: str, value: str) -> int:
        """Delete rooms for good, with what they leave in the file, its journal and damaged copies.

        Copies that hold words of them are erased first, once everything else in them is saved: so nothing is half
        forgotten.

        Args:
            which: The condition on the table of rooms, in SQL, with one place for a value.
            value: The value.

        Returns:
            How many rooms there were.
        """
        known, rooms = self._marks_of(which, value)
        statement = f"DELETE FROM rooms WHERE {which}"
        with (
            erase_copies_around(self._file, "rooms", known, [room_name(each) for each in rooms]) as reached,
            self._lock,
        ):
            self._is_there()
            gone = 0
            try:
                gone = self._delete_rooms(statement, value)
            except RecordsBroken:
                self._renew()
                gone = self._delete_rooms(statement, value)
            except RecordsUnwritable:  # SQLite refuses to write in a file that was moved
                if identity(self._file) == self._is:
                    raise
            if not self._is_there():  # another process renewed the file meanwhile: it may be in the new one
                gone = max(gone, self._delete_rooms(statement, value))
        self.overwritten += reached.copies
        return gone

    def _delete_rooms(self, statement: str, value: str) -> int:
        with translate_errors(_WORDING):
            return _retry_while_busy(
                lambda: delete_rows(self._connection, self._file, lambda c: c.execute(statement, (value,)).rowcount)
            )

    def _marks_of(self, which: str, value: str) -> tuple[frozenset[bytes], set[str]]:
        """Return the marks by which rooms are recognized in a damaged copy, and the rooms' ids."""
        query = f"SELECT room, body FROM room_events JOIN rooms ON rooms.id = room WHERE rooms.{which}"
        rows = self._do(lambda connection: connection.execute(query, (value,)).fetchall())
        known = frozenset[bytes]().union(*(marks(room, (body,)) for room, body in rows))
        return known, {room for room, _ in rows}


class SqliteRoomLog(_RoomFile):
    """The log of one room in the SQLite file, with its own connection.

    Made by `SqliteRoomStore`.
    """

    def __init__(self, room: str, file: Path, set_aside: SetAside) -> None:
        super().__init__(file, set_aside)
        self._room = room
        self._watched: sqlite3.Connection | None = None
        self._watched_is = (0, 0)
        self._watching = threading.Lock()
        self._closing = threading.Event()

    def read(self, after: int = 0) -> tuple[tuple[int, RoomEvent], ...]:
        """Read the events after a number, each with its number."""
        query = "SELECT number, body FROM room_events WHERE room = ? AND number > ? ORDER BY number"

        def read(connection: sqlite3.Connection) -> list[tuple[int, str]]:
            rows = connection.execute(query, (self._room, after)).fetchall()
            numbers = [number for number, _ in rows]
            if numbers != list(range(after + 1, self._last(connection) + 1)) or not _are_readable(rows):
                raise damage_error(_WORDING)
            return rows

        return read_rows(self._do(read))

    def append(self, expected: int, *events: RoomEvent, said_by: str = "") -> bool:
        """Append events right after number `expected`, all or none; on disk when this returns.

        The draft is deleted in the same transaction, because each transaction waits five times for the disk.
        """
        rows = [(self._room, number, dump_event(event)) for number, event in enumerate(events, expected + 1)]

        def write(connection: sqlite3.Connection) -> bool:
            if self._last(connection) != expected:
                return False
            if rows:
                connection.executemany("INSERT INTO room_events VALUES (?, ?, ?)", rows)
                touched = "UPDATE rooms SET last = ?, touched = max(touched, ?) WHERE id = ?"
                connection.execute(touched, (expected + len(rows), format_moment(events[-1].at), self._room))
            if said_by:
                connection.execute("DELETE FROM room_drafts WHERE room = ? AND person = ?", (self._room, said_by))
            return True

        def write_or_find(connection: sqlite3.Connection) -> bool:
            found = "SELECT room, number, body FROM room_events WHERE room = ? AND number > ? ORDER BY number LIMIT ?"
            there = connection.execute(found, (self._room, expected, len(rows))).fetchall()
            return there == rows or write(connection)

        return self._do(write, "".join(body for _, _, body in rows), write_or_find)

    def wait(self, after: int, seconds: float) -> bool:
        """Wait until there is an event after a number; return whether there is one.

        It first looks whether any process wrote to the file at all, which costs almost nothing, and only then for
        events.
        """
        until, seen = time.monotonic() + seconds, -1
        with self._watching:
            while not self._closing.is_set():
                try:
                    self._watch()
                    assert self._watched is not None
                    (version,) = self._watched.execute("PRAGMA data_version").fetchone()
                    if version != seen and self._last(self._watched) > after:
                        return True
                    seen = version
                except NotKnown:
                    return True
                except (sqlite3.Error, UnicodeDecodeError, RecordsUnwritable):
                    pass  # busy, or away for a moment: looked for again
                except RecordsBroken:
                    return True  # whoever looks renews it
                left = until - time.monotonic()
                if left <= 0:
                    break
                self._closing.wait(min(LOOKS_EVERY, left))
        return False

    def _watch(self) -> None:
        """Keep the connection that `wait` looks through, or open one to the file that is there now."""
        if self._watched is not None and self._watched_is != identity(self._file):
            self._watched.close()
            self._watched = None
        if self._watched is None:
            opened = open_current(self._file, _WORDING)
            self._watched, self._watched_is = _without_waiting(opened.connection, WRITER_GOES), opened.identity

    def draft(self, person: str) -> str:
        """Return what a participant has typed and not sent yet."""
        query = "SELECT words FROM room_drafts WHERE room = ? AND person = ?"

        def read(connection: sqlite3.Connection) -> str:
            self._last(connection)
            row = connection.execute(query, (self._room, person)).fetchone()
            return str(row[0]) if row else ""

        return self._do(read)

    def keep_draft(self, person: str, words: str) -> None:
        """Store what a participant has typed so far; empty words delete the draft."""

        def write(connection: sqlite3.Connection) -> None:
            self._last(connection)
            if words:
                kept = "INSERT OR REPLACE INTO room_drafts (room, person, words) VALUES (?, ?, ?)"
                connection.execute(kept, (self._room, person, strip_unstorable(words)))
            else:
                connection.execute("DELETE FROM room_drafts WHERE room = ? AND person = ?", (self._room, person))

        self._do(write, strip_unstorable(words))

    def close(self) -> None:
        """End every `wait`, and close the connections."""
        self._closing.set()
        with self._watching:
            if self._watched is not None:
                self._watched.close()
        super().close()

    def _last(self, connection: sqlite3.Connection) -> int:
        """Return the number of the room's last event. Raises NotKnown where the room was deleted."""
        row = connection.execute("SELECT last FROM rooms WHERE id = ?", (self._room,)).fetchone()
        if row is None:
            raise forgotten_room_error()
        return int(row[0])


def _are_readable(rows: list[tuple[int, str]]) -> bool:
    """Return whether rows of events are undamaged.

    Rows of another version of the coach count as undamaged.
    """
    try:
        read_rows(rows)
    except RecordsBroken:
        return all(is_event_text(body) for _, body in rows)
    return True


def _without_waiting(connection: sqlite3.Connection, waits: int = 0) -> sqlite3.Connection:
    # From here on `_retry_while_busy` waits, evenly and in short steps; SQLite's own steps grow to a tenth of a second.
    connection.execute(f"PRAGMA busy_timeout = {waits}")
    return connection


def _do_in_transaction(
    connection: sqlite3.Connection, file: Path, change: Callable[[sqlite3.Connection], T], writing: str | None
) -> T:
    """Run one transaction, all or nothing, and again while other processes keep the file busy.

    Args:
        connection: A connection to the file.
        file: The path.
        change: What is done in the transaction.
        writing: The text that it adds; None if it only reads.
    """

    def once() -> T:
        if writing is not None:
            make_room(connection, file, len(writing.encode()))
        with _transaction(connection, "BEGIN" if writing is None else "BEGIN IMMEDIATE"):
            return change(connection)

    return _retry_while_busy(once)


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute(f"PRAGMA busy_timeout = {READERS_GO}")
        connection.execute("COMMIT")
    finally:
        connection.execute("PRAGMA busy_timeout = 0")
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _retry_while_busy(do: Callable[[], T]) -> T:
    """Run a function again, after uneven pauses, while other processes keep the file busy."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return do()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
        time.sleep(random.uniform(0.0005, 0.004))
