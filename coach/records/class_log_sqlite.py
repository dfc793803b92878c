"""Rooms in one SQLite file, `rooms.db`, used by every process of one host at once.

Rooms have a file of their own because up to thirty processes append to it and read it while a class is on. It has a
rollback journal, like the file of rehearsals, and is as safe on a network drive. (Earlier versions kept a write-ahead
log, which was three times as fast and left what was forgotten in the blocks of the disk; a file that has one is changed
as it is opened.) `synchronous=FULL`: what was answered is on disk when the host is killed or the power goes. What is
forgotten is overwritten, with what it left in the journal and between the rows (`traces`).

No connection may be carried into another process: open the store, or the log, after a fork.
"""

import secrets
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from coach.errors import NotKnown, RecordsBroken, RecordsError, RecordsUnwritable
from coach.model.class_events import RoomEvent, RoomOpened
from coach.model.types import Frozen
from coach.records.class_log import (
    GOES_AFTER,
    RoomStore,
    RoomSummary,
    dump_event,
    forgotten_room_error,
    is_event_text,
    read_rows,
    strip_unstorable,
    taken_code_error,
    unknown_room_error,
)
from coach.records.connection import StoreLabels
from coach.records.damaged_copies import free_name, marks, room_name
from coach.records.event_store import format_moment
from coach.records.expiry import ExpiringKind, Expiry
from coach.records.leftovers import CopyStays, erase_copies_around
from coach.records.paths import Places, write_whole
from coach.records.sqlite_log import SetAside, SqliteLog, StoreFile
from coach.records.tables import ROOM_TABLES

PATIENCE = 10.0
"""Seconds that others may keep the file busy."""
RENEWED = (
    "The file of your rooms was damaged while the room was open. It is set aside, and everything that could be read of "
    "it is in a new one. `coach places` names the damaged file."
)
"""Said where another process found the damage, and knows how much was saved."""
_WORDING = StoreLabels("your rooms", "then open the room again: everything said so far is in it")


def name_damaged_copy(file: Path) -> Path:
    """Return a free name for a damaged file that is set aside, with the time in it."""
    return free_name(file, datetime.now(UTC))


def _open_file(file: Path, set_aside: SetAside, *, check: bool) -> StoreFile:
    """Open the file of rooms. Raises RecordsUnwritable where it cannot be used."""
    return StoreFile(file, _WORDING, set_aside, of_rooms=True, check=check, patience=PATIENCE, renewed_notice=RENEWED)


