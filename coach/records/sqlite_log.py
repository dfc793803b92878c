"""The event log in one of the coach's own SQLite files, and the file, renewed if damaged.

A damaged file is set aside, and a whole one put in its place with everything that could be read of it. Rehearsals and
rooms are kept in the same way: `SqliteLog` appends to both and reads both, in the tables of their kind.
"""

import os
import random
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp
from typing import ClassVar, Generic, TypeVar

from coach.errors import NotKnown, RecordsBroken, RecordsRenewed, RecordsUnwritable
from coach.records.connection import (
    StoreLabels,
    damage_error,
    is_damage,
    open_connection,
    translate_errors,
    write_error,
)
from coach.records.damaged_copies import move_aside
from coach.records.erasure import companions, erase
from coach.records.event_store import Event_
from coach.records.paths import lock_folder
from coach.records.tables import LogTables, list_deletions
from coach.records.traces import delete_rows, make_room

T = TypeVar("T")
SetAside = Callable[[Path], Path]
"""Gives the name under which a damaged file is set aside: one that nothing has yet."""
LOOKS_EVERY = 0.04
"""Seconds between two looks for what others wrote."""
READERS_GO = 200
"""Milliseconds in which all who read are done: one who wrote waits for them, and nobody new begins meanwhile."""
WRITER_GOES = 30
"""Milliseconds in which one who writes is done, for those who only look."""

# --- Opening a file, and renewing a damaged one

Identity = tuple[int, int]
"""What tells a file from another of the same name."""
OPENINGS = 20
"""Attempts to open a file that other processes replace just then. Each renews it once at most."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A connection to one of the coach's files, with the identity of the file that it opened.

    The identity tells whether another process has replaced the file since; `notice` says what a renewal saved and lost.
    """

    connection: sqlite3.Connection
    identity: Identity
    """Of the very file that the connection writes in: SQLite refuses to write once another lies at its name."""
    notice: str = ""
    """What happened to the file, in sentences, where it was damaged."""


def open_current(file: Path, labels: StoreLabels, *, check: bool = False) -> OpenFile:
    """Open the file that has a name now, even while another process replaces it.

    A connection belongs to the file that had the name when it was made. So the file is looked at before and after:
    taken only afterwards, the identity would be that of the new file, and the connection would go on writing in the old
    one, which SQLite refuses.

    Args:
        file: The path. The file is made if it is not there.
        labels: The words for the file in errors.
        check: Whether the whole file is checked for damage first.

    Raises:
        RecordsBroken: It is damaged.
        RecordsUnwritable: It cannot be used, or was written by a newer coach.
    """
    # Two processes can renew one after the other, so the file is looked at again until it stays the same while it is
    # opened.
    for _ in range(OPENINGS):
        before = identity(file)
        try:
            connection = open_connection(file, labels, check=check)
        except (RecordsBroken, RecordsUnwritable):
            if identity(file) == before:
                raise
            continue
        if identity(file) == before:
            return OpenFile(connection, before)
        connection.close()
    raise RecordsUnwritable(f"Another program is using {labels.holds}.", "Close it and try again.")


def open_whole(file: Path, labels: StoreLabels, set_aside: SetAside, *, of_rooms: bool = False) -> OpenFile:
    """Open a file after checking it for damage; a damaged one is renewed first.

    Args:
        file: The path.
        labels: The words for the file in errors.
        set_aside: Gives the name under which a damaged file is kept.
        of_rooms: Whether it holds rooms instead of rehearsals.

    Raises:
        RecordsUnwritable: It cannot be used, or was written by a newer coach.
    """
    with suppress(RecordsBroken):
        return open_current(file, labels, check=True)
    with lock_folder(file.parent):
        try:  # another process may have renewed it meanwhile
            return open_current(file, labels, check=True)
        except RecordsBroken:
            notice = _renew(file, labels, set_aside, of_rooms=of_rooms)
        return replace(open_current(file, labels), notice=notice)


