"""Migration 2: submissions, reviews and exercises; on PostgreSQL, rows private to a login.

Row-level security is forced, so that the owner of the tables reads no rows of other people's either, as long as they
leave the rules alone. They and a superuser of the server can change them, which no program can prevent and
`docs/teams.md` says.
"""

import sqlalchemy as sa
from alembic import op

revision = "v2"
down_revision = "v1"

PRACTITIONER, SUPERVISOR = "coach_practitioner", "coach_supervisor"

ROLES = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{PRACTITIONER}') THEN CREATE ROLE {PRACTITIONER} NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{SUPERVISOR}') THEN CREATE ROLE {SUPERVISOR} NOLOGIN; END IF;
END $$
"""

RULES = (
    *(f"ALTER TABLE {t} ENABLE ROW LEVEL SECURITY" for t in ("rehearsals", "events", "brought", "responses", "given")),
    *(f"ALTER TABLE {t} FORCE ROW LEVEL SECURITY" for t in ("rehearsals", "events", "brought", "responses", "given")),
    "CREATE POLICY own ON rehearsals USING (owner = current_user) WITH CHECK (owner = current_user)",
    "CREATE POLICY own ON events USING (owner = current_user) WITH CHECK (owner = current_user AND EXISTS "
    "(SELECT FROM rehearsals r WHERE r.id = rehearsal))",
    "CREATE POLICY own ON brought USING (owner = current_user) WITH CHECK (owner = current_user AND EXISTS "
    f"(SELECT FROM pg_roles WHERE rolname = reader AND pg_has_role(oid, '{SUPERVISOR}', 'usage')))",
    "CREATE POLICY read ON brought FOR SELECT USING (reader = current_user)",
    "CREATE POLICY own ON responses USING (author = current_user) WITH CHECK (author = current_user AND EXISTS "
    "(SELECT FROM brought b WHERE b.id = brought AND b.reader = current_user))",
    "CREATE POLICY read ON responses FOR SELECT USING (EXISTS "
    "(SELECT FROM brought b WHERE b.id = brought AND b.owner = current_user))",
    "CREATE POLICY own ON given USING (author = current_user) WITH CHECK (author = current_user)",
    "CREATE POLICY read ON given FOR SELECT USING (reader IN ('', current_user))",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON rehearsals, events, brought TO {PRACTITIONER}, {SUPERVISOR}",
    f"GRANT SELECT ON responses, given TO {PRACTITIONER}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON responses, given TO {SUPERVISOR}",
    f"GRANT USAGE ON SCHEMA coach TO {PRACTITIONER}, {SUPERVISOR}",
    f"GRANT SELECT ON alembic_version TO {PRACTITIONER}, {SUPERVISOR}",
)


def upgrade() -> None:
    """Make the tables of submissions, reviews and exercises, and their row-level rules."""
    postgres = op.get_bind().dialect.name == "postgresql"
    mine = sa.text("current_user") if postgres else sa.text("''")
    for table in ("rehearsals", "events"):
        op.add_column(table, sa.Column("owner", sa.Text, nullable=False, server_default=mine))
    op.create_table(
        "brought",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False, server_default=mine),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "responses",
        sa.Column("brought", sa.Text, sa.ForeignKey("brought.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("author", sa.Text, primary_key=True, server_default=mine),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "given",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("author", sa.Text, primary_key=True, server_default=mine),
        sa.Column("reader", sa.Text, primary_key=True, server_default=sa.text("''")),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    if postgres:
        op.execute(ROLES)
        for rule in RULES:
            op.execute(rule)
