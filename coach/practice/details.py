"""A light look for real people's details in what is typed. It warns, never blocks, and what it finds goes nowhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LEFT_OUT = "(left out)"
"""What stands where a detail was."""
_SHAPES = (
    ("an e-mail address", re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,9}")),
    ("an NHS number", re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")),
    ("a postcode", re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", re.IGNORECASE)),
    (
        "a date of birth",
        re.compile(
            r"(?<!\d)(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\d)"
            r"|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?"
            r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} (?:19|20)\d\d\b",
            re.IGNORECASE,
        ),
    ),
    ("a telephone or case number", re.compile(r"(?<!\d)\+?(?:\d[ -]?){6,}\d(?!\d)")),
)
"""Each reads a text in a time that grows no faster than its length: every run that can fail at its end is bounded."""

_STREETS = "Road|Street|Avenue|Lane|Close|Drive|Court|Crescent|Gardens|Terrace|Grove|Rd|Ave"
_ADDRESS = re.compile(
    r"(?:\b\d{1,4}[A-Za-z]?,? )?\b(?P<name>[A-Z][a-z]{1,30}(?: [A-Z][a-z]{1,30})?) (?:" + _STREETS + r")\b"
)

_PAIR = re.compile(r"\b(?=([A-Z][a-z]{2,}(?:[-'’][A-Z][a-z]+)?) ([A-Z][a-z]{2,}(?:[-'’][A-Z][a-z]+)?)\b)")
"""Looked for from every word: in `Has Mary Okonkwo` the name begins with the second."""

_SMALL_WORDS = frozenset(
    "the and but what who how why when where which this that there they you your she her his him mum dad if is it in "
    "on at we he my no not yes please thank thanks sorry okay can could would will let has have had did does do was "
    "were are am should so then well also".split()
)
_NOT_NAMES = _SMALL_WORDS | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december mrs miss black white asian african caribbean british english scottish welsh "
    "irish roma traveller gypsy mixed heritage muslim sikh hindu christian jewish church school social child children "
    "family early help health visitor worker care services service year team working together south north east west "
    "new".split()
)

_CAPITAL = r"[A-Z\u00c0-\u00de]"
_NAME = rf"{_CAPITAL}(?:[^\W\d_]+(?:[-'’]{_CAPITAL}[^\W\d_]+)*|['’]{_CAPITAL}[^\W\d_]+)"
_SHORT = 3
"""Letters up to which a name is not also looked for without an s at its end, as in `Mr Haighs chart`."""
_TITLED = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Revd?|Cllr|mr|mrs|ms|mx|dr)\b\.?"
    r"|(?:Miss|Sir|Dame|Doctor|Professor|Reverend|Pastor|Father|Sister|Brother|Imam|Rabbi|Sheikh|Councillor|Judge|Nurse)"
    r"\b)[ \u00a0]+(?P<name>(?:(?:de|da|del|van|von|der|den|al|el|bin|ibn)[ -])*"
    rf"{_NAME}(?: {_NAME})?)"
)
"""A title and what it stands before. After one, `Black`, `May` and `English` are names like any other."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that looks like a real person's detail: what kind, and where it stands in the text."""

    kind: str
    start: int
    end: int


def look_for_details(text: str, known: Iterable[str]) -> tuple[Detail, ...]:
    """What in a text looks like a real person's detail. `known` are words of the script, whose people are invented."""
    found: list[Detail] = []
    taken = bytearray(len(text))
    invented = frozenset(word.casefold() for word in known)

    def add(kind: str, start: int, end: int) -> None:
        """Note a detail, unless another was found in the same place before."""
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append(Detail(kind, start, end))

    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            add(kind, match.start(), match.end())
    for match in _ADDRESS.finditer(text):
        if not set(match["name"].casefold().split()) & (invented | _SMALL_WORDS):
            add("an address", match.start(), match.end())
    for match in _TITLED.finditer(text):
        if not _names(match["name"]) & invented and _names(match["name"]) - _SMALL_WORDS:
            add("somebody's name", match.start(), match.end())
    spared = _NOT_NAMES | invented
    pairs: list[tuple[int, int]] = []
    for match in _PAIR.finditer(text):
        if not {match[1].casefold(), match[2].casefold()} & spared:
            first = pairs.pop()[0] if pairs and match.start(1) < pairs[-1][1] else match.start(1)
            pairs.append((first, match.end(2)))
    for start, end in pairs:
        add("somebody's full name", start, end)
    return tuple(sorted(found, key=lambda detail: detail.start))


def names_with_titles(texts: Iterable[str]) -> frozenset[str]:
    """The names that stand after a title in these texts: a script's own, such as a teacher's who never speaks."""
    return frozenset(name for text in texts for match in _TITLED.finditer(text) for name in _names(match["name"]))


def look_through(texts: Iterable[str], known: Iterable[str]) -> tuple[Detail, ...]:
    """The same in several texts at once, where it only matters which kinds there are."""
    spared = frozenset(known)
    return tuple(detail for text in texts for detail in look_for_details(text, spared))


def _names(name: str) -> frozenset[str]:
    """A name's words, and the parts of a double one; as it is compared."""
    words = name.casefold().split()
    parts = {*words, *(part for word in words for part in word.split("-"))}
    return frozenset(parts | {part.removesuffix("s").rstrip("'’") for part in parts if len(part) > _SHORT})


def kinds(details: Iterable[Detail]) -> str:
    """Which kinds of detail there are, in words, and never the words themselves; empty for none."""
    *before, last = dict.fromkeys(detail.kind for detail in details) or ("",)
    return f"{', '.join(before)} and {last}" if before else last


def without(text: str, details: Iterable[Detail]) -> str:
    """The text with those details left out."""
    kept: list[str] = []
    begins = 0
    for detail in sorted(details, key=lambda d: d.start):
        kept += (text[begins : detail.start], LEFT_OUT)
        begins = detail.end
    return "".join((*kept, text[begins:]))
