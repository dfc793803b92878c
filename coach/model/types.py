"""The base class of all stored values (`Frozen`), and the types of ids, texts and phrases.

Every model of what is stored or authored is built from these. A text is refused if it holds a character that nobody can
see, so that no file can say one thing to its author and another to the coach.
"""

import re
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


BRITISH_ENGLISH = "en-GB"
"""The language of content that does not say its own."""
_TAG = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
LANGUAGE_CODES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
    "bfi rom sco sgn syl".split()
)
"""Languages by their codes in ISO 639-1, and some spoken here that have only a longer one: Romani, Sylheti, signs."""


def check_language_tag(tag: str) -> str:
    """Return the tag of a language, such as `en-GB`; raise ValueError where none is known by it."""
    matched = _TAG.fullmatch(tag)
    if matched is None or matched[1] not in LANGUAGE_CODES:
        raise ValueError(f"'{tag[:20]}' is the tag of no language; write one such as {BRITISH_ENGLISH}, cy or pa")
    return tag


LanguageTag = Annotated[str, StringConstraints(max_length=20), AfterValidator(check_language_tag)]
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
