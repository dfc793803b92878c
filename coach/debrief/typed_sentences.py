"""The sentences of a reply as they were typed, for what quotes them whole.

Begin with `list_typed_sentences`. `coach.matching.sentences.parse` cuts a reply that was typed without signs where a
new thought begins; what is quoted is never cut there.
"""

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from coach.matching.memory import remember
from coach.matching.sentences import ParsedText, Sentence

_STOPS = re.compile(r"[.?!…]+[\"'”’)]*(?=\s|$)|\n+")
_TYPED = re.compile(r"(?:[“\"][^”\"]*[”\"]\s*|.)+?(?:[.?!…]+[\"'”’)]*(?=\s|$)|$)")


def list_typed_sentences(text: str) -> list[str]:
    """List the sentences of a text as they were typed, each on one line."""
    ends = [0, *_find_stops(text), len(text)]
    typed = (" ".join(text[first:last].split()) for first, last in pairwise(ends))
    return [sentence for sentence in typed if sentence]


def find_typed_sentence(text: str, parsed: ParsedText, sentence: Sentence) -> str:
    """Return the whole sentence, as it was typed, that a part of a reply stands in.

    Args:
        text: the reply.
        parsed: the reply, split; each character stands where it does in the reply.
        sentence: the sentence of it.
    """
    start, end = parsed.span(sentence.first, sentence.last)
    stops = _find_stops(text)
    before, after = bisect_right(stops, start), bisect_left(stops, end)
    first = stops[before - 1] if before else 0
    last = stops[after] if after < len(stops) else len(text)
    return " ".join(text[first:last].split())


def list_said_before(text: str, whole: str) -> list[str]:
    """List the sentences of a reply before one of them, as they were typed.

    Args:
        text: the reply.
        whole: the sentence of it.
    """
    flat = " ".join(text.split())
    before = flat[: max(flat.find(whole), 0)]
    return [sentence for one in _TYPED.findall(before) if (sentence := one.strip())]


@remember
def _find_stops(text: str) -> list[int]:
    """Find the ends of a reply's sentences, which each of them asks for."""
    return [stop.end() for stop in _STOPS.finditer(text)]
