"""Measures of how well replies are read: precision, recall and F1, with intervals.

Begin with `evaluate_matcher` and `compute_metrics`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.fitting.corpus import LabelledReply
from coach.matching.classifier import Matcher
from coach.model.rubric import Polarity

ClearTable = NDArray[np.bool_]
"""What was called clear. Shape (replies, criteria)."""
DRAWS = 400
"""Times a figure is worked out again on replies drawn with replacement, for its interval."""
INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class CriterionTally:
    """How many verdicts on one criterion were right, wrong, and missed."""

    hit: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of the verdicts given that were right."""
        return self.hit / (self.hit + self.wrong) if self.hit + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of the labels that were found."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        whole = 2 * self.hit + self.wrong + self.missed
        return 2 * self.hit / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class ReadingMetrics:
    """The measures of reading many replies, over all criteria and over the harmful ones."""

    replies: int
    macro_f1: float
    precision: float
    recall: float
    harmful_precision: float
    harmful_recall: float
    false_alarms: float
    """Of replies without any label, how many were given one."""


class LabelTable:
    """The labels of replies as tables of shape (replies, criteria), without contested ones."""

    def __init__(self, replies: Sequence[LabelledReply], criteria: Sequence[str]) -> None:
        self.criteria = tuple(criteria)
        self.met = np.array([[criterion in reply.labels for criterion in criteria] for reply in replies], bool)
        self.counts = np.array(
            [[criterion not in reply.contested for criterion in criteria] for reply in replies], bool
        )
        self.met, self.counts = (table.reshape(len(replies), len(self.criteria)) for table in (self.met, self.counts))
        looked_for = frozenset(criteria)
        self.empty = np.array([looked_for.isdisjoint((*reply.labels, *reply.contested)) for reply in replies], bool)

    def select(self, rows: NDArray[np.int64]) -> "LabelTable":
        """Return the table of some replies, each as often as its row is named."""
        return self.from_tables(self.criteria, self.met[rows], self.counts[rows])

    @classmethod
    def from_tables(cls, criteria: tuple[str, ...], met: ClearTable, counts: ClearTable) -> "LabelTable":
        """Make a table from arrays; a reply is empty if it has no label and none is contested.

        Args:
            criteria: the ids of the criteria, in order.
            met: which labels each reply has, of shape (replies, criteria).
            counts: which labels are not contested, of the same shape.
        """
        truth = cls((), criteria)
        truth.met, truth.counts = met, counts
        truth.empty = np.logical_and(~met.any(axis=1), counts.all(axis=1))
        return truth


def tally_criteria(truth: LabelTable, said: ClearTable) -> dict[str, CriterionTally]:
    """Count right, wrong and missed verdicts for each criterion.

    Args:
        truth: the labels.
        said: which criteria were found clear, of shape (replies, criteria).
    """
    hit = (truth.met & said & truth.counts).sum(0)
    wrong = (~truth.met & said & truth.counts).sum(0)
    missed = (truth.met & ~said & truth.counts).sum(0)
    return {key: CriterionTally(int(hit[i]), int(wrong[i]), int(missed[i])) for i, key in enumerate(truth.criteria)}


def compute_metrics(truth: LabelTable, said: ClearTable, harmful: frozenset[str]) -> ReadingMetrics:
    """Compute all measures; the macro F1 is over the criteria that occur in the labels.

    Args:
        truth: the labels.
        said: which criteria were found clear, of shape (replies, criteria).
        harmful: the ids of the harmful criteria.
    """
    tallies = tally_criteria(truth, said)
    there = [tally.f1 for tally in tallies.values() if tally.hit + tally.missed]
    whole, harms = _sum_tallies(tallies, set(tallies)), _sum_tallies(tallies, harmful)
    alarms = said & truth.counts
    return ReadingMetrics(
        replies=len(said),
        macro_f1=float(np.mean(there)) if there else 0.0,
        precision=whole.precision,
        recall=whole.recall,
        harmful_precision=harms.precision,
        harmful_recall=harms.recall,
        false_alarms=float(alarms[truth.empty].any(1).mean()) if truth.empty.any() else 0.0,
    )


