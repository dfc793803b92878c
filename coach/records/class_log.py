"""What a room's log offers, and one that lives only as long as the program.

A log is the room's one truth: numbered events from 1, each written once. Several people's programs append at the same
time, so whoever appends says up to which number they have read: where somebody was quicker, nothing is written, and
they take in what is new and decide again.
"""

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pydantic import TypeAdapter

from coach.errors import NotKnown, NotNow, RecordsBroken
from coach.model.characters import shorten_key
from coach.model.class_events import Left, RoomEvent, RoomOpened
from coach.records.event_store import LONG_AGO, EventLog, EventStore

GOES_AFTER = timedelta(days=7)
"""A room's log goes by itself this long after its last event."""


class RoomLog(EventLog[RoomEvent], Protocol):
    """One room, and what each participant has typed and not said."""

    @property
    def damage_notice(self) -> str:
        """What happened to the rooms, in sentences, where their file was damaged meanwhile; else nothing."""

    def append(self, expected: int, *events: RoomEvent, said_by: str = "") -> bool:
        """Add events right after number `expected`, as every log does.

        Args:
            expected: The number of the last event that is known.
            events: What is added.
            said_by: The person who said it, whose draft it was. A file forgets that draft in the same transaction.

        Returns:
            False where another participant appended since.
        """

    def draft(self, person: str) -> str:
        """Give what that person had typed and not said; empty for nothing."""

    def keep_draft(self, person: str, words: str) -> None:
        """Keep what a person has typed so far; empty words forget it."""


@dataclass(frozen=True, slots=True)
class RoomSummary:
    """One room in a list: no word of anybody's."""

    code: str
    opened: datetime
    touched: datetime
    events: int
    """The number of its last event."""

    def goes(self) -> datetime:
        """When it goes by itself."""
        return self.touched + GOES_AFTER


class RoomStore(EventStore[RoomSummary], Protocol):
    """Rooms by their codes: those that are open to the login that asks."""

    def open(self, code: str) -> RoomLog:
        """Open the log of the room with that code, which the caller closes. Raises NotKnown."""

    def make(self, code: str, opened: RoomOpened) -> RoomLog:
        """Make a room, whose first event is its opening. Raises NotNow where the code is taken."""

    def expire(self, now: datetime) -> int:
        """Delete the rooms in which nothing happened for seven days, and say how many."""


class MemoryRoomLog:
    """A room kept only while the program runs: one laptop handed round, and tests. Any thread may use it."""

    damage_notice = ""

    def __init__(self, *events: RoomEvent) -> None:
        self._events: list[RoomEvent] = list(events)
        self._drafts: dict[str, str] = {}
        self._changed = threading.Condition()
        self._gone = False
        self._closings = 0

    def read(self, after: int = 0) -> tuple[tuple[int, RoomEvent], ...]:
        """What happened after that number."""
        with self._changed:
            self._still_here()
            return tuple(enumerate(self._events[after:], after + 1))

    def append(self, expected: int, *events: RoomEvent, said_by: str = "") -> bool:
        """Add events right after number `expected`, all or none."""
        with self._changed:
            self._still_here()
            if expected != len(self._events):
                return False
            self._events.extend(events)
            self._drafts.pop(said_by, None)
            self._changed.notify_all()
            return True

    def wait(self, after: int, seconds: float) -> bool:
        """Until something comes after that number."""
        with self._changed:
            before = self._closings
            self._changed.wait_for(lambda: self._news(after) or self._closings != before, seconds)
            return self._news(after)

    def draft(self, person: str) -> str:
        """What that person had typed."""
        with self._changed:
            self._still_here()
            return self._drafts.get(person, "")

    def keep_draft(self, person: str, words: str) -> None:
        """Keep it."""
        with self._changed:
            self._still_here()
            self._drafts[person] = words

    def close(self) -> None:
        """Let whoever waits go on. Others may hold the same log, so it stays as it is."""
        with self._changed:
            self._closings += 1
            self._changed.notify_all()

    def forget(self) -> None:
        """The room is deleted under whoever still has it open."""
        with self._changed:
            self._gone = True
            self._events.clear()
            self._drafts.clear()
            self._changed.notify_all()

    def _news(self, after: int) -> bool:
        return self._gone or len(self._events) > after

    def _still_here(self) -> None:
        if self._gone:
            raise forgotten_room_error()


