"""Sending a reply through the gates, and the lines of a conversation as a screen shows them.

`send_reply` is where a screen begins; `DetailCheck` asks about real people's details in other texts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from coach.model.conditions import SCENE, Line
from coach.model.events import Hints, Replied
from coach.model.reading import Span
from coach.practice.rehearsal import Answered as Submitted
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import (
    Care,
    Distress,
    NeedsConfirmation,
    Question,
    Safeguard,
    look_for_details,
    look_through,
    without,
)
from coach.rehearsal.explain import hint, list_hint_spans
from coach.rehearsal.script import Script
from coach.rehearsal.state import Exchange
from coach.tui.dialogs.care import PauseDialog, ask_about_details, ask_about_own_distress, in_sentences
from coach.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.screen import Screen


# --- The check of typed words for real people's details, which asks and blocks nothing

K = TypeVar("K")
NOT_KEPT = "It has not been kept."
NOT_SENT = "It has not been sent."


class DetailCheck:
    """The check of one screen for real people's details; it asks about no text twice.

    Words that a practitioner writes about themselves may also be clearly of their own distress: then they are asked
    first whether to store them.
    """

    def __init__(self, *, own_words: bool = True) -> None:
        """Make a check that has asked nothing yet.

        Args:
            own_words: Whether the texts are about the person who types, and may be of their own distress.
        """
        self._own_words = own_words
        self._as_it_is: set[str] = set()
        self._meant: set[str] = set()

    async def ask(self, on: "Screen[Any]", typed: Mapping[K, str], known: frozenset[str], so_far: str) -> str:
        """Ask what to do about real people's details in texts.

        Await it in a worker. Texts without a detail are kept without a question.

        Args:
            on: The screen over which the question is shown.
            typed: The texts, by any key.
            known: Words of the script, whose people are invented.
            so_far: The sentence that says what has not been done with the texts yet.

        Returns:
            `remove` to take the details out, `keep` to leave the texts, or empty to let the user change them.
        """
        if self._own_words and not await self._ask_about_distress(on, typed.values()):
            return ""
        new = [text for text in typed.values() if text not in self._as_it_is]
        details = look_through(new, known)
        where = tuple(sentence for text in new for sentence in in_sentences(text, look_for_details(text, known)))
        wanted = await on.app.push_screen_wait(Dialog(ask_about_details(details, so_far, where))) if details else "keep"
        if wanted == "keep":
            self._as_it_is.update(new)
        return wanted or ""

    async def _ask_about_distress(self, on: "Screen[Any]", typed: Iterable[str]) -> bool:
        """Ask about texts that may be of the user's own distress, and return whether to store them."""
        gate = Safeguard(frozenset)
        texts = {text for text in typed if text and text not in self._meant}
        held = [why for text in texts if (why := gate.of_own_words(text, {Question.REAL_PEOPLE}))]
        if held:
            care: Care = getattr(on.app, "care")  # noqa: B009  # every app that keeps own words has one
            wanted = await on.app.push_screen_wait(Dialog(ask_about_own_distress(care)))
            if wanted == "pause":
                await on.app.push_screen_wait(PauseDialog(care))
            if wanted != "keep":
                return False
            self._meant.update(texts)
        return True

    async def check(
        self, on: "Screen[Any]", typed: Mapping[K, str], known: frozenset[str], so_far: str = NOT_KEPT
    ) -> dict[K, str] | None:
        """Ask about real people's details in texts; return what to store, or None to change them.

        Await it in a worker.

        Args:
            on: The screen over which the question is shown.
            typed: The texts, by any key.
            known: Words of the script, whose people are invented.
            so_far: The sentence that says what has not been done with the texts yet.
        """
        match await self.ask(on, typed, known, so_far):
            case "remove":
                return {key: self.strip(text, known) for key, text in typed.items()}
            case "keep":
                return dict(typed)
            case _:
                return None

    def strip(self, text: str, known: frozenset[str]) -> str:
        """Return a text without real people's details, unless the user chose to leave it unchanged.

        Args:
            text: The text.
            known: Words of the script, whose people are invented.
        """
        return text if text in self._as_it_is else without(text, look_for_details(text, known))


# --- The conversation as it is shown, exchange by exchange, and the submission of a reply


class LineKind(StrEnum):
    """The kind of speaker of a line on the screen: practitioner, family, coach and so on."""

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
    """Everything that the conversation screen shows of a rehearsal."""

    turns: tuple[ScreenTurn, ...]
    over: bool
    notice: str


def view_conversation(rehearsal: Rehearsal) -> ConversationView:
    """Return a rehearsal's whole conversation for the screen, ending a pause that was left on."""
    rehearsal.resume()
    attempt = rehearsal.attempt
    turns = [_view_lines(rehearsal.script, attempt.arrival)]
    turns += [view_exchange(rehearsal, exchange) for exchange in attempt.exchanges]
    stops = rehearsal.story.stops()
    notice = f"{stops}. The conversation stops before it." if stops else ""
    return ConversationView((*turns, *view_ending(rehearsal)), rehearsal.over, rehearsal.notice or notice)


def view_exchange(rehearsal: Rehearsal, exchange: Exchange) -> ScreenTurn:
    """Return the lines of an exchange, with the coach's hint where hints are wanted."""
    script, said = rehearsal.script, _view_lines(rehearsal.script, exchange.lines())
    marked: tuple[Span, ...] = ()
    if rehearsal.beginning.hints is Hints.EACH and (words := hint(script, rehearsal.rubric, exchange)):
        said += (ScreenLine(LineKind.COACH, words, "The coach"),)
        marked = list_hint_spans(script, rehearsal.rubric, exchange)
    if isinstance(exchange.event, Replied):
        return (ScreenLine(LineKind.YOU, exchange.event.text, "You", marked=marked), *said)
    return (ScreenLine(LineKind.YOU, "A line skipped.", "You"), *said)


def view_ending(rehearsal: Rehearsal) -> tuple[ScreenTurn, ...]:
    """Return the lines of what happens later that day, once an ending is reached; else none."""
    ending = rehearsal.script.dialogue.endings.get(rehearsal.attempt.ending or "")
    if ending is None:
        return ()
    return ((ScreenLine(LineKind.AFTER, ending.after, "Later that day"),),)


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
