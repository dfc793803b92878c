"""A conversation as it is shown: each exchange as lines with who says them and how."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from textual import events
from textual.containers import ScrollableContainer

from coach.model.conditions import SCENE, Line
from coach.model.events import Hints, Replied
from coach.practice.hints import hint
from coach.practice.rehearsal import Answered as Submitted
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Distress, NeedsConfirmation, Question
from coach.rehearsal.history import Exchange
from coach.rehearsal.script import Script
from coach.tui.base_app import Page
from coach.tui.widgets.reply_input import ReplyBox


class Kind(StrEnum):
    """Whose line it is."""

    FAMILY = "family"
    YOU = "you"
    SCENE = "scene"
    COACH = "coach"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Said:
    """A line on the screen."""

    kind: Kind
    text: str
    speaker: str = ""
    how: str = ""


Turn = tuple[Said, ...]
"""What belongs together: a reply (or a skip) and what was said to it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything a conversation's page needs to show how things stand."""

    turns: tuple[Turn, ...]
    over: bool
    notice: str


def standing(rehearsing: Rehearsal) -> Standing:
    """How things stand in a rehearsal, from its first line; a pause that was left on ends here."""
    rehearsing.resume()
    attempt = rehearsing.attempt
    turns = [_family(rehearsing.script, attempt.arrival)]
    turns += [turn(rehearsing, exchange) for exchange in attempt.exchanges]
    stops = rehearsing.story.stops()
    notice = f"{stops}. The conversation stops before it." if stops else ""
    return Standing((*turns, *closing(rehearsing)), rehearsing.over, rehearsing.notice or notice)


def turn(rehearsing: Rehearsal, exchange: Exchange) -> Turn:
    """One exchange; with the coach's line in the margin if that was asked for."""
    script = rehearsing.script
    if isinstance(exchange.event, Replied):
        own = Said(Kind.YOU, exchange.event.text, "You")
    else:
        own = Said(Kind.YOU, "A line skipped.", "You")
    said = (own, *_family(script, exchange.lines()))
    if rehearsing.begun().hints is Hints.EACH and (words := hint(script, rehearsing.rubric, exchange)):
        said += (Said(Kind.COACH, words, "The coach"),)
    return said


def closing(rehearsing: Rehearsal) -> tuple[Turn, ...]:
    """What happens later that day, once an ending is reached; nothing before that."""
    ending = rehearsing.script.dialogue.endings.get(rehearsing.attempt.ending or "")
    if ending is None:
        return ()
    return ((Said(Kind.AFTER, ending.after, f"{ending.title}. Later"),),)


def _family(script: Script, lines: tuple[Line, ...]) -> Turn:
    return tuple(
        Said(Kind.SCENE, line.text)
        if line.speaker == SCENE
        else Said(Kind.FAMILY, line.text, script.speaker(line), line.how)
        for line in lines
    )


# --- What happens to a reply between Enter and the family's answer. Nothing here is logged, and refusals


@dataclass(frozen=True, slots=True)
class Answered:
    """It was said, and answered."""

    turns: tuple[Turn, ...]
    over: bool
    notice: str


def send(
    rehearsing: Rehearsal, text: str, confirmed: Collection[Question] = ()
) -> Answered | NeedsConfirmation | Distress:
    """Say it, unless something should be asked first. Raises NotNow and ReplyTooLong."""
    came = rehearsing.submit(text, confirmed)
    if not isinstance(came, Submitted):
        return came
    turns = (turn(rehearsing, came.exchange), *closing(rehearsing))
    return Answered(turns, rehearsing.over, rehearsing.notice)


def skip(rehearsing: Rehearsal) -> Answered:
    """Skip a line, and hear what is said to that. Raises NotNow."""
    exchange = rehearsing.skip()
    return Answered((turn(rehearsing, exchange), *closing(rehearsing)), rehearsing.over, rehearsing.notice)


# --- A page that replies are typed on: whatever is pressed or clicked, the next letter goes to the box


class ReplyPage(Page):
    """A conversation, a room, or one laptop. Where no box is to be seen, keys and clicks mean what they always do."""

    @property
    def open_box(self) -> ReplyBox | None:
        """The box, if it is on the page and can be typed in."""
        for box in self.query(ReplyBox):
            if box.focusable and all(each.display for each in box.ancestors_with_self if each is not self.app):
                return box
        return None

    def to_box(self) -> None:
        """Give the box the focus, if it can be typed in."""
        if (box := self.open_box) is not None:
            box.focus(scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        """A letter that nothing else on the page wants goes to the box."""
        box = self.open_box
        if box is None or box.has_focus or not event.is_printable or event.character is None:
            return
        event.stop()
        self.set_focus(box, scroll_visible=False)
        box.insert(event.character)

    def on_click(self) -> None:
        """A click on what was said, or on nothing, leaves the focus in the box."""
        if self.focused is None or isinstance(self.focused, ScrollableContainer):
            self.to_box()
