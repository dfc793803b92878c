"""What denies, declines or withdraws is told by its grammar, and is never clear for what it names."""

import pytest

from coach.matching.classifier import Matcher
from coach.matching.denials import find_usual_denials, list_denials
from coach.matching.loading import open_matcher
from coach.model.rubric import Rubric

GARDEN = {
    "format": 1,
    "title": "Advice on an allotment",
    "about": "Talks between people who share a garden",
    "topics": {"none": {"name": "Nothing", "plain": "nothing", "taken_by": []}},
    "domains": {
        "plot": {
            "name": "The plot",
            "asks": "Was it theirs?",
            "levels": {"opening": {"any": ["asks_their_plan"]}, "exploring": {"all": ["asks_their_plan"]}},
        },
        "harm": {"name": "Harm", "asks": "Was anybody put down?", "ledger": True},
    },
    "criteria": {
        "asks_their_plan": {
            "domain": "plot",
            "polarity": "helpful",
            "name": "Their plan",
            "definition": "Asks what they would like to grow.",
            "counts": [
                "What would you like to grow here?",
                "How do you see the plot in summer?",
                "Which vegetables do you want?",
                "What's your plan for the shed?",
                "Where would you put the beans?",
                "What do you hope to pick in August?",
            ],
            "not": ["Where is the tap?", "When did you get the key?"],
            "needs": "none",
            "source": "a test",
        },
        "calls_lazy": {
            "domain": "harm",
            "polarity": "harmful",
            "name": "Called lazy",
            "definition": "Says that somebody is lazy.",
            "counts": [
                "You're lazy, look at those weeds.",
                "He is a lazy gardener.",
                "She's too idle to dig.",
                "You are a lazy lump.",
                "They're a lazy lot, the Hills.",
                "Your boy is bone idle.",
            ],
            "not": ["The soil is heavy.", "You look tired."],
            "needs": "none",
            "source": "a test",
        },
    },
    "ordinary": ["Pass me the hose.", "It rained all night.", "The gate sticks.", "I brought tea."],
}


@pytest.fixture(scope="module")
def garden() -> Matcher:
    return open_matcher("garden", Rubric.model_validate(GARDEN))


@pytest.mark.parametrize(
    "text",
    [
        "I'm not asking what you'd like to grow.",
        "I don’t think you're lazy.",
        "Never said that.",
        "Nobody here thinks he's idle.",
        "It's no longer up to you.",
        "You don't get to choose any more.",
        "Let's leave your plan aside.",
        "That's not the question.",
        "It's not you who decides.",
        "He's not a lazy gardener.",
    ],
)
def test_each_way_to_deny_is_found_whatever_it_is_about(text: str) -> None:
    assert list_denials(text).any()


@pytest.mark.parametrize(
    "text",
    ["What would you like to grow?", "Leave the gate open.", "I can't lift it.", "Nobody came.", "Not on Sundays."],
)
def test_a_plain_sentence_or_a_negation_of_something_else_is_no_denial(text: str) -> None:
    assert not list_denials(text).any()


def test_a_way_to_deny_is_a_criterions_own_from_two_examples_on() -> None:
    assert not find_usual_denials(["You're not a fool.", "It was him."]).any()
    assert find_usual_denials(["You're not a fool.", "She's not a liar."]).sum() == 1
    assert not find_usual_denials([]).any()


@pytest.mark.parametrize(
    ("said", "denied", "criterion"),
    [
        ("What would you like to grow here?", "I'm not asking what you would like to grow here.", "asks_their_plan"),
        ("What's your plan for the shed?", "Never mind what's your plan for the shed.", "asks_their_plan"),
        ("He is a lazy gardener, your Tom.", "Nobody says he is a lazy gardener, your Tom.", "calls_lazy"),
        ("You are a lazy lump of a man.", "You are not a lazy lump of a man.", "calls_lazy"),
    ],
)
def test_words_that_deny_what_they_name_are_never_clear_for_it(
    garden: Matcher, said: str, denied: str, criterion: str
) -> None:
    assert criterion in garden.read(said).clear()
    assert criterion not in garden.read(denied).clear()


def test_what_another_sentence_says_by_itself_is_still_heard(garden: Matcher) -> None:
    reply = "I'm not asking about the rent. What would you like to grow here?"
    assert "asks_their_plan" in garden.read(reply).clear()


def test_a_criterion_whose_examples_deny_in_that_way_is_heard_in_it() -> None:
    """ "You're not a fool" is how this help is said."""
    rubric = Rubric.model_validate(GARDEN)
    kind = rubric.criteria["asks_their_plan"].model_copy(
        update={
            "counts": (
                "You're not a bad gardener.",
                "You're not a lazy man, you were ill.",
                "You are not a nuisance to us.",
                "She's not a burden, she digs well.",
                "He's not a bad neighbour.",
                "You're not an idler, far from it.",
            )
        }
    )
    criteria = rubric.criteria | {"asks_their_plan": kind}
    matcher = open_matcher("garden", rubric.model_copy(update={"criteria": criteria}))
    assert "asks_their_plan" in matcher.read("You're not a bad man, Tom, you were ill.").clear()
