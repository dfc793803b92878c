"""The practitioner's own stores in a SQLite file: rehearsals, and submissions.

A rollback journal rather than a write-ahead log: home folders in offices are often on a network drive, where the latter
corrupts. Every event is its own transaction, fully synchronised, so that what was answered is on disk whatever is
killed. What is forgotten is overwritten, with what it left in the journal and between the rows (`traces`).
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from coach.errors import NotKnown
from coach.model.events import Began, Event
from coach.records.connection import StoreLabels, damage_error, open_connection, translate_errors
from coach.records.damaged_copies import brought_name, given_name, marks, response_name
from coach.records.event_store import (
    EVENT,
    LONG_AGO,
    REPEATS,
    RehearsalsById,
    Summary,
    format_day,
    format_moment,
    leave_out,
    parse_moment,
    parse_rows,
    serialize_event,
    summarize,
    summarize_left,
    taken_rehearsal_error,
    unknown_rehearsal_error,
)
from coach.records.sqlite_log import SetAside, SqliteLog, StoreFile, open_current
from coach.records.submission_store import (
    NO_DAY,
    StoredExercise,
    StoredSubmission,
    already_there_error,
    unknown_submission_error,
)
from coach.records.tables import REHEARSAL_TABLES, list_deletions
from coach.records.traces import overwrite_deleted

T = TypeVar("T")
_COLUMNS = "id, scenario, began, touched, replies, going, kept"
_NAMED_AT_ONCE = 500
"""Rehearsals that one query names: an old SQLite takes 999 values."""
_WORDING = StoreLabels("your rehearsals", "the conversation can go on")


class SqliteRehearsalStore(RehearsalsById):
    """The store of rehearsals in one SQLite file. Made by `open_store`."""

    def __init__(self, file: Path, set_aside: SetAside) -> None:
        """Open the store in a file.

        Args:
            file: The path.
            set_aside: Gives the name under which a damaged file is kept.

        Raises:
            RecordsUnwritable: The file cannot be used.
        """
        self._file = StoreFile(file, _WORDING, set_aside)

    @property
    def damage_notice(self) -> str:
        """What was saved and lost when the file was found damaged, in sentences; else empty."""
        return self._file.damage_notice

    def open(self, rehearsal: str) -> "SqliteRehearsalLog":
        """Open a rehearsal's log, over the connection of this store. Raises NotKnown."""
        log = self._log(rehearsal)
        log.require_there()
        return log

    def make(self, rehearsal: str, beginning: Began) -> "SqliteRehearsalLog":
        """Make a rehearsal. Raises NotNow where there is one of that id."""
        body = serialize_event(beginning)
        log, summary = self._log(rehearsal), summarize(rehearsal, (beginning,))

        def write(connection: sqlite3.Connection) -> bool:
            with suppress(NotKnown):
                log.require_there(connection)
                return False
            moments = format_moment(summary.began), format_moment(summary.touched)
            row = (rehearsal, summary.scenario, *moments, summary.replies, summary.going, summary.kept)
            connection.execute(f"INSERT INTO rehearsals ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            connection.execute("INSERT INTO events (rehearsal, number, body) VALUES (?, 1, ?)", (rehearsal, body))
            return True

        if not self._file.run(write, body):
            raise taken_rehearsal_error()
        return log

    def summaries(self) -> tuple[Summary, ...]:
        """List every rehearsal, the last touched first."""

        def find(connection: sqlite3.Connection) -> tuple[Summary, ...]:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM rehearsals ORDER BY touched DESC").fetchall()
            return tuple(_summary(row) for row in rows)

        return self._file.run(find)

    def find_scenarios(self) -> frozenset[str]:
        """Find the ids of the scenarios that any rehearsal is of."""

        def find(connection: sqlite3.Connection) -> frozenset[str]:
            return frozenset(row[0] for row in connection.execute("SELECT DISTINCT scenario FROM rehearsals"))

        return self._file.run(find)

    def find_repeated(self, which: Collection[str]) -> frozenset[str]:
        """Find the named rehearsals that have several attempts, reading no event of them."""
        named = list(which)

        def find(connection: sqlite3.Connection) -> frozenset[str]:
            repeated: set[str] = set()
            for place in range(0, len(named), _NAMED_AT_ONCE):
                some = named[place : place + _NAMED_AT_ONCE]
                query = (
                    "SELECT DISTINCT rehearsal FROM events WHERE instr(body, ?) > 0 "
                    f"AND rehearsal IN ({', '.join('?' * len(some))})"
                )
                repeated.update(row[0] for row in connection.execute(query, (REPEATS, *some)))
            return frozenset(repeated)

        return self._file.run(find)

    def forget(self, rehearsal: str) -> None:
        """Delete a rehearsal for good. Raises NotKnown."""
        if not self.forget_these((rehearsal,)):
            raise unknown_rehearsal_error(rehearsal)

    def forget_these(self, which: Collection[str]) -> int:
        """Delete the named rehearsals for good, and return how many of them there were."""
        return self._file.delete(REHEARSAL_TABLES.logs, "id = ?", *which)

    def forget_all(self) -> int:
        """Delete all rehearsals for good, and return how many there were.

        A damaged file is overwritten, and a new one begun.
        """
        return self._file.empty(REHEARSAL_TABLES.logs)

    def forget_events(self, rehearsal: str, expected: int, numbers: Collection[int]) -> bool:
        """Delete some events of a rehearsal for good; return whether it was done. Raises NotKnown."""
        return self._log(rehearsal).forget_events(expected, numbers)

    def clock_says(self) -> None:
        """Return None: a file has no clock but this machine's."""

    def close(self) -> None:
        """Close the connection."""
        self._file.close()

    def _log(self, rehearsal: str) -> "SqliteRehearsalLog":
        return SqliteRehearsalLog(rehearsal, self._file)


class SqliteRehearsalLog(SqliteLog[Event]):
    """The log of a rehearsal in the SQLite file. Made by `SqliteRehearsalStore`.

    It uses the store's connection. Where the file was damaged and is replaced, appending raises RecordsRenewed: the
    event may be in the new file or not, and the caller knows events that the new one may lack.
    """

    tables = REHEARSAL_TABLES

    def require_there(self, connection: sqlite3.Connection | None = None) -> None:
        """Raise NotKnown where there is no such rehearsal.

        Args:
            connection: A connection in a transaction; None for a transaction of its own.
        """
        if connection is None:
            self._file.run(self._last)
        else:
            self._last(connection)

    def forget_events(self, expected: int, numbers: Collection[int]) -> bool:
        """Delete events by their numbers for good, all or none; return whether it was done."""

        def change(connection: sqlite3.Connection) -> int:
            if self._last(connection) != expected:
                return 0
            gone, moves = [(self._name, number) for number in numbers], list[tuple[int, str, int]]()
            for now, before in enumerate(leave_out(range(1, expected + 1), numbers), 1):
                if now != before:
                    moves.append((now, self._name, before))
            count = connection.executemany("DELETE FROM events WHERE rehearsal = ? AND number = ?", gone).rowcount
            # One by one and in order: each moves to a number that is free by then.
            connection.executemany("UPDATE events SET number = ? WHERE rehearsal = ? AND number = ?", moves)
            query = "SELECT number, body FROM events WHERE rehearsal = ? ORDER BY number"
            left = connection.execute(query, (self._name,))
            row = connection.execute(f"SELECT {_COLUMNS} FROM rehearsals WHERE id = ?", (self._name,)).fetchone()
            summary = summarize_left(_summary(row), (event for _, event in self._parse(left.fetchall())))
            connection.execute(
                "UPDATE rehearsals SET replies = ?, going = ?, kept = ? WHERE id = ?",
                (summary.replies, summary.going, summary.kept, self._name),
            )
            return count

        return bool(self._file.delete_within(change))

    def _last(self, connection: sqlite3.Connection) -> int:
        counted = "SELECT count(*) FROM events WHERE rehearsal = ?"
        (count,) = connection.execute(counted, (self._name,)).fetchone()
        row = connection.execute("SELECT 1 FROM rehearsals WHERE id = ?", (self._name,)).fetchone()
        # Events without their rehearsal, or the other way round, cannot come about by the coach's own transactions.
        if bool(count) != bool(row):
            raise damage_error(_WORDING)
        if row is None:
            raise unknown_rehearsal_error(self._name)
        return int(count)

    def _touch(self, connection: sqlite3.Connection, last: int, events: Sequence[Event]) -> None:  # noqa: ARG002
        row = connection.execute(f"SELECT {_COLUMNS} FROM rehearsals WHERE id = ?", (self._name,)).fetchone()
        now = summarize(self._name, events, _summary(row))
        connection.execute(
            "UPDATE rehearsals SET touched = ?, replies = ?, going = ?, kept = ? WHERE id = ?",
            (format_moment(now.touched), now.replies, now.going, now.kept, self._name),
        )

    def _dump(self, event: Event) -> str:
        return serialize_event(event)

    def _parse(self, rows: list[tuple[int, str]]) -> tuple[tuple[int, Event], ...]:
        return parse_rows(rows)

    def _are_sound(self, rows: list[tuple[int, str]]) -> bool:
        return _can_be_read([body for _, body in rows])


def open_store(file: Path, set_aside: SetAside) -> SqliteRehearsalStore:
    """Open the store of rehearsals in a file; the file is made if it is not there.

    Args:
        file: The path.
        set_aside: Gives the name under which a damaged file is kept. Everything that could be read of it is in the new
            file, and the store's `damage_notice` says so.

    Raises:
        RecordsUnwritable: The folder or file cannot be used.
    """
    return SqliteRehearsalStore(file, set_aside)


def _can_be_read(bodies: list[str]) -> bool:
    """Return whether texts of events are undamaged; those of a newer coach count as undamaged."""
    try:
        for body in bodies:
            EVENT.validate_json(body)
    except ValueError:
        # Imported here, since a file without damage never needs it.
        from coach.records.recovery.row_sorting import read_event_text

        return all(read_event_text(body).stays for body in bodies)
    return True


def overwrite_leftovers(file: Path) -> None:
    """Overwrite what a deletion over another connection left in a file. Raises RecordsError."""
    connection = open_connection(file, _WORDING)
    try:
        with translate_errors(_WORDING):
            overwrite_deleted(connection, file)
    finally:
        connection.close()


def _summary(row: tuple[str, str, str, str, int, int, int]) -> Summary:
    """Make a rehearsal's summary from its row. Raises RecordsBroken where the row is damaged."""
    key, scenario, began, touched, replies, going, kept = row
    try:
        first, last = datetime.fromisoformat(began), datetime.fromisoformat(touched)
    except (TypeError, ValueError):
        raise damage_error(_WORDING) from None
    if not (isinstance(key, str) and isinstance(scenario, str) and isinstance(replies, int) and first.tzinfo):
        raise damage_error(_WORDING)
    return Summary(key, scenario, first, last, replies=replies, going=bool(going), kept=bool(kept))


# --- What was handed over, in the same file

Known = tuple[frozenset[bytes], set[str]]
"""By what something is known in a damaged copy, and its names among what can be forgotten."""
AroundDeleting = Callable[[Collection[bytes], Collection[str]], AbstractContextManager[None]]
_SUBMISSION_LABELS = StoreLabels("what was handed over", "then try again")


class SqliteSubmissionStore:
    """Submissions, reviews and exercises in the user's own file, which has no logins.

    An empty text stands for the user. The file is opened for each action, so that a damaged one which was renewed
    meanwhile is not written to.
    """

    def __init__(self, file: Path, around_deleting: AroundDeleting) -> None:
        """Use a file for submissions; it is opened at each action.

        Args:
            file: The path.
            around_deleting: A context manager that overwrites what a deletion leaves in the file and in damaged copies
                of it.
        """
        self._file = file
        self._around_deleting = around_deleting

    def me(self) -> str:
        """Return an empty text: a file has no logins."""
        return ""

    def readers(self) -> tuple[str, ...]:
        """Return no logins: a file has none."""
        return ()

    def people(self) -> tuple[str, ...]:
        """Return no logins: a file has none."""
        return ()

    def bring(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Store a submission; a second time changes nothing."""

        def write(connection: sqlite3.Connection) -> None:
            there = connection.execute("SELECT body FROM brought WHERE id = ?", (key,)).fetchone()
            if there is None:
                row = (key, reader, format_day(at), body)
                connection.execute("INSERT INTO brought (id, reader, at, body) VALUES (?, ?, ?, ?)", row)
            # Another text under the same id is another submission; to replace the first would lose it without a word.
            elif there[0] != body:
                raise already_there_error()

        self._change(write)

    def withdraw(self, key: str) -> None:
        """Delete a submission and its reviews for good. Raises NotKnown."""
        with self._deleting(lambda connection: _marks_of_submission(connection, key)):
            statements = tuple(list_deletions("brought", "id = ?"))
            if not self._change(lambda c: [c.execute(statement, (key,)).rowcount for statement in statements][-1]):
                raise unknown_submission_error(key)

    def read_submissions(self) -> tuple[StoredSubmission, ...]:
        """Read every stored submission, the latest first."""
        query = "SELECT id, owner, reader, at, body, '' FROM brought ORDER BY at DESC, id"
        return self._read(lambda c: tuple(map(_submission, c.execute(query).fetchall())))

    def to_me(self, key: str = "", *, answered: bool = False) -> tuple[StoredSubmission, ...]:
        """Read submissions that were imported from files, with their reviews; the latest first."""
        query = (
            "SELECT b.id, b.owner, b.reader, b.at, b.body, coalesce(r.body, '') FROM brought b "
            # An empty reader is the user: these are the submissions that came to them as files.
            f"{'' if answered else 'LEFT '}JOIN responses r ON r.brought = b.id AND r.author = '' "
            "WHERE b.reader = '' AND ? IN ('', b.id) ORDER BY b.at DESC, b.id"
        )
        return self._read(lambda c: tuple(map(_submission, c.execute(query, (key,)).fetchall())))

    def said_last(self) -> tuple[datetime, str] | None:
        """Return the latest review's moment and text; None if there is no review."""
        query = "SELECT at, body FROM responses WHERE author = '' ORDER BY at DESC LIMIT 1"
        row = self._read(lambda c: c.execute(query).fetchone())
        return (parse_moment(row[0]) or LONG_AGO, row[1]) if row else None

    def respond(self, key: str, at: datetime, body: str) -> None:
        """Store the review of a submission, replacing an earlier one."""

        def write(connection: sqlite3.Connection) -> None:
            if connection.execute("SELECT 1 FROM brought WHERE id = ?", (key,)).fetchone() is None:
                raise already_there_error()
            said = "INSERT INTO responses (brought, at, body) VALUES (?, ?, ?) ON CONFLICT (brought, author) "
            row = (key, format_moment(at), body)
            connection.execute(f"{said} DO UPDATE SET at = excluded.at, body = excluded.body", row)

        self._change(write)

    def take_back(self, key: str) -> None:
        """Delete the review of a submission."""
        with self._deleting(lambda connection: _marks_of_responses(connection, key)):
            self._change(lambda c: c.execute("DELETE FROM responses WHERE brought = ? AND author = ''", (key,)))

    def responses(self, key: str) -> tuple[str, ...]:
        """Read the texts of a submission's reviews."""
        query = "SELECT body FROM responses WHERE brought = ? ORDER BY at"
        return self._read(lambda c: tuple(body for (body,) in c.execute(query, (key,)).fetchall()))

    def give(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Store an exercise, replacing an earlier one of that name."""
        given = "INSERT INTO given (id, reader, at, body) VALUES (?, ?, ?, ?) ON CONFLICT (id, author, reader) "
        row = (key, reader, format_moment(at), body)
        self._change(lambda c: c.execute(f"{given} DO UPDATE SET at = excluded.at, body = excluded.body", row))

    def read_exercises(self) -> tuple[StoredExercise, ...]:
        """Read the exercises, in order of their names."""
        rows = self._read(lambda c: c.execute("SELECT id, author, reader, at, body FROM given ORDER BY id").fetchall())
        return tuple(
            StoredExercise(key, author, reader, parse_moment(at) or LONG_AGO, body)
            for key, author, reader, at, body in rows
        )

    def take_away(self, key: str, reader: str = "") -> None:
        """Delete an exercise. Raises NotKnown."""
        same = "id = ? AND reader = ? AND author = ''"

        def marks_of_it(connection: sqlite3.Connection) -> Known:
            rows = connection.execute(f"SELECT author, body FROM given WHERE {same}", (key, reader)).fetchall()
            # Its id stands in rehearsals too, so it is no mark.
            return marks("", (body for _, body in rows)), {given_name(key, author, reader) for author, _ in rows}

        with self._deleting(marks_of_it):
            if not self._change(lambda c: c.execute(f"DELETE FROM given WHERE {same}", (key, reader)).rowcount):
                raise unknown_submission_error(key)

    def close(self) -> None:
        """Do nothing: the file is open only during an action."""

    def _read(self, look: Callable[[sqlite3.Connection], T]) -> T:
        return self._do("BEGIN", look)

    def _change(self, change: Callable[[sqlite3.Connection], T]) -> T:
        # At once, not with the first row that is written: two who had looked would wait for each other.
        return self._do("BEGIN IMMEDIATE", change)

    def _do(self, begin: str, do: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function in one transaction, all or nothing.

        Args:
            begin: The SQL that begins the transaction.
            do: The function.
        """
        with (
            closing(open_current(self._file, _SUBMISSION_LABELS).connection) as connection,
            translate_errors(_SUBMISSION_LABELS),
            connection,
        ):
            connection.execute(begin)
            return do(connection)

    @contextmanager
    def _deleting(self, marks_of: Callable[[sqlite3.Connection], Known]) -> Iterator[None]:
        # The marks are read before the deletion: afterwards nothing is left to read them from.
        with self._around_deleting(*self._read(marks_of)):
            yield


def _submission(row: tuple[str, str, str, str, str, str]) -> StoredSubmission:
    key, owner, reader, at, body, said = row
    moment = parse_moment(at)
    return StoredSubmission(key, owner, reader, moment or LONG_AGO, body, said, "" if moment else NO_DAY)


def _marks_of_submission(connection: sqlite3.Connection, key: str) -> Known:
    """Collect the marks and names by which damaged copies are searched for a submission.

    Its reviews are deleted with it, so theirs are included.
    """
    bodies = [body for (body,) in connection.execute("SELECT body FROM brought WHERE id = ?", (key,))]
    said_marks, said_names = _marks_of_responses(connection, key)
    return marks(key, bodies) | said_marks, {brought_name(key), *said_names}


def _marks_of_responses(connection: sqlite3.Connection, key: str) -> Known:
    """Collect the marks and names by which a submission's reviews are found in damaged copies.

    The submission itself stays, so its id is no mark.
    """
    rows = connection.execute("SELECT author, body FROM responses WHERE brought = ?", (key,)).fetchall()
    return marks("", (body for _, body in rows)), {response_name(key, author) for author, _ in rows}
