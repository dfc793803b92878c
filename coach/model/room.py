"""What happens in a room, as it is kept: one list of events, only ever added to. How things stand is its fold.

`by` is the id of whoever did it; it is empty for the trainer. Openings are numbered from 1 in the order in which they
came up in a round, replies from 1 in the order they were said.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from coach.model import events
from coach.model.frozen import Frozen, Id
from coach.model.round import Mark as Mark  # as: whoever looks at what happened in a room finds these words with it
from coach.model.round import Note as Note
from coach.model.round import Role as Role
from coach.model.round import Stage as Stage
from coach.model.sheet import Sheet

TRAINER = ""
"""Who did what nobody in the room did."""
LONGEST_NAME = 40
"""Characters of the name that a person chooses."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]
Message = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
PersonId = Annotated[str, StringConstraints(max_length=40)]
GroupId = Annotated[str, StringConstraints(max_length=40)]
Number = Annotated[int, Field(ge=1)]


class _Happens(Frozen):
    at: AwareDatetime
    by: PersonId = TRAINER


class RoomOpened(_Happens):
    """The trainer opens a room."""

    event: Literal["room_opened"] = "room_opened"
    code: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    sheet: Sheet
    scenarios: tuple[Id, ...] = ()
    """What groups choose from; the sheet's own where there are none."""


class Joined(_Happens):
    """Somebody came in, by a name they chose. `by` is the id they have from now on."""

    event: Literal["joined"] = "joined"
    name: Name
    ticket: Annotated[str, StringConstraints(max_length=128)] = ""
    """The hash of what their browser shows to be let in again; empty where there is no browser."""


class Left(_Happens):
    """Somebody left for good. Their group goes on."""

    event: Literal["left"] = "left"


class Away(_Happens):
    """Somebody's screen is gone: lost wifi, a closed lid."""

    event: Literal["away"] = "away"


class Back(_Happens):
    """Their screen is here again."""

    event: Literal["back"] = "back"


class Grouped(_Happens):
    """These people, and no others, are this group. A new id makes a group, no people end it."""

    event: Literal["grouped"] = "grouped"
    group: GroupId
    people: tuple[PersonId, ...]


class Moved(_Happens):
    """The trainer moves somebody; to no group for an empty one."""

    event: Literal["moved"] = "moved"
    person: PersonId
    group: GroupId


class Chose(_Happens):
    """A group chose what to play, typed or spoken. Whoever had agreed to another content note is asked again."""

    event: Literal["chose"] = "chose"
    group: GroupId
    scenario: Id
    spoken: bool = False


class TookRole(_Happens):
    """Somebody took a role, or gave it up to watch."""

    event: Literal["took_role"] = "took_role"
    group: GroupId
    role: Role | None = None


class Agreed(_Happens):
    """Somebody read the content note and goes on with it."""

    event: Literal["agreed"] = "agreed"
    group: GroupId


class StageReached(_Happens):
    """A group went on to its next stage. Talking is reached by `RoundBegan`."""

    event: Literal["stage_reached"] = "stage_reached"
    group: GroupId
    stage: Stage


class RoundBegan(_Happens):
    """A group begins to talk."""

    event: Literal["round_began"] = "round_began"
    group: GroupId
    number: Number
    began: events.Began


class Happened(_Happens):
    """Something happened in a round's conversation: an ordinary event of a rehearsal."""

    event: Literal["happened"] = "happened"
    group: GroupId
    happened: events.Event


class Went(_Happens):
    """Where nobody types: where the talk went, by the branch that answers."""

    event: Literal["went"] = "went"
    group: GroupId
    branch: Id


class Noted(_Happens):
    """The line-reader's note on an opening; sealed until notes and guesses are laid open together."""

    event: Literal["noted"] = "noted"
    group: GroupId
    opening: Number
    note: Note


