"""What the trainer's board is made from. It has no field for words at all, but those the trainer said."""

from dataclasses import dataclass

from coach.classroom.surroundings import PartSeen, Someone, Words
from coach.model.room import Stage


@dataclass(frozen=True, slots=True)
class GroupOnBoard:
    """A group on the trainer's board. No words of anybody's."""

    id: str
    name: str
    stage: Stage
    people: tuple[Someone, ...]
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
    not_yet: str
    most_replies: int = 0
    """How many a round has at most."""
    back_to: Stage | None = None
    """Where it was taken on from, if it can step back there."""
    departed: tuple[Someone, ...] = ()
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
    free: tuple[Someone, ...]
    """Whoever is in no group."""
    paused: bool
    covered: bool
    closed: bool
    messages: tuple[Words, ...]
    """What the trainer said, oldest first."""
    contributors: int
    """How many people gave their counts to the plenary."""
