"""What was brought from a rehearsal, each with what came back and where in the rehearsal it stands."""

from dataclasses import dataclass
from enum import Enum

from coach.debrief.parts import Mark
from coach.model.brought import Brought, Response
from coach.model.events import BroughtAlong, Replied
from coach.model.rubric import Rubric
from coach.practice.rehearsing import Rehearsing
from coach.rehearsal.story import Attempt
from coach.supervision.bringing_along import said_to
from coach.supervision.handing_over import view_words


class Looked(Enum):
    """Whether anybody has looked in the team's store for what came back."""

    NO_STORE = "no store"
    LOOKING = "looking"
    LOOKED = "looked"
    AWAY = "away"
    """The store could not be reached, so nothing is known."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something brought, or withdrawn again after it was answered.

    `attempt` is the way through that its lines are from; 0 where that cannot be told.
    """

    event: BroughtAlong
    response: Response | None
    attempt: int
    rubric: Rubric
    """What it was read by."""
    marks: tuple[Mark, ...] = ()

    @property
    def withdrawn(self) -> bool:
        """Whether it is taken back; what came back is the practitioner's, and stays."""
        return self.event.withdrawn

    @property
    def brought(self) -> Brought:
        """What was handed over."""
        return self.event.brought

    def mark(self, reply: int, criterion: str) -> Mark | None:
        """The coach's note that a supervisor's view is about, as it stands now."""
        return next((each for each in self.marks if (each.reply, each.criterion) == (reply, criterion)), None)

    def view_in_words(self, reply: int, criterion: str) -> str:
        """What the supervisor said of that note; nothing where they did not."""
        line, view = self.brought.reply(reply), self.response.view(reply, criterion) if self.response else None
        return view_words(view, line, self.rubric) if line and view else ""


def things(rehearsing: Rehearsing) -> tuple[Thing, ...]:
    """Everything brought, the latest first; then what was withdrawn, where something had come back to it."""
    story = rehearsing.story
    there = {event.brought.id for event in story.brought}
    answered = {event.response.brought for event in story.came_back} - there
    gone = {
        event.brought.id: event
        for event in rehearsing.events
        if isinstance(event, BroughtAlong) and event.withdrawn and event.brought.id in answered
    }
    return tuple(_thing(rehearsing, event) for event in (*reversed(story.brought), *reversed(gone.values())))


def _thing(rehearsing: Rehearsing, event: BroughtAlong) -> Thing:
    response = said_to(rehearsing, event.brought.id)
    attempts = reversed(rehearsing.story.attempts)
    attempt = next((each.number for each in attempts if _from(each, event.brought)), 0)
    marks = rehearsing.debrief(attempt).marks if attempt and response and response.views else ()
    return Thing(event, response, attempt, rehearsing.rubric, marks)


def _from(attempt: Attempt, brought: Brought) -> bool:
    """Whether all of their lines were said in an attempt, in those places."""
    said = [each.event.text if isinstance(each.event, Replied) else "" for each in attempt.replies()]
    lines = brought.replies()
    return bool(lines) and all(each.reply <= len(said) and said[each.reply - 1] == each.text for each in lines)
