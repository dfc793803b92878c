"""Who may use a team's store, and clearing up after somebody who left.

Logins are the database's own: the coach makes none and keeps no password. Roles are the whole server's.
"""

import re
from collections.abc import Iterator

from sqlalchemy import Column, Connection, Engine, Table, bindparam, text
from sqlalchemy.exc import DBAPIError, OperationalError

from coach.errors import NotNow, RecordsUnwritable
from coach.records.migrations.upgrading import version
from coach.records.migrations.versions.v3_rooms import PARTNERSHIP, PRACTITIONER, SUPERVISOR
from coach.records.team.store import NOT_WITH_THIS_LOGIN, patiently, said_plainly
from coach.records.team.tables import tables

ROLES = (PRACTITIONER, SUPERVISOR, PARTNERSHIP)
WHOSE = ("owner", "author", "login")
"""The columns that say whose a row is."""
NO_SUCH_LOGIN = "No such login"
_LOGIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.@-]{0,62}")


def let_in(engine: Engine, login: str, *, supervisor: bool) -> None:
    """Let a login use the store. Raises NotNow for a name that is none, or RecordsUnwritable."""
    _grant(engine, SUPERVISOR if supervisor else PRACTITIONER, login)


def let_publish(engine: Engine, login: str) -> None:
    """Let a login read the rows of counts of the partnership view, and nothing else. Raises as `let_in` does."""
    _grant(engine, PARTNERSHIP, login)


def take_out(engine: Engine, login: str) -> None:
    """Take every right in the store from a login; what it kept stays. Raises NotNow, or RecordsUnwritable."""
    _may_be(login)
    try:
        with engine.begin() as connection:
            roles = _roles(connection, login)
            if not roles:
                raise NotNow(
                    f"{login} does not use this store.", "It is a login as the database has it.", title=NO_SUCH_LOGIN
                )
            for role in roles:
                connection.execute(text(f'REVOKE {role} FROM "{login}"'))
            if _roles(connection, login):
                raise RecordsUnwritable(
                    f"Somebody else let {login} in.", "They, or a superuser, take it back.", title=NOT_WITH_THIS_LOGIN
                )
    except DBAPIError as error:
        raise _refused(error, "Your login may not take others out.") from None


def has_left(engine: Engine, login: str) -> None:
    """See that a login may use the store no longer, or never could. Raises NotNow where it may, or RecordsError."""
    _may_be(login)
    if patiently(engine, lambda connection: _roles(connection, login)):
        raise NotNow(f"{login} may still use the store.", f"`coach team remove {login}` comes first.", title="Not yet")


def tidy(engine: Engine, login: str) -> None:
    """Delete every row that a login wrote, for good, without reading one.

    Raises NotNow while it may use the store, or where neither the server nor the store knows such a login.

    The owner of the tables is not held by the rules for as long as this transaction lasts; nobody else sees a table
    without them, since each is locked until they hold again.
    """
    has_left(engine, login)
    try:
        with engine.begin() as connection:
            gone = False
            for table, whose in written_by_somebody():
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
        raise _refused(error, "Your login may not clear up after others.") from None


def written_by_somebody() -> Iterator[tuple[Table, Column[str]]]:
    """Each table whose rows are somebody's, what hangs on others first, with the column that says whose."""
    for table in reversed(tables.sorted_tables):
        for name in WHOSE:
            if name in table.c:
                yield table, table.c[name]


def _roles(connection: Connection, login: str) -> list[str]:
    """Which of the store's roles a login was given."""
    return list(connection.execute(_GIVEN, {"login": login, "roles": list(ROLES)}).scalars())


_GIVEN = text(
    "SELECT DISTINCT role.rolname FROM pg_auth_members given JOIN pg_roles role ON role.oid = given.roleid "
    "JOIN pg_roles login ON login.oid = given.member WHERE login.rolname = :login AND role.rolname = ANY(:roles)"
)


def _may_be(login: str) -> None:
    if not _LOGIN.fullmatch(login):
        rule = "Letters, digits and . _ - @, starting with a letter."
        raise NotNow("That cannot be a login.", rule, title=NO_SUCH_LOGIN)


def _refused(error: DBAPIError, may_not: str) -> RecordsUnwritable:
    """That this login may not, unless nothing could be asked of the server at all."""
    if isinstance(error, OperationalError):
        return said_plainly(error)
    return RecordsUnwritable(may_not, "Ask whoever looks after the store.", title=NOT_WITH_THIS_LOGIN)


def _grant(engine: Engine, role: str, login: str) -> None:
    _may_be(login)
    if patiently(engine, version) is None:
        raise NotNow(
            "The store is not set up yet, or this login may not use it.",
            "`coach team set-up` comes first, with the login that owns it.",
            title="Not set up yet",
        )
    try:
        with engine.begin() as connection:
            connection.execute(text(f'GRANT {role} TO "{login}"'))
    except DBAPIError as error:
        if f'role "{login}" does not exist' in str(error.orig):
            unknown = f"The server has no login called {login}."
            raise NotNow(unknown, "An administrator of the server makes one first.", title=NO_SUCH_LOGIN) from None
        raise _refused(error, "Your login may not let others in.") from None
