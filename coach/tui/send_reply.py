"""A conversation as it is shown: each exchange as lines with who says them and how."""

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
    """Whose line it is."""

    FAMILY = "family"
    YOU = "you"
    SCENE = "scene"
    COACH = "coach"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """A line on the screen."""

    kind: LineKind
    text: str
    speaker: str = ""
    how: str = ""


ScreenTurn = tuple[ScreenLine, ...]
"""What belongs together: a reply (or a skip) and what was said to it."""


@dataclass(frozen=True, slots=True)
class ConversationView:
    """Everything a conversation's page needs to show how things stand."""

    turns: tuple[ScreenTurn, ...]
    over: bool
    notice: str


def view_conversation(rehearsing: Rehearsal) -> ConversationView:
    """How things stand in a rehearsal, from its first line; a pause that was left on ends here."""
    rehearsing.resume()
    attempt = rehearsing.attempt
    turns = [_view_lines(rehearsing.script, attempt.arrival)]
    turns += [view_exchange(rehearsing, exchange) for exchange in attempt.exchanges]
    stops = rehearsing.story.stops()
    notice = f"{stops}. The conversation stops before it." if stops else ""
    return ConversationView((*turns, *view_ending(rehearsing)), rehearsing.over, rehearsing.notice or notice)


def view_exchange(rehearsing: Rehearsal, exchange: Exchange) -> ScreenTurn:
    """One exchange; with the coach's line in the margin if that was asked for."""
    script = rehearsing.script
    if isinstance(exchange.event, Replied):
        own = ScreenLine(LineKind.YOU, exchange.event.text, "You")
    else:
        own = ScreenLine(LineKind.YOU, "A line skipped.", "You")
    said = (own, *_view_lines(script, exchange.lines()))
    if rehearsing.beginning.hints is Hints.EACH and (words := hint(script, rehearsing.rubric, exchange)):
        said += (ScreenLine(LineKind.COACH, words, "The coach"),)
    return said


def view_ending(rehearsing: Rehearsal) -> tuple[ScreenTurn, ...]:
    """What happens later that day, once an ending is reached; nothing before that."""
    ending = rehearsing.script.dialogue.endings.get(rehearsing.attempt.ending or "")
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


# --- What happens to a reply between Enter and the family's answer. Nothing here is logged, and refusals


@dataclass(frozen=True, slots=True)
class ReplyView:
    """It was said, and answered."""

    turns: tuple[ScreenTurn, ...]
    over: bool
    notice: str


def send_reply(
    rehearsing: Rehearsal, text: str, confirmed: Collection[Question] = ()
) -> ReplyView | NeedsConfirmation | Distress:
    """Say it, unless something should be asked first. Raises NotNow and ReplyTooLong."""
    came = rehearsing.submit(text, confirmed)
    if not isinstance(came, Submitted):
        return came
    turns = (view_exchange(rehearsing, came.exchange), *view_ending(rehearsing))
    return ReplyView(turns, rehearsing.over, rehearsing.notice)


def skip_reply(rehearsing: Rehearsal) -> ReplyView:
    """Skip a line, and hear what is said to that. Raises NotNow."""
    exchange = rehearsing.skip()
    return ReplyView(
        (view_exchange(rehearsing, exchange), *view_ending(rehearsing)), rehearsing.over, rehearsing.notice
    )
