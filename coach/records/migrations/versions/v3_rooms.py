"""Migration 3: rooms and their logs, and contributed counts; on PostgreSQL, their readers.

A login reads and adds to a room that it was let into by the room's code. A code is short, so the only door to rooms of
others is two functions that run as the owner of the tables, wait before they look, and let one login knock once at a
time: a login that guesses gets two tries a second, however many connections it opens and whatever it cancels. To look
behind the door, the owner has a rule of its own on rooms and their logins; it has none on what was said there.

Rows of counts have no owner. A login that knows the key of one sees that one; all are read by logins that may publish.
"""

import sqlalchemy as sa
from alembic import op

revision = "v3"
down_revision = "v2"

PRACTITIONER, SUPERVISOR, PARTNERSHIP = "coach_practitioner", "coach_supervisor", "coach_partnership"

ROLE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{PARTNERSHIP}') THEN CREATE ROLE {PARTNERSHIP} NOLOGIN; END IF;
END $$
"""
AS_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = coach, pg_temp"
KNOCK = """
  PERFORM pg_advisory_xact_lock(hashtextextended('coach.room.' || session_user, 0));
  PERFORM pg_sleep(0.5);
"""
DOORS = (
    f"""
CREATE FUNCTION room_make(new_id text, new_code text, at text) RETURNS boolean {AS_OWNER} AS $$
BEGIN {KNOCK}
  INSERT INTO rooms (id, code, owner, opened, touched, last) VALUES (new_id, new_code, session_user, at, at, 1)
    ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO room_logins (room, login) VALUES (new_id, session_user);
  RETURN true;
END $$
""",
    f"""
CREATE FUNCTION room_enter(its_code text) RETURNS boolean {AS_OWNER} AS $$
BEGIN {KNOCK}
  INSERT INTO room_logins (room, login) SELECT id, session_user FROM rooms WHERE code = its_code
    ON CONFLICT DO NOTHING;
  RETURN EXISTS (SELECT FROM rooms WHERE code = its_code);
END $$
""",
    f"""
CREATE FUNCTION room_expire(before text) RETURNS integer {AS_OWNER} AS $$
DECLARE
  gone integer;
  week_ago text := to_char((now() - interval '7 days') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"');
BEGIN
  DELETE FROM rooms WHERE touched <= least(before, week_ago);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$
""",
)
FUNCTIONS = ("room_make(text, text, text)", "room_enter(text)", "room_expire(text)")
INSIDE = "EXISTS (SELECT FROM room_logins l WHERE l.room = {} AND l.login = current_user)"
KNOWS = "key = current_setting('coach.contribution', true)"
GUARDED = ("rooms", "room_events", "room_drafts", "room_logins", "contributions")
EVERYBODY = f"{PRACTITIONER}, {SUPERVISOR}"

RULES = (
    *(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in GUARDED),
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in GUARDED),
    "CREATE POLICY door ON rooms TO CURRENT_USER USING (true) WITH CHECK (true)",
    "CREATE POLICY door ON room_logins TO CURRENT_USER USING (true) WITH CHECK (true)",
    f"CREATE POLICY inside ON rooms FOR SELECT USING ({INSIDE.format('id')})",
    f"CREATE POLICY going_on ON rooms FOR UPDATE USING ({INSIDE.format('id')})",
    "CREATE POLICY forget ON rooms FOR DELETE USING (owner = current_user)",
    "CREATE POLICY own ON room_logins FOR SELECT USING (login = current_user)",
    f"CREATE POLICY read ON room_events FOR SELECT USING ({INSIDE.format('room')})",
    f"CREATE POLICY append ON room_events FOR INSERT WITH CHECK ({INSIDE.format('room')})",
    "CREATE POLICY own ON room_drafts USING (owner = current_user) "
    f"WITH CHECK (owner = current_user AND {INSIDE.format('room')})",
    "CREATE POLICY add ON contributions FOR INSERT WITH CHECK (true)",
    f"CREATE POLICY known ON contributions FOR SELECT USING ({KNOWS})",
    f"CREATE POLICY withdraw ON contributions FOR DELETE USING ({KNOWS})",
    f"CREATE POLICY pool ON contributions FOR SELECT TO {PARTNERSHIP} USING (true)",
    f"GRANT SELECT, DELETE, UPDATE (touched, last) ON rooms TO {EVERYBODY}",
    f"GRANT SELECT ON room_logins TO {EVERYBODY}",
    f"GRANT SELECT, INSERT ON room_events TO {EVERYBODY}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON room_drafts TO {EVERYBODY}",
    f"GRANT SELECT, INSERT, DELETE ON contributions TO {EVERYBODY}",
    f"GRANT SELECT ON contributions, alembic_version TO {PARTNERSHIP}",
    f"GRANT USAGE ON SCHEMA coach TO {PARTNERSHIP}",
    *(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC" for function in FUNCTIONS),
    *(f"GRANT EXECUTE ON FUNCTION {function} TO {EVERYBODY}" for function in FUNCTIONS),
)


def upgrade() -> None:
    """Make the tables of rooms and of contributions, and their row-level rules."""
    postgres = op.get_bind().dialect.name == "postgresql"
    mine = sa.text("current_user") if postgres else sa.text("''")
    op.create_table(
        "rooms",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        sa.Column("owner", sa.Text, nullable=False, server_default=mine),
        sa.Column("opened", sa.Text, nullable=False),
        sa.Column("touched", sa.Text, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "room_events",
        sa.Column("room", sa.Text, sa.ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "room_drafts",
        sa.Column("room", sa.Text, sa.ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, primary_key=True, server_default=mine),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_table(
        "room_logins",
        sa.Column("room", sa.Text, sa.ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("login", sa.Text, primary_key=True),
    )
    op.create_table(
        "contributions",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("quarter", sa.Text, nullable=False),
        sa.Column("contributor", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("contributions_quarter", "contributions", ["quarter"])
    if postgres:
        op.execute(ROLE)
        for statement in (*DOORS, *RULES):
            op.execute(statement)
