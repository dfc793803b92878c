"""The lines of a conversation as front ends show them, and sending a reply.

`send_reply` is where a screen or a page begins; `view_conversation` has all that was said so far.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from coach.debrief.evidence import find_unworded
from coach.debrief.speech import says_goodbye
from coach.language.catalogue import say
from coach.model.conditions import SCENE, Line
from coach.model.events import Hints, Replied
from coach.model.reading import Span
from coach.practice.rehearsal import Answered as Submitted
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Distress, NeedsConfirmation, Question
from coach.rehearsal.explain import hint, list_hint_spans
from coach.rehearsal.script import Script
from coach.rehearsal.state import Exchange


class LineKind(StrEnum):
    """The kind of speaker of a line that is shown: practitioner, family, coach and so on."""

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
    goes_on: bool = False
    """Whether the person who said the line before goes on, so that their name is not shown again."""
    marked: tuple[Span, ...] = ()
    """The words of it that a note of the coach's is about."""


ScreenTurn = tuple[ScreenLine, ...]
"""What belongs together: a reply (or a skip) and what was said to it."""


@dataclass(frozen=True, slots=True)
class ConversationView:
    """Everything that front ends show of a rehearsal's conversation."""

    turns: tuple[ScreenTurn, ...]
    over: bool
    notice: str


def view_conversation(rehearsal: Rehearsal) -> ConversationView:
    """Return a rehearsal's whole conversation as it is shown, ending a pause that was left on."""
    rehearsal.resume()
    attempt = rehearsal.attempt
    turns = [_view_lines(rehearsal.script, attempt.arrival)]
    turns += [view_exchange(rehearsal, exchange) for exchange in attempt.exchanges]
    stops = rehearsal.story.stops()
    notice = say("{stops}. The conversation stops before it.", stops=stops) if stops else ""
    return ConversationView((*turns, *view_ending(rehearsal)), rehearsal.over, rehearsal.notice or notice)


def view_exchange(rehearsal: Rehearsal, exchange: Exchange) -> ScreenTurn:
    """Return the lines of an exchange, with the coach's hint where hints are wanted."""
    script, said = rehearsal.script, _view_lines(rehearsal.script, exchange.lines())
    marked: tuple[Span, ...] = ()
    if rehearsal.beginning.hints is Hints.EACH:
        unworded = find_unworded(rehearsal.rubric, rehearsal.attempt, exchange)
        words = hint(script, rehearsal.rubric, exchange, unworded)
        said += (ScreenLine(LineKind.COACH, words, say("The coach")),) if words else ()
        marked = list_hint_spans(script, rehearsal.rubric, exchange, unworded)
    if isinstance(exchange.event, Replied):
        return (ScreenLine(LineKind.YOU, exchange.event.text, say("You"), marked=marked), *said)
    return (ScreenLine(LineKind.YOU, say("A line skipped."), say("You")), *said)


def view_ending(rehearsal: Rehearsal) -> tuple[ScreenTurn, ...]:
    """Return the lines of what happens later that day, once an ending is reached; else none."""
    ending = rehearsal.script.dialogue.endings.get(rehearsal.attempt.ending or "")
    if ending is None:
        return ()
    return ((ScreenLine(LineKind.AFTER, ending.after, say("Later that day")),),)


def _view_lines(script: Script, lines: tuple[Line, ...]) -> ScreenTurn:
    """Return the family's lines as a screen shows them; who goes on speaking is named once."""
    shown: list[ScreenLine] = []
    before = ""
    for line in lines:
        if line.speaker == SCENE:
            shown.append(ScreenLine(LineKind.SCENE, line.text))
        else:
            goes_on = line.speaker == before and not line.how
            shown.append(ScreenLine(LineKind.FAMILY, line.text, script.speaker(line), line.how, goes_on))
        before = line.speaker
    return tuple(shown)


END_OFFER = "If that was goodbye, {way} ends it, and you look back."


def offer_end(rehearsal: Rehearsal, way: str) -> str:
    """Say how to end a conversation after a goodbye that the family's answer did not end.

    Args:
        rehearsal: The rehearsal.
        way: The key or the word that ends it.

    Returns:
        A sentence; empty where the last thing said was no goodbye, or the conversation is over.
    """
    if rehearsal.over or not rehearsal.attempt.exchanges:
        return ""
    return say(END_OFFER, way=way) if says_goodbye(rehearsal.attempt.exchanges[-1].text) else ""


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
    """Submit a reply to the family, unless a gate has to ask the practitioner something first.

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
    """Skip a reply, and return the family's answer to that.

    Raises:
        NotNow: The conversation is over.
    """
    exchange = rehearsal.skip()
    return ReplyView((view_exchange(rehearsal, exchange), *view_ending(rehearsal)), rehearsal.over, rehearsal.notice)
