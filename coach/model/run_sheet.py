"""A run sheet as its author writes it: the parts of a session, how long each is meant to take, and for whom it is."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from coach.model.types import Frozen, Id, Ids, Prose, Proses


class PartAudience(StrEnum):
    """Whether a part is for everybody at once or for each group by itself."""

    ROOM = "room"
    GROUPS = "groups"


class PartPurpose(StrEnum):
    """What a part is there for.

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
    """How the clock is shown. It is the room's, and nothing ends by it."""

    SOFT = "soft"
    NONE = "none"


class Part(Frozen):
    """A stretch of the session."""

    title: Prose
    minutes: Annotated[int, Field(ge=1, le=120)]
    """An offer: when they are over, the screen says so and waits."""
    what: Prose
    who: PartAudience = PartAudience.ROOM
    does: PartPurpose
    say: Proses = ()
    """Words that a trainer may read out."""


class Sheet(Frozen):
    """A run sheet file. Its id is the file's stem."""

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
        """Add up how long the parts are meant to take."""
        return sum(part.minutes for part in self.parts)
