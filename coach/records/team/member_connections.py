"""The connections of a team's service, which acts as one member for each transaction.

A page in a browser needs no database password, because the service connects. Its login holds members' roles for
`SET ROLE` alone: without it, it reads nothing, and within it PostgreSQL's rules hold as if the member had connected.
`MemberConnections` sets the role at the beginning of every transaction, with `SET LOCAL`, so that it ends with it
however that ends; and a connection that comes back is made as new before anybody else gets it.

It is the one account that could reach everybody: `find_services` finds it and others like it, and
`find_service_faults` says what is wrong with one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from coach.errors import NotNow, RecordsUnwritable
from coach.records.event_store import RehearsalStore
from coach.records.migrations.versions.v3_rooms import PRACTITIONER, SUPERVISOR
from coach.records.submission_store import SubmissionStore
from coach.records.team.guards import ROLES
from coach.records.team.logins import SCHEMA, check_login, check_name, check_version, make_options, open_url
from coach.records.team.store import MEMBER, TeamRehearsalStore, TeamSubmissionStore, retry_while_away

SERVICE = "coach_web"
"""How the service's login is called, unless it is named otherwise."""
CONNECTIONS = 20
"""Connections to the server at once; a request that waits for one longer than some seconds is told so."""
WAITS = 10.0
LOOKS_FOR = 2.0
"""Seconds that signing in waits for a server that is away."""
PRINTS_SERVICE = "An administrator of the server runs what `coach team service-sql` prints."


@dataclass(frozen=True, slots=True)
class Member:
    """A login that may use the store, and that the service may act as."""

    login: str
    supervises: bool


# --- Connections that act as one member at a time


class MemberConnections:
    """The connections of a team's service. Safe in several threads."""

    def __init__(self, url: str, size: int = CONNECTIONS) -> None:
        """Prepare the connections; none is opened yet.

        Args:
            url: the address of the store, with the service's own login.
            size: how many there may be at once.

        Raises:
            RecordsUnwritable: the address is none.
        """
        asks = {
            # The driver asks for the schema that it is in, as the login itself, which may be in none but this one.
            "options": make_options(f"pg_catalog,{SCHEMA},pg_temp"),
            # `DISCARD ALL` would take away what the driver believes to be prepared.
            "prepare_threshold": None,
        }
        self.engine = open_url(url, asks, pool_size=size, max_overflow=0, pool_timeout=WAITS)
        event.listen(self.engine, "begin", _act_as_member)
        event.listen(self.engine, "reset", _make_as_new)

    def act_as(self, login: str) -> Engine:
        """Return an engine whose every transaction acts as a member. Raises NotNow."""
        check_login(login)
        return self.engine.execution_options(**{MEMBER: login})

    def open_access(self, login: str) -> "MemberAccess":
        """Return a member's way into the store. Raises NotNow for a name that is none."""
        return MemberAccess(login, self.act_as(login))

    def find_member(self, login: str) -> Member | None:
        """Find a member; None for who may not use the store, or whom the service may not act as."""
        named = {"login": login, "practitioner": PRACTITIONER, "supervisor": SUPERVISOR}

        def find(connection: Connection) -> Any:
            return connection.execute(_MEMBER, named | {"how": _find_privilege(connection)}).one_or_none()

        row = retry_while_away(self.engine, find, patience=LOOKS_FOR)
        return Member(row.rolname, row.supervises) if row else None

    def check(self) -> None:
        """Check that the service's login can do what it must and no more. Raises RecordsUnwritable."""

        def look(connection: Connection) -> list[str]:
            login = str(connection.execute(text("SELECT session_user")).scalar_one())
            faults = find_service_faults(connection, login)
            if login not in find_services(connection):
                faults.append(f"{login} can act as nobody of this store.")
            return faults

        if faults := retry_while_away(self.engine, look):
            raise RecordsUnwritable(
                f"The service does not begin. {' '.join(faults)}", PRINTS_SERVICE, title="Not with this login"
            )

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()


class MemberAccess:
    """A member's way into a team's store, over a service's connections. Fulfils `StoreAccess`."""

    def __init__(self, login: str, engine: Engine) -> None:
        self.name = login
        self._engine = engine

    def open_rehearsals(self) -> RehearsalStore:
        """Open the member's rehearsals. Raises RecordsError."""
        check_version(self._engine)
        return TeamRehearsalStore(self._engine)

    def open_submissions(self) -> SubmissionStore:
        """Open what the member brought and was brought. Raises RecordsError."""
        check_version(self._engine)
        return TeamSubmissionStore(self._engine)

    def look(self) -> None:
        """Check without waiting that the store works. Raises RecordsError."""
        check_version(self._engine, patience=0)


def _act_as_member(connection: Connection) -> None:
    """Begin a transaction as the member that the engine was made for; without one, as nobody."""
    login = connection.get_execution_options().get(MEMBER, "")
    if login:
        quoted = connection.dialect.identifier_preparer.quote_identifier(login)
        connection.exec_driver_sql(f"SET LOCAL ROLE {quoted}")


