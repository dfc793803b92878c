"""The last step of a fit: mixing the layers' scores and choosing thresholds, in numpy.

Begin with `fit_mix` and `choose_thresholds`. Each criterion has its own mix of the encoder's and the n-grams' scores,
a threshold from which a verdict is clear, and a lower one from which it is possible.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.fitting.metrics import LabelTable
from coach.matching.ml.encoder import BREAK, START, WordPiece, load_runtime
from coach.matching.ml.features import fit_logistic_regression
from coach.matching.ml.model import mix_scores
from coach.matching.sentences import parse

# --- The published encoder, for comparison

Numbers = NDArray[np.float64]


def read_vocabulary(base: Path) -> list[str]:
    """Read the vocabulary of a published encoder from its tokenizer.json.

    Args:
        base: the encoder's ONNX file; the vocabulary is looked for in its folder and those above.

    Raises:
        SystemExit: there is no tokenizer.json.
    """
    for folder in base.parents:
        if (folder / "tokenizer.json").is_file():
            told = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
            return sorted(told, key=told.__getitem__)
    raise SystemExit(f"There is no tokenizer.json beside {base}.")


class PublishedEncoder:
    """MiniLM as published, for comparison: embeds a text as the mean of its pieces."""

    def __init__(self, base: Path) -> None:
        onnxruntime = load_runtime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(str(base), options, providers=["CPUExecutionProvider"])
        self._tokenizer = WordPiece(read_vocabulary(base))

    def point(self, text: str) -> Numbers:
        """Return the embedding of a text. Shape (384,)."""
        numbers = np.array(
            [[START, *(piece.number for piece in self._tokenizer.tokenize(text)[:200]), BREAK]], np.int64
        )
        told = {"input_ids": numbers, "attention_mask": np.ones_like(numbers), "token_type_ids": np.zeros_like(numbers)}
        mean = self._session.run(None, told)[0][0].mean(0).astype(np.float64)
        return np.asarray(mean / np.linalg.norm(mean))

    def nearest(self, reply: str, examples: Numbers) -> float:
        """Return the greatest cosine between examples and a reply, as a whole or by sentence.

        Args:
            reply: the reply.
            examples: the embeddings of the examples, of shape (examples, 384).
        """
        parsed = parse(reply)
        texts = {
            reply,
            *(parsed.text[slice(*parsed.span(sentence.first, sentence.last))] for sentence in parsed.sentences),
        }
        return max(float((examples @ self.point(text)).max()) for text in texts)

    def scores(self, replies: list[str], examples: list[tuple[str, ...]]) -> Numbers:
        """Return how near each reply is to each criterion's examples. Shape (replies, criteria).

        Args:
            replies: the replies.
            examples: the examples of each criterion.
        """
        points = [np.array([self.point(text) for text in criterion_examples]) for criterion_examples in examples]
        return np.array([[self.nearest(reply, criterion_points) for criterion_points in points] for reply in replies])


# --- Mixing the layers and choosing thresholds

Rows = NDArray[np.int64]

RIDGE, BIAS_RIDGE = 100.0, 10.0
"""How strongly the weights and the bias of a criterion are held towards those of all criteria (ridge).

Against the sum over replies: a criterion with few cases keeps to what all have in common."""
HARM_PRECISION, HELP_PRECISION = 0.72, 0.72
"""Precision asked of verdicts on whole conversations where a threshold is drawn, of harmful and helpful criteria.

