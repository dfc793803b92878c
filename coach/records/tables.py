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
"""What was said to it. Gone with it when it is withdrawn. On PostgreSQL, who brought it stands beside for the rules."""

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

rooms = Table(
    "rooms",
    tables,
    Column("id", Text, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("owner", Text, nullable=False, server_default=text("''")),
    Column("opened", Text, nullable=False),
    Column("touched", Text, nullable=False),
    Column("last", Integer, nullable=False),
)
"""A class's session, by its code; `last` is the number of its last event."""

room_events = Table(
    "room_events",
    tables,
    Column("room", Text, ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", Text, nullable=False),
)

room_drafts = Table(
    "room_drafts",
    tables,
    Column("room", Text, ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("owner", Text, primary_key=True, server_default=text("''")),
    Column("words", Text, nullable=False),
)
"""What somebody had typed and not said."""

room_logins = Table(
    "room_logins",
    tables,
    Column("room", Text, ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("login", Text, primary_key=True),
)
"""Who was let in by the code. Empty in a file of one's own, where there are no logins."""

room_people = Table(
    "room_people",
    tables,
    Column("room", Text, ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("login", Text, nullable=False),
)
"""With which login each person of a room came in: only that login speaks for them. Empty in a file of one's own."""

contributions = Table(
    "contributions",
    tables,
    Column("key", Text, primary_key=True),
    Column("quarter", Text, nullable=False),
    Column("contributor", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("contributions_quarter", "quarter"),
)
"""Rows of counts for the partnership view. No owner: a login beside a row would be a name."""

contribution_counts = Table(
    "contribution_counts",
    tables,
    Column("login", Text, primary_key=True),
    Column("quarter", Text, primary_key=True),
    Column("given", Integer, nullable=False),
    Column("contributors", Integer, nullable=False),
)
"""How many rows of counts a login gave in a quarter, for how many contributors: so that nobody gives for ten. Nothing
says which rows. Empty in a file of one's own."""