def _make_as_new(driver: Any, _record: object, _state: object) -> None:
    """Make a connection as new when it comes back: without a role, settings or anything kept.

    Whatever fails here, the connection is closed and another one opened in its place.
    """
    driver.rollback()
    driver.autocommit = True  # it can be done in no transaction
    driver.execute("DISCARD ALL")
    driver.autocommit = False


_MEMBER = text(
    "SELECT r.rolname, pg_has_role(r.oid, CAST(:supervisor AS name), 'usage') AS supervises FROM pg_roles r "
    "WHERE r.rolname = :login AND r.rolname <> session_user AND r.rolcanlogin AND NOT r.rolsuper "
    "AND NOT r.rolbypassrls AND (pg_has_role(r.oid, CAST(:practitioner AS name), 'usage') "
    "OR pg_has_role(r.oid, CAST(:supervisor AS name), 'usage')) "
    "AND has_database_privilege(r.oid, current_database(), 'connect') "
    "AND pg_has_role(session_user, r.oid, CAST(:how AS text))"
)


def _find_privilege(connection: Connection) -> str:
    """Return how PostgreSQL calls the right to become another role."""
    number = int(connection.execute(text("SELECT current_setting('server_version_num')")).scalar_one())
    return "SET" if number >= WITH_OPTIONS else "MEMBER"


# --- What is looked at

WITH_OPTIONS = 160000
"""The first PostgreSQL that can let a role be set without its rights being held all along."""


def find_services(connection: Connection) -> tuple[str, ...]:
    """List the logins that can act as others of the store; not superusers and its owner."""
    how = _find_privilege(connection)
    return tuple(connection.execute(_SERVICES, {"roles": list(ROLES), "how": how}).scalars())


def find_service_faults(connection: Connection, login: str) -> list[str]:
    """List what is wrong with the login of a service, each in a sentence.

    Args:
        connection: any connection to the store.
        login: the service's login.
    """
    named = {"login": login, "roles": list(ROLES), "how": _find_privilege(connection)}
    row = connection.execute(_SERVICE, named).one()
    faults = [f"{login} {words}" for flag, words in _MAY_NOT_BE.items() if getattr(row, flag)]
    for query, words in _MAY_NOT_HOLD.items():
        if names := connection.execute(text(query), named).scalars().all():
            faults.append(words.format(login=login, names=", ".join(names)))
    return faults


def count_reached(connection: Connection, login: str) -> int:
    """Count the logins of the store that a service's login can act as."""
    how = _find_privilege(connection)
    return int(connection.execute(_REACHED, {"roles": list(ROLES), "login": login, "how": how}).scalar_one())


_IN_STORE = (
    "m.rolcanlogin AND EXISTS (SELECT FROM pg_roles g WHERE g.rolname = ANY(:roles) "
    "AND pg_has_role(m.oid, g.oid, 'usage'))"
)
_SERVICES = text(
    "SELECT DISTINCT s.rolname FROM pg_roles s, pg_roles m WHERE s.rolcanlogin AND NOT s.rolsuper AND s.oid <> m.oid "
    f"AND {_IN_STORE} AND pg_has_role(s.oid, m.oid, CAST(:how AS text)) "
    "AND NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = 'coach' AND n.nspowner = s.oid) ORDER BY 1"
)
_REACHED = text(
    "SELECT count(*) FROM pg_roles s, pg_roles m WHERE s.rolname = :login AND s.oid <> m.oid "
    f"AND {_IN_STORE} AND pg_has_role(s.oid, m.oid, CAST(:how AS text))"
)
_SERVICE = text(
    "SELECT rolsuper, rolcreaterole, rolbypassrls, rolcreatedb, rolreplication, rolinherit FROM pg_roles "
    "WHERE rolname = :login"
)
_MAY_NOT_BE = {
    "rolsuper": "is a superuser of the server, whom no rule holds.",
    "rolcreaterole": "may make and become other logins (CREATEROLE).",
    "rolbypassrls": "is held by no rule for rows (BYPASSRLS).",
    "rolcreatedb": "may make databases (CREATEDB).",
    "rolreplication": "may copy the whole server (REPLICATION).",
    "rolinherit": "has the rights of whomever it can act as, all at once (INHERIT).",
}
_HELD = (
    "SELECT DISTINCT m.rolname FROM pg_roles s, pg_roles m WHERE s.rolname = :login AND NOT s.rolsuper "
    "AND m.oid <> s.oid "
)
_MAY_NOT_HOLD = {
    f"{_HELD} AND pg_has_role(s.oid, m.oid, 'usage') AND NOT s.rolinherit ORDER BY 1": (
        "{login} has the rights of {names} without acting as them (INHERIT)."
    ),
    "SELECT DISTINCT m.rolname FROM pg_auth_members h JOIN pg_roles s ON s.oid = h.member "
    "JOIN pg_roles m ON m.oid = h.roleid WHERE s.rolname = :login AND h.admin_option ORDER BY 1": (
        "{login} can let others act as {names} (ADMIN OPTION)."
    ),
    # Whoever it holds, and is neither a member nor a group that it reaches through one.
    "SELECT m.rolname FROM pg_auth_members h JOIN pg_roles s ON s.oid = h.member "
    f"JOIN pg_roles m ON m.oid = h.roleid WHERE s.rolname = :login AND NOT ({_IN_STORE}) "
    "AND :how <> '' ORDER BY 1": "{login} can act as {names}, who may not use the store.",
    f"{_HELD} AND pg_has_role(s.oid, m.oid, CAST(:how AS text)) AND (m.rolsuper OR m.rolcreaterole OR m.rolbypassrls "
    "OR m.rolreplication OR m.rolname LIKE 'pg\\_%' OR EXISTS (SELECT FROM pg_namespace n "
    "WHERE n.nspname = 'coach' AND n.nspowner = m.oid)) ORDER BY 1": (
        "{login} can act as {names}, whose rights reach beyond one person's."
    ),
    "SELECT c.relname FROM pg_class c JOIN pg_roles s ON s.rolname = :login AND NOT s.rolsuper "
    "WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'coach') AND c.relkind = 'r' "
    "AND has_table_privilege(s.oid, c.oid, 'select, insert, update, delete') ORDER BY 1": (
        "{login} may read or write {names} as itself."
    ),
}
"""Queries for what a service's login holds and should not, each with the sentence about it."""


