"""What each person's screen is made from. Nothing here has a field that could hold the other side's words.

The practitioner's view has no field for what a family keeps, for lines that were not said, for a sealed note or an
unlocked mark; so no screen built from it can show them, and nothing sent to a browser can hold them. What all screens
have in common is in `surroundings`, the trainer's in `on_board`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.classroom.on_board import Board as Board  # as: whoever builds a screen finds all it is made from here
from coach.classroom.on_board import GroupOnBoard as GroupOnBoard
from coach.classroom.surroundings import GroupSeen as GroupSeen
from coach.classroom.surroundings import Here as Here
from coach.classroom.surroundings import Offer as Offer
from coach.classroom.surroundings import PartSeen as PartSeen
from coach.classroom.surroundings import SaidLine as SaidLine
from coach.classroom.surroundings import Someone as Someone
from coach.classroom.surroundings import Words as Words
from coach.model.room import Mark, Note


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
class Spot:
    """An opening that the talk has gone on from, as its line and nothing else: for a note, or a guess."""

    number: int
    line: str
    speaker: str
    after: int
    """The reply after which it came; 0 for the very first line."""


@dataclass(frozen=True, slots=True)
class Revealed:
    """A note and a guess, laid open together."""

    number: int
    line: str
    speaker: str
    note: Note | None
    guess: Note | None


@dataclass(frozen=True, slots=True)
class MarkShown:
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

    here: Here
    brief: Brief | None = None
    said: tuple[SaidLine, ...] = ()
    may_speak: bool = False
    to_guess: tuple[Spot, ...] = ()
    """Openings that the talk has gone on from. Guesses can be made until they are laid open."""
    guesses: Mapping[int, Note] = field(default_factory=dict)
    revealed: tuple[Revealed, ...] = ()
    marks: tuple[MarkShown, ...] = ()
    """Locked ones, from the observer's turn to speak on."""
    said_again: tuple[SaidLine, ...] = ()
    """The line that was said again last, with what the family answered to it."""


@dataclass(frozen=True, slots=True)
class Keeps:
    """Something that the family keeps to themselves unless it is opened, in a phrase; and whether it has been told."""

    about: str
    told: bool


@dataclass(frozen=True, slots=True)
class PersonRead:
    """Somebody whose lines are read."""

    called: str
    about: str


@dataclass(frozen=True, slots=True)
class Way:
    """Spoken mode: one thing that can have been done, in words; `branch` is what `Seat.went` is told."""

    branch: str
    words: str
    may_have_hurt: bool = False
    seldom: bool = False
    """Offered one step further in, so that the rest can be taken in at a glance."""


@dataclass(frozen=True, slots=True)
class LineReaderView:
    """The line-reader's screen: who they read, what to read now, and their own sealed notes."""

    here: Here
    brief: Brief | None = None
    people: tuple[PersonRead, ...] = ()
    keeps: tuple[Keeps, ...] = ()
    said: tuple[SaidLine, ...] = ()
    to_read: tuple[SaidLine, ...] = ()
    """The family's last lines, to read out now."""
    to_note: tuple[Spot, ...] = ()
    notes: Mapping[int, Note] = field(default_factory=dict)
    ways: tuple[Way, ...] = ()
    """Spoken mode: what may have been done, to choose from."""
    may_take_back: bool = False
    """Spoken mode: the last choice can be taken back."""
    revealed: tuple[Revealed, ...] = ()
    marks: tuple[MarkShown, ...] = ()
    said_again: tuple[SaidLine, ...] = ()


@dataclass(frozen=True, slots=True)
class OpeningSeen:
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

    here: Here
    brief: Brief | None = None
    said: tuple[SaidLine, ...] = ()
    openings: tuple[OpeningSeen, ...] = ()
    marks: tuple[MarkShown, ...] = ()
    """Their own; everybody's locked ones from the observer's turn to speak on."""
    locked: bool = False
    second: int = 0
    """Seconds since the round began."""
    revealed: tuple[Revealed, ...] = ()
    said_again: tuple[SaidLine, ...] = ()


@dataclass(frozen=True, slots=True)
class WatcherView:
    """The screen of somebody who watches, or is in no group yet."""

    here: Here
    said: tuple[SaidLine, ...] = ()
    revealed: tuple[Revealed, ...] = ()
    marks: tuple[MarkShown, ...] = ()
    said_again: tuple[SaidLine, ...] = ()


View = PractitionerView | LineReaderView | ObserverView | WatcherView
