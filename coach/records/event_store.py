"""The interface of event logs and their stores, and implementations in memory.

A log is the one truth of a rehearsal or a room: numbered events from 1, each written once. `EventLog` and `EventStore`
are the same for both, in memory, in a file and on a server; `RehearsalStore` adds what only rehearsals need: to forget
an attempt and keep those before it, for one. The fold of events into a row of the list is `update_summary`.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Generic, Protocol, TypeVar, runtime_checkable

from pydantic import TypeAdapter

from coach.errors import ForgottenElsewhere, NotKnown, NotNow, RecordsBroken, SaidElsewhere
from coach.model.characters import shorten_key
from coach.model.events import Began, Ended, Event, Kept, Lost, Replied, SaidAgain, TookBack
from coach.records.paths import EXPIRES_AFTER
from coach.records.submission_store import SubmissionStore

# --- What every event log offers: rehearsals and rooms, in memory, in a file or on a server

Event_ = TypeVar("Event_")
Summary_co = TypeVar("Summary_co", covariant=True)
Beginning_contra = TypeVar("Beginning_contra", contravariant=True)


class EventLog(Protocol[Event_]):
    """An event log that can be read, appended to, and waited for.

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


class EventStore(Protocol[Summary_co, Event_, Beginning_contra]):
    """A store of event logs of one kind, rehearsals or rooms.

    Every method may raise RecordsError; no error holds what a person typed.
    """

    @property
    def damage_notice(self) -> str:
        """What was saved and lost when the file was found damaged, in sentences; else empty."""

    def summaries(self) -> tuple[Summary_co, ...]:
        """List every log without a word that was typed, the last touched first."""

    def open(self, name: str) -> EventLog[Event_]:
        """Open a log, which the caller closes. Raises NotKnown."""

    def make(self, name: str, beginning: Beginning_contra) -> EventLog[Event_]:
        """Make a log with its first event. Raises NotNow where another log has the name."""

    def forget(self, name: str) -> None:
        """Delete a log with everything in it, for good. Raises NotKnown."""

    def close(self) -> None:
        """Close the file or the connection to the server."""


class MemoryLog(Generic[Event_]):
    """An event log in memory. Safe in any thread."""

    damage_notice = ""

    def __init__(self, *events: Event_) -> None:
        self._events: list[Event_] = list(events)
        self._changed = threading.Condition()
        self._gone = False
        self._closings = 0

    def read(self, after: int = 0) -> tuple[tuple[int, Event_], ...]:
        """Read the events after a number, each with its number."""
        with self._changed:
            self._require_there()
            return tuple(enumerate(self._events[after:], after + 1))

    def append(self, expected: int, *events: Event_) -> bool:
        """Append events right after number `expected`, all or none; return whether it was done."""
        with self._changed:
            self._require_there()
            if expected != len(self._events):
                return False
            self._events.extend(events)
            self._changed.notify_all()
            return True

    def wait(self, after: int, seconds: float) -> bool:
        """Wait until there is an event after a number; return whether there is one.

        Args:
            after: The number of the last event that the caller has read.
            seconds: The longest time to wait.
        """
        with self._changed:
            before = self._closings
            self._changed.wait_for(lambda: self._has_news(after) or self._closings != before, seconds)
            return self._has_news(after)

    def close(self) -> None:
        """End every `wait` that is going on; the log stays, because other holders may use it."""
        with self._changed:
            self._closings += 1
            self._changed.notify_all()

    def forget(self) -> None:
        """Delete the events; every holder of the log then gets NotKnown."""
        with self._changed:
            self._gone = True
            self._events.clear()
            self._changed.notify_all()

    def _has_news(self, after: int) -> bool:
        return self._gone or len(self._events) > after

    def _require_there(self) -> None:
        if self._gone:
            raise self._gone_error()

    def _gone_error(self) -> NotKnown:
        return NotKnown("It is gone.")


# --- What a store of rehearsals offers, and one that keeps nothing beyond this run

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""An event from the text of its row."""
UNKNOWN = "not_known_any_more"
"""Stands for the scenario of a rehearsal whose beginning was lost when its file was damaged."""

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""What stands in for a moment that cannot be read."""


REPEATS = '"event":"said_again"'
"""Stands in the row of an event that begins an attempt anew, and in no other: quotes that were typed are escaped."""


