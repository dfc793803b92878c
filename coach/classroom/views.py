"""The views of a room, one class a role: everything that a person's screen is drawn from.

No view has a field for what its person may not see. The practitioner's view has no field for what a family keeps, for
lines that were not said, for a sealed note or an unlocked mark. So no screen built from it can show them, and nothing
sent to a browser can hold them. `RoomContext` is common to all views; the trainer has a `Board`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from coach.model.class_events import LineReaderNote, Mark, Role, Stage
from coach.model.run_sheet import PartPurpose

# --- What every screen shows round its page


@dataclass(frozen=True, slots=True)
class VisiblePerson:
    """A person as others see them: the name they chose, and their role."""

    id: str
    name: str
    role: Role | None = None
    away: bool = False
    is_self: bool = False
    agreed: bool = False
    """Whether the person who looks agreed to the content note; never set for others.

    A person who takes their time over a content note is pointed out to nobody.
    """


@dataclass(frozen=True, slots=True)
class VisibleGroup:
    """A group as people outside it see it: name, people, stage, and whether they may join it."""

    id: str
    name: str
    people: tuple[str, ...]
    """Names."""
    stage: Stage
    may_join: bool
    """There is room, and the group need not be asked."""
    may_ask: bool = False
    """There is room, and the group is asked first, because it is in conversation."""
    asked: bool = False
    """Whether the person who looks asked to join it, and waits for an answer."""


@dataclass(frozen=True, slots=True)
class ScenarioOffer:
    """A scenario that a group can choose, with only what is read before consenting."""

    id: str
    title: str
    content_note: str
    difficulty: str = ""
    minutes: int = 0
    towards_practitioner: bool = False
    """Whether it holds racism towards the practitioner.

    A person may choose another of equal standing.
    """
    alternative: str = ""
    """The id of that other."""


@dataclass(frozen=True, slots=True)
class VisiblePart:
    """The current part of the run sheet, with the room's clock."""

    title: str
    what: str
    does: PartPurpose
    minutes: int
    left: timedelta | None
    """Below zero once the minutes are over; None where the sheet shows no clock."""

    def minutes_left(self) -> int:
        """Return the whole minutes left: at least one while there is time, 0 without a clock."""
        return 0 if self.left is None or self.left <= timedelta() else max(1, round(self.left.total_seconds() / 60))

    @property
    def is_past(self) -> bool:
        """Whether its minutes are over, which ends nothing by itself."""
        return self.left is not None and self.left <= timedelta()


@dataclass(frozen=True, slots=True)
class TrainerMessage:
    """A message from the trainer to participants, and its moment."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """A line that was said, by the family or by the practitioner.

    `reply` is the number of the practitioner's reply, 0 for a line of the family's. A spoken reply has no text.
    """

    speaker: str
    text: str
    how: str = ""
    reply: int = 0
    scene: bool = False
    skipped: bool = False
    chose: str = ""
    """In a spoken round, what the line-reader chose for the reply.

    Only for those who may see the script.
    """


@dataclass(frozen=True, slots=True)
class RoomContext:
    """The part of a view that all roles share: the people, the group's stage, the room's clock."""

    code: str
    own_name: str
    """The name that the person who looks chose."""
    stage: Stage
    group: str = ""
    """The group's id; empty for a person in no group."""
    group_name: str = ""
    partners: tuple[VisiblePerson, ...] = ()
    """Everybody in the group, the person who looks among them."""
    ungrouped: tuple[VisiblePerson, ...] = ()
    """Everybody in the room who is in no group."""
    groups: tuple[VisibleGroup, ...] = ()
    role: Role | None = None
    offers: tuple[ScenarioOffer, ...] = ()
    chosen: ScenarioOffer | None = None
    spoken: bool = False
    screen_speaks: bool = False
    """Whether the screen shows the family's lines to all, because nobody reads them."""
    round: int = 0
    """The number of the round that is going on, or was last; 0 before the first."""
    replies: int = 0
    most_replies: int = 0
    over: bool = False
    """Whether the conversation of the round has ended."""
    to_agree: bool = False
    """Whether this person has still to read the content note.

    Until then their view holds nothing else of the round.
    """
    to_read: bool = False
    """Whether this person has still to read their brief."""
    may_take: tuple[Role, ...] = ()
    """The roles that this person could take now."""
    departed: tuple[VisiblePerson, ...] = ()
    """The people who left this round, each with the role that nobody has taken since."""
    asking: tuple[VisiblePerson, ...] = ()
    """The people who asked to join this group and have no answer yet."""
    group_open: bool = False
    """Whether anybody may join this group without asking, even in conversation."""
    back_to: Stage | None = None
    """The stage that the group can step back to."""
    next_stage: Stage | None = None
    """The stage that the group can go on to."""
    refusal: str = ""
    """Why the group cannot go on yet, in a sentence."""
    time_out: bool = False
    asked_for_help: bool = False
    part: VisiblePart | None = None
    cue: tuple[ConversationLine, ...] = ()
    """The lines of the warm-up that everybody answers for themselves.

    None for a person in a round.
    """
    paused: bool = False
    covered: bool = False
    closed: bool = False
    has_left: bool = False
    """Whether this person left the room for good, or was seen out."""
    waiting: bool = False
    """Whether this person waits at the door. Then nothing of the room is in their view."""
    kept_out: str = ""
    """Why the trainer keeps this person out, in a sentence."""
    messages: tuple[TrainerMessage, ...] = ()
    """The trainer's messages to this person, oldest first."""

    def list_other_partners(self) -> tuple[VisiblePerson, ...]:
        """List everybody else in the group whose screen is connected."""
        return tuple(person for person in self.partners if not (person.is_self or person.away))

    def lacks_practitioner(self) -> bool:
        """Tell whether the group is in conversation and its practitioner has left."""
        held = {person.role for person in self.partners}
        return self.stage is Stage.TALKING and not self.over and Role.PRACTITIONER not in held


