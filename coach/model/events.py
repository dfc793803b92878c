"""Events of a rehearsal, as they are stored: a list that is only ever added to.

`Event`, at the end, is any of them; `coach/rehearsal/history.py` replays them into a conversation.
"""

from collections.abc import Container
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from coach.model.reading import Hearing, Pick, Reading, Verdict
from coach.model.submission import Review, Submission
from coach.model.types import Frozen, Id


class Hints(StrEnum):
    """Whether the coach gives a hint after each reply, or says nothing until the debrief."""

    EACH = "each"
    NONE = "none"


class Stance(StrEnum):
    """The practitioner's own word on a verdict: fair, or not meant.

    The verdict itself stays stored.
    """

    NOT_MEANT = "not_meant"
    FAIR = "fair"


class Began(Frozen):
    """Event: the rehearsal starts, with its scenario, versions and the practitioner's choices."""

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
    short: bool = False
    """The practitioner chose the short way: about 8 replies."""


FIRST_RULES, SECOND_RULES, THIRD_RULES, FOURTH_RULES, FIFTH_RULES, SIXTH_RULES, SEVENTH_RULES = range(1, 8)
RULES = 8
"""The version of the rules by which families answer, of the first rehearsals, of later ones and of today's. It is
stored with each reply, so that a rehearsal is replayed by the rules it was played by. By the first, a possible hurt set
aside whatever was clear in the same words, and the family asked back wherever a hurt was possible, up to twice. By the
second, a question was put off before a branch's own line, and one answer was given to a reply. By the third, the answer
to a criterion passed over a question in the same reply, unless a choice was sure of its entry. By the fourth, a long
answer to a criterion still passed it over, and a plan did; and the same could be told twice in one answer. By the
fifth, the short way passed over a question about something that the family keeps to itself. By the sixth, a second
question beside what a branch takes up was passed over; and where nothing answered a question, it was put off although
another sentence of the reply had its answer. By the seventh, two answers to one reply could say the
same."""


class Replied(Frozen):
    """Event: the practitioner said something; stored with how it was read.

    The verdicts are stored as facts: replaying a rehearsal never reads the words again.
    """

    event: Literal["replied"] = "replied"
    at: AwareDatetime
    text: str
    reading: Reading
    settled: tuple[Verdict, ...] = ()
    """Where the family had asked back: what the reply before turned out to do, with its words in that reply."""
    answered: str = ""
    """`turn/branch` that answered it, so that a replay on changed content notices where it parts."""
    rules: int = FIRST_RULES
    """The version of the rules of answering that it was answered by."""
    hearing: Hearing | None = None
    """What the family heard besides criteria: an answer, a question, who was spoken to."""
    pick: Pick | None = None
    """The entry that was chosen for it, with how sure, and which came second."""
    short: bool = False
    """It was answered on the short way, which goes on to an ending."""
    leads: Id | None = None
    """On the short way: the turn or the ending in which the talk stood after it."""

    def doubtful(self, harmful: Container[str], mends: str | None) -> frozenset[str]:
        """List clear criteria of the reading that earn no credit, by the rules it was answered by.

        Args:
            harmful: the ids of the rubric's harmful criteria.
            mends: the id of the criterion that repairs a hurt, if the rubric has one.
        """
        return self.reading.doubtful(harmful, mends, weighed=self.rules > FIRST_RULES)


class TookBack(Frozen):
    """Event: the practitioner took the last reply (or skip) back; it no longer counts."""

    event: Literal["took_back"] = "took_back"
    at: AwareDatetime
    was_said: bool | None = None
    """Whether it was a reply, and no skip; None where it was stored before this was."""


class Skipped(Frozen):
    """Event: the practitioner skipped a cue of the family.

    It is never counted and never 'missed'.
    """

    event: Literal["skipped"] = "skipped"
    at: AwareDatetime
    short: bool = False
    """As of a reply, with `leads`."""
    leads: Id | None = None


class Paused(Frozen):
    """Event: the practitioner paused.

    The screen shows a neutral text instead of the conversation.
    """

    event: Literal["paused"] = "paused"
    at: AwareDatetime


class Resumed(Frozen):
    """Event: the practitioner went on after a pause, or on another day."""

    event: Literal["resumed"] = "resumed"
    at: AwareDatetime


class Ended(Frozen):
    """Event: the practitioner ended the rehearsal, to debrief it or to leave it.

    `how` is `finished` for the first and `stopped` for the second.
    """

    event: Literal["ended"] = "ended"
    at: AwareDatetime
    how: Literal["finished", "stopped"]


class SaidAgain(Frozen):
    """Event: the practitioner began a new attempt from just before an earlier reply.

    `reply` counts from 1 within `attempt`; attempt 0 means the last one.
    """

    event: Literal["said_again"] = "said_again"
    at: AwareDatetime
    reply: Annotated[int, Field(ge=1)]
    attempt: Annotated[int, Field(ge=0)] = 0


class Disputed(Frozen):
    """Event: the practitioner called a verdict of one attempt fair, or not what they meant."""

    event: Literal["disputed"] = "disputed"
    at: AwareDatetime
    attempt: Annotated[int, Field(ge=1)]
    reply: Annotated[int, Field(ge=1)]
    criterion: Id
    stance: Stance
    note: str = ""


class Contradicted(Frozen):
    """Event: the practitioner called a card of the debrief not so, or took that back.

    Both readings are kept: what the card said, and that it is not so.
    """

    event: Literal["contradicted"] = "contradicted"
    at: AwareDatetime
    attempt: Annotated[int, Field(ge=1)]
    card: str
    """The card's id, such as `keep-4`."""
    said: str = ""
    """What the coach said on it, without the lines of the conversation."""
    note: str = ""
    """The practitioner's own word on it."""
    withdrawn: bool = False


OWN_PICTURE = "bias."
"""What an answer about one's own picture of a family is kept under, in `Reflected.on`."""


class Reflected(Frozen):
    """Event: the practitioner kept a reflection, on their intention or in answer to a question."""

    event: Literal["reflected"] = "reflected"
    at: AwareDatetime
    on: str
    words: str

    @property
    def for_oneself(self) -> bool:
        """Whether the reflection is on the practitioner's picture of a family, so never handed over."""
        return self.on.startswith(OWN_PICTURE)


class Kept(Frozen):
    """Event: the practitioner asked to keep the rehearsal beyond thirty days, or took that back."""

    event: Literal["kept"] = "kept"
    at: AwareDatetime
    keep: bool


class BroughtAlong(Frozen):
    """Event: the practitioner handed a submission over to a supervisor.

    Holds all that was handed over.
    """

    event: Literal["brought_along"] = "brought_along"
    at: AwareDatetime
    brought: Submission
    to: str = ""
    """Where it lies in a team's store; empty for a file."""
    withdrawn: bool = False


class CameBack(Frozen):
    """Event: a supervisor's review of a submission from this rehearsal arrived."""

    event: Literal["came_back"] = "came_back"
    at: AwareDatetime
    response: Review


class Lost(Frozen):
    """Event: some events were lost when the file was damaged.

    Written when the file is recovered.
    """

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
    | Contradicted
    | Reflected
    | Kept
    | BroughtAlong
    | CameBack
    | Lost,
    Field(discriminator="event"),
]
