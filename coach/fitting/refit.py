"""Refitting the matcher's last step on a user's machine, with their labelled replies.

Begin with `fit_own_replies`. The encoder and the n-grams' weights stay as shipped; only their mix and the thresholds
are learnt anew. It takes seconds, needs only numpy, and nothing leaves the machine.
"""

import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.errors import CoachError, NotKnown, RecordsUnwritable
from coach.fitting import calibration
from coach.fitting.calibration import Numbers
from coach.fitting.corpus import LabelledReply, read_labelled
from coach.fitting.metrics import (
    METRIC_NAMES,
    LabelTable,
    ReadingMetrics,
    compute_metrics,
    convert_evaluation,
    evaluate_matcher,
    format_evaluation,
)
from coach.matching.classifier import Matcher
from coach.matching.ml.model import DECISION_FILE, LOAD_ERRORS, FittedClassifier, Weights, locate_weights
from coach.model.characters import sanitize
from coach.model.rubric import Polarity
from coach.records.paths import write_whole

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

FEWEST_REPLIES = 30
"""Labelled replies of one's own below which a refit would only follow chance."""
OWN_WEIGHT = 2.0
"""How much a reply of one's own counts, against one of the corpus."""
FOLDS = 5
"""A reply of one's own is judged by a fit on four fifths of the others."""
SCORES_FILE = "crossed.npz"
"""The corpus's cross-fitted scores and labels, beside the weights that ship."""


class CorpusScores(NamedTuple):
    """The corpus's scores by fits that did not see the scored reply, its labels, and its folds."""

    ids: tuple[str, ...]
    encoded: Numbers
    counted: Numbers
    met: Flags
    counts: Flags
    fold: Whole


@dataclass(frozen=True, slots=True)
class RefitResult:
    """New weights, with measures before and after on the user's replies and on the corpus."""

    weights: Weights
    own_before: ReadingMetrics
    own_after: ReadingMetrics
    corpus_before: ReadingMetrics
    corpus_after: ReadingMetrics


def refit_weights(
    replies: Sequence[LabelledReply], matcher: Matcher, weights: Weights, kept: Path, progress: Callable[[int], None]
) -> RefitResult:
    """Fit the mix of the layers and the thresholds again, on corpus and user's replies together.

    Args:
        replies: the user's labelled replies.
        matcher: the matcher as it reads now.
        weights: the weights that ship.
        kept: the file of the corpus's scores.
        progress: called with how many replies have been read.

    Raises:
        CoachError: there are too few replies, or the weights that ship are missing.
    """
    if len(replies) < FEWEST_REPLIES:
        raise CoachError(
            f"{len(replies)} labelled replies are too few to learn from.",
            f"Label at least {FEWEST_REPLIES}, by different people.",
        )
    if matcher.fitted is None:
        raise CoachError("There are no fitted weights to start from.", "Install the coach with its weights first.")
    harmful = matcher.rubric.of(Polarity.HARMFUL)
    _, encoded, counted, met, counts, fold = load_scores(kept)
    corpus = LabelTable.from_tables(weights.criteria, met, counts)
    mine = LabelTable(replies, weights.criteria)
    mine_encoded, mine_counted = _score_replies(replies, matcher, matcher.fitted, progress)

    shipped = calibration.CalibratedMix(weights.mix.astype(np.float64), weights.mix_bias.astype(np.float64))
    before = shipped.compute_odds(mine_encoded, mine_counted) >= weights.clear
    mixed, clear, possible, odds = _fit_mix(encoded, counted, corpus, fold, mine_encoded, mine_counted, mine, harmful)
    after = odds[len(encoded) :] >= clear
    old = calibration.cross_validate_odds(encoded, counted, corpus, fold)
    return RefitResult(
        weights=replace(
            weights,
            mix=mixed.weights.astype(np.float32),
            mix_bias=mixed.bias.astype(np.float32),
            clear=clear.astype(np.float32),
            possible=possible.astype(np.float32),
            version="own",
        ),
        own_before=compute_metrics(mine, before, harmful),
        own_after=compute_metrics(mine, after, harmful),
        corpus_before=compute_metrics(corpus, old >= weights.clear, harmful),
        corpus_after=compute_metrics(corpus, odds[: len(encoded)] >= clear, harmful),
    )


