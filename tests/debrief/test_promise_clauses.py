"""Clauses: where a thought begins without a sign, and words typed in a hurry."""

import pytest

from coach.debrief.promise_clauses import find_first_clause, split_clauses, takes_back
from coach.matching.sentences import parse


def split(text: str) -> list[str]:
    parsed = parse(text)
    return [clause.plain for sentence in parsed.sentences for clause in split_clauses(parsed, sentence)]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("I'll ring Kate, and you sleep.", ["i will ring kate", "and you sleep"]),
        ("ill ring her tmrw", ["i will ring her tomorrow"]),
        ("That line's out today.", ["that line is out today"]),
        ("I am, and I'll do it with you watching.", ["i am", "and i will do it with you watching"]),
    ],
)
def test_a_sentence_is_split_at_signs_and_joins_and_spelled_out(text: str, clauses: list[str]) -> None:
    assert split(text) == clauses


def test_the_first_clause_of_a_reply_is_that_of_its_first_sentence() -> None:
    assert find_first_clause(parse("Me. I'll write it.")) == "me"
    assert find_first_clause(parse("")) == ""


def test_words_take_back_the_same_act_of_the_same_person() -> None:
    assert takes_back("then i will not ring her", "i will ring her today")
    assert not takes_back("then i will not ring her", "i will ring the school today")
    assert not takes_back("i will ring her", "i will ring her today")
    assert not takes_back("i will not promise to keep it all", "i promise it will not go down as new")


def test_a_short_form_is_never_split_in_two() -> None:
    assert split("I'll ring her, since it's, you know, late.") == ["i will ring her", "since it is", "you know", "late"]


def test_words_that_say_of_an_act_all_that_it_says_take_it_back() -> None:
    assert takes_back("then i will not do the haircut", "i will do the haircut")
    assert not takes_back("then i will not do the dishes", "i will do the haircut")
