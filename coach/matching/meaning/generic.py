"""A decision for a rubric that nobody fitted: made on the spot from its examples, near-misses and ordinary replies.

Ten examples and a few near-misses a criterion are enough for a linear decision over what the encoder makes of a
sentence, its words and letters, and how it is put. Every other criterion's examples are shared counter-examples: they
teach more than a handful of near-misses alone. A reply is read whole and sentence by sentence; the best one speaks,
and is the evidence.
"""

from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.matching.forms import forms_of, in_order
from coach.matching.meaning.encoder import Encoder
from coach.matching.meaning.features import PLACES, weighed, words_and_letters
from coach.matching.meaning.logistic import logistic
from coach.matching.sentences import Parsed, parse
from coach.matching.similarity import Document
from coach.model.reading import Certainty, Form

MEANS, SAID, PUT = 3.0, 1.0, 0.5
"""How much the encoder's view, the words and letters, and the form weigh against each other."""
HELD_BACK = 0.1
FEWEST = 4
"""Examples that a criterion needs before it is decided on at all; below, only wording and likeness speak."""
CLEAR, CLEAR_HARM, POSSIBLE = 0.0, 0.25, -0.7
"""Log-odds from which a verdict is clear, clear for a hurt, and possible."""
PARTS = 10
"""Each tenth of the examples is judged by the others."""
MOST = 8
"""Sentences of one reply that are looked at by themselves."""

Numbers = NDArray[np.float64]


class Best(NamedTuple):
    """How sure a criterion is, and the words that say so."""

    criterion: str
    certainty: Certainty
    first: int
    last: int


class Generic:
    """Decides by examples."""

    def __init__(
        self, documents: list[Document], harmful: frozenset[str], encoder: Encoder, fitted: frozenset[str] = frozenset()
    ) -> None:
        """Learn from a rubric's examples. Encoding them takes some milliseconds each.

        `fitted`: criteria that are decided on elsewhere. Here their examples only show what the others are not.
        """
        self._encoder = encoder
        self._spelt: dict[str, tuple[int, ...]] = {}
        self._harmful = harmful
        counts = [each.criterion for each in documents if each.counts]
        self.criteria = tuple(key for key in dict.fromkeys(counts) if counts.count(key) >= FEWEST and key not in fitted)
        rows = [self._row(each.text if each.counts else each.plain) for each in documents]
        often = np.zeros(PLACES, np.int32)
        for row in rows:
            for grams in row.grams:
                often[list(grams)] += 1
        self._rarity = np.where(often, np.log((1 + len(rows)) / (1 + often)) + 1, 0.0)
        used = np.nonzero(often)[0]
        self._column = dict(zip(used.tolist(), range(len(used)), strict=True))
        table = np.array([self._numbers(row) for row in rows])
        # as many columns as there are examples say all that thousands of words can say of them
        left, sizes, right = np.linalg.svd(table, full_matrices=False)
        narrow = np.column_stack([left * sizes, np.ones(len(rows))])
        self._met = np.array([[each.counts and each.criterion == key for key in self.criteria] for each in documents])
        found = np.array([_fit(narrow, self._met[:, i]) for i in range(len(self.criteria))]).reshape(-1, len(rows) + 1)
        self._weights, self._bias = found[:, :-1] @ right, found[:, -1]
        self._narrow = narrow

    def kept_out(self) -> Numbers:
        """Every document's log-odds by a decision that never saw it. Shape (documents, criteria)."""
        narrow, odds = self._narrow, np.zeros(self._met.shape)
        part = np.arange(len(narrow)) % PARTS
        for number in range(PARTS):
            others, here = part != number, part == number
            for i in range(len(self.criteria)):
                odds[here, i] = narrow[here] @ _fit(narrow[others], self._met[others, i])
        return odds

    def find(self, parsed: Parsed) -> list[Best]:
        """Every criterion that a reply meets or may meet."""
        if not self.criteria:
            return []
        stretches = [(0, len(parsed.words)), *((each.first, each.last) for each in parsed.sentences[:MOST])]
        stretches = list(dict.fromkeys(stretches))
        texts = [parsed.text[slice(*parsed.span(first, last))] for first, last in stretches]
        odds = np.array([self._weights @ self._numbers(self._row(text)) + self._bias for text in texts])
        found = []
        for column, key in enumerate(self.criteria):
            best = int(np.argmax(odds[:, column]))
            sure = float(odds[best, column])
            if sure >= POSSIBLE:
                certainty = (
                    Certainty.CLEAR if sure >= (CLEAR_HARM if key in self._harmful else CLEAR) else Certainty.POSSIBLE
                )
                found.append(Best(key, certainty, *stretches[best]))
        return found

    def _row(self, text: str) -> "_Row":
        parsed = parse(text)
        mean = self._encoder.read(text).mean.astype(np.float64)
        forms = set(in_order(forms_of(parsed)))
        return _Row(
            mean / (float(np.linalg.norm(mean)) or 1.0),
            words_and_letters(text, 2, self._spelt),
            [float(form in forms) for form in Form] + [min(len(parsed.words), 60) / 60, float("?" in text)],
        )

    def _numbers(self, row: "_Row") -> Numbers:
        said = np.zeros(len(self._column))
        for grams in row.grams:
            for place, value in weighed(grams, self._rarity):
                said[self._column[place]] += SAID * value
        return np.concatenate([MEANS * row.mean, said, PUT * np.array(row.put)])


def _fit(table: Numbers, met: NDArray[np.bool_]) -> Numbers:
    """Weights for one criterion; its examples together weigh as much as all the others."""
    share = met.mean()
    return logistic(table, met.astype(float), held=HELD_BACK, weigh=np.where(met, 0.5 / share, 0.5 / (1 - share)))


class _Row(NamedTuple):
    mean: Numbers
    grams: tuple[Counter[int], Counter[int]]
    put: list[float]
