"""The SQL by which a server's administrator prepares a database for a team's store.

It is run once, before the store is set up or upgraded.

The groups that logins are let into belong to the whole server. So an administrator makes them, and hands their keys to
the owner of the tables, who then needs no right to make logins: up to PostgreSQL 15 that right is a right to become
anybody, and to run programs on the server.
"""

import re

from sqlalchemy import Connection, text

from coach.errors import NotNow
from coach.records.migrations.versions.v3_rooms import PARTNERSHIP, PRACTITIONER, SUPERVISOR

ROLES = (PRACTITIONER, SUPERVISOR, PARTNERSHIP)
OLDEST = 150000
"""The oldest server that this was tried on, as PostgreSQL numbers them."""
PRINTS_IT = "An administrator of the server runs what `coach team administrator-sql` prints."
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def administrator_sql(owner: str = "coach_owner", database: str = "coach") -> str:
    """Return the SQL to run with psql as a superuser, for a new store or an old one.

    Args:
        owner: The login that will own the store's tables.
        database: The name of the database.

    Raises:
        NotNow: A name has characters that are not allowed.
    """
    for name in (owner, database):
        if not _NAME.fullmatch(name):
            raise NotNow("That cannot be a name here.", "Small letters, digits and _, starting with a letter.")
    groups = ", ".join(ROLES)
    return _SQL.format(owner=owner, database=database, groups=groups, names="', '".join(ROLES))


def owner_faults(connection: Connection) -> list[str]:
    """List what is wrong with the login that owns the store, each in a sentence."""
    me = connection.execute(text(_ME)).one()
    faults = []
    if me.rolsuper:
        faults.append(f"{me.rolname} is a superuser of the server, whom no rule holds.")
    if me.rolcreaterole:
        faults.append(f"{me.rolname} may make and become other logins (CREATEROLE).")
    if me.rolbypassrls:
        faults.append(f"{me.rolname} is held by no rule for rows (BYPASSRLS).")
    there = {name: held for name, held in connection.execute(text(_GROUPS), {"roles": list(ROLES)})}  # noqa: C416  # rows are no pairs
    missing = [role for role in ROLES if role not in there]
    if missing:
        faults.append(f"The server has no group called {' or '.join(missing)}.")
    if not me.rolsuper and (without := [role for role in ROLES if there.get(role) is False]):
        faults.append(f"{me.rolname} may not let logins into {' or '.join(without)} (ADMIN OPTION).")
    others = connection.execute(text(_OTHERS), {"roles": list(ROLES)}).scalars().all()
    if others:
        faults.append(f"{me.rolname} can act as {', '.join(others)}.")
    return faults


_ME = "SELECT rolname, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
_GROUPS = """
SELECT r.rolname, EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles me ON me.oid = m.member
  WHERE m.roleid = r.oid AND m.admin_option AND me.rolname = current_user)
FROM pg_roles r WHERE r.rolname = ANY(:roles)"""
_OTHERS = """
SELECT DISTINCT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
  JOIN pg_roles me ON me.oid = m.member
WHERE me.rolname = current_user AND NOT me.rolsuper AND r.rolname <> ALL(:roles) ORDER BY 1"""

_SQL = """\
-- For an administrator of the server (a superuser): psql -X -v ON_ERROR_STOP=1 -d postgres -f this-file
-- It can be run again, and changes nothing then. PostgreSQL 15 or later.

-- 1. The groups that logins are let into, and the owner of the tables, who may let logins in and make none.
DO $$
DECLARE
  role text;
  held record;
BEGIN
  FOREACH role IN ARRAY ARRAY['{names}'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{owner}') THEN CREATE ROLE {owner} LOGIN; END IF;
  ALTER ROLE {owner} NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS NOINHERIT;
  FOR held IN SELECT r.rolname AS name, g.rolname AS grantor FROM pg_auth_members m
      JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles o ON o.oid = m.member LEFT JOIN pg_roles g ON g.oid = m.grantor
      WHERE o.rolname = '{owner}' AND r.rolname NOT IN ('{names}') LOOP
    IF current_setting('server_version_num')::integer >= 160000 THEN
      EXECUTE format('REVOKE %I FROM {owner} GRANTED BY %I CASCADE', held.name, held.grantor);
    ELSE
      EXECUTE format('REVOKE %I FROM {owner}', held.name);
    END IF;
  END LOOP;
  IF current_setting('server_version_num')::integer >= 160000 THEN
    EXECUTE 'GRANT {groups} TO {owner} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE';
  ELSE
    GRANT {groups} TO {owner} WITH ADMIN OPTION;
  END IF;
END $$;

-- 2. The database, which only people of this team can open.
SELECT 'CREATE DATABASE {database} OWNER {owner}'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
ALTER DATABASE {database} OWNER TO {owner};
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO {groups};
-- Where the server has other teams' stores as well, name the logins instead of the groups:
--   REVOKE CONNECT ON DATABASE {database} FROM {groups};
--   GRANT CONNECT ON DATABASE {database} TO sam, nasreen;

-- 3. In that database: nobody keeps large objects, and nobody counts what others do.
\\connect {database}
REVOKE ALL ON SCHEMA public FROM PUBLIC;
DO $$
DECLARE
  each record;
BEGIN
  FOR each IN SELECT p.oid::regprocedure AS called, p.proname AS name FROM pg_proc p
      WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND (p.proname IN ('lo_creat', 'lo_create',
        'lo_from_bytea', 'lo_import', 'lo_put', 'lowrite', 'pg_relation_size', 'pg_table_size', 'pg_indexes_size',
        'pg_total_relation_size', 'pg_lock_status') OR p.proname LIKE 'pg\\_stat\\_get\\_%') LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', each.called);
    IF each.name LIKE 'pg\\_%' THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pg_monitor', each.called); END IF;
  END LOOP;
END $$;

-- 4. Then give the owner a password, and let it set the store up:
--   \\password {owner}
--   COACH_STORE='postgresql+psycopg://{owner}@server/{database}?sslmode=verify-full' coach team set-up
"""
