"""What a practitioner brought from a rehearsal, each with what came back to it.

`list_outcomes` is where a reader begins; a tab of the debrief and a page in a browser show what it returns.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from coach.debrief.report import VerdictMark
from coach.model.events import BroughtAlong, Replied
from coach.model.rubric import Rubric
from coach.model.submission import OwnWords, Review, Submission
from coach.practice.rehearsal import Rehearsal
from coach.rehearsal.state import Attempt
from coach.supervision.reflection import find_last_review, list_earlier_answers, list_questions
from coach.supervision.submissions import describe_view


class LookState(Enum):
    """The state of looking for reviews: no team's store, looking, looked, or the store is away."""

    NO_STORE = "no store"
    LOOKING = "looking"
    LOOKED = "looked"
    AWAY = "away"
    """The store could not be reached, so nothing is known."""


@dataclass(frozen=True, slots=True)
class SubmissionOutcome:
    """A submission from this rehearsal, with its review if one came back.

    `attempt` is the attempt that its lines are from; 0 where that cannot be told.
    """

    event: BroughtAlong
    response: Review | None
    attempt: int
    rubric: Rubric
    """What it was read by."""
    marks: tuple[VerdictMark, ...] = ()
    questions: tuple[OwnWords, ...] = ()
    """The questions that came back, each with the practitioner's answer; empty where there is none yet."""
    earlier: tuple[OwnWords, ...] = ()
    """What the practitioner wrote to questions that the last review asks no more."""
    stranded: bool = False
    """Whether its supervisor has left the team's store, so that nobody can read it."""

    @property
    def withdrawn(self) -> bool:
        """Whether the submission is withdrawn; its review belongs to the practitioner, and stays."""
        return self.event.withdrawn

    @property
    def brought(self) -> Submission:
        """The submission as it was handed over."""
        return self.event.brought

    @property
    def answers(self) -> tuple[OwnWords, ...]:
        """The questions that came back, now and before, each with the practitioner's answer."""
        return (*self.questions, *self.earlier)

    def mark(self, reply: int, criterion: str) -> VerdictMark | None:
        """Return the coach's note that a supervisor's view is about; None if there is none now.

        Args:
            reply: the number of the reply.
            criterion: the criterion's id.
        """
        return next(
            (known_mark for known_mark in self.marks if (known_mark.reply, known_mark.criterion) == (reply, criterion)),
            None,
        )

    def view_in_words(self, reply: int, criterion: str) -> str:
        """Describe the supervisor's view of a note; empty where they gave none.

        Args:
            reply: the number of the reply.
            criterion: the criterion's id.
        """
        line, view = self.brought.reply(reply), self.response.view(reply, criterion) if self.response else None
        return describe_view(view, line, self.rubric) if line and view else ""


def list_outcomes(rehearsal: Rehearsal, stranded: Collection[str] = ()) -> tuple[SubmissionOutcome, ...]:
    """List the submissions of a rehearsal, the latest first; then withdrawn ones with a review.

    Args:
        rehearsal: the rehearsal.
        stranded: the ids of submissions that no supervisor can read any more.
    """
    story = rehearsal.story
    there = {event.brought.id for event in story.brought}
    answered = {event.response.brought for event in story.came_back} - there
    gone = {
        event.brought.id: event
        for event in rehearsal.events
        if isinstance(event, BroughtAlong) and event.withdrawn and event.brought.id in answered
    }
    return tuple(
        _make_outcome(rehearsal, event, stranded) for event in (*reversed(story.brought), *reversed(gone.values()))
    )


def _make_outcome(rehearsal: Rehearsal, event: BroughtAlong, stranded: Collection[str]) -> SubmissionOutcome:
    response = find_last_review(rehearsal, event.brought.id)
    attempts = reversed(rehearsal.story.attempts)
    attempt = next((known_attempt.number for known_attempt in attempts if _is_from(known_attempt, event.brought)), 0)
    marks = rehearsal.debrief(attempt).marks if attempt and response and response.views else ()
    return SubmissionOutcome(
        event,
        response,
        attempt,
        rehearsal.rubric,
        marks,
        list_questions(rehearsal, event.brought.id),
        list_earlier_answers(rehearsal, event.brought.id),
        not event.withdrawn and event.brought.id in stranded,
    )


def _is_from(attempt: Attempt, brought: Submission) -> bool:
    """Return whether an attempt has all lines of a submission as its replies of those numbers.

    Args:
        attempt: the attempt.
        brought: the submission.
    """
    said = [reply.event.text if isinstance(reply.event, Replied) else "" for reply in attempt.replies()]
    lines = brought.replies()
    return bool(lines) and all(line.reply <= len(said) and said[line.reply - 1] == line.text for line in lines)


# --- Words beside them

ASKED_BEFORE = "A question that came back before"
"""Stands before a question that the last review asks no more, and that the practitioner wrote something to."""

NOTHING_BROUGHT = (
    "Nothing was brought. You choose what a supervisor sees of this, if anything: all of it, one moment, or just a "
    "question. What comes back stands here."
)
NONE_CAME = {
    LookState.NO_STORE: "No team's store is in use here, so nobody has looked for what came back.",
    LookState.LOOKING: "Looking in your team's store for what came back…",
    LookState.LOOKED: "Nothing came back yet.",
    LookState.AWAY: "Your team's store cannot be reached just now, so it is not known whether anything came back.",
}
"""What is said where nothing is here of what was brought to the store: never more than is known."""
BACK_BY_FILE = "What comes back is a file, which they give to you. “Take in a file” shows it here."
STRANDED = (
    "{reader} is no longer a supervisor in your team's store, so nobody can read this. Bring it to another supervisor, "
    "or withdraw it."
)
WITHDRAWN_EARLIER = "You withdrew this. What had come back stays here, for you alone."
