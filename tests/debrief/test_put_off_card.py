"""The card of a question that was put off: only of one that asks for something, and that nobody came back to."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import CardText, LearnerAnswers, SaidLine
from coach.debrief.page_builder import build_picture
from coach.debrief.page_facts import PageFacts
from coach.debrief.put_off_card import make_put_off_card, was_put_off
from coach.debrief.wording import SubjectNamer
from coach.model.conditions import Line
from coach.model.rubric import Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import HonestOutput, LinesOutput
from tests.conftest import events, said

HOLD_ON = "Hang on to that one for me. I'll get to it."
ASKED = "Who used that word to you?"


def facts_of(
    script: Script, rubric: Rubric, asked: str = ASKED, answer: str = HOLD_ON, *, kind: str = "defers", later: str = ""
) -> PageFacts:
    """A conversation of four replies, the third of which is answered so."""
    happened = [said("vague"), said("vague"), said("vague", text=asked), said("vague", text=later or "Lovely kitchen.")]
    attempt = replay(script, events(*happened)).attempt()
    answered = attempt.exchanges[2]
    others = tuple(output for output in answered.outputs if not isinstance(output, LinesOutput))
    lines = LinesOutput(lines=(Line(speaker="pat", text=answer),), topic="")
    put_off = replace(answered, outputs=(*others, HonestOutput(kind), lines))
    exchanges = (*attempt.exchanges[:2], put_off, *attempt.exchanges[3:])
    attempt = replace(attempt, exchanges=exchanges)
    picture = build_picture(script, attempt)
    return PageFacts(script, rubric, attempt, SubjectNamer(rubric), picture, (), LearnerAnswers())


def test_a_question_that_was_put_off_and_not_asked_again_is_shown(script: Script, rubric: Rubric) -> None:
    card = make_put_off_card(facts_of(script, rubric), set())
    assert card is not None
    assert card.replies == (3,)
    assert [part.text for part in card.parts if isinstance(part, SaidLine)] == [ASKED, HOLD_ON]
    assert [part.text for part in card.parts if isinstance(part, CardText)] == [
        "Pat put this off, and no later line of yours asks it again."
    ]


def test_a_reply_that_stands_on_the_page_already_is_not_shown_again(script: Script, rubric: Rubric) -> None:
    assert make_put_off_card(facts_of(script, rubric), {3}) is None


@pytest.mark.parametrize(
    "asked",
    [
        "How are you, Pat?",
        "Is that what the choir's called?",
        "Shall I sit here?",
        "Do you take sugar in your tea, and what biscuit?",
        "They all do at that age. Who used that word to you?",
        "Thank you for telling me.",
    ],
)
def test_small_talk_and_what_makes_less_of_it_put_no_question_to_go_back_to(
    script: Script, rubric: Rubric, asked: str
) -> None:
    facts = facts_of(script, rubric, asked)
    assert not was_put_off(facts, facts.exchange(3))


@pytest.mark.parametrize("later", ["You said that somebody used a word.", "I meant the other one, sorry."])
def test_what_was_spoken_of_again_or_misheard_was_not_left(script: Script, rubric: Rubric, later: str) -> None:
    facts = facts_of(script, rubric, "Who was the driver that used it?", later=later.replace("somebody", "the driver"))
    assert not was_put_off(facts, facts.exchange(3))


def test_only_words_that_put_it_off_do(script: Script, rubric: Rubric) -> None:
    answered = facts_of(script, rubric, answer="It was all of them.")
    assert not was_put_off(answered, answered.exchange(3))
    received = facts_of(script, rubric, kind="receives")
    assert not was_put_off(received, received.exchange(3))


def test_a_question_without_a_word_of_its_own_may_have_been_asked_again_by_one_like_it(
    script: Script, rubric: Rubric
) -> None:
    facts = facts_of(script, rubric, later="And who was it that did?")
    assert not was_put_off(facts, facts.exchange(3))


def test_a_question_to_somebody_else_was_not_theirs_to_put_off(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, "Sam, who used that word to you?")
    exchange = facts.exchange(3)
    assert was_put_off(facts, exchange)  # nobody but Pat is there
    beside = replace(exchange, cue=(Line(speaker="sam", text="Me too."),))
    assert not was_put_off(facts, beside)


@pytest.mark.parametrize(
    "later",
    [
        "I'm still thinking of him, and the jam.",
        "Can we go back to that?",
        "Think about it all you like, I'm here.",
    ],
)
def test_a_reply_that_says_it_is_still_with_it_has_not_left_it(script: Script, rubric: Rubric, later: str) -> None:
    facts = facts_of(script, rubric, later=later)
    assert not was_put_off(facts, facts.exchange(3))


@pytest.mark.parametrize(
    ("asked", "later", "left"),
    [
        ("Pass it here, then. Who used that word to you?", "Can I have that book?", False),
        ("Pass it here, then. Who used that word to you?", "Lovely kitchen.", True),
        ("Who used that word to you?", "Can I have that book?", True),
    ],
)
def test_a_thing_that_was_asked_for_as_it_is_asked_for_again_by_its_name(
    script: Script, rubric: Rubric, asked: str, later: str, *, left: bool
) -> None:
    facts = facts_of(script, rubric, asked, later=later)
    put_off = replace(facts.attempt.replies()[2], cue=(Line(speaker="pat", text="It stands in the red book."),))
    assert was_put_off(facts, put_off) is left


@pytest.mark.parametrize(("later", "left"), [("What is on the shelf?", False), ("What is on the stove?", True)])
def test_a_later_question_with_a_word_of_the_line_it_was_about_may_ask_the_same(
    script: Script, rubric: Rubric, later: str, *, left: bool
) -> None:
    facts = facts_of(script, rubric, "Who drew on the lamp?", later=later)
    line = Line(speaker="pat", text="The lamp is by the book on the shelf.")
    assert was_put_off(facts, replace(facts.attempt.replies()[2], cue=(line,))) is left


def test_somebody_who_is_no_person_of_the_family_is_called_by_nobody(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric)
    beside = replace(facts.exchange(3), cue=(Line(speaker="a_neighbour", text="Me too."),))
    assert was_put_off(facts, beside)


@pytest.mark.parametrize(("later", "left"), [("What came after she said Jo?", False), ("Who had the cups?", True)])
def test_a_question_with_words_in_a_row_of_what_stood_beside_the_first_asks_it_again(
    script: Script, rubric: Rubric, later: str, left: bool
) -> None:
    facts = facts_of(script, rubric, "She said Jo. Then who used that word to you?", later=later)
    assert was_put_off(facts, facts.exchange(3)) is left
