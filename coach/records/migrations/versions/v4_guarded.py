"""Migration 4: rooms that only those inside use, bounded rows, and one contribution a login.

On PostgreSQL the rules of a store are laid down anew, from one description of them (`coach.records.team.row_security`).
"""

import sqlalchemy as sa
from alembic import op

revision = "v4"
down_revision = "v3"

RULES = (
    "ALTER POLICY read ON room_events USING (EXISTS (SELECT FROM room_logins l "
    "WHERE l.room = room_events.room AND l.login = current_user))",
    "ALTER POLICY append ON room_events WITH CHECK (EXISTS (SELECT FROM room_logins l "
    "WHERE l.room = room_events.room AND l.login = current_user))",
    "ALTER POLICY own ON room_drafts USING (owner = current_user) WITH CHECK (owner = current_user AND EXISTS "
    "(SELECT FROM room_logins l WHERE l.room = room_drafts.room AND l.login = current_user))",
    *(
        f"ALTER TABLE {table} {does} ROW LEVEL SECURITY"
        for table in ("room_people", "contribution_counts")
        for does in ("ENABLE", "FORCE")
    ),
)

GUARDED = ("brought", "responses", "rooms", "room_events", "room_people")
FILLED = (
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in GUARDED),
    "UPDATE responses SET owner = b.owner FROM brought b WHERE b.id = responses.brought",
    # Which login spoke for whom was not kept: in a room from before, whoever opened it speaks for those who are in it.
    "INSERT INTO room_people (room, person, login) SELECT DISTINCT e.room, said[1], r.owner FROM room_events e "
    """JOIN rooms r ON r.id = e.room, regexp_matches(e.body, '"by": ?"(p[0-9]{1,4})"') said """
    """WHERE e.body LIKE '%"event":"joined"%'""",
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in GUARDED),
)
"""What is filled in of rows from before, by the owner of the tables, who is held by the rules again afterwards."""


def upgrade() -> None:
    """Make the tables of people in rooms and of contributions given; renew the rules of rooms."""
    op.create_table(
        "room_people",
        sa.Column("room", sa.Text, sa.ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("login", sa.Text, nullable=False),
    )
    op.create_table(
        "contribution_counts",
        sa.Column("login", sa.Text, primary_key=True),
        sa.Column("quarter", sa.Text, primary_key=True),
        sa.Column("given", sa.Integer, nullable=False),
        sa.Column("contributors", sa.Integer, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("responses", sa.Column("owner", sa.Text, nullable=False, server_default=sa.text("''")))
        for statement in FILLED:
            op.execute(statement)
        for rule in RULES:
            op.execute(rule)