def serialize_event(event: Event) -> str:
    """Return a rehearsal's event as the JSON text of its row."""
    return EVENT.dump_json(event).decode()


@dataclass(frozen=True, slots=True)
class Summary:
    """A rehearsal in a list of rehearsals: its scenario, its times, how many replies.

    None of their words.
    """

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
        case SaidAgain():
            # The replies are those of the attempt that opens: the ones before the line that is said again belong to it.
            return replace(summary, going=True, replies=event.reply - 1)
        case TookBack():
            return replace(summary, going=True, replies=summary.replies - bool(event.was_said))
        case Ended():
            return replace(summary, going=False)
        case Kept():
            return replace(summary, kept=event.keep)
        case _:
            return summary


def count_attempt_replies(rehearsal: str, events: Iterable[Event]) -> tuple[int, ...]:
    """Count the replies of each attempt, those before the line that is said again among them.

    Args:
        rehearsal: The rehearsal's id.
        events: All its events.
    """
    summary, earlier = None, []
    for event in events:
        if summary is None and not isinstance(event, Began):
            continue  # its beginning was lost
        if isinstance(event, SaidAgain) and summary is not None:
            earlier.append(summary.replies)
        summary = update_summary(summary, rehearsal, event)
    return (*earlier, summary.replies) if summary else ()


class RehearsalStore(EventStore[Summary, Event, Began], Protocol):
    """A store of a practitioner's rehearsals by their ids; see also `RehearsalsById`."""

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
            RecordsRenewed: The file was damaged and is replaced: the event may be in the new one or not.
        """

    def read(self, rehearsal: str, after: int = 0) -> tuple[Event, ...]:
        """Read the events of a rehearsal after a number. Raises NotKnown, or RecordsBroken."""

    def find_scenarios(self) -> frozenset[str]:
        """Find the ids of the scenarios that any rehearsal is of."""

    def find_repeated(self, which: Collection[str]) -> frozenset[str]:
        """Find the named rehearsals that have several attempts."""

    def forget_all(self) -> int:
        """Delete all rehearsals for good, and return how many there were."""

    def forget_these(self, which: Collection[str]) -> int:
        """Delete the named rehearsals for good, and return how many of them there were."""

    def forget_events(self, rehearsal: str, expected: int, numbers: Collection[int]) -> bool:
        """Delete some events of a rehearsal for good, all or none; those after them move up.

        The day of its last touch stays.

        Args:
            rehearsal: The rehearsal's id.
            expected: The number of the last event that the caller has read.
            numbers: Of the events; never the first one's.

        Returns:
            False if another program appended since.

        Raises:
            NotKnown: There is no such rehearsal.
        """

    def clock_says(self) -> datetime | None:
        """Return the time by the store's own clock; None if it has none, and this machine's decides."""


@runtime_checkable
class DraftStore(Protocol):
    """Interface of a store that keeps drafts itself, each with its rehearsal.

    It deletes a draft in the same transaction that stores a reply.
    """

    def keep_draft(self, rehearsal: str, words: str) -> None:
        """Store what was typed in a rehearsal and not said; empty words delete it.

        It waits for no store that is away.

        Args:
            rehearsal: The id of the rehearsal.
            words: The words, which passed the gates.

        Raises:
            NotKnown: There is no such rehearsal.
            RecordsUnwritable: The store is away, or refuses.
        """

    def read_draft(self, rehearsal: str) -> str:
        """Read what was typed and not said; empty for nothing. Raises RecordsUnwritable."""


class StoreAccess(Protocol):
    """A way into a team's store for one person, where it is not the store's address."""

    name: str
    """What tells it from others', such as the person's login."""

    def open_rehearsals(self) -> RehearsalStore:
        """Open the person's rehearsals. Raises RecordsError."""

    def open_submissions(self) -> SubmissionStore:
        """Open what the person brought and was brought. Raises RecordsError."""

    def look(self) -> None:
        """Check without waiting that the store works. Raises RecordsError."""


