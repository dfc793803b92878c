"""Who somebody is changes nothing about how what was said to them, or of them, is read."""

import pytest

from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.matching.ml.encoder import SUBSTITUTED_HERITAGES, neutralize_heritage, substitute_heritages

WHOEVER = (
    *SUBSTITUTED_HERITAGES,
    "Black Caribbean",
    "Somali",
    "British Pakistani",
    "Bangladeshi",
    "Irish Traveller",
    "Mixed Heritage",
)
SAID = (
    "I think if it was a {} boy at that door the police would have come sooner, and I'm sorry.",
    "{} mums are strict about this, everybody knows that.",
    "Is it because he's {} that school wrote 'aggressive', do you think?",
    "What would a {} girl like her need, to feel at home in this placement?",
)


@pytest.mark.parametrize("said", SAID)
def test_a_reply_is_read_alike_whoever_it_is_about(said: str, openness: Matcher) -> None:
    """Not more often right for some than for others: the very same."""
    context = Context("They never ring us back.", "inter_rec")
    readings = {who: openness.read(said.format(who), context).clear() for who in WHOEVER}
    assert len(set(map(frozenset, readings.values()))) == 1, readings


def test_a_language_is_not_a_heritage() -> None:
    """Whoever asks for an interpreter asks for a language; it stays the one they asked for."""
    for words in (
        "We'll book a Somali interpreter.",
        "Do you speak Bengali at home?",
        "Say it in Kurdish, take your time.",
    ):
        assert substitute_heritages(words) == ()
        assert neutralize_heritage(words) == words


def test_nothing_else_is_taken_for_a_heritage() -> None:
    """Colours of things, and White people: what is said of them is not said of others."""
    for words in (
        "He's a black eye and a red bag.",
        "The White lads next to you get nothing.",
        "It's a British thing.",
    ):
        assert substitute_heritages(words) == ()
    assert substitute_heritages("a black lad and a Roma girl") == tuple(
        f"a {who} lad and a {who} girl" for who in SUBSTITUTED_HERITAGES
    )
