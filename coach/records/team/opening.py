"""Opening a database by its URL, or one person's own file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL as URL_OF
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.schema import CreateSchema

from coach.errors import RecordsUnwritable
from coach.records.file import SETTINGS, in_characters
from coach.records.migrations.upgrading import HEAD, upgrade, version
from coach.records.team.administrator import PRINTS_IT, owner_faults
from coach.records.team.guards import SpoiltRow, lay_down, spoilt_rows
from coach.records.team.store import not_for_you, patiently

URL = "COACH_STORE"
"""Environment variable with the URL of a team's store, such as postgresql+psycopg://sam@server/coach."""
SCHEMA = "coach"
"""Tables in a schema of their own, and nothing looked for elsewhere: in `public` anybody might put a function or an
operator that runs as whoever reads (PostgreSQL's CVE-2018-1058)."""
NO_ADDRESS = "at an address that cannot be read"
ASKS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "options": f"-c search_path={SCHEMA},pg_temp -c statement_timeout=15000 -c lock_timeout=10000",
}
"""Of every connection. A server that does not answer is not waited for without end."""


def open_url(url: str) -> Engine:
    """An engine for a team's store. Raises RecordsUnwritable for a URL that is none, or tables of another version."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "postgresql":  # no other keeps people's rows apart
            raise ArgumentError("not PostgreSQL")
        engine = create_engine(parsed, pool_pre_ping=True, hide_parameters=True, pool_size=2, connect_args={**ASKS})
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError):  # ValueError: a port that is no number
        raise RecordsUnwritable(
            f"{URL} is not the address of a store that the coach can use.",
            "It looks like postgresql+psycopg://sam@server/coach; the extra `team` brings what it needs.",
            title="No such store",
        ) from None
    return engine


def address(url: str) -> str:
    """A store's URL to be shown: without its password, or anything else that only opens it. It need not be there."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return NO_ADDRESS
    if "@" in f"{parsed.host}{parsed.database}":  # a part of a password that was not escaped
        return NO_ADDRESS
    shown = URL_OF.create(parsed.drivername, parsed.username, None, parsed.host, parsed.port, parsed.database)
    return shown.render_as_string()


def database_of(url: str) -> str:
    """The name of the database in a store's URL; empty where it names none."""
    try:
        return make_url(url).database or ""
    except (ArgumentError, ValueError):
        return ""


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """The same for as long as it is needed."""
    engine = open_url(url)
    try:
        yield engine
    finally:
        engine.dispose()


def open_file(file: Path) -> Engine:
    """An engine for a file of one's own that is there."""
    engine = create_engine(URL_OF.create("sqlite", database=str(file)), hide_parameters=True)
    guard(engine)
    return engine


def ready(engine: Engine, patience: float | None = None) -> None:
    """See that the tables are this version's. Raises RecordsUnwritable; only whoever looks after a store changes it."""
    there = patiently(engine, version, patience=patience)
    if there is None:
        raise not_for_you()
    if there != HEAD:
        older = not _is_newer(there)
        raise RecordsUnwritable(
            "The team's store is not set up for this version of the coach." if older else "The team's store is newer.",
            "Whoever looks after it runs `coach team set-up`." if older else "Update this coach to use it.",
            title="Another version",
        )


def set_up(engine: Engine) -> list[SpoiltRow]:
    """Make the tables, or bring them forward, and lay down their rules; which rows from before do not hold them.

    Such rows stay. On a server, raises RecordsUnwritable for a login that must not own a store, or newer tables.
    """
    try:
        if engine.dialect.name != "postgresql":
            upgrade(engine)
            return []
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
        upgrade(engine, lay_down)
        with engine.begin() as connection:
            return spoilt_rows(connection)
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()[0] if error.orig else "no reason given"
        raise RecordsUnwritable(
            f"The store could not be set up: {said}.", "`coach team check` says what is wrong.", title="Not set up"
        ) from None


def _is_newer(there: str | None) -> bool:
    """Whether these tables are none that this coach knows."""
    return there is not None and (not there[1:].isdigit() or int(there[1:]) > int(HEAD[1:]))


def guard(engine: Engine) -> None:
    """One person's file: whole transactions, safely on disk, and overwritten when deleted."""

    @event.listens_for(engine, "connect")
    def _connect(connection: object, _: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # a sqlite3 connection
        connection.text_factory = in_characters  # type: ignore[attr-defined]  # the same
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")  # type: ignore[attr-defined]  # the driver's own connection

    @event.listens_for(engine, "begin")
    def _begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]  # SQLAlchemy's, as it hands it on
