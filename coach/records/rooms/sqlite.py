"""Rooms in one SQLite file, `rooms.db` in the owner's data folder, used by every process of one host at once.

A file of their own, because up to thirty processes append to it and read it while a class is on. It has a rollback
journal, like the file of rehearsals, and is as safe on a network drive. (Earlier versions kept a write-ahead log, which
was three times as fast and left what was forgotten in the blocks of the disk; a file that has one is changed as it is
opened.) `synchronous=FULL`: what was answered is on disk when the host is killed or the power goes. What is forgotten
is overwritten, with what it left in the journal and between the rows (`traces`).

No connection may be carried into another process: open the shelf, or the log, after a fork.
"""

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from coach.errors import NotKnown, RecordsUnwritable
from coach.model.room import RoomEvent, RoomOpened
from coach.records.file import Wording, opened, said_plainly
from coach.records.kept import when
from coach.records.rooms.log import GOES_AFTER, Shelved, forgotten, taken, unknown_room
from coach.records.rooms.rows import as_row, read_rows, storable
from coach.records.traces import delete, make_room

T = TypeVar("T")
LOOKS_EVERY = 0.04
"""Seconds between two looks for what others wrote."""
READERS_GO = 200
"""Milliseconds in which all who read are done: one who wrote waits for them, and nobody new begins meanwhile."""
WRITER_GOES = 30
"""Milliseconds in which one who writes is done, for those who only look."""
PATIENCE = 10.0
"""Seconds that others may keep the file busy."""
_WORDING = Wording("your rooms", "then open the room again: everything said so far is in it")


class FileShelf:
    """The rooms in one file. Raises RecordsError where it cannot be used; a damaged one stays where it is."""

    def __init__(self, file: Path, new_id: Callable[[], str]) -> None:
        """`new_id` gives a new room's id, never twice the same."""
        self._file = file
        self._new_id = new_id
        self._lock = threading.RLock()
        self._connection = _connected(file)

    def rooms(self) -> tuple[Shelved, ...]:
        """Every room, the last touched first."""
        query = "SELECT code, opened, touched, last FROM rooms ORDER BY touched DESC"
        rows = self._do(lambda connection: connection.execute(query).fetchall())
        return tuple(
            Shelved(code, datetime.fromisoformat(opened), datetime.fromisoformat(touched), last)
            for code, opened, touched, last in rows
        )

    def open(self, code: str) -> "FileLog":
        """The log of the room with that code. Raises NotKnown."""
        query = "SELECT id FROM rooms WHERE code = ?"
        row = self._do(lambda connection: connection.execute(query, (storable(code),)).fetchone())
        if row is None:
            raise unknown_room(code)
        return FileLog(row[0], self._file)

    def make(self, code: str, opened: RoomOpened) -> "FileLog":
        """A new room. Raises NotNow where the code is taken."""
        room, at = self._new_id(), when(opened.at)

        def write(connection: sqlite3.Connection) -> bool:
            made = "INSERT OR IGNORE INTO rooms (id, code, opened, touched, last) VALUES (?, ?, ?, ?, 1)"
            if not connection.execute(made, (room, code, at, at)).rowcount:
                return False
            connection.execute("INSERT INTO room_events VALUES (?, 1, ?)", (room, as_row(opened)))
            return True

        if not self._do(write, as_row(opened)):
            raise taken()
        return FileLog(room, self._file)

    def forget(self, code: str) -> None:
        """Delete one for good. Raises NotKnown."""
        if not self._delete("DELETE FROM rooms WHERE code = ?", storable(code)):
            raise unknown_room(code)

    def expire(self, now: datetime) -> int:
        """Delete what has expired."""
        return self._delete("DELETE FROM rooms WHERE touched <= ?", when(now - GOES_AFTER))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _delete(self, statement: str, value: str) -> int:
        """Delete rows for good, with everything that they leave in the file and its journal."""
        with self._lock, said_plainly(_WORDING):
            return _patiently(
                lambda: delete(self._connection, self._file, lambda c: c.execute(statement, (value,)).rowcount)
            )

    def _do(self, change: Callable[[sqlite3.Connection], T], writing: str | None = None) -> T:
        with self._lock, said_plainly(_WORDING):
            return _whole(self._connection, self._file, change, writing)