class Guessed(_Happens):
    """What the practitioner guesses the line-reader's note to be; sealed likewise."""

    event: Literal["guessed"] = "guessed"
    group: GroupId
    opening: Number
    note: Note


class Marked(_Happens):
    """An observer's mark on an opening or, for a hurt and its mending, on a reply. Without a mark it is taken away."""

    event: Literal["marked"] = "marked"
    group: GroupId
    opening: Annotated[int, Field(ge=0)] = 0
    reply: Annotated[int, Field(ge=0)] = 0
    mark: Mark | None
    second: Annotated[int, Field(ge=0)] = 0
    """Seconds since the round began."""


class Locked(_Happens):
    """An observer has done marking. Reaching the coach's turn to speak locks everybody's marks."""

    event: Literal["locked"] = "locked"
    group: GroupId


class TimeOut(_Happens):
    """Somebody in the group asked for a moment. Nobody is told who."""

    event: Literal["time_out"] = "time_out"
    group: GroupId


class TimeIn(_Happens):
    """The group goes on."""

    event: Literal["time_in"] = "time_in"
    group: GroupId


class AskedForHelp(_Happens):
    """A group would like the trainer to come over."""

    event: Literal["asked_for_help"] = "asked_for_help"
    group: GroupId


class Helped(_Happens):
    """The trainer came, or the group needs nobody any more."""

    event: Literal["helped"] = "helped"
    group: GroupId


class Replayed(_Happens):
    """Somebody chose a line of the round to say in other words."""

    event: Literal["replayed"] = "replayed"
    group: GroupId
    reply: Number


class PartReached(_Happens):
    """The room went on to a part of the run sheet, counted from 0."""

    event: Literal["part_reached"] = "part_reached"
    part: Annotated[int, Field(ge=0)]


class RoomPaused(_Happens):
    """Everybody waits. Paused time does not count."""

    event: Literal["room_paused"] = "room_paused"


class RoomResumed(_Happens):
    """Everybody goes on."""

    event: Literal["room_resumed"] = "room_resumed"


class Covered(_Happens):
    """All screens are covered at once."""

    event: Literal["covered"] = "covered"


class Uncovered(_Happens):
    """All screens are back."""

    event: Literal["uncovered"] = "uncovered"


class Told(_Happens):
    """The trainer says something to some people or groups; to all where `to` is empty."""

    event: Literal["told"] = "told"
    to: tuple[str, ...] = ()
    """Ids of people or of groups."""
    words: Message


class Counted(Frozen):
    """What became of openings about one topic: how many of each."""

    topic: Id
    taken: Annotated[int, Field(ge=0, le=1000)] = 0
    partly: Annotated[int, Field(ge=0, le=1000)] = 0
    passed_by: Annotated[int, Field(ge=0, le=1000)] = 0


class Contributed(_Happens):
    """A practitioner gave the counts of one round of theirs to the room's plenary. No text, no name, no scenario."""

    event: Literal["contributed"] = "contributed"
    group: GroupId
    round: Number
    row: tuple[Counted, ...]


class LaidTogether(_Happens):
    """The trainer laid the counts together. Whoever comes later is not in them, so that nobody can be subtracted."""

    event: Literal["laid_together"] = "laid_together"


class RoomClosed(_Happens):
    """The session has ended."""

    event: Literal["room_closed"] = "room_closed"


RoomEvent = Annotated[
    RoomOpened
    | Joined
    | Left
    | Away
    | Back
    | Grouped
    | Moved
    | Chose
    | TookRole
    | Agreed
    | StageReached
    | RoundBegan
    | Happened
    | Went
    | Noted
    | Guessed
    | Marked
    | Locked
    | TimeOut
    | TimeIn
    | AskedForHelp
    | Helped
    | Replayed
    | PartReached
    | RoomPaused
    | RoomResumed
    | Covered
    | Uncovered
    | Told
    | Contributed
    | LaidTogether
    | RoomClosed,
    Field(discriminator="event"),
]
