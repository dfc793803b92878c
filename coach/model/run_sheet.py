"""A run sheet: a trainer's plan for a class, as its author writes it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from coach.model.types import Frozen, Id, Ids, Prose, Proses


class PartAudience(StrEnum):
    """Whether a part of the run sheet is for the whole room or for each group by itself."""

    ROOM = "room"
    GROUPS = "groups"


class PartPurpose(StrEnum):
    """The purpose of a part of the run sheet, such as warming up or a break.

    Screens choose by it what to offer; nothing is ever locked by it.
    """

    WELCOME = "welcome"
    WARM_UP = "warm_up"
    FORMING = "forming"
    ROUND = "round"
    DEBRIEF = "debrief"
    REPLAY = "replay"
    BREAK = "break"
    PLENARY = "plenary"
    CLOSING = "closing"


class Timer(StrEnum):
    """Whether screens show a clock for the current part of the run sheet.

    Time never ends a part.
    """

    SOFT = "soft"
    NONE = "none"


class Part(Frozen):
    """A part of a run sheet: its title, minutes, purpose, and what the trainer may say."""

    title: Prose
    minutes: Annotated[int, Field(ge=1, le=120)]
    """An offer: when they are over, the screen says so and waits."""
    what: Prose
    who: PartAudience = PartAudience.ROOM
    does: PartPurpose
    say: Proses = ()
    """Words that a trainer may read out."""


class Sheet(Frozen):
    """A run sheet: a trainer's plan for a class, as a list of timed parts.

    The file's stem is its id.
    """

    format: int = 1
    title: Prose
    about: Prose
    """For whom, and when to choose it, in a sentence."""
    timer: Timer = Timer.SOFT
    replies: Annotated[int, Field(ge=2, le=30)] = 8
    """How many replies a round has."""
    scenarios: Ids = ()
    """What groups choose from, unless the trainer says otherwise."""
    warm_up: Id | None = None
    """The scenario whose first cue stands on the screen while everybody warms up."""
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=40)]

    def minutes(self) -> int:
        """The planned length of the whole class, in minutes."""
        return sum(part.minutes for part in self.parts)
