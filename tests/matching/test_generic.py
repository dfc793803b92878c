"""A rubric that nobody fitted is decided on by its own examples."""

from pathlib import Path

import pytest
import yaml

import coach
from coach.authoring.by_example import examples_of
from coach.fitting.corpus import Labelled, read
from coach.fitting.evaluate import evaluate
from coach.matching.matcher import Matcher
from coach.matching.opening import open_matcher
from coach.model.rubric import Rubric

UNSEEN = Path(coach.__file__).parent / "corpus" / "unseen"


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return Rubric.model_validate(yaml.load((UNSEEN / "rubric.yaml").read_bytes(), Loader=yaml.CBaseLoader))


@pytest.fixture(scope="module")
def replies() -> tuple[Labelled, ...]:
    return read(UNSEEN / "replies.jsonl")


def test_a_rubric_never_seen_is_read_far_better_than_by_wording_alone(
    rubric: Rubric, replies: tuple[Labelled, ...]
) -> None:
    some = replies[::3]
    by_examples = evaluate(some, open_matcher("prison", rubric), lambda _: None).figures
    alone = evaluate(some, Matcher(rubric), lambda _: None).figures
    assert by_examples.macro_f1 > 0.5 > alone.macro_f1 + 0.2
    assert by_examples.false_alarms <= 0.1


def test_a_rubric_is_told_which_of_its_own_examples_it_would_misread(rubric: Rubric) -> None:
    found = examples_of(Path("rubric.yaml"), open_matcher("prison", rubric))
    assert {problem.code for problem in found} == {"example-misread"}
    assert all(problem.warning for problem in found)


def test_a_rubric_with_few_examples_or_two_alike_is_told_so(rubric: Rubric) -> None:
    criteria = dict(rubric.criteria)
    first = next(iter(criteria))
    same = ("What have you told her about where he is?", "What have you told her about where he is")
    criteria[first] = criteria[first].model_copy(update={"counts": (*same, *criteria[first].counts[:3]), "not_": ()})
    codes = {
        problem.code
        for problem in examples_of(
            Path("rubric.yaml"), open_matcher("prison", rubric.model_copy(update={"criteria": criteria}))
        )
    }
    assert {"few-examples", "few-near-misses", "examples-alike"} <= codes
