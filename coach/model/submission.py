"""A submission, which a practitioner brings to supervision, and a supervisor's review of it.

Both hold only what their writer chose to hand over, in a form that any program can read.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Annotated

from pydantic import AwareDatetime, Field

from coach.model.types import Frozen

BROUGHT_FORMAT = 1
"""The format of what is handed over, in either direction."""
UNREAD = "a line that could not be read"
CUT_OFF_HERE = "the file was cut off here"
"""What stands in a spoilt copy in place of what it lacks, so that nobody reads past a hole."""


class SubmissionScope(StrEnum):
    """How much a practitioner submits: the whole rehearsal, one moment, or only a question."""

    WHOLE = "whole"
    MOMENT = "moment"
    QUESTION = "question"


class Note(Frozen):
    """What the coach read in one submitted line, with the practitioner's own word on it."""

    criterion: str
    name: str
    quote: str
    sure: bool = True
    harmful: bool = False
    own_word: str = ""
    """`not_meant` or `fair`, if the practitioner said so; theirs stands beside the coach's, and both are kept."""
    own_note: str = ""


class SubmittedLine(Frozen):
    """A line of the conversation that was handed over, with the coach's notes on it.

    `reply` numbers the practitioner's own lines from 1; it is 0 for the family's.
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
        """Whether the line stands in for one that is missing from a damaged copy."""
        return not self.speaker and self.text in (UNREAD, CUT_OFF_HERE)


class OwnWords(Frozen):
    """A question and what the practitioner wrote in answer to it."""

    asked: str
    words: str

    def stands_in(self) -> bool:
        """Whether the words stand in for some that are missing from a damaged copy."""
        return not self.asked and self.words == f"({CUT_OFF_HERE})"


class Submission(Frozen):
    """Everything that a practitioner hands over to a supervisor, and nothing else.

    It has no date of the rehearsal, no file name and no login.
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
        """The practitioner's own lines, without the family's."""
        return tuple(line for line in self.lines if line.reply)

    def list_cue(self, place: int) -> tuple[SubmittedLine, ...]:
        """List what was said since the reply before a reply; of any other line nothing is listed.

        Args:
            place: the number of the line, from 1.
        """
        if not self.lines[place - 1].reply:
            return ()
        before = takewhile(lambda line: not line.reply, reversed(self.lines[: place - 1]))
        return tuple(line for line in reversed(tuple(before)) if line.speaker)

    def reply(self, number: int) -> SubmittedLine | None:
        """Find one of the practitioner's own lines by its number; None if it was not handed over."""
        return next((line for line in self.lines if line.reply == number), None)


class View(StrEnum):
    """How a second reader judges a note of the coach's: agrees, partly, disagrees, or adds one."""

    AGREE = "agree"
    PARTLY = "partly"
    DISAGREE = "disagree"
    ALSO = "also"
    """The coach did not say it, and the reader would."""


class SecondView(Frozen):
    """A second reader's view on one criterion in one line, and the reason."""

    reply: Annotated[int, Field(ge=1)]
    criterion: str
    view: View
    reason: str = ""


class Comment(Frozen):
    """A supervisor's comment on one submitted line, counted from 1, or on the whole for line 0."""

    line: Annotated[int, Field(ge=0)] = 0
    words: str


class Action(Frozen):
    """A step that the supervisor promises to take, with a date (after Ahmed and BASW 2022)."""

    what: str
    by: date | None = None


class Review(Frozen):
    """A supervisor's answer to a submission: comments, views, questions and an action."""

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
        """Find the supervisor's view on one criterion in one reply; None if there is none."""
        return next((view for view in self.views if (view.reply, view.criterion) == (reply, criterion)), None)


# --- Changing a review


def set_view(response: Review, reply: int, criterion: str, view: View, reason: str = "") -> Review:
    """Return a copy of a review with the supervisor's view on one criterion in one reply.

    It replaces an earlier view on the same.

    Args:
        response: the review.
        reply: the number of the reply.
        criterion: the id of the criterion.
        view: whether the supervisor agrees with the coach.
        reason: the reason, in the supervisor's words.
    """
    said = SecondView(reply=reply, criterion=criterion, view=view, reason=reason.strip())
    kept = list(remove_view(response, reply, criterion).views)
    return response.model_copy(update={"views": (*kept, said)})


def remove_view(response: Review, reply: int, criterion: str) -> Review:
    """Return a copy of a review without the supervisor's view on one criterion in one reply."""
    kept = tuple(view for view in response.views if (view.reply, view.criterion) != (reply, criterion))
    return response.model_copy(update={"views": kept})


def list_unanswered_notes(response: Review, brought: Submission) -> tuple[tuple[int, Note], ...]:
    """List the coach's notes that a review says nothing of, each with its reply's number.

    Those of which the coach wasn't sure are left out: to agree with a question would make a finding of a doubt.

    Args:
        response: the review.
        brought: the submission that it is a review of.
    """
    noted = ((line.reply, note) for line in brought.replies() for note in line.notes if note.sure)
    return tuple((reply, note) for reply, note in noted if response.view(reply, note.criterion) is None)


def agree_with_all(response: Review, brought: Submission) -> Review:
    """Return a copy of a review that agrees with each of the coach's notes it said nothing of.

    A view that was said of a note stays as it is.

    Args:
        response: the review.
        brought: the submission that it is a review of.
    """
    for reply, note in list_unanswered_notes(response, brought):
        response = set_view(response, reply, note.criterion, View.AGREE)
    return response


def find_comment(response: Review, line: int) -> str:
    """Return the supervisor's comment on a submitted line; line 0 is the whole submission."""
    return "\n\n".join(comment.words for comment in response.comments if comment.line == line)


def set_comment(response: Review, line: int, words: str) -> Review:
    """Return a copy of a review with a comment on a line.

    Line 0 is the whole, no words remove it.
    """
    said = (Comment(line=line, words=words.strip()),) if words.strip() else ()
    others = tuple(comment for comment in response.comments if comment.line != line)
    comments = tuple(sorted((*others, *said), key=lambda comment: comment.line))
    return response.model_copy(update={"comments": comments})


def is_empty_review(response: Review) -> bool:
    """Whether a review has no comment, view, question or action yet."""
    return not (response.comments or response.views or response.questions or response.action)


def collect_own_words(response: Review) -> Iterator[str]:
    """Yield every text of a review that the supervisor typed, except their signature."""
    yield from (comment.words for comment in response.comments)
    yield from (view.reason for view in response.views)
    yield from response.questions
    if response.action:
        yield response.action.what


def reword_review(response: Review, anew: Callable[[str], str]) -> Review:
    """Return a copy of a review with every text replaced by the result of `anew` for it.

    A comment that becomes empty is removed; a view stays without its reason.
    """
    comments = tuple(comment.model_copy(update={"words": anew(comment.words)}) for comment in response.comments)
    action = response.action.model_copy(update={"what": anew(response.action.what)}) if response.action else None
    return response.model_copy(
        update={
            "comments": tuple(comment for comment in comments if comment.words),
            "views": tuple(view.model_copy(update={"reason": anew(view.reason)}) for view in response.views),
            "questions": tuple(filter(None, map(anew, response.questions))),
            "action": action if action and action.what else None,
        }
    )
