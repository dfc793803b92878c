"""How well a matcher reads a file of labelled replies."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coach.fitting.corpus import LabelledReply
from coach.fitting.metrics import (
    CriterionTally,
    LabelTable,
    ReadingMetrics,
    compute_intervals,
    compute_metrics,
    tally_criteria,
)
from coach.matching.classifier import Matcher
from coach.model.rubric import Polarity

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
    """What was found, with bounds for nineteen draws in twenty."""

    figures: ReadingMetrics
    tallies: dict[str, CriterionTally]
    bounds: dict[str, tuple[float, float]]


def evaluate_matcher(replies: Sequence[LabelledReply], matcher: Matcher, progress: Callable[[int], None]) -> Evaluation:
    """Read every reply and compare. `progress` is told how many have been read."""
    criteria = tuple(matcher.rubric.criteria)
    harmful = matcher.rubric.of(Polarity.HARMFUL)
    said = np.zeros((len(replies), len(criteria)), bool)
    for row, reply in enumerate(replies):
        clear = matcher.read(reply.reply, reply.build_context()).clear()
        said[row] = [key in clear for key in criteria]
        progress(row + 1)
    truth = LabelTable(replies, criteria)
    return Evaluation(
        compute_metrics(truth, said, harmful), tally_criteria(truth, said), compute_intervals(truth, said, harmful)
    )


def format_evaluation(found: Evaluation) -> Iterator[str]:
    """In plain lines."""
    yield f"{found.figures.replies} replies"
    for name, words in METRIC_NAMES.items():
        yield f"{words:42} {getattr(found.figures, name):.2f}  {_format_bounds(found, name)}"
    yield ""
    yield f"{'criterion':32}   F1  bounds        right  wrong  missed"
    for key, tally in sorted(found.tallies.items(), key=lambda each: each[1].f1):
        if tally.hit + tally.wrong + tally.missed:
            row = f"{tally.hit:5}  {tally.wrong:5}  {tally.missed:6}"
            yield f"{key:32} {tally.f1:.2f}  {_format_bounds(found, key):12}  {row}"


def convert_evaluation(found: Evaluation) -> dict[str, object]:
    """For a program."""
    return {
        "replies": found.figures.replies,
        "figures": {name: _convert_metric(found, name, getattr(found.figures, name)) for name in METRIC_NAMES},
        "criteria": {
            key: {"right": t.hit, "wrong": t.wrong, "missed": t.missed} | _convert_metric(found, key, t.f1)
            for key, t in found.tallies.items()
        },
    }


def _convert_metric(found: Evaluation, name: str, value: float) -> dict[str, object]:
    low, high = found.bounds.get(name, (value, value))
    return {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4)}


def _format_bounds(found: Evaluation, name: str) -> str:
    low, high = found.bounds.get(name, (0.0, 0.0))
    return f"{low:.2f} to {high:.2f}" if name in found.bounds else ""
