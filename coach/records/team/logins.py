"""Setting up and opening a team's store; letting logins in and out, and tidying up.

Logins are the database's own: the coach makes none and keeps no password. Roles are the whole server's, so an
administrator makes them first, with the SQL that `administrator_sql` returns.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, bindparam, create_engine, text
from sqlalchemy.engine import URL as URL_OF
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.schema import CreateSchema

from coach.errors import NotNow, RecordsUnwritable
from coach.records.migrations import HEAD, upgrade, version
from coach.records.migrations.versions.v3_rooms import PARTNERSHIP, PRACTITIONER, SUPERVISOR
from coach.records.team.guards import ROLES, SpoiltRow, lay_down, spoilt_rows
from coach.records.team.row_security import NOT_WITH_THIS_LOGIN, no_access_error, plain_error
from coach.records.team.sql_tables import tables
from coach.records.team.store import retry_while_away

WHOSE = ("owner", "author", "login")
"""The columns that say whose a row is."""
NO_SUCH_LOGIN = "No such login"
_LOGIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.@-]{0,62}")


def let_in(engine: Engine, login: str, *, supervisor: bool) -> None:
    """Give a login the right to use the store, as a practitioner or a supervisor.

    Raises:
        NotNow: The name cannot be a login's.
        RecordsUnwritable: This login may not do that.
    """
    _grant(engine, SUPERVISOR if supervisor else PRACTITIONER, login)


def let_publish(engine: Engine, login: str) -> None:
    """Give a login the right to read contributed counts, and nothing else.

    Raises as `let_in` does.
    """
    _grant(engine, PARTNERSHIP, login)


def take_out(engine: Engine, login: str) -> None:
    """Take every right in the store from a login; the rows that it wrote stay.

    Raises NotNow, or RecordsUnwritable.
    """
    check_login(login)
    try:
        with engine.begin() as connection:
            roles = _roles(connection, login)
            if not roles:
                raise NotNow(
                    f"{login} does not use this store.", "It is a login as the database has it.", title=NO_SUCH_LOGIN
                )
            for role in roles:
                connection.execute(text(f'REVOKE {role} FROM "{login}"'))
            # A role that another login granted stays in force until that login takes it back.
            if _roles(connection, login):
                raise RecordsUnwritable(
                    f"Somebody else let {login} in.", "They, or a superuser, take it back.", title=NOT_WITH_THIS_LOGIN
                )
    except DBAPIError as error:
        raise _refusal(error, "Your login may not take others out.") from None


def check_left(engine: Engine, login: str) -> None:
    """Check that a login may not use the store any longer, or never could.

    Raises NotNow where it may, or RecordsError.
    """
    check_login(login)
    if retry_while_away(engine, lambda connection: _roles(connection, login)):
        raise NotNow(f"{login} may still use the store.", f"`coach team remove {login}` comes first.", title="Not yet")


def tidy(engine: Engine, login: str) -> None:
    """Delete every row that a removed login wrote, for good, without reading one.

    The owner of the tables is not held by the rules for as long as this transaction lasts; nobody else sees a table
    without them, since each is locked until they hold again.

    Raises:
        NotNow: It may still use the store, or neither the server nor the store knows such a login.
    """
    check_left(engine, login)
    try:
        with engine.begin() as connection:
            gone = False
            for table, whose in owned_columns():
                # The owner's own policies show no row of another login, not even to delete it.
                connection.execute(text(f"ALTER TABLE {table.name} NO FORCE ROW LEVEL SECURITY"))
                done = connection.execute(table.delete().where(whose == bindparam("login")), {"login": login})
                connection.execute(text(f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY"))
                gone = gone or bool(done.rowcount)
            known = connection.execute(text("SELECT FROM pg_roles WHERE rolname = :login"), {"login": login})
            if not gone and known.one_or_none() is None:
                raise NotNow(
                    f"The server has no login called {login}, and nothing in the store is of that name.",
                    "Nothing was deleted. Look at how it is written.",
                    title=NO_SUCH_LOGIN,
                )
    except DBAPIError as error:
        raise _refusal(error, "Your login may not clear up after others.") from None


def owned_columns() -> Iterator[tuple[Table, Column[str]]]:
    """Yield each table whose rows belong to a login, with the column that names the login."""
    # Tables that refer to others come first.
    for table in reversed(tables.sorted_tables):
        for name in WHOSE:
            if name in table.c:
                yield table, table.c[name]


def _roles(connection: Connection, login: str) -> list[str]:
    """List the store's roles that a login was given."""
    return list(connection.execute(_GIVEN, {"login": login, "roles": list(ROLES)}).scalars())


