"""The interface of every store of submissions, reviews and exercises."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from coach.errors import NotKnown, RecordsUnwritable

NO_DAY = "Its day cannot be read."


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission in the store, as the text of its file, with its owner, reader and day.

    `said` is the text of its review, where that was asked for.
    """

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
    """An exercise in the store, as the text of its file; for everybody if `reader` is empty."""

    id: str
    author: str
    reader: str
    at: datetime
    body: str


class SubmissionStore(Protocol):
    """A store of submissions, reviews and exercises. Every method may raise RecordsError."""

    def me(self) -> str:
        """Return the login that uses the store; empty in the user's own file."""

    def readers(self) -> tuple[str, ...]:
        """List the logins of supervisors who can receive submissions. A user's own file has none."""

    def people(self) -> tuple[str, ...]:
        """List the logins of practitioners who can be given exercises. A user's own file has none."""

    def bring(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Store a submission; a second time changes nothing.

        Args:
            key: The submission's id.
            reader: The supervisor's login.
            at: When; only the day is stored.
            body: The text of its file.
        """

    def withdraw(self, key: str) -> None:
        """Delete a submission and its reviews for good. Raises NotKnown."""

    def read_submissions(self) -> tuple[StoredSubmission, ...]:
        """Read every submission that this login sent or received, the latest first."""

    def to_me(self, key: str = "", *, answered: bool = False) -> tuple[StoredSubmission, ...]:
        """Read the submissions that this login received, with its reviews of them; the latest first.

        Args:
            key: The id of a single one; empty for all.
            answered: Whether to return only those that this login has reviewed.
        """

    def said_last(self) -> tuple[datetime, str] | None:
        """Return the moment and text of the latest review by this login; None if it wrote none."""

    def respond(self, key: str, at: datetime, body: str) -> None:
        """Store this login's review of a submission, replacing its earlier one."""

    def take_back(self, key: str) -> None:
        """Delete this login's review of a submission."""

    def responses(self, key: str) -> tuple[str, ...]:
        """Read the reviews of a submission, as far as this login may."""

    def give(self, key: str, reader: str, at: datetime, body: str) -> None:
        """Give an exercise, replacing the one that this login gave under that name before.

        Args:
            key: The exercise's id.
            reader: The practitioner's login; empty for everybody.
            at: When.
            body: The text of its file.
        """

    def read_exercises(self) -> tuple[StoredExercise, ...]:
        """Read the exercises that this login may see, in order of their names."""

    def take_away(self, key: str, reader: str = "") -> None:
        """Delete an exercise that was given. Raises NotKnown."""

    def close(self) -> None:
        """Close the database."""


def unknown_submission_error(key: str) -> NotKnown:
    """Make the error that no submission has an id, with the id made safe to show."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in key[:40])
    return NotKnown(f"There is nothing called '{shown}' here.", "It may have been withdrawn.")


def already_there_error() -> RecordsUnwritable:
    """Make the error that a row collides with another, or refers to one that is missing."""
    return RecordsUnwritable(
        "That is there already, or speaks of something that is gone.", "Look again.", title="That did not work"
    )
