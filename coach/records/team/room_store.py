"""Rooms in a team's store, for several hosts at once, announced by PostgreSQL's NOTIFY.

Rows of counts for the partnership are here as well: a login reaches them too through the database's functions alone.

A login opens a room by its code, once; from then on the database's functions let it read that room and add to it what
its own people do, and change nothing in it (`coach.records.team.row_security`). An announcement carries nothing, and
its channel is the room's random id, which only those inside know. A log holds two connections: one waits, one writes.

No engine may be carried into another process: make it after a fork.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar, cast

import psycopg
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError

from coach.errors import NotKnown, NotNow, RecordsUnwritable
from coach.model.class_events import RoomEvent, RoomOpened
from coach.records.class_log import (
    GOES_AFTER,
    RoomSummary,
    dump_event,
    forgotten_room_error,
    read_rows,
    strip_unstorable,
    taken_code_error,
    unknown_room_error,
)
from coach.records.contributions import ContributionRow, sort_rows, unknown_row_error
from coach.records.event_store import LONG_AGO, format_moment, parse_moment
from coach.records.migrations.versions.v3_rooms import PARTNERSHIP
from coach.records.team.row_security import MOST_GIVEN
from coach.records.team.sql_tables import contributions, room_drafts
from coach.records.team.store import retry_while_away

T = TypeVar("T")
LISTENS_FOR = 0.2
"""Seconds for which a wait listens before it looks whether the log was closed."""
AGAIN_AFTER = 0.5
"""Seconds between two tries to reach a server that is away."""


class TeamRoomStore:
    """The rooms in a team's store that this login made or was let into."""

    damage_notice = ""

    def __init__(self, engine: Engine, new_id: Callable[[], str]) -> None:
        """Use the rooms of a team's store.

        Args:
            engine: The store.
            new_id: Makes the id of a new room: random, at least 16 letters and digits.
        """
        self._engine = engine
        self._new_id = new_id

    def summaries(self) -> tuple[RoomSummary, ...]:
        """List the rooms of this login, the last touched first."""
        rows = retry_while_away(self._engine, lambda connection: connection.execute(_ROOMS).all())
        return tuple(
            RoomSummary(row.code, parse_moment(row.opened) or LONG_AGO, parse_moment(row.touched) or LONG_AGO, row.last)
            for row in rows
        )

    def open(self, code: str) -> "TeamRoomLog":
        """Open the log of the room with a code. Raises NotKnown.

        The first time, the server waits half a second before it answers, so that codes cannot be guessed.
        """
        code = strip_unstorable(code)
        row = self._find(code)
        # Only the first time is the door asked, which is slow on purpose; a login that is inside finds the room at
        # once.
        if row is None and self._call("room_enter", code):
            row = self._find(code)
        if row is None:
            raise unknown_room_error(code)
        return TeamRoomLog(self._engine, row)

    def make(self, code: str, opened: RoomOpened) -> "TeamRoomLog":
        """Make a room whose first event is its opening. Raises NotNow where the code is taken."""
        room, at = self._new_id(), format_moment(opened.at)

        def write(connection: Connection) -> bool:
            if connection.execute(_LAST, {"room": room}).scalar_one_or_none():
                return True  # made, and the connection broke before that was said
            made = select(func.room_make(room, strip_unstorable(code), at, dump_event(opened)))
            return bool(connection.execute(made).scalar_one())

        if not retry_while_away(self._engine, write):
            raise taken_code_error()
        return TeamRoomLog(self._engine, room)

    def forget(self, code: str) -> None:
        """Delete a room that this login made, for good.

        Raises:
            NotKnown: There is no such room.
            RecordsUnwritable: Another login made it.
        """

        def write(connection: Connection) -> bool:
            room = connection.execute(_BY_CODE, {"its_code": strip_unstorable(code)}).scalar_one_or_none()
            gone = connection.execute(select(func.room_forget(room))).scalar_one() if room else None
            if gone is False:
                raise RecordsUnwritable("A room is deleted by whoever opened it.", "It goes by itself after a week.")
            return bool(gone)

        if not retry_while_away(self._engine, write):
            raise unknown_room_error(code)

    def expire(self, now: datetime) -> int:
        """Delete the expired rooms of all logins, and return how many there were.

        The server looks at its own clock as well.
        """
        return int(self._call("room_expire", format_moment(now - GOES_AFTER)))

    def close(self) -> None:
        """Close the connections to the server, once every log is closed too."""
        self._engine.dispose()

    def _find(self, code: str) -> str | None:
        return retry_while_away(self._engine, lambda c: c.execute(_BY_CODE, {"its_code": code}).scalar_one_or_none())

    def _call(self, function: str, given: str) -> int:
        call = select(getattr(func, function)(given))
        return retry_while_away(self._engine, lambda connection: int(connection.execute(call).scalar_one()))


