"""What each person's screen is made from. Nothing here has a field that could hold the other side's words.

The practitioner's view has no field for what a family keeps, for lines that were not said, for a sealed note or an
unlocked mark; so no screen built from it can show them, and nothing sent to a browser can hold them. What all screens
have in common is in `surroundings`, the trainer's in `on_board`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from coach.model.class_events import LineReaderNote, Mark, Role, Stage
from coach.model.run_sheet import PartPurpose

# --- What every screen shows round its page


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A person as others see them: the name they chose, and their role."""

    id: str
    name: str
    role: Role | None = None
    away: bool = False
    is_self: bool = False
    agreed: bool = False
    """Of oneself alone: whoever takes their time over a content note is pointed out to nobody."""


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """A group as people outside it see it."""

    id: str
    name: str
    people: tuple[str, ...]
    """Names."""
    stage: Stage
    may_join: bool
    """There is room, and nobody needs to be asked."""
    may_ask: bool = False
    """There is room, and the group is asked first: it is in conversation."""
    asked: bool = False
    """This person asked to join it, and waits for an answer."""


@dataclass(frozen=True, slots=True)
class ScenarioOffer:
    """A scenario that a group can choose: nothing of it but what is read before consenting."""

    id: str
    title: str
    content_note: str
    difficulty: str = ""
    minutes: int = 0
    towards_practitioner: bool = False
    """Racism towards the practitioner: whoever would rather not has another of equal standing."""
    alternative: str = ""
    """The id of that other."""


@dataclass(frozen=True, slots=True)
class PartSeen:
    """The part of the run sheet, and the room's clock."""

    title: str
    what: str
    does: PartPurpose
    minutes: int
    left: timedelta | None
    """Below nothing once the minutes are over; None where the sheet shows no clock."""

    def minutes_left(self) -> int:
        """In whole minutes, at least one while there is time left: the same number on every screen. 0 for no clock."""
        return 0 if self.left is None or self.left <= timedelta() else max(1, round(self.left.total_seconds() / 60))


@dataclass(frozen=True, slots=True)
class TrainerMessage:
    """Something the trainer said."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line that was said. `reply` is the practitioner's number, 0 for the family's; words are empty where spoken."""

    speaker: str
    text: str
    how: str = ""
    reply: int = 0
    scene: bool = False
    skipped: bool = False
    chose: str = ""
    """Where nobody types: what the line-reader chose for it, for whoever may see the script."""


@dataclass(frozen=True, slots=True)
class RoomContext:
    """What everybody's screen has: who is here, where the group is, what the room does."""

    code: str
    own_name: str
    """The name that this person chose."""
    stage: Stage
    group: str = ""
    """The group's id; empty for whoever is in none."""
    group_name: str = ""
    partners: tuple[PersonSeen, ...] = ()
    """Everybody in the group, oneself among them."""
    ungrouped: tuple[PersonSeen, ...] = ()
    """Everybody in the room who is in no group."""
    groups: tuple[GroupSeen, ...] = ()
    role: Role | None = None
    offers: tuple[ScenarioOffer, ...] = ()
    chosen: ScenarioOffer | None = None
    spoken: bool = False
    screen_speaks: bool = False
    """Nobody reads the family's lines: the screen speaks for them."""
    round: int = 0
    """The round that is going on, or was last; 0 before the first."""
    replies: int = 0
    most_replies: int = 0
    over: bool = False
    """Nothing more is said in this round."""
    to_agree: bool = False
    """This person has still to read the content note; until they have, nothing else of the round is in their view."""
    to_read: bool = False
    """Among the briefs, this person has still to read their own."""
    may_take: tuple[Role, ...] = ()
    """Roles that this person could take now: none that would be refused."""
    departed: tuple[PersonSeen, ...] = ()
    """Who left this round, each with the role that nobody has taken since."""
    asking: tuple[PersonSeen, ...] = ()
    """People who would like to join this group, and have no answer yet."""
    group_open: bool = False
    """Anybody may join this group without asking, also in conversation."""
    back_to: Stage | None = None
    """Where the group was taken on from, if it can step back there."""
    next_stage: Stage | None = None
    """Where the group can go from here, if it can."""
    refusal: str = ""
    """Why it cannot go on yet, in a sentence."""
    time_out: bool = False
    asked_for_help: bool = False
    part: PartSeen | None = None
    cue: tuple[SaidLine, ...] = ()
    """While the room warms up and this person is in no round: the lines that everybody answers for themselves."""
    paused: bool = False
    covered: bool = False
    closed: bool = False
    has_left: bool = False
    """This person left the room for good, or was seen out."""
    messages: tuple[TrainerMessage, ...] = ()
    """What the trainer said to this person, oldest first."""

    def list_other_partners(self) -> tuple[PersonSeen, ...]:
        """Everybody else in the group whose screen is not gone."""
        return tuple(each for each in self.partners if not (each.is_self or each.away))

    def lacks_practitioner(self) -> bool:
        """Whether the group is in conversation, and nobody is its practitioner any more."""
        held = {each.role for each in self.partners}
        return self.stage is Stage.TALKING and not self.over and Role.PRACTITIONER not in held


# --- The trainer's board


@dataclass(frozen=True, slots=True)
class GroupOnBoard:
    """A group on the trainer's board. No words of anybody's."""

    id: str
    name: str
    stage: Stage
    people: tuple[PersonSeen, ...]
    minutes: int
    """How long it has been in its stage; time in which the room was paused is not taken off."""
    scenario: str
    """The scenario's title; empty while nothing is chosen."""
    spoken: bool
    round: int
    replies: int
    """How many replies the round has had so far."""
    asked_for_help: int | None
    """How many minutes ago; None where nobody asked."""
    time_out: bool
    next_stage: Stage | None
    refusal: str
    most_replies: int = 0
    """How many a round has at most."""
    back_to: Stage | None = None
    """Where it was taken on from, if it can step back there."""
    departed: tuple[PersonSeen, ...] = ()
    """Who left its round with a role that nobody has taken since."""


