"""Rehearsals in one SQLite file, readable by its owner alone.

A rollback journal rather than a write-ahead log: home folders in offices are often on a network drive, where the
latter corrupts. Every event is its own transaction, fully synchronised, so that whatever is killed when, what was
answered is there. What is forgotten is overwritten, with what it left in the journal and between the rows (`traces`).
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from coach.errors import RecordsBroken
from coach.model.events import Event
from coach.records.damaged_copies import companions, move_aside
from coach.records.erasure import erase
from coach.records.file import Wording, opened, said_plainly, unwritable
from coach.records.kept import EVENT, Summary, after, must_follow, read_events, unknown, when
from coach.records.traces import clean, delete, make_room

_COLUMNS = "id, scenario, began, touched, replies, going, kept"
_WORDING = Wording("your rehearsals", "the conversation can go on")


class SqliteStore:
    """A store in one file. Made by `open_store`."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self._file = file

    def append(self, rehearsal: str, event: Event, expected: int | None = None) -> None:
        """Add an event, safely on disk when this returns. Raises SaidElsewhere or ForgottenElsewhere."""
        written = EVENT.dump_json(event)
        body = written.decode()
        with self._changing(len(written)) as connection:
            counted = "SELECT count(*) FROM events WHERE rehearsal = ?"
            must_follow(connection.execute(counted, (rehearsal,)).fetchone()[0], expected)
            row = connection.execute(f"SELECT {_COLUMNS} FROM rehearsals WHERE id = ?", (rehearsal,)).fetchone()
            now = after(_summary(row) if row else None, rehearsal, event)
            connection.execute(
                f"INSERT INTO rehearsals ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                "touched = excluded.touched, replies = excluded.replies, going = excluded.going, kept = excluded.kept",
                (now.id, now.scenario, when(now.began), when(now.touched), now.replies, now.going, now.kept),
            )
            connection.execute(
                "INSERT INTO events (rehearsal, number, body) "
                "SELECT ?, coalesce(max(number), 0) + 1, ? FROM events WHERE rehearsal = ?",
                (rehearsal, body, rehearsal),
            )

    def events(self, rehearsal: str) -> tuple[Event, ...]:
        """All events of a rehearsal. Raises NotKnown, or RecordsBroken where one cannot be read."""
        with said_plainly(_WORDING):
            query = "SELECT body FROM events WHERE rehearsal = ? ORDER BY number"
            bodies = [body for (body,) in self._connection.execute(query, (rehearsal,))]
        return read_events(rehearsal, bodies)

    def summaries(self) -> tuple[Summary, ...]:
        """Every rehearsal, the last touched first."""
        with said_plainly(_WORDING):
            rows = self._connection.execute(f"SELECT {_COLUMNS} FROM rehearsals ORDER BY touched DESC").fetchall()
        return tuple(_summary(row) for row in rows)

    def forget(self, rehearsal: str) -> None:
        """Delete one for good. Raises NotKnown."""
        if not self._delete("DELETE FROM rehearsals WHERE id = ?", rehearsal):
            raise unknown(rehearsal)

    def forget_all(self) -> int:
        """Delete all for good, and say how many there were. A damaged file is overwritten, and a new one begun."""
        count = 0
        with said_plainly(_WORDING):
            try:
                (count,) = self._connection.execute("SELECT count(*) FROM rehearsals").fetchone()
                return delete(self._connection, self._file, _delete_all, always=True)
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                if _is_refusal(error):
                    raise
        self._connection.close()
        try:
            for file in (self._file, *companions(self._file)):
                erase(file)
        except OSError as error:
            raise unwritable(error, _WORDING) from None
        self._connection = opened(self._file, _WORDING)
        return count

    def forget_these(self, which: Collection[str]) -> int:
        """Delete these for good, and say how many of them were there."""
        return self._delete("DELETE FROM rehearsals WHERE id = ?", *which)

    def clock_says(self) -> None:
        """None: a file has no clock but this machine's."""

    def _delete(self, statement: str, *values: str) -> int:
        """Delete rows for good, and say how many there were."""
        rows = [(value,) for value in values]
        with said_plainly(_WORDING):
            return delete(self._connection, self._file, lambda c: c.executemany(statement, rows).rowcount)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _changing(self, size: int) -> Iterator[sqlite3.Connection]:
        """A transaction that writes so many bytes: everything inside it, on disk, or nothing."""
        with said_plainly(_WORDING), self._connection:
            make_room(self._connection, self._file, size)
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection


def open_store(file: Path, set_aside: Callable[[Path], Path]) -> tuple[SqliteStore, Path | None]:
    """The store in a file, made if it is not there.

    A damaged file is moved by `set_aside` (which says where to) and a new one begun; where it went is returned.
    Raises RecordsUnwritable where the folder or file cannot be used.
    """
    try:
        return SqliteStore(opened(file, _WORDING), file), None
    except RecordsBroken:
        aside = set_aside(file)
        try:
            move_aside(file, aside)
        except OSError as error:
            raise unwritable(error, _WORDING) from None
        return SqliteStore(opened(file, _WORDING), file), aside


def overwrite_leftovers(file: Path) -> None:
    """Overwrite what a deletion left in a file that another connection made. Raises RecordsError."""
    connection = opened(file, _WORDING)
    try:
        with said_plainly(_WORDING):
            clean(connection, file)
    finally:
        connection.close()


def _is_refusal(error: Exception) -> bool:
    """Whether the file can't be had just now, and is not damaged as far as anybody knows."""
    return any(word in str(error) for word in ("locked", "full", "readonly", "unable to open"))


def _delete_all(connection: sqlite3.Connection) -> int:
    return connection.execute("DELETE FROM rehearsals").rowcount


def _summary(row: tuple[str, str, str, str, int, int, int]) -> Summary:
    key, scenario, began, touched, replies, going, kept = row
    return Summary(
        key,
        scenario,
        datetime.fromisoformat(began),
        datetime.fromisoformat(touched),
        replies=replies,
        going=bool(going),
        kept=bool(kept),
    )
