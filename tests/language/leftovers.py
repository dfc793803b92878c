"""What is left in English on a page or in plain lines that are in another language.

Begin with `find_english`. Words of a file stay as their author wrote them, and so do words that somebody typed. All
else is the coach's own.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import yaml

from tests.house import ROOT

ENGLISH = re.compile(
    r"\b(?:the|you|your|and|with|that|this|they|them|what|which|not|for|was|are|from|said|it|there|have|did|will|one|"
    r"reply|who|where|when|how|to|of|is|by)\b",
    re.IGNORECASE,
)
"""Words that hardly a sentence in English is without, and that are none in Welsh."""
FEWEST_WORDS = 4
"""The words of a part of a sentence by which it is known to be an author's. A whole text, such as a title, has two."""
DIRECTION = re.compile(r"\(([^)]+)\) (.+)")
"""How a line is said, before the line."""
BEGINNING = 12
"""Letters by which a sentence of content is found in a text."""
PARTS = re.compile(r"(?<=[.?!…:;,])\s+")
CONTENT = ("dialogues", "personas", "coach/rubrics", "coach/exercises", "coach/acts", "coach/practice", "coach/content")


def find_english(shown: Iterable[str], *typed: str) -> Iterator[str]:
    """Yield each shown text that is in English besides what authors wrote and what was typed.

    Args:
        shown: the texts, as somebody saw them.
        typed: what they typed.
    """
    own = [_even_out(text) for text in typed]
    for text in dict.fromkeys(shown):
        rest = _even_out(text)
        for theirs in own:
            rest = rest.replace(theirs, " … ")
        for theirs in _list_within(rest):
            rest = rest.replace(theirs, " … ")
        if ENGLISH.search(rest):
            yield f"{text} [{rest.strip()}]"


def _list_within(text: str) -> list[str]:
    """List the sentences of content that a text has in it, the longest first."""
    content = index_content()
    found = set()
    for place in range(len(text)):
        for length in range(1, BEGINNING + 1):
            found |= {
                theirs for theirs in content.get(text[place : place + length], ()) if text.startswith(theirs, place)
            }
    return sorted(found, key=len, reverse=True)


@cache
def index_content() -> dict[str, list[str]]:
    """List the sentences of all files of content by their first letters: there are two hundred thousand."""
    files = [file for folder in CONTENT for file in (ROOT / folder).rglob("*.yaml")]
    files += (ROOT / "tests" / "small").rglob("*.yaml")
    index: dict[str, list[str]] = {}
    for theirs in {text for file in files for text in _list_texts(_load(file))}:
        index.setdefault(theirs[:BEGINNING], []).append(theirs)
    return index


def _load(file: Path) -> object:
    return yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)


def _list_texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        whole = _even_out(value)
        directed = DIRECTION.match(whole)
        for text in (whole, *(directed.groups() if directed else ())):
            if " " in text:
                yield text
            yield from (part for part in map(_even_out, PARTS.split(text)) if len(part.split()) >= FEWEST_WORDS)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _list_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _list_texts(part)


def _even_out(text: str) -> str:
    """Return a text in small letters, with one space between words and without a full stop at its end."""
    return " ".join(text.casefold().replace("’", "'").split()).rstrip(".")
