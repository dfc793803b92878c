"""Rooms that only those inside read and write, rows that are bounded, and counts that one login gives once.

On PostgreSQL the rules of a store are laid down anew, from one description of them (`coach.records.team.rules`).
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


def upgrade() -> None:
    """Make the tables of who is who in a room and of how much was given; mend the rules of rooms."""
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
        for rule in RULES:
            op.execute(rule)
