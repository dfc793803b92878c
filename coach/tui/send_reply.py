"""The conversation as it is shown, exchange by exchange, and the submission of a reply."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from coach.model.conditions import SCENE, Line
from coach.model.events import Hints, Replied
from coach.practice.hints import hint
from coach.practice.rehearsal import Answered as Submitted
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Distress, NeedsConfirmation, Question
from coach.rehearsal.history import Exchange
from coach.rehearsal.script import Script


class LineKind(StrEnum):
    """The speaker of a line, by kind."""

    FAMILY = "family"
    YOU = "you"
    SCENE = "scene"
    COACH = "coach"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """A line of the conversation on the screen."""

    kind: LineKind
    text: str
    speaker: str = ""
    how: str = ""


ScreenTurn = tuple[ScreenLine, ...]
"""What belongs together: a reply (or a skip) and what was said to it."""


@dataclass(frozen=True, slots=True)
class ConversationView:
    """Everything that the conversation screen shows of a rehearsal."""

    turns: tuple[ScreenTurn, ...]
    over: bool
    notice: str


def view_conversation(rehearsal: Rehearsal) -> ConversationView:
    """Return a rehearsal as it is shown from its first line, and end a pause that was left on."""
    rehearsal.resume()
    attempt = rehearsal.attempt
    turns = [_view_lines(rehearsal.script, attempt.arrival)]
    turns += [view_exchange(rehearsal, exchange) for exchange in attempt.exchanges]
    stops = rehearsal.story.stops()
    notice = f"{stops}. The conversation stops before it." if stops else ""
    return ConversationView((*turns, *view_ending(rehearsal)), rehearsal.over, rehearsal.notice or notice)


def view_exchange(rehearsal: Rehearsal, exchange: Exchange) -> ScreenTurn:
    """Return the lines of an exchange, with the coach's hint where hints are asked for."""
    script = rehearsal.script
    if isinstance(exchange.event, Replied):
        own = ScreenLine(LineKind.YOU, exchange.event.text, "You")
    else:
        own = ScreenLine(LineKind.YOU, "A line skipped.", "You")
    said = (own, *_view_lines(script, exchange.lines()))
    if rehearsal.beginning.hints is Hints.EACH and (words := hint(script, rehearsal.rubric, exchange)):
        said += (ScreenLine(LineKind.COACH, words, "The coach"),)
    return said


def view_ending(rehearsal: Rehearsal) -> tuple[ScreenTurn, ...]:
    """Return what happens later that day, once an ending is reached; nothing before that."""
    ending = rehearsal.script.dialogue.endings.get(rehearsal.attempt.ending or "")
    if ending is None:
        return ()
    return ((ScreenLine(LineKind.AFTER, ending.after, f"{ending.title}. Later"),),)


def _view_lines(script: Script, lines: tuple[Line, ...]) -> ScreenTurn:
    return tuple(
        ScreenLine(LineKind.SCENE, line.text)
        if line.speaker == SCENE
        else ScreenLine(LineKind.FAMILY, line.text, script.speaker(line), line.how)
        for line in lines
    )


# --- Sending a reply. Nothing here is logged


@dataclass(frozen=True, slots=True)
class ReplyView:
    """The lines that a reply adds to the conversation, and whether it is over."""

    turns: tuple[ScreenTurn, ...]
    over: bool
    notice: str


def send_reply(
    rehearsal: Rehearsal, text: str, confirmed: Collection[Question] = ()
) -> ReplyView | NeedsConfirmation | Distress:
    """Submit a reply, unless the practitioner has to be asked something first.

    Args:
        rehearsal: The rehearsal.
        text: The reply.
        confirmed: The questions that the practitioner has answered about this text.

    Raises:
        NotNow: The conversation is over.
        ReplyTooLong: The reply is longer than a rehearsal takes.
    """
    came = rehearsal.submit(text, confirmed)
    if not isinstance(came, Submitted):
        return came
    turns = (view_exchange(rehearsal, came.exchange), *view_ending(rehearsal))
    return ReplyView(turns, rehearsal.over, rehearsal.notice)


def skip_reply(rehearsal: Rehearsal) -> ReplyView:
    """Skip a line, and return the family's answer to that.

    Raises:
        NotNow: The conversation is over.
    """
    exchange = rehearsal.skip()
    return ReplyView((view_exchange(rehearsal, exchange), *view_ending(rehearsal)), rehearsal.over, rehearsal.notice)
