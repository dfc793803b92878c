"""Events of a room (a class): events of its groups, and events of the whole room.

Openings are numbered from 1 in the order in which they came up in a round, replies from 1 in the order they were said.
`RoomEvent`, at the end, is any event that a room's log may hold.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from coach.model import events
from coach.model.run_sheet import Sheet
from coach.model.types import Frozen, Id

# --- The words of a round: roles, stages, marks and notes


class Role(StrEnum):
    """The role of a participant in a round; a participant without a role watches."""

    PRACTITIONER = "practitioner"
    LINE_READER = "line_reader"
    OBSERVER = "observer"

    def title(self) -> str:
        """The name of the role, as screens show it."""
        return {"practitioner": "Practitioner", "line_reader": "Line-reader", "observer": "Observer"}[self.value]


class Stage(StrEnum):
    """The stage that a group has reached in its round.

    The order of the members is the order of a round. In the debrief all people speak before the coach does.
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
        """The name of the stage, as screens show it."""
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
        """The mark in words, as screens show it."""
        return {
            "taken": "taken",
            "partly": "partly",
            "passed_by": "passed by",
            "hurt": "may have hurt",
            "mended": "mended",
        }[self.value]

    def of_a_reply(self) -> bool:
        """Whether the mark is on a reply (hurt, mended), and not on an opening of the family's."""
        return self in (Mark.HURT, Mark.MENDED)


class LineReaderNote(StrEnum):
    """A note whether the family could have said more: the line-reader's, or a guess at it."""

    MORE = "more"
    SAID = "said"

    def says(self) -> str:
        """The note as a sentence that the line-reader would say."""
        return {"more": "I could have said more", "said": "I said what I wanted to"}[self.value]


# --- What every event of a room has

TRAINER = ""
"""Who did what nobody in the room did; and what everybody may do without its being kept who it was."""

PersonId = Annotated[str, StringConstraints(max_length=40)]
GroupId = Annotated[str, StringConstraints(max_length=40)]


class BaseRoomEvent(Frozen):
    """The base class of all events of a room: when it happened (`at`), and who caused it (`by`)."""

    at: AwareDatetime
    by: PersonId = TRAINER


# --- Events of a group

Number = Annotated[int, Field(ge=1)]


class Chose(BaseRoomEvent):
    """Event: a group chose a scenario, and whether its round is typed or spoken.

    Each scenario has its own content note (a warning of what it contains), so everybody in the group is asked again
    to agree to it.
    """

    event: Literal["chose"] = "chose"
    group: GroupId
    scenario: Id
    spoken: bool = False


class TookRole(BaseRoomEvent):
    """Event: a participant took a role in the group, or gave their role up to watch."""

    event: Literal["took_role"] = "took_role"
    group: GroupId
    role: Role | None = None


class Agreed(BaseRoomEvent):
    """Event: a participant read the scenario's content note (a warning) and agreed to go on."""

    event: Literal["agreed"] = "agreed"
    group: GroupId


class StageReached(BaseRoomEvent):
    """Event: a group went on to its next stage.

    The stage of talking has an event of its own, `RoundBegan`.
    """

    event: Literal["stage_reached"] = "stage_reached"
    group: GroupId
    stage: Stage


class RoundBegan(BaseRoomEvent):
    """Event: a group started its conversation with the family."""

    event: Literal["round_began"] = "round_began"
    group: GroupId
    number: Number
    began: events.Began


class Happened(BaseRoomEvent):
    """Event: one event of a rehearsal, such as a reply, happened in a group's typed round."""

    event: Literal["happened"] = "happened"
    group: GroupId
    happened: events.Event


class Went(BaseRoomEvent):
    """Event: in a spoken round, a person chose the branch by which the family answers."""

    event: Literal["went"] = "went"
    group: GroupId
    branch: Id


class WentBack(BaseRoomEvent):
    """Event: in a spoken round, the last choice of a branch was a slip and is taken back.

    The notes and marks on the openings of that branch go with it.
    """

    event: Literal["went_back"] = "went_back"
    group: GroupId
    openings: Annotated[int, Field(ge=0)]
    """How many stand again."""


class Noted(BaseRoomEvent):
    """Event: the line-reader noted whether the family could have said more at an opening.

    The line-reader is the participant who reads the family's lines aloud. The note stays hidden until it is shown
    beside what the practitioner guessed of it. An opening is a cue with a subject to be taken up.
    """

    event: Literal["noted"] = "noted"
    group: GroupId
    opening: Number
    note: LineReaderNote


class Guessed(BaseRoomEvent):
    """Event: the practitioner guessed the line-reader's note.

    The guess is hidden until all are shown.
    """

    event: Literal["guessed"] = "guessed"
    group: GroupId
    opening: Number
    note: LineReaderNote


class Marked(BaseRoomEvent):
    """Event: an observer marked an opening, or marked a reply as a hurt or its repair.

    `mark` None removes an earlier mark.
    """

    event: Literal["marked"] = "marked"
    group: GroupId
    opening: Annotated[int, Field(ge=0)] = 0
    reply: Annotated[int, Field(ge=0)] = 0
    mark: Mark | None
    second: Annotated[int, Field(ge=0)] = 0
    """Seconds since the round began."""


class Locked(BaseRoomEvent):
    """Event: an observer has finished marking, and can change no mark any more.

    When the observer's turn to speak comes, or the coach's, the marks of all observers are locked.
    """

    event: Literal["locked"] = "locked"
    group: GroupId


class TimeOut(BaseRoomEvent):
    """Event: a participant asked the group for a break; who asked is not stored (`by` is empty)."""

    event: Literal["time_out"] = "time_out"
    group: GroupId


