"""Tables that were shown, each fixed for good.

Two tables of one quarter, of which one has a few people more, could be subtracted from each other. So a quarter is
shown only once it is over, and its table is fixed the first time. Whatever is pooled afterwards on this machine, from
whichever folder, the same table is shown. It holds what may be shown, and no contributor.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from coach.classroom.keeping import keep, kept
from coach.classroom.partnership.contribution import Row
from coach.classroom.partnership.pooling import pooled
from coach.classroom.partnership.quarters import Quarter
from coach.classroom.partnership.subjects import Subject
from coach.classroom.partnership.suppression import FEWEST, Shown
from coach.errors import CoachError, NotKnown, NotNow
from coach.model.frozen import Frozen

FEWEST_QUARTERS = 3
"""Quarters below which nothing is put beside each other."""


class Published(Frozen):
    """What was shown of a quarter."""

    format: Literal[1] = 1
    quarter: str
    contributors: Annotated[int, Field(ge=FEWEST, le=1_000_000)]
    subjects: tuple[Shown, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> "Published":
        try:
            Quarter.named(self.quarter)
        except NotKnown:
            raise ValueError("it has no quarter") from None
        if tuple(each.subject for each in self.subjects) != tuple(Subject):
            raise ValueError("it has not every subject once")
        return self

    @property
    def period(self) -> Quarter:
        """Its quarter."""
        return Quarter.named(self.quarter)


class Publishing:
    """The tables that were shown on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, quarter: Quarter) -> Published | None:
        """A quarter's table, once it is fixed. Raises RecordsError where it is there and cannot be read."""
        return kept(self._file(quarter), Published, f"The table of {quarter.words}")

    def all(self) -> tuple[Published, ...]:
        """Every one that can be read, in the order of their quarters."""
        found = []
        for file in self._folder.glob("shown-*.json"):
            try:
                table = kept(file, Published, "A table")
            except CoachError:
                continue  # said by `of`, to whoever asks for that quarter
            if table is not None:
                found.append(table)
        return tuple(sorted(found, key=lambda table: table.period))

    def fix(self, quarter: Quarter, rows: Iterable[tuple[str, Row]], today: date) -> Published:
        """Fix a quarter's table, if it is not fixed yet, and give it back.

        Raises NotNow while the quarter is going on, or with too few contributors, and RecordsError.
        """
        if fixed := self.of(quarter):
            return fixed
        still_open(quarter, today)
        table = pooled(rows)
        if table.needed:
            raise NotNow(*too_few(table.needed))
        published = Published(quarter=quarter.name, contributors=table.contributors, subjects=table.subjects)
        keep(self._file(quarter), published)
        return published

    def _file(self, quarter: Quarter) -> Path:
        return self._folder / f"shown-{quarter.name}.json"


def still_open(quarter: Quarter, today: date) -> None:
    """Raises NotNow while a quarter is going on."""
    if not quarter.closed(today):
        raise NotNow(
            f"{quarter.words} is not over.",
            "A quarter is shown once it is over, so that nobody can compare it with itself a few people later.",
        )


def too_few(needed: int) -> tuple[str, str]:
    """What is said below ten, and what to do."""
    return (
        f"Nothing is shown of fewer than {FEWEST} contributors; {needed} more would be needed.",
        "That is what keeps a single person from being seen.",
    )