def renew(file: Path, was: Identity, labels: StoreLabels, set_aside: SetAside, *, of_rooms: bool = False) -> OpenFile:
    """Renew a file that is known to be damaged, and open the new one.

    Args:
        file: The path.
        was: The identity of the damaged file. If another file has the name now, another process has renewed it.
        labels: The words for the file in errors.
        set_aside: Gives the name under which the damaged file is kept.
        of_rooms: Whether it holds rooms instead of rehearsals.

    Raises:
        RecordsUnwritable: It cannot be used.
    """
    with lock_folder(file.parent):
        notice = _renew(file, labels, set_aside, of_rooms=of_rooms) if identity(file) == was else ""
        return replace(open_current(file, labels), notice=notice)


def identity(file: Path) -> Identity:
    """Return device and number of the file that has a name now; zeros if there is none."""
    try:
        there = file.stat()
    except OSError:
        return 0, 0
    return there.st_dev, there.st_ino


def _renew(file: Path, labels: StoreLabels, set_aside: SetAside, *, of_rooms: bool) -> str:
    """Make a whole file of what can be read, set the damaged one aside, and say what was saved."""
    from coach.records.recovery.row_sorting import recover_rows
    from coach.records.recovery.transfer import carry  # only where it is needed, which is seldom

    try:
        # The whole file is made beside the damaged one, so that a process killed meanwhile has changed nothing.
        recovered = recover_rows(file, of_rooms=of_rooms)
        last = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        handle, name = mkstemp(dir=file.parent, prefix="new-", suffix=".db")
        os.close(handle)
    except OSError as error:
        raise write_error(error, labels) from None
    fresh = Path(name)
    try:
        connection = open_connection(fresh, labels)
        try:
            with translate_errors(labels):
                carried = carry(recovered, connection, last)
        finally:
            connection.close()
        aside = set_aside(file)
        # Between these two there is no file of that name; `lock_folder` keeps others from making an empty one.
        move_aside(file, aside)
        fresh.replace(file)
    except OSError as error:
        raise write_error(error, labels) from None
    finally:
        with suppress(OSError):
            for left in (*companions(fresh), fresh):
                erase(left)
    return f"The file of {labels.holds} was damaged. It is set aside as {aside.name}. {carried.describe()}"


# --- One file in use: every transaction runs on the file that lies there now