class TimeIn(BaseRoomEvent):
    """Event: the group goes on after a break; who said so is not stored."""

    event: Literal["time_in"] = "time_in"
    group: GroupId


class AskedForHelp(BaseRoomEvent):
    """Event: a group asked the trainer to come over."""

    event: Literal["asked_for_help"] = "asked_for_help"
    group: GroupId


class Helped(BaseRoomEvent):
    """Event: a group's request for help is settled: the trainer came, or the group withdrew it."""

    event: Literal["helped"] = "helped"
    group: GroupId


class Replayed(BaseRoomEvent):
    """Event: a participant chose a reply of the round to say again in other words."""

    event: Literal["replayed"] = "replayed"
    group: GroupId
    reply: Number


class AskedToJoin(BaseRoomEvent):
    """Event: a participant without a group asked to join one whose conversation has begun."""

    event: Literal["asked_to_join"] = "asked_to_join"
    group: GroupId


class AnsweredJoin(BaseRoomEvent):
    """Event: a request to join a group was accepted or refused by the group, or withdrawn."""

    event: Literal["answered_join"] = "answered_join"
    group: GroupId
    person: PersonId
    admitted: bool


class OpenedGroup(BaseRoomEvent):
    """Event: a group let anybody join it without asking, or stopped doing so."""

    event: Literal["opened_group"] = "opened_group"
    group: GroupId
    open: bool = True


class SteppedBack(BaseRoomEvent):
    """Event: a group returned to its stage before the last step.

    Possible while nothing was said since.
    """

    event: Literal["stepped_back"] = "stepped_back"
    group: GroupId
    stage: Stage
    """Where it returns to."""


class Counted(Frozen):
    """How many offered subjects (openings) on a topic were taken, partly taken and passed by."""

    topic: Id
    taken: Annotated[int, Field(ge=0, le=1000)] = 0
    partly: Annotated[int, Field(ge=0, le=1000)] = 0
    passed_by: Annotated[int, Field(ge=0, le=1000)] = 0


class Contributed(BaseRoomEvent):
    """Event: a practitioner gave the counts of their own round to the room's plenary.

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
    """Event: the trainer opened a room, with a run sheet and the scenarios to choose from."""

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
    """Event: a participant joined the room under a chosen name; `by` is their id from now on."""

    event: Literal["joined"] = "joined"
    name: Name
    ticket: Annotated[str, StringConstraints(max_length=128)] = ""
    """The hash of what their browser shows to be let in again; empty where there is no browser."""


class DoorAsked(BaseRoomEvent):
    """Event: the trainer has newcomers wait until they are admitted, or lets them straight in."""

    event: Literal["door_asked"] = "door_asked"
    waits: bool


class Admitted(BaseRoomEvent):
    """Event: the trainer admitted a participant who waited at the door."""

    event: Literal["admitted"] = "admitted"
    person: PersonId


class KeptOut(BaseRoomEvent):
    """Event: the trainer keeps a person out, who waited or was in the room, and says why.

    Their ticket opens nothing any more, and no newcomer takes their name.
    """

    event: Literal["kept_out"] = "kept_out"
    person: PersonId
    why: Message


class Left(BaseRoomEvent):
    """Event: a participant left for good or was removed by the trainer.

    Which of the two is not stored.

    Their group goes on.
    """

    event: Literal["left"] = "left"


class Disconnected(BaseRoomEvent):
    """Event: a participant's screen lost its connection, such as by lost wifi or a closed lid."""

    event: Literal["away"] = "away"


class Reconnected(BaseRoomEvent):
    """Event: a participant's screen is connected again."""

    event: Literal["back"] = "back"


class Grouped(BaseRoomEvent):
    """Event: the participants of a group were set.

    A new id makes a group; no participants end it.
    """

    event: Literal["grouped"] = "grouped"
    group: GroupId
    people: tuple[PersonId, ...]


class Moved(BaseRoomEvent):
    """Event: the trainer moved a participant to another group; an empty `group` means to none."""

    event: Literal["moved"] = "moved"
    person: PersonId
    group: GroupId


class PartReached(BaseRoomEvent):
    """Event: the room went on to a part of its run sheet, counted from 0."""

    event: Literal["part_reached"] = "part_reached"
    part: Annotated[int, Field(ge=0)]


class RoomPaused(BaseRoomEvent):
    """Event: the trainer paused the whole room. Paused time does not count for any clock."""

    event: Literal["room_paused"] = "room_paused"


class RoomResumed(BaseRoomEvent):
    """Event: the trainer ended the pause of the whole room."""

    event: Literal["room_resumed"] = "room_resumed"


class Covered(BaseRoomEvent):
    """Event: the trainer covered all screens, so that participants see no part of their round."""

    event: Literal["covered"] = "covered"


class Uncovered(BaseRoomEvent):
    """Event: the trainer uncovered all screens again."""

    event: Literal["uncovered"] = "uncovered"


class Told(BaseRoomEvent):
    """Event: the trainer sent a message to some participants or groups; to all if `to` is empty."""

    event: Literal["told"] = "told"
    to: tuple[str, ...] = ()
    """Ids of people or of groups."""
    words: Message


class LaidTogether(BaseRoomEvent):
    """Event: the trainer put the counts of all groups together for the plenary.

    Counts given later are left out: the difference of two totals could show one participant's counts.
    """

    event: Literal["laid_together"] = "laid_together"


class RoomClosed(BaseRoomEvent):
    """Event: the trainer closed the room; the class has ended."""

    event: Literal["room_closed"] = "room_closed"


RoomEvent = Annotated[
    RoomOpened
    | Joined
    | DoorAsked
    | Admitted
    | KeptOut
    | Left
    | Disconnected
    | Reconnected
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
