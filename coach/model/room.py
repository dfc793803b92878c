"""What happens in a room, as it is kept: one list of events, only ever added to. How things stand is its fold.

`by` is the id of whoever did it; it is empty for the trainer. What happens inside a group is in `coach.model.group`.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from coach.model.frozen import Id
from coach.model.group import Agreed as Agreed  # as: all that happens in a room is found here
from coach.model.group import AnsweredJoin as AnsweredJoin
from coach.model.group import AskedForHelp as AskedForHelp
from coach.model.group import AskedToJoin as AskedToJoin
from coach.model.group import Chose as Chose
from coach.model.group import Contributed as Contributed
from coach.model.group import Counted as Counted
from coach.model.group import Guessed as Guessed
from coach.model.group import Happened as Happened
from coach.model.group import Helped as Helped
from coach.model.group import InGroup as InGroup
from coach.model.group import Locked as Locked
from coach.model.group import Marked as Marked
from coach.model.group import Noted as Noted
from coach.model.group import OpenedGroup as OpenedGroup
from coach.model.group import Replayed as Replayed
from coach.model.group import RoundBegan as RoundBegan
from coach.model.group import StageReached as StageReached
from coach.model.group import SteppedBack as SteppedBack
from coach.model.group import TimeIn as TimeIn
from coach.model.group import TimeOut as TimeOut
from coach.model.group import TookRole as TookRole
from coach.model.group import Went as Went
from coach.model.group import WentBack as WentBack
from coach.model.happens import TRAINER as TRAINER
from coach.model.happens import GroupId, Happens, PersonId
from coach.model.round import Mark as Mark
from coach.model.round import Note as Note
from coach.model.round import Role as Role
from coach.model.round import Stage as Stage
from coach.model.sheet import Sheet

RULES = 2
"""Of rooms that are opened now. From 2 on, a group in conversation is joined only by those it lets in."""
LONGEST_NAME = 40
"""Characters of the name that a person chooses."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]
Message = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class RoomOpened(Happens):
    """The trainer opens a room."""

    event: Literal["room_opened"] = "room_opened"
    code: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    sheet: Sheet
    scenarios: tuple[Id, ...] = ()
    """What groups choose from; the sheet's own where there are none."""
    families: tuple[Annotated[str, StringConstraints(max_length=200)], ...] = ()
    """What people of the families that are played are called: nobody in the room takes such a name."""
    rules: Annotated[int, Field(ge=1)] = 1
    """Which rules the room's events are read by: a room opened before a rule came is read as it was then."""


class Joined(Happens):
    """Somebody came in, by a name they chose. `by` is the id they have from now on."""

    event: Literal["joined"] = "joined"
    name: Name
    ticket: Annotated[str, StringConstraints(max_length=128)] = ""
    """The hash of what their browser shows to be let in again; empty where there is no browser."""


class Left(Happens):
    """Somebody left for good, or the trainer saw them out: which of the two is not kept. Their group goes on."""

    event: Literal["left"] = "left"


class Away(Happens):
    """Somebody's screen is gone: lost wifi, a closed lid."""

    event: Literal["away"] = "away"


class Back(Happens):
    """Their screen is here again."""

    event: Literal["back"] = "back"


class Grouped(Happens):
    """These people, and no others, are this group. A new id makes a group, no people end it."""

    event: Literal["grouped"] = "grouped"
    group: GroupId
    people: tuple[PersonId, ...]


class Moved(Happens):
    """The trainer moves somebody; to no group for an empty one."""

    event: Literal["moved"] = "moved"
    person: PersonId
    group: GroupId


class PartReached(Happens):
    """The room went on to a part of the run sheet, counted from 0."""

    event: Literal["part_reached"] = "part_reached"
    part: Annotated[int, Field(ge=0)]


class RoomPaused(Happens):
    """Everybody waits. Paused time does not count."""

    event: Literal["room_paused"] = "room_paused"


class RoomResumed(Happens):
    """Everybody goes on."""

    event: Literal["room_resumed"] = "room_resumed"


class Covered(Happens):
    """All screens are covered at once."""

    event: Literal["covered"] = "covered"


class Uncovered(Happens):
    """All screens are back."""

    event: Literal["uncovered"] = "uncovered"


class Told(Happens):
    """The trainer says something to some people or groups; to all where `to` is empty."""

    event: Literal["told"] = "told"
    to: tuple[str, ...] = ()
    """Ids of people or of groups."""
    words: Message


class LaidTogether(Happens):
    """The trainer laid the counts together. Whoever comes later is not in them, so that nobody can be subtracted."""

    event: Literal["laid_together"] = "laid_together"


class RoomClosed(Happens):
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
    | PartReached
    | RoomPaused
    | RoomResumed
    | Covered
    | Uncovered
    | Told
    | LaidTogether
    | RoomClosed
    | InGroup,
    Field(discriminator="event"),
]
