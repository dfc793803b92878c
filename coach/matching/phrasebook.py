"""All phrases of a rubric in one book, so that hundreds of them cost no more to look for than a handful.

Each is filed under the rarest words it cannot do without, and tried only on sentences that hold one of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from coach.matching.phrases import Phrase, Readings, compile_phrase

Places = dict[str, list[tuple[int, int, int]]]
"""Where each phrase is said: (number of the sentence, first word, last word not included)."""


class Phrasebook:
    """All phrases of a rubric, filed under the words they need."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = lists
        self.phrases: dict[str, Phrase] = {}

    def add(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Take phrases in; the same phrase twice is one phrase."""
        added = tuple(sources)
        for source in added:
            if source not in self.phrases:
                self.phrases[source] = compile_phrase(source, self.lists)
        return added

    def close(self) -> None:
        """File every phrase under the group of words that is rarest among all phrases."""
        often = Counter(word for phrase in self.phrases.values() for group in phrase.needed for word in group)
        self.vocabulary = frozenset(often)
        self.filed: dict[str, list[Phrase]] = {}
        for phrase in self.phrases.values():
            for word in min(phrase.needed, key=lambda group: sum(often[word] for word in group)):
                self.filed.setdefault(word, []).append(phrase)

    def find(self, said: Readings, stretches: Iterable[tuple[int, int]]) -> Places:
        """Where each phrase is said in these stretches of words, by its source."""
        found: Places = {}
        for number, (first, last) in enumerate(stretches):
            tried = {
                phrase.source: phrase
                for at in range(first, last)
                for word in said[at]
                for phrase in self.filed.get(word, ())
            }
            for source, phrase in tried.items():
                places = phrase.find(said, first, last)
                if places:
                    found.setdefault(source, []).extend((number, *place) for place in places)
        return found
