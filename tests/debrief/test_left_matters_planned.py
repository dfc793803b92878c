"""What others are to do or to be asked is open no longer; what they came back to at the very end still is."""

import pytest

from coach.debrief.left_matters import (
    list_still_open,
    list_told_again,
    was_asked_by_name,
    was_planned_with,
    was_told_by_asked,
)
from coach.debrief.matter_promises import was_undertaken
from coach.debrief.page_facts import PageFacts
from coach.model.line_book import MatterFor
from coach.model.rubric import Rubric
from coach.rehearsal.line_blocks import OpenMatter
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_left_matters import left
from tests.debrief.test_openings import BUS
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_plan_cards import written

BY_HIMSELF = "Sam, asked by himself: on which day, and where."
BOTH = "What the marks are: told by Araba, with both parents there."


@pytest.mark.parametrize(
    ("matter", "reply", "answer", "gone"),
    [
        (BY_HIMSELF, "You ask Sam on Tuesday.", "Good.", True),
        (BY_HIMSELF, "Two, Sam's seen by himself, at the library if he likes.", "Good.", True),
        (BY_HIMSELF, "Sam's seen enough of us.", "Good.", False),
        (BY_HIMSELF, "Sam is asked and weighed here tomorrow at nine.", "Good.", True),
        (BY_HIMSELF, "Pat is asked and weighed here tomorrow at nine.", "Good.", False),
        ("Sam asked himself, where it suits him.", "Sam's asked on his own.", "Good.", True),
        (BY_HIMSELF, "Do you ask Sam on Tuesday?", "No.", False),
        (BY_HIMSELF, "You ask Sam on Tuesday.", "No. You're not asking him.", False),
        (BOTH, "I'll hand it to Araba myself, with you both in the room.", "Good.", True),
        (BOTH, "I'll hand it to Araba myself.", "Good.", False),
    ],
)
def test_what_a_reply_says_that_others_do_is_left_no_longer(
    script: Script, rubric: Rubric, matter: str, reply: str, answer: str, gone: bool
) -> None:
    facts = facts_of(with_answer(written(script), "asked", pat(answer)), rubric, said("names", text=reply))
    assert was_planned_with(facts, left("Nobody did.", matter)) is gone


def test_him_is_the_dad_whom_the_sentence_named_last(script: Script, rubric: Rubric) -> None:
    matter = left("Not yet.", "How and when his dad is told, and by whom.", for_="plan")
    for reply, gone in (
        ("He goes round to his dad tonight; I'll see him Monday.", True),
        ("He goes round to his gran tonight; I'll see him Monday.", False),
    ):
        facts = facts_of(with_answer(script, "asked", pat("Good.")), rubric, said("names", text=reply))
        assert was_undertaken(facts.script, facts.attempt.replies(), matter) is gone, reply


# --- Who was asked


def test_a_later_reply_asks_to_their_face_whom_nobody_had_asked() -> None:
    line, between = "Nobody asked Tom anything.", "I'll write that it was racist."
    assert was_asked_by_name(line, [between, "Tom, I'm asking. You've washed that back. What do you know of it?"])
    assert not was_asked_by_name(line, [between, "Tom, I heard that. It was racist."])
    assert not was_asked_by_name(line, [between, "Two teas. Sugar for Tom?"])  # asks him nothing of it
    assert not was_asked_by_name(line, [])


@pytest.mark.parametrize(
    ("matter", "speaker", "gone"),
    [
        ("Who does his hair next: asked of Sam first.", "sam", True),
        ("What is said to him: written down, with Sam asked first.", "sam", True),
        ("Who does his hair next: asked of Sam first.", "pat", False),
        ("Who does his hair next.", "sam", False),
    ],
)
def test_who_is_to_be_asked_first_and_tells_it_was_heard(
    script: Script, rubric: Rubric, matter: str, speaker: str, gone: bool
) -> None:
    line = pat("My mum does it. Sundays.")[0].model_copy(update={"speaker": speaker})
    of = OpenMatter(left("Lovely cups.", matter).matter, line, 1)
    assert was_told_by_asked(facts_of(written(script), rubric, said("names")), of) is gone


# --- What they came back to


def ended(script: Script, rubric: Rubric, text: str, answer: str, *last: str, **book: object) -> PageFacts:
    """A conversation in which a reply promised something of the driver, and then they answered once more."""
    matter = {**BUS, "for": "child", "told": ["the_bus/asked"], "about": ["driver"], "left": text, **book}
    told = with_book(with_answer(written(script), "asked", pat(answer)), told="last", matters=[matter])
    before = said("vague", text="I'll ring the driver tonight about the bus and the shouting.")
    return facts_of(told, rubric, before, said("names"), *(said("vague", text=one) for one in last))


TONIGHT = "Sam tonight: who is near him, and the driver told of the shouting on the bus."


def test_what_they_come_back_to_at_the_end_and_bears_on_tonight_is_open_whatever_was_promised(
    script: Script, rubric: Rubric
) -> None:
    asks = "And what do I do about the driver till then?"
    again = ended(script, rubric, TONIGHT, asks)
    assert [one.line.text for one in list_told_again(again)] == [asks]
    assert [one.matter.left for one in list_still_open(again, MatterFor.CHILD)] == [TONIGHT]
    assert not list_told_again(ended(script, rubric, TONIGHT, "And what do I do till then?"))  # no word of it
    assert not list_told_again(ended(script, rubric, TONIGHT, asks, "I'll ring you."))  # a reply came after it
    assert not list_told_again(ended(script, rubric, TONIGHT.replace(" tonight", ""), asks))  # not soon
    assert not list_told_again(ended(script, rubric, TONIGHT, asks, settled=["the_bus/asked"]))
    plan = ended(script, rubric, TONIGHT, asks, **{"for": "plan"})
    assert not list_told_again(plan)
