"""Every sentence that a user sees, in the language that was chosen.

Begin with `say`. A sentence stands in English where it is used; a catalogue beside this file (`cy.po`, and `cy.mo` made
from it) has it in another language. English needs no catalogue, so nothing is read for it.

The language is that of the process (`choose_language`), or of one person in a browser (`speak`). A sentence is
translated where it is shown, and never where it is stored. So what is kept, and what is handed over, stays as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import NotKnown

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en-GB"
ENVIRONMENT = "COACH_LANGUAGE"
"""Environment variable for the language; it comes before the settings."""
FOLDER = Path(__file__).parent


NOT_REVIEWED = "heb ei adolygu / not reviewed"
"""What stands beside a translation that nobody has read who could say whether it is right."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the coach speaks: its tag, its own name, and what is to be said of it."""

    tag: str
    name: str
    caution: str = ""
    """What stands beside it wherever it is chosen: nobody reviewed it yet, and families do not speak it."""

    @property
    def described(self) -> str:
        """The language's name, with the caution in its few first words."""
        return f"{self.name} ({NOT_REVIEWED})" if self.caution else self.name


LANGUAGES = {
    language.tag: language
    for language in (
        Language(ENGLISH, "English (UK)"),
        Language(
            "cy",
            "Cymraeg",
            f"Cymraeg: {NOT_REVIEWED}. Mae'r teuluoedd yn siarad Saesneg o hyd / families still speak English.",
        ),
    )
}
"""By their tags, English first."""

_OF_PROCESS = [ENGLISH]
_of_person: ContextVar[str] = ContextVar("language", default="")


def find_language() -> Language:
    """Return the language that is spoken here: that of the person, else that of the process."""
    return LANGUAGES[_of_person.get() or _OF_PROCESS[0]]


def find_tag(wanted: str) -> str:
    """Return the tag of a language that the coach speaks, for a tag as a user may type it.

    Args:
        wanted: such as `cy`, `CY` or `cy_GB`.

    Raises:
        NotKnown: The coach does not speak it.
    """
    typed = wanted.strip().replace("_", "-").casefold()
    for tag in LANGUAGES:
        if typed.partition("-")[0] == tag.partition("-")[0]:
            return tag
    there_are = ", ".join(f"{tag} ({language.name})" for tag, language in LANGUAGES.items())
    shown = "".join(letter if letter.isprintable() else "?" for letter in wanted[:40])
    raise NotKnown(
        f"The coach does not speak '{shown}'.", f"Choose one of these: {there_are}.", title="No such language"
    )


def choose_language(wanted: str = "") -> None:
    """Choose the language of this process. Raises NotKnown.

    Args:
        wanted: its tag; empty for English.
    """
    _OF_PROCESS[0] = find_tag(wanted) if wanted.strip() else ENGLISH


@contextmanager
def speak(tag: str) -> Iterator[None]:
    """Speak a language in this block and this thread or task alone. Raises NotKnown.

    Args:
        tag: the tag of the language.
    """
    before = _of_person.set(find_tag(tag))
    try:
        yield
    finally:
        _of_person.reset(before)


def say(sentence: str, /, **values: object) -> str:
    """Return a sentence in the language that is spoken here.

    Where its catalogue lacks the sentence, it stays in English.

    `docs/sentences.py` finds the sentences by their calls, so the argument is the sentence itself, or a constant of a
    module (also one entry of a table) that holds it.

    Args:
        sentence: the sentence in English, with a name in braces for each part that differs.
        values: the parts, by their names.
    """
    tag = _of_person.get() or _OF_PROCESS[0]
    words = sentence if tag == ENGLISH or not sentence else load_catalogue(tag).gettext(sentence)
    return words.format(**values) if values else words


def say_count(one: str, many: str, number: int, /, **values: object) -> str:
    """Return a sentence with a number in it, in the form that the number asks for.

    Args:
        one: the sentence in English for one; `{count}` in it becomes the number.
        many: the sentence in English for any other number.
        number: the number.
        values: further parts, by their names.
    """
    tag = _of_person.get() or _OF_PROCESS[0]
    english = one if number == 1 else many
    words = english if tag == ENGLISH else load_catalogue(tag).ngettext(one, many, number)
    return words.format(count=f"{number:,}", **values)


@lru_cache(maxsize=8)
def load_catalogue(tag: str) -> "NullTranslations":
    """Load the catalogue of a language, once.

    Where its file is missing, the catalogue leaves English as it is.
    """
    from gettext import GNUTranslations, NullTranslations  # English, which most people read, needs neither

    try:
        with (FOLDER / f"{tag}.mo").open("rb") as file:
            return GNUTranslations(file)
    except OSError:
        return NullTranslations()
