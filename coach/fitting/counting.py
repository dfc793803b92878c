"""Weights for what is counted in a reply: words, letters, rules, frames. Needs the extra `fit` (scikit-learn)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from coach.fitting.figures import Truth
from coach.matching.ml.features import PLACES, Features, Said, kinds, named

STRENGTH = 10.0
"""How freely weights may leave nought (the C of a ridge logistic regression)."""
COMMON_ENOUGH = 2
"""Replies that a hashed place must have been met in."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Counting:
    """Fitted weights. Shapes: rarity (PLACES,), at (rows,), weights (rows, criteria), bias (criteria,)."""

    names: tuple[str, ...]
    rarity: Numbers
    at: NDArray[np.int32]
    weights: Numbers
    bias: Numbers

    def scores(self, table: csr_matrix) -> Numbers:
        """Log-odds of every reply. Shape (replies, criteria)."""
        found: Numbers = (table[:, self.at] @ self.weights + self.bias).astype(np.float32)
        return found


def vocabulary(replies: Sequence[Said]) -> tuple[tuple[str, ...], Numbers]:
    """The names met in replies, and how rare each hashed place is (as TF-IDF, smoothed)."""
    names: set[str] = set()
    met: dict[str, tuple[int, ...]] = {}
    often = np.zeros(PLACES, np.int32)
    for said in replies:
        names.update(named(said))
        for grams, _ in kinds(said, met):
            often[list(grams)] += 1
    rarity = np.log((1 + len(replies)) / (1 + often)) + 1
    rarity[often < COMMON_ENOUGH] = 0
    return tuple(sorted(names)), rarity.astype(np.float16).astype(np.float32)


def table(features: Features, replies: Sequence[Said]) -> csr_matrix:
    """The counts of every reply. Shape (replies, PLACES + names)."""
    counted = [features.count(said) for said in replies]
    starts = np.concatenate([[0], np.cumsum([len(each.at) for each in counted])])
    at = np.concatenate([each.at for each in counted]) if counted else np.zeros(0, np.int32)
    much = np.concatenate([each.much for each in counted]) if counted else np.zeros(0, np.float32)
    return csr_matrix((much, at, starts), shape=(len(counted), PLACES + len(features.named)))


def fit(replies: Sequence[Said], truth: Truth) -> tuple[Counting, Features]:
    """Weights from labelled replies; what is contested teaches nothing."""
    names, rarity = vocabulary(replies)
    features = Features(rarity, names)
    counts = table(features, replies)
    at = np.nonzero(np.asarray(counts.getnnz(axis=0)))[0].astype(np.int32)
    narrow = counts[:, at]
    weights, bias = np.zeros((len(at), len(truth.criteria)), np.float32), np.zeros(len(truth.criteria), np.float32)
    for i in range(len(truth.criteria)):
        rows = truth.counts[:, i]
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300, random_state=1)
        model.fit(narrow[rows], truth.met[rows, i])
        weights[:, i], bias[i] = model.coef_[0], model.intercept_[0]
    return Counting(names, rarity, at, weights, bias), features