class SqliteRoomStore:
    """The rooms in one SQLite file.

    A damaged file is set aside and renewed, and `damage_notice` says so.
    """

    def __init__(self, file: Path, new_id: Callable[[], str], set_aside: SetAside = name_damaged_copy) -> None:
        """Open the store.

        Args:
            file: The path.
            new_id: Makes the id of a new room, never the same twice.
            set_aside: Gives the name under which a damaged file is kept.

        Raises:
            RecordsError: The file cannot be used.
        """
        self._file = _open_file(file, set_aside, check=True)
        self._set_aside = set_aside
        self._new_id = new_id
        self.overwritten = 0

    @property
    def damage_notice(self) -> str:
        """What was saved and lost when the file was found damaged, in sentences; else empty."""
        return self._file.damage_notice

    def summaries(self) -> tuple[RoomSummary, ...]:
        """List every room, the last touched first."""
        query = "SELECT code, opened, touched, last FROM rooms ORDER BY touched DESC"
        rows = self._file.run(lambda connection: connection.execute(query).fetchall())
        return tuple(
            RoomSummary(code, datetime.fromisoformat(opened), datetime.fromisoformat(touched), last)
            for code, opened, touched, last in rows
        )

    def open(self, code: str) -> "SqliteRoomLog":
        """Open the log of the room with a code, over its own connection. Raises NotKnown."""
        query = "SELECT id FROM rooms WHERE code = ?"
        row = self._file.run(lambda connection: connection.execute(query, (strip_unstorable(code),)).fetchone())
        if row is None:
            raise unknown_room_error(code)
        return self._open_log(row[0])

    def make(self, code: str, opened: RoomOpened) -> "SqliteRoomLog":
        """Make a room whose first event is its opening. Raises NotNow where the code is taken."""
        room, at = self._new_id(), format_moment(opened.at)

        def write(connection: sqlite3.Connection) -> bool:
            made = "INSERT OR IGNORE INTO rooms (id, code, opened, touched, last) VALUES (?, ?, ?, ?, 1)"
            if not connection.execute(made, (room, code, at, at)).rowcount:
                return False
            connection.execute("INSERT INTO room_events VALUES (?, 1, ?)", (room, dump_event(opened)))
            return True

        def write_or_find(connection: sqlite3.Connection) -> bool:
            return bool(connection.execute("SELECT 1 FROM rooms WHERE id = ?", (room,)).fetchone()) or write(connection)

        if not self._file.run(write, dump_event(opened), write_or_find):
            raise taken_code_error()
        return self._open_log(room)

    def forget(self, code: str) -> None:
        """Delete the room with a code for good. Raises NotKnown."""
        if not self._delete("code = ?", strip_unstorable(code)):
            raise unknown_room_error(code)

    def expire(self, now: datetime) -> int:
        """Delete the rooms that have expired by a moment, and return how many there were."""
        return self._delete("touched <= ?", format_moment(now - GOES_AFTER))

    def close(self) -> None:
        """Close the connection."""
        self._file.close()

    def _open_log(self, room: str) -> "SqliteRoomLog":
        return SqliteRoomLog(room, _open_file(self._file.path, self._set_aside, check=False))

    def _delete(self, which: str, value: str) -> int:
        """Delete rooms for good, with what they leave in the file, its journal and damaged copies.

        Copies that hold words of them are erased first, once everything else in them is saved: so nothing is half
        forgotten.

        Args:
            which: The condition on the table of rooms, in SQL, with one place for a value.
            value: The value.

        Returns:
            How many rooms there were.
        """
        known, rooms = self._marks_of(which, value)
        names = [room_name(room) for room in rooms]
        with erase_copies_around(self._file.path, "rooms", known, names) as reached:
            gone = self._file.delete(ROOM_TABLES.logs, which, value)
        self.overwritten += reached.copies
        return gone

    def _marks_of(self, which: str, value: str) -> tuple[frozenset[bytes], set[str]]:
        """Return the marks by which rooms are recognized in a damaged copy, and the rooms' ids.

        Args:
            which: The condition on the table of rooms, in SQL, with one place for a value.
            value: The value.
        """
        query = f"SELECT room, body FROM room_events JOIN rooms ON rooms.id = room WHERE rooms.{which}"
        rows = self._file.run(lambda connection: connection.execute(query, (value,)).fetchall())
        known = frozenset[bytes]().union(*(marks(room, (body,)) for room, body in rows))
        return known, {room for room, _ in rows}


class SqliteRoomLog(SqliteLog[RoomEvent]):
    """The log of one room in the SQLite file, with its own connection.

    Made by `SqliteRoomStore`.
    """

    tables = ROOM_TABLES

    @property
    def damage_notice(self) -> str:
        """What was saved and lost when the file was found damaged, in sentences; else empty."""
        return self._file.damage_notice

    def append(self, expected: int, *events: RoomEvent, said_by: str = "") -> bool:
        """Append events right after number `expected`, all or none; on disk when this returns.

        The draft is deleted in the same transaction, because each transaction waits five times for the disk. Once a
        damaged file was renewed, the events are looked for in the new one before they are written again.

        Args:
            expected: The number of the last event that the caller has read.
            events: What is appended.
            said_by: The participant whose reply it is.
        """

        def forget_draft(connection: sqlite3.Connection) -> None:
            if said_by:
                connection.execute("DELETE FROM room_drafts WHERE room = ? AND person = ?", (self._name, said_by))

        return self._append(expected, events, forget_draft)

    def draft(self, person: str) -> str:
        """Return what a participant has typed and not sent yet."""
        query = "SELECT words FROM room_drafts WHERE room = ? AND person = ?"

        def read(connection: sqlite3.Connection) -> str:
            self._last(connection)
            row = connection.execute(query, (self._name, person)).fetchone()
            return str(row[0]) if row else ""

        return self._file.run(read)

    def keep_draft(self, person: str, words: str) -> None:
        """Store what a participant has typed so far; empty words delete the draft."""

        def write(connection: sqlite3.Connection) -> None:
            self._last(connection)
            if words:
                kept = "INSERT OR REPLACE INTO room_drafts (room, person, words) VALUES (?, ?, ?)"
                connection.execute(kept, (self._name, person, strip_unstorable(words)))
            else:
                connection.execute("DELETE FROM room_drafts WHERE room = ? AND person = ?", (self._name, person))

        self._file.run(write, strip_unstorable(words), again=write)

    def close(self) -> None:
        """End every `wait`, and close the connections."""
        super().close()
        self._file.close()

    def _after_renewal(
        self, write: Callable[[sqlite3.Connection], bool], expected: int, rows: list[tuple[str, int, str]]
    ) -> Callable[[sqlite3.Connection], bool]:
        def write_or_find(connection: sqlite3.Connection) -> bool:
            query = "SELECT room, number, body FROM room_events WHERE room = ? AND number > ? ORDER BY number LIMIT ?"
            there = connection.execute(query, (self._name, expected, len(rows))).fetchall()
            return there == rows or write(connection)

        return write_or_find

    def _last(self, connection: sqlite3.Connection) -> int:
        row = connection.execute("SELECT last FROM rooms WHERE id = ?", (self._name,)).fetchone()
        if row is None:
            raise forgotten_room_error()
        return int(row[0])

    def _touch(self, connection: sqlite3.Connection, last: int, events: Sequence[RoomEvent]) -> None:
        touched = "UPDATE rooms SET last = ?, touched = max(touched, ?) WHERE id = ?"
        connection.execute(touched, (last, format_moment(events[-1].at), self._name))

    def _dump(self, event: RoomEvent) -> str:
        return dump_event(event)

    def _parse(self, rows: list[tuple[int, str]]) -> tuple[tuple[int, RoomEvent], ...]:
        return read_rows(rows)

    def _are_sound(self, rows: list[tuple[int, str]]) -> bool:
        try:
            read_rows(rows)
        except RecordsBroken:
            return all(is_event_text(body) for _, body in rows)
        return True


