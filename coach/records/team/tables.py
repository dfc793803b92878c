"""The tables of a team's store for SQLAlchemy, made from the one description of them in `coach.records.tables`."""

from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, MetaData, Text, text
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Table as SqlTable
from sqlalchemy.types import TypeEngine

from coach.records.tables import TABLES, Column, Kind, Table

_KINDS: dict[Kind, type[TypeEngine[Any]]] = {"text": Text, "number": Integer, "yes_or_no": Boolean}
tables = MetaData()
"""A description of tables, and no state. `coach.records.migrations` makes and changes them on a server."""


def _describe_table(table: Table) -> SqlTable:
    """Describe one table as SQLAlchemy does."""
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
brought = _BY_NAME["brought"]
responses = _BY_NAME["responses"]
given = _BY_NAME["given"]
room_drafts = _BY_NAME["room_drafts"]
contributions = _BY_NAME["contributions"]