@dataclass(frozen=True, slots=True)
class Board:
    """The trainer's board."""

    code: str
    title: str
    """The run sheet's."""
    parts: tuple[str, ...]
    """Titles of the run sheet's parts."""
    part_number: int | None
    """The part the room is in, from 0; None before the start."""
    part: PartSeen | None
    say: tuple[str, ...]
    """What the trainer may read out in this part."""
    groups: tuple[GroupOnBoard, ...]
    ungrouped: tuple[PersonSeen, ...]
    """Whoever is in no group."""
    paused: bool
    covered: bool
    closed: bool
    messages: tuple[TrainerMessage, ...]
    """What the trainer said, oldest first."""
    contributors: int
    """How many people gave their counts to the plenary."""


# --- One view a role


@dataclass(frozen=True, slots=True)
class Brief:
    """What is read before talking."""

    title: str
    you_are: str
    setting: str
    brief: str
    concern: str
    card: str
    """What this role is told."""
    intentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOpening:
    """An opening that the talk has gone on from, as its line and nothing else: for a note, or a guess."""

    number: int
    line: str
    speaker: str
    after: int
    """The reply after which it came; 0 for the very first line."""


@dataclass(frozen=True, slots=True)
class RevealedNotes:
    """A note and a guess, laid open together."""

    number: int
    line: str
    speaker: str
    note: LineReaderNote | None
    guess: LineReaderNote | None


@dataclass(frozen=True, slots=True)
class LockedMark:
    """A locked mark."""

    observer: str
    """The name of whoever observed."""
    opening: int
    reply: int
    mark: Mark
    second: int = 0
    line: str = ""
    """The opening's line, which was said aloud; empty for a mark of a reply."""


@dataclass(frozen=True, slots=True)
class PractitionerView:
    """The practitioner's screen."""

    context: RoomContext
    brief: Brief | None = None
    lines: tuple[SaidLine, ...] = ()
    may_speak: bool = False
    to_guess: tuple[PassedOpening, ...] = ()
    """Openings that the talk has gone on from. Guesses can be made until they are laid open."""
    guesses: Mapping[int, LineReaderNote] = field(default_factory=dict)
    revealed: tuple[RevealedNotes, ...] = ()
    marks: tuple[LockedMark, ...] = ()
    """Locked ones, from the observer's turn to speak on."""
    lines_again: tuple[SaidLine, ...] = ()
    """The line that was said again last, with what the family answered to it."""


@dataclass(frozen=True, slots=True)
class SilenceSeen:
    """Something that the family keeps to themselves unless it is opened, in a phrase; and whether it has been told."""

    about: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """Somebody whose lines are read."""

    called: str
    about: str


@dataclass(frozen=True, slots=True)
class SpokenChoice:
    """Spoken mode: one thing that can have been done, in words; `branch` is what `Seat.went` is told."""

    branch: str
    words: str
    may_have_hurt: bool = False
    seldom: bool = False
    """Offered one step further in, so that the rest can be taken in at a glance."""


@dataclass(frozen=True, slots=True)
class LineReaderView:
    """The line-reader's screen: who they read, what to read now, and their own sealed notes."""

    context: RoomContext
    brief: Brief | None = None
    people: tuple[FamilyMember, ...] = ()
    silences: tuple[SilenceSeen, ...] = ()
    lines: tuple[SaidLine, ...] = ()
    to_read: tuple[SaidLine, ...] = ()
    """The family's last lines, to read out now."""
    to_note: tuple[PassedOpening, ...] = ()
    notes: Mapping[int, LineReaderNote] = field(default_factory=dict)
    choices: tuple[SpokenChoice, ...] = ()
    """Spoken mode: what may have been done, to choose from."""
    may_take_back: bool = False
    """Spoken mode: the last choice can be taken back."""
    revealed: tuple[RevealedNotes, ...] = ()
    marks: tuple[LockedMark, ...] = ()
    lines_again: tuple[SaidLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ObservedOpening:
    """An opening that came up, for an observer."""

    number: int
    line: str
    speaker: str
    after: int
    topic: str
    about: str
    now: bool
    """The talk is still there."""
    mark: Mark | None = None
    """This observer's own."""


@dataclass(frozen=True, slots=True)
class ObserverView:
    """The observer's screen: what was said, the openings as they come up, and their own marks."""

    context: RoomContext
    brief: Brief | None = None
    lines: tuple[SaidLine, ...] = ()
    openings: tuple[ObservedOpening, ...] = ()
    marks: tuple[LockedMark, ...] = ()
    """Their own; everybody's locked ones from the observer's turn to speak on."""
    locked: bool = False
    second: int = 0
    """Seconds since the round began."""
    revealed: tuple[RevealedNotes, ...] = ()
    lines_again: tuple[SaidLine, ...] = ()


@dataclass(frozen=True, slots=True)
class WatcherView:
    """The screen of somebody who watches, or is in no group yet."""

    context: RoomContext
    lines: tuple[SaidLine, ...] = ()
    revealed: tuple[RevealedNotes, ...] = ()
    marks: tuple[LockedMark, ...] = ()
    lines_again: tuple[SaidLine, ...] = ()


View = PractitionerView | LineReaderView | ObserverView | WatcherView
