"""What every noun of the coach is made of: frozen, closed models, ids, and the few shapes of plain text."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from coach.model.characters import find_unsafe, name_character


class ReviewStatus(StrEnum):
    """Whether people who share relevant experience have read it, paid for their work."""

    DRAFTED = "drafted"
    REVIEWED = "reviewed"


FORMAT = 1
"""The content format this version writes and reads."""


class Frozen(BaseModel):
    """A value that never changes after it is made and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def wrap_single(value: object) -> object:
    """Wrap one name, where several may stand, in a list."""
    return [value] if isinstance(value, str) else value


def refuse_unseen(text: str) -> str:
    """Refuse a text with a character that drives a terminal, turns text round or cannot be seen."""
    if found := find_unsafe(text):
        raise ValueError(f"there is {name_character(found[0])} in it, which nobody can see")
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(refuse_unseen),
]
Ids = Annotated[tuple[Id, ...], BeforeValidator(wrap_single)]
Proses = Annotated[tuple[Prose, ...], BeforeValidator(wrap_single)]
