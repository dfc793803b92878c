"""Clauses: where a thought begins without a sign, and words typed in a hurry."""

import pytest

from coach.debrief.promise_clauses import (
    drop_quotation_end,
    find_first_clause,
    find_second_act,
    list_typed_sentences,
    split_clauses,
    takes_back,
)
from coach.debrief.promises import find_promises
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


@pytest.mark.parametrize(
    ("taken", "act", "back"),
    [
        # What is not asked of them is of the talk, and what they will be asked elsewhere stands.
        ("i will not ask", "i will ask downstairs for all the workloads", False),
        ("and i will not ask why", "i will ask the head for all six records", False),
        ("actually i will not ask", "i will ask downstairs for all the workloads", True),
        ("i will not ask the head", "i will ask the head for all six records", True),
        ("you ask him", "i am going to ask who was there", False),
        ("you ask him", "i will ask the head today", True),
        ("you ask for it", "i will ask the sergeant for food", False),
        ("i am not writing it yet", "i will write it on the form", False),
        ("i am not writing it", "i will write it on the form", True),
        ("i will not write that i can", "i will write it as you said it", False),
        ("i will not write my number down", "i will write", False),
        ("or i am not going", "it will be changed before i go", False),
        ("i will not unless you say so", "i will not tell anybody unless you tell me", False),
    ],
)
def test_words_that_are_of_the_talk_take_nothing_back(taken: str, act: str, back: bool) -> None:
    assert takes_back(taken, act) is back


def test_a_short_form_is_never_split_in_two() -> None:
    assert split("I'll ring her, since it's, you know, late.") == ["i will ring her", "since it is", "you know", "late"]


def test_words_that_say_of_an_act_all_that_it_says_take_it_back() -> None:
    assert takes_back("then i will not do the haircut", "i will do the haircut")
    assert not takes_back("then i will not do the dishes", "i will do the haircut")


@pytest.mark.parametrize(
    ("plain", "second"),
    [
        ("i will write it down and raise it with the manager", "i will raise it with the manager"),
        ("so we will look and ring the school", "we will ring the school"),
        ("i will write it down and that is that", ""),
        ("you will write it down and raise it with the manager", ""),
    ],
)
def test_the_second_of_two_acts_has_the_will_of_the_first(plain: str, second: str) -> None:
    assert find_second_act(plain) == second


def test_what_is_written_down_and_taken_further_is_promised() -> None:
    promise = "I'll write down what was said and raise it with the practice manager."
    assert [one.text for one in find_promises([(1, promise)])] == [promise]
    assert find_promises([(1, "I'll write that down and listen.")]) == ()


def test_a_quotation_in_single_marks_is_not_cut_at_its_stops() -> None:
    whole = "I'm writing: 'Two visits kept. Ada's Tuesdays not to be used again. Nothing worrying.'"
    assert list_typed_sentences(f"{whole} Read that.") == [whole, "Read that."]
    assert list_typed_sentences("It's the boys' form. Ask at the girls' desk.") == [
        "It's the boys' form.",
        "Ask at the girls' desk.",
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("That was racism, mine included.' You read it before I sign it.", "You read it before I sign it."),
        ("'That was racism.' You read it before I sign it.", "'That was racism.' You read it before I sign it."),
        ("I won't say it's fine. I'll ring you.", "I won't say it's fine. I'll ring you."),
    ],
)
def test_a_promise_begins_with_no_end_of_a_quotation(text: str, kept: str) -> None:
    assert drop_quotation_end(text) == kept
