"""Names in what is said and asked: who is spoken of, who is spoken to; a text without.

Begin with `mask_names`. A name must not draw an entry by itself: Ezra is asked about in every second reply. But whom a
sentence is about is not lost with it: `find_named` and `find_spoken_to` say who, and `is_of_hearer` says which entries
are about nobody but the person who answers.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from coach.model.scenario import Person

SOMEBODY, THEIRS = "they", "the"
"""What stands for a name: who is spoken of is left open, for a name must not draw an entry by itself."""
_NO_NAMES = frozenset("Mr Mrs Ms Miss Dr The A An Little Big Old Young Aunty Auntie Uncle Mum Dad".split())
_ADDRESSES = r"(?:mr|mrs|ms|miss|dr|aunty|auntie|uncle)\.? "


@lru_cache(maxsize=64)
def _make_mask(people: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Make patterns of the names of people: one for those spoken to, one for any mention."""
    words = {word for name in people for word in (name, name.split()[0], name.split()[-1])}
    words = {word for word in words if len(word) > 1 and word[0].isupper() and word not in _NO_NAMES}
    if not words:
        return None
    named = rf"(?:{_ADDRESSES})?(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})"
    spoken_to = rf"^{named}[,:;]+ +|, *{named}(?=[,.!?…]|$)"
    return re.compile(spoken_to, re.IGNORECASE), re.compile(rf"\b{named}\b(['’]s\b)?", re.IGNORECASE)


def list_names(people: Iterable[Person]) -> tuple[str, ...]:
    """List the names of a family's people, which are masked."""
    return tuple(dict.fromkeys(name for person in people for name in (person.called, person.name)))


def mask_names(text: str, people: tuple[str, ...]) -> str:
    """Take out names of people who are spoken to, and put "they" for those who are spoken of.

    Args:
        text: a sentence.
        people: the names of the family's people.
    """
    masks = _make_mask(people)
    if masks is None:
        return text
    spoken_to, mentioned = masks
    return mentioned.sub(lambda named: THEIRS if named[1] else SOMEBODY, spoken_to.sub("", text)).strip() or text


def find_named(text: str, people: tuple[str, ...]) -> frozenset[str]:
    """Find who is spoken of by name, and not spoken to; each by the first word of a name."""
    masks = _make_mask(people)
    if masks is None:
        return frozenset()
    return frozenset(take_first_name(name[0]) for name in masks[1].finditer(masks[0].sub("", text)))


def find_spoken_to(text: str, people: tuple[str, ...]) -> frozenset[str]:
    """Find who is spoken to by name; each by the first word of a name."""
    masks = _make_mask(people)
    return frozenset(take_first_name(name[0]) for name in masks[0].finditer(text)) if masks else frozenset()


_GREETINGS = re.compile(
    r"^\W*(?:(?:hello|hi|hiya|hey|thanks|thank you|sorry|so|ok|okay|right|well|oh|and|now|"
    r"good (?:morning|afternoon|evening))\b[\s,]*){1,3}$",
    re.IGNORECASE,
)


def find_greeted(text: str, people: tuple[str, ...]) -> frozenset[str]:
    """Find who is greeted by name at the start of a text: "Hello Jan, how are things?".

    Args:
        text: a sentence.
        people: the names of the family's people.
    """
    masks = _make_mask(people)
    first = masks[1].search(text) if masks else None
    if first is None:
        return frozenset()
    greeted = _GREETINGS.match(text[: first.start()]) and text[first.end() : first.end() + 1] in ",:;!"
    return frozenset((take_first_name(first[0]),)) if greeted else frozenset()


def take_first_name(name: str) -> str:
    """Return the first word of a name that is no title, in small letters."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if word.title() not in _NO_NAMES]
    return words[0].casefold() if words else ""


_YOU = re.compile(r"\b(?:you|your|yours|yourself|yourselves|ye|yous)\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs)\b", re.IGNORECASE)
YOUS_SHARE = 1 / 3
"""Share of askings with a "you" from which what is asked is about whom it is put to: "Keeping all right?" has none."""


def has_you(text: str) -> bool:
    """Return whether a text speaks of whom it is put to."""
    return bool(_YOU.search(text))


def is_of_hearer(askings: Sequence[str], people: tuple[str, ...]) -> bool:
    """Return whether askings are about whom they are put to alone: "How are you?".

    Args:
        askings: the askings of one entry.
        people: the names of the family's people.
    """
    if any(_OTHER.search(text) or find_named(text, people) for text in askings):
        return False
    return sum(map(has_you, askings)) >= YOUS_SHARE * len(askings)
