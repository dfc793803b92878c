"""What happens to a reply between Enter and the family's answer. Nothing here is logged, and refusals hold no words."""

from dataclasses import dataclass

from coach.practice.care import Care
from coach.practice.details import Detail, look_for_details
from coach.practice.rehearsing import Rehearsing
from coach.tui.turns import Turn, closing, turn


@dataclass(frozen=True, slots=True)
class Answered:
    """It was said, and answered."""

    turns: tuple[Turn, ...]
    over: bool
    notice: str


@dataclass(frozen=True, slots=True)
class Touched:
    """It seems to speak of the person's own distress; it was not sent."""


@dataclass(frozen=True, slots=True)
class Detailed:
    """It seems to hold real people's details; it was not sent."""

    details: tuple[Detail, ...]


def send(
    rehearsing: Rehearsing, care: Care, known: frozenset[str], text: str, *, kept_as_is: bool = False
) -> Answered | Touched | Detailed:
    """Say it, unless something should be asked first. Raises NotNow and ReplyTooLong."""
    if care.touched(text):
        return Touched()
    if not kept_as_is and (details := look_for_details(text, known)):
        return Detailed(details)
    exchange = rehearsing.reply(text)
    return Answered((turn(rehearsing, exchange), *closing(rehearsing)), rehearsing.over, rehearsing.notice)


def skip(rehearsing: Rehearsing) -> Answered:
    """Skip a line, and hear what is said to that. Raises NotNow."""
    exchange = rehearsing.skip()
    return Answered((turn(rehearsing, exchange), *closing(rehearsing)), rehearsing.over, rehearsing.notice)