_GIVEN = text(
    "SELECT DISTINCT role.rolname FROM pg_auth_members given JOIN pg_roles role ON role.oid = given.roleid "
    "JOIN pg_roles login ON login.oid = given.member WHERE login.rolname = :login AND role.rolname = ANY(:roles)"
)


def check_login(login: str) -> None:
    """Check that a name can be a login's. Raises NotNow."""
    if not _LOGIN.fullmatch(login):
        rule = "Letters, digits and . _ - @, starting with a letter."
        raise NotNow("That cannot be a login.", rule, title=NO_SUCH_LOGIN)


def _refusal(error: DBAPIError, may_not: str) -> RecordsUnwritable:
    """Make the error that this login may not do something, or that the server cannot be reached.

    Args:
        error: The database's error, which tells which of both it is.
        may_not: The sentence for the first.
    """
    if isinstance(error, OperationalError):
        return plain_error(error)
    return RecordsUnwritable(may_not, "Ask whoever looks after the store.", title=NOT_WITH_THIS_LOGIN)


def _grant(engine: Engine, role: str, login: str) -> None:
    check_login(login)
    if retry_while_away(engine, version) is None:
        raise NotNow(
            "The store is not set up yet, or this login may not use it.",
            "`coach team set-up` comes first, with the login that owns it.",
            title="Not set up yet",
        )
    try:
        with engine.begin() as connection:
            connection.execute(text(f'GRANT {role} TO "{login}"'))
    except DBAPIError as error:
        # The code of this error stands for any object that is missing, so the message is looked at.
        if f'role "{login}" does not exist' in str(error.orig):
            unknown = f"The server has no login called {login}."
            raise NotNow(unknown, "An administrator of the server makes one first.", title=NO_SUCH_LOGIN) from None
        raise _refusal(error, "Your login may not let others in.") from None


# --- Opening a team's store by its URL

URL = "COACH_STORE"
"""Environment variable with the URL of a team's store, such as postgresql+psycopg://sam@server/coach."""
SCHEMA = "coach"
"""Tables in a schema of their own, and nothing looked for elsewhere: in `public` anybody might put a function or an
operator that runs as whoever reads (PostgreSQL's CVE-2018-1058)."""


def make_options(path: str) -> str:
    """Make a connection's settings, with the schemas in which names are looked for."""
    return f"-c search_path={path} -c statement_timeout=15000 -c lock_timeout=10000"


NO_ADDRESS = "at an address that cannot be read"
ASKS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "options": make_options(f"{SCHEMA},pg_temp"),
}
"""Of every connection. A server that does not answer is not waited for without end."""
NOTHING_MORE: Mapping[str, object] = MappingProxyType({})


def open_url(url: str, asks: Mapping[str, object] = NOTHING_MORE, **pool: Any) -> Engine:
    """Make an engine for a team's store. Raises RecordsUnwritable for an invalid address.

    Args:
        url: the address.
        asks: what is asked of every connection besides the usual.
        pool: how many connections there are, as SQLAlchemy calls it; two that stay open without it.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "postgresql":  # no other keeps people's rows apart
            raise ArgumentError("not PostgreSQL")
        engine = create_engine(
            parsed, pool_pre_ping=True, hide_parameters=True, connect_args={**ASKS, **asks}, **({"pool_size": 2} | pool)
        )
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError):  # ValueError: a port that is no number
        raise RecordsUnwritable(
            f"{URL} is not the address of a store that the coach can use.",
            "It looks like postgresql+psycopg://sam@server/coach; the extra `team` brings what it needs.",
            title="No such store",
        ) from None
    return engine


def address(url: str) -> str:
    """Return a store's address without its password and other secrets."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return NO_ADDRESS
    if "@" in f"{parsed.host}{parsed.database}":  # a part of a password that was not escaped
        return NO_ADDRESS
    shown = URL_OF.create(parsed.drivername, parsed.username, None, parsed.host, parsed.port, parsed.database)
    return shown.render_as_string()


