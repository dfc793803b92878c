"""A family: who they are, what they keep to themselves, and how they are when they are hurt."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from coach.model.conditions import HIGHEST, LOWEST, Guard, Line, Lines
from coach.model.types import Frozen, Id, Prose, Proses, ReviewStatus

Degree = Annotated[int, Field(ge=LOWEST, le=HIGHEST)]


class WhenHurt(StrEnum):
    """The way a family takes a hurt: chosen by who the person is, never by ethnicity."""

    WITHDRAWS = "withdraws"
    PUSHES_BACK = "pushes_back"


class Person(Frozen):
    """Someone in the family."""

    name: Prose
    """The full name."""
    called: Prose
    """The name beside their lines."""
    about: Prose


class Scales(Frozen):
    """Where the family stands: 0 to 4 on trust and on guardedness."""

    trust: Degree
    guarded: Degree


class Silence(Frozen):
    """Something unsaid that certain words can open. Nothing opens on a keyword alone."""

    layer: Annotated[int, Field(ge=1, le=3)]
    about: Prose
    """What it is, in a phrase, for 'what stayed silent'."""
    opens: Guard
    tells: Lines


def _beats(value: object) -> object:
    """Read one set of lines, or a list of sets for the first time, the second time, and so on."""
    if isinstance(value, dict):
        return [[value]]
    if isinstance(value, list):
        return [[item] if isinstance(item, dict) else item for item in value]
    return value


Beats = Annotated[tuple[Lines, ...], BeforeValidator(_beats), Field(min_length=1)]


class Family(Frozen):
    """A persona file. Its id is the file's stem."""

    format: int = 1
    name: Prose
    people: dict[Id, Person]
    about: Prose
    """What a practitioner would know on the doorstep."""
    strengths: Proses
    starts: Scales
    when_hurt: WhenHurt
    hurt_lines: Beats
    """Said when something hurt and the turn has no answer of its own: first time, second time…"""
    mended_lines: Beats
    """Said when a hurt is mended and the turn has no answer of its own."""
    asks_back: Annotated[tuple[Lines, ...], BeforeValidator(_beats)] = ()
    """How they ask what was meant, where a reply could be taken two ways: first time, second time…"""
    asked_straight: Annotated[tuple[Lines, ...], BeforeValidator(_beats)] = ()
    """Said first where somebody asks straight out whether a child is hurt or safe, and the turn has no answer to that.

    By whoever spoke last there. A frightened person may not answer, but nobody talks past such a question.
    """
    silences: dict[Id, Silence]
    private: Proses
    """Never told, however well it goes. It never leaves the author's file: see `rehearsal.script`."""
    review_status: ReviewStatus = ReviewStatus.DRAFTED
    reviewed_by: Proses = ()

    def speaker(self, line: Line) -> str:
        """The name to show beside a line; empty for the scene."""
        person = self.people.get(line.speaker)
        return person.called if person else ""