# --- Opening the store of rooms: the user's own file, or the team's store; and expiring rooms

ROOMS = ExpiringKind("room", "rooms", GOES_AFTER, "seven days", can_be_kept=False)


def open_room_store(where: Places, url: str = "") -> RoomStore:
    """Open the rooms in the user's own file, or in the team's store at `url`.

    Raises RecordsError.

    Each process opens its own, after a fork.

    Args:
        where: The user's folders.
        url: The address of the team's store; empty for the user's own file.
    """
    new_id = lambda: secrets.token_hex(16)  # noqa: E731  # no seed: whoever guessed an id could listen for a room
    if not url:
        return SqliteRoomStore(where.rooms, new_id)
    from coach.records.team.logins import check_version, open_url
    from coach.records.team.room_store import TeamRoomStore

    engine = open_url(url)
    try:
        check_version(engine)
    except RecordsError:
        engine.dispose()
        raise
    return TeamRoomStore(engine, new_id)


def expire_rooms(shelf: RoomStore, where: Places, clock: Callable[[], datetime], url: str = "") -> str:
    """Delete the rooms that nobody touched for seven days, and say what went and what will go.

    In a team's store the server's clock decides. In the user's own file it is this machine's clock, which may be wrong
    for a day: so a room is only deleted after it was found expired on two days.

    Args:
        shelf: The store of rooms.
        where: The user's folders.
        clock: Tells the time.
        url: The address of the team's store; empty for the user's own file.

    Returns:
        Sentences for the trainer; empty if nothing went and nothing is to go.

    Raises:
        RecordsError: A room cannot be deleted.
    """
    if url:
        return ROOMS.describe_expired(shelf.expire(clock()))
    expiry = Expiry(where.expiry("rooms"), clock, ROOMS)
    # The file that remembers what was found expired is never to hold a code by which a room can be entered.
    codes = {blake2b(room.code.encode(), digest_size=12).hexdigest(): room for room in shelf.summaries()}
    over = expiry.find_due({key: room.touched for key, room in codes.items()})
    gone = 0
    for key in over:
        with suppress(NotKnown, CopyStays):  # another process was quicker; or both stay until the next time
            shelf.forget(codes[key].code)
            gone += 1
    expiry.note_expired(gone)
    expiry.mark_announced()
    return expiry.sentences()


# --- Values in small files of the user's own data folder: a ticket, a number for a quarter

M = TypeVar("M", bound=Frozen)


def write_value(file: Path, value: Frozen) -> None:
    """Write a value to a file as JSON. Raises RecordsUnwritable."""
    try:
        write_whole(file, value.model_dump_json(indent=2) + "\n")
    except OSError as error:
        raise RecordsUnwritable(
            f"It could not be kept: {(error.strerror or 'no access').lower()}.", "Nothing was handed over or shown."
        ) from None


def read_value(file: Path, model: type[M], what: str) -> M | None:
    """Read a value from a JSON file; None if there is no file.

    Args:
        file: The path.
        model: The class of the value.
        what: What the file is called in an error's sentence.

    Raises:
        RecordsError: The file is there and cannot be read.
    """
    try:
        return model.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        # From None: nothing of the file belongs in a message.
        raise RecordsError(f"{what} cannot be read.", f"It stays as it is, in {file}.") from None
