"""The stores of rehearsals, submissions and contributions in a team's PostgreSQL database.

Whatever is restarted when, nothing answered is lost: an event that may or may not have been written is looked for
before it is written again, because a connection that breaks during a commit does not say which it was.
"""

import json
import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    Row,
    Text,
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
from sqlalchemy.exc import TimeoutError as PoolTimeout

from coach.errors import NotKnown, RecordsUnwritable
from coach.model.events import Began, Event, Replied
from coach.records.event_store import (
    LONG_AGO,
    REPEATS,
    RehearsalsById,
    Summary,
    format_day,
    format_moment,
    leave_out,
    parse_moment,
    parse_rows,
    serialize_event,
    summarize,
    summarize_left,
    taken_rehearsal_error,
    unknown_rehearsal_error,
)
from coach.records.migrations.versions.v3_rooms import PRACTITIONER, SUPERVISOR
from coach.records.paths import EXPIRES_AFTER
from coach.records.submission_store import NO_DAY, StoredExercise, StoredSubmission, unknown_submission_error
from coach.records.team.row_security import is_broken_constraint, plain_error
from coach.records.team.sql_tables import (
    brought,
    drafts,
    events,
    given,
    make_row,
    read_summary,
    rehearsals,
    responses,
)

# --- Rehearsals in a database by its URL: the same store as one person's file, for a team

PATIENCE = 20.0
"""Seconds that a server may be away before the conversation goes on without it."""
FIRST_WAIT, LONGEST_WAIT = 0.05, 1.0
LOOKS_EVERY = 0.5
"""Seconds between two looks for what was added to a rehearsal from elsewhere."""
TWICE = 2
"""How often what the database refuses as a double is looked at again."""
BROUGHT_ALONG = '"event":"brought_along"'
"""What stands in the row of something that was handed over."""
T = TypeVar("T")


