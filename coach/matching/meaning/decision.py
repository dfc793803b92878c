"""One calibrated decision a criterion, over everything that was found in a reply."""

from dataclasses import dataclass

import numpy as np

from coach.matching.meaning.encoder import Numbers
from coach.matching.meaning.features import Places
from coach.matching.meaning.weights import Weights

OTHERS_WEIGH = 0.15
"""What the encoder says of the other criteria is heard, quietly."""


@dataclass(frozen=True, slots=True)
class Decided:
    """How sure each criterion is: log-odds, and on which side of its two lines. Shapes (criteria,)."""

    odds: Numbers
    by_encoder: Numbers
    by_counts: Numbers


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

    def decide(self, encoded: Numbers, counted: Numbers) -> Decided:
        """Bring the encoder's scores and the counts' scores together."""
        w = self.weights
        odds = w.mix[:, 0] * encoded + w.mix[:, 1] * counted + w.mix[:, 2:] @ (encoded * OTHERS_WEIGH) + w.mix_bias
        return Decided(odds.astype(np.float32), encoded, counted)