class FileLog:
    """One room in the file, over a connection of its own. Made by `FileShelf`."""

    def __init__(self, room: str, file: Path) -> None:
        self._room = room
        self._file = file
        self._connection = _connected(file)
        self._lock = threading.RLock()
        self._watched: sqlite3.Connection | None = None
        self._watching = threading.Lock()
        self._closing = threading.Event()

    def events(self, after: int = 0) -> tuple[tuple[int, RoomEvent], ...]:
        """What happened after that number."""
        query = "SELECT number, body FROM room_events WHERE room = ? AND number > ? ORDER BY number"

        def read(connection: sqlite3.Connection) -> list[tuple[int, str]]:
            rows = connection.execute(query, (self._room, after)).fetchall()
            if not rows:
                self._last(connection)
            return rows

        return read_rows(self._do(read))

    def append(self, expected: int, *events: RoomEvent) -> bool:
        """Add events right after number `expected`, all or none, on disk when this returns."""
        rows = [(self._room, number, as_row(event)) for number, event in enumerate(events, expected + 1)]

        def write(connection: sqlite3.Connection) -> bool:
            if self._last(connection) != expected:
                return False
            if rows:
                connection.executemany("INSERT INTO room_events VALUES (?, ?, ?)", rows)
                touched = "UPDATE rooms SET last = ?, touched = max(touched, ?) WHERE id = ?"
                connection.execute(touched, (expected + len(rows), when(events[-1].at), self._room))
            return True

        return self._do(write, "".join(body for _, _, body in rows))

    def wait(self, after: int, seconds: float) -> bool:
        """Until something comes after that number: looks whether anybody wrote at all, and only then what."""
        until, seen = time.monotonic() + seconds, -1
        with self._watching:
            while not self._closing.is_set():
                try:
                    self._watched = self._watched or _connected(self._file, WRITER_GOES)
                    (version,) = self._watched.execute("PRAGMA data_version").fetchone()
                    if version != seen and self._last(self._watched) > after:
                        return True
                    seen = version
                except NotKnown:
                    return True
                except (sqlite3.Error, RecordsUnwritable):
                    pass  # busy, or away for a moment: looked for again
                left = until - time.monotonic()
                if left <= 0:
                    break
                self._closing.wait(min(LOOKS_EVERY, left))
        return False

    def draft(self, person: str) -> str:
        """What that person had typed."""
        query = "SELECT words FROM room_drafts WHERE room = ? AND person = ?"

        def read(connection: sqlite3.Connection) -> str:
            self._last(connection)
            row = connection.execute(query, (self._room, person)).fetchone()
            return str(row[0]) if row else ""

        return self._do(read)

    def keep_draft(self, person: str, words: str) -> None:
        """Keep it; empty words forget it."""

        def write(connection: sqlite3.Connection) -> None:
            self._last(connection)
            if words:
                kept = "INSERT OR REPLACE INTO room_drafts (room, person, words) VALUES (?, ?, ?)"
                connection.execute(kept, (self._room, person, storable(words)))
            else:
                connection.execute("DELETE FROM room_drafts WHERE room = ? AND person = ?", (self._room, person))

        self._do(write, storable(words))

    def close(self) -> None:
        """Let go of the file."""
        self._closing.set()
        with self._watching:
            if self._watched is not None:
                self._watched.close()
        with self._lock:
            self._connection.close()

    def _last(self, connection: sqlite3.Connection) -> int:
        """The number of the last event. Raises NotKnown where the room is gone."""
        row = connection.execute("SELECT last FROM rooms WHERE id = ?", (self._room,)).fetchone()
        if row is None:
            raise forgotten()
        return int(row[0])

    def _do(self, change: Callable[[sqlite3.Connection], T], writing: str | None = None) -> T:
        with self._lock, said_plainly(_WORDING):
            return _whole(self._connection, self._file, change, writing)


def _connected(file: Path, waits: int = 0) -> sqlite3.Connection:
    connection = opened(file, _WORDING)
    # From here on `_patiently` waits, evenly and in short steps; SQLite's own steps grow to a tenth of a second.
    connection.execute(f"PRAGMA busy_timeout = {waits}")
    return connection


def _whole(
    connection: sqlite3.Connection, file: Path, change: Callable[[sqlite3.Connection], T], writing: str | None
) -> T:
    """One transaction, everything or nothing, tried again while others are at it. `writing`: what it adds, if any."""

    def once() -> T:
        if writing is not None:
            make_room(connection, file, len(writing.encode()))
        with _transaction(connection, "BEGIN" if writing is None else "BEGIN IMMEDIATE"):
            return change(connection)

    return _patiently(once)


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


def _patiently(do: Callable[[], T]) -> T:
    """Do it; while others keep the file busy, again and again, at uneven times so that nobody is always last."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return do()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
        time.sleep(random.uniform(0.0005, 0.004))