def save_scores(
    file: Path, ids: Sequence[str], encoded: Numbers, counted: Numbers, truth: LabelTable, fold: Whole
) -> None:
    """Save the corpus's scores and labels to a file, for refits.

    Args:
        file: the path.
        ids: the ids of the replies.
        encoded: the encoder's scores, of shape (replies, criteria).
        counted: the n-grams' scores, of the same shape.
        truth: the labels.
        fold: the fold of each reply.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        file,
        encoded=encoded.astype(np.float16),
        counted=counted.astype(np.float16),
        met=np.packbits(truth.met, axis=1),
        counts=np.packbits(truth.counts, axis=1),
        fold=fold.astype(np.int8),
        ids=np.array(ids),
    )


def load_scores(file: Path) -> CorpusScores:
    """Load the corpus's scores and labels.

    Raises:
        CoachError: the file is missing or damaged.
    """
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as kept:
            encoded, counted = kept["encoded"].astype(np.float64), kept["counted"].astype(np.float64)
            wide = encoded.shape[1]
            met, counts = (np.unpackbits(kept[key], axis=1)[:, :wide].astype(np.bool_) for key in ("met", "counts"))
            return CorpusScores(
                tuple(kept["ids"].tolist()), encoded, counted, met, counts, kept["fold"].astype(np.int64)
            )
    except LOAD_ERRORS as error:
        raise CoachError("The corpus's scores are not installed here.", "Install the coach again, whole.") from error


def _score_replies(
    replies: Sequence[LabelledReply], matcher: Matcher, fitted: FittedClassifier, progress: Callable[[int], None]
) -> tuple[Numbers, Numbers]:
    """Score the user's replies by both layers; each result is of shape (replies, criteria)."""
    scores = []
    for number, reply in enumerate(replies, 1):
        scores.append(
            fitted.score_layers(
                reply.reply, reply.build_context(), matcher.read_wording(reply.reply, reply.build_context())
            )
        )
        progress(number)
    return np.array([one for one, _ in scores], np.float64), np.array([two for _, two in scores], np.float64)


def _fit_mix(
    encoded: Numbers,
    counted: Numbers,
    corpus: LabelTable,
    fold: Whole,
    mine_encoded: Numbers,
    mine_counted: Numbers,
    mine: LabelTable,
    harmful: frozenset[str],
) -> tuple[calibration.CalibratedMix, Numbers, Numbers, Numbers]:
    """Fit mix and thresholds on the corpus's and the user's replies together.

    Args:
        encoded: the encoder's scores of the corpus, of shape (replies, criteria).
        counted: the n-grams' scores of the corpus, of the same shape.
        corpus: the labels of the corpus.
        fold: the fold of each reply of the corpus.
        mine_encoded: the encoder's scores of the user's replies.
        mine_counted: the n-grams' scores of the user's replies.
        mine: the labels of the user's replies.
        harmful: the ids of the harmful criteria.

    Returns:
        The mix, the clear and the possible thresholds, and the cross-fitted log-odds they rest on.
    """
    both = LabelTable.from_tables(
        corpus.criteria, np.vstack([corpus.met, mine.met]), np.vstack([corpus.counts, mine.counts])
    )
    e, c = np.vstack([encoded, mine_encoded]), np.vstack([counted, mine_counted])
    weigh = np.concatenate([np.ones(len(encoded)), np.full(len(mine_encoded), OWN_WEIGHT)])
    folds = np.concatenate([fold, fold.max() + 1 + np.arange(len(mine_encoded)) % FOLDS])
    odds = calibration.cross_validate_odds(e, c, both, folds, weigh)
    clear, possible = calibration.choose_thresholds(odds, both, harmful)
    return calibration.fit_mix(e, c, both, weigh), clear, possible, odds


# --- The work of `coach evaluate` and `coach fit`: figures, and a refit on this machine

IS_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""What a rubric's name is made of."""
FITTED_RUBRIC = "openness"
"""The rubric that ships with what a fit begins from. Others are decided on by their examples."""