class MemoryRoomStore:
    """Rooms kept only while the program runs. `open` gives the one log of a room, not one each."""

    damage_notice = ""

    def __init__(self) -> None:
        self._logs: dict[str, MemoryRoomLog] = {}

    def summaries(self) -> tuple[RoomSummary, ...]:
        """Every room, the last touched first."""
        found = [_summarize(code, log.read()) for code, log in self._logs.items()]
        return tuple(sorted(found, key=lambda each: each.touched, reverse=True))

    def open(self, code: str) -> MemoryRoomLog:
        """The room with that code."""
        if code not in self._logs:
            raise unknown_room_error(code)
        return self._logs[code]

    def make(self, code: str, opened: RoomOpened) -> MemoryRoomLog:
        """A new room."""
        if code in self._logs:
            raise taken_code_error()
        self._logs[code] = MemoryRoomLog(opened)
        return self._logs[code]

    def forget(self, code: str) -> None:
        """Delete one."""
        self.open(code).forget()
        del self._logs[code]

    def expire(self, now: datetime) -> int:
        """Delete what has expired."""
        gone = [each.code for each in self.summaries() if each.goes() <= now]
        for code in gone:
            self.forget(code)
        return len(gone)

    def close(self) -> None:
        """Nothing to let go of."""


def _summarize(code: str, events: tuple[tuple[int, RoomEvent], ...]) -> RoomSummary:
    moments = [event.at for _, event in events]
    return RoomSummary(code, moments[0], moments[-1], len(moments))


def unknown_room_error(code: str) -> NotKnown:
    """No room has that code."""
    shown = shorten_key(code, 20)
    return NotKnown(f"There is no room with the code '{shown}'.", "Look at the code again, or ask your trainer.")


def forgotten_room_error() -> NotKnown:
    """The room was deleted while somebody was in it."""
    return NotKnown("This room is closed, and what was in it is gone.", "Your trainer can open another.")


def taken_code_error() -> NotNow:
    """Another room has that code."""
    return NotNow("A room with that code is there already.", "Take another code.")


# --- A room's events to and from the text of their rows, and what a person typed as text that any store t

NOBODY = "unreadable"
"""Who does what nobody can read: a person that no room has, so that it changes nothing."""
_EVENT: TypeAdapter[RoomEvent] = TypeAdapter(RoomEvent)


def dump_event(event: RoomEvent) -> str:
    """The text of its row."""
    return _EVENT.dump_json(event).decode()


def read_rows(rows: Iterable[tuple[int, str]], *, stand_in: bool = False) -> tuple[tuple[int, RoomEvent], ...]:
    """Events from their rows, each with its number. Raises RecordsBroken, without a word of what is in them.

    `stand_in`: where several people's logins write to one room, a row that nobody can read stops no other: an event
    that changes nothing stands in its place.
    """
    found: list[tuple[int, RoomEvent]] = []
    for number, body in rows:
        try:
            found.append((number, _EVENT.validate_json(body)))
        except ValueError:
            if not stand_in:
                # From None: what was said would be in the chained message.
                raise RecordsBroken(
                    "This room was kept by another version of the coach and cannot be read.",
                    "Update the coach; nothing was deleted.",
                ) from None
            found.append((number, Left(at=found[-1][1].at if found else LONG_AGO, by=NOBODY)))
    return tuple(found)


def is_event_text(body: str) -> bool:
    """Whether a row's text has the shape in which every version of the coach writes events."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and isinstance(said.get("event"), str)


def parse_event(body: str) -> RoomEvent | None:
    """The event that stands in the text of a row; none where there is no text, or it cannot be read."""
    try:
        return _EVENT.validate_json(body)
    except ValueError:
        return None


def strip_unstorable(words: str) -> str:
    """What was typed, without the halves of characters and the zeros that a database refuses."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()