def compute_intervals(
    truth: LabelTable,
    said: ClearTable,
    harmful: frozenset[str],
    seed: int = 1,
    conversations: Sequence[str] = (),
) -> dict[str, tuple[float, float]]:
    """Compute 95 % intervals of each measure and each criterion's F1, by bootstrap.

    Args:
        truth: the labels.
        said: which criteria were found clear, of shape (replies, criteria).
        harmful: the ids of the harmful criteria.
        seed: the seed of the random draws.
        conversations: the conversation of each reply, if whole conversations are drawn; replies are, if not given.

    Returns:
        The lower and the upper bound, by measure and by criterion.
    """
    chance = np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {}
    names = conversations or range(len(said))
    parts = [np.flatnonzero([name == one for name in names]) for one in dict.fromkeys(names)]
    for _ in range(DRAWS):
        rows = np.concatenate([parts[i] for i in chance.integers(0, len(parts), len(parts))])
        part, again = truth.select(rows), said[rows]
        metrics = compute_metrics(part, again, harmful)
        for name in ReadingMetrics.__dataclass_fields__:
            drawn.setdefault(name, []).append(float(getattr(metrics, name)))
        for key, tally in tally_criteria(part, again).items():
            if tally.hit + tally.missed:
                drawn.setdefault(key, []).append(tally.f1)
    return {
        name: (float(np.percentile(values, INTERVAL[0])), float(np.percentile(values, INTERVAL[1])))
        for name, values in drawn.items()
    }


def compute_agreement(first: LabelTable, second: ClearTable) -> dict[str, float]:
    """Compute Cohen's kappa between two readers for each criterion; 1 if neither ever used it."""
    agreement = {}
    for i, key in enumerate(first.criteria):
        one, two = first.met[:, i], second[:, i]
        alike = float((one == two).mean())
        by_luck = float(one.mean() * two.mean() + (1 - one.mean()) * (1 - two.mean()))
        agreement[key] = 1.0 if by_luck == 1 else (alike - by_luck) / (1 - by_luck)
    return agreement


def find_confusions(truth: LabelTable, said: ClearTable, most: int = 3) -> dict[str, list[tuple[str, int]]]:
    """Find which labels replies really had where a criterion was found wrongly; `-` for none.

    Args:
        truth: the labels.
        said: which criteria were found clear, of shape (replies, criteria).
        most: how many labels to list for each criterion.
    """
    confusions: dict[str, dict[str, int]] = {key: {} for key in truth.criteria}
    for row, column in zip(*np.nonzero(said & ~truth.met & truth.counts), strict=True):
        missed = [truth.criteria[i] for i in np.nonzero(truth.met[row] & ~said[row])[0]]
        for other in missed or ["-"]:
            counts = confusions[truth.criteria[column]]
            counts[other] = counts.get(other, 0) + 1
    return {
        key: sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most] for key, counts in confusions.items()
    }


def _sum_tallies(tallies: Mapping[str, CriterionTally], keys: "set[str] | frozenset[str]") -> CriterionTally:
    """Add up the tallies of some criteria."""
    chosen = [tally for key, tally in tallies.items() if key in keys]
    return CriterionTally(sum(t.hit for t in chosen), sum(t.wrong for t in chosen), sum(t.missed for t in chosen))


# --- How well a matcher reads a file of labelled replies

