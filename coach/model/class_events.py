"""What happens in a group, as it is kept: roles, consent, stages, the talk, what is noted and marked, what is given.

Openings are numbered from 1 in the order in which they came up in a round, replies from 1 in the order they were said.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from coach.model import events
from coach.model.types import Frozen, Id, Ids, Prose, Proses

# --- A run sheet as its author writes it


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


# --- What happens in a group, as it is kept

# --- The words of a round: roles, stages, marks and notes


class Role(StrEnum):
    """The part a participant chooses in a round; a participant without one watches."""

    PRACTITIONER = "practitioner"
    LINE_READER = "line_reader"
    OBSERVER = "observer"

    def title(self) -> str:
        """The role on a screen."""
        return {"practitioner": "Practitioner", "line_reader": "Line-reader", "observer": "Observer"}[self.value]


class Stage(StrEnum):
    """Where a group is in its round.

    The order is the order of the debrief: the coach speaks after people have.
    """

    GATHERING = "gathering"
    NOTE = "note"
    BRIEF = "brief"
    TALKING = "talking"
    LOOKING = "looking"
    PRACTITIONER_SPEAKS = "practitioner_speaks"
    LINE_READER_SPEAKS = "line_reader_speaks"
    OBSERVER_SPEAKS = "observer_speaks"
    COACH_SPEAKS = "coach_speaks"
    OUT_OF_ROLE = "out_of_role"
    DONE = "done"

    def title(self) -> str:
        """The stage on a screen."""
        return {
            "gathering": "Finding each other",
            "note": "Content note",
            "brief": "Briefs",
            "talking": "In conversation",
            "looking": "Looking back",
            "practitioner_speaks": "The practitioner speaks",
            "line_reader_speaks": "The line-reader speaks",
            "observer_speaks": "The observer speaks",
            "coach_speaks": "The coach speaks",
            "out_of_role": "Out of role",
            "done": "Round finished",
        }[self.value]

    def is_at_least(self, other: "Stage") -> bool:
        """Whether this stage is `other` or comes after it in a round."""
        order = list(Stage)
        return order.index(self) >= order.index(other)


class Mark(StrEnum):
    """An observer's mark on an opening (taken, partly, passed by) or a reply (hurt, mended)."""

    TAKEN = "taken"
    PARTLY = "partly"
    PASSED_BY = "passed_by"
    HURT = "hurt"
    MENDED = "mended"

    def says(self) -> str:
        """The mark in words."""
        return {
            "taken": "taken",
            "partly": "partly",
            "passed_by": "passed by",
            "hurt": "may have hurt",
            "mended": "mended",
        }[self.value]

    def of_a_reply(self) -> bool:
        """Whether the mark is about what a reply did, and not about an opening."""
        return self in (Mark.HURT, Mark.MENDED)


class LineReaderNote(StrEnum):
    """The line-reader's sealed note on an opening, or the practitioner's guess at it."""

    MORE = "more"
    SAID = "said"

    def says(self) -> str:
        """The note in words."""
        return {"more": "I could have said more", "said": "I said what I wanted to"}[self.value]


# --- What every event of a room has

TRAINER = ""
"""Who did what nobody in the room did; and what everybody may do without its being kept who it was."""

PersonId = Annotated[str, StringConstraints(max_length=40)]
GroupId = Annotated[str, StringConstraints(max_length=40)]


class BaseRoomEvent(Frozen):
    """The base of the events of a room: when, and by whom."""

    at: AwareDatetime
    by: PersonId = TRAINER


# --- Events of a group

Number = Annotated[int, Field(ge=1)]


class Chose(BaseRoomEvent):
    """A group chose a scenario, to be typed or spoken.

    Each scenario has its own content note, so everybody in the group is asked again to agree to it.
    """

    event: Literal["chose"] = "chose"
    group: GroupId
    scenario: Id
    spoken: bool = False


class TookRole(BaseRoomEvent):
    """A participant took a role, or gave it up to watch."""

    event: Literal["took_role"] = "took_role"
    group: GroupId
    role: Role | None = None


class Agreed(BaseRoomEvent):
    """A participant read the content note and goes on with it."""

    event: Literal["agreed"] = "agreed"
    group: GroupId


class StageReached(BaseRoomEvent):
    """A group went on to its next stage. Talking is reached by `RoundBegan`."""

    event: Literal["stage_reached"] = "stage_reached"
    group: GroupId
    stage: Stage


class RoundBegan(BaseRoomEvent):
    """A group begins to talk."""

    event: Literal["round_began"] = "round_began"
    group: GroupId
    number: Number
    began: events.Began


class Happened(BaseRoomEvent):
    """Something happened in a round's conversation: an ordinary event of a rehearsal."""

    event: Literal["happened"] = "happened"
    group: GroupId
    happened: events.Event


class Went(BaseRoomEvent):
    """The branch that answers in a round where nobody types."""

    event: Literal["went"] = "went"
    group: GroupId
    branch: Id


class WentBack(BaseRoomEvent):
    """The last choice was a slip and is taken back, with what was said of its openings."""

    event: Literal["went_back"] = "went_back"
    group: GroupId
    openings: Annotated[int, Field(ge=0)]
    """How many stand again."""


