"""The last step of a fit: layers brought together, criterion by criterion, and the two lines drawn. Only numpy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.fitting.figures import Truth
from coach.matching.meaning.decision import OTHERS_WEIGH

Numbers = NDArray[np.float64]

HELD_BACK = 1.0
"""How strongly weights are held towards nought (ridge), against the sum over replies."""
STEPS = 60
SHORTEST = 1e-4
"""A part of a step below which going on gains nothing."""
HARM_IS_RIGHT = 0.90
"""Precision asked of a harmful criterion, on voices kept out, before it is clear (`domain` 2.3.9)."""
HELP_IS_RIGHT = 0.55
POSSIBLE, POSSIBLE_HARM = 0.35, 0.40
"""How likely a verdict must be to be worth a question; a false suspicion of hurt costs more."""
FEWEST = 8
"""Cases that a line must rest on."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Shapes: weights (criteria, 2 + criteria), bias (criteria,)."""

    weights: Numbers
    bias: Numbers

    def odds(self, encoded: Numbers, counted: Numbers) -> Numbers:
        """Log-odds of every reply. Shapes (replies, criteria)."""
        own = self.weights[:, 0] * encoded + self.weights[:, 1] * counted
        return own + (encoded * OTHERS_WEIGH) @ self.weights[:, 2:].T + self.bias


def mix(encoded: Numbers, counted: Numbers, truth: Truth, weigh: Numbers | None = None) -> Mix:
    """Fit one logistic decision a criterion on scores that were cross-fitted. `weigh`: how much each reply counts."""
    criteria = len(truth.criteria)
    weights, bias = np.zeros((criteria, 2 + criteria)), np.zeros(criteria)
    for i in range(criteria):
        rows = truth.counts[:, i]
        table = np.column_stack([encoded[:, i], counted[:, i], encoded * OTHERS_WEIGH, np.ones(len(encoded))])[rows]
        found = _logistic(table, truth.met[rows, i].astype(float), None if weigh is None else weigh[rows])
        weights[i], bias[i] = found[:-1], found[-1]
    return Mix(weights, bias)


def lines(odds: Numbers, truth: Truth, harmful: frozenset[str]) -> tuple[Numbers, Numbers]:
    """For each criterion, the log-odds from which it is clear, and from which it is possible.

    Log-odds are calibrated, so that possible is simply where a verdict is likely enough to ask about. Clear lies where
    F1 is best among the places that keep the precision asked for; a harmful criterion that never reaches it is never
    clear.
    """
    clear, possible = np.zeros(len(truth.criteria)), np.zeros(len(truth.criteria))
    for i, key in enumerate(truth.criteria):
        rows = truth.counts[:, i]
        order = np.argsort(-odds[rows, i], kind="stable")
        scores, met = odds[rows, i][order], truth.met[rows, i][order]
        right, so_far = np.cumsum(met), np.arange(1, len(met) + 1)
        precision, f1 = right / so_far, 2 * right / (so_far + met.sum())
        asked = HARM_IS_RIGHT if key in harmful else HELP_IS_RIGHT
        allowed = (precision >= asked) & (right >= FEWEST)
        place = int(np.argmax(np.where(allowed, f1, -1))) if allowed.any() else -1
        clear[i] = _between(scores, place) if place >= 0 else np.inf
        likely = POSSIBLE_HARM if key in harmful else POSSIBLE
        possible[i] = min(np.log(likely / (1 - likely)), clear[i])
    return clear, possible


def cross_odds(
    encoded: Numbers, counted: Numbers, truth: Truth, fold: NDArray[np.int64], weigh: Numbers | None = None
) -> Numbers:
    """Log-odds where the mix, too, is fitted without each part: what lines may be drawn from."""
    odds = np.zeros_like(encoded)
    for place in np.unique(fold):
        others, here = np.nonzero(fold != place)[0], np.nonzero(fold == place)[0]
        found = mix(encoded[others], counted[others], truth.only(others), None if weigh is None else weigh[others])
        odds[here] = found.odds(encoded[here], counted[here])
    return odds


def _between(scores: Numbers, place: int) -> float:
    """Halfway to the next score."""
    after = scores[min(place + 1, len(scores) - 1)]
    return float(scores[place] + after) / 2


def _logistic(table: Numbers, met: Numbers, weigh: Numbers | None) -> Numbers:
    """Ridge logistic regression by Newton's steps; the last column is the bias and is not held back."""
    weigh = np.ones(len(met)) if weigh is None else weigh
    found = np.zeros(table.shape[1])
    found[-1] = np.log((met.mean() + 1e-3) / (1 - met.mean() + 1e-3)) if len(met) else 0.0
    held = np.full(table.shape[1], HELD_BACK)
    held[-1] = 1e-6
    cost = _cost(table, met, weigh, held, found)
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (weigh * (likely - met)) + held * found
        bend = (table * (weigh * likely * (1 - likely))[:, None]).T @ table + np.diag(held)
        step, length = np.linalg.solve(bend, slope), 1.0
        while (after := _cost(table, met, weigh, held, found - length * step)) > cost and length > SHORTEST:
            length /= 2
        if after > cost:
            break
        found, gained, cost = found - length * step, cost - after, after
        if gained < 1e-9 * abs(cost):
            break
    return found


def _cost(table: Numbers, met: Numbers, weigh: Numbers, held: Numbers, found: Numbers) -> float:
    odds = table @ found
    return float((weigh * (np.logaddexp(0, odds) - met * odds)).sum() + (held * found * found).sum() / 2)