# --- The trainer's board


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """A group on the trainer's board: stage, people and minutes, no words of participants."""

    id: str
    name: str
    stage: Stage
    people: tuple[VisiblePerson, ...]
    minutes: int
    """How long the group has been in its stage, with pauses of the room."""
    scenario: str
    """The scenario's title; empty while none is chosen."""
    spoken: bool
    round: int
    replies: int
    """How many replies the round has had so far."""
    asked_for_help: int | None
    """How many minutes ago the group asked for help; None where it did not."""
    time_out: bool
    next_stage: Stage | None
    refusal: str
    most_replies: int = 0
    """How many a round has at most."""
    back_to: Stage | None = None
    """The stage that the group can step back to."""
    departed: tuple[VisiblePerson, ...] = ()
    """The people who left its round with a role that nobody has taken since."""


@dataclass(frozen=True, slots=True)
class Board:
    """The trainer's board: the run sheet's part, the groups and their stages, calls for help."""

    code: str
    title: str
    """The run sheet's title."""
    parts: tuple[str, ...]
    """The titles of the run sheet's parts."""
    part_number: int | None
    """The current part, from 0; None before the start."""
    part: VisiblePart | None
    say: tuple[str, ...]
    """What the trainer may read out in this part."""
    groups: tuple[BoardGroup, ...]
    ungrouped: tuple[VisiblePerson, ...]
    """The people in no group."""
    paused: bool
    covered: bool
    closed: bool
    messages: tuple[TrainerMessage, ...]
    """The trainer's own messages, oldest first."""
    contributors: int
    """How many people gave their counts to the plenary."""
    waiting: tuple[VisiblePerson, ...] = ()
    """The people who wait at the door until the trainer admits them."""
    newcomers_wait: bool = False
    """Whether newcomers wait at the door."""


# --- One view a role


@dataclass(frozen=True, slots=True)
class Brief:
    """A person's brief: what they read about their part before the conversation."""

    title: str
    you_are: str
    setting: str
    brief: str
    concern: str
    card: str
    """What the person's role is told."""
    intentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOpening:
    """An opening that the conversation has moved on from: its line, for a note or a guess.

    An opening is where the family lets a subject be spoken of.
    """

    number: int
    line: str
    speaker: str
    after: int
    """The number of the reply after which it came up; 0 for the first lines."""


@dataclass(frozen=True, slots=True)
class RevealedNotes:
    """The line-reader's note on an opening and the practitioner's guess, revealed together.

    An opening is where the family lets a subject be spoken of.
    """

    number: int
    line: str
    speaker: str
    note: LineReaderNote | None
    guess: LineReaderNote | None


@dataclass(frozen=True, slots=True)
class LockedMark:
    """An observer's mark that can no longer be changed.

    The mark says how a reply took an opening, or that it may have hurt or repaired.
    """

    observer: str
    """The observer's name."""
    opening: int
    reply: int
    mark: Mark
    second: int = 0
    line: str = ""
    """The opening's line; empty for a mark of a reply."""


