"""What happens in a rehearsal, as it is kept: a list of events, only ever added to."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from coach.model.reading import Reading, Verdict
from coach.model.submission import Review, Submission
from coach.model.types import Frozen, Id


class Hints(StrEnum):
    """Whether the coach speaks after each reply, or not until the end."""

    EACH = "each"
    NONE = "none"


class Stance(StrEnum):
    """The practitioner's word on a verdict. It stands in the debrief; both are kept."""

    NOT_MEANT = "not_meant"
    FAIR = "fair"


class Began(Frozen):
    """The rehearsal starts."""

    event: Literal["began"] = "began"
    at: AwareDatetime
    scenario: Id
    content: str
    """Hash of the dialogue, family and rubric it was played with."""
    coach: str
    matcher: str
    hints: Hints = Hints.NONE
    intention: str = ""
    position: str = ""
    """The practitioner's own thought on their position, only if they wished to keep it."""
    exercise: str = ""
    """The exercise it was begun for, if there was one."""


class Replied(Frozen):
    """The practitioner said something, and this is how it was read.

    Verdicts are facts: never matched anew.
    """

    event: Literal["replied"] = "replied"
    at: AwareDatetime
    text: str
    reading: Reading
    settled: tuple[Verdict, ...] = ()
    """Where the family had asked back: what the reply before turned out to do, with its words in that reply."""
    answered: str = ""
    """`turn/branch` that answered it, so that a replay on changed content notices where it parts."""


class TookBack(Frozen):
    """The last reply (or skip) is taken back, as if it had not been said."""

    event: Literal["took_back"] = "took_back"
    at: AwareDatetime


class Skipped(Frozen):
    """A line is skipped. Never counted, never 'missed'."""

    event: Literal["skipped"] = "skipped"
    at: AwareDatetime


class Paused(Frozen):
    """The screen is cleared to neutral text."""

    event: Literal["paused"] = "paused"
    at: AwareDatetime


class Resumed(Frozen):
    """The practitioner goes on, after a pause or another day."""

    event: Literal["resumed"] = "resumed"
    at: AwareDatetime


class Ended(Frozen):
    """The practitioner ends the rehearsal: `finished` to talk about it, `stopped` to leave it."""

    event: Literal["ended"] = "ended"
    at: AwareDatetime
    how: Literal["finished", "stopped"]


class SaidAgain(Frozen):
    """A new attempt from before a reply, counted from 1, of an attempt (the last one for 0)."""

    event: Literal["said_again"] = "said_again"
    at: AwareDatetime
    reply: Annotated[int, Field(ge=1)]
    attempt: Annotated[int, Field(ge=0)] = 0


class Disputed(Frozen):
    """The practitioner's own word on a verdict, in one attempt."""

    event: Literal["disputed"] = "disputed"
    at: AwareDatetime
    attempt: Annotated[int, Field(ge=1)]
    reply: Annotated[int, Field(ge=1)]
    criterion: Id
    stance: Stance
    note: str = ""


OWN_PICTURE = "bias."
"""What an answer about one's own picture of a family is kept under, in `Reflected.on`."""


class Reflected(Frozen):
    """A thought the practitioner chose to keep: on their intention, or in answer to a question."""

    event: Literal["reflected"] = "reflected"
    at: AwareDatetime
    on: str
    words: str

    @property
    def for_oneself(self) -> bool:
        """Whether it is about a picture of a family, and so is never handed over."""
        return self.on.startswith(OWN_PICTURE)


class Kept(Frozen):
    """The practitioner wants the rehearsal kept beyond thirty days, or no longer."""

    event: Literal["kept"] = "kept"
    at: AwareDatetime
    keep: bool


class BroughtAlong(Frozen):
    """The practitioner handed something of the rehearsal over, and this is what it was."""

    event: Literal["brought_along"] = "brought_along"
    at: AwareDatetime
    brought: Submission
    to: str = ""
    """Where it lies in a team's store; empty for a file."""
    withdrawn: bool = False


class CameBack(Frozen):
    """The supervisor's review of something that was brought."""

    event: Literal["came_back"] = "came_back"
    at: AwareDatetime
    response: Review


class Lost(Frozen):
    """Something that was lost when the file was damaged. Written where the file is recovered."""

    event: Literal["lost"] = "lost"
    at: AwareDatetime
    """When whatever is next to it happened."""
    events: Annotated[int, Field(ge=1)] = 1
    """How many there were."""
    words: str = ""
    """What can still be read of it, for its practitioner alone."""


Event = Annotated[
    Began
    | Replied
    | TookBack
    | Skipped
    | Paused
    | Resumed
    | Ended
    | SaidAgain
    | Disputed
    | Reflected
    | Kept
    | BroughtAlong
    | CameBack
    | Lost,
    Field(discriminator="event"),
]
