"""One calibrated decision a criterion, over everything that was found in a reply."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.matching.meaning.encoder import Numbers
from coach.matching.meaning.features import Places
from coach.matching.meaning.weights import Weights

Scores = NDArray[np.floating[Any]]


def together(encoded: Scores, counted: Scores, mix: Scores, bias: Scores) -> Scores:
    """The encoder's scores and the counts' scores brought together, as log-odds.

    One reply or many: shape (criteria,) or (replies, criteria). `mix`: shape (criteria, 2).
    """
    odds: Scores = mix[:, 0] * encoded + mix[:, 1] * counted + bias
    return odds


class Decision:
    """Weights at work."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def counted(self, places: Places) -> Numbers:
        """What the counts alone say, as log-odds."""
        w = self.weights
        rows = np.searchsorted(w.at, places.at)
        rows[rows == len(w.at)] = 0
        known = w.at[rows] == places.at
        said: Numbers = places.much[known] @ w.counts[rows[known]].astype(np.float32)
        return said * w.step + w.counts_bias

    def decide(self, encoded: Numbers, counted: Numbers) -> Numbers:
        """How sure each criterion is, as log-odds. Shape (criteria,)."""
        return together(encoded, counted, self.weights.mix, self.weights.mix_bias).astype(np.float32)
