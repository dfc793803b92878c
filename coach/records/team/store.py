"""Rehearsals in a database by its URL: the same store as one person's file, for a team.

Whatever is restarted when, nothing answered is lost: an event that may or may not have been written is looked for
before it is written again, because a connection that breaks during a commit does not say which it was.
"""

import json
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    Row,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    true,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from coach.errors import NotKnown, RecordsUnwritable
from coach.model.characters import shorten_key
from coach.model.events import Event
from coach.records.damaged_copies import marks
from coach.records.event_store import (
    EVENT,
    EXPIRES_AFTER,
    LONG_AGO,
    Summary,
    check_expected,
    format_moment,
    parse_moment,
    read_events,
    unknown_rehearsal_error,
    update_summary,
)
from coach.records.forgotten_ids import brought_name, given_name, response_name
from coach.records.migrations.versions.v3_rooms import PRACTITIONER, SUPERVISOR
from coach.records.team.tables import brought, events, given, rehearsals, responses

PATIENCE = 20.0
"""Seconds that a server may be away before the conversation goes on without it."""
FIRST_WAIT, LONGEST_WAIT = 0.05, 1.0
TWICE = 2
"""How often what the database refuses as a double is looked at again."""
BROUGHT_ALONG = '"event":"brought_along"'
"""What stands in the row of something that was handed over."""
CHECK_VIOLATION = "23514"
"""What PostgreSQL calls a row that does not hold a constraint."""
NO_WAY_IN = "No way in"
NOT_WITH_THIS_LOGIN = "Not with this login"
T = TypeVar("T")