At 0.90 (`docs/domain-rules.md#the-cost-of-an-error`), half as much would be heard of either."""
POSSIBLE, POSSIBLE_HARM = 0.35, 0.40
"""How likely a verdict must be to be worth a question; a false suspicion of hurt costs more."""
LIKELIER_THAN_NOT = 0.0
"""The log-odds below which nothing is clear: F1 alone would take it from one in three, and claim too much."""
FEWEST_CASES = 8
"""Cases that a line must rest on."""
OWN_CASES = 40
"""Labels from which a criterion has a threshold of its own."""


@dataclass(frozen=True, slots=True)
class CalibratedMix:
    """The weights that mix the encoder's and the n-grams' scores of each criterion.

    Shapes: weights (criteria, 2), bias (criteria,). Using the encoder's scores of other criteria as well was tried,
    and read new voices worse.
    """

    weights: Numbers
    bias: Numbers

    def compute_odds(self, encoded: Numbers, counted: Numbers) -> Numbers:
        """Return the log-odds of every reply; all arrays are of shape (replies, criteria)."""
        return np.asarray(mix_scores(encoded, counted, self.weights, self.bias), np.float64)


def fit_mix(
    encoded: Numbers,
    counted: Numbers,
    truth: LabelTable,
    weigh: Numbers | None = None,
    begin: CalibratedMix | None = None,
) -> CalibratedMix:
    """Fit a logistic decision for each criterion, held towards that of all together.

    Args:
        encoded: the encoder's scores, of shape (replies, criteria).
        counted: the n-grams' scores, of the same shape.
        truth: the labels.
        weigh: how much each reply counts, of shape (replies,); equal if not given.
        begin: a mix to begin from, if it is nearly right already.
    """
    criteria = len(truth.criteria)
    weights, bias = np.zeros((criteria, 2)), np.zeros(criteria)
    weights_of_replies = np.ones(len(encoded)) if weigh is None else weigh
    all_rows = truth.counts
    shared = fit_logistic_regression(
        np.column_stack([encoded[all_rows], counted[all_rows], np.ones(int(all_rows.sum()))]),
        truth.met[all_rows].astype(float),
        held=1.0,
        weigh=np.broadcast_to(weights_of_replies[:, None], all_rows.shape)[all_rows],
    )
    for i in range(criteria):
        rows = truth.counts[:, i]
        table = np.column_stack([encoded[:, i], counted[:, i], np.ones(len(encoded))])[rows]
        mix = fit_logistic_regression(
            table,
            truth.met[rows, i].astype(float),
            held=RIDGE,
            weigh=weights_of_replies[rows],
            begin=None if begin is None else np.append(begin.weights[i], begin.bias[i]),
            towards=shared,
            held_bias=BIAS_RIDGE,
        )
        weights[i], bias[i] = mix[:-1], mix[-1]
    return CalibratedMix(weights, bias)


def choose_thresholds(odds: Numbers, truth: LabelTable, harmful: frozenset[str]) -> tuple[Numbers, Numbers]:
    """Return the log-odds from which each criterion is clear, and from which it is possible.

    Log-odds are calibrated, so possible begins where a verdict is likely enough to ask about. Clear begins where F1 is
    best among the thresholds that keep the required precision, over all helpful criteria together and over all harmful
    ones. A criterion with enough labels goes half way to a threshold of its own. A kind that never reaches its
    precision is never clear, and nothing is that is not likelier than not.

    Args:
        odds: the log-odds of replies, of shape (replies, criteria).
        truth: the labels.
        harmful: the ids of the harmful criteria.

    Returns:
        Both thresholds, each of shape (criteria,).
    """
    clear, possible = np.zeros(len(truth.criteria)), np.zeros(len(truth.criteria))
    is_harm = np.array([key in harmful for key in truth.criteria])
    for kind, asked, likely in ((True, HARM_PRECISION, POSSIBLE_HARM), (False, HELP_PRECISION, POSSIBLE)):
        columns = np.flatnonzero(is_harm == kind)
        rows = truth.counts[:, columns]
        together = _find_threshold(odds[:, columns][rows], truth.met[:, columns][rows], asked)
        for i in columns:
            some = truth.counts[:, i]
            met = truth.met[some, i]
            own = _find_threshold(odds[some, i], met, asked) if met.sum() >= OWN_CASES else np.inf
            clear[i] = max((own + together) / 2 if np.isfinite(own) else together, LIKELIER_THAN_NOT)
            possible[i] = min(np.log(likely / (1 - likely)), clear[i])
    return clear, possible


def _find_threshold(odds: Numbers, met: NDArray[np.bool_], asked: float) -> float:
    """Find the threshold with the best F1 that keeps a precision; infinite if none does.

    Args:
        odds: the log-odds of cases.
        met: whether each is one.
        asked: the precision.
    """
    order = np.argsort(-odds, kind="stable")
    scores, met = odds[order], met[order]
    right, so_far = np.cumsum(met), np.arange(1, len(met) + 1)
    precision, f1 = right / so_far, 2 * right / (so_far + met.sum())
    allowed = (precision >= asked) & (right >= FEWEST_CASES)
    if not allowed.any():
        return float(np.inf)
    return _take_midpoint(scores, int(np.argmax(np.where(allowed, f1, -1))))


def cross_validate_odds(
    encoded: Numbers, counted: Numbers, truth: LabelTable, fold: Rows, weigh: Numbers | None = None
) -> Numbers:
    """Return each reply's log-odds by a mix fitted without its fold, to choose thresholds from.

    Args:
        encoded: the encoder's scores, of shape (replies, criteria).
        counted: the n-grams' scores, of the same shape.
        truth: the labels.
        fold: the fold of each reply.
        weigh: how much each reply counts.
    """
    odds = np.zeros_like(encoded)
    for held_out, _, mix in fit_without_each_fold(encoded, counted, truth, fold, weigh):
        odds[held_out] = mix.compute_odds(encoded[held_out], counted[held_out])
    return odds


def fit_without_each_fold(
    encoded: Numbers,
    counted: Numbers,
    truth: LabelTable,
    fold: Rows,
    weigh: Numbers | None = None,
) -> Iterator[tuple[Rows, Rows, CalibratedMix]]:
    """Fit a mix of the layers without each fold in turn, starting from the mix before.

    Args:
        encoded: the encoder's scores, of shape (replies, criteria).
        counted: the n-grams' scores, of the same shape.
        truth: the labels.
        fold: the fold of each reply.
        weigh: how much each reply counts.

    Yields:
        The rows of the fold, the rows of all others, and the mix fitted on the others.
    """
    begin: CalibratedMix | None = None
    for place in np.unique(fold):
        others, held_out = np.nonzero(fold != place)[0], np.nonzero(fold == place)[0]
        some = None if weigh is None else weigh[others]
        begin = fit_mix(encoded[others], counted[others], truth.select(others), some, begin)
        yield held_out, others, begin


def _take_midpoint(scores: Numbers, place: int) -> float:
    """Return the middle between the score at a place and the next lower one."""
    after = scores[min(place + 1, len(scores) - 1)]
    return float(scores[place] + after) / 2
