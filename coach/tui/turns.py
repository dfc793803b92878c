"""A conversation as it is shown: each exchange as lines with who says them and how."""

from dataclasses import dataclass
from enum import StrEnum

from coach.model.events import Hints, Replied
from coach.model.lines import SCENE, Line
from coach.practice.hints import hint
from coach.practice.rehearsing import Rehearsing
from coach.rehearsal.script import Script
from coach.rehearsal.story import Exchange


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


def standing(rehearsing: Rehearsing) -> Standing:
    """How things stand in a rehearsal, from its first line; a pause that was left on ends here."""
    rehearsing.resume()
    attempt = rehearsing.attempt
    turns = [_family(rehearsing.script, attempt.arrival)]
    turns += [turn(rehearsing, exchange) for exchange in attempt.exchanges]
    stops = rehearsing.story.stops()
    notice = f"{stops}. The conversation stops before it." if stops else ""
    return Standing((*turns, *closing(rehearsing)), rehearsing.over, rehearsing.notice or notice)


def turn(rehearsing: Rehearsing, exchange: Exchange) -> Turn:
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


def closing(rehearsing: Rehearsing) -> tuple[Turn, ...]:
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