class RehearsalRecords(Protocol):
    """Interface of the store a rehearsal writes to; `ResilientStore` fulfils it."""

    @property
    def notice(self) -> str:
        """The sentence on what went wrong with the store; empty if nothing did."""

    @property
    def not_kept(self) -> str:
        """The sentence that words are only held in memory; empty if they are stored."""

    @property
    def store(self) -> RehearsalStore:
        """The store of rehearsals in use: the real one, or one in memory."""

    def append(self, rehearsal: str, so_far: tuple[Event, ...], event: Event) -> None:
        """Store an event of a rehearsal. Raises SaidElsewhere if another window added one before."""

    def forget(self, rehearsal: str) -> object:
        """Delete a rehearsal for good. Raises NotKnown."""

    def forget_events(self, rehearsal: str, so_far: tuple[Event, ...], numbers: Collection[int]) -> None:
        """Delete some events of a rehearsal for good.

        Raises:
            SaidElsewhere: Another window added one.
        """

    def keep_draft(self, rehearsal: str, words: str) -> None:
        """Store what was typed and not sent; empty words delete it."""

    def read_draft(self, rehearsal: str) -> str:
        """Read what was typed and not sent; empty for nothing."""


class RehearsalsById(ABC):
    """The methods of a store that append to a rehearsal and read one by its id, over its log."""

    def append(self, rehearsal: str, event: Event, expected: int | None = None) -> None:
        """Append an event; it is stored when this returns. See `RehearsalStore.append`."""
        if isinstance(event, Began) and not expected:
            try:
                self.make(rehearsal, event).close()
            except NotNow:
                if expected is not None:
                    raise SaidElsewhere from None
            else:
                return
        try:
            log = self._log(rehearsal)
            if expected is not None:
                if not log.append(expected, event):
                    raise SaidElsewhere
                return
            while not log.append(len(log.read()), event):
                pass  # another appended meanwhile
        except NotKnown:
            if expected:
                raise ForgottenElsewhere from None
            raise

    def read(self, rehearsal: str, after: int = 0) -> tuple[Event, ...]:
        """Read the events of a rehearsal after a number.

        Raises:
            NotKnown: There is no such rehearsal.
            RecordsBroken: A newer coach wrote an event.
        """
        return tuple(event for _, event in self._log(rehearsal).read(after))

    @abstractmethod
    def make(self, name: str, beginning: Began) -> EventLog[Event]:
        """Make a rehearsal with its first event. Raises NotNow where there is one of that id."""

    @abstractmethod
    def _log(self, rehearsal: str) -> EventLog[Event]:
        """Return a rehearsal's log without checking that it exists.

        Reading and appending check that.

        Nobody closes it: only a log that was waited on holds anything open.
        """


class MemoryRehearsalLog(MemoryLog[Event]):
    """A rehearsal's log in memory, with its summary."""

    def __init__(self, rehearsal: str, *events: Event) -> None:
        super().__init__(*events)
        self._rehearsal = rehearsal
        self.summary = summarize(rehearsal, events)

    def append(self, expected: int, *events: Event) -> bool:
        """Append events right after number `expected`, all or none; return whether it was done."""
        with self._changed:
            if not super().append(expected, *events):
                return False
            self.summary = summarize(self._rehearsal, events, self.summary)
            return True

    def forget_events(self, expected: int, numbers: Collection[int]) -> bool:
        """Delete events by their numbers, all or none; return whether it was done."""
        with self._changed:
            self._require_there()
            if expected != len(self._events):
                return False
            self._events = leave_out(self._events, numbers)
            self.summary = summarize_left(self.summary, self._events)
            self._changed.notify_all()
            return True

    def _gone_error(self) -> NotKnown:
        return unknown_rehearsal_error(self._rehearsal)


