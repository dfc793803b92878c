"""What was handed over, what was said to it, and exercises: what a store of them offers, and the one in an own file.

A practitioner's submission lies in the team's store, or in the supervisor's own file where it came as a file. The text
of each is kept as it was written, and never looked into here.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from coach.errors import NotKnown, RecordsUnwritable
from coach.records.connection import StoreLabels, translate_errors
from coach.records.damaged_copies import marks
from coach.records.event_store import LONG_AGO, format_moment, parse_moment
from coach.records.forgotten_ids import brought_name, given_name, response_name
from coach.records.renewal import open_current

T = TypeVar("T")
Known = tuple[frozenset[bytes], set[str]]
"""By what something is known in a damaged copy, and its names among what can be forgotten."""
AroundDeleting = Callable[[Collection[bytes], Collection[str]], AbstractContextManager[None]]
NO_DAY = "Its day cannot be read."
_LABELS = StoreLabels("what was handed over", "then try again")


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """Something that lies in the store: what was handed over, as the very text of its file."""

    id: str
    owner: str
    reader: str
    at: datetime
    body: str
    said: str = ""
    """What this login said to it, where it was brought to this login."""
    spoilt: str = ""
    """What of its row cannot be read, in a sentence; something stands in for it then."""


@dataclass(frozen=True, slots=True)
class StoredExercise:
    """An exercise in the store, as the text of its file; to everybody where `reader` is empty."""

    id: str
    author: str
    reader: str
    at: datetime
    body: str


class SubmissionStore(Protocol):
    """Submissions, reviews and exercises. Every method may raise RecordsError."""

    def me(self) -> str:
        """Give this login; empty in a file of one's own."""

    def readers(self) -> tuple[str, ...]:
        """List the logins of supervisors that something can be brought to. A file of one's own has none."""

    def people(self) -> tuple[str, ...]:
        """List the logins of practitioners that an exercise can be given to. A file of one's own has none."""

    def bring(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Hand something over, or take it in. Only its day is kept. Done twice, it is there once."""

    def withdraw(self, key: str) -> None:
        """Take it back for good, with whatever was said to it. Raises NotKnown."""

    def read_submissions(self) -> tuple[StoredSubmission, ...]:
        """Read everything that this login may: what it brought, and what was brought to it. The latest first."""

    def to_me(self, key: str = "", *, answered: bool = False) -> tuple[StoredSubmission, ...]:
        """Read what was brought to this login, with what it said to it; the latest first.

        Args:
            key: The one of that id alone; all of them without it.
            answered: Only what this login said something to.
        """

    def said_last(self) -> tuple[datetime, str] | None:
        """Give the last thing that this login said to anything, and when; None where it said nothing yet."""

    def respond(self, key: str, at: datetime, body: str) -> None:
        """Say something to it; what this login said to it before is replaced."""

    def take_back(self, key: str) -> None:
        """Delete what this login said to something."""

    def responses(self, key: str) -> tuple[str, ...]:
        """Read what was said to it, as far as this login may."""

    def give(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Give an exercise to everybody, or to one reader; what this login gave them by that name is replaced."""

    def read_exercises(self) -> tuple[StoredExercise, ...]:
        """Read the exercises that this login may, in order of their names."""

    def take_away(self, key: str, reader: str = "") -> None:
        """Take an exercise away, so that it is no longer given. Raises NotKnown."""

    def close(self) -> None:
        """Let go of the database."""


class SqliteSubmissionStore:
    """What was handed over in one file of one's own, which has no logins: an empty text stands for its owner.

    The file is opened for each thing that is done, so that a damaged one which was renewed meanwhile is not written in.
    """

    def __init__(self, file: Path, around_deleting: AroundDeleting) -> None:
        """`around_deleting`: overwrites what a deletion leaves in the file, and in damaged copies of it."""
        self._file = file
        self._around_deleting = around_deleting

    def me(self) -> str:
        """Give an empty text: a file has no logins."""
        return ""

    def readers(self) -> tuple[str, ...]:
        """List nobody."""
        return ()

    def people(self) -> tuple[str, ...]:
        """List nobody."""
        return ()

    def bring(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Take something in. Done twice, it is there once."""

        def write(connection: sqlite3.Connection) -> None:
            there = connection.execute("SELECT body FROM brought WHERE id = ?", (key,)).fetchone()
            if there is None:
                row = (key, reader, format_day(at), body)
                connection.execute("INSERT INTO brought (id, reader, at, body) VALUES (?, ?, ?, ?)", row)
            elif there[0] != body:
                raise already_there_error()

        self._change(write)

    def withdraw(self, key: str) -> None:
        """Delete it for good, with whatever was said to it. Raises NotKnown."""
        with self._deleting(lambda connection: _marks_of_submission(connection, key)):
            if not self._change(lambda c: c.execute("DELETE FROM brought WHERE id = ?", (key,)).rowcount):
                raise unknown_submission_error(key)

    def read_submissions(self) -> tuple[StoredSubmission, ...]:
        """Read everything that lies there, the latest first."""
        query = "SELECT id, owner, reader, at, body, '' FROM brought ORDER BY at DESC, id"
        return self._read(lambda c: tuple(map(_submission, c.execute(query).fetchall())))

    def to_me(self, key: str = "", *, answered: bool = False) -> tuple[StoredSubmission, ...]:
        """Read what came as a file, with what was said to it; the latest first."""
        query = (
            "SELECT b.id, b.owner, b.reader, b.at, b.body, coalesce(r.body, '') FROM brought b "
            f"{'' if answered else 'LEFT '}JOIN responses r ON r.brought = b.id AND r.author = '' "
            "WHERE b.reader = '' AND ? IN ('', b.id) ORDER BY b.at DESC, b.id"
        )
        return self._read(lambda c: tuple(map(_submission, c.execute(query, (key,)).fetchall())))

    def said_last(self) -> tuple[datetime, str] | None:
        """Give the last thing that was said to anything, and when."""
        query = "SELECT at, body FROM responses WHERE author = '' ORDER BY at DESC LIMIT 1"
        row = self._read(lambda c: c.execute(query).fetchone())
        return (parse_moment(row[0]) or LONG_AGO, row[1]) if row else None

    def respond(self, key: str, at: datetime, body: str) -> None:
        """Say something to it; what was said to it before is replaced."""

        def write(connection: sqlite3.Connection) -> None:
            if connection.execute("SELECT 1 FROM brought WHERE id = ?", (key,)).fetchone() is None:
                raise already_there_error()
            said = "INSERT INTO responses (brought, at, body) VALUES (?, ?, ?) ON CONFLICT (brought, author) "
            row = (key, format_moment(at), body)
            connection.execute(f"{said} DO UPDATE SET at = excluded.at, body = excluded.body", row)

        self._change(write)

    def take_back(self, key: str) -> None:
        """Delete what was said to something."""
        with self._deleting(lambda connection: _marks_of_responses(connection, key)):
            self._change(lambda c: c.execute("DELETE FROM responses WHERE brought = ? AND author = ''", (key,)))

    def responses(self, key: str) -> tuple[str, ...]:
        """Read what was said to it."""
        query = "SELECT body FROM responses WHERE brought = ? ORDER BY at"
        return self._read(lambda c: tuple(body for (body,) in c.execute(query, (key,)).fetchall()))

    def give(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Keep an exercise; what was given by that name is replaced."""
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
        """Do nothing: the file is open only while something is done."""

    def _read(self, look: Callable[[sqlite3.Connection], T]) -> T:
        return self._do("BEGIN", look)

    def _change(self, change: Callable[[sqlite3.Connection], T]) -> T:
        # At once, not with the first row that is written: two who had looked would wait for each other.
        return self._do("BEGIN IMMEDIATE", change)

    def _do(self, begin: str, do: Callable[[sqlite3.Connection], T]) -> T:
        """Do something in one transaction, everything or nothing."""
        with closing(open_current(self._file, _LABELS).connection) as connection, translate_errors(_LABELS), connection:
            connection.execute(begin)
            return do(connection)

    @contextmanager
    def _deleting(self, marks_of: Callable[[sqlite3.Connection], Known]) -> Iterator[None]:
        with self._around_deleting(*self._read(marks_of)):
            yield


def format_day(moment: datetime) -> str:
    """Write the day of a moment alone: nobody is told at which hour a practitioner rehearsed."""
    return format_moment(moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))


def unknown_submission_error(key: str) -> NotKnown:
    """Make the error for an id that nothing has here."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in key[:40])
    return NotKnown(f"There is nothing called '{shown}' here.", "It may have been withdrawn.")


def already_there_error() -> RecordsUnwritable:
    """Make the error for what another thing stands in the way of, or the lack of one."""
    return RecordsUnwritable(
        "That is there already, or speaks of something that is gone.", "Look again.", title="That did not work"
    )


def _submission(row: tuple[str, str, str, str, str, str]) -> StoredSubmission:
    key, owner, reader, at, body, said = row
    moment = parse_moment(at)
    return StoredSubmission(key, owner, reader, moment or LONG_AGO, body, said, "" if moment else NO_DAY)


def _marks_of_submission(connection: sqlite3.Connection, key: str) -> Known:
    """Collect by what a submission, and everything that was said to it, is known in a damaged copy."""
    bodies = [body for (body,) in connection.execute("SELECT body FROM brought WHERE id = ?", (key,))]
    said_marks, said_names = _marks_of_responses(connection, key)
    return marks(key, bodies) | said_marks, {brought_name(key), *said_names}


def _marks_of_responses(connection: sqlite3.Connection, key: str) -> Known:
    """Collect the same of what was said to it. The submission itself stays, so its id is no mark."""
    rows = connection.execute("SELECT author, body FROM responses WHERE brought = ?", (key,)).fetchall()
    return marks("", (body for _, body in rows)), {response_name(key, author) for author, _ in rows}