class StoreFile:
    """A connection to one of the coach's own files, for one thread at a time.

    A file that is found damaged is set aside and renewed; if another process did that, the new file is opened.
    """

    def __init__(
        self,
        path: Path,
        labels: StoreLabels,
        set_aside: SetAside,
        *,
        of_rooms: bool = False,
        check: bool = True,
        patience: float = 5.0,
        renewed_notice: str = "",
    ) -> None:
        """Open the file, which is made if it is not there.

        Args:
            path: The path.
            labels: The words for the file in errors.
            set_aside: Gives the name under which a damaged file is kept.
            of_rooms: Whether it holds rooms instead of rehearsals.
            check: Whether the whole file is checked for damage first.
            patience: Seconds to wait while other processes keep it busy.
            renewed_notice: The damage notice where another process renewed the file, and knows how much was saved.

        Raises:
            RecordsUnwritable: It cannot be used, or was written by a newer coach.
        """
        self.path = path
        self.labels = labels
        self.damage_notice = ""
        self._lock = threading.RLock()
        self._set_aside = set_aside
        self._of_rooms = of_rooms
        self._patience = patience
        self._renewed_notice = renewed_notice
        if check:
            self._use(open_whole(path, labels, set_aside, of_rooms=of_rooms))
            return
        try:
            self._use(open_current(path, labels))
        except RecordsBroken:
            self._open_anew()

    def _use(self, opened: OpenFile) -> None:
        """Use another connection from now on."""
        self.connection, self._identity = _without_waiting(opened.connection), opened.identity
        self.damage_notice = opened.notice or self.damage_notice

    def run(
        self,
        change: Callable[[sqlite3.Connection], T],
        writing: str | None = None,
        again: Callable[[sqlite3.Connection], T] | None = None,
    ) -> T:
        """Run one transaction, all or nothing; a file that turns out to be damaged is renewed first.

        Args:
            change: What is done in the transaction.
            writing: The text that it adds, by which room in the file is set aside; None if it only reads.
            again: Run instead of `change` after the file was renewed, because the new file may have the change already.

        Raises:
            RecordsRenewed: The file was renewed, and something was to be written for which there is no `again`.
            RecordsUnwritable: The file cannot be used.
        """
        with self._lock:
            # The caller has decided from what the old file held, and the new one may hold less: it has to read again
            # first.
            if not self.is_current() and writing is not None and again is None:
                raise RecordsRenewed(self.damage_notice)
            try:
                done = self._run_once(change, writing)
                # A change that went into a file which was moved aside meanwhile is in no file that anybody reads.
                if writing is None or self.is_current():
                    return done
            except RecordsBroken:
                self._renew()
            except RecordsUnwritable:  # SQLite refuses to write in a file that another process has moved aside
                if self.is_current():
                    raise
            if writing is not None and again is None:
                raise RecordsRenewed(self.damage_notice) from None
            return self._run_once(again or change, writing)

    def delete(self, table: str, which: str, *values: str) -> int:
        """Delete rows for good, with the rows that name them and what they leave in the file.

        If another process puts a new file in place meanwhile, they are deleted in that one too.

        Args:
            table: The table's name.
            which: The condition for its rows, with one parameter.
            values: The parameter; with several, the rows of each are deleted.

        Returns:
            How many rows of the table there were.
        """
        statements, given = tuple(list_deletions(table, which)), [(value,) for value in values]

        def rows(connection: sqlite3.Connection) -> int:
            return [connection.executemany(statement, given).rowcount for statement in statements][-1]

        with self._lock:
            self.is_current()
            gone = 0
            try:
                gone = self._delete_once(rows)
            except RecordsBroken:
                self._renew()
                gone = self._delete_once(rows)
            except RecordsUnwritable:  # SQLite refuses to write in a file that was moved
                # Not `is_current`, which would open the new file already: the return below does that and deletes there.
                if identity(self.path) == self._identity:
                    raise
            # The rows may have been carried into the new file before they were deleted in the old one; the larger of
            # the two counts is the number of things, since both hold the same.
            return gone if self.is_current() else max(gone, self._delete_once(rows))

    def delete_within(self, change: Callable[[sqlite3.Connection], int]) -> int:
        """Delete what a function deletes, for good; return what it returned.

        That is 0 if it deleted nothing. A damaged file is not renewed here, since what comes back from it would be what
        was deleted.

        Args:
            change: Deletes, within a transaction.

        Raises:
            RecordsBroken: The file is damaged; nothing was deleted.
            RecordsUnwritable: It cannot be written.
        """
        with self._lock:
            self.is_current()
            gone = self._delete_once(change)
            return gone if self.is_current() else max(gone, self._delete_once(change))

    def empty(self, table: str) -> int:
        """Delete every row of a table for good; return how many there were.

        A damaged file is overwritten as a whole, and a new one begun. Raises RecordsUnwritable.
        """
        with self._lock:
            self.is_current()
            try:
                gone = self._empty_once(table)
            except RecordsUnwritable:  # SQLite refuses to write in a file that was moved
                if self.is_current():
                    raise
                return self._empty_once(table)
            return gone if self.is_current() else max(gone, self._empty_once(table))

    def is_current(self) -> bool:
        """Return whether the open file still has its name; if it was replaced, open the new one."""
        if identity(self.path) == self._identity:
            return True
        self.connection.close()
        self._open_anew()
        return False

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self.connection.close()

    def _open_anew(self) -> None:
        """Open the file with which another process has replaced the damaged one."""
        self._use(open_whole(self.path, self.labels, self._set_aside, of_rooms=self._of_rooms))
        self.damage_notice = self.damage_notice or self._renewed_notice

    def _renew(self) -> None:
        """Set the damaged file aside, and go on in a new one with everything that could be read."""
        self.connection.close()
        self._use(renew(self.path, self._identity, self.labels, self._set_aside, of_rooms=self._of_rooms))
        self.damage_notice = self.damage_notice or self._renewed_notice

    def _run_once(self, change: Callable[[sqlite3.Connection], T], writing: str | None) -> T:
        def once() -> T:
            if writing is not None:
                make_room(self.connection, self.path, len(writing.encode()))
            with _transaction(self.connection, "BEGIN" if writing is None else "BEGIN IMMEDIATE"):
                return change(self.connection)

        with translate_errors(self.labels, self.path):
            return _retry_while_busy(once, self._patience)

    def _delete_once(self, rows: Callable[[sqlite3.Connection], int]) -> int:
        with translate_errors(self.labels, self.path):
            return _retry_while_busy(lambda: delete_rows(self.connection, self.path, rows), self._patience)

    def _empty_once(self, table: str) -> int:
        count, statements = 0, tuple(list_deletions(table))

        def rows(connection: sqlite3.Connection) -> int:
            return [connection.execute(statement).rowcount for statement in statements][-1]

        def once() -> int:
            nonlocal count
            (count,) = self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            return delete_rows(self.connection, self.path, rows, always=True)

        with translate_errors(self.labels, self.path):
            try:
                return _retry_while_busy(once, self._patience)
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                if _is_refusal(error) and not is_damage(error, self.path):
                    raise
        self.connection.close()
        try:
            for left in (self.path, *companions(self.path)):
                erase(left)
        except OSError as error:
            raise write_error(error, self.labels) from None
        self._use(open_current(self.path, self.labels))
        return count