class TeamRehearsalStore(RehearsalsById):
    """The store of rehearsals in a team's database. Made by `coach.records.team.logins`."""

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

    def open(self, rehearsal: str) -> "TeamRehearsalLog":
        """Open a rehearsal's log. Raises NotKnown."""
        log = self._log(rehearsal)
        log.require_there()
        return log

    def make(self, rehearsal: str, beginning: Began) -> "TeamRehearsalLog":
        """Make a rehearsal. Raises NotNow where this login has one of that id."""
        body, tried = serialize_event(beginning), False
        values = make_row(summarize(rehearsal, (beginning,)))

        def add(connection: Connection) -> bool:
            nonlocal tried
            if connection.execute(_ONE, {"rehearsal": rehearsal}).one_or_none() is not None:
                return tried and _are_there(connection, rehearsal, 0, [body])
            tried = True
            connection.execute(rehearsals.insert().values(id=rehearsal, **values))
            connection.execute(events.insert().values(rehearsal=rehearsal, number=1, body=body))
            return True

        if not self.run(add):
            raise taken_rehearsal_error()
        return self._log(rehearsal)

    def summaries(self) -> tuple[Summary, ...]:
        """List every rehearsal of this login, the last touched first."""
        query = select(rehearsals).order_by(rehearsals.c.touched.desc())
        rows = self.run(lambda connection: connection.execute(query).all())
        return tuple(read_summary(row) for row in rows)

    def find_scenarios(self) -> frozenset[str]:
        """Find the ids of the scenarios that any rehearsal of this login is of."""
        query = select(rehearsals.c.scenario).distinct()
        return frozenset(self.run(lambda connection: connection.execute(query).scalars().all()))

    def find_repeated(self, which: Collection[str]) -> frozenset[str]:
        """Find the named rehearsals that have several attempts, reading no event of them."""
        repeats = events.c.body.contains(REPEATS, autoescape=True)
        query = select(events.c.rehearsal).where(events.c.rehearsal.in_(which), repeats).distinct()
        return frozenset(self.run(lambda connection: connection.execute(query).scalars().all()))

    def forget(self, rehearsal: str) -> None:
        """Delete a rehearsal and its submissions for good. Raises NotKnown."""
        if not self.run(lambda connection: _delete_rehearsals(connection, rehearsals.c.id == rehearsal)):
            raise unknown_rehearsal_error(rehearsal)

    def forget_all(self) -> int:
        """Delete all rehearsals of this login and their submissions, and return how many there were."""
        return self.run(lambda connection: _delete_rehearsals(connection, true()))

    def forget_these(self, which: Collection[str]) -> int:
        """Delete the named rehearsals and their submissions, and return how many of them there were."""
        return self.run(lambda connection: _delete_rehearsals(connection, rehearsals.c.id.in_(which)))

    def forget_events(self, rehearsal: str, expected: int, numbers: Collection[int]) -> bool:
        """Delete some events of a rehearsal for good; return whether it was done. Raises NotKnown."""
        return self._log(rehearsal).forget_events(expected, numbers)

    def keep_draft(self, rehearsal: str, words: str) -> None:
        """Store what was typed in a rehearsal and not said; empty words delete it. Raises NotKnown."""
        kept = {"words": make_storable(words)}

        def write(connection: Connection) -> None:
            there = drafts.c.rehearsal == make_storable(rehearsal)
            if not words:
                connection.execute(delete(drafts).where(there))
            elif not connection.execute(update(drafts).where(there).values(**kept)).rowcount:
                if connection.execute(_ONE, {"rehearsal": make_storable(rehearsal)}).one_or_none() is None:
                    raise unknown_rehearsal_error(rehearsal)
                connection.execute(insert(drafts).values(rehearsal=make_storable(rehearsal), **kept))

        retry_while_away(self.engine, write, self._sleep, self._now, patience=0)

    def read_draft(self, rehearsal: str) -> str:
        """Read what was typed in a rehearsal and not said; empty for nothing."""
        query = select(drafts.c.words).where(drafts.c.rehearsal == make_storable(rehearsal))

        def find(connection: Connection) -> str:
            return connection.execute(query).scalar_one_or_none() or ""

        return retry_while_away(self.engine, find, self._sleep, self._now, patience=0)

    def clock_says(self) -> datetime | None:
        """Return the server's time: no laptop's clock decides what is deleted there."""
        asked = select(func.clock_timestamp(type_=DateTime(timezone=True)))
        return self.run(lambda connection: connection.execute(asked).scalar_one())

    def expire(self, now: datetime) -> int:
        """Delete this login's expired rehearsals and submissions; return how many rehearsals."""
        old = ~rehearsals.c.kept & (rehearsals.c.touched <= format_moment(now - EXPIRES_AFTER))
        return self.run(lambda connection: _delete_rehearsals(connection, old))

    def close(self) -> None:
        """Close the connections to the database, unless others use them too."""
        close_engine(self.engine)

    def _log(self, rehearsal: str) -> "TeamRehearsalLog":
        return TeamRehearsalLog(rehearsal, self)

    def run(self, change: Callable[[Connection], T]) -> T:
        """Run a transaction, and try again while the server is away. Its errors quote no words."""
        return retry_while_away(self.engine, change, self._sleep, self._now)