def database_of(url: str) -> str:
    """Return the name of the database in a store's address; empty where there is none."""
    try:
        return make_url(url).database or ""
    except (ArgumentError, ValueError):
        return ""


@contextmanager
def open_engine(url: str) -> Iterator[Engine]:
    """Open an engine for a team's store for as long as the block runs."""
    engine = open_url(url)
    try:
        yield engine
    finally:
        engine.dispose()


def check_version(engine: Engine, patience: float | None = None) -> None:
    """Check that the store's tables are of this version.

    Only the person who looks after a store upgrades it, so other versions are refused.

    Args:
        engine: The store.
        patience: The seconds to wait for a server that is away; None for the usual time.

    Raises:
        RecordsUnwritable: They are of another version, or this login sees none.
    """
    there = retry_while_away(engine, version, patience=patience)
    if there is None:
        raise no_access_error()
    if there != HEAD:
        older = not _is_newer(there)
        raise RecordsUnwritable(
            "The team's store is not set up for this version of the coach." if older else "The team's store is newer.",
            "Whoever looks after it runs `coach team set-up`." if older else "Update this coach to use it.",
            title="Another version",
        )


def set_up(engine: Engine) -> list[SpoiltRow]:
    """Make the tables or upgrade them, lay down their rules, and list rows that break them.

    Such rows stay. Raises RecordsUnwritable for a login that must not own a store, or newer tables.
    """
    try:
        with engine.begin() as connection:
            if faults := owner_faults(connection):
                raise RecordsUnwritable(f"The store was not set up. {' '.join(faults)}", PRINTS_IT, title="Not set up")
            connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
            if _is_newer(there := version(connection)):
                raise RecordsUnwritable(
                    f"The team's store is newer than this coach ({there}).",
                    "Update this coach to look after it. Nothing was changed.",
                    title="Another version",
                )
        # Tables and rules change in one transaction: there is never a moment with new tables and old rules.
        upgrade(engine, lay_down)
        with engine.begin() as connection:
            return spoilt_rows(connection)
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()[0] if error.orig else "no reason given"
        raise RecordsUnwritable(
            f"The store could not be set up: {said}.", "`coach team check` says what is wrong.", title="Not set up"
        ) from None


def _is_newer(there: str | None) -> bool:
    """Return whether the store's version is one that this coach does not know yet."""
    return there is not None and (not there[1:].isdigit() or int(there[1:]) > int(HEAD[1:]))


# --- What an administrator of the server runs once, before the store is set up or upgraded

# The groups that logins are let into belong to the whole server. So an administrator makes them, and hands their keys
# to the owner of the tables, who then needs no right to make logins: up to PostgreSQL 15 that right is a right to
# become anybody, and to run programs on the server.

OLDEST = 150000
"""The oldest server that this was tried on, as PostgreSQL numbers them."""
PRINTS_IT = "An administrator of the server runs what `coach team administrator-sql` prints."
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def check_name(name: str) -> None:
    """Check that a name can stand in SQL that is printed. Raises NotNow."""
    if not _NAME.fullmatch(name):
        raise NotNow("That cannot be a name here.", "Small letters, digits and _, starting with a letter.")


def administrator_sql(owner: str = "coach_owner", database: str = "coach") -> str:
    """Return the SQL to run with psql as a superuser, for a new store or an old one.

    Args:
        owner: The login that will own the store's tables.
        database: The name of the database.

    Raises:
        NotNow: A name has characters that are not allowed.
    """
    for name in (owner, database):
        check_name(name)
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
