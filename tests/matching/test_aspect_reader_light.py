"""A question is small only where all that is asked is small: nothing of a child, a home, a hurt, racism or faith."""

import pytest

from coach.matching.aspect_reader import asks_lightly
from coach.model.reading import Span


@pytest.mark.parametrize(
    "text",
    [
        "That bike! Is it yours?",
        "Do you do the gate every morning yourself?",
        "I like a bass. What's the band called, but?",
        "Let me see to that toast. White or brown?",
        "Do you take milk, and is there sugar in that?",
        "Shall I put the radio on?",
    ],
)
def test_what_is_small_is_light(text: str) -> None:
    assert asks_lightly(text, ("Naomi",), ())


@pytest.mark.parametrize(
    "text",
    [
        "That bike is grand.",
        "Is that bike hers? Does she feel safe on it?",
        "Has he had any toast?",
        "Is there a gate? And what did they call him?",
        "Did somebody spit in your tea?",
        "Is the football team all white or is there one other Black boy?",
        "What does Naomi put in her tea?",
        "Do you sing at the mosque?",
        "Why the gate?",
        "What is it like?",
        "Is the garden where you were hurt?",
        "Were you pushed down the stairs?",
        "Was it the radiator that burned you?",
        "Are you locked in the shed?",
        "How much do you drink?",
        "How did the burn from the kettle start?",
        "Do you go to the park? I want to die.",
        "Do you have milk in the house for her?",
        "Is there any heating, and do you go without?",
        "Did the kettle go over you?",
        "Is there any milk?",
        "Is the heating on?",
    ],
)
def test_what_may_weigh_is_not(text: str) -> None:
    assert not asks_lightly(text, ("Naomi",), ())


def test_what_is_heard_in_a_question_makes_it_weigh() -> None:
    text = "You got no tea. Is that because of the tea they give some people and not others?"
    span = Span(start=16, end=len(text), text=text[16:])
    assert not asks_lightly("Is the tea for all of you?", (), (Span(start=0, end=6, text="Is the"),))
    assert not asks_lightly(text, (), (span,))
    assert asks_lightly("I am sorry about that. Is there tea?", (), (Span(start=0, end=4, text="I am"),))
