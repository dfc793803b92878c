"""What every event log offers: rehearsals and rooms, in memory, in a file or on a server.

An event log is numbered events from 1, each written once and never changed; everything else is their fold. Several
windows or participants may append at the same time, so an append says what was known when it was decided, and writes
nothing where another was quicker (compare and set). The kinds differ in what is built on that: a rehearsal has one
writer and no listener, so its store appends by the rehearsal's id; a room is listened to, so it is opened as a log of
its own, with a connection for whoever waits.
"""

from typing import Protocol, TypeVar

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