# --- What an administrator of the server runs


def service_sql(login: str = SERVICE, database: str = "coach", members: Sequence[str] = ()) -> str:
    """Return the SQL that makes a service's login, or lets it act as whoever came meanwhile.

    Args:
        login: the service's login.
        database: the name of the database.
        members: whom it may act as; none for everybody who may use the store.

    Raises:
        NotNow: a name has characters that are not allowed.
    """
    for name in (login, database):
        check_name(name)
    for member in members:
        check_login(member)
    if login in members or login in ROLES:
        raise NotNow("The service needs a login of its own.", "Such as coach_web.")
    named = ", ".join(f"'{member}'" for member in members)
    return _SQL.format(
        login=login,
        database=database,
        groups=f"'{PRACTITIONER}', '{SUPERVISOR}'",
        named=f"ARRAY[{named}]::text[]",
    )


_SQL = """\
-- For an administrator of the server (a superuser): psql -X -v ON_ERROR_STOP=1 -d postgres -f this-file
-- Run it again whenever somebody was let into the store or taken out of it.
-- It makes the one account that could reach everybody's rows: guard its password as you guard the store.
DO $$
DECLARE
  new_enough boolean := current_setting('server_version_num')::integer >= 160000;
  named text[] := {named};
  held record;
  member text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{login}') THEN CREATE ROLE {login} LOGIN NOINHERIT; END IF;
  ALTER ROLE {login} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS NOINHERIT;
  -- Whatever it holds is taken first, so that only what follows is left.
  FOR held IN SELECT r.rolname AS name, g.rolname AS grantor FROM pg_auth_members m
      JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles o ON o.oid = m.member LEFT JOIN pg_roles g ON g.oid = m.grantor
      WHERE o.rolname = '{login}' LOOP
    IF new_enough THEN EXECUTE format('REVOKE %I FROM {login} GRANTED BY %I CASCADE', held.name, held.grantor);
    ELSE EXECUTE format('REVOKE %I FROM {login}', held.name); END IF;
  END LOOP;
  FOR member IN SELECT r.rolname FROM pg_roles r
      WHERE r.rolcanlogin AND r.rolname <> '{login}' AND (named = '{{}}' OR r.rolname = ANY(named))
        AND NOT (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls)
        AND EXISTS (SELECT FROM pg_roles g WHERE g.rolname IN ({groups}) AND pg_has_role(r.oid, g.oid, 'usage'))
        AND has_database_privilege(r.oid, '{database}', 'connect') LOOP
    IF new_enough THEN EXECUTE format('GRANT %I TO {login} WITH ADMIN FALSE, INHERIT FALSE, SET TRUE', member);
    ELSE EXECUTE format('GRANT %I TO {login}', member); END IF;
    named := array_remove(named, member);
  END LOOP;
  -- What is left was named, and may not use the store or is no plain login. An empty array stands for everybody.
  IF array_length({named}, 1) > 0 AND array_length(named, 1) > 0 THEN
    RAISE EXCEPTION 'not let into the store, or no plain login: %', array_to_string(named, ', ');
  END IF;
END $$;
GRANT CONNECT ON DATABASE {database} TO {login};
-- Then give it a password: \\password {login}
"""
