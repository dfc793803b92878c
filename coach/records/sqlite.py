"""Rehearsals in one SQLite file, readable by its owner alone.

A rollback journal rather than a write-ahead log: home folders in offices are often on a network drive, where the
latter corrupts. Every event is its own transaction, fully synchronised, so that whatever is killed when, what was
answered is there. `secure_delete` overwrites what is forgotten.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from coach.errors import RecordsBroken, RecordsError, RecordsUnwritable
from coach.model.events import Event
from coach.records.kept import EVENT, EXPIRES_AFTER, Summary, after, read_events, unknown, when

SCHEMA = 2
"""Version of the tables, in the file's `user_version`; `coach.records.migrations` brings older ones forward."""

TABLES = """
CREATE TABLE rehearsals (
    id TEXT NOT NULL PRIMARY KEY,
    scenario TEXT NOT NULL,
    began TEXT NOT NULL,
    touched TEXT NOT NULL,
    replies INTEGER NOT NULL,
    going INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    owner TEXT NOT NULL DEFAULT ''
);
CREATE INDEX rehearsals_touched ON rehearsals (touched);
CREATE TABLE events (
    rehearsal TEXT NOT NULL REFERENCES rehearsals (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (rehearsal, number)
);
CREATE TABLE brought (
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL DEFAULT '',
    reader TEXT NOT NULL,
    at TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE responses (
    brought TEXT NOT NULL REFERENCES brought (id) ON DELETE CASCADE,
    author TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (brought, author)
);
CREATE TABLE given (
    id TEXT NOT NULL,
    author TEXT NOT NULL DEFAULT '',
    reader TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, author, reader)
);
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('v2');
"""
"""The tables as they are now, so that a new file needs no library to be made. A test holds them to the migrations."""
_COLUMNS = "id, scenario, began, touched, replies, going, kept"
SETTINGS = ("journal_mode = TRUNCATE", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")


class SqliteStore:
    """A store in one file. Made by `open_store`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def append(self, rehearsal: str, event: Event) -> None:
        """Add an event, safely on disk when this returns."""
        with self._changing() as connection:
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
                (rehearsal, EVENT.dump_json(event).decode(), rehearsal),
            )

    def events(self, rehearsal: str) -> tuple[Event, ...]:
        """All events of a rehearsal. Raises NotKnown, or RecordsBroken where one cannot be read."""
        with _said_plainly():
            query = "SELECT body FROM events WHERE rehearsal = ? ORDER BY number"
            bodies = [body for (body,) in self._connection.execute(query, (rehearsal,))]
        return read_events(rehearsal, bodies)

    def summaries(self) -> tuple[Summary, ...]:
        """Every rehearsal, the last touched first."""
        with _said_plainly():
            rows = self._connection.execute(f"SELECT {_COLUMNS} FROM rehearsals ORDER BY touched DESC").fetchall()
        return tuple(_summary(row) for row in rows)

    def forget(self, rehearsal: str) -> None:
        """Delete one for good. Raises NotKnown."""
        with self._changing() as connection:
            gone = connection.execute("DELETE FROM rehearsals WHERE id = ?", (rehearsal,)).rowcount
        if not gone:
            raise unknown(rehearsal)

    def forget_all(self) -> int:
        """Delete all for good, and say how many there were."""
        with self._changing() as connection:
            return connection.execute("DELETE FROM rehearsals").rowcount

    def expire(self, now: datetime) -> int:
        """Delete what has expired, and say how many."""
        with self._changing() as connection:
            old = when(now - EXPIRES_AFTER)
            return connection.execute("DELETE FROM rehearsals WHERE NOT kept AND touched <= ?", (old,)).rowcount

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: everything inside it, on disk, or nothing."""
        with _said_plainly(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection


def open_store(file: Path, set_aside: Callable[[Path], Path]) -> tuple[SqliteStore, Path | None]:
    """The store in a file, made if it is not there.

    A damaged file is moved by `set_aside` (which says where to) and a new one begun; where it went is returned.
    Raises RecordsUnwritable where the folder or file cannot be used.
    """
    try:
        return _opened(file), None
    except RecordsBroken:
        aside = set_aside(file)
        try:
            file.rename(aside)
        except OSError as error:
            raise _unwritable(error) from None
        return _opened(file), aside


def _opened(file: Path) -> SqliteStore:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        file.chmod(0o600)
    except OSError as error:
        raise _unwritable(error) from None
    with _said_plainly():
        # One thread uses it at a time: the practice's own, or the only one there is.
        connection = sqlite3.connect(file, timeout=5, isolation_level=None, check_same_thread=False)
    try:
        with _said_plainly():
            for setting in SETTINGS:
                connection.execute(f"PRAGMA {setting}")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > SCHEMA:
                raise RecordsUnwritable(
                    "Your rehearsals were kept by a newer version of the coach.", "Update this one to see them."
                )
            if version == 0:
                connection.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;")
            elif version < SCHEMA:
                _bring_forward(file, connection)
    except RecordsError:
        connection.close()
        raise
    return SqliteStore(connection)


def _bring_forward(file: Path, connection: sqlite3.Connection) -> None:
    """A file of an earlier version, once. Everything in it stays as it was."""
    from sqlalchemy.exc import DBAPIError  # heavy, and needed once in a file's life

    from coach.records.migrations.upgrading import upgrade
    from coach.records.team.opening import open_file

    engine = open_file(file)
    try:
        upgrade(engine)
    except DBAPIError:
        raise RecordsUnwritable(
            "The file of your rehearsals could not be brought forward to this version of the coach.",
            "It is as it was. See that the disk is not full, and open the coach again.",
        ) from None
    finally:
        engine.dispose()
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


@contextmanager
def _said_plainly() -> Iterator[None]:
    """The database's complaints as ours. From None, so that nothing it was given can be in the message."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error).lower()
        if "malformed" in said or "not a database" in said:
            raise RecordsBroken("The file of your rehearsals is damaged.") from None
        if "full" in said:
            raise RecordsUnwritable("The disk is full.", "Free some space; the conversation can go on.") from None
        if "locked" in said:
            raise RecordsUnwritable("Another program is using your rehearsals.", "Close it and try again.") from None
        raise RecordsUnwritable("The file of your rehearsals cannot be written.") from None


def _unwritable(error: OSError) -> RecordsUnwritable:
    return RecordsUnwritable(
        f"The folder for your rehearsals cannot be used: {(error.strerror or 'no access').lower()}.",
        "The conversation can go on, but it will not be kept.",
    )


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
