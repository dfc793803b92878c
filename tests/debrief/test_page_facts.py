"""What the cards of a page are made from: only what came up in this conversation is named."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import LearnerAnswers
from coach.debrief.page_builder import build_picture
from coach.debrief.page_facts import PageFacts, claims_feeling, knows_kin
from coach.debrief.wording import SubjectNamer
from coach.model.conditions import Line
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said

TOLD = "Sam keeps his planner in the library, and draws dots in it."


@pytest.fixture
def facts(script: Script, rubric: Rubric) -> PageFacts:
    """The facts of a conversation in which Pat tells of the planner, and Sam is the child."""
    turn = script.turn("the_bus").model_copy(update={"says": (Line(speaker="pat", text=TOLD),)})
    after = script.dialogue.afterwards.model_copy(update={"children": ("sam",)})
    changed = {
        "turns": {**script.dialogue.turns, "the_bus": turn},
        "afterwards": after,
        "brief": "On Monday, Ruth rang.",
    }
    other = replace(script, dialogue=script.dialogue.model_copy(update=changed))
    attempt = replay(other, events(said())).attempt()
    return PageFacts(other, rubric, attempt, SubjectNamer(rubric), build_picture(other, attempt), (), LearnerAnswers())


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        ("Sam's planner: who asks him about the dots, and when.", None),
        ("Sam's planner with dots: who asks the surgery about it.", ""),
        ("Sam's planner: asked of him, and read by the surgery.", "Sam's planner: asked of him."),
        ("Sam's planner with dots, and the surgery's.", "Sam's planner with dots."),
        ("The planner in the library, since that Monday: asked of Sam.", "The planner in the library: asked of Sam."),
        ("How Sam learns of it, at the surgery: from whom.", "How Sam learns of it: from whom."),
        ("How Sam learns, and from which surgery.", ""),
        ("Ruth's letter, read to Sam.", ""),
        ("Dots in it.", None),
        ("The dots.", ""),
        ("Sam's planner with dots: asked of him, with a solicitor beside him.", None),
        ("Sam's planner with dots, still unheard: asked of him.", None),
    ],
)
def test_of_what_is_left_only_what_was_told_here_is_said(facts: PageFacts, left: str, kept: str | None) -> None:
    assert facts.keep_told(left) == (left if kept is None else kept)


def test_other_words_may_name_what_the_practitioner_knew_beforehand(facts: PageFacts) -> None:
    ways = ("What did Ruth say on Monday?", "What did Lorraine say, there and then?")
    assert facts.keep_known(*ways) == ways[:1]
    assert facts.keep_told("Monday's call, and what Ruth said of Sam.") == ""


def test_other_words_call_nobody_what_nobody_called_them_here(facts: PageFacts) -> None:
    """What the brief says of them is not theirs to have said, until the family names it."""
    dialogue = facts.script.dialogue.model_copy(update={"brief": "Pat is a Black father."})
    known = replace(facts, script=replace(facts.script, dialogue=dialogue))
    way = "We wrote that about a Black father."
    assert known.keep_known(way, "What did we write?") == ("What did we write?",)
    race = facts.rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("black",))})
    rubric = facts.rubric.model_copy(update={"answers": {"race": race}})
    marks = tuple(mark.model_copy(update={"by_them": ("race",)}) for mark in facts.picture.marks)
    picture = facts.picture.model_copy(update={"marks": marks})
    assert replace(known, rubric=rubric, names=SubjectNamer(rubric), picture=picture).keep_known(way) == (way,)


@pytest.mark.parametrize(
    ("text", "disowned"),
    [
        ("Hang on, I didn't say twice, did I?", {1}),
        ("Twice? That's a lot.", set()),
        ("I didn't say kitchen.", set()),
    ],
)
def test_a_word_that_the_next_reply_never_said_was_not_taken_up(
    script: Script, rubric: Rubric, text: str, disowned: set[int]
) -> None:
    attempt = replay(script, events(said("asks"), said(text=text))).attempt()
    assert any("Twice" in line.text for line in attempt.replies()[0].lines())
    picture = build_picture(script, attempt)
    facts = PageFacts(script, rubric, attempt, SubjectNamer(rubric), picture, (), LearnerAnswers())
    assert facts.list_disowned() == disowned


def test_a_way_names_a_parent_of_theirs_only_where_somebody_spoke_of_one() -> None:
    way = "Let's start on that now. Who would your mum trust to take her?"
    assert not knows_kin(way, ["My sister's on the bus."])
    assert knows_kin(way, ["My mam's at work."])
    assert knows_kin("Who would you trust to take her?", ["My sister's on the bus."])


@pytest.mark.parametrize(
    ("way", "claims"),
    [
        ("She was so pleased with it, and now it's ham.", True),
        ("He's frightened of it, then.", True),
        ("He's cross with it, then.", False),
        ("That sounds frightening to see.", False),
        ("What do you think he's afraid of?", False),
    ],
    ids=["stated", "in short", "somebody said so", "how it sounds", "asked"],
)
def test_what_another_felt_is_not_stated_where_nobody_said_so(way: str, claims: bool) -> None:
    assert claims_feeling(way, ["She took it to school.", "He came in cross."]) is claims
