"""What happens to a reply between Enter and the family's answer. Nothing here is logged, and refusals hold no words."""

from collections.abc import Collection
from dataclasses import dataclass

from coach.practice.rehearsing import Answered as Submitted
from coach.practice.rehearsing import Rehearsing
from coach.practice.safeguarding import Distress, NeedsConfirmation, Question
from coach.tui.turns import Turn, closing, turn


@dataclass(frozen=True, slots=True)
class Answered:
    """It was said, and answered."""

    turns: tuple[Turn, ...]
    over: bool
    notice: str


def send(
    rehearsing: Rehearsing, text: str, confirmed: Collection[Question] = ()
) -> Answered | NeedsConfirmation | Distress:
    """Say it, unless something should be asked first. Raises NotNow and ReplyTooLong."""
    came = rehearsing.submit(text, confirmed)
    if not isinstance(came, Submitted):
        return came
    turns = (turn(rehearsing, came.exchange), *closing(rehearsing))
    return Answered(turns, rehearsing.over, rehearsing.notice)


def skip(rehearsing: Rehearsing) -> Answered:
    """Skip a line, and hear what is said to that. Raises NotNow."""
    exchange = rehearsing.skip()
    return Answered((turn(rehearsing, exchange), *closing(rehearsing)), rehearsing.over, rehearsing.notice)
