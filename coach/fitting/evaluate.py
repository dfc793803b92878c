"""How well a matcher reads a file of labelled replies."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coach.fitting.corpus import Labelled
from coach.fitting.figures import Figures, Tally, Truth, figures, intervals, tallies
from coach.matching.classifier import Matcher
from coach.model.rubric import Polarity

NAMES = {
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

    figures: Figures
    tallies: dict[str, Tally]
    bounds: dict[str, tuple[float, float]]


def evaluate(replies: Sequence[Labelled], matcher: Matcher, progress: Callable[[int], None]) -> Evaluation:
    """Read every reply and compare. `progress` is told how many have been read."""
    criteria = tuple(matcher.rubric.criteria)
    harmful = matcher.rubric.of(Polarity.HARMFUL)
    said = np.zeros((len(replies), len(criteria)), bool)
    for row, reply in enumerate(replies):
        clear = matcher.read(reply.reply, reply.after()).clear()
        said[row] = [key in clear for key in criteria]
        progress(row + 1)
    truth = Truth(replies, criteria)
    return Evaluation(figures(truth, said, harmful), tallies(truth, said), intervals(truth, said, harmful))


def written(found: Evaluation) -> Iterator[str]:
    """In plain lines."""
    yield f"{found.figures.replies} replies"
    for name, words in NAMES.items():
        yield f"{words:42} {getattr(found.figures, name):.2f}  {_bounds(found, name)}"
    yield ""
    yield f"{'criterion':32}   F1  bounds        right  wrong  missed"
    for key, tally in sorted(found.tallies.items(), key=lambda each: each[1].f1):
        if tally.hit + tally.wrong + tally.missed:
            row = f"{tally.hit:5}  {tally.wrong:5}  {tally.missed:6}"
            yield f"{key:32} {tally.f1:.2f}  {_bounds(found, key):12}  {row}"


def as_data(found: Evaluation) -> dict[str, object]:
    """For a program."""
    return {
        "replies": found.figures.replies,
        "figures": {name: _figure(found, name, getattr(found.figures, name)) for name in NAMES},
        "criteria": {
            key: {"right": t.hit, "wrong": t.wrong, "missed": t.missed} | _figure(found, key, t.f1)
            for key, t in found.tallies.items()
        },
    }


def _figure(found: Evaluation, name: str, value: float) -> dict[str, object]:
    low, high = found.bounds.get(name, (value, value))
    return {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4)}


def _bounds(found: Evaluation, name: str) -> str:
    low, high = found.bounds.get(name, (0.0, 0.0))
    return f"{low:.2f} to {high:.2f}" if name in found.bounds else ""
