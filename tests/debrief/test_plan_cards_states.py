"""What an author writes for how a conversation ended: each condition counts, and one that fails is enough."""

from dataclasses import replace

import pytest

from coach.debrief.child_cards import is_worry_open, make_child_words_card
from coach.debrief.first_page import CardKind
from coach.debrief.plan_cards import NOT_YOURS_ALONE, find_own_questions, holds_at_end, will_be_written
from coach.model.afterwards import EndState
from coach.model.events import Event
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_page_facts_answers import facts_of
from tests.debrief.test_plan_cards import page_of, written

TOLD = (said("asks"), said("child"))
"""The silence is told, Sam has spoken, and the conversation stands in its last turn."""


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({}, True),
        ({"reached": "last"}, True),
        ({"reached": ["nowhere", "sam_says"]}, True),
        ({"reached": "nowhere"}, False),
        ({"told": "the_words"}, True),
        ({"told": ["the_words", "the_fear"]}, False),
        ({"not_told": "the_fear"}, True),
        ({"not_told": "the_words"}, False),
        ({"remembers": "sam_spoke"}, True),
        ({"remembers": "another"}, False),
        ({"not_remembers": "another"}, True),
        ({"not_remembers": "sam_spoke"}, False),
        ({"told": "the_words", "not_remembers": "sam_spoke"}, False),
    ],
)
def test_a_condition_on_the_end_holds_where_all_of_it_does(
    script: Script, rubric: Rubric, wanted: dict[str, object], holds: bool
) -> None:
    assert holds_at_end(facts_of(script, rubric, *TOLD), EndState.model_validate(wanted)) is holds


@pytest.mark.parametrize(
    ("happened", "question"),
    [
        ((said("asks"), said(text="Are you frightened?")), "Of what, and of whom?"),
        ((said("asks"), said("names")), "Who is afraid of what is written?"),
        ((said("asks"), said("child"), said()), "What will you write?"),
        ((said("asks"), said("child")), ""),
        ((said(), said(), said(), said()), ""),
    ],
)
def test_the_first_question_whose_conditions_hold_is_asked(
    script: Script, rubric: Rubric, happened: tuple[Event, ...], question: str
) -> None:
    assert next(find_own_questions(facts_of(written(script), rubric, *happened)), "") == question


@pytest.mark.parametrize(
    ("typed", "question"),
    [("Are you frightened?", "Of what, and of whom?"), ("Are you frightened? Of whom?", "")],
)
def test_a_question_that_the_practitioner_asked_by_its_authors_words_is_not_asked_again(
    script: Script, rubric: Rubric, typed: str, question: str
) -> None:
    asked = {"words": "frightened", "question": "Of what, and of whom?", "answered_by": "of whom"}
    facts = facts_of(written(script, questions=[asked]), rubric, said("asks"), said(text=typed))
    assert next(find_own_questions(facts), "") == question


def test_the_worry_is_open_as_the_ending_says_and_else_as_the_scenario_does(script: Script, rubric: Rubric) -> None:
    ended = (said("asks"), said("child"), said())
    for scenario, ending in ((True, False), (False, True)):
        other = written(script, worry_open=scenario)
        endings = {
            **other.dialogue.endings,
            "open": other.dialogue.endings["open"].model_copy(update={"worry_open": ending}),
        }
        other = replace(other, dialogue=other.dialogue.model_copy(update={"endings": endings}))
        assert is_worry_open(facts_of(other, rubric, said())) is scenario
        assert is_worry_open(facts_of(other, rubric, *ended)) is ending


@pytest.mark.parametrize(
    ("children", "title"),
    [
        ("sam", "What Sam said and showed, as you have it"),
        (["somebody_else", "sam"], "What Sam said and showed, as you have it"),
        ("somebody_else", "What the child said and showed, as you have it"),
        ([], "What the child said and showed, as you have it"),
    ],
)
def test_the_childs_words_are_theirs_by_the_name_that_the_family_has(
    script: Script, rubric: Rubric, children: object, title: str
) -> None:
    """Where the author names nobody of the family, they are the child's."""
    (card,) = make_child_words_card(facts_of(written(script, children=children), rubric, said("asks"), said()))
    assert card.title == title
    assert page_of(written(script, children=children), rubric, said(), said()).find_card("child-words") is None


@pytest.mark.parametrize(
    ("sentence", "written_down"),
    [
        ("I'll put that it all seemed fine.", True),
        ("We're closing it, then.", True),
        ("The report will say that all is well.", True),
        ("It can be closed.", True),
        ("I won't write that it seemed fine.", False),
        ("I wrote that it seemed fine.", False),
        ("It seemed fine.", False),
    ],
)
def test_what_will_be_written_is_told_from_what_was_or_will_not_be(sentence: str, written_down: bool) -> None:
    assert will_be_written(sentence) is written_down


def test_a_folded_promise_says_that_it_is_not_theirs_alone_where_it_is_not(script: Script, rubric: Rubric) -> None:
    shared, own = (
        page_of(written(script), rubric, said(text=text)).list_cards(CardKind.PROMISE)[0].brief
        for text in ("He's not going back.", "I'll ring you at eight.")
    )
    assert shared == f"“He's not going back.” (reply 1) {NOT_YOURS_ALONE}"
    assert own == "“I'll ring you at eight.” (reply 1)"
