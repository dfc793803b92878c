"""The row of counts of openings that one person contributes from one rehearsal.

There is no field for text, a name, a scenario, a day or a time, so none can be disclosed by it.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from coach.debrief.report import Debrief, OpeningStanding
from coach.errors import HandedOverUnreadable, NotKnown
from coach.language.catalogue import say
from coach.model.class_events import Counted
from coach.model.types import Frozen

# --- Quarters

_WRITTEN = re.compile(r"(2\d{3})-q([1-4])")
_MONTHS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year: the only period by which anything is counted."""

    year: int
    number: int
    """From 1 to 4."""

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, name: str) -> Self:
        """Read a quarter from its name, such as 2026-q3. Raises NotKnown."""
        match = _WRITTEN.fullmatch(name.strip().casefold())
        if not match:
            raise NotKnown(say("That is not a quarter."), say("Write it such as 2026-q3."))
        return cls(int(match[1]), int(match[2]))

    @property
    def name(self) -> str:
        """The quarter's name as it is stored, such as 2026-q3."""
        return f"{self.year}-q{self.number}"

    @property
    def words(self) -> str:
        """The quarter's name for readers: its months and year."""
        return f"{_MONTHS[self.number - 1]} {self.year}"

    @property
    def previous(self) -> "Quarter":
        """The quarter before this one."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def has_ended(self, today: date) -> bool:
        """Return whether the quarter is over on a day."""
        return self < Quarter.of(today)


# --- Subjects


class CountedSubject(StrEnum):
    """A subject of openings, as contributions count it.

    Coarser than a rubric's topics, and fixed: so cells are fewer and larger, and the same every quarter.
    """

    RACISM = "racism"
    CULTURE_FAITH = "culture_faith"
    HERITAGE = "heritage"
    CHILD = "child"
    LANGUAGE = "language"
    POWER = "power"
    RISK = "risk"


SUBJECT_NAMES = {
    CountedSubject.RACISM: "racism",
    CountedSubject.CULTURE_FAITH: "culture and faith",
    CountedSubject.HERITAGE: "names, identity and how heritage is recorded",
    CountedSubject.CHILD: "the child's voice",
    CountedSubject.LANGUAGE: "language and interpreters",
    CountedSubject.POWER: "our own power",
    CountedSubject.RISK: "saying clearly what the worry is",
}
"""Each subject as it is read after "openings about"."""

SUBJECT_BY_TOPIC = {
    "inter_rec": CountedSubject.RACISM,
    "intra_rec": CountedSubject.CULTURE_FAITH,
    "intra_individual": CountedSubject.CULTURE_FAITH,
    "name_terms": CountedSubject.HERITAGE,
    "child": CountedSubject.CHILD,
    "language": CountedSubject.LANGUAGE,
    "between_us": CountedSubject.POWER,
    "risk": CountedSubject.RISK,
}
"""The subject of each of the rubric's topics.

Openings on a topic that is not here, such as `none` or an author's own, are not counted.
"""


# --- Rows

MAX_OPENINGS = 100
"""The largest count in a row. No conversation has nearly as many openings."""
MAX_CHARACTERS = 4_000
"""The longest row as it is written. A whole one has about 600 characters."""

Row = tuple[Counted, ...]
"""Each subject, with how many of its openings were taken, partly taken and passed by."""


class CountsRow(Frozen):
    """The counts of openings in one rehearsal, in the format that is written and sent."""

    format: Literal[1] = 1
    openings: Row = Field(max_length=len(CountedSubject))

    @model_validator(mode="after")
    def _is_a_row(self) -> "CountsRow":
        subjects = [opening.topic for opening in self.openings]
        if len(set(subjects)) < len(subjects) or not set(subjects) <= set(CountedSubject):
            raise ValueError("its subjects are not the coach's, each once")
        if any(max(opening.taken, opening.partly, opening.passed_by) > MAX_OPENINGS for opening in self.openings):
            raise ValueError("more openings than a conversation has")
        return self


def count_openings(debrief: Debrief) -> Row:
    """Count the openings of one conversation: every subject in its order, with zeros too.

    Openings that were skipped, not reached, or read unsurely, or perhaps not passed by, are not counted.

    An opening is where the family lets a subject be spoken of: taken, partly taken, or passed by.
    """
    counts_by_subject = {
        subject: {OpeningStanding.TAKEN: 0, OpeningStanding.PARTLY: 0, OpeningStanding.MISSED: 0}
        for subject in CountedSubject
    }
    for opening in debrief.openings:
        subject = SUBJECT_BY_TOPIC.get(opening.topic)
        doubtful = opening.standing is OpeningStanding.MISSED and not opening.sure
        if subject and opening.standing in counts_by_subject[subject] and not doubtful:
            counts_by_subject[subject][opening.standing] += 1
    return tuple(
        Counted(
            topic=subject.value,
            taken=min(counts[OpeningStanding.TAKEN], MAX_OPENINGS),
            partly=min(counts[OpeningStanding.PARTLY], MAX_OPENINGS),
            passed_by=min(counts[OpeningStanding.MISSED], MAX_OPENINGS),
        )
        for subject, counts in counts_by_subject.items()
    )


def write_row(row: Row) -> str:
    """Return a row of counts as the JSON text that is sent."""
    return CountsRow(openings=row).model_dump_json()


def read_row(body: str, name: str) -> Row:
    """Read a row of counts from its text, which may have been changed by hand.

    Args:
        body: the text.
        name: what to call the row in an error's sentence.

    Raises:
        HandedOverUnreadable: the text is no row of counts.
    """
    # Anybody can put a file into a shared folder, so its size is looked at before its content.
    if len(body) > MAX_CHARACTERS:
        raise HandedOverUnreadable(say("{name} is larger than any row of counts, so it is not counted.", name=name))
    try:
        # Strict: a word or a yes is no number.
        return CountsRow.model_validate_json(body, strict=True).openings
    except ValidationError:
        raise HandedOverUnreadable(
            say("{name} is not a row of counts as the coach writes it, so it is not counted.", name=name)
        ) from None
