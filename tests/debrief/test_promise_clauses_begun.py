"""Where a new thought begins without a sign: what people type in one go, a promise among it."""

import pytest

from tests.debrief.test_promise_clauses import split


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Sleep now I will ring her", ["sleep now", "i will ring her"]),
        ("You sleep we are staying", ["you sleep", "we are staying"]),
        ("You sleep that is what I want", ["you sleep", "that is what i want"]),
        ("Sit down will you", ["sit down", "will you"]),
        ("Sit down what would help", ["sit down", "what would help"]),
        ("Sit down and I will ring", ["sit down", "and i will ring"]),
        ("Sit down so no one rings", ["sit down", "so no one rings"]),
    ],
)
def test_a_new_thought_is_a_clause_of_its_own(text: str, clauses: list[str]) -> None:
    assert split(text) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "I told you I will ring her",
        "I hope we will ring her",
        "Ring her before I am home",
        "Ring her if I am late",
        "I will ring her and the school",
        "You know that is so",
        "I will",
        "Tomorrow I will ring",
    ],
)
def test_a_thought_that_belongs_to_what_was_said_before_it_is_not(text: str) -> None:
    """What somebody told, hoped, or waits for is one with it; and one word is no thought."""
    assert split(text) == [text.casefold()]
