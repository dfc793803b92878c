"""Migration 1, rehearsals as events: the tables of version 0.1.0, in one person's file."""

import sqlalchemy as sa
from alembic import op

revision = "v1"
down_revision = None


def upgrade() -> None:
    """Make the tables of rehearsals and their events."""
    yes_or_no = sa.Boolean if op.get_bind().dialect.name == "postgresql" else sa.Integer
    op.create_table(
        "rehearsals",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("scenario", sa.Text, nullable=False),
        sa.Column("began", sa.Text, nullable=False),
        sa.Column("touched", sa.Text, nullable=False),
        sa.Column("replies", sa.Integer, nullable=False),
        sa.Column("going", yes_or_no, nullable=False),
        sa.Column("kept", yes_or_no, nullable=False),
    )
    op.create_index("rehearsals_touched", "rehearsals", ["touched"])
    op.create_table(
        "events",
        sa.Column("rehearsal", sa.Text, sa.ForeignKey("rehearsals.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
