"""Figures of a reading: right, wrong and missed, with their bounds."""

import numpy as np

from coach.fitting.corpus import LabelledReply
from coach.fitting.metrics import (
    LabelTable,
    compute_agreement,
    compute_intervals,
    compute_metrics,
    find_confusions,
    tally_criteria,
)

CRITERIA = ("one", "two")


def reply(number: int, *labels: str, contested: tuple[str, ...] = ()) -> LabelledReply:
    return LabelledReply(id=str(number), reply="Well.", labels=labels, contested=contested, voice=f"v{number % 4}")


def test_figures_count_right_wrong_and_missed_and_leave_out_what_is_contested() -> None:
    truth = LabelTable([reply(1, "one"), reply(2), reply(3, "two", contested=("one",)), reply(4, "one")], CRITERIA)
    said = np.array([[True, False], [False, True], [True, True], [False, False]])
    found = tally_criteria(truth, said)
    assert (found["one"].hit, found["one"].wrong, found["one"].missed) == (1, 0, 1)
    assert (found["two"].hit, found["two"].wrong, found["two"].missed) == (1, 1, 0)
    whole = compute_metrics(truth, said, frozenset({"two"}))
    assert whole.harmful_precision == 0.5
    assert whole.harmful_recall == 1.0
    assert whole.false_alarms == 1.0
    assert find_confusions(truth, said)["two"] == [("-", 1)]


def test_an_interval_holds_its_figure_and_is_the_same_each_time() -> None:
    truth = LabelTable([reply(i, *(("one",) if i % 2 else ())) for i in range(60)], CRITERIA)
    said = truth.met.copy()
    said[:9, 0] ^= True
    bounds = compute_intervals(truth, said, frozenset())
    low, high = bounds["macro_f1"]
    assert low <= compute_metrics(truth, said, frozenset()).macro_f1 <= high
    assert bounds == compute_intervals(truth, said, frozenset())


def test_readers_who_agree_have_a_kappa_of_one() -> None:
    truth = LabelTable([reply(1, "one"), reply(2)], CRITERIA)
    assert compute_agreement(truth, truth.met) == {"one": 1.0, "two": 1.0}
