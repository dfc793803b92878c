"""A rubric that nobody fitted is decided on by its own examples."""

from pathlib import Path

import pytest
import yaml

import coach
from coach.authoring.examples import check_rubric_examples
from coach.content.library import Library
from coach.content.yaml_reader import YamlFile
from coach.fitting.corpus import LabelledReply, read_labelled
from coach.fitting.metrics import evaluate_matcher
from coach.matching.classifier import Matcher
from coach.matching.loading import Matchers, build_training, open_encoder, open_matcher
from coach.matching.ml.few_shot import FEW_SHOT_FILE, FewShotTraining
from coach.model.rubric import Rubric

UNREAD = YamlFile(Path("rubric.yaml"), {}, {}, ())
UNSEEN = Path(coach.__file__).parent / "corpus" / "unseen"


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return Rubric.model_validate(yaml.load((UNSEEN / "rubric.yaml").read_bytes(), Loader=yaml.CBaseLoader))


@pytest.fixture(scope="module")
def replies() -> tuple[LabelledReply, ...]:
    return read_labelled(UNSEEN / "replies.jsonl")


@pytest.fixture(scope="module")
def matcher(rubric: Rubric) -> Matcher:
    return open_matcher("prison", rubric)


def laid_out(rubric: Rubric) -> FewShotTraining:
    encoder = open_encoder()
    assert encoder is not None
    return build_training(rubric, encoder, frozenset())


@pytest.mark.slow
def test_a_rubric_never_seen_is_read_far_better_than_by_wording_alone(
    rubric: Rubric, matcher: Matcher, replies: tuple[LabelledReply, ...]
) -> None:
    by_examples = evaluate_matcher(replies, matcher, lambda _: None).figures
    alone = evaluate_matcher(replies, Matcher(rubric), lambda _: None).figures
    assert by_examples.macro_f1 > 0.5 > alone.macro_f1 + 0.2
    assert by_examples.false_alarms <= 0.15


def test_a_rubric_is_told_which_of_its_own_examples_it_would_misread(rubric: Rubric, matcher: Matcher) -> None:
    found = check_rubric_examples(UNREAD, matcher, laid_out(rubric))
    assert {problem.code for problem in found} == {"example-misread"}
    assert all(problem.warning for problem in found)


def test_a_rubric_with_few_examples_or_two_alike_is_told_so(rubric: Rubric) -> None:
    criteria = dict(rubric.criteria)
    first = next(iter(criteria))
    same = ("What have you told her about where he is?", "What have you told her about where he is")
    criteria[first] = criteria[first].model_copy(update={"counts": (*same, *criteria[first].counts[:3]), "not_": ()})
    codes = {
        problem.code
        for problem in check_rubric_examples(
            UNREAD, open_matcher("prison", rubric.model_copy(update={"criteria": criteria})), None
        )
    }
    assert {"few-examples", "few-near-misses", "examples-alike"} <= codes


@pytest.mark.slow
def test_what_was_learnt_is_kept_and_used_again_while_the_rubric_is_the_same(rubric: Rubric, tmp_path: Path) -> None:
    """What was learnt from another state of the rubric is not used."""
    said = "What have you told her about where he is?"
    first = open_matcher("prison", rubric, (tmp_path,)).read(said)
    kept = tmp_path / "prison" / FEW_SHOT_FILE
    written = kept.read_bytes()
    assert open_matcher("prison", rubric, (tmp_path,)).read(said) == first
    assert kept.read_bytes() == written
    other = rubric.model_copy(update={"ordinary": (*rubric.ordinary, "Is this seat free?")})
    open_matcher("prison", other, (tmp_path,)).read("Hello.")
    assert kept.read_bytes() != written


@pytest.mark.parametrize("name", ["openness", "supervision"])
def test_what_ships_was_learnt_from_the_rubric_as_it_is(whole: Library, name: str) -> None:
    assert Matchers(whole).find_untrained(name) is None, "run `coach rubric build supervision`"
