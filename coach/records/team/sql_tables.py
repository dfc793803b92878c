"""The tables of a team's store for SQLAlchemy, and the rows of rehearsals.

`coach.records.tables` describes them, `coach.records.migrations` makes and changes them on a server.
"""

from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, MetaData, Row, Text, text
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Table as SqlTable
from sqlalchemy.types import TypeEngine

from coach.records.event_store import LONG_AGO, Summary, format_moment, parse_moment
from coach.records.tables import TABLES, Column, Kind, Table

_KINDS: dict[Kind, type[TypeEngine[Any]]] = {"text": Text, "number": Integer, "yes_or_no": Boolean}
tables = MetaData()
"""A description of tables, and no state. `coach.records.migrations` makes and changes them on a server."""


def _describe_table(table: Table) -> SqlTable:
    """Turn the description of a table into SQLAlchemy's."""
    index = (Index(f"{table.name}_{table.index}", table.index),) if table.index else ()
    return SqlTable(table.name, tables, *map(_describe_column, table.columns), *index)


def _describe_column(column: Column) -> SqlColumn[Any]:
    return SqlColumn(
        column.name,
        _KINDS[column.kind],
        *((ForeignKey(f"{column.of}.id", ondelete="CASCADE"),) if column.of else ()),
        primary_key=column.key,
        nullable=False,
        # A file leaves it empty; on a server the migrations let the database fill in the login.
        server_default=text("''") if column.empty else None,
        unique=column.unique or None,
    )


_BY_NAME = {table.name: _describe_table(table) for table in TABLES}

rehearsals = _BY_NAME["rehearsals"]
events = _BY_NAME["events"]
drafts = _BY_NAME["drafts"]
brought = _BY_NAME["brought"]
responses = _BY_NAME["responses"]
given = _BY_NAME["given"]
room_drafts = _BY_NAME["room_drafts"]
contributions = _BY_NAME["contributions"]


def make_row(summary: Summary) -> dict[str, object]:
    """Return the columns of a rehearsal's own row, without its id."""
    return {
        "scenario": summary.scenario,
        "began": format_moment(summary.began),
        "touched": format_moment(summary.touched),
        "replies": summary.replies,
        "going": summary.going,
        "kept": summary.kept,
    }


def read_summary(row: Row[Any]) -> Summary:
    """Return the summary that a rehearsal's own row holds."""
    return Summary(
        row.id,
        row.scenario,
        parse_moment(row.began) or LONG_AGO,
        parse_moment(row.touched) or LONG_AGO,
        replies=row.replies,
        going=bool(row.going),
        kept=bool(row.kept),
    )
