"""The interface of a store of rehearsals, and a store in memory that ends with the program.

`EventStore` and `EventLog` are what every store of rehearsals or rooms offers; `RehearsalStore` adds what only
rehearsals need. The fold of events into a row of the list is `update_summary`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from pydantic import TypeAdapter

from coach.errors import ForgottenElsewhere, NotKnown, RecordsBroken, SaidElsewhere
from coach.model.characters import shorten_key
from coach.model.events import Began, Ended, Event, Kept, Lost, Replied, SaidAgain, TookBack
from coach.records.paths import EXPIRES_AFTER

# --- What every event log offers: rehearsals and rooms, in memory, in a file or on a server

Summary_co = TypeVar("Summary_co", covariant=True)
Event_ = TypeVar("Event_")


class EventStore(Protocol[Summary_co]):
    """A store of event logs of one kind, rehearsals or rooms.

    Every method may raise RecordsError; no error holds what a person typed.
    """

    @property
    def damage_notice(self) -> str:
        """What was saved and lost when the file was found damaged, in sentences; else empty."""

    def summaries(self) -> tuple[Summary_co, ...]:
        """List every log without a word that was typed, the last touched first."""

    def forget(self, name: str) -> None:
        """Delete a log with everything in it, for good. Raises NotKnown."""

    def close(self) -> None:
        """Close the file or the connection to the server."""


class EventLog(Protocol[Event_]):
    """One event log that can be read, appended to, and waited for.

    Every method may raise RecordsError, and NotKnown once the log was deleted. `wait` may be called in one thread while
    another uses everything else.
    """

    def read(self, after: int = 0) -> tuple[tuple[int, Event_], ...]:
        """Read the events after a number, in order, each with its number. The numbers have no gaps."""

    def append(self, expected: int, *events: Event_) -> bool:
        """Append events right after number `expected`: all are stored, or none.

        Args:
            expected: The number of the last event that the caller has read.
            events: What is appended.

        Returns:
            False if another program appended since.
        """

    def wait(self, after: int, seconds: float) -> bool:
        """Wait until there is an event after a number, or the log is deleted; return whether so.

        A store that cannot be reached just now is waited for as well, without an error.

        Args:
            after: The number of the last event that the caller has read.
            seconds: The longest time to wait.
        """

    def close(self) -> None:
        """Close the log. A `wait` that is going on returns soon."""


# --- What a store of rehearsals offers, and one that keeps nothing beyond this run

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""An event to and from the text of its row."""
UNKNOWN = "not_known_any_more"
"""Stands for the scenario of a rehearsal whose beginning was lost when its file was damaged."""

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""What stands in for a moment that cannot be read."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A rehearsal as it stands in a list of rehearsals: names and times, no words typed."""

    id: str
    scenario: str
    began: datetime
    touched: datetime
    replies: int
    going: bool
    """Not ended by its practitioner, so that it can be gone on with."""
    kept: bool
    goes: datetime | None = None
    """When it goes by itself, where that is another day than its last touch says: after a clock that was wrong."""

    def expires(self) -> datetime | None:
        """Return the moment at which the rehearsal expires and is deleted; None if it is kept."""
        return None if self.kept else self.goes or self.touched + EXPIRES_AFTER


def update_summary(summary: Summary | None, rehearsal: str, event: Event) -> Summary:
    """Return a rehearsal's summary after one more event.

    Args:
        summary: The summary before; None before the first event.
        rehearsal: The rehearsal's id.
        event: The event.

    Raises:
        ValueError: The first event is not a beginning.
    """
    if isinstance(event, Began):
        return Summary(rehearsal, event.scenario, event.at, event.at, replies=0, going=True, kept=False)
    if summary is None:
        raise ValueError("a rehearsal starts with its beginning")
    if isinstance(event, Lost):
        return summary
    summary = replace(summary, touched=event.at)
    match event:
        case Replied():
            return replace(summary, replies=summary.replies + 1)
        case SaidAgain() | TookBack():
            return replace(summary, going=True)
        case Ended():
            return replace(summary, going=False)
        case Kept():
            return replace(summary, kept=event.keep)
        case _:
            return summary


