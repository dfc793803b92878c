"""Whether a later reply takes something up: by words, subjects, criteria, or straight after it."""

from collections.abc import Collection

import pytest

from coach.debrief.uptake import Uptake, is_taken_up, undertakes
from coach.debrief.wording import find_content_words
from coach.model.events import Event
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said

ELSEWHERE = said(text="Lovely kitchen.")


def names(text: str) -> Collection[str]:
    return ["race"] if "racis" in text else []


def taken(script: Script, signs: Uptake, *happened: Event) -> bool:
    return is_taken_up(signs, replay(script, events(*happened)).attempt().replies(), names)


@pytest.mark.parametrize(
    ("signs", "reply"),
    [
        (Uptake(words=find_content_words("The driver looked away.")), said(text="What did the drivers do?")),
        (Uptake(about=("sing", "number nine")), said(text="Is he singing still?")),
        (Uptake(subjects=frozenset(("race",))), said(text="Was it racism?")),
        (Uptake(any_subject=True), said(text="Was it racism?")),
        (Uptake(criteria=frozenset(("asks",))), said(possible=("asks",), text="Well.", rules=4)),
    ],
    ids=["a word", "the beginning of an author's word", "its subject", "any subject", "a possible criterion"],
)
def test_each_sign_takes_it_up_straight_after_it_and_later(script: Script, signs: Uptake, reply: Event) -> None:
    assert taken(script, signs, reply)
    assert taken(script, signs, ELSEWHERE, reply)
    assert not taken(script, signs, ELSEWHERE)


@pytest.mark.parametrize(
    "reply",
    [said(text="And what then, Pat?"), said(possible=("child",), text="Well, well.", rules=4)],
    ids=["a short question", "what may help"],
)
def test_a_short_question_and_what_may_help_count_straight_after_it_alone(script: Script, reply: Event) -> None:
    signs = Uptake(helpful=frozenset(("child",)))
    assert taken(script, signs, reply)
    assert not taken(script, signs, ELSEWHERE, reply)
    assert not taken(script, Uptake(), reply)


def test_a_short_question_that_offers_goes_on_with_nothing(script: Script) -> None:
    assert not taken(script, Uptake(helpful=frozenset()), said(text="Shall I sit here?"))


@pytest.mark.parametrize(
    ("text", "about", "expected"),
    [
        ("I'll ask Sam about the singing tomorrow.", ("sing",), True),
        ("The singing matters. I'll ring his teacher about it today.", ("sing",), True),
        ("Could you ask him which song it was?", ("song",), True),
        ("He was singing, was he.", ("sing",), False),
        ("I'll ring the school tomorrow.", ("sing",), False),
        ("What about you go and hear her sing, and I'll drive?", ("sing",), True),
        ("The report is held, as of now.", ("report",), True),
        ("The report is long.", ("report",), False),
        ("Put it as a question: who asked her?", ("question",), True),
        ("Then that's row six. Write that.", ("row six",), True),
        ("That's row six. Write soon.", ("row six",), False),
        ("We must ask the family.", ("family",), True),
        ("We must all be mindful of the family.", ("family",), False),
        ("Was it the van? I'll believe you.", ("van",), False),
        ("Was it the van? I'll ring them.", ("van",), True),
    ],
)
def test_a_matter_for_a_plan_wants_something_undertaken(text: str, about: tuple[str, ...], expected: bool) -> None:
    assert undertakes(text, about) is expected


def test_it_in_a_promise_is_what_they_had_just_spoken_of() -> None:
    assert undertakes("I'll take it out of the report today.", ("map",), "He drew a map of the house.")
    assert not undertakes("I'll take it out of the report today.", ("map",), "He likes toast.")
    assert not undertakes("I'll ring the school today.", ("map",), "He drew a map of the house.")


def test_it_in_a_promise_is_what_the_sentence_just_before_is_about() -> None:
    def settles(text: str) -> bool:
        return undertakes(text, ("map",), "He drew a map of the house.")

    assert settles("I'm writing it down as you said it.")
    assert settles("Right. I'm writing it down as you said it.")
    assert not settles("Your gran rang twice. I'm writing it down as you said it.")
    assert settles("The map shows the gate. I'm writing it down as you said it.")
    assert not settles("The map is good. Your gran rang twice. I'm writing it down as you said it.")


def test_it_in_a_promise_is_never_what_is_asked_afterwards() -> None:
    assert not undertakes("I'll hold her to it. What happened with the car seat?", ("car seat",))
    assert undertakes("I won't write that. I'd rather write about the car seat.", ("car seat",))


@pytest.mark.parametrize(
    ("text", "by_writing", "else_"),
    [
        ("I'm writing that down, and what they shout at Rukhsana.", True, False),
        ("I'm writing it down, and I'll ask Rukhsana myself.", True, True),
        ("I'll ask Rukhsana myself.", True, True),
        ("I'm going to write down what they shout at Rukhsana.", True, False),
        ("I'll make a note of what they shout at Rukhsana.", True, False),
        ("I'll jot that about Rukhsana down.", True, False),
        ("I'll put Rukhsana in my notes.", True, False),
        ("I'll just quickly write that about Rukhsana down.", True, False),
        ("I'll be writing that about Rukhsana.", True, False),
        ("I'm going to ask Rukhsana.", True, True),
    ],
)
def test_what_is_written_down_is_not_done_by_that(text: str, by_writing: bool, else_: bool) -> None:
    assert undertakes(text, ["rukhsana"]) is by_writing
    assert undertakes(text, ["rukhsana"], written=False) is else_
