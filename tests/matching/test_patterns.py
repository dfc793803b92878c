"""The phrase syntax of rubrics, and what its mistakes are told."""

import pytest

from coach.matching.patterns import Grammar, Phrasebook, Speller
from coach.matching.tokens import tokenize

LISTS = {"child": ["he", "she", "the (boy|girl)"], "loop": ["a <loop>"]}


def says(phrase: str, text: str) -> bool:
    said = [frozenset((word,)) for word in tokenize(text)]
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
    assert meant in SPELLER.correct([typed])[0]


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
    assert SPELLER.correct([typed])[0] == {typed}


LONG = [frozenset((word,)) for word in ["the"] * 2_500]
"""About as many words as the longest reply has, with no mark between them."""


def nested(deep: int) -> str:
    """`the [... [... zzz]]`: what a phrase says in a few letters and a naive search takes six times as long for."""
    return "the " + "[... " * deep + "zzz" + "]" * deep


def doubling(deep: int) -> dict[str, list[str]]:
    """Lists of which each holds the next twice."""
    return {f"l{number}": [f"<l{number + 1}> <l{number + 1}>"] for number in range(deep)} | {f"l{deep}": ["the"]}


def test_brackets_inside_each_other_take_no_more_steps_than_words() -> None:
    """Six to the eleventh steps would take a day; each place is looked at once for each part."""
    asked = []

    class Counted(frozenset[str]):
        def isdisjoint(self, other: object) -> bool:
            asked.append(other)
            return super().isdisjoint(other)  # type: ignore[arg-type]

    grammar = Grammar({})
    phrase = grammar.compile(nested(11))
    for word in grammar.words.values():
        word.any_of = Counted(word.any_of)
    assert phrase.find(LONG[:45], 0, 45)
    assert len(asked) < 45 * 45 * 12


@pytest.mark.parametrize(
    ("phrase", "lists", "says"),
    [
        (nested(30), {}, "deep inside each other"),
        ("<l0>", doubling(27), "deep inside each other"),
        ("<l0> <l0>", doubling(10), "words"),
        ("<l0>", {f"l{number}": [f"<l{number + 1}>"] for number in range(600)}, "deep inside each other"),
        ("<l> <l> <l> <l> <l>", {"l": [f"the x{number}" for number in range(300)]}, "words"),
        ("<l> <l> <l>", {"l": [f"the {'[a] ' * 20}x{number}" for number in range(30)]}, "too long"),
    ],
)
def test_a_phrase_that_would_fill_the_memory_or_the_day_is_refused(
    phrase: str, lists: dict[str, list[str]], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Grammar(lists).compile(phrase)


def test_a_rubric_has_only_so_many_phrases() -> None:
    book = Phrasebook({})
    with pytest.raises(ValueError, match="one too much"):
        book.add(f"the {'... [the] ' * 15}x{number}" for number in range(5_000))


def test_lists_that_name_a_list_twice_need_it_once() -> None:
    assert len(Grammar(doubling(8)).compile("<l0>").needs) == 1
