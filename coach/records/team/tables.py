"""The tables, alike on SQLite and PostgreSQL. `coach.records.migrations` makes and changes them; a test compares."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text, text

tables = MetaData()
"""A description of tables, and no state."""

rehearsals = Table(
    "rehearsals",
    tables,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False, server_default=text("''")),
    Column("scenario", Text, nullable=False),
    Column("began", Text, nullable=False),
    Column("touched", Text, nullable=False),
    Column("replies", Integer, nullable=False),
    Column("going", Boolean, nullable=False),
    Column("kept", Boolean, nullable=False),
    Index("rehearsals_touched", "touched"),
)

events = Table(
    "events",
    tables,
    Column("rehearsal", Text, ForeignKey("rehearsals.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("owner", Text, nullable=False, server_default=text("''")),
    Column("body", Text, nullable=False),
)

brought = Table(
    "brought",
    tables,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False, server_default=text("''")),
    Column("reader", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""What was handed over: by whom, to whom, and the very words of the file."""

responses = Table(
    "responses",
    tables,
    Column("brought", Text, ForeignKey("brought.id", ondelete="CASCADE"), primary_key=True),
    Column("author", Text, primary_key=True, server_default=text("''")),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""What was said to it. Gone with it when it is withdrawn."""

given = Table(
    "given",
    tables,
    Column("id", Text, primary_key=True),
    Column("author", Text, primary_key=True, server_default=text("''")),
    Column("reader", Text, primary_key=True, server_default=text("''")),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""Exercises: to everybody where `reader` is empty."""
