"""What was handed over in a shared store, or taken in on a supervisor's own machine; and what was said to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, delete, func, insert, literal_column, select, text, update

from coach.errors import NotKnown
from coach.records.kept import when
from coach.records.team.store import patiently
from coach.records.team.tables import brought, given, responses

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Handed:
    """Something that lies in the store: what was handed over, as the very text of its file."""

    id: str
    owner: str
    reader: str
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Given:
    """An exercise in the store, as the text of its file; to everybody where `reader` is empty."""

    id: str
    author: str
    reader: str
    at: datetime
    body: str


class HandedOver:
    """The tables of what is handed over, on any database. Every method may raise RecordsError."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def shared(self) -> bool:
        """Whether others can read what is brought here; not in a file of one's own."""
        return self.engine.dialect.name != "sqlite"

    def me(self) -> str:
        """This login; empty in a file of one's own."""
        if not self.shared:
            return ""
        return self._do(lambda connection: str(connection.execute(select(literal_column("current_user"))).scalar_one()))

    def readers(self) -> tuple[str, ...]:
        """The logins of supervisors that something can be brought to."""
        if not self.shared:
            return ()
        return self._do(lambda connection: tuple(connection.execute(_LOGINS, {"role": "coach_supervisor"}).scalars()))

    def people(self) -> tuple[str, ...]:
        """The logins of practitioners that an exercise can be given to."""
        if not self.shared:
            return ()
        return self._do(lambda connection: tuple(connection.execute(_LOGINS, {"role": "coach_practitioner"}).scalars()))

    def bring(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Hand something over, or take it in. Only its day is kept. Done twice, it is there once."""

        def write(connection: Connection) -> None:
            there = select(brought.c.body).where(brought.c.id == key)
            if connection.execute(there).scalar_one_or_none() != body:
                connection.execute(insert(brought).values(id=key, reader=reader, at=_day(at), body=body))

        self._do(write)

    def withdraw(self, key: str) -> None:
        """Take it back for good, with whatever was said to it. Raises NotKnown."""
        if not self._do(lambda c: c.execute(delete(brought).where(brought.c.id == key)).rowcount):
            raise _unknown(key)

    def handed(self) -> tuple[Handed, ...]:
        """Everything that this login may read: what it brought, and what was brought to it. The latest first."""
        rows = self._do(lambda c: c.execute(select(brought).order_by(brought.c.at.desc(), brought.c.id)).all())
        return tuple(Handed(row.id, row.owner, row.reader, _moment(row), row.body) for row in rows)

    def respond(self, key: str, at: datetime, body: str) -> None:
        """Say something to it; what this login said to it before is replaced. Raises RecordsError."""

        def write(connection: Connection) -> None:
            mine = (responses.c.brought == key) & (responses.c.author == self._author(connection))
            values = {"at": when(at), "body": body}
            if not connection.execute(update(responses).where(mine).values(**values)).rowcount:
                connection.execute(insert(responses).values(brought=key, **values))

        self._do(write)

    def responses(self, key: str) -> tuple[str, ...]:
        """What was said to it, as far as this login may read it."""
        query = select(responses.c.body).where(responses.c.brought == key).order_by(responses.c.at)
        return self._do(lambda c: tuple(c.execute(query).scalars()))

    def give(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Give an exercise to everybody, or to one reader; what this login gave them by that name is replaced."""

        def write(connection: Connection) -> None:
            values = {"at": when(at), "body": body}
            same = (given.c.id == key) & (given.c.reader == reader) & (given.c.author == self._author(connection))
            if not connection.execute(update(given).where(same).values(**values)).rowcount:
                connection.execute(insert(given).values(id=key, reader=reader, **values))

        self._do(write)

    def given(self) -> tuple[Given, ...]:
        """The exercises that this login may read, in order of their names."""
        rows = self._do(lambda c: c.execute(select(given).order_by(given.c.id)).all())
        return tuple(Given(row.id, row.author, row.reader, _moment(row), row.body) for row in rows)

    def take_away(self, key: str, reader: str = "") -> None:
        """An exercise is no longer given. Raises NotKnown."""

        def write(connection: Connection) -> int:
            same = (given.c.id == key) & (given.c.reader == reader) & (given.c.author == self._author(connection))
            return connection.execute(delete(given).where(same)).rowcount

        if not self._do(write):
            raise _unknown(key)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _author(self, connection: Connection) -> Any:
        return func.current_user() if connection.dialect.name == "postgresql" else ""

    def _do(self, change: Callable[[Connection], T]) -> T:
        return patiently(self.engine, change)


_LOGINS = text(
    "SELECT rolname FROM pg_roles WHERE rolcanlogin AND NOT rolsuper "
    "AND pg_has_role(oid, CAST(:role AS name), 'usage') ORDER BY rolname"
)


def _unknown(key: str) -> NotKnown:
    shown = "".join(c if c.isprintable() else "�" for c in key[:40])
    return NotKnown(f"There is nothing called '{shown}' here.", "It may have been withdrawn.")


def _moment(row: Row[Any]) -> datetime:
    return datetime.fromisoformat(row.at)


def _day(moment: datetime) -> str:
    """The day alone: nobody is told at which hour somebody practised."""
    return when(moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))
