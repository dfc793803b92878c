"""Wording written since a fit is told from wording that was weighed, and only what changed is looked for again."""

import pytest

from coach.matching import rules
from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.matching.patterns import Phrasebook
from coach.model.rubric import Rubric, Rule
from tests.matching.conftest import CRITERIA, rubric_with

REPLIES = (
    "Sorry that happened, and no wonder he is quiet. Has racism been part of it?",
    "Nobody here is racist. It was just banter, and that was wrong of me.",
    "I did not say kids being kids, they said it. He is mature for his age.",
    "Is it race? Is it his skin? Is that to do with your background? Was it hard?",
    "That must have been awfull for him.",
)
CUE = Context("It was a joke, they said.", "racism")


def without_rules(rubric: Rubric, *names: str) -> Rubric:
    left = {
        key: criterion.model_copy(update={"wording": {} if key in names else criterion.wording})
        for key, criterion in rubric.criteria.items()
    }
    return rubric.model_copy(update={"criteria": left})


def clear_since(today: Rubric, as_fitted: Rubric, reply: str, weights: object) -> set[str]:
    """What is clear where weights hear nothing: only wording that they were not fitted with."""
    return set(Matcher(today, weights, as_fitted=as_fitted).read(reply, CUE).clear())  # type: ignore[arg-type]


class DeafWeights:
    """Weights that were fitted for every criterion, and hear none in any reply."""

    version = "deaf"
    criteria = frozenset(CRITERIA)

    def classify(self, *_: object) -> list[object]:
        return []


@pytest.mark.parametrize("reply", REPLIES)
def test_a_criterion_whose_rules_are_all_new_is_heard_as_by_its_rules_alone(reply: str) -> None:
    rubric = rubric_with()
    worded = Matcher(rubric).read(reply, CUE).clear()
    for name in CRITERIA:
        heard = clear_since(rubric, without_rules(rubric, name), reply, DeafWeights())
        assert heard == worded & {name}, "and what was weighed is left to the weights"


@pytest.mark.parametrize("reply", REPLIES)
def test_nothing_is_new_where_only_a_phrase_was_taken_out_that_the_reply_has_not(reply: str) -> None:
    rubric = rubric_with()
    more = Rule(says=("zygotes and plums", "never said by anyone"))
    shrinks = rubric.criteria["shrinks"]
    wording = {**shrinks.wording, "gone": more}
    criteria = {**rubric.criteria, "shrinks": shrinks.model_copy(update={"wording": wording})}
    assert not clear_since(rubric, rubric.model_copy(update={"criteria": criteria}), reply, DeafWeights())


def test_a_list_that_gained_a_phrase_is_looked_for_anew_wherever_it_is_named() -> None:
    rubric = rubric_with()
    before = rubric.model_copy(update={"lists": {**rubric.lists, "direct": ("race",)}})
    assert clear_since(rubric, before, "Is it about his skin?", DeafWeights()) == {"names"}
    assert not clear_since(rubric, before, "Is it about race?", DeafWeights())


def test_a_word_that_came_with_new_wording_changes_what_a_slip_may_have_meant() -> None:
    rubric = rubric_with()
    shrinks = rubric.criteria["shrinks"]
    before = without_rules(rubric, "shrinks")
    assert "banter" in shrinks.wording["softens"].says[1]
    assert clear_since(rubric, before, "It was only bantre.", DeafWeights()) == {"shrinks"}
    assert not clear_since(rubric, rubric, "It was only bantre.", DeafWeights())


def test_only_rules_that_changed_are_tried_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    rubric = rubric_with()
    matcher = Matcher(rubric, DeafWeights(), as_fitted=without_rules(rubric, "shrinks"))  # type: ignore[arg-type]
    tried, searched = [], []
    holds, find = rules._holds_around, Phrasebook.find
    monkeypatch.setattr(rules, "_holds_around", lambda rule, asked: tried.append(rule) or holds(rule, asked))
    monkeypatch.setattr(Phrasebook, "find", lambda book, *said: searched.append(book) or find(book, *said))
    matcher.read("It was hard for him, at home.", CUE)
    assert len(tried) == len(matcher.criterion_rules.rules), (
        "each of today's once; the only one that changed came since"
    )
    assert len(searched) == 2, "the reply and its cue are gone through once each"
