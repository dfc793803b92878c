"""Cross-validation with no voice (and, if asked, no situation) on both sides of a split.

Begin with `cross_validate`. A voice is the writer of a reply, a situation the scenario that it is said in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS = 3


class Fold(NamedTuple):
    """The voices (writers), and perhaps situations, kept out of a fit to judge it by."""

    name: str
    voices: frozenset[str]
    scenarios: frozenset[str] = frozenset()

    def fits_on(self, reply: LabelledReply) -> bool:
        """Whether a reply may be learnt from when this fold is kept out."""
        return reply.voice not in self.voices and reply.scenario not in self.scenarios

    def judges(self, reply: LabelledReply) -> bool:
        """Whether a reply belongs to this fold, and so judges the fit."""
        return reply.voice in self.voices and (not self.scenarios or reply.scenario in self.scenarios)


def split_by_voice(replies: Iterable[LabelledReply]) -> tuple[Fold, ...]:
    """Split replies into folds by voice (writer): each is kept out once, no situation is new."""
    return tuple(Fold(f"voices-{i}", part) for i, part in enumerate(split_names({reply.voice for reply in replies})))


def split_by_voice_and_situation(replies: Iterable[LabelledReply]) -> tuple[Fold, ...]:
    """Split replies into folds by voice (writer) and situation: judged replies are new in both."""
    replies = tuple(replies)
    voices = split_names({reply.voice for reply in replies})
    scenarios = split_names({reply.scenario for reply in replies})
    return tuple(Fold(f"situations-{i}", *both) for i, both in enumerate(zip(voices, scenarios, strict=True)))


def split_by_player(replies: Iterable[LabelledReply]) -> tuple[Fold, ...]:
    """Split conversations into folds by player: no voice of theirs is on both sides."""
    voices = sorted({reply.voice for reply in replies})
    players = split_names({voice.partition("-")[0] for voice in voices})
    return tuple(
        Fold(f"conversations-{i}", frozenset(voice for voice in voices if voice.partition("-")[0] in part))
        for i, part in enumerate(players)
    )


def split_names(names: set[str]) -> list[frozenset[str]]:
    """Split names into thirds, dealt in turn in sorted order.

    So a new voice, sorted last, moves no other into another fold.
    """
    ordered = sorted(names)
    return [frozenset(ordered[part::FOLDS]) for part in range(FOLDS)]


# --- Scores by layers that never saw the voice

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """The scores of replies by fits that did not see them, and the verdicts that follow.

    Tables have the shape (replies, criteria).
    """

    replies: tuple[LabelledReply, ...]
    truth: LabelTable
    encoded: Numbers
    counted: Numbers
    fold: NDArray[np.int64]
    """Which fold judged each reply. Shape (replies,)."""
    odds: Numbers
    clear: ClearTable
    possible: ClearTable


def read_wording(replies: Sequence[LabelledReply], matcher: Matcher) -> list[ReplyInContext]:
    """Read every reply by rules, frames and similarity alone, without weights."""
    return [
        ReplyInContext(reply.reply, reply.cue, reply.topic, matcher.read_wording(reply.reply, reply.build_context()))
        for reply in replies
    ]


def load_encoder_scores(folder: Path, name: str, replies: Sequence[LabelledReply]) -> Numbers:
    """Load the encoder's scores of some replies, by the encoder fitted without a fold.

    Args:
        folder: the folder that the encoder's fit wrote.
        name: the name of the fold.
        replies: the replies.

    Returns:
        The scores, of shape (replies, criteria).

    Raises:
        KeyError: a reply has no scores.
    """
    with np.load(folder / f"scores-{name}.npz", allow_pickle=False) as kept:
        rows = dict(zip(kept["ids"].tolist(), kept["scores"].astype(np.float64), strict=True))
    return np.array([rows[reply.id] for reply in replies])


# --- The n-gram model, fitted anew without each fold. It needs the extra `fit`; reading stored scores does not

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

    def scores(self, table: "csr_matrix") -> SmallNumbers:
        """Return the log-odds of every reply. Shape (replies, criteria)."""
        log_odds: SmallNumbers = (table[:, self.at] @ self.weights + self.bias).astype(np.float32)
        return log_odds


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


def fit_ngram_model(replies: Sequence[ReplyInContext], truth: LabelTable) -> tuple[NgramModel, FeatureExtractor]:
    """Fit a linear model over n-grams, rules and frames to labelled replies.

    Contested labels are left out. It needs the extra `fit`.

    Returns:
        The model, and the extractor of its features.
    """
    from sklearn.linear_model import LogisticRegression

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


# --- Fitting without each fold, and judging the fold


def cross_validate(
    replies: Sequence[LabelledReply],
    said: Sequence[ReplyInContext],
    folds: Sequence[Fold],
    scores: Path,
    criteria: tuple[str, ...],
    harmful: frozenset[str],
) -> CrossValidation:
    """Fit all layers above the encoder without each fold in turn, and judge the fold by them.

    A fold for which no encoder was fitted is skipped: its replies are learnt from, but not judged.

    Args:
        replies: the labelled replies.
        said: the same replies as read by wording alone.
        folds: what is kept out in turn.
        scores: the folder of the encoder's scores.
        criteria: the ids of the rubric's criteria, in order.
        harmful: the ids of the harmful ones.
    """
    rows, encodings, counts = [], [], []
    for fold in folds:
        if not (scores / f"scores-{fold.name}.npz").is_file():
            continue
        learnt = [i for i, reply in enumerate(replies) if fold.fits_on(reply)]
        judged = [i for i, reply in enumerate(replies) if fold.judges(reply)]
        fitted, features = fit_ngram_model(
            [said[i] for i in learnt], LabelTable([replies[i] for i in learnt], criteria)
        )
        counts.append(fitted.scores(build_matrix(features, [said[i] for i in judged])).astype(np.float64))
        encodings.append(load_encoder_scores(scores, fold.name, [replies[i] for i in judged]))
        rows += judged
    chosen = tuple(replies[i] for i in rows)
    third = {
        voice: place for place, part in enumerate(split_names({reply.voice for reply in chosen})) for voice in part
    }
    number = np.array([third[reply.voice] for reply in chosen])
    return cross_validate_decision(chosen, np.vstack(encodings), np.vstack(counts), number, criteria, harmful)


def cross_validate_decision(
    replies: tuple[LabelledReply, ...],
    encoded: Numbers,
    counted: Numbers,
    fold: NDArray[np.int64],
    criteria: tuple[str, ...],
    harmful: frozenset[str],
) -> CrossValidation:
    """Fit mix and thresholds for each fold from the other folds' scores, and judge the fold.

    Args:
        replies: the labelled replies.
        encoded: the encoder's scores, of shape (replies, criteria).
        counted: the n-grams' scores, of the same shape.
        fold: the fold of each reply.
        criteria: the ids of the rubric's criteria, in order.
        harmful: the ids of the harmful ones.
    """
    truth = LabelTable(replies, criteria)
    odds = np.zeros_like(encoded)
    clear, possible = np.zeros(encoded.shape, bool), np.zeros(encoded.shape, bool)
    for held_out, others, mix in calibration.fit_without_each_fold(encoded, counted, truth, fold):
        odds[held_out] = mix.compute_odds(encoded[held_out], counted[held_out])
        inner = calibration.cross_validate_odds(encoded[others], counted[others], truth.select(others), fold[others])
        high, low = calibration.choose_thresholds(inner, truth.select(others), harmful)
        clear[held_out], possible[held_out] = odds[held_out] >= high, odds[held_out] >= low
    return CrossValidation(replies, truth, encoded, counted, fold, odds, clear, possible)
