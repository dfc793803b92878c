"""The ranker is fitted on marked replies and askings left out, and never judged by a fit that saw the family."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from coach.fitting.entry_ranking import (
    FITS,
    MARKED_FILE,
    UNMARKED,
    WRONG,
    Trial,
    fit_ranker,
    judge,
    lay_out,
    list_askings,
    locate_marked,
    make_trials,
    read_marked,
    report,
    write_marked,
)
from coach.matching.entry_picker import FEATURES, NONE_FEATURES, EntryPicker, Measured
from coach.matching.ml.model import AskingVectors
from coach.rehearsal.script import Script
from tests.rehearsal.banked import with_bank


def make_trial(family: str, random: Random, *, answered: bool) -> Trial:
    """A played reply for which the right entry is the nearest, and nothing is near where none is right."""
    features = np.zeros((4, len(FEATURES)), np.float32)
    features[:, 0] = [random.uniform(0.0, 0.4) for _ in range(4)]
    marks = np.full(4, WRONG, np.int8)
    if answered:
        right = random.randrange(4)
        features[right, 0] = random.uniform(0.6, 1.0)
        marks[right] = FITS
    alone = np.zeros(len(NONE_FEATURES), np.float32)
    alone[0] = 1.0
    measured = Measured(features, np.arange(4), np.zeros(4, int), alone)
    return Trial(family, measured, marks, "Which?", played=True)


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    random = Random(1)
    families = ("one", "two", "three", "four", "five")
    return [make_trial(family, random, answered=number % 2 == 0) for family in families for number in range(40)]


def test_the_right_entry_becomes_the_likeliest(trials: list[Trial]) -> None:
    weights = fit_ranker(lay_out(trials))
    assert weights[0] > 1
    judged = judge(trials)
    answered = np.array([trial.answered for trial in trials])
    right, likely = np.array([one.mark == FITS for one in judged]), np.array([one.likely for one in judged])
    assert right[answered].mean() > 0.9
    assert likely[answered].mean() > 0.5 > likely[~answered].mean()
    assert any(line.startswith("from 0.5: ") for line in report(trials, judged))


def test_an_entry_that_two_segments_ask_for_is_as_likely_as_both(trials: list[Trial]) -> None:
    one = trials[0]
    twice = one.measured._replace(
        features=np.repeat(one.measured.features, 2, axis=0),
        entries=np.repeat(one.measured.entries, 2),
        segments=np.tile([0, 1], 4),
    )
    judged = judge([*trials, one._replace(measured=twice, marks=np.repeat(one.marks, 2), family="six")])
    assert judged[-1].mark == FITS
    assert judged[-1].likely <= 1


def test_marked_replies_are_kept_without_their_words(trials: list[Trial], tmp_path: Path) -> None:
    file = tmp_path / MARKED_FILE
    write_marked(file, trials[:7])
    kept = read_marked(file)
    assert [one.family for one in kept] == [one.family for one in trials[:7]]
    assert all(not one.text and one.played for one in kept)
    assert all((one.marks == other.marks).all() for one, other in zip(kept, trials, strict=False))
    assert np.allclose(kept[3].measured.features, trials[3].measured.features, atol=1e-3)


def test_marked_replies_with_other_measures_are_refused(trials: list[Trial], tmp_path: Path) -> None:
    file = tmp_path / MARKED_FILE
    write_marked(file, trials[:2])
    with np.load(file) as kept:
        np.savez(file, **{**kept, "names": kept["names"][1:]})
    with pytest.raises(ValueError, match="measure the marked replies again"):
        read_marked(file)


def test_marked_replies_that_ship_have_fitting_and_wrong_entries() -> None:
    marked = read_marked(locate_marked())
    assert len({one.family for one in marked}) > 15
    assert 0.5 < sum(one.answered for one in marked) / len(marked) < 0.95
    assert sum(int((one.marks == WRONG).any()) for one in marked) > len(marked) / 2


def test_an_asking_is_left_out_of_its_own_trial(script: Script) -> None:
    banked = with_bank(script)
    encoder = EntryPicker().vectors.encoder
    vectors = AskingVectors(encoder, [])
    made = list(make_trials(banked, vectors, ["It rained all day in Peru."], Random(2)))
    left_out = [trial for trial in made if trial.answered and trial.text == "How many puppies are there?"]
    assert all(trial.measured.features[trial.marks == FITS, 0].max() < 0.99 for trial in left_out)
    assert (made[-1].marks == UNMARKED).all()
    assert {"How many puppies are there?", "Which bus?", "I've put it down."} <= list_askings(banked).keys()
