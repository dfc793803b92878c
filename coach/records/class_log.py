"""The interface of a room's event log, and a log in memory that ends with the program.

Several people's programs append at the same time, so a program that appends says up to which number it has read: if
another was quicker, nothing is written, and it reads the new events and decides again.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pydantic import TypeAdapter

from coach.errors import NotKnown, NotNow, RecordsBroken
from coach.model.characters import shorten_key
from coach.model.class_events import Left, RoomEvent, RoomOpened
from coach.records.event_store import LONG_AGO, EventLog, EventStore, MemoryLog

GOES_AFTER = timedelta(days=7)
"""A room's log goes by itself this long after its last event."""


class RoomLog(EventLog[RoomEvent], Protocol):
    """The event log of one room, with each participant's draft: words typed and not sent yet."""

    @property
    def damage_notice(self) -> str:
        """What was saved and lost when the file of rooms was found damaged, in sentences; or empty."""

    def append(self, expected: int, *events: RoomEvent, said_by: str = "") -> bool:
        """Append events right after number `expected`, all or none.

        Args:
            expected: The number of the last event that the caller has read.
            events: What is appended.
            said_by: The participant whose reply it is. A file deletes their draft in the same transaction.

        Returns:
            False if another participant's program appended since; then nothing is written.
        """

    def draft(self, person: str) -> str:
        """Return what a participant has typed and not sent yet; empty for nothing."""

    def keep_draft(self, person: str, words: str) -> None:
        """Store what a participant has typed so far; empty words delete the stored draft.

        Args:
            person: The participant's id.
            words: What they have typed.
        """


@dataclass(frozen=True, slots=True)
class RoomSummary:
    """A room in a list of rooms: its code, times and number of events, and no words typed in it."""

    code: str
    opened: datetime
    touched: datetime
    events: int
    """The number of its last event."""

    def goes(self) -> datetime:
        """Return the moment at which the room expires and is deleted."""
        return self.touched + GOES_AFTER


class RoomStore(EventStore[RoomSummary, RoomEvent, RoomOpened], Protocol):
    """Rooms by their codes, limited to those that the asking login may open."""

    def open(self, code: str) -> RoomLog:
        """Open the log of the room with a code; the caller closes it. Raises NotKnown."""

    def make(self, code: str, opened: RoomOpened) -> RoomLog:
        """Make a room whose first event is its opening. Raises NotNow where the code is taken."""

    def expire(self, now: datetime) -> int:
        """Delete the rooms in which nothing happened for seven days, and return how many there were."""


class MemoryRoomLog(MemoryLog[RoomEvent]):
    """A room's log in memory, for one laptop handed round and for tests. Safe in any thread."""

    def __init__(self, *events: RoomEvent) -> None:
        super().__init__(*events)
        self._drafts: dict[str, str] = {}

    def append(self, expected: int, *events: RoomEvent, said_by: str = "") -> bool:
        """Append events right after number `expected`, all or none; return whether it was done.

        Args:
            expected: The number of the last event that the caller has read.
            events: What is appended.
            said_by: The participant whose reply it is; their draft is deleted.
        """
        with self._changed:
            if not super().append(expected, *events):
                return False
            self._drafts.pop(said_by, None)
            return True

    def draft(self, person: str) -> str:
        """Return what a participant has typed and not sent yet."""
        with self._changed:
            self._require_there()
            return self._drafts.get(person, "")

    def keep_draft(self, person: str, words: str) -> None:
        """Store what a participant has typed so far."""
        with self._changed:
            self._require_there()
            self._drafts[person] = words

    def forget(self) -> None:
        """Delete the room's events and drafts; every holder of the log then gets NotKnown."""
        with self._changed:
            super().forget()
            self._drafts.clear()

    def _gone_error(self) -> NotKnown:
        return forgotten_room_error()


