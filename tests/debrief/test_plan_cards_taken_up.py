"""Whether the reply straight after a matter took it up well: by its words, a promise, or going on with a child."""

import pytest

from coach.debrief.left_matters import was_asked_next
from coach.debrief.plan_cards import was_taken_up
from coach.model.line_book import Matter
from coach.model.rubric import Rubric
from coach.rehearsal.line_blocks import OpenMatter
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_openings import BUS, begin_with
from tests.debrief.test_page_facts_answers import facts_of, pat

BEGUN = "Somebody shouted at Sam on the bus."
LAST = "He hardly sings at home."


def taken_up(script: Script, rubric: Rubric, reply: str, *, line: str = BEGUN, for_: str = "them") -> bool:
    """Whether a reply takes up a matter that one of the first two lines tells."""
    facts = facts_of(begin_with(script, BEGUN, LAST), rubric, said(text=reply), said())
    return was_taken_up(facts, OpenMatter(Matter.model_validate({**BUS, "for": for_}), *pat(line), after_reply=0))


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        ("Who shouted, on a bus?", True),
        ("Who shouted?", False),
        ("Lovely kitchen.", False),
        ("I'll ring the school tomorrow.", True),
        ("Does he sing at school?", False),
        ("Shouted. And your kitchen, is it new?", True),
        ("Shouted at and never told, my mum was.", False),
    ],
)
def test_two_words_an_echo_or_a_promise_take_it_up(script: Script, rubric: Rubric, reply: str, taken: bool) -> None:
    assert taken_up(script, rubric, reply) is taken


def test_of_a_line_of_few_words_one_is_enough(script: Script, rubric: Rubric) -> None:
    assert taken_up(script, rubric, "Does he sing?", line="Sam sings.")
    assert not taken_up(script, rubric, "Does he swim?", line="Sam sings.")


def test_where_a_child_waits_going_on_with_their_last_line_takes_it_up(script: Script, rubric: Rubric) -> None:
    """What was told before it stays in the room; where it is the last line itself, its own words are asked for."""
    assert taken_up(script, rubric, "Does he sing at school?", for_="child")
    assert not taken_up(script, rubric, "Does he swim at school?", for_="child")
    assert not taken_up(script, rubric, "Does he sing at school?", for_="plan")
    assert not taken_up(script, rubric, "Whose home?", line=LAST, for_="child")


def test_what_was_told_last_was_not_taken_up(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said("names"))
    matter = OpenMatter(Matter.model_validate({**BUS}), *pat("Sam has stopped singing."), after_reply=1)
    assert not was_taken_up(facts, matter)


@pytest.mark.parametrize(
    ("line", "typed", "asked"),
    [
        ("Nobody asked Tom anything.", "Sorry. Tom, what do you see?", True),
        ("Nobody's asked Tom.", "Marisol, what do you see?", False),
        ("Nobody asked Tom anything.", "That's not fair on Tom.", False),
        ("Nobody asked Tom anything.", "Tomorrow, then. Shall we?", False),
        ("Nobody asked Tom anything.", "Tomorrow, would that do?", False),
        ("Nobody asked Tom anything.", "I'm sorry, Tom. Marisol, what do you see?", False),
        ("Nobody asked.", "Tom, what do you see?", False),
        ("They asked Tom.", "Tom, what do you see?", False),
    ],
)
def test_somebody_whom_nobody_asked_is_asked_by_the_next_reply(line: str, typed: str, asked: bool) -> None:
    assert was_asked_next(line, typed) is asked