def print_evaluation(file: Path, matcher: Matcher, *, json_too: bool) -> None:
    """Read a file of labelled replies and print how well the matcher reads them.

    Raises CoachError.

    Args:
        file: the labelled replies.
        matcher: the matcher to evaluate.
        json_too: whether to print JSON instead of text.
    """
    replies = _read_replies((file,), matcher)
    evaluation = evaluate_matcher(replies, matcher, _show_progress("Read", len(replies)))
    if json_too:
        print(json.dumps(convert_evaluation(evaluation), indent=2))
    else:
        print("\n".join(format_evaluation(evaluation)))


def fit_own_replies(files: tuple[Path, ...], rubric: str, matcher: Matcher, folder: Path, *, only_look: bool) -> None:
    """Refit with a user's labelled replies, print measures before and after, save the weights.

    Args:
        files: the labelled replies.
        rubric: the id of the rubric.
        matcher: the matcher as it reads now.
        folder: the folder of the user's weights.
        only_look: whether to save nothing.

    Raises:
        CoachError: there are too few replies, or a label is not in the rubric.
        RecordsUnwritable: the weights cannot be saved.
    """
    replies = _read_replies(files, matcher)
    weights = Weights.load(locate_weights() / rubric / DECISION_FILE)
    result = refit_weights(
        replies, matcher, weights, locate_weights() / rubric / SCORES_FILE, _show_progress("Read", len(replies))
    )
    print("\n".join(_compare_metrics(result)))
    if only_look:
        print("Nothing was changed.")
        return
    kept = BytesIO()
    result.weights.save(kept)
    try:
        write_whole(folder / rubric / DECISION_FILE, kept.getvalue())
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise RecordsUnwritable(f"What was learnt could not be kept: {why}.", "Nothing was changed.") from None
    print(f"Kept in {folder / rubric}. The coach reads by it from now on; `coach fit --undo` goes back.")


def restore_shipped(rubric: str, folder: Path) -> None:
    """Delete the weights fitted on this machine, so that the shipped ones are used again.

    Raises:
        NotKnown: the text cannot be the id of a rubric.
        CoachError: there are none.
        RecordsUnwritable: the file cannot be deleted.
    """
    if not IS_ID.fullmatch(rubric):  # it is made a path of, and what lies there goes
        raise NotKnown(f"There is no rubric called '{sanitize(rubric[:40])}'.", "Give its name, such as openness.")
    file = folder / rubric / DECISION_FILE
    if not file.is_file():
        raise CoachError("Nothing was fitted here.", "The coach reads by the weights that it came with.")
    try:
        file.unlink()
    except OSError as error:
        raise RecordsUnwritable(f"{file} cannot be deleted: {(error.strerror or 'no access').lower()}.") from None
    print("Gone back to the weights that the coach came with.")


def _read_replies(files: tuple[Path, ...], matcher: Matcher) -> tuple[LabelledReply, ...]:
    """Read files of labelled replies.

    Raises:
        CoachError: the files hold no reply, or a label that is not a criterion of the rubric.
    """
    replies = tuple(reply for file in files for reply in read_labelled(file))
    if not replies:
        raise CoachError("There are no replies in it.", "Give a file of labelled replies, one JSON object a line.")
    strange = sorted({label for reply in replies for label in reply.labels} - set(matcher.rubric.criteria))
    if strange:
        raise CoachError(f"The rubric has no criterion '{strange[0]}'.", "Correct the label, or name another rubric.")
    return replies


def _compare_metrics(result: RefitResult) -> list[str]:
    """Return a table of the measures before and after a refit, as lines of text."""
    lines = [f"{'':42}  your replies       the corpus", f"{'':42}  before   after    before   after"]
    for name, words in METRIC_NAMES.items():
        four = (result.own_before, result.own_after, result.corpus_before, result.corpus_after)
        lines.append(f"{words:42}  {'     '.join(_format_metric(metrics, name) for metrics in four)}")
    lines.append("Yours are judged by a fit on the other four fifths of them; the corpus by voices kept out.")
    return lines


def _format_metric(figures: ReadingMetrics, name: str) -> str:
    """Return a measure with two decimals."""
    return f"{getattr(figures, name):.2f}"


def _show_progress(doing: str, whole: int) -> Callable[[int], None]:
    """Return a function that shows progress on one line, if a terminal is there to show it."""

    def show(done: int) -> None:
        if sys.stderr.isatty() and (done % 20 == 0 or done == whole):
            print(f"\r{doing} {done} of {whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)

    return show
