"""The agenda of a supervision session, and parsing of days as people type them."""

import re
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.content.validation import bind
from coach.content.yaml_reader import read_yaml
from coach.errors import NotNow
from coach.language.catalogue import say
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
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?\s+([a-z]{3,9})\.?,?(?:\s+(\d{4}))?")
_FROM_NOW = re.compile(r"(?:in )?(an?|one|two|three|four|five|six|\d{1,2}) (day|week|fortnight|month)s?(?:'s? time)?")
_WEEKDAY = re.compile(r"(?:(?:on|next|this) )?([a-z]{3,9})")
_HOW_MANY = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}


def parse_day(typed: str, today: date | None = None) -> date | None:
    """Parse a day; None where nothing is typed. Raises NotNow with how to write one.

    Args:
        typed: what was typed.
        today: the day from which a day without a year, or one such as "in a fortnight", is reckoned; None where only
            a whole date is read.
    """
    words = " ".join(typed.casefold().split())
    if not words:
        return None
    try:
        if matched := _NUMBERS.fullmatch(words):
            return date(int(matched[1]), int(matched[2]), int(matched[3]))
        if (matched := _DAY_FIRST.fullmatch(words)) and (matched[3] or today):
            return _complete(int(matched[1]), int(matched[2]), matched[3], today)
        # Without such a month it is no day that can be read, as “3 moons”; with one it may be none, as 31 November.
        if (matched := _WORDS.fullmatch(words)) and (matched[3] or today) and (month := _find_month(matched[2])):
            return _complete(int(matched[1]), month, matched[3], today)
    except ValueError:
        raise NotNow(say("There is no such day."), say(_SUCH_AS), title=say(NO_DAY)) from None
    if today and (day := _reckon_day(words, today)):
        return day
    raise NotNow(say("That is not a day that can be read."), say(_SUCH_AS), title=say(NO_DAY))


def _find_month(words: str) -> int:
    """Return the number of a month by how its name begins; 0 where none begins so."""
    return next((place for place, name in enumerate(MONTHS, 1) if name.startswith(words)), 0)


def _complete(day: int, month: int, year: str | None, today: date | None) -> date:
    """Return a date; one without a year is the next such day from today on. Raises ValueError."""
    if year or today is None:
        return date(int(year or 0), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _reckon_day(words: str, today: date) -> date | None:
    """Reckon a day from today, such as "in two weeks" or "Friday"; None for other words."""
    if words in ("today", "tomorrow"):
        return today + timedelta(days=words == "tomorrow")
    if matched := _FROM_NOW.fullmatch(words):
        many = _HOW_MANY.get(matched[1]) or int(matched[1])
        if matched[2] in _DAYS_IN:
            return today + timedelta(days=many * _DAYS_IN[matched[2]])
        months = today.month - 1 + many
        first = date(today.year + months // 12, months % 12 + 1, 1)
        return first + timedelta(days=min(today.day, monthrange(first.year, first.month)[1]) - 1)
    if matched := _WEEKDAY.fullmatch(words):
        place = next((place for place, name in enumerate(WEEKDAYS) if name.startswith(matched[1])), None)
        if place is not None:
            return today + timedelta(days=(place - today.weekday() - 1) % 7 + 1)
    return None


def parse_future_day(typed: str, today: date) -> date | None:
    """Parse a day that is today or later; None where nothing is typed.

    Raises NotNow for a past day.

    Args:
        typed: what was typed.
        today: the day.
    """
    day = parse_day(typed, today)
    if day and day < today:
        raise NotNow(
            say("That day is past."), say("Write one from today on, or take the date away."), title=say("Not that day")
        )
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
    actions: bool = False
    """Whether what the supervisor said before that they would take up stands here."""
    moment: bool = False
    """Whether what was brought, and what its person would like to talk about, stands here."""


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
