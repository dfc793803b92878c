"""What a word may have been meant for, when it is not a word we know.

One slip (a letter missing, doubled, wrong, or two swapped) in a word of five to eight letters, two in a longer one; the
first letter must be right. A slip never turns one real word into another: whatever the rubric itself says anywhere, and
the everyday words in `everyday.py`, stand for themselves.
"""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from coach.matching.everyday import EVERYDAY
from coach.matching.phrases import Readings

_SOUND_ALIKE = {
    "there": "their",
    "their": "there",
    "hear": "here",
    "here": "hear",
    "write": "right",
    "right": "write",
    "knew": "new",
    "new": "knew",
    "than": "then",
    "then": "than",
    "weather": "whether",
    "too": "to",
}
SHORTEST = 5
LONG = 9


class Speller:
    """Reads slips as words of one vocabulary."""

    def __init__(self, vocabulary: frozenset[str], known: Iterable[str]) -> None:
        self.vocabulary = vocabulary
        self.known = EVERYDAY.union(known)
        self.by_letter: dict[str, list[str]] = {}
        for word in sorted(vocabulary):
            if len(word) >= SHORTEST:
                self.by_letter.setdefault(word[0], []).append(word)

    def read(self, words: Iterable[str]) -> Readings:
        """For each word, itself and every word it may have been meant for."""
        seen: dict[str, frozenset[str]] = {}
        said = []
        for word in words:
            meant = seen.get(word)
            if meant is None:
                meant = seen[word] = self._meant(word)
            said.append(meant)
        return said

    def _meant(self, word: str) -> frozenset[str]:
        alike = _SOUND_ALIKE.get(word)
        if alike:
            return frozenset((word, alike))
        if len(word) < SHORTEST or len(word) > 30 or word in self.vocabulary or word in self.known:
            return frozenset((word,))
        size = len(word)
        slips = [
            other
            for other in self.by_letter.get(word[0], ())
            if abs(len(other) - size) <= 2
            and OSA.distance(word, other, score_cutoff=2) <= (2 if len(other) >= LONG else 1)
        ]
        return frozenset((word, *slips))
