"""A linear model over n-grams, rules and frames. Needs the extra `fit` (scikit-learn)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from coach.fitting.metrics import LabelTable
from coach.matching.ml.features import (
    HASH_BUCKETS,
    FeatureExtractor,
    ReplyInContext,
    collect_named_features,
    count_ngrams,
)

INVERSE_RIDGE = 10.0
"""How freely weights may leave nought (the C of a ridge logistic regression)."""
FEWEST_REPLIES = 2
"""Replies that a hashed place must have been met in."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NgramModel:
    """The fitted weights of n-grams and named features.

    Shapes: rarity (HASH_BUCKETS,), at (rows,), weights (rows, criteria), bias (criteria,).
    """

    names: tuple[str, ...]
    rarity: Numbers
    at: NDArray[np.int32]
    weights: Numbers
    bias: Numbers

    def scores(self, table: csr_matrix) -> Numbers:
        """Log-odds of every reply. Shape (replies, criteria)."""
        found: Numbers = (table[:, self.at] @ self.weights + self.bias).astype(np.float32)
        return found


def build_vocabulary(replies: Sequence[ReplyInContext]) -> tuple[tuple[str, ...], Numbers]:
    """The names met in replies, and how rare each hashed place is (as TF-IDF, smoothed)."""
    names: set[str] = set()
    cache: dict[str, tuple[int, ...]] = {}
    often = np.zeros(HASH_BUCKETS, np.int32)
    for said in replies:
        names.update(collect_named_features(said))
        for grams, _ in count_ngrams(said, cache):
            often[list(grams)] += 1
    rarity = np.log((1 + len(replies)) / (1 + often)) + 1
    rarity[often < FEWEST_REPLIES] = 0
    return tuple(sorted(names)), rarity.astype(np.float16).astype(np.float32)


def build_matrix(features: FeatureExtractor, replies: Sequence[ReplyInContext]) -> csr_matrix:
    """The counts of every reply. Shape (replies, PLACES + names)."""
    counted = [features.extract(said) for said in replies]
    starts = np.concatenate([[0], np.cumsum([len(each.indices) for each in counted])])
    at = np.concatenate([each.indices for each in counted]) if counted else np.zeros(0, np.int32)
    much = np.concatenate([each.values for each in counted]) if counted else np.zeros(0, np.float32)
    return csr_matrix((much, at, starts), shape=(len(counted), HASH_BUCKETS + len(features.named)))


def fit_ngram_model(replies: Sequence[ReplyInContext], truth: LabelTable) -> tuple[NgramModel, FeatureExtractor]:
    """Fit weights to labelled replies; what is contested teaches nothing."""
    names, rarity = build_vocabulary(replies)
    features = FeatureExtractor(rarity, names)
    counts = build_matrix(features, replies)
    at = np.nonzero(np.asarray(counts.getnnz(axis=0)))[0].astype(np.int32)
    narrow = counts[:, at]
    weights, bias = np.zeros((len(at), len(truth.criteria)), np.float32), np.zeros(len(truth.criteria), np.float32)
    for i in range(len(truth.criteria)):
        rows = truth.counts[:, i]
        model = LogisticRegression(C=INVERSE_RIDGE, solver="liblinear", max_iter=300, random_state=1)
        model.fit(narrow[rows], truth.met[rows, i])
        weights[:, i], bias[i] = model.coef_[0], model.intercept_[0]
    return NgramModel(names, rarity, at, weights, bias), features
