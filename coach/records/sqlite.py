"""Rehearsals in one SQLite file, readable by its owner alone.

A rollback journal rather than a write-ahead log: home folders in offices are often on a network drive, where the
latter corrupts. Every event is its own transaction, fully synchronised, so that whatever is killed when, what was
answered is there. `secure_delete` overwrites what is forgotten.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from coach.errors import RecordsBroken, RecordsError, RecordsUnwritable
from coach.model.events import Event
from coach.records.kept import EXPIRES_AFTER, Summary, after, unknown

SCHEMA = 1
"""Version of the tables, in the file's `user_version`."""

metadata = MetaData()
rehearsals = Table(
    "rehearsals",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("scenario", String(60), nullable=False),
    Column("began", DateTime(timezone=True), nullable=False),
    Column("touched", DateTime(timezone=True), nullable=False, index=True),
    Column("replies", Integer, nullable=False),
    Column("going", Boolean, nullable=False),
    Column("kept", Boolean, nullable=False),
)
events = Table(
    "events",
    metadata,
    Column("rehearsal", ForeignKey("rehearsals.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", Text, nullable=False),
)

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


class SqliteStore:
    """A store in one file. Made by `open_store`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, rehearsal: str, event: Event) -> None:
        """Add an event, safely on disk when this returns."""
        with _said_plainly(), self._engine.begin() as connection:
            before = _summary(connection, rehearsal)
            now = after(before, rehearsal, event)
            values = {name: getattr(now, name) for name in rehearsals.c.keys()}  # noqa: SIM118  # columns, not a dict
            if before is None:
                connection.execute(insert(rehearsals).values(values))
            else:
                connection.execute(update(rehearsals).where(rehearsals.c.id == rehearsal).values(values))
            last = connection.scalar(select(func.max(events.c.number)).where(events.c.rehearsal == rehearsal))
            body = _EVENT.dump_json(event).decode()
            connection.execute(insert(events).values(rehearsal=rehearsal, number=(last or 0) + 1, body=body))

    def events(self, rehearsal: str) -> tuple[Event, ...]:
        """All events of a rehearsal. Raises NotKnown, or RecordsBroken where one cannot be read."""
        with _said_plainly(), self._engine.connect() as connection:
            query = select(events.c.body).where(events.c.rehearsal == rehearsal).order_by(events.c.number)
            bodies = connection.scalars(query).all()
        if not bodies:
            raise unknown(rehearsal)
        try:
            return tuple(_EVENT.validate_json(body) for body in bodies)
        except ValueError:
            # From None: what was typed would be in the chained message.
            raise RecordsBroken(
                "This rehearsal was kept by another version of the coach and cannot be read.",
                "Update the coach; nothing was deleted.",
            ) from None

    def summaries(self) -> tuple[Summary, ...]:
        """Every rehearsal, the last touched first."""
        with _said_plainly(), self._engine.connect() as connection:
            rows = connection.execute(select(rehearsals).order_by(rehearsals.c.touched.desc())).all()
        return tuple(_as_summary(row._mapping) for row in rows)

    def forget(self, rehearsal: str) -> None:
        """Delete one for good. Raises NotKnown."""
        with _said_plainly(), self._engine.begin() as connection:
            gone = connection.execute(delete(rehearsals).where(rehearsals.c.id == rehearsal)).rowcount
        if not gone:
            raise unknown(rehearsal)

    def forget_all(self) -> int:
        """Delete all for good, and say how many there were."""
        with _said_plainly(), self._engine.begin() as connection:
            return connection.execute(delete(rehearsals)).rowcount

    def expire(self, now: datetime) -> int:
        """Delete what has expired, and say how many."""
        old = (rehearsals.c.kept.is_(False)) & (rehearsals.c.touched <= now - EXPIRES_AFTER)
        with _said_plainly(), self._engine.begin() as connection:
            return connection.execute(delete(rehearsals).where(old)).rowcount

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def open_store(file: Path, set_aside: Callable[[Path], Path]) -> tuple[SqliteStore, Path | None]:
    """The store in a file, made if it is not there.

    A damaged file is moved by `set_aside` (which says where to) and a new one begun; where it went is returned.
    Raises RecordsUnwritable where the folder or file cannot be used.
    """
    try:
        return _opened(file), None
    except RecordsBroken:
        aside = set_aside(file)
        try:
            file.rename(aside)
        except OSError as error:
            raise _unwritable(error) from None
        return _opened(file), aside


def _opened(file: Path) -> SqliteStore:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        file.chmod(0o600)
    except OSError as error:
        raise _unwritable(error) from None
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": 5})
    event.listen(engine, "connect", _prepare)
    try:
        with _said_plainly(), engine.begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version > SCHEMA:
                raise RecordsUnwritable(
                    "Your rehearsals were kept by a newer version of the coach.", "Update this one to see them."
                )
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
    except RecordsError:
        engine.dispose()
        raise
    return SqliteStore(engine)


def _prepare(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's own connection
    for pragma in ("journal_mode = TRUNCATE", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def _said_plainly() -> Iterator[None]:
    """The database's complaints as ours. Always from None: theirs quote the values that were being written."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).lower()
        if "malformed" in said or "not a database" in said:
            raise RecordsBroken("The file of your rehearsals is damaged.") from None
        if "full" in said:
            raise RecordsUnwritable("The disk is full.", "Free some space; the conversation can go on.") from None
        if "locked" in said:
            raise RecordsUnwritable("Another program is using your rehearsals.", "Close it and try again.") from None
        raise RecordsUnwritable("The file of your rehearsals cannot be written.") from None
    except SQLAlchemyError:
        raise RecordsUnwritable("The file of your rehearsals cannot be used.") from None


def _unwritable(error: OSError) -> RecordsUnwritable:
    return RecordsUnwritable(
        f"The folder for your rehearsals cannot be used: {(error.strerror or 'no access').lower()}.",
        "The conversation can go on, but it will not be kept.",
    )


def _summary(connection: Connection, rehearsal: str) -> Summary | None:
    row = connection.execute(select(rehearsals).where(rehearsals.c.id == rehearsal)).first()
    return _as_summary(row._mapping) if row else None


def _as_summary(row: object) -> Summary:
    values = dict(row)  # type: ignore[call-overload]  # a row's mapping, whose type SQLAlchemy keeps private
    for name in ("began", "touched"):
        values[name] = values[name].replace(tzinfo=UTC)  # SQLite forgets the zone; everything is kept in UTC
    return Summary(**values)
