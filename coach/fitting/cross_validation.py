"""Cross-validation with no voice on both sides of a split. A voice is the writer of a reply.

Begin with `cross_validate_decision`; the layers below it are fitted by `fit_ngram_model`, and score by `score_layers`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from coach.fitting import calibration
from coach.fitting.corpus import LabelledReply
from coach.fitting.metrics import ClearTable, LabelTable
from coach.matching.classifier import Matcher
from coach.matching.ml.features import (
    HASH_BUCKETS,
    FeatureExtractor,
    ReplyInContext,
    collect_named_features,
    count_ngrams,
)
from coach.matching.ml.model import FittedClassifier

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS = 3
"""Parts that the voices are dealt into."""


# --- Scores by layers that never saw the voice

Numbers = NDArray[np.float64]


def read_wording(replies: Sequence[LabelledReply], matcher: Matcher) -> list[ReplyInContext]:
    """Read every reply by rules, frames and similarity alone, without weights."""
    return [
        ReplyInContext(reply.reply, reply.cue, reply.topic, matcher.read_wording(reply.reply, reply.build_context()))
        for reply in replies
    ]


# --- The n-gram model. Fitting it needs the extra `fit`

INVERSE_RIDGE = 10.0
"""How freely weights may leave nought (the C of a ridge logistic regression)."""
FEWEST_REPLIES = 2
"""Replies that a hashed place must have been met in."""

SmallNumbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NgramModel:
    """Fitted weights of n-grams and named features.

    Shapes: rarity (HASH_BUCKETS,), at (rows,), weights (rows, criteria), bias (criteria,).
    """

    names: tuple[str, ...]
    rarity: SmallNumbers
    at: NDArray[np.int32]
    weights: SmallNumbers
    bias: SmallNumbers


def build_vocabulary(replies: Sequence[ReplyInContext]) -> tuple[tuple[str, ...], SmallNumbers]:
    """Return the named features in some replies, and the rarity of each hashed place (TF-IDF)."""
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


def build_matrix(features: FeatureExtractor, replies: Sequence[ReplyInContext]) -> "csr_matrix":
    """Return the features of all replies. Shape (replies, HASH_BUCKETS + names)."""
    from scipy.sparse import csr_matrix

    counted = [features.extract(said) for said in replies]
    starts = np.concatenate([[0], np.cumsum([len(row.indices) for row in counted])])
    at = np.concatenate([row.indices for row in counted]) if counted else np.zeros(0, np.int32)
    much = np.concatenate([row.values for row in counted]) if counted else np.zeros(0, np.float32)
    return csr_matrix((much, at, starts), shape=(len(counted), HASH_BUCKETS + len(features.named)))


def fit_ngram_model(replies: Sequence[ReplyInContext], truth: LabelTable) -> NgramModel:
    """Fit a linear model over n-grams, rules and frames to labelled replies.

    Contested labels are left out. It needs the extra `fit`.
    """
    from sklearn.linear_model import LogisticRegression

    names, rarity = build_vocabulary(replies)
    counts = build_matrix(FeatureExtractor(rarity, names), replies)
    at = np.nonzero(np.asarray(counts.getnnz(axis=0)))[0].astype(np.int32)
    narrow = counts[:, at]
    weights, bias = np.zeros((len(at), len(truth.criteria)), np.float32), np.zeros(len(truth.criteria), np.float32)
    for i in range(len(truth.criteria)):
        rows = truth.counts[:, i]
        model = LogisticRegression(C=INVERSE_RIDGE, solver="liblinear", max_iter=300, random_state=1)
        model.fit(narrow[rows], truth.met[rows, i])
        weights[:, i], bias[i] = model.coef_[0], model.intercept_[0]
    return NgramModel(names, rarity, at, weights, bias)


def score_layers(
    replies: Sequence[LabelledReply],
    matcher: Matcher,
    fitted: FittedClassifier,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Numbers, Numbers]:
    """Score replies by the encoder and by the n-grams, as they are read at run time.

    Args:
        replies: the labelled replies.
        matcher: reads them by wording.
        fitted: the layers.
        progress: called with how many have been scored.

    Returns:
        Both tables of scores, each of shape (replies, criteria).
    """
    scores = []
    for number, reply in enumerate(replies, 1):
        context = reply.build_context()
        scores.append(fitted.score_layers(reply.reply, context, matcher.read_wording(reply.reply, context)))
        progress(number)
    return np.array([one for one, _ in scores], np.float64), np.array([two for _, two in scores], np.float64)


def deal_voices(replies: Sequence[LabelledReply]) -> NDArray[np.int64]:
    """Return a fold for each reply, so that no voice has replies in two. Shape (replies,).

    Voices are dealt in turn in sorted order, so a new one, sorted last, moves no other into another fold.
    """
    voices = {voice: place % FOLDS for place, voice in enumerate(sorted({reply.voice for reply in replies}))}
    return np.array([voices[reply.voice] for reply in replies])


# --- Fitting without each fold, and judging the fold


def cross_validate_decision(
    truth: LabelTable, encoded: Numbers, counted: Numbers, fold: NDArray[np.int64], harmful: frozenset[str]
) -> ClearTable:
    """Fit mix and thresholds for each fold from the other folds' scores, and judge the fold.

    Args:
        truth: the labels of the replies.
        encoded: the encoder's scores, of shape (replies, criteria).
        counted: the n-grams' scores, of the same shape.
        fold: the fold of each reply.
        harmful: the ids of the harmful criteria.

    Returns:
        Which criteria are clear in which replies. Shape (replies, criteria).
    """
    clear = np.zeros(encoded.shape, bool)
    for held_out, others, mix in calibration.fit_without_each_fold(encoded, counted, truth, fold):
        odds = mix.compute_odds(encoded[held_out], counted[held_out])
        inner = calibration.cross_validate_odds(encoded[others], counted[others], truth.select(others), fold[others])
        clear[held_out] = odds >= calibration.choose_thresholds(inner, truth.select(others), harmful)[0]
    return clear
