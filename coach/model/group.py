"""What happens in a group, as it is kept: roles, consent, stages, the talk, what is noted and marked, what is given.

Openings are numbered from 1 in the order in which they came up in a round, replies from 1 in the order they were said.
"""

from typing import Annotated, Literal

from pydantic import Field

from coach.model import events
from coach.model.frozen import Frozen, Id
from coach.model.happens import GroupId, Happens, PersonId
from coach.model.round import Mark, Note, Role, Stage

Number = Annotated[int, Field(ge=1)]


class Chose(Happens):
    """A group chose what to play, typed or spoken. Whoever had agreed to another content note is asked again."""

    event: Literal["chose"] = "chose"
    group: GroupId
    scenario: Id
    spoken: bool = False


class TookRole(Happens):
    """Somebody took a role, or gave it up to watch."""

    event: Literal["took_role"] = "took_role"
    group: GroupId
    role: Role | None = None


class Agreed(Happens):
    """Somebody read the content note and goes on with it."""

    event: Literal["agreed"] = "agreed"
    group: GroupId


class StageReached(Happens):
    """A group went on to its next stage. Talking is reached by `RoundBegan`."""

    event: Literal["stage_reached"] = "stage_reached"
    group: GroupId
    stage: Stage


class RoundBegan(Happens):
    """A group begins to talk."""

    event: Literal["round_began"] = "round_began"
    group: GroupId
    number: Number
    began: events.Began


class Happened(Happens):
    """Something happened in a round's conversation: an ordinary event of a rehearsal."""

    event: Literal["happened"] = "happened"
    group: GroupId
    happened: events.Event


class Went(Happens):
    """Where nobody types: where the talk went, by the branch that answers."""

    event: Literal["went"] = "went"
    group: GroupId
    branch: Id


class WentBack(Happens):
    """The last of these choices was a slip, and is taken back; what was said of openings that came with it as well."""

    event: Literal["went_back"] = "went_back"
    group: GroupId
    openings: Annotated[int, Field(ge=0)]
    """How many stand again."""


class Noted(Happens):
    """The line-reader's note on an opening; sealed until notes and guesses are laid open together."""

    event: Literal["noted"] = "noted"
    group: GroupId
    opening: Number
    note: Note


class Guessed(Happens):
    """What the practitioner guesses the line-reader's note to be; sealed likewise."""

    event: Literal["guessed"] = "guessed"
    group: GroupId
    opening: Number
    note: Note


class Marked(Happens):
    """An observer's mark on an opening or, for a hurt and its mending, on a reply. Without a mark it is taken away."""

    event: Literal["marked"] = "marked"
    group: GroupId
    opening: Annotated[int, Field(ge=0)] = 0
    reply: Annotated[int, Field(ge=0)] = 0
    mark: Mark | None
    second: Annotated[int, Field(ge=0)] = 0
    """Seconds since the round began."""


class Locked(Happens):
    """An observer has done marking. The observer's turn to speak, and the coach's, lock everybody's marks."""

    event: Literal["locked"] = "locked"
    group: GroupId


class TimeOut(Happens):
    """Somebody in the group asked for a moment. Nobody is told who, and it is not kept: `by` is empty."""

    event: Literal["time_out"] = "time_out"
    group: GroupId


class TimeIn(Happens):
    """The group goes on. Who said so is not kept either."""

    event: Literal["time_in"] = "time_in"
    group: GroupId


class AskedForHelp(Happens):
    """A group would like the trainer to come over."""

    event: Literal["asked_for_help"] = "asked_for_help"
    group: GroupId


class Helped(Happens):
    """The trainer came, or the group needs nobody any more."""

    event: Literal["helped"] = "helped"
    group: GroupId


class Replayed(Happens):
    """Somebody chose a line of the round to say in other words."""

    event: Literal["replayed"] = "replayed"
    group: GroupId
    reply: Number


class AskedToJoin(Happens):
    """A person in no group asks to join one that is in conversation. Nothing said there is shown to them before."""

    event: Literal["asked_to_join"] = "asked_to_join"
    group: GroupId


class AnsweredJoin(Happens):
    """One of a group's people lets a person in who asked, or does not; or the person who asked takes it back."""

    event: Literal["answered_join"] = "answered_join"
    group: GroupId
    person: PersonId
    admitted: bool


class OpenedGroup(Happens):
    """One of a group's people says that anybody may join it without asking, or no longer."""

    event: Literal["opened_group"] = "opened_group"
    group: GroupId
    open: bool = True


class SteppedBack(Happens):
    """A group returns to the stage it was taken on from last, as long as nothing was said since."""

    event: Literal["stepped_back"] = "stepped_back"
    group: GroupId
    stage: Stage
    """Where it returns to."""


class Counted(Frozen):
    """What became of openings about one topic: how many of each."""

    topic: Id
    taken: Annotated[int, Field(ge=0, le=1000)] = 0
    partly: Annotated[int, Field(ge=0, le=1000)] = 0
    passed_by: Annotated[int, Field(ge=0, le=1000)] = 0


class Contributed(Happens):
    """A practitioner gave the counts of one round of theirs to the room's plenary. No text, no name, no scenario."""

    event: Literal["contributed"] = "contributed"
    group: GroupId
    round: Number
    row: tuple[Counted, ...]


InGroup = (
    Chose
    | TookRole
    | Agreed
    | StageReached
    | RoundBegan
    | Happened
    | Went
    | WentBack
    | Noted
    | Guessed
    | Marked
    | Locked
    | TimeOut
    | TimeIn
    | AskedForHelp
    | Helped
    | Replayed
    | AskedToJoin
    | AnsweredJoin
    | OpenedGroup
    | SteppedBack
    | Contributed
)
"""Any of these."""
