"""`coach check` of a rubric says in which of its own examples a rule matches and is outvoted."""

from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coach.authoring.examples import check_rubric_examples, find_outvoted_examples
from coach.content.yaml_reader import YamlFile
from coach.matching.classifier import Matcher
from coach.matching.ml.encoder import Encoder
from coach.matching.ml.model import FittedClassifier, Weights
from coach.matching.ml.weight_files import DECISION_FILE, MODEL_FILE, VOCABULARY_FILE, locate_weights

OUTVOTED = "explains_why_and_offers_choice"
OUT_OF_REACH = 20.0
"""Log-odds that no reply has."""


@pytest.fixture
def doubting(openness: Matcher) -> Matcher:
    """The matcher with weights that are sure of everything but one criterion, whatever its rules find."""
    weights = Weights.load(locate_weights() / "openness" / DECISION_FILE)
    doubted = np.array([key == OUTVOTED for key in weights.criteria])
    unsure = replace(
        weights,
        clear=np.where(doubted, OUT_OF_REACH, weights.clear),
        possible=np.where(doubted, OUT_OF_REACH, weights.possible),
    )
    folder = locate_weights() / "encoder"
    other = copy(openness)
    other.fitted = FittedClassifier(unsure, Encoder(folder / MODEL_FILE, folder / VOCABULARY_FILE))
    return other


def test_examples_in_which_a_rule_is_outvoted_are_named_for_the_criteria_asked_for(doubting: Matcher) -> None:
    assert list(find_outvoted_examples(doubting, frozenset())) == []
    assert list(find_outvoted_examples(doubting, frozenset({"next_step_agreed"}))) == []
    found = list(find_outvoted_examples(doubting, frozenset({OUTVOTED, "next_step_agreed"})))
    assert {key for key, _, _ in found} == {OUTVOTED}
    for key, number, sentence in found:
        assert key in sentence
        words = sentence.split("“")[1].split("”")[0]
        assert words in doubting.rubric.criteria[key].counts[number]
    problems = check_rubric_examples(YamlFile(Path("openness.yaml"), {}, {}, ()), doubting, None, frozenset({OUTVOTED}))
    assert {(problem.code, problem.warning) for problem in problems} == {("rule-outvoted", True)}
