"""Inspection of a team's store and its server: what is wrong, in sentences."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, DateTime, Engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from coach.records.migrations import HEAD, version
from coach.records.team.guards import SpoiltRow, differences, overdue, spoilt_rows
from coach.records.team.logins import OLDEST, PRINTS_IT, owner_faults
from coach.records.team.member_connections import PRINTS_SERVICE, count_reached, find_service_faults, find_services

SETS_UP = "`coach team set-up` lays it down again."
LOCAL = ("localhost", "127.0.0.1", "::1", "")
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result of an inspection: faults to mend, things that cannot be seen, and spoilt rows."""

    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()
    spoilt: tuple[SpoiltRow, ...] = ()


def why_unreachable(engine: Engine) -> str:
    """Return why the server cannot be reached, in its own words; empty if it can be.

    It is asked once, without waiting and trying again.
    """
    try:
        with engine.connect():
            return ""
    except DBAPIError as error:
        said = " ".join(str(error.orig).split()) or "no reason was given"
        password = str(make_url(engine.url).password or "")
        return said.replace(password, "…") if password else said


def inspect_store(engine: Engine) -> Inspection:
    """Inspect everything about the store that this login may look at.

    Raises what the database raises.
    """
    faults: list[str] = []
    notes = ["Whether pgaudit or auto_explain write what is typed to the server's log cannot be seen from here."]
    spoilt: list[SpoiltRow] = []
    with engine.connect() as connection:
        faults += _connection(connection, engine)
        faults += _server(connection)
        more, said = _services(connection)
        faults += more
        notes += said
        there = version(connection)
        if there != HEAD:
            faults.append(f"The tables are {there or 'not there'}, and this coach uses {HEAD}: `coach team set-up`.")
        if not owns(connection):
            notes.append("The rules and rows are looked at with the login that owns the tables.")
        else:
            faults += [f"{fault} {PRINTS_IT}" for fault in owner_faults(connection)]
            if there == HEAD:
                faults += _rules(connection)
                spoilt = spoilt_rows(connection)
        connection.rollback()
    return Inspection(tuple(faults), tuple(notes), tuple(spoilt))


def _connection(connection: Connection, engine: Engine) -> list[str]:
    faults = []
    driver = connection.connection.dbapi_connection
    encrypted = bool(getattr(getattr(driver, "pgconn", None), "ssl_in_use", False))
    local = (engine.url.host or "") in LOCAL
    if not encrypted and not local:
        faults.append("The connection is not encrypted: words go over the network as they are typed. Use hostssl.")
    if not local and engine.url.query.get("sslmode") != "verify-full":
        faults.append("The address does not ask who the server is: add ?sslmode=verify-full to COACH_STORE.")
    if connection.execute(text("SELECT current_setting('ssl')")).scalar_one() != "on":
        faults.append("The server speaks no TLS (ssl = off), so no login elsewhere can be safe.")
    return faults


def _server(connection: Connection) -> list[str]:
    faults = []
    number = int(connection.execute(text("SELECT current_setting('server_version_num')")).scalar_one())
    if number < OLDEST:
        faults.append(f"The server is PostgreSQL {number // 10000}; the coach was tried on 15 and later.")
    for setting, fine, says in _LOGS:
        value = connection.execute(text("SELECT current_setting(:name, true)"), {"name": setting}).scalar_one()
        if value is not None and value not in fine:
            faults.append(f"{setting} is {value}: {says}")
    if connection.execute(text(_LARGE_OBJECTS)).scalar_one():
        faults.append(f"Any login may keep large objects, which no rule guards and which stop a back-up. {PRINTS_IT}")
    if connection.execute(text(_STATISTICS)).scalar_one():
        faults.append(f"Any login sees how much others write, and who is connected (pg_stat_…). {PRINTS_IT}")
    if connection.execute(text(_OPEN_TO_ALL)).scalar_one():
        faults.append(f"Every login of the server may open this database. {PRINTS_IT}")
    return faults


def _services(connection: Connection) -> tuple[list[str], list[str]]:
    """Find accounts that could reach everybody: what is wrong with them, and their notes."""
    services = find_services(connection)
    faults = [f"{fault} {PRINTS_SERVICE}" for login in services for fault in find_service_faults(connection, login)]
    if len(services) > 1:
        faults.append(f"More than one account can act as others: {', '.join(services)}. A team's service needs one.")
    notes = []
    for login in services:
        reached = count_reached(connection, login)
        notes.append(
            f"{login} can act as {reached} logins of the store: the one account that could reach everybody. "
            "Guard its password, and the machine that has it, as you guard the store."
        )
    return faults, notes


def _rules(connection: Connection) -> list[str]:
    try:
        faults = [f"This is not as it should be: {name}. {SETS_UP}" for name in differences(connection)]
    except DBAPIError as error:
        return [f"The rules could not be compared: {' '.join(str(error.orig).split())[:200]}"]
    if len(faults) > MOST_NAMED:
        faults = [*faults[:MOST_NAMED], f"And {len(faults) - MOST_NAMED} more."]
    if late := overdue(connection):
        said = f"Over their time and still there: {late} (rehearsals and rooms)."
        faults.append(f"{said} A timer runs `coach team expire` each day.")
    return faults


def server_time(connection: Connection) -> datetime:
    """Return the time by the server's clock."""
    return connection.execute(select(func.clock_timestamp(type_=DateTime(timezone=True)))).scalar_one()


def owns(connection: Connection) -> bool:
    """Return whether this login owns the store."""
    owner = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'coach' AND nspowner = (SELECT oid FROM pg_roles "
    return bool(connection.execute(text(owner + "WHERE rolname = current_user))")).scalar_one())


_LOGS = (
    ("log_statement", ("none", "ddl"), "what is typed stands in the server's log, outside every rule."),
    ("log_min_duration_statement", ("-1",), "slow statements stand in the server's log, with what was typed."),
    ("log_min_duration_sample", ("-1",), "slow statements stand in the server's log, with what was typed."),
    ("log_transaction_sample_rate", ("0",), "statements stand in the server's log, with what was typed."),
    ("log_parameter_max_length_on_error", ("0",), "what is typed stands in the server's log where it is refused."),
)
"""Settings that put words into the log of the server, which values do not, and what follows."""
_LARGE_OBJECTS = """
SELECT EXISTS (SELECT FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
  WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea')
  AND g.grantee = 0)"""
_STATISTICS = """
SELECT EXISTS (SELECT FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
  WHERE p.pronamespace = 'pg_catalog'::regnamespace
  AND p.proname IN ('pg_stat_get_activity', 'pg_stat_get_live_tuples', 'pg_stat_get_tuples_inserted')
  AND g.grantee = 0)"""
_OPEN_TO_ALL = """
SELECT EXISTS (SELECT FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
  WHERE d.datname = current_database() AND g.grantee = 0 AND g.privilege_type = 'CONNECT')"""