class TeamRehearsalLog:
    """The log of a rehearsal in a team's store. Made by `TeamRehearsalStore`.

    It uses the store's connections.
    """

    def __init__(self, rehearsal: str, store: TeamRehearsalStore) -> None:
        """Use the log of a rehearsal in a store, whether or not it is there."""
        self._rehearsal = make_storable(rehearsal)
        self._store = store
        self._closing = threading.Event()

    def read(self, after: int = 0) -> tuple[tuple[int, Event], ...]:
        """Read the events after a number, each with its number.

        Raises:
            NotKnown: This login has no such rehearsal.
            RecordsBroken: An event cannot be read.
        """

        def find(connection: Connection) -> list[tuple[int, str]]:
            rows = _rows_after(connection, self._rehearsal, after)
            if not rows:
                self._require_one(connection)
            return rows

        return parse_rows(self._store.run(find))

    def append(self, expected: int, *events_: Event) -> bool:
        """Append events right after number `expected`, all or none; on the server's disk on return.

        If the connection broke, it is checked whether the events were written before they are written again.
        """
        bodies, tried = [serialize_event(event) for event in events_], False

        def add(connection: Connection) -> bool:
            nonlocal tried
            row = self._require_one(connection)
            if tried and _are_there(connection, self._rehearsal, expected, bodies):
                return True
            tried = True
            if row.last != expected:
                return False
            if bodies:
                values = make_row(summarize(self._rehearsal, events_, read_summary(row)))
                connection.execute(update(rehearsals).where(rehearsals.c.id == self._rehearsal).values(**values))
                # Two who write at once meet here, at the key: the second looks again, and finds another number.
                rows = [
                    {"rehearsal": self._rehearsal, "number": number, "body": body}
                    for number, body in enumerate(bodies, expected + 1)
                ]
                connection.execute(events.insert(), rows)
            if any(isinstance(event, Replied) for event in events_):
                # What was said is no draft any more, whenever the program is killed.
                connection.execute(delete(drafts).where(drafts.c.rehearsal == self._rehearsal))
            return True

        return self._store.run(add)

    def forget_events(self, expected: int, numbers: Collection[int]) -> bool:
        """Delete events by their numbers for good, all or none; return whether it was done.

        If the connection broke, it is checked whether they were deleted before they are deleted again.
        """
        tried: list[tuple[int, str]] = []

        def change(connection: Connection) -> bool:
            row = self._require_one(connection)
            rows = _rows_after(connection, self._rehearsal, 0)
            if tried and rows == tried:
                return True
            if row.last != expected:
                return False
            there = events.c.rehearsal == self._rehearsal
            connection.execute(delete(events).where(there, events.c.number.in_(numbers)))
            connection.execute(delete(drafts).where(drafts.c.rehearsal == self._rehearsal))
            left = leave_out(rows, numbers)
            # Moved and not written anew: what was brought from a rehearsal goes with the row that names it.
            for now, (before, _) in enumerate(left, 1):
                if now != before:
                    connection.execute(update(events).where(there, events.c.number == before).values(number=now))
            tried[:] = [(now, body) for now, (_, body) in enumerate(left, 1)]
            values = make_row(summarize_left(read_summary(row), (event for _, event in parse_rows(tried))))
            connection.execute(update(rehearsals).where(rehearsals.c.id == self._rehearsal).values(**values))
            return True

        return self._store.run(change)

    def wait(self, after: int, seconds: float) -> bool:
        """Wait until there is an event after a number; return whether there is one.

        Rehearsals are not announced on the server, so it is asked now and then.
        """
        until = time.monotonic() + seconds
        while not self._closing.is_set():
            with suppress(RecordsUnwritable):  # away for a moment: looked for again
                try:
                    if retry_while_away(self._store.engine, self._require_one, patience=0).last > after:
                        return True
                except NotKnown:
                    return True
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._closing.wait(min(LOOKS_EVERY, left))
        return False

    def close(self) -> None:
        """End every `wait`."""
        self._closing.set()

    def require_there(self) -> None:
        """Raise NotKnown where there is no such rehearsal of this login."""
        self._store.run(self._require_one)

    def _require_one(self, connection: Connection) -> Row[Any]:
        row = connection.execute(_ONE, {"rehearsal": self._rehearsal}).one_or_none()
        if row is None:
            raise unknown_rehearsal_error(self._rehearsal)
        return row


def make_storable(text: str) -> str:
    """Return a text without NUL, which a server takes nowhere, and a browser may send."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


_LAST = select(func.coalesce(func.max(events.c.number), 0)).where(events.c.rehearsal == rehearsals.c.id)
_ONE = select(rehearsals, _LAST.scalar_subquery().label("last")).where(rehearsals.c.id == bindparam("rehearsal"))


def _rows_after(connection: Connection, rehearsal: str, number: int) -> list[tuple[int, str]]:
    query = select(events.c.number, events.c.body).where(events.c.rehearsal == rehearsal, events.c.number > number)
    return [(row.number, row.body) for row in connection.execute(query.order_by(events.c.number))]


def _are_there(connection: Connection, rehearsal: str, expected: int, bodies: Sequence[str]) -> bool:
    """Return whether exactly these texts follow number `expected`.

    They do if the connection broke only after the commit, and then they must not be written again.
    """
    there = [body for _, body in _rows_after(connection, rehearsal, expected)]
    return there[: len(bodies)] == list(bodies)


def _delete_rehearsals(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete rehearsals and their submissions, and return how many rehearsals there were.

    Without its rehearsal, nobody could withdraw a submission any more.
    """
    query = select(events.c.body).join(rehearsals, rehearsals.c.id == events.c.rehearsal).where(which)
    said = connection.execute(query.where(events.c.body.contains(BROUGHT_ALONG, autoescape=True))).scalars()
    names = {json.loads(body).get("brought", {}).get("id", "") for body in said}
    if names:
        connection.execute(delete(brought).where(brought.c.id.in_(names)))
    return connection.execute(delete(rehearsals).where(which)).rowcount


