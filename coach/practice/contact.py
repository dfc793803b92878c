"""The organisation that hands out this copy, and who answers for typed words.

Begin with `read_contact`, which reads `coach/contact.yaml`. The file ships with empty lines, because nobody here can
know who will hand the coach out. Whatever shows the contact says so until it is filled in, and `docs/release.py` makes
no release without it.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

from coach.content.validation import bind
from coach.content.yaml_reader import parse_yaml, read_yaml
from coach.language.catalogue import say
from coach.model.types import Frozen

NOT_FILLED_IN = "not filled in yet"
CONTACT_FILE = "contact.yaml"
CHECKED_WITHIN = timedelta(days=366)
"""A release is made only where somebody looked the contact over within so long."""
MOST_DAYS = 20
"""Working days that a report may wait for its first answer; more is no promise worth printing."""
ADDRESSES = ("questions", "security", "data_protection", "accessibility")
NAMES = ("distributor", "controller")
LABELS = {
    "distributor": "handed out by",
    "questions": "questions and complaints",
    "security": "weaknesses, in confidence",
    "security_days": "a first answer within, in working days",
    "controller": "answers for the words that are typed",
    "data_protection": "data protection officer, also for a breach",
    "accessibility": "other formats, and barriers",
    "checked": "last looked over",
}
"""Every line of the file, with what it is called where it is shown."""
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PAGE = re.compile(r"https://[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?:[/?#]\S*)?")
_TELEPHONE = re.compile(r"\+?[\d ()-]{7,24}")
_STAND_IN = re.compile(
    r"\b(?:to ?do|tb[acd]|xxx+|lorem|placeholder|example|your organi[sz]ation|somebody|nobody|not filled)\b"
    r"|[.@](?:example|invalid|test|localhost)\b",
    re.IGNORECASE,
)
"""Words that stand where something true is still to come; names that can belong to nobody (RFC 2606)."""


class Contact(Frozen):
    """The distributor of this copy, the controller of typed words, and how to reach both."""

    format: int = 1
    distributor: str = ""
    questions: str = ""
    security: str = ""
    security_days: str = ""
    controller: str = ""
    data_protection: str = ""
    accessibility: str = ""
    checked: str = ""

    @property
    def is_filled_in(self) -> bool:
        """Whether every line has something in it, true or not."""
        return all(getattr(self, name).strip() for name in LABELS)

    def describe(self) -> dict[str, str]:
        """Return each line by what it is called, with `NOT_FILLED_IN` where nothing stands."""
        return {label: getattr(self, name).strip() or say(NOT_FILLED_IN) for name, label in LABELS.items()}

    def find_gaps(self, today: date) -> Iterator[str]:
        """Yield a sentence for each line with which no release can be made.

        Args:
            today: the day on which the release is to be made.
        """
        for name in LABELS:
            typed = getattr(self, name).strip()
            if not typed:
                yield f"`{name}` is {NOT_FILLED_IN}."
            elif _STAND_IN.search(typed):
                yield say("`{name}` holds a stand-in and nothing true: {typed}.", name=name, typed=typed)
            elif fault := self._find_fault(name, typed, today):
                yield fault

    def _find_fault(self, name: str, typed: str, today: date) -> str:
        """Say what is wrong with a line that has something in it; nothing where it can be used."""
        if name in ADDRESSES and not is_address(typed):
            return say(
                "`{name}` is no e-mail address, no page (https://…) and no telephone number: {typed}.",
                name=name,
                typed=typed,
            )
        if name == "security_days" and not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_DAYS):
            return say(
                "`security_days` is a number from 1 to {most_days}, and not {typed}.", most_days=MOST_DAYS, typed=typed
            )
        if name == "checked":
            day = _parse_day(typed)
            if day is None:
                return say("`checked` is a day such as 2026-11-30, and not {typed}.", typed=typed)
            if not today - CHECKED_WITHIN <= day <= today:
                return say("`checked` is {typed}: look the contact over again, and write the day.", typed=typed)
        return ""


def is_address(typed: str) -> bool:
    """Return whether a text is an e-mail address, a page or a telephone number."""
    return any(kind.fullmatch(typed) for kind in (_EMAIL, _PAGE, _TELEPHONE))


def read_contact(file: Path | None = None) -> Contact:
    """Read the contact.

    Args:
        file: another file than the one that ships.

    Raises:
        UnusableContent: the file cannot be used; the error names the line.
    """
    if file is not None:
        return bind(read_yaml(file), Contact)
    shipped = resources.files("coach") / CONTACT_FILE
    return bind(parse_yaml(Path(CONTACT_FILE), shipped.read_text("utf-8")), Contact)


def _parse_day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
