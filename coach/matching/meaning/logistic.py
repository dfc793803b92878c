"""Logistic regression in a few lines of numpy, so that a rubric of anyone's own needs no library for learning."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

STEPS = 60
SHORTEST = 1e-4
"""A part of a step below which going on gains nothing."""


def logistic(
    table: Numbers, met: Numbers, *, held: float, weigh: Numbers | None = None, begin: Numbers | None = None
) -> Numbers:
    """Ridge logistic regression by Newton's steps, halved where they overshoot.

    `table`: shape (cases, columns), the last column all ones for the bias, which is not held back. `met`: noughts and
    ones. `held`: how strongly weights are held towards nought, against the sum over cases. `begin`: weights that are
    nearly right already. Returns the weights.
    """
    weigh = np.ones(len(met)) if weigh is None else weigh
    found = np.zeros(table.shape[1])
    found[-1] = np.log((met.mean() + 1e-3) / (1 - met.mean() + 1e-3)) if len(met) else 0.0
    if begin is not None:
        found = begin.copy()
    ridge = np.full(table.shape[1], held)
    ridge[-1] = 1e-6
    cost = _cost(table, met, weigh, ridge, found)
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (weigh * (likely - met)) + ridge * found
        bend = (table * (weigh * likely * (1 - likely))[:, None]).T @ table + np.diag(ridge)
        step, length = np.linalg.solve(bend, slope), 1.0
        while (after := _cost(table, met, weigh, ridge, found - length * step)) > cost and length > SHORTEST:
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
