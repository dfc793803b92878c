"""What a practitioner brings to supervision, and what comes back: only what they chose, and readable by anyone."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from coach.model.types import Frozen

BROUGHT_FORMAT = 1
"""The format of what is handed over, in either direction."""
UNREAD = "a line that could not be read"
CUT_OFF_HERE = "the file was cut off here"
"""What stands in a spoilt copy in place of what it lacks, so that nobody reads past a hole."""


class SubmissionScope(StrEnum):
    """How much is brought. The practitioner chooses, and may bring nothing."""

    WHOLE = "whole"
    MOMENT = "moment"
    QUESTION = "question"


class Note(Frozen):
    """What the coach read in one line, with the practitioner's own word on it."""

    criterion: str
    name: str
    quote: str
    sure: bool = True
    harmful: bool = False
    own_word: str = ""
    """`not_meant` or `fair`, if the practitioner said so; theirs stands beside the coach's, and both are kept."""
    own_note: str = ""


class SubmittedLine(Frozen):
    """A line that was handed over.

    `reply` numbers the practitioner's own, from 1; it is 0 for the family's.
    """

    speaker: str
    text: str
    how: str = ""
    reply: int = 0
    topic: str = ""
    """What the line was said to, by the topic's id; only for the practitioner's own."""
    notes: tuple[Note, ...] = ()
    margin: tuple[str, ...] = ()
    """What else the coach wrote beside it: an opening passed by, a hurt mended."""

    def stands_in(self) -> bool:
        """Whether the line says only that something is missing."""
        return not self.speaker and self.text in (UNREAD, CUT_OFF_HERE)


class OwnWords(Frozen):
    """Words that the practitioner wrote: what was asked, and the answer."""

    asked: str
    words: str

    def stands_in(self) -> bool:
        """Whether the words say only that something is missing."""
        return not self.asked and self.words == f"({CUT_OFF_HERE})"


class Submission(Frozen):
    """Everything that is handed over, and nothing else.

    No date of the rehearsal, no file name, no login.
    """

    format: int = BROUGHT_FORMAT
    id: str
    what: SubmissionScope
    day: date
    """The day it was made."""
    who: str = ""
    """What the practitioner wants to be called here, if anything."""
    scenario: str = ""
    title: str = ""
    rubric: str = ""
    turn: str = ""
    """For one moment: the turn it was said in."""
    exercise: str = ""
    coach: str = ""
    read_by: str = ""
    question: str = ""
    """What they would like to talk about."""
    note: str = ""
    intention: str = ""
    answers: tuple[OwnWords, ...] = ()
    """For the whole: how openly each subject was explored, in the coach's words."""
    lines: tuple[SubmittedLine, ...] = ()
    reflections: tuple[OwnWords, ...] = ()
    may_teach: bool = False
    """Whether lines that both readers looked at may be counted in `coach agreement` and become labelled replies."""

    def replies(self) -> tuple[SubmittedLine, ...]:
        """List the practitioner's own lines."""
        return tuple(line for line in self.lines if line.reply)

    def reply(self, number: int) -> SubmittedLine | None:
        """Find one of the practitioner's own lines by its number."""
        return next((line for line in self.lines if line.reply == number), None)


class View(StrEnum):
    """What a second reader says of a note of the coach's."""

    AGREE = "agree"
    PARTLY = "partly"
    DISAGREE = "disagree"
    ALSO = "also"
    """The coach did not say it, and the reader would."""


class SecondView(Frozen):
    """A second reader's word on one criterion in one line, and why."""

    reply: Annotated[int, Field(ge=1)]
    criterion: str
    view: View
    reason: str = ""


class Comment(Frozen):
    """Words beside a line; `line` counts the lines brought from 1, and is 0 for the whole."""

    line: Annotated[int, Field(ge=0)] = 0
    words: str


class Action(Frozen):
    """A step the supervisor takes in the service, with a date (after Ahmed and BASW 2022)."""

    what: str
    by: date | None = None


class Review(Frozen):
    """What a supervisor says to something brought; it goes back to whoever brought it."""

    format: int = BROUGHT_FORMAT
    brought: str
    """The id of what it answers."""
    at: AwareDatetime
    who: str = ""
    comments: tuple[Comment, ...] = ()
    views: tuple[SecondView, ...] = ()
    questions: tuple[str, ...] = ()
    action: Action | None = None
    may_teach: bool = False
    """The supervisor's own yes to counting these readings."""

    def view(self, reply: int, criterion: str) -> SecondView | None:
        """Find the supervisor's word on one criterion in one line."""
        return next((each for each in self.views if (each.reply, each.criterion) == (reply, criterion)), None)
