"""The tables of the coach's stores, described once for SQLite files and a team's server.

`sqlite_statements` makes them in a file, without any library; `coach.records.team.sql_tables` gives them to SQLAlchemy.
A file of an earlier version gets what it lacks (`bring_forward`); a server is brought forward by the migrations. A test
compares all of them.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

SCHEMA = 5
"""Version of the tables, in a file's `user_version`."""
VERSION_TABLE = "alembic_version"
"""Where a file and a server write down which tables they have, as Alembic does."""

Kind = Literal["text", "number", "yes_or_no"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. No column holds NULL: what is not known is an empty text."""

    name: str
    kind: Kind = "text"
    key: bool = False
    """Whether it is the key of its table, or a part of it."""
    empty: bool = False
    """Whether an empty text stands there where a row leaves it out: whose the row is, which a file does not say."""
    unique: bool = False
    of: str = ""
    """The table whose rows it names by their `id`: a row goes with the one that it names."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in the order that files have them, and the column with an index."""

    name: str
    columns: tuple[Column, ...]
    index: str = ""

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns of the table's primary key."""
        return tuple(column for column in self.columns if column.key)


TABLES = (
    Table(
        "rehearsals",
        (
            Column("id", key=True),
            Column("scenario"),
            Column("began"),
            Column("touched"),
            Column("replies", "number"),
            Column("going", "yes_or_no"),
            Column("kept", "yes_or_no"),
            Column("owner", empty=True),
        ),
        index="touched",
    ),
    Table(
        "events",
        (
            Column("rehearsal", key=True, of="rehearsals"),
            Column("number", "number", key=True),
            Column("body"),
            Column("owner", empty=True),
        ),
    ),
    # What stood in the box of a rehearsal and was not said. Empty in a file of one's own, whose drafts lie beside it.
    Table(
        "drafts",
        (Column("rehearsal", key=True, of="rehearsals"), Column("owner", empty=True), Column("words")),
    ),
    # What was handed over: by whom, to whom, and the very words of the file.
    Table(
        "brought",
        (Column("id", key=True), Column("owner", empty=True), Column("reader"), Column("at"), Column("body")),
    ),
    # What was said to it, gone with it when it is withdrawn. A server keeps beside it who brought it, for its rules.
    Table(
        "responses",
        (
            Column("brought", key=True, of="brought"),
            Column("author", key=True, empty=True),
            Column("at"),
            Column("body"),
        ),
    ),
    # Exercises: to everybody where `reader` is empty.
    Table(
        "given",
        (
            Column("id", key=True),
            Column("author", key=True, empty=True),
            Column("reader", key=True, empty=True),
            Column("at"),
            Column("body"),
        ),
    ),
    # A class's rooms, by their codes; `last` is the number of a room's last event.
    Table(
        "rooms",
        (
            Column("id", key=True),
            Column("code", unique=True),
            Column("owner", empty=True),
            Column("opened"),
            Column("touched"),
            Column("last", "number"),
        ),
    ),
    Table("room_events", (Column("room", key=True, of="rooms"), Column("number", "number", key=True), Column("body"))),
    # What a participant had typed and not said.
    Table(
        "room_drafts",
        (
            Column("room", key=True, of="rooms"),
            Column("person", key=True),
            Column("owner", key=True, empty=True),
            Column("words"),
        ),
    ),
    # The logins that were let in by the code. Empty in a file of one's own, where there are no logins.
    Table("room_logins", (Column("room", key=True, of="rooms"), Column("login", key=True))),
    # The login with which each person of a room came in: only that one speaks for them. Empty in a file of one's own.
    Table("room_people", (Column("room", key=True, of="rooms"), Column("person", key=True), Column("login"))),
    # Rows of counts for the partnership view. No owner: a login beside a row would be a name.
    Table(
        "contributions",
        (Column("key", key=True), Column("quarter"), Column("contributor"), Column("body")),
        index="quarter",
    ),
    # How many rows of counts a login gave in a quarter, for how many contributors, so that nobody gives for ten.
    # Nothing says which rows. Empty in a file of one's own.
    Table(
        "contribution_counts",
        (
            Column("login", key=True),
            Column("quarter", key=True),
            Column("given", "number"),
            Column("contributors", "number"),
        ),
    ),
)
"""Every table, in an order in which they can be made."""


@dataclass(frozen=True, slots=True)
class LogTables:
    """The two tables of a kind of event log: a row for each log, and a row for each event."""

    logs: str
    events: str

    @property
    def key(self) -> str:
        """The column of the events that names their log."""
        (events,) = (table for table in TABLES if table.name == self.events)
        return next(column.name for column in events.columns if column.of == self.logs)


REHEARSAL_TABLES = LogTables("rehearsals", "events")
ROOM_TABLES = LogTables("rooms", "room_events")


def list_deletions(table: str, which: str = "") -> Iterator[str]:
    """Yield the SQL that deletes rows of a table, and before them the rows that refer to them.

    The tables say so themselves (`ON DELETE CASCADE`), but one damaged letter in that sentence, and SQLite would leave
    the words of what was forgotten where they are.

    Args:
        table: The table's name.
        which: The condition for its rows, with parameters, which every statement takes alike; empty for all rows.
    """
    for other in TABLES:
        for column in other.columns:
            if column.of == table:
                named = f" WHERE {column.name} IN (SELECT id FROM {table} WHERE {which})" if which else ""
                yield f"DELETE FROM {other.name}{named}"
    yield f"DELETE FROM {table}{f' WHERE {which}' if which else ''}"


def sqlite_statements() -> Iterator[str]:
    """Yield the SQL statements that make this version's tables in an empty SQLite file."""
    for table in TABLES:
        yield from _statements(table)
    yield f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
    yield f"INSERT INTO {VERSION_TABLE} VALUES ('v{SCHEMA}')"
    yield f"PRAGMA user_version = {SCHEMA}"


def bring_forward(connection: sqlite3.Connection) -> None:
    """Add the tables and columns that a file of an earlier version lacks, keeping all its rows.

    Every version so far only added some. One that does more needs steps of its own here.

    Args:
        connection: A connection to a file, in a transaction.

    Raises:
        sqlite3.Error: The file is damaged, or cannot be written.
    """
    for table in TABLES:
        there = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table.name})")}
        if not there:
            for statement in _statements(table):
                connection.execute(statement)
        for column in table.columns:
            if there and column.name not in there:
                connection.execute(f"ALTER TABLE {table.name} ADD COLUMN {_sqlite_column(column)}")
    connection.execute(f"CREATE TABLE IF NOT EXISTS {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.execute(f"DELETE FROM {VERSION_TABLE}")
    connection.execute(f"INSERT INTO {VERSION_TABLE} VALUES ('v{SCHEMA}')")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _statements(table: Table) -> Iterator[str]:
    alone = len(table.keys) == 1
    lines = [_sqlite_column(column, is_key=alone and column.key) for column in table.columns]
    if not alone:
        lines.append(f"PRIMARY KEY ({', '.join(column.name for column in table.keys)})")
    yield "CREATE TABLE {} (\n    {}\n)".format(table.name, ",\n    ".join(lines))
    if table.index:
        yield f"CREATE INDEX {table.name}_{table.index} ON {table.name} ({table.index})"


def _sqlite_column(column: Column, *, is_key: bool = False) -> str:
    """Return a column's definition in SQLite's SQL.

    Args:
        column: The column.
        is_key: Whether it alone is the primary key.
    """
    parts = [column.name, "TEXT" if column.kind == "text" else "INTEGER", "NOT NULL"]
    if is_key:
        parts.append("PRIMARY KEY")
    if column.unique:
        parts.append("UNIQUE")
    if column.empty:
        parts.append("DEFAULT ''")
    if column.of:
        parts.append(f"REFERENCES {column.of} (id) ON DELETE CASCADE")
    return " ".join(parts)
