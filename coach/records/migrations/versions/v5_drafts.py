"""Migration 5: drafts of replies, each with its rehearsal, for its writer alone."""

import sqlalchemy as sa
from alembic import op

revision = "v5"
down_revision = "v4"

RULES = (
    "ALTER TABLE drafts ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE drafts FORCE ROW LEVEL SECURITY",
)
"""Until the rules of a store are laid down anew, which is done in the same transaction, nobody sees a row."""


def upgrade() -> None:
    """Make the table of drafts."""
    postgres = op.get_bind().dialect.name == "postgresql"
    mine = sa.text("current_user") if postgres else sa.text("''")
    op.create_table(
        "drafts",
        sa.Column("rehearsal", sa.Text, sa.ForeignKey("rehearsals.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("owner", sa.Text, nullable=False, server_default=mine),
        sa.Column("words", sa.Text, nullable=False),
    )
    if postgres:
        for rule in RULES:
            op.execute(rule)
