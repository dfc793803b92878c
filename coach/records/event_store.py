"""What a store of rehearsals offers, and one that keeps nothing beyond this run."""

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
    """All the event logs of one kind. Every method may raise RecordsError; none puts what was typed into an error."""

    @property
    def damage_notice(self) -> str:
        """What happened to what is kept, in sentences, where its file was damaged; else nothing."""

    def summaries(self) -> tuple[Summary_co, ...]:
        """List every log without a word that was typed, the last touched first."""

    def forget(self, name: str) -> None:
        """Delete a log with everything in it, for good. Raises NotKnown."""

    def close(self) -> None:
        """Let go of the file or the server."""


class EventLog(Protocol[Event_]):
    """One event log that is listened to. Every method may raise RecordsError, and NotKnown once it was forgotten.

    `wait` may be called in one thread while another uses everything else.
    """

    def read(self, after: int = 0) -> tuple[tuple[int, Event_], ...]:
        """Read what happened after that number, in order, each event with its number. The numbers have no gaps."""

    def append(self, expected: int, *events: Event_) -> bool:
        """Add events right after number `expected`: all, safely kept when this returns True, or none.

        Args:
            expected: The number of the last event that is known.
            events: What is added.

        Returns:
            False where another appended since.
        """

    def wait(self, after: int, seconds: float) -> bool:
        """Return True as soon as there is something after that number (or the log is gone), else False after so long.

        A store that cannot be reached just now is waited for as well, without an error.
        """

    def close(self) -> None:
        """Let go of it. A `wait` that is going on returns soon."""


# --- What a store of rehearsals offers, and one that keeps nothing beyond this run

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""An event to and from the text of its row."""
UNKNOWN = "not_known_any_more"
"""Stands for the scenario of a rehearsal whose beginning was lost when its file was damaged."""

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""What stands in for a moment that cannot be read."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One rehearsal in a list: no words of anybody's."""

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
        """When it goes by itself; None if it is kept."""
        return None if self.kept else self.goes or self.touched + EXPIRES_AFTER


def update_summary(summary: Summary | None, rehearsal: str, event: Event) -> Summary:
    """The summary once an event is added. Raises ValueError if the first event is not a beginning."""
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
        """Add an event, safely on disk when this returns.

        Args:
            rehearsal: The rehearsal's id. A beginning makes it.
            event: What is added.
            expected: How many events there must be before it; None to add it whatever is there.

        Raises:
            SaidElsewhere: There are others, because another window added some.
            ForgottenElsewhere: There are none any more.
            NotKnown: There is no such rehearsal, and the event is no beginning.
        """

    def read(self, rehearsal: str, after: int = 0) -> tuple[Event, ...]:
        """Read the events of a rehearsal after that number. Raises NotKnown, or RecordsBroken."""

    def forget_all(self) -> int:
        """Delete all for good, and say how many there were."""

    def forget_these(self, which: Collection[str]) -> int:
        """Delete these for good, and say how many of them were there."""

    def clock_says(self) -> datetime | None:
        """Say what time it is by the store's own clock; None where it has none, and this machine's decides."""


class MemoryRehearsalStore:
    """Rehearsals kept only while the program runs: for when nothing can be written, or nothing should be."""

    damage_notice = ""

    def __init__(self, rehearsals: Iterable[tuple[str, tuple[Event, ...]]] = ()) -> None:
        self._events: dict[str, list[Event]] = {}
        self._summaries: dict[str, Summary] = {}
        for rehearsal, events in rehearsals:
            for event in events:
                self.append(rehearsal, event)

    def append(self, rehearsal: str, event: Event, expected: int | None = None) -> None:
        """Add an event."""
        check_expected(len(self._events.get(rehearsal, ())), expected)
        self._summaries[rehearsal] = update_summary(self._summaries.get(rehearsal), rehearsal, event)
        self._events.setdefault(rehearsal, []).append(event)

    def read(self, rehearsal: str, after: int = 0) -> tuple[Event, ...]:
        """Read the events of a rehearsal after that number."""
        if rehearsal not in self._events:
            raise unknown_rehearsal_error(rehearsal)
        return tuple(self._events[rehearsal][after:])

    def summaries(self) -> tuple[Summary, ...]:
        """Every rehearsal, the last touched first."""
        return tuple(sorted(self._summaries.values(), key=lambda s: s.touched, reverse=True))

    def forget(self, rehearsal: str) -> None:
        """Delete one."""
        if self._events.pop(rehearsal, None) is None:
            raise unknown_rehearsal_error(rehearsal)
        del self._summaries[rehearsal]

    def forget_all(self) -> int:
        """Delete all."""
        count = len(self._events)
        self._events.clear()
        self._summaries.clear()
        return count

    def forget_these(self, which: Collection[str]) -> int:
        """Delete these."""
        there = [rehearsal for rehearsal in which if rehearsal in self._events]
        for rehearsal in there:
            self.forget(rehearsal)
        return len(there)

    def clock_says(self) -> None:
        """None: there is no other clock."""

    def close(self) -> None:
        """Nothing to let go of."""


def check_expected(there: int, expected: int | None) -> None:
    """Raise SaidElsewhere or ForgottenElsewhere where there are not as many events as whoever adds one has read."""
    if expected is None or there == expected:
        return
    raise SaidElsewhere if there else ForgottenElsewhere


def read_events(rehearsal: str, bodies: Sequence[str]) -> tuple[Event, ...]:
    """A rehearsal's events from the rows they are kept in. Raises NotKnown for none, or RecordsBroken."""
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
    """A moment as text that sorts as time does: UTC, always to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def parse_moment(said: str) -> datetime | None:
    """A moment from its text; None for what is none, or says no time zone."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def unknown_rehearsal_error(rehearsal: str) -> NotKnown:
    """No rehearsal has that id."""
    shown = shorten_key(rehearsal, 40)
    return NotKnown(f"There is no rehearsal called '{shown}'.", "`coach rehearsals` lists yours.")