MEMBER = "coach_member"
"""The option of an engine over a service's connections that names whom its transactions act as."""


def close_engine(engine: Engine) -> None:
    """Close an engine's connections, unless they are a service's, and so of others too."""
    if MEMBER not in engine.get_execution_options():
        engine.dispose()


def retry_while_away(
    engine: Engine,
    change: Callable[[Connection], T],
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
    patience: float | None = None,
) -> T:
    """Run a function in one transaction; while the server is away, wait and try again.

    Args:
        engine: The store.
        change: The function.
        sleep: Waits for some seconds.
        now: Tells the seconds of a clock that never goes back.
        patience: The seconds to wait at most; None for `PATIENCE`.

    Raises:
        RecordsUnwritable: The server stays away, or refuses.
    """
    until, wait, again = now() + (PATIENCE if patience is None else patience), FIRST_WAIT, 0
    while True:
        try:
            with engine.begin() as connection:
                return change(connection)
        except PoolTimeout:
            raise RecordsUnwritable(
                "The team's store has more to do than it can just now.", "Try again in a moment."
            ) from None
        except IntegrityError as error:
            if is_broken_constraint(error):
                raise plain_error(error) from None
            again += 1  # it may be there already, or somebody wrote the same number: `change` looks first
            if again > TWICE:
                raise plain_error(error) from None
        except DBAPIError as error:
            if not (error.connection_invalidated or _is_disconnect(error)) or now() >= until:
                raise plain_error(error) from None
        sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)


def _is_disconnect(error: DBAPIError) -> bool:
    """Return whether an error says that the server is gone, starting or stopping, not refusing."""
    said = str(error.orig).lower()
    return not any(words in said for words in _NO) and any(
        words in said
        for words in ("connection", "starting up", "shutting down", "terminating", "locked", "server closed", "refused")
    )


_NO = (
    "authentication failed",
    "no password",
    "permission denied",
    "does not exist",
    "too many connections",
    "could not translate host name",
    "failed to resolve host",
    "certificate",
    "does not support ssl",
    "ssl error",
    "no pg_hba.conf entry",
    "pg_hba.conf rejects",
    "weak sslmode",
)
"""What a server says that is there and refuses."""


# --- What was handed over in a team's store, and what was said to it


