"""All phrases of a rubric in one book, so that hundreds of them cost no more to look for than a handful.

Each is filed under the rarest words it cannot do without, and tried only on sentences that hold one of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from coach.matching.grammar import Grammar
from coach.matching.phrases import Phrase, Readings, count_steps

MOST_WORDS, MOST_STEPS = 150_000, 250_000
"""Of all phrases of a rubric once their lists are put in. Those that ship have under 60,000 and under 130,000."""
Places = dict[str, list[tuple[int, int, int]]]
"""Where each phrase is said: (number of the sentence, first word, last word not included)."""


class Phrasebook:
    """All phrases of a rubric, filed under the words they need."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.grammar = Grammar(lists)
        self.phrases: dict[str, Phrase] = {}
        self.words = self.steps = 0

    def add(self, sources: Iterable[str]) -> None:
        """Take phrases in; the same phrase twice is one phrase. Raises ValueError for one that cannot be used."""
        for source in sources:
            if source not in self.phrases:
                self.phrases[source] = self.grammar.compile(source)
                self._weigh(self.phrases[source])

    def _weigh(self, phrase: Phrase) -> None:
        """Count a phrase's words and steps. However a rubric is written, reading by it stays a matter of moments."""
        self.words += phrase.part.words
        self.steps += count_steps(phrase.part)
        if self.words > MOST_WORDS or self.steps > MOST_STEPS:
            what = "the phrases of this rubric are too many to be looked for"
            raise ValueError(f"the phrase '{phrase.source}' is one too much: {what}")

    def close(self) -> None:
        """File every phrase under the group of words that is rarest among all phrases."""
        often = Counter(chain.from_iterable(group for phrase in self.phrases.values() for group in phrase.needs))
        self.vocabulary = frozenset(often)
        self.filed: dict[str, list[Phrase]] = {}
        for phrase in self.phrases.values():
            rarest = phrase.needs[0]
            if len(phrase.needs) > 1:
                rarest = min(phrase.needs, key=lambda group: sum(map(often.__getitem__, group)))
            for word in rarest:
                self.filed.setdefault(word, []).append(phrase)
        del self.grammar  # half the weight of a book, and of no use once it is written

    def find(self, said: Readings, stretches: Iterable[tuple[int, int]]) -> Places:
        """Where each phrase is said in these stretches of words, by its source."""
        found: Places = {}
        filed = self.filed
        for number, (first, last) in enumerate(stretches):
            here = frozenset(chain.from_iterable(said[first:last]))
            tried = {phrase.source: phrase for word in here if word in filed for phrase in filed[word]}
            for source, phrase in tried.items():
                if any(map(here.isdisjoint, phrase.needs)):
                    continue
                places = phrase.find(said, first, last)
                if places:
                    found.setdefault(source, []).extend((number, *place) for place in places)
        return found
