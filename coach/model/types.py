"""The base class of all stored values (`Frozen`), and the types of ids, texts and phrases.

Every model of what is stored or authored is built from these. A text is refused if it holds a character that nobody can
see, so that no file can say one thing to its author and another to the coach.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from coach.model.characters import find_unsafe, name_character


class ReviewStatus(StrEnum):
    """Whether people with the relevant experience, paid for their work, have reviewed a file."""

    DRAFTED = "drafted"
    REVIEWED = "reviewed"


FORMAT = 1
"""The content format this version writes and reads."""


class Frozen(BaseModel):
    """The base class of all values that are stored: cannot be changed, and refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def wrap_single(value: object) -> object:
    """Wrap a single text in a list, where an author may write one or several."""
    return [value] if isinstance(value, str) else value


def refuse_unseen(text: str) -> str:
    """Return a text unchanged, or raise ValueError if it holds a control or invisible character."""
    if hidden := find_unsafe(text):
        raise ValueError(f"there is {name_character(hidden[0])} in it, which nobody can see")
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(refuse_unseen),
]
Ids = Annotated[tuple[Id, ...], BeforeValidator(wrap_single)]
Proses = Annotated[tuple[Prose, ...], BeforeValidator(wrap_single)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""Words to listen for, in what is typed.

`(a|b)` is either, `[a]` may be there, `...` is up to five words, `<list>` any of a list."""
Phrases = Annotated[tuple[Phrase, ...], BeforeValidator(wrap_single)]