class TeamRoomLog:
    """The log of one room in a team's store. Made by `TeamRoomStore`."""

    damage_notice = ""

    def __init__(self, engine: Engine, room: str) -> None:
        self._engine = engine
        self._room = room
        self._listening: Connection | None = None
        self._waiting = threading.Lock()
        self._closing = threading.Event()

    def read(self, after: int = 0) -> tuple[tuple[int, RoomEvent], ...]:
        """Read the events after a number, each with its number."""

        def read(connection: Connection) -> list[tuple[int, str]]:
            rows = [(row.number, row.body) for row in connection.execute(_READ, {"room": self._room, "later": after})]
            # No rows is the usual answer to a look for news, and also that of a deleted room: which of both is asked
            # then.
            if not rows:
                self._last(connection)
            return rows

        # A row that another login spoilt must not keep everybody out of the room.
        return read_rows(self._do(read), stand_in=True)

    def append(self, expected: int, *events: RoomEvent, said_by: str = "") -> bool:  # noqa: ARG002  # see below
        """Append events right after number `expected`, all or none; on the server's disk on return.

        The screen deletes the draft: a server has no slow journal, for which one transaction would help. If the
        connection broke, it is checked whether the events were written before they are written again.
        """
        bodies = [dump_event(event) for event in events]
        tried = False

        def write(connection: Connection) -> bool:
            nonlocal tried
            if not bodies:
                return self._last(connection) == expected
            if tried and self._are_there(connection, expected, bodies):
                return True
            tried = True
            # Two who write at once meet there: the second waits, finds another number, and writes nothing.
            added = connection.execute(_APPEND, {"room": self._room, "expected": expected, "bodies": bodies})
            written = added.scalar_one_or_none()
            if written is None:
                raise forgotten_room_error()
            return bool(written)

        return self._do(write)

    def wait(self, after: int, seconds: float) -> bool:
        """Wait until there is an event after a number; return whether there is one."""
        until = time.monotonic() + seconds
        with self._waiting:
            while not self._closing.is_set():
                left = until - time.monotonic()
                try:
                    listening = self._listening or self._listen()
                    # Looked at after listening has begun: an event between the look and the listening would be waited
                    # for in vain.
                    if self._last(listening) > after:
                        return True
                    if left <= 0:
                        return False
                    # In short turns, because `close` from another thread cannot interrupt the driver.
                    self._listen_for(listening, min(LISTENS_FOR, left))
                except NotKnown:
                    return True
                except (DBAPIError, psycopg.Error):
                    self._stop_listening()
                    if left <= 0:
                        return False
                    self._closing.wait(min(AGAIN_AFTER, left))
        return False

    def draft(self, person: str) -> str:
        """Return what a participant has typed with this login and not sent yet."""
        query = select(room_drafts.c.words).where(self._draft_of(person))

        def read(connection: Connection) -> str:
            self._last(connection)
            return connection.execute(query).scalar_one_or_none() or ""

        return self._do(read)

    def keep_draft(self, person: str, words: str) -> None:
        """Store what a participant has typed so far; empty words delete the draft."""

        def write(connection: Connection) -> None:
            self._last(connection)
            if not words:
                connection.execute(delete(room_drafts).where(self._draft_of(person)))
                return
            values = {"words": strip_unstorable(words)}
            # Update, then insert: the key is an index over hashes (`HIDDEN_KEYS`), and no plain one for ON CONFLICT.
            if not connection.execute(update(room_drafts).where(self._draft_of(person)).values(**values)).rowcount:
                connection.execute(insert(room_drafts).values(room=self._room, person=person, **values))

        self._do(write)

    def close(self) -> None:
        """Close the connection that waits; the store closes the other."""
        self._closing.set()
        with self._waiting:
            self._stop_listening()

    def _listen(self) -> Connection:
        """Make the connection that hears the room's announcements.

        It is taken out of the pool, so that no other code is given a connection that hears this room.
        """
        # Within a transaction, PostgreSQL would hold announcements back until its end.
        self._listening = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._listening.detach()
        self._listening.execute(text(f'LISTEN "{self._room}"'))
        return self._listening

    def _listen_for(self, listening: Connection, seconds: float) -> None:
        """Return at the first announcement, or after so many seconds."""
        driver = cast("psycopg.Connection[Any]", listening.connection.dbapi_connection)  # psycopg's own, by our URL
        for _ in driver.notifies(timeout=seconds, stop_after=1):
            pass

    def _stop_listening(self) -> None:
        if self._listening is not None:
            with suppress(DBAPIError, psycopg.Error):  # it may be broken, which is why it is let go
                self._listening.close()
            self._listening = None

    def _last(self, connection: Connection) -> int:
        """Return the number of the room's last event. Raises NotKnown where the room was deleted."""
        last = connection.execute(_LAST, {"room": self._room}).scalar_one_or_none()
        if last is None:
            raise forgotten_room_error()
        return int(last)

    def _are_there(self, connection: Connection, expected: int, bodies: list[str]) -> bool:
        there = connection.execute(_READ, {"room": self._room, "later": expected})
        # Others may have appended since, so only the beginning is compared.
        return [row.body for row in there][: len(bodies)] == bodies

    def _draft_of(self, person: str) -> ColumnElement[bool]:
        return (room_drafts.c.room == self._room) & (room_drafts.c.person == person)

    def _do(self, change: Callable[[Connection], T]) -> T:
        return retry_while_away(self._engine, change)


