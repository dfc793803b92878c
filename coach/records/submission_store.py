"""What was handed over, what was said to it, and exercises: what every store of them offers.

A practitioner's submission lies in the team's store, or in the supervisor's own file where it came as a file. The text
of each is kept as it was written, and never looked into here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from coach.errors import NotKnown, RecordsUnwritable
from coach.records.event_store import format_moment

T = TypeVar("T")
NO_DAY = "Its day cannot be read."


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """Something that lies in the store: what was handed over, as the very text of its file."""

    id: str
    owner: str
    reader: str
    at: datetime
    body: str
    said: str = ""
    """What this login said to it, where it was brought to this login."""
    spoilt: str = ""
    """What of its row cannot be read, in a sentence; something stands in for it then."""


@dataclass(frozen=True, slots=True)
class StoredExercise:
    """An exercise in the store, as the text of its file; to everybody where `reader` is empty."""

    id: str
    author: str
    reader: str
    at: datetime
    body: str


class SubmissionStore(Protocol):
    """Submissions, reviews and exercises. Every method may raise RecordsError."""

    def me(self) -> str:
        """Give this login; empty in a file of one's own."""

    def readers(self) -> tuple[str, ...]:
        """List the logins of supervisors that something can be brought to. A file of one's own has none."""

    def people(self) -> tuple[str, ...]:
        """List the logins of practitioners that an exercise can be given to. A file of one's own has none."""

    def bring(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Hand something over, or take it in. Only its day is kept. Done twice, it is there once."""

    def withdraw(self, key: str) -> None:
        """Take it back for good, with whatever was said to it. Raises NotKnown."""

    def read_submissions(self) -> tuple[StoredSubmission, ...]:
        """Read everything that this login may: what it brought, and what was brought to it. The latest first."""

    def to_me(self, key: str = "", *, answered: bool = False) -> tuple[StoredSubmission, ...]:
        """Read what was brought to this login, with what it said to it; the latest first.

        Args:
            key: The one of that id alone; all of them without it.
            answered: Only what this login said something to.
        """

    def said_last(self) -> tuple[datetime, str] | None:
        """Give the last thing that this login said to anything, and when; None where it said nothing yet."""

    def respond(self, key: str, at: datetime, body: str) -> None:
        """Say something to it; what this login said to it before is replaced."""

    def take_back(self, key: str) -> None:
        """Delete what this login said to something."""

    def responses(self, key: str) -> tuple[str, ...]:
        """Read what was said to it, as far as this login may."""

    def give(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Give an exercise to everybody, or to one reader; what this login gave them by that name is replaced."""

    def read_exercises(self) -> tuple[StoredExercise, ...]:
        """Read the exercises that this login may, in order of their names."""

    def take_away(self, key: str, reader: str = "") -> None:
        """Take an exercise away, so that it is no longer given. Raises NotKnown."""

    def close(self) -> None:
        """Let go of the database."""


def format_day(moment: datetime) -> str:
    """Write the day of a moment alone: nobody is told at which hour a practitioner rehearsed."""
    return format_moment(moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))


def unknown_submission_error(key: str) -> NotKnown:
    """Make the error for an id that nothing has here."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in key[:40])
    return NotKnown(f"There is nothing called '{shown}' here.", "It may have been withdrawn.")


def already_there_error() -> RecordsUnwritable:
    """Make the error for what another thing stands in the way of, or the lack of one."""
    return RecordsUnwritable(
        "That is there already, or speaks of something that is gone.", "Look again.", title="That did not work"
    )
