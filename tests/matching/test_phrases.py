"""The phrase syntax of rubrics, and what its mistakes are told."""

import pytest

from coach.matching.grammar import Grammar
from coach.matching.tokens import words
from coach.matching.typos import Speller

LISTS = {"child": ["he", "she", "the (boy|girl)"], "loop": ["a <loop>"]}


def says(phrase: str, text: str) -> bool:
    said = [frozenset((word,)) for word in words(text)]
    return bool(Grammar(LISTS).compile(phrase).find(said, 0, len(said)))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("fit the description", "They said I FIT the description"),
        ("(a|two) words", "two words"),
        ("treat (everyone|every family) the same", "we treat every family the same"),
        ("what [exactly] happened", "what happened"),
        ("what [exactly] happened", "what exactly happened"),
        ("not ... racist", "not in any way at all racist"),
        ("not ... racist", "not racist"),
        ("<child> says", "the girl says"),
        ("((a|b) c|d) e", "b c e"),
        ("((a|b) c|d) e", "d e"),
        ("i'm not", "Im not"),
        ("i am not", "I’m not"),
        ("do not", "don't"),
        ("it's", "its"),
        ("can not", "cannae"),
        ("Say more?", "say more"),
        ("mixed-heritage", "mixed heritage"),
        ("child's hair", "the child’s hair"),
    ],
)
def test_a_phrase_finds_what_it_says(phrase: str, text: str) -> None:
    assert says(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("not ... racist", "not one two three four five six racist"),
        ("(a|two) words", "words"),
        ("<child> says", "they say"),
        ("race", "racing"),
        ("white", "write"),
    ],
)
def test_a_phrase_finds_nothing_else(phrase: str, text: str) -> None:
    assert not says(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("(a|b", "never closes"),
        ("a)", "never opened"),
        ("[a", "never closes"),
        ("(a]", "never closes"),
        ("a (|b)", "an empty place"),
        ("()", "an empty place"),
        ("<unknown> a", "names the list '<unknown>'"),
        ("a* b", "has '\\*' in it"),
        ("[a] ...", "no word it cannot do without"),
        ("...", "no word"),
        ("<loop> b", "holds itself"),
        ("a <b", "has '<' in it"),
    ],
)
def test_a_mistake_is_told_in_a_plain_sentence(phrase: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Grammar(LISTS).compile(phrase)


SPELLER = Speller(frozenset(["streetwise", "racist", "background", "policy", "mature", "think", "race"]), ["rubric"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("racsit", "racist"),
        ("rasist", "racist"),
        ("streetwize", "streetwise"),
        ("streetwsie", "streetwise"),
        ("backgroud", "background"),
        ("bakcgroudn", "background"),
        ("matur", "mature"),
        ("racists", "racist"),
    ],
)
def test_a_slip_is_read_as_the_word_it_was_meant_for(typed: str, meant: str) -> None:
    assert meant in SPELLER.read([typed])[0]


@pytest.mark.parametrize(
    "typed",
    [
        "police",
        "thing",
        "nature",
        "face",
        "rcae",
        "racing",
        "acist",
        "rubric",
        "racisms" * 9,
    ],
)
def test_a_word_of_its_own_is_no_slip(typed: str) -> None:
    assert SPELLER.read([typed])[0] == {typed}