class MemoryRehearsalStore(RehearsalsById):
    """Rehearsals in memory only: for when nothing can be written to disk, or nothing should be."""

    damage_notice = ""

    def __init__(self, rehearsals: Iterable[tuple[str, tuple[Event, ...]]] = ()) -> None:
        self._logs = {rehearsal: MemoryRehearsalLog(rehearsal, *events) for rehearsal, events in rehearsals}

    def open(self, rehearsal: str) -> MemoryRehearsalLog:
        """Return the log of a rehearsal, the same object to every caller. Raises NotKnown."""
        return self._log(rehearsal)

    def make(self, rehearsal: str, beginning: Began) -> MemoryRehearsalLog:
        """Make a rehearsal. Raises NotNow where there is one of that id."""
        if rehearsal in self._logs:
            raise taken_rehearsal_error()
        self._logs[rehearsal] = MemoryRehearsalLog(rehearsal, beginning)
        return self._logs[rehearsal]

    def summaries(self) -> tuple[Summary, ...]:
        """List every rehearsal, the last touched first."""
        return tuple(sorted((log.summary for log in self._logs.values()), key=lambda s: s.touched, reverse=True))

    def find_scenarios(self) -> frozenset[str]:
        """Find the ids of the scenarios that any rehearsal is of."""
        return frozenset(log.summary.scenario for log in self._logs.values())

    def find_repeated(self, which: Collection[str]) -> frozenset[str]:
        """Find the named rehearsals that have several attempts."""
        there = [rehearsal for rehearsal in which if rehearsal in self._logs]
        return frozenset(name for name in there if any(isinstance(event, SaidAgain) for event in self.read(name)))

    def forget(self, rehearsal: str) -> None:
        """Delete a rehearsal. Raises NotKnown."""
        self._log(rehearsal).forget()
        del self._logs[rehearsal]

    def forget_all(self) -> int:
        """Delete all rehearsals, and return how many there were."""
        return self.forget_these(tuple(self._logs))

    def forget_these(self, which: Collection[str]) -> int:
        """Delete the named rehearsals, and return how many of them there were."""
        there = [rehearsal for rehearsal in which if rehearsal in self._logs]
        for rehearsal in there:
            self.forget(rehearsal)
        return len(there)

    def forget_events(self, rehearsal: str, expected: int, numbers: Collection[int]) -> bool:
        """Delete some events of a rehearsal; return whether it was done. Raises NotKnown."""
        return self._log(rehearsal).forget_events(expected, numbers)

    def clock_says(self) -> None:
        """Return None: memory has no clock but this machine's."""

    def close(self) -> None:
        """Do nothing: memory holds nothing open."""

    def _log(self, rehearsal: str) -> MemoryRehearsalLog:
        if rehearsal not in self._logs:
            raise unknown_rehearsal_error(rehearsal)
        return self._logs[rehearsal]


def leave_out(events: Iterable[Event_], numbers: Collection[int]) -> list[Event_]:
    """Return events without those of some numbers, which count from 1."""
    return [event for number, event in enumerate(events, 1) if number not in numbers]


def summarize(rehearsal: str, events: Iterable[Event], summary: Summary | None = None) -> Summary:
    """Fold events into the summary of a rehearsal.

    Args:
        rehearsal: The rehearsal's id.
        events: What was appended, in order.
        summary: The summary before them; None for a new rehearsal.

    Raises:
        ValueError: The first event is not a beginning.
    """
    for event in events:
        summary = update_summary(summary, rehearsal, event)
    if summary is None:
        raise ValueError("a rehearsal starts with its beginning")
    return summary


def summarize_left(before: Summary, events: Iterable[Event]) -> Summary:
    """Make the summary of a rehearsal of which some events were deleted; its last touch stays.

    Args:
        before: The summary with them.
        events: Those that are left.
    """
    summary = None
    for event in events:
        if summary is not None or isinstance(event, Began):  # else its beginning was lost
            summary = update_summary(summary, before.id, event)
    return replace(summary, touched=before.touched) if summary else before


def parse_rows(rows: Iterable[tuple[int, str]]) -> tuple[tuple[int, Event], ...]:
    """Parse a rehearsal's events from their rows, each with its number. Raises RecordsBroken."""
    try:
        return tuple((number, EVENT.validate_json(body)) for number, body in rows)
    except ValueError:
        # From None: what was typed would be in the chained message.
        raise RecordsBroken(
            "This rehearsal was kept by another version of the coach and cannot be read.",
            "Update the coach; nothing was deleted.",
        ) from None


def format_moment(moment: datetime) -> str:
    """Return a moment as text that sorts as time does: UTC, always to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def format_day(moment: datetime) -> str:
    """Return a moment's day as text: a supervisor is never told at which hour a rehearsal was."""
    return format_moment(moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))


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


def taken_rehearsal_error() -> NotNow:
    """Make the error that another rehearsal has the given id."""
    return NotNow("A rehearsal with that id is there already.")
