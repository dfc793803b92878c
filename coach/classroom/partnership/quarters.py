"""Quarters of a year: the only periods that anything is counted by."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from coach.errors import NotKnown

_WRITTEN = re.compile(r"(2\d{3})-q([1-4])")
_MONTHS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months, by the calendar."""

    year: int
    number: int
    """1 to 4."""

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def named(cls, name: str) -> Self:
        """From its name, such as 2026-q3. Raises NotKnown."""
        found = _WRITTEN.fullmatch(name.strip().casefold())
        if not found:
            raise NotKnown("That is not a quarter.", "Write it such as 2026-q3.")
        return cls(int(found[1]), int(found[2]))

    @property
    def name(self) -> str:
        """As it is kept."""
        return f"{self.year}-q{self.number}"

    @property
    def words(self) -> str:
        """As it is read."""
        return f"{_MONTHS[self.number - 1]} {self.year}"

    @property
    def before(self) -> "Quarter":
        """The one before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def closed(self, today: date) -> bool:
        """Whether it is over."""
        return self < Quarter.of(today)
