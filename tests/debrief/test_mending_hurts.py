"""Replies that hurt: which may be gone back to, which is gravest, and which may have been put right after all."""

import pytest

from coach.debrief.mending import (
    calls_them_names,
    denies_what_they_named,
    is_about_race,
    is_hurtful,
    steps_past,
    was_surely_left,
    weigh_hurt,
)
from coach.debrief.page_facts import PageFacts
from coach.model.events import Event
from coach.model.rubric import Polarity, Rubric, SubjectWords
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_keep_card import answer_in_turn
from tests.debrief.test_page_facts_answers import facts_of

TEA = said(text="Lovely cups.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("You people are too polite.", True),
        ('They said "you people" to you?', False),
        ("I said you people. That was wrong of me.", False),
        ("You are too polite.", False),
    ],
)
def test_a_word_for_people_that_hurts_is_gone_back_to_however_they_answer(
    script: Script, rubric: Rubric, text: str, names: bool
) -> None:
    facts = facts_of(script, rubric, said(), said(text=text), TEA)
    assert calls_them_names(facts, facts.exchange(2)) is names
    assert is_hurtful(facts, facts.mark(2)) is names
    assert is_about_race(facts, 2) is names


@pytest.fixture
def naming(rubric: Rubric) -> Rubric:
    """The rubric in which experience of racism is named by its word."""
    worded = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism", "racist"))})
    return rubric.model_copy(update={"answers": {**rubric.answers, "experience": worded}})


@pytest.mark.parametrize(
    ("named", "text", "denies"),
    [
        ("It's racist, that form.", "It isn't racist, it's a form.", True),
        ("It's racist, that form.", "Nobody is racist here.", True),
        ("It's racist, that form.", "I don't think that language is helpful.", True),
        ("It's racist, that form.", "I've not seen any evidence of racism in it.", True),
        ("It's racist, that form.", "I'd rather we left that word to one side.", True),
        ("It's racist, that form.", "I'd not throw round words like racist.", True),
        ("It's racist, that form.", "I don't think anyone's calling anybody racist.", True),
        ("It's racist, that form.", "That's a serious allegation.", True),
        ("It's racist, that form.", "I'll use the word racist, because it is.", False),
        ("It's racist, that form.", 'They said, "that language isn\'t helpful".', False),
        ("It's a long form.", "I don't think that language is helpful.", False),
        ("It's racist, that form.", "Is it not racist?", False),
        ("It's racist, that form.", "I believe you.", False),
        ("It's a long form.", "It isn't racist, it's a form.", False),
    ],
)
def test_what_denies_the_racism_that_they_have_just_named_is_gone_back_to(
    script: Script, naming: Rubric, named: str, text: str, denies: bool
) -> None:
    spoken = answer_in_turn(script, "Hello.", named, "Fine.", "Fine.")
    facts = facts_of(spoken, naming, said(), TEA, said(text=text), TEA)
    assert denies_what_they_named(facts, facts.exchange(3)) is denies
    assert is_hurtful(facts, facts.mark(3)) is denies


def test_what_says_something_of_them_is_graver_than_what_makes_it_small(script: Script, rubric: Rubric) -> None:
    facts = facts_of(
        script, rubric, said(), said(text="You people are too polite."), said("blunt", text="Only banter.")
    )
    assert weigh_hurt(facts, facts.mark(2)) > weigh_hurt(facts, facts.mark(3))


@pytest.mark.parametrize(
    ("later", "left"),
    [
        ("Lovely cups.", True),
        ("I laughed at the driver and the banter. That was wrong of me.", False),
        ("I offered you jam. That was wrong of me.", True),
    ],
)
def test_a_hurt_that_a_later_owning_has_a_word_of_is_not_left(
    script: Script, rubric: Rubric, later: str, left: bool
) -> None:
    happened: tuple[Event, ...] = (said(), said("blunt", text="It was only banter."), TEA, said(text=later))
    facts: PageFacts = facts_of(script, rubric, *happened)
    assert was_surely_left(facts, 2) is left


def test_what_steps_round_race_is_gone_back_to_unless_it_was_taken_up(script: Script, naming: Rubric) -> None:
    avoidant = sorted(naming.of(Polarity.AVOIDANT))
    spoken = answer_in_turn(script, "Hello.", "It's racist, that form.", "Fine.", "Fine.")
    if not avoidant:
        pytest.skip("no criterion of this rubric steps round anything")
    steps = said(avoidant[0], text="Not in writing, I think.")
    facts = facts_of(spoken, naming, said(), TEA, steps, TEA)
    assert steps_past(facts, facts.mark(3))
    owned = said("names", text="It is racist, and I was wrong not to say so.")
    facts = facts_of(spoken, naming, said(), TEA, steps, owned)
    assert not steps_past(facts, facts.mark(3))


def test_a_sorry_that_names_racism_may_be_for_what_made_it_small(script: Script, rubric: Rubric) -> None:
    denial = said(text="I treat everyone the same, whoever they are.")
    for later, left in (("Sorry, Pat. It was racism, and we sat there.", False), ("Sorry, Pat. It was late.", True)):
        facts = facts_of(script, rubric, said(), denial, TEA, said(text=later))
        assert was_surely_left(facts, 2) is left