class RehearsalStore(EventStore[Summary], Protocol):
    """The rehearsals of one practitioner, by their ids."""

    def append(self, rehearsal: str, event: Event, expected: int | None = None) -> None:
        """Append an event to a rehearsal; it is safely on disk when this returns.

        Args:
            rehearsal: The rehearsal's id. A beginning makes the rehearsal.
            event: What is appended.
            expected: How many events there must be before it; None to append it whatever is there.

        Raises:
            SaidElsewhere: There are others, because another window added some.
            ForgottenElsewhere: There are none any more.
            NotKnown: There is no such rehearsal, and the event is no beginning.
        """

    def read(self, rehearsal: str, after: int = 0) -> tuple[Event, ...]:
        """Read the events of a rehearsal after a number. Raises NotKnown, or RecordsBroken."""

    def forget_all(self) -> int:
        """Delete all rehearsals for good, and return how many there were."""

    def forget_these(self, which: Collection[str]) -> int:
        """Delete the named rehearsals for good, and return how many of them there were."""

    def clock_says(self) -> datetime | None:
        """Return the time by the store's own clock; None if it has none, and this machine's decides."""


class MemoryRehearsalStore:
    """Rehearsals in memory only: for when nothing can be written to disk, or nothing should be."""

    damage_notice = ""

    def __init__(self, rehearsals: Iterable[tuple[str, tuple[Event, ...]]] = ()) -> None:
        self._events: dict[str, list[Event]] = {}
        self._summaries: dict[str, Summary] = {}
        for rehearsal, events in rehearsals:
            for event in events:
                self.append(rehearsal, event)

    def append(self, rehearsal: str, event: Event, expected: int | None = None) -> None:
        """Append an event.

        Raises SaidElsewhere or ForgottenElsewhere, as `RehearsalStore.append` does.
        """
        check_expected(len(self._events.get(rehearsal, ())), expected)
        self._summaries[rehearsal] = update_summary(self._summaries.get(rehearsal), rehearsal, event)
        self._events.setdefault(rehearsal, []).append(event)

    def read(self, rehearsal: str, after: int = 0) -> tuple[Event, ...]:
        """Read the events of a rehearsal after a number. Raises NotKnown."""
        if rehearsal not in self._events:
            raise unknown_rehearsal_error(rehearsal)
        return tuple(self._events[rehearsal][after:])

    def summaries(self) -> tuple[Summary, ...]:
        """List every rehearsal, the last touched first."""
        return tuple(sorted(self._summaries.values(), key=lambda s: s.touched, reverse=True))

    def forget(self, rehearsal: str) -> None:
        """Delete a rehearsal. Raises NotKnown."""
        if self._events.pop(rehearsal, None) is None:
            raise unknown_rehearsal_error(rehearsal)
        del self._summaries[rehearsal]

    def forget_all(self) -> int:
        """Delete all rehearsals, and return how many there were."""
        count = len(self._events)
        self._events.clear()
        self._summaries.clear()
        return count

    def forget_these(self, which: Collection[str]) -> int:
        """Delete the named rehearsals, and return how many of them there were."""
        there = [rehearsal for rehearsal in which if rehearsal in self._events]
        for rehearsal in there:
            self.forget(rehearsal)
        return len(there)

    def clock_says(self) -> None:
        """Return None: memory has no clock but this machine's."""

    def close(self) -> None:
        """Do nothing: memory holds nothing open."""


def check_expected(there: int, expected: int | None) -> None:
    """Check that a rehearsal has as many events as the program that appends has read.

    Args:
        there: How many there are.
        expected: How many there must be; None for any number.

    Raises:
        SaidElsewhere: there are others.
        ForgottenElsewhere: there are none.
    """
    if expected is None or there == expected:
        return
    raise SaidElsewhere if there else ForgottenElsewhere


def read_events(rehearsal: str, bodies: Sequence[str]) -> tuple[Event, ...]:
    """Parse a rehearsal's events from the texts of their rows.

    Args:
        rehearsal: The rehearsal's id, for the error.
        bodies: The texts, in order.

    Raises:
        NotKnown: There are none.
        RecordsBroken: One of them cannot be read.
    """
    if not bodies:
        raise unknown_rehearsal_error(rehearsal)
    try:
        return tuple(EVENT.validate_json(body) for body in bodies)
    except ValueError:
        # From None: what was typed would be in the chained message.
        raise RecordsBroken(
            "This rehearsal was kept by another version of the coach and cannot be read.",
            "Update the coach; nothing was deleted.",
        ) from None


def format_moment(moment: datetime) -> str:
    """Return a moment as text that sorts as time does: UTC, always to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def parse_moment(said: str) -> datetime | None:
    """Parse a moment from its text; None for a text that is no moment or has no time zone."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def unknown_rehearsal_error(rehearsal: str) -> NotKnown:
    """Make the error that no rehearsal has the given id."""
    shown = shorten_key(rehearsal, 40)
    return NotKnown(f"There is no rehearsal called '{shown}'.", "`coach rehearsals` lists yours.")