def _is_refusal(error: Exception) -> bool:
    """Return whether an error says that the file is busy, full or read-only, not damaged."""
    return any(word in str(error) for word in ("locked", "full", "readonly", "unable to open"))


def _without_waiting(connection: sqlite3.Connection, waits: int = 0) -> sqlite3.Connection:
    # From here on `_retry_while_busy` waits, evenly and in short steps; SQLite's own steps grow to a tenth of a second.
    connection.execute(f"PRAGMA busy_timeout = {waits}")
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        # To commit, SQLite waits until those who read are done; with the lock taken nobody new begins, so the wait is
        # short and giving up would throw the transaction away.
        connection.execute(f"PRAGMA busy_timeout = {READERS_GO}")
        connection.execute("COMMIT")
    finally:
        connection.execute("PRAGMA busy_timeout = 0")
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _retry_while_busy(do: Callable[[], T], patience: float) -> T:
    """Run a function again, after uneven pauses, while other processes keep the file busy."""
    until = time.monotonic() + patience
    while True:
        try:
            return do()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
        # Uneven, or thirty programs that were refused at the same moment would all come back at the same moment.
        time.sleep(random.uniform(0.0005, 0.004))


# --- An event log in such a file


class SqliteLog(ABC, Generic[Event_]):
    """An event log in a file: a row for the log, and a numbered row for each of its events.

    A subclass says in which tables, how an event becomes the text of its row, and what else changes with it.
    """

    tables: ClassVar[LogTables]

    def __init__(self, name: str, file: StoreFile) -> None:
        """Use the log called `name` in a file, whether or not it is there."""
        self._name = name
        self._file = file
        self._watched: sqlite3.Connection | None = None
        self._watched_is = (0, 0)
        self._watching = threading.Lock()
        self._closing = threading.Event()

    def read(self, after: int = 0) -> tuple[tuple[int, Event_], ...]:
        """Read the events after a number, each with its number.

        Raises:
            NotKnown: The log was deleted.
            RecordsBroken: A newer coach wrote an event.
        """
        query = f"SELECT number, body FROM {self.tables.events} WHERE {self.tables.key} = ? AND number > ? "

        def find(connection: sqlite3.Connection) -> list[tuple[int, str]]:
            rows = connection.execute(f"{query} ORDER BY number", (self._name, after)).fetchall()
            numbers = [number for number, _ in rows]
            # SQLite does not notice a lost or garbled row, only a garbled page; so a gap in the numbers is taken for
            # damage.
            if numbers != list(range(after + 1, self._last(connection) + 1)) or not self._are_sound(rows):
                raise damage_error(self._file.labels)
            return rows

        return self._parse(self._file.run(find))

    def append(self, expected: int, *events: Event_) -> bool:
        """Append events right after number `expected`, all or none; on disk when this returns."""
        return self._append(expected, events)

    def wait(self, after: int, seconds: float) -> bool:
        """Wait until there is an event after a number; return whether there is one.

        It first looks whether any process wrote to the file at all, which costs almost nothing, and only then for
        events.
        """
        until, seen = time.monotonic() + seconds, -1
        with self._watching:
            while not self._closing.is_set():
                try:
                    watched = self._watch()
                    # The number changes when another connection has committed, and reading it reads one page alone.
                    (version,) = watched.execute("PRAGMA data_version").fetchone()
                    if version != seen and self._last(watched) > after:
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

    def close(self) -> None:
        """End every `wait`, and close the connection that it looks through."""
        self._closing.set()
        with self._watching:
            if self._watched is not None:
                self._watched.close()
                self._watched = None

    def _append(
        self, expected: int, events: Sequence[Event_], then: Callable[[sqlite3.Connection], object] | None = None
    ) -> bool:
        """Append events, and run `then` in the same transaction.

        Args:
            expected: The number of the last event that the caller has read.
            events: What is appended.
            then: What else is done; None for nothing.
        """
        rows = [(self._name, number, self._dump(event)) for number, event in enumerate(events, expected + 1)]

        def write(connection: sqlite3.Connection) -> bool:
            # Compared within the transaction: between a look before it and the insert, another program could append.
            if self._last(connection) != expected:
                return False
            if rows:
                tables = self.tables
                insert = f"INSERT INTO {tables.events} ({tables.key}, number, body) VALUES (?, ?, ?)"
                connection.executemany(insert, rows)
                self._touch(connection, expected + len(rows), events)
            if then is not None:
                then(connection)
            return True

        return self._file.run(write, "".join(body for _, _, body in rows), self._after_renewal(write, expected, rows))

    def _after_renewal(
        self,
        write: Callable[[sqlite3.Connection], bool],  # noqa: ARG002  # what a subclass needs to write once more
        expected: int,  # noqa: ARG002
        rows: list[tuple[str, int, str]],  # noqa: ARG002
    ) -> Callable[[sqlite3.Connection], bool] | None:
        """Return what to run on the new file after a renewal; None if the caller must read it first."""
        return None

    def _watch(self) -> sqlite3.Connection:
        """Keep the connection that `wait` looks through, or open one to the file that is there now."""
        if self._watched is not None and self._watched_is != identity(self._file.path):
            self._watched.close()
            self._watched = None
        if self._watched is None:
            opened = open_current(self._file.path, self._file.labels)
            self._watched, self._watched_is = _without_waiting(opened.connection, WRITER_GOES), opened.identity
        return self._watched

    @abstractmethod
    def _last(self, connection: sqlite3.Connection) -> int:
        """Return the number of the last event. Raises NotKnown where the log was deleted."""

    @abstractmethod
    def _touch(self, connection: sqlite3.Connection, last: int, events: Sequence[Event_]) -> None:
        """Bring the log's own row up to date with the events that were just appended.

        Args:
            connection: A connection in the transaction.
            last: The number of the last of them.
            events: The events.
        """

    @abstractmethod
    def _dump(self, event: Event_) -> str:
        """Return the text of an event's row."""

    @abstractmethod
    def _parse(self, rows: list[tuple[int, str]]) -> tuple[tuple[int, Event_], ...]:
        """Parse events from their rows.

        Raises RecordsBroken if another version of the coach wrote one.
        """

    @abstractmethod
    def _are_sound(self, rows: list[tuple[int, str]]) -> bool:
        """Return whether rows of events are undamaged; those of another version count as undamaged."""