class MemoryRoomStore:
    """Rooms in memory, for tests. `open` returns the same log object to every caller."""

    damage_notice = ""

    def __init__(self) -> None:
        self._logs: dict[str, MemoryRoomLog] = {}

    def summaries(self) -> tuple[RoomSummary, ...]:
        """List every room, the last touched first."""
        summaries = [_summarize(code, log.read()) for code, log in self._logs.items()]
        return tuple(sorted(summaries, key=lambda summary: summary.touched, reverse=True))

    def open(self, code: str) -> MemoryRoomLog:
        """Return the log of the room with a code. Raises NotKnown."""
        if code not in self._logs:
            raise unknown_room_error(code)
        return self._logs[code]

    def make(self, code: str, opened: RoomOpened) -> MemoryRoomLog:
        """Make a room. Raises NotNow where the code is taken."""
        if code in self._logs:
            raise taken_code_error()
        self._logs[code] = MemoryRoomLog(opened)
        return self._logs[code]

    def forget(self, code: str) -> None:
        """Delete the room with a code. Raises NotKnown."""
        self.open(code).forget()
        del self._logs[code]

    def expire(self, now: datetime) -> int:
        """Delete the rooms that have expired by a moment, and return how many there were."""
        gone = [summary.code for summary in self.summaries() if summary.goes() <= now]
        for code in gone:
            self.forget(code)
        return len(gone)

    def close(self) -> None:
        """Do nothing: a store in memory holds nothing open."""


def _summarize(code: str, events: tuple[tuple[int, RoomEvent], ...]) -> RoomSummary:
    moments = [event.at for _, event in events]
    return RoomSummary(code, moments[0], moments[-1], len(moments))


def unknown_room_error(code: str) -> NotKnown:
    """Make the error that no room has a code, with the code made safe to show."""
    shown = shorten_key(code, 20)
    return NotKnown(f"There is no room with the code '{shown}'.", "Look at the code again, or ask your trainer.")


def forgotten_room_error() -> NotKnown:
    """Make the error that the room was deleted while a participant was in it."""
    return NotKnown("This room is closed, and what was in it is gone.", "Your trainer can open another.")


def taken_code_error() -> NotNow:
    """Make the error that another room has the code already."""
    return NotNow("A room with that code is there already.", "Take another code.")


# --- A room's events to and from the text of their rows, and what a person typed as text that any store t

NOBODY = "unreadable"
"""Who does what nobody can read: a person that no room has, so that it changes nothing."""
_EVENT: TypeAdapter[RoomEvent] = TypeAdapter(RoomEvent)


def dump_event(event: RoomEvent) -> str:
    """Return a room's event as the JSON text of its row."""
    return _EVENT.dump_json(event).decode()


def read_rows(rows: Iterable[tuple[int, str]], *, stand_in: bool = False) -> tuple[tuple[int, RoomEvent], ...]:
    """Parse a room's events from their rows, each with its number.

    Args:
        rows: The number and the text of each row.
        stand_in: Whether an unreadable row is replaced by an event that changes nothing. In a team's store many logins
            write to one room, and a row that one of them spoilt must not stop the others.

    Raises:
        RecordsBroken: A row cannot be read. The message holds no word of it.
    """
    numbered: list[tuple[int, RoomEvent]] = []
    for number, body in rows:
        try:
            numbered.append((number, _EVENT.validate_json(body)))
        except ValueError:
            if not stand_in:
                # From None: what was said would be in the chained message.
                raise RecordsBroken(
                    "This room was kept by another version of the coach and cannot be read.",
                    "Update the coach; nothing was deleted.",
                ) from None
            numbered.append((number, Left(at=numbered[-1][1].at if numbered else LONG_AGO, by=NOBODY)))
    return tuple(numbered)


def is_event_text(body: str) -> bool:
    """Return whether a row's text has the shape in which all versions of the coach write events."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and isinstance(said.get("event"), str)


def parse_event(body: str) -> RoomEvent | None:
    """Parse a room's event from the text of a row; None for an empty or unreadable text."""
    try:
        return _EVENT.validate_json(body)
    except ValueError:
        return None


def strip_unstorable(words: str) -> str:
    """Remove what a database refuses from a text: unpaired surrogates, and the zero character."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()