class TeamRehearsalStore:
    """A store over an engine. Made by `coach.records.team.logins`."""

    damage_notice = ""

    def __init__(
        self,
        engine: Engine,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.engine = engine
        self._sleep = sleep
        self._now = now

    def append(self, rehearsal: str, event: Event, expected: int | None = None) -> None:
        """Add an event, safely on the server's disk when this returns. Raises SaidElsewhere or ForgottenElsewhere."""
        body = EVENT.dump_json(event).decode()
        number: int | None = None

        def add(connection: Connection) -> None:
            nonlocal number
            row = connection.execute(_ONE, {"rehearsal": rehearsal}).one_or_none()
            last = 0 if row is None else row.last
            if number is not None and last >= number and self._is_there(connection, rehearsal, number, body):
                return
            check_expected(last, expected)
            number = last + 1
            now = update_summary(_summary(row) if row else None, rehearsal, event)
            values = {
                "scenario": now.scenario,
                "began": format_moment(now.began),
                "touched": format_moment(now.touched),
                "replies": now.replies,
                "going": now.going,
                "kept": now.kept,
            }
            if row is None:
                connection.execute(rehearsals.insert().values(id=rehearsal, **values))
            else:
                connection.execute(rehearsals.update().where(rehearsals.c.id == rehearsal).values(**values))
            connection.execute(events.insert().values(rehearsal=rehearsal, number=number, body=body))

        self._changing(add)

    def read(self, rehearsal: str, after: int = 0) -> tuple[Event, ...]:
        """Read the events after that number. Raises NotKnown, or RecordsBroken where one cannot be read."""
        query = select(events.c.body).where(events.c.rehearsal == rehearsal).order_by(events.c.number)
        bodies = self._changing(lambda connection: connection.execute(query).scalars().all())
        return read_events(rehearsal, bodies)[after:]

    def summaries(self) -> tuple[Summary, ...]:
        """Every rehearsal of this login, the last touched first."""
        query = select(rehearsals).order_by(rehearsals.c.touched.desc())
        rows = self._changing(lambda connection: connection.execute(query).all())
        return tuple(_summary(row) for row in rows)

    def forget(self, rehearsal: str) -> None:
        """Delete one for good, with what was brought from it. Raises NotKnown."""
        if not self._changing(lambda connection: _delete_rehearsals(connection, rehearsals.c.id == rehearsal)):
            raise unknown_rehearsal_error(rehearsal)

    def forget_all(self) -> int:
        """Delete all of this login's for good, with what was brought from them, and say how many there were."""
        return self._changing(lambda connection: _delete_rehearsals(connection, true()))

    def forget_these(self, which: Collection[str]) -> int:
        """Delete these for good, with what was brought from them, and say how many of them were there."""
        return self._changing(lambda connection: _delete_rehearsals(connection, rehearsals.c.id.in_(which)))

    def clock_says(self) -> datetime | None:
        """The server's time, which is everybody's: a laptop's clock deletes nothing there."""
        if self.engine.dialect.name != "postgresql":
            return None
        asked = select(func.clock_timestamp(type_=DateTime(timezone=True)))
        return self._changing(lambda connection: connection.execute(asked).scalar_one())

    def expire(self, now: datetime) -> int:
        """Delete what has expired, with what was brought from it, and say how many."""
        old = ~rehearsals.c.kept & (rehearsals.c.touched <= format_moment(now - EXPIRES_AFTER))
        return self._changing(lambda connection: _delete_rehearsals(connection, old))

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _is_there(self, connection: Connection, rehearsal: str, number: int, body: str) -> bool:
        query = select(events.c.body).where(events.c.rehearsal == rehearsal, events.c.number == number)
        return connection.execute(query).scalar_one_or_none() == body

    def _changing(self, change: Callable[[Connection], T]) -> T:
        """A transaction, tried again while the server is away. Never a word of what it was given in an error."""
        return retry_while_away(self.engine, change, self._sleep, self._now)


_LAST = select(func.coalesce(func.max(events.c.number), 0)).where(events.c.rehearsal == rehearsals.c.id)
_ONE = select(rehearsals, _LAST.scalar_subquery().label("last")).where(rehearsals.c.id == bindparam("rehearsal"))


def _delete_rehearsals(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete rehearsals, and what was brought from them: without its rehearsal nobody could withdraw it any more."""
    query = select(events.c.body).join(rehearsals, rehearsals.c.id == events.c.rehearsal).where(which)
    said = connection.execute(query.where(events.c.body.contains(BROUGHT_ALONG, autoescape=True))).scalars()
    names = {json.loads(body).get("brought", {}).get("id", "") for body in said}
    if names:
        connection.execute(delete(brought).where(brought.c.id.in_(names)))
    return connection.execute(delete(rehearsals).where(which)).rowcount


def retry_while_away(
    engine: Engine,
    change: Callable[[Connection], T],
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
    patience: float | None = None,
) -> T:
    """Do something in one transaction; while the server is away, wait and try again. Raises RecordsUnwritable.

    `patience`: the seconds to wait at most, where it is another time than `PATIENCE`.
    """
    until, wait, again = now() + (PATIENCE if patience is None else patience), FIRST_WAIT, 0
    while True:
        try:
            with engine.begin() as connection:
                return change(connection)
        except IntegrityError as error:
            if _does_not_hold(error):
                raise plain_error(error) from None
            again += 1  # it may be there already, or somebody wrote the same number: `change` looks first
            if again > TWICE:
                raise plain_error(error) from None
        except DBAPIError as error:
            if not (error.connection_invalidated or _away(error)) or now() >= until:
                raise plain_error(error) from None
        sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)


def _away(error: DBAPIError) -> bool:
    """Whether the server is gone, starting or stopping, or a file is locked for a moment; not whether it said no."""
    said = str(error.orig).lower()
    return not any(words in said for words in _NO) and any(
        words in said
        for words in ("connection", "starting up", "shutting down", "terminating", "locked", "server closed", "refused")
    )


def _does_not_hold(error: IntegrityError) -> bool:
    """Whether the server refused a row for what it is, so that no second try helps."""
    return getattr(error.orig, "sqlstate", "") == CHECK_VIOLATION


_NO = (
    "authentication failed",
    "no password",
    "permission denied",
    "does not exist",
    "too many connections",
    "could not translate host name",
    "certificate",
    "does not support ssl",
    "ssl error",
    "no pg_hba.conf entry",
)
"""What a server says that is there and refuses."""


def plain_error(error: DBAPIError) -> RecordsUnwritable:
    """The database's complaint in a sentence, without anything that it was given."""
    said = str(error.orig).lower()
    if isinstance(error, IntegrityError) and _does_not_hold(error):
        return RecordsUnwritable(
            "The team's store does not take that: it is too long, or not as the coach writes it.",
            "Make it shorter, or update the coach.",
        )
    if isinstance(error, IntegrityError):
        return RecordsUnwritable(
            "That is there already, or speaks of something that is gone.", "Look again.", title="That did not work"
        )
    if "no such table" not in said and ("locked" in said or "full" in said or "readonly" in said or "i/o" in said):
        return RecordsUnwritable(
            "The file of what was handed over cannot be written.", "Free some space, or try again."
        )
    if "authentication failed" in said or "no password" in said:
        return RecordsUnwritable(
            "The team's store does not know that login and password.", "Look at your .pgpass file.", title=NO_WAY_IN
        )
    if "permission denied" in said or "row-level security" in said:
        return RecordsUnwritable(
            "Your login may not do that in the team's store.", "Ask whoever looks after it.", title=NOT_WITH_THIS_LOGIN
        )
    if "does not exist" in said or "no such table" in said:
        return no_access_error()
    return RecordsUnwritable(
        "The team's store cannot be reached.", "Try again in a while. `coach team check` says why."
    )


def no_access_error() -> RecordsUnwritable:
    """Without a right to it, a store looks like an empty one: PostgreSQL does not say which it is."""
    return RecordsUnwritable(
        "The team's store is not set up yet, or your login may not use it.",
        "Ask whoever looks after it: `coach team set-up` and `coach team add-practitioner`.",
        title=NO_WAY_IN,
    )


def _summary(row: Row[Any]) -> Summary:
    return Summary(
        row.id,
        row.scenario,
        parse_moment(row.began) or LONG_AGO,
        parse_moment(row.touched) or LONG_AGO,
        replies=row.replies,
        going=bool(row.going),
        kept=bool(row.kept),
    )


# --- What was handed over in a team's store, or taken in on a supervisor's own machine; and what was said

Known = tuple[frozenset[bytes], set[str]]
"""By what something is known in a damaged copy, and its names among what can be forgotten."""
AroundDeleting = Callable[[Collection[bytes], Collection[str]], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class StoredSubmission:
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
class StoredExercise:
    """An exercise in the store, as the text of its file; to everybody where `reader` is empty."""

    id: str
    author: str
    reader: str
    at: datetime
    body: str


class SubmissionStore:
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
                raise _unknown_error(key)

    def read_submissions(self) -> tuple[StoredSubmission, ...]:
        """Everything that this login may read: what it brought, and what was brought to it. The latest first."""
        rows = self._do(lambda c: c.execute(select(brought).order_by(brought.c.at.desc(), brought.c.id)).all())
        return tuple(
            StoredSubmission(row.id, row.owner, row.reader, _moment(row), row.body, spoilt=_spoilt(row)) for row in rows
        )

    def to_me(self, key: str = "", *, answered: bool = False) -> tuple[StoredSubmission, ...]:
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
            StoredSubmission(row.id, row.owner, row.reader, _moment(row), row.body, row.said or "", _spoilt(row))
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
            values = {"at": format_moment(at), "body": body}
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
            values = {"at": format_moment(at), "body": body}
            same = (given.c.id == key) & (given.c.reader == reader) & (given.c.author == _me(connection))
            if not connection.execute(update(given).where(same).values(**values)).rowcount:
                connection.execute(insert(given).values(id=key, reader=reader, **values))

        self._do(write)

    def read_exercises(self) -> tuple[StoredExercise, ...]:
        """The exercises that this login may read, in order of their names."""
        rows = self._do(lambda c: c.execute(select(given).order_by(given.c.id)).all())
        return tuple(StoredExercise(row.id, row.author, row.reader, _moment(row), row.body) for row in rows)

    def take_away(self, key: str, reader: str = "") -> None:
        """An exercise is no longer given. Raises NotKnown."""

        def write(connection: Connection) -> int:
            same = (given.c.id == key) & (given.c.reader == reader) & (given.c.author == _me(connection))
            return connection.execute(delete(given).where(same)).rowcount

        with self._deleting(lambda connection: _given_known_by(connection, key, reader)):
            if not self._do(write):
                raise _unknown_error(key)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _do(self, change: Callable[[Connection], T]) -> T:
        return retry_while_away(self.engine, change)

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


def _unknown_error(key: str) -> NotKnown:
    shown = shorten_key(key, 40)
    return NotKnown(f"There is nothing called '{shown}' here.", "It may have been withdrawn.")


def _moment(row: Row[Any]) -> datetime:
    """When it was; one row that says no date stops no other."""
    return parse_moment(row.at) or LONG_AGO


def _spoilt(row: Row[Any]) -> str:
    return "" if parse_moment(row.at) else "Its day cannot be read."


def _day(moment: datetime) -> str:
    """The day alone: nobody is told at which hour somebody practised."""
    return format_moment(moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))
