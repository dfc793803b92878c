"""The ranker is fitted on askings left out, and never judged by a fit that saw the family."""

from random import Random

import numpy as np
import pytest

from coach.fitting.entry_ranking import Trial, fit_ranker, judge, lay_out, list_askings, make_trials, report
from coach.matching.entry_picker import FEATURES, NONE_FEATURES, AskingVectors, EntryPicker
from coach.rehearsal.script import Script
from tests.rehearsal.banked import with_bank


def make_trial(family: str, random: Random, *, answered: bool) -> Trial:
    """A trial in which the right entry is the nearest, and nothing is near where none is right."""
    features = np.zeros((4, len(FEATURES)), np.float32)
    features[:, 0] = [random.uniform(0.0, 0.4) for _ in range(4)]
    right = random.randrange(4) if answered else -1
    if answered:
        features[right, 0] = random.uniform(0.6, 1.0)
    alone = np.zeros(len(NONE_FEATURES), np.float32)
    alone[0] = 1.0
    return Trial(family, features, alone, right, "Which?", tuple("abcd"))


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    random = Random(1)
    families = ("one", "two", "three", "four", "five")
    return [make_trial(family, random, answered=number % 2 == 0) for family in families for number in range(40)]


def test_the_right_entry_becomes_the_likeliest(trials: list[Trial]) -> None:
    weights = fit_ranker(lay_out(trials))
    assert weights[0] > 1
    likely, right = judge(trials)
    answered = np.array([trial.right >= 0 for trial in trials])
    assert right[answered].mean() > 0.9
    assert likely[answered].mean() > 0.5 > likely[~answered].mean()
    assert any(line.startswith("right at 2% false alarms") for line in report(trials, likely, right))


def test_an_asking_is_left_out_of_its_own_trial(script: Script) -> None:
    banked = with_bank(script)
    encoder = EntryPicker().vectors.encoder
    vectors = AskingVectors(encoder, [])
    made = list(make_trials(banked, vectors, ["It rained all day in Peru."], Random(2)))
    left_out = [trial for trial in made if trial.right >= 0 and trial.text == "How many puppies are there?"]
    assert all(trial.features[trial.right, 0] < 0.99 for trial in left_out)
    assert [trial.right for trial in made][-1] == -1
    assert {"How many puppies are there?", "Which bus?", "I've put it down."} <= list_askings(banked).keys()