METRIC_NAMES = {
    "macro_f1": "F1, each criterion counting alike",
    "precision": "precision, all criteria",
    "recall": "recall, all criteria",
    "harmful_precision": "precision, hurts",
    "harmful_recall": "recall, hurts",
    "false_alarms": "false alarms, of replies without a label",
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of evaluating a matcher: measures, tallies by criterion, and intervals."""

    figures: ReadingMetrics
    tallies: dict[str, CriterionTally]
    bounds: dict[str, tuple[float, float]]


def evaluate_matcher(replies: Sequence[LabelledReply], matcher: Matcher, progress: Callable[[int], None]) -> Evaluation:
    """Read labelled replies by a matcher, and compare its clear verdicts with the labels.

    Args:
        replies: the labelled replies.
        matcher: the matcher to evaluate.
        progress: called with how many replies have been read.
    """
    truth = LabelTable(replies, tuple(matcher.rubric.criteria))
    said = read_clear(replies, matcher, truth.criteria, progress)
    return build_evaluation(truth, said, matcher.rubric.of(Polarity.HARMFUL))


def build_evaluation(
    truth: LabelTable, said: ClearTable, harmful: frozenset[str], conversations: Sequence[str] = ()
) -> Evaluation:
    """Compare clear verdicts with labels.

    Args:
        truth: the labels.
        said: which criteria were found clear, of shape (replies, criteria).
        harmful: the ids of the harmful criteria.
        conversations: the conversation of each reply, if intervals are to rest on whole conversations.
    """
    bounds = compute_intervals(truth, said, harmful, conversations=conversations)
    return Evaluation(compute_metrics(truth, said, harmful), tally_criteria(truth, said), bounds)


def read_clear(
    replies: Sequence[LabelledReply],
    matcher: Matcher,
    criteria: Sequence[str],
    progress: Callable[[int], None] = lambda _: None,
) -> ClearTable:
    """Read replies, and return which criteria are clear in each. Shape (replies, criteria).

    Args:
        replies: the labelled replies.
        matcher: the matcher.
        criteria: the ids of the criteria, in order.
        progress: called with how many replies have been read.
    """
    said = np.zeros((len(replies), len(criteria)), bool)
    for row, reply in enumerate(replies):
        clear = matcher.read(reply.reply, reply.build_context()).clear()
        said[row] = [key in clear for key in criteria]
        progress(row + 1)
    return said


def format_evaluation(evaluation: Evaluation) -> Iterator[str]:
    """Yield an evaluation as lines of text."""
    yield f"{evaluation.figures.replies} replies"
    for name, words in METRIC_NAMES.items():
        yield f"{words:42} {getattr(evaluation.figures, name):.2f}  {_format_bounds(evaluation, name)}"
    yield ""
    yield f"{'criterion':32}   F1  bounds        right  wrong  missed"
    for key, tally in sorted(evaluation.tallies.items(), key=lambda pair: pair[1].f1):
        if tally.hit + tally.wrong + tally.missed:
            row = f"{tally.hit:5}  {tally.wrong:5}  {tally.missed:6}"
            yield f"{key:32} {tally.f1:.2f}  {_format_bounds(evaluation, key):12}  {row}"


def convert_evaluation(evaluation: Evaluation) -> dict[str, object]:
    """Return an evaluation as data for JSON."""
    return {
        "replies": evaluation.figures.replies,
        "figures": {
            name: _convert_metric(evaluation, name, getattr(evaluation.figures, name)) for name in METRIC_NAMES
        },
        "criteria": {
            key: {"right": t.hit, "wrong": t.wrong, "missed": t.missed} | _convert_metric(evaluation, key, t.f1)
            for key, t in evaluation.tallies.items()
        },
    }


def _convert_metric(evaluation: Evaluation, name: str, value: float) -> dict[str, object]:
    """Return a measure with its bounds, rounded, as data for JSON."""
    low, high = evaluation.bounds.get(name, (value, value))
    return {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4)}


def _format_bounds(evaluation: Evaluation, name: str) -> str:
    """Return the bounds of a measure as text; empty if it has none."""
    low, high = evaluation.bounds.get(name, (0.0, 0.0))
    return f"{low:.2f} to {high:.2f}" if name in evaluation.bounds else ""
