"""Rehearsals in a database by its URL: the same store as one person's file, for a team.

Whatever is restarted when, nothing answered is lost: an event that may or may not have been written is looked for
before it is written again, because a connection that breaks during a commit does not say which it was.
"""

import json
import time
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, DateTime, Engine, Row, bindparam, delete, func, select, true
from sqlalchemy.exc import DBAPIError, IntegrityError

from coach.errors import RecordsUnwritable
from coach.model.events import Event
from coach.records.kept import (
    EVENT,
    EXPIRES_AFTER,
    LONG_AGO,
    Summary,
    after,
    must_follow,
    read_events,
    read_moment,
    unknown,
    when,
)
from coach.records.team.tables import brought, events, rehearsals

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


class TeamStore:
    """A store over an engine. Made by `coach.records.team.opening`."""

    said = ""

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
            must_follow(last, expected)
            number = last + 1
            now = after(_summary(row) if row else None, rehearsal, event)
            values = {
                "scenario": now.scenario,
                "began": when(now.began),
                "touched": when(now.touched),
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

    def events(self, rehearsal: str) -> tuple[Event, ...]:
        """All events of a rehearsal. Raises NotKnown, or RecordsBroken where one cannot be read."""
        query = select(events.c.body).where(events.c.rehearsal == rehearsal).order_by(events.c.number)
        bodies = self._changing(lambda connection: connection.execute(query).scalars().all())
        return read_events(rehearsal, bodies)

    def summaries(self) -> tuple[Summary, ...]:
        """Every rehearsal of this login, the last touched first."""
        query = select(rehearsals).order_by(rehearsals.c.touched.desc())
        rows = self._changing(lambda connection: connection.execute(query).all())
        return tuple(_summary(row) for row in rows)

    def forget(self, rehearsal: str) -> None:
        """Delete one for good, with what was brought from it. Raises NotKnown."""
        if not self._changing(lambda connection: _gone(connection, rehearsals.c.id == rehearsal)):
            raise unknown(rehearsal)

    def forget_all(self) -> int:
        """Delete all of this login's for good, with what was brought from them, and say how many there were."""
        return self._changing(lambda connection: _gone(connection, true()))

    def forget_these(self, which: Collection[str]) -> int:
        """Delete these for good, with what was brought from them, and say how many of them were there."""
        return self._changing(lambda connection: _gone(connection, rehearsals.c.id.in_(which)))

    def clock_says(self) -> datetime | None:
        """The server's time, which is everybody's: a laptop's clock deletes nothing there."""
        if self.engine.dialect.name != "postgresql":
            return None
        asked = select(func.clock_timestamp(type_=DateTime(timezone=True)))
        return self._changing(lambda connection: connection.execute(asked).scalar_one())

    def expire(self, now: datetime) -> int:
        """Delete what has expired, with what was brought from it, and say how many."""
        old = ~rehearsals.c.kept & (rehearsals.c.touched <= when(now - EXPIRES_AFTER))
        return self._changing(lambda connection: _gone(connection, old))

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _is_there(self, connection: Connection, rehearsal: str, number: int, body: str) -> bool:
        query = select(events.c.body).where(events.c.rehearsal == rehearsal, events.c.number == number)
        return connection.execute(query).scalar_one_or_none() == body

    def _changing(self, change: Callable[[Connection], T]) -> T:
        """A transaction, tried again while the server is away. Never a word of what it was given in an error."""
        return patiently(self.engine, change, self._sleep, self._now)


_LAST = select(func.coalesce(func.max(events.c.number), 0)).where(events.c.rehearsal == rehearsals.c.id)
_ONE = select(rehearsals, _LAST.scalar_subquery().label("last")).where(rehearsals.c.id == bindparam("rehearsal"))


def _gone(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete rehearsals, and what was brought from them: without its rehearsal nobody could withdraw it any more."""
    query = select(events.c.body).join(rehearsals, rehearsals.c.id == events.c.rehearsal).where(which)
    said = connection.execute(query.where(events.c.body.contains(BROUGHT_ALONG, autoescape=True))).scalars()
    names = {json.loads(body).get("brought", {}).get("id", "") for body in said}
    if names:
        connection.execute(delete(brought).where(brought.c.id.in_(names)))
    return connection.execute(delete(rehearsals).where(which)).rowcount


def patiently(
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
                raise said_plainly(error) from None
            again += 1  # it may be there already, or somebody wrote the same number: `change` looks first
            if again > TWICE:
                raise said_plainly(error) from None
        except DBAPIError as error:
            if not (error.connection_invalidated or _away(error)) or now() >= until:
                raise said_plainly(error) from None
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


def said_plainly(error: DBAPIError) -> RecordsUnwritable:
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
        return not_for_you()
    return RecordsUnwritable(
        "The team's store cannot be reached.", "Try again in a while. `coach team check` says why."
    )


def not_for_you() -> RecordsUnwritable:
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
        read_moment(row.began) or LONG_AGO,
        read_moment(row.touched) or LONG_AGO,
        replies=row.replies,
        going=bool(row.going),
        kept=bool(row.kept),
    )
