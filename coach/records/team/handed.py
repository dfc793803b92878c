"""What was handed over in a team's store, or taken in on a supervisor's own machine; and what was said to it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, insert, literal_column, select, text, update

from coach.errors import NotKnown
from coach.records.damaged_copies import marks
from coach.records.forgotten_ids import brought_name, given_name, response_name
from coach.records.kept import LONG_AGO, read_moment, when
from coach.records.migrations.versions.v3_rooms import PRACTITIONER, SUPERVISOR
from coach.records.team.store import patiently
from coach.records.team.tables import brought, given, responses

T = TypeVar("T")
Known = tuple[frozenset[bytes], set[str]]
"""By what something is known in a damaged copy, and its names among what can be forgotten."""
AroundDeleting = Callable[[Collection[bytes], Collection[str]], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Handed:
    """Something that lies in the store: what was handed over, as the very text of its file."""

    id: str
    owner: str
    reader: str
    at: datetime
    body: str
    said: str = ""
    """What this login said to it, where it was brought to this login."""
    spoilt: str = ""
    """What of its row cannot be read, in a sentence; something stands in for it then."""


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

    def __init__(self, engine: Engine, around_deleting: AroundDeleting | None = None) -> None:
        """`around_deleting`: overwrites what a deletion leaves in a file of one's own, and in damaged copies of it."""
        self.engine = engine
        self._around_deleting = around_deleting

    def me(self) -> str:
        """This login; empty in a file of one's own."""
        return self._do(lambda connection: str(connection.execute(select(_me(connection))).scalar_one()))

    def readers(self) -> tuple[str, ...]:
        """The logins of supervisors that something can be brought to. A file of one's own has none to ask for."""
        return self._do(lambda connection: tuple(connection.execute(_LOGINS, {"role": SUPERVISOR}).scalars()))

    def people(self) -> tuple[str, ...]:
        """The logins of practitioners that an exercise can be given to. A file of one's own has none to ask for."""
        return self._do(lambda connection: tuple(connection.execute(_LOGINS, {"role": PRACTITIONER}).scalars()))

    def bring(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Hand something over, or take it in. Only its day is kept. Done twice, it is there once."""

        def write(connection: Connection) -> None:
            there = select(brought.c.body).where(brought.c.id == key)
            if connection.execute(there).scalar_one_or_none() != body:
                connection.execute(insert(brought).values(id=key, reader=reader, at=_day(at), body=body))

        self._do(write)

    def withdraw(self, key: str) -> None:
        """Take it back for good, with whatever was said to it. Raises NotKnown."""
        with self._deleting(lambda connection: _known_by(connection, key)):
            if not self._do(lambda c: c.execute(delete(brought).where(brought.c.id == key)).rowcount):
                raise _unknown(key)

    def handed(self) -> tuple[Handed, ...]:
        """Everything that this login may read: what it brought, and what was brought to it. The latest first."""
        rows = self._do(lambda c: c.execute(select(brought).order_by(brought.c.at.desc(), brought.c.id)).all())
        return tuple(Handed(row.id, row.owner, row.reader, _moment(row), row.body, spoilt=_spoilt(row)) for row in rows)

    def to_me(self, key: str = "", *, answered: bool = False) -> tuple[Handed, ...]:
        """What was brought to this login, with what it said to it; the latest first.

        Only the one called `key`, or only what was `answered`, where that is asked for.
        """

        def find(connection: Connection) -> Sequence[Row[Any]]:
            said = (responses.c.brought == brought.c.id) & (responses.c.author == _me(connection))
            lying = brought.join(responses, said, isouter=not answered)
            query = select(brought, responses.c.body.label("said")).select_from(lying)
            query = query.where(brought.c.reader == _me(connection), *((brought.c.id == key,) if key else ()))
            return connection.execute(query.order_by(brought.c.at.desc(), brought.c.id)).all()

        return tuple(
            Handed(row.id, row.owner, row.reader, _moment(row), row.body, row.said or "", _spoilt(row))
            for row in self._do(find)
        )

    def said_last(self) -> tuple[datetime, str] | None:
        """The last thing that this login said to anything, and when; None where it said nothing yet."""

        def find(connection: Connection) -> Row[Any] | None:
            mine = select(responses).where(responses.c.author == _me(connection))
            return connection.execute(mine.order_by(responses.c.at.desc()).limit(1)).one_or_none()

        row = self._do(find)
        return (_moment(row), row.body) if row else None

    def respond(self, key: str, at: datetime, body: str) -> None:
        """Say something to it; what this login said to it before is replaced. Raises RecordsError."""

        def write(connection: Connection) -> None:
            mine = (responses.c.brought == key) & (responses.c.author == _me(connection))
            values = {"at": when(at), "body": body}
            if not connection.execute(update(responses).where(mine).values(**values)).rowcount:
                connection.execute(insert(responses).values(brought=key, **values))

        self._do(write)

    def take_back(self, key: str) -> None:
        """Delete what this login said to something. Raises RecordsError."""
        with self._deleting(lambda connection: _said_known_by(connection, key, only_mine=True)):
            mine = responses.c.brought == key
            self._do(lambda c: c.execute(delete(responses).where(mine & (responses.c.author == _me(c)))))

    def responses(self, key: str) -> tuple[str, ...]:
        """What was said to it, as far as this login may read it."""
        query = select(responses.c.body).where(responses.c.brought == key).order_by(responses.c.at)
        return self._do(lambda c: tuple(c.execute(query).scalars()))

    def give(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Give an exercise to everybody, or to one reader; what this login gave them by that name is replaced."""

        def write(connection: Connection) -> None:
            values = {"at": when(at), "body": body}
            same = (given.c.id == key) & (given.c.reader == reader) & (given.c.author == _me(connection))
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
            same = (given.c.id == key) & (given.c.reader == reader) & (given.c.author == _me(connection))
            return connection.execute(delete(given).where(same)).rowcount

        with self._deleting(lambda connection: _given_known_by(connection, key, reader)):
            if not self._do(write):
                raise _unknown(key)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _do(self, change: Callable[[Connection], T]) -> T:
        return patiently(self.engine, change)

    @contextmanager
    def _deleting(self, known_by: Callable[[Connection], Known]) -> Iterator[None]:
        """Around a deletion. A server keeps no damaged copies here, and is not asked what they would hold."""
        if self._around_deleting is None:
            yield
            return
        with self._around_deleting(*self._do(known_by)):
            yield


def _known_by(connection: Connection, key: str) -> Known:
    """By what a thing that was handed over, and everything that was said to it, is known in a damaged copy."""
    bodies = connection.execute(select(brought.c.body).where(brought.c.id == key)).scalars().all()
    said_marks, said_names = _said_known_by(connection, key)
    return marks(key, bodies) | said_marks, {brought_name(key), *said_names}


def _said_known_by(connection: Connection, key: str, *, only_mine: bool = False) -> Known:
    """The same for what was said to it. The thing itself stays, so its id is no mark."""
    query = select(responses.c.author, responses.c.body).where(responses.c.brought == key)
    if only_mine:
        query = query.where(responses.c.author == _me(connection))
    rows = connection.execute(query).all()
    return marks("", (row.body for row in rows)), {response_name(key, row.author) for row in rows}


def _given_known_by(connection: Connection, key: str, reader: str) -> Known:
    """The same for an exercise. Its id stands in rehearsals too, so it is no mark."""
    same = (given.c.id == key) & (given.c.reader == reader) & (given.c.author == _me(connection))
    rows = connection.execute(select(given.c.author, given.c.body).where(same)).all()
    return marks("", (row.body for row in rows)), {given_name(key, row.author, reader) for row in rows}


def _me(connection: Connection) -> ColumnElement[str]:
    """This login, for the database to fill in; nothing in a file, which has none."""
    return literal_column("current_user" if connection.dialect.name == "postgresql" else "''")


_LOGINS = text(
    "SELECT rolname FROM pg_roles WHERE rolcanlogin AND NOT rolsuper "
    "AND pg_has_role(oid, CAST(:role AS name), 'usage') "
    "AND has_database_privilege(oid, current_database(), 'connect') ORDER BY rolname"
)


def _unknown(key: str) -> NotKnown:
    shown = "".join(c if c.isprintable() else "�" for c in key[:40])
    return NotKnown(f"There is nothing called '{shown}' here.", "It may have been withdrawn.")


def _moment(row: Row[Any]) -> datetime:
    """When it was; one row that says no date stops no other."""
    return read_moment(row.at) or LONG_AGO


def _spoilt(row: Row[Any]) -> str:
    return "" if read_moment(row.at) else "Its day cannot be read."


def _day(moment: datetime) -> str:
    """The day alone: nobody is told at which hour somebody practised."""
    return when(moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))
