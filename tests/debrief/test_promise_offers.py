"""Offers: what a sentence offers to do, and which sentence before it says what."""

import pytest

from coach.debrief.promise_offers import is_offer
from coach.matching.sentences import parse


@pytest.mark.parametrize(
    ("text", "place", "offers"),
    [
        ("It's late. Do you want it kept out? I can do that.", 2, True),
        ("Do you want it kept out? It's late. I can do that.", 2, False),
        ("Do you want it kept out? I can do that.", 1, True),
        ("Is it late? I can do that.", 1, False),
        ("I can do that. Do you want it kept out?", 0, False),
    ],
)
def test_that_somebody_can_do_that_offers_what_the_sentence_straight_before_asked(
    text: str, place: int, offers: bool
) -> None:
    assert is_offer(parse(text), place) is offers