_ROOMS = text("SELECT code, opened, touched, last FROM rooms_of_mine()")
_BY_CODE = select(func.room_find(bindparam("its_code", type_=Text)))
_LAST = select(func.room_last(bindparam("room", type_=Text)))
_READ = text("SELECT number, body FROM room_read(:room, :later)")
_APPEND = select(
    func.room_append(
        bindparam("room", type_=Text), bindparam("expected", type_=Integer), bindparam("bodies", type_=ARRAY(Text))
    )
)


# --- Rows of counts: no login stands beside a row


class TeamContributions:
    """Contributed rows of counts in a team's database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, key: str, quarter: str, contributor: str, body: str) -> None:
        """Store a row.

        Raises:
            NotNow: Another row has that key, or this login has given as much as it may.
        """
        given = select(func.contribute(key, quarter, contributor, body))
        match self._do(lambda connection: str(connection.execute(given).scalar_one())):
            case "given":
                return
            case "taken":
                raise NotNow("A row with that key was given already.", "Begin again with `coach contribute`.")
            case "closed":
                raise NotNow("The team's store takes counts of the quarter that is going on, and of no other.")
            case "another":
                raise NotNow(
                    "Your login gave counts this quarter already, from another computer or another folder.",
                    "Give from that one: each person counts once. A new quarter begins anew.",
                )
            case _:
                raise NotNow(
                    f"Your login gave {MOST_GIVEN} rows of counts this quarter, and that is the most it can give.",
                    "They count as one person's, however many they are.",
                )

    def withdraw(self, key: str) -> None:
        """Delete a row. Raises NotKnown."""
        if not self._do(lambda c: c.execute(select(func.withdraw_contribution(key))).scalar_one()):
            raise unknown_row_error()

    def of(self, quarter: str) -> tuple[ContributionRow, ...]:
        """Return every row of a quarter. Raises RecordsUnwritable for a login that may not publish."""

        def read(connection: Connection) -> tuple[ContributionRow, ...]:
            _may_publish(connection)
            rows = connection.execute(select(contributions).where(contributions.c.quarter == quarter))
            return sort_rows(ContributionRow(row.key, row.quarter, row.contributor, row.body) for row in rows)

        return self._do(read)

    def quarters(self) -> tuple[str, ...]:
        """List the quarters that have rows.

        Raises RecordsUnwritable for a login that may not publish.
        """

        def read(connection: Connection) -> tuple[str, ...]:
            _may_publish(connection)
            query = select(contributions.c.quarter).distinct().order_by(contributions.c.quarter)
            return tuple(connection.execute(query).scalars())

        return self._do(read)

    def close(self) -> None:
        """Close the connections to the server."""
        self._engine.dispose()

    def _do(self, change: Callable[[Connection], T]) -> T:
        return retry_while_away(self._engine, change)


def _may_publish(connection: Connection) -> None:
    """Refuse a login that may not publish.

    The server would answer it with no rows, as if nothing had been contributed.
    """
    if not connection.execute(select(func.pg_has_role(PARTNERSHIP, "usage"))).scalar_one():
        raise RecordsUnwritable(
            "Your login may not read what was contributed in the team's store.",
            "Whoever looks after it runs `coach team add-partnership LOGIN`.",
        )
