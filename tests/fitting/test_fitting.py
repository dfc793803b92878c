"""Labelled replies, figures, and a refit that stays on this machine."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.content.library import Library
from coach.errors import CoachError
from coach.fitting import calibration
from coach.fitting import cross_validation as folds
from coach.fitting.corpus import LabelledReply, group_by_voice, load_corpus, load_second_labels, read_labelled
from coach.fitting.metrics import (
    LabelTable,
    compute_agreement,
    compute_intervals,
    compute_metrics,
    find_confusions,
    tally_criteria,
)
from coach.matching.ml.few_shot import fit_logistic_regression

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


def test_the_corpus_is_what_its_guide_says(whole: Library) -> None:
    """At least 3,000 replies by 12 voices, 80 true cases a criterion, a third without any label, 400 minimal pairs."""
    replies = load_corpus()
    criteria = set(whole.rubric("openness").criteria)
    assert len(replies) >= 3000
    assert len(group_by_voice(replies)) >= 12
    assert len({each.scenario for each in replies}) >= 46
    assert {label for each in replies for label in each.labels} == criteria
    for key in criteria:
        assert sum(key in each.labels for each in replies) >= 80, key
    assert 0.3 <= sum(not each.labels for each in replies) / len(replies) <= 0.36
    pairs: dict[str, list[LabelledReply]] = {}
    for each in replies:
        if each.pair:
            pairs.setdefault(each.pair, []).append(each)
    assert sum(len(pair) >= 2 for pair in pairs.values()) >= 400
    assert len({each.id for each in replies}) == len(replies)
    assert set(load_second_labels()) <= {each.id for each in replies}
    for each in replies:
        for criterion in each.marked or {}:
            assert all(words in each.reply for words in each.find_deciding_words(criterion)), each.id


def test_no_voice_and_no_situation_stands_on_both_sides_of_a_split() -> None:
    replies = load_corpus()
    for fold in folds.split_by_voice(replies):
        assert not {r.voice for r in replies if fold.fits_on(r)} & {r.voice for r in replies if fold.judges(r)}
    for fold in folds.split_by_voice_and_situation(replies):
        learnt = [r for r in replies if fold.fits_on(r)]
        judged = [r for r in replies if fold.judges(r)]
        assert not {r.voice for r in learnt} & {r.voice for r in judged}
        assert not {r.scenario for r in learnt} & {r.scenario for r in judged}


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


def test_a_line_that_is_not_a_labelled_reply_is_named_and_never_repeated(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    secret = "what Sam said at home"
    file.write_text(json.dumps({"id": "1", "reply": "Well.", "labels": []}) + f"\n{{{secret}\n", encoding="utf-8")
    with pytest.raises(CoachError) as caught:
        read_labelled(file)
    assert "Line 2" in str(caught.value)
    assert secret not in str(caught.value)
