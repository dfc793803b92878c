"""A decision for a rubric that nobody fitted, by what was learnt from its examples.

A reply is read whole and sentence by sentence; the best one speaks, and is the evidence.
"""

from typing import NamedTuple

import numpy as np

from coach.matching.meaning.encoder import Encoder
from coach.matching.meaning.learnt import Learnt, Rows
from coach.matching.sentences import Parsed
from coach.model.reading import Certainty

POSSIBLE, BELOW_CLEAR = -0.7, 2.5
"""Log-odds from which a verdict is possible, but no further below where it is clear: half of the hurts that were heard
among colleagues from -0.7 were none, and a third from 0.5; each of them has somebody asked what they meant."""
MOST = 8
"""Sentences of one reply that are looked at by themselves."""


class Best(NamedTuple):
    """How sure a criterion is, and the words that say so."""

    criterion: str
    certainty: Certainty
    first: int
    last: int


class Generic:
    """Decides by examples."""

    def __init__(self, learnt: Learnt, encoder: Encoder) -> None:
        self._learnt = learnt
        self._rows = Rows(encoder)
        self._table = learnt.counted.table()
        self.criteria = learnt.criteria

    def find(self, parsed: Parsed) -> list[Best]:
        """Every criterion that a reply meets or may meet."""
        if not self.criteria:
            return []
        stretches = [(0, len(parsed.words)), *((each.first, each.last) for each in parsed.sentences[:MOST])]
        stretches = list(dict.fromkeys(stretches))
        texts = [parsed.text[slice(*parsed.span(first, last))] for first, last in stretches]
        told = self._learnt
        odds = np.array([told.weights @ self._table.numbers(self._rows.row(text)) + told.bias for text in texts])
        found = []
        for column, key in enumerate(self.criteria):
            best = int(np.argmax(odds[:, column]))
            sure = float(odds[best, column])
            clear = float(told.clear[column])
            if sure >= min(max(POSSIBLE, clear - BELOW_CLEAR), clear):
                certainty = Certainty.CLEAR if sure >= clear else Certainty.POSSIBLE
                found.append(Best(key, certainty, *stretches[best]))
        return found
