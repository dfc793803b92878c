"""The agenda of a supervision session, and parsing of days as people type them."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.content.validation import bind
from coach.content.yaml_reader import read_yaml
from coach.errors import NotNow
from coach.model.types import Frozen, Prose, Proses

# --- Days as people type them

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NUMBERS = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})")


def parse_day(typed: str) -> date | None:
    """Parse a day; None where nothing is typed. Raises NotNow with how to write one."""
    words = typed.strip().casefold()
    if not words:
        return None
    try:
        if matched := _NUMBERS.fullmatch(words):
            return date(int(matched[1]), int(matched[2]), int(matched[3]))
        if matched := _DAY_FIRST.fullmatch(words):
            return date(int(matched[3]), int(matched[2]), int(matched[1]))
        if matched := _WORDS.fullmatch(words):
            month = next(place for place, name in enumerate(MONTHS, 1) if name.startswith(matched[2]))
            return date(int(matched[3]), month, int(matched[1]))
    except (ValueError, StopIteration):
        raise NotNow("There is no such day.", _SUCH_AS, title=NO_DAY) from None
    raise NotNow("That is not a day that can be read.", _SUCH_AS, title=NO_DAY)


def parse_future_day(typed: str, today: date) -> date | None:
    """Parse a day that is today or later; None where nothing is typed.

    Raises NotNow for a past day.

    Args:
        typed: what was typed.
        today: the day.
    """
    day = parse_day(typed)
    if day and day < today:
        raise NotNow("That day is past.", "Write one from today on, or take the date away.", title="Not that day")
    return day


def format_day(of: date) -> str:
    """Return a day in words, such as 3 May 2026."""
    return f"{of.day} {of:%B %Y}"


NO_DAY = "No such day"
_SUCH_AS = "Write it such as 31 December 2026 or 31/12/2026."


# --- The agenda

AGENDA_FILE = Path(__file__).with_name("agenda.yaml")


class AgendaSection(Frozen):
    """A section of the agenda: its minutes, which are a suggestion, its title and its questions."""

    begins: Annotated[int, Field(ge=0, alias="from")]
    ends: Annotated[int, Field(ge=1, alias="to")]
    title: Prose
    ask: Proses
    note: str = ""


class Agenda(Frozen):
    """The agenda of a supervision session: its title and sections."""

    format: int = 1
    title: Prose
    parts: Annotated[tuple[AgendaSection, ...], Field(min_length=1)]

    def find_section(self, minute: float) -> int:
        """Return the number of the section that a minute lies in; after the end, the last one's."""
        return next((place for place, part in enumerate(self.parts) if minute < part.ends), len(self.parts) - 1)


def load_agenda(file: Path = AGENDA_FILE) -> Agenda:
    """Load the agenda that ships, or a service's own file. Raises UnusableContent."""
    return bind(read_yaml(file), Agenda)