@dataclass(frozen=True, slots=True)
class PractitionerView:
    """The practitioner's view: the lines that were said, the brief, and their own guesses."""

    context: RoomContext
    brief: Brief | None = None
    lines: tuple[ConversationLine, ...] = ()
    may_speak: bool = False
    to_guess: tuple[PassedOpening, ...] = ()
    """The openings that can be guessed at, until notes and guesses are laid open."""
    guesses: Mapping[int, LineReaderNote] = field(default_factory=dict)
    revealed: tuple[RevealedNotes, ...] = ()
    marks: tuple[LockedMark, ...] = ()
    """The observers' locked marks, from the observer's turn to speak on."""
    lines_again: tuple[ConversationLine, ...] = ()
    """The line that was said again last, with the family's answer."""


@dataclass(frozen=True, slots=True)
class VisibleSilence:
    """A silence as the line-reader sees it: its subject in a phrase, and whether it was told.

    A silence is what the family keeps to itself until asked in a way that it can answer.
    """

    about: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A person of the family whose lines the line-reader reads aloud.

    The line-reader is the participant who speaks for the family.
    """

    called: str
    about: str


@dataclass(frozen=True, slots=True)
class SpokenChoice:
    """In a spoken round, one thing that the practitioner may have done, in words.

    `branch` is the branch that it leads to, for `Participant.choose_branch`.
    """

    branch: str
    words: str
    may_have_hurt: bool = False
    seldom: bool = False
    """Whether it is offered one step further in, so that the rest can be taken in at a glance."""


@dataclass(frozen=True, slots=True)
class LineReaderView:
    """The line-reader's view: which people they read, what to read now, and their own notes."""

    context: RoomContext
    brief: Brief | None = None
    people: tuple[FamilyMember, ...] = ()
    silences: tuple[VisibleSilence, ...] = ()
    lines: tuple[ConversationLine, ...] = ()
    to_read: tuple[ConversationLine, ...] = ()
    """The family's last lines, to read out now."""
    to_note: tuple[PassedOpening, ...] = ()
    notes: Mapping[int, LineReaderNote] = field(default_factory=dict)
    choices: tuple[SpokenChoice, ...] = ()
    """In a spoken round, what the practitioner may have done."""
    may_take_back: bool = False
    """In a spoken round, whether the last choice can be taken back."""
    revealed: tuple[RevealedNotes, ...] = ()
    marks: tuple[LockedMark, ...] = ()
    lines_again: tuple[ConversationLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ObservedOpening:
    """An opening that came up, as an observer sees it.

    An opening is where the family lets a subject be spoken of.
    """

    number: int
    line: str
    speaker: str
    after: int
    topic: str
    about: str
    now: bool
    """Whether the conversation is still at it."""
    mark: Mark | None = None
    """This observer's own mark."""


@dataclass(frozen=True, slots=True)
class ObserverView:
    """The observer's view: the lines, the openings as they come up, and their own marks."""

    context: RoomContext
    brief: Brief | None = None
    lines: tuple[ConversationLine, ...] = ()
    openings: tuple[ObservedOpening, ...] = ()
    marks: tuple[LockedMark, ...] = ()
    """Their own marks; everybody's locked ones from the observer's turn to speak on."""
    locked: bool = False
    second: int = 0
    """Seconds since the round began."""
    revealed: tuple[RevealedNotes, ...] = ()
    lines_again: tuple[ConversationLine, ...] = ()


@dataclass(frozen=True, slots=True)
class WatcherView:
    """The view of a person who watches, or is in no group yet."""

    context: RoomContext
    lines: tuple[ConversationLine, ...] = ()
    revealed: tuple[RevealedNotes, ...] = ()
    marks: tuple[LockedMark, ...] = ()
    lines_again: tuple[ConversationLine, ...] = ()


View = PractitionerView | LineReaderView | ObserverView | WatcherView


def has_lines_to_say_again(view: View) -> bool:
    """Return whether the round has replies that anybody in the group can say in other words now.

    They can from the coach's turn on, and still once the round is finished.
    """
    context = view.context
    now = context.stage.is_at_least(Stage.COACH_SPEAKS) and not (context.spoken or context.to_agree)
    return now and any(line.reply and line.text for line in view.lines)
