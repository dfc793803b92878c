"""The last step of a fit: it comes to rest, and a hurt is clear only where it is right often enough."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.fitting import calibration
from coach.fitting.corpus import LabelledReply
from coach.fitting.metrics import LabelTable
from coach.matching.ml.features import fit_logistic_regression

CRITERIA = ("one", "two")


def reply(number: int, *labels: str, contested: tuple[str, ...] = ()) -> LabelledReply:
    return LabelledReply(id=str(number), reply="Well.", labels=labels, contested=contested, voice=f"v{number % 4}")


@given(st.lists(st.tuples(st.floats(-3, 3), st.booleans()), min_size=4, max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_logistic_fit_always_comes_to_rest(cases: list[tuple[float, bool]]) -> None:
    table = np.array([[x, 1.0] for x, _ in cases])
    met = np.array([float(y) for _, y in cases])
    found = fit_logistic_regression(table, met, held=1.0)
    likely = 1 / (1 + np.exp(-table @ found))
    assert np.isfinite(found).all()
    assert abs(table[:, 0] @ (likely - met) + found[0]) < 1e-2


def test_a_hurt_that_is_never_right_often_enough_is_never_clear() -> None:
    truth = LabelTable([reply(i, *(("one",) if i % 2 else ())) for i in range(80)], CRITERIA)
    odds = np.zeros((80, 2))
    odds[:, 0] = np.linspace(3, -3, 80)
    clear, possible = calibration.choose_thresholds(odds, truth, frozenset({"one"}))
    assert clear[0] == np.inf
    assert np.isfinite(possible[0])