class Noted(BaseRoomEvent):
    """The line-reader's note on an opening; sealed until notes and guesses are laid open."""

    event: Literal["noted"] = "noted"
    group: GroupId
    opening: Number
    note: LineReaderNote


class Guessed(BaseRoomEvent):
    """What the practitioner guesses the line-reader's note to be; sealed likewise."""

    event: Literal["guessed"] = "guessed"
    group: GroupId
    opening: Number
    note: LineReaderNote


class Marked(BaseRoomEvent):
    """An observer's mark on an opening or, for a hurt and its mending, on a reply.

    Without a mark it is taken away.
    """

    event: Literal["marked"] = "marked"
    group: GroupId
    opening: Annotated[int, Field(ge=0)] = 0
    reply: Annotated[int, Field(ge=0)] = 0
    mark: Mark | None
    second: Annotated[int, Field(ge=0)] = 0
    """Seconds since the round began."""


class Locked(BaseRoomEvent):
    """An observer has done marking.

    The observer's turn to speak, and the coach's, lock everybody's marks.
    """

    event: Literal["locked"] = "locked"
    group: GroupId


class TimeOut(BaseRoomEvent):
    """A participant asked for a moment. It is not kept who: `by` is empty."""

    event: Literal["time_out"] = "time_out"
    group: GroupId


class TimeIn(BaseRoomEvent):
    """The group goes on. It is not kept who said so."""

    event: Literal["time_in"] = "time_in"
    group: GroupId


class AskedForHelp(BaseRoomEvent):
    """A group would like the trainer to come over."""

    event: Literal["asked_for_help"] = "asked_for_help"
    group: GroupId


class Helped(BaseRoomEvent):
    """The trainer came, or the group needs nobody any more."""

    event: Literal["helped"] = "helped"
    group: GroupId


class Replayed(BaseRoomEvent):
    """A participant chose a line of the round to say in other words."""

    event: Literal["replayed"] = "replayed"
    group: GroupId
    reply: Number


class AskedToJoin(BaseRoomEvent):
    """A participant in no group asks to join one that is in conversation."""

    event: Literal["asked_to_join"] = "asked_to_join"
    group: GroupId


class AnsweredJoin(BaseRoomEvent):
    """A group's participant lets an asker in, or does not; or the asker takes it back."""

    event: Literal["answered_join"] = "answered_join"
    group: GroupId
    person: PersonId
    admitted: bool


class OpenedGroup(BaseRoomEvent):
    """A group's participant lets anybody join without asking, or no longer."""

    event: Literal["opened_group"] = "opened_group"
    group: GroupId
    open: bool = True


class SteppedBack(BaseRoomEvent):
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


class Contributed(BaseRoomEvent):
    """A practitioner gave the counts of one round of theirs to the room's plenary.

    No text, no name, no scenario.
    """

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


# --- Events of a room

RULES = 2
"""Of rooms that are opened now. From 2 on, a group in conversation is joined only by those it lets in."""
LONGEST_NAME = 40
"""Characters of the name that a person chooses."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]
Message = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class RoomOpened(BaseRoomEvent):
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


class Joined(BaseRoomEvent):
    """A participant came in by a chosen name. `by` is the id from now on."""

    event: Literal["joined"] = "joined"
    name: Name
    ticket: Annotated[str, StringConstraints(max_length=128)] = ""
    """The hash of what their browser shows to be let in again; empty where there is no browser."""


class Left(BaseRoomEvent):
    """A participant left for good, or was seen out: it is not kept which. The group goes on."""

    event: Literal["left"] = "left"


class Away(BaseRoomEvent):
    """A participant's screen is gone: lost wifi, a closed lid."""

    event: Literal["away"] = "away"


class Back(BaseRoomEvent):
    """A participant's screen is here again."""

    event: Literal["back"] = "back"


class Grouped(BaseRoomEvent):
    """The participants of a group. A new id makes a group, no participants end it."""

    event: Literal["grouped"] = "grouped"
    group: GroupId
    people: tuple[PersonId, ...]


class Moved(BaseRoomEvent):
    """The trainer moves somebody; to no group for an empty one."""

    event: Literal["moved"] = "moved"
    person: PersonId
    group: GroupId


class PartReached(BaseRoomEvent):
    """The room went on to a part of the run sheet, counted from 0."""

    event: Literal["part_reached"] = "part_reached"
    part: Annotated[int, Field(ge=0)]


class RoomPaused(BaseRoomEvent):
    """Everybody waits. Paused time does not count."""

    event: Literal["room_paused"] = "room_paused"


class RoomResumed(BaseRoomEvent):
    """Everybody goes on."""

    event: Literal["room_resumed"] = "room_resumed"


class Covered(BaseRoomEvent):
    """All screens are covered at once."""

    event: Literal["covered"] = "covered"


class Uncovered(BaseRoomEvent):
    """All screens are back."""

    event: Literal["uncovered"] = "uncovered"


class Told(BaseRoomEvent):
    """The trainer says something to some people or groups; to all where `to` is empty."""

    event: Literal["told"] = "told"
    to: tuple[str, ...] = ()
    """Ids of people or of groups."""
    words: Message


class LaidTogether(BaseRoomEvent):
    """The trainer laid the counts together.

    Whoever comes later is not in them, so that nobody can be subtracted.
    """

    event: Literal["laid_together"] = "laid_together"


class RoomClosed(BaseRoomEvent):
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