class TeamSubmissionStore:
    """Submissions, reviews and exercises in a team's database.

    It keeps no damaged copies here, and the server itself removes what is deleted.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def me(self) -> str:
        """Return the login that uses the store."""
        return self._do(lambda connection: str(connection.execute(select(_ME)).scalar_one()))

    def readers(self) -> tuple[str, ...]:
        """List the logins of supervisors who can receive submissions."""
        return self._do(lambda connection: tuple(connection.execute(_LOGINS, {"role": SUPERVISOR}).scalars()))

    def people(self) -> tuple[str, ...]:
        """List the logins of practitioners who can be given exercises."""
        return self._do(lambda connection: tuple(connection.execute(_LOGINS, {"role": PRACTITIONER}).scalars()))

    def bring(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Store a submission with its day alone; a second time changes nothing."""

        def write(connection: Connection) -> None:
            there = select(brought.c.body).where(brought.c.id == key)
            if connection.execute(there).scalar_one_or_none() != body:
                connection.execute(insert(brought).values(id=key, reader=reader, at=format_day(at), body=body))

        self._do(write)

    def withdraw(self, key: str) -> None:
        """Delete a submission and its reviews for good. Raises NotKnown."""
        if not self._do(lambda c: c.execute(delete(brought).where(brought.c.id == key)).rowcount):
            raise unknown_submission_error(key)

    def read_submissions(self) -> tuple[StoredSubmission, ...]:
        """Read every submission that this login sent or received, the latest first."""
        rows = self._do(lambda c: c.execute(select(brought).order_by(brought.c.at.desc(), brought.c.id)).all())
        return tuple(
            StoredSubmission(row.id, row.owner, row.reader, _moment(row), row.body, spoilt=_spoilt(row)) for row in rows
        )

    def to_me(self, key: str = "", *, answered: bool = False) -> tuple[StoredSubmission, ...]:
        """Read the submissions that this login received, with its reviews of them; the latest first.

        Args:
            key: The id of a single one; empty for all.
            answered: Whether to return only those that this login has reviewed.
        """

        def find(connection: Connection) -> Sequence[Row[Any]]:
            said = (responses.c.brought == brought.c.id) & (responses.c.author == _ME)
            lying = brought.join(responses, said, isouter=not answered)
            query = select(brought, responses.c.body.label("said")).select_from(lying)
            query = query.where(brought.c.reader == _ME, *((brought.c.id == key,) if key else ()))
            return connection.execute(query.order_by(brought.c.at.desc(), brought.c.id)).all()

        return tuple(
            StoredSubmission(row.id, row.owner, row.reader, _moment(row), row.body, row.said or "", _spoilt(row))
            for row in self._do(find)
        )

    def said_last(self) -> tuple[datetime, str] | None:
        """Return the moment and text of the latest review by this login; None if it wrote none."""

        def find(connection: Connection) -> Row[Any] | None:
            mine = select(responses).where(responses.c.author == _ME)
            return connection.execute(mine.order_by(responses.c.at.desc()).limit(1)).one_or_none()

        row = self._do(find)
        return (_moment(row), row.body) if row else None

    def respond(self, key: str, at: datetime, body: str) -> None:
        """Store this login's review of a submission, replacing its earlier one. Raises RecordsError."""

        def write(connection: Connection) -> None:
            mine = (responses.c.brought == key) & (responses.c.author == _ME)
            values = {"at": format_moment(at), "body": body}
            if not connection.execute(update(responses).where(mine).values(**values)).rowcount:
                connection.execute(insert(responses).values(brought=key, **values))

        self._do(write)

    def take_back(self, key: str) -> None:
        """Delete this login's review of a submission. Raises RecordsError."""
        mine = responses.c.brought == key
        self._do(lambda c: c.execute(delete(responses).where(mine & (responses.c.author == _ME))))

    def responses(self, key: str) -> tuple[str, ...]:
        """Read the reviews of a submission, as far as this login may."""
        query = select(responses.c.body).where(responses.c.brought == key).order_by(responses.c.at)
        return self._do(lambda c: tuple(c.execute(query).scalars()))

    def give(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Give an exercise to everybody or one practitioner, replacing an earlier one of that name."""

        def write(connection: Connection) -> None:
            values = {"at": format_moment(at), "body": body}
            same = (given.c.id == key) & (given.c.reader == reader) & (given.c.author == _ME)
            if not connection.execute(update(given).where(same).values(**values)).rowcount:
                connection.execute(insert(given).values(id=key, reader=reader, **values))

        self._do(write)

    def read_exercises(self) -> tuple[StoredExercise, ...]:
        """Read the exercises that this login may see, in order of their names."""
        rows = self._do(lambda c: c.execute(select(given).order_by(given.c.id)).all())
        return tuple(StoredExercise(row.id, row.author, row.reader, _moment(row), row.body) for row in rows)

    def take_away(self, key: str, reader: str = "") -> None:
        """Delete an exercise that was given. Raises NotKnown."""

        def write(connection: Connection) -> int:
            same = (given.c.id == key) & (given.c.reader == reader) & (given.c.author == _ME)
            return connection.execute(delete(given).where(same)).rowcount

        if not self._do(write):
            raise unknown_submission_error(key)

    def close(self) -> None:
        """Close the connections to the database, unless others use them too."""
        close_engine(self.engine)

    def _do(self, change: Callable[[Connection], T]) -> T:
        return retry_while_away(self.engine, change)


_ME = literal_column("current_user", Text)
"""This login, for the server to fill in."""
_LOGINS = text(
    "SELECT rolname FROM pg_roles WHERE rolcanlogin AND NOT rolsuper "
    "AND pg_has_role(oid, CAST(:role AS name), 'usage') "
    "AND has_database_privilege(oid, current_database(), 'connect') ORDER BY rolname"
)


def _moment(row: Row[Any]) -> datetime:
    """Return when a row was written; a distant past if its date cannot be read."""
    return parse_moment(row.at) or LONG_AGO


def _spoilt(row: Row[Any]) -> str:
    return "" if parse_moment(row.at) else NO_DAY
