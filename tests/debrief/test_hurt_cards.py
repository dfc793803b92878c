"""What was put right or taken back stands behind what it goes back to, where that is sure."""

import pytest

from coach.debrief.hurt_cards import TAKEN_BACK, list_mendings, make_mended_card
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_mending import with_third_answer
from tests.debrief.test_moments import lines, own
from tests.debrief.test_page_facts_answers import facts_of

GREETS, QUIET = said(), said(text="Lovely cups.")
HURTS = said("blunt", text="It was only banter, you learn to laugh.")


@pytest.mark.parametrize(
    ("later", "sure"),
    [
        ("I nearly told you to laugh. I'm sorry, Pat.", True),
        ("My 'learn to laugh', that was wrong of me.", True),
        ("I'm sorry, I shouldn't have asked about the cups and saucers.", False),
        ("You could laugh, you said.", False),
    ],
)
def test_a_hurt_and_the_later_reply_that_owns_a_word_of_it_stand_together(
    script: Script, rubric: Rubric, later: str, sure: bool
) -> None:
    facts = facts_of(script, rubric, GREETS, HURTS, QUIET, said(text=later))
    assert ((2, 4) in list_mendings(facts)) is sure


def test_what_hurt_nobody_is_taken_back_only_by_two_of_its_words_or_in_quotation_marks(
    script: Script, rubric: Rubric
) -> None:
    said_first = said(text="Boys are firm with boys, and it can be a cultural thing.")
    for later, sure in (
        ("I came here with it the wrong way round, and 'cultural' out of my mouth.", True),
        ("I came here with it the wrong way round.", False),
    ):
        facts = facts_of(script, rubric, GREETS, said_first, QUIET, said(text=later))
        assert ((2, 4) in list_mendings(facts)) is sure


def test_the_card_has_the_hurt_first_and_needs_both_replies(script: Script, rubric: Rubric) -> None:
    mends = said(text="I nearly told you to laugh. I'm sorry, Pat.")
    facts = facts_of(script, rubric, GREETS, HURTS, QUIET, mends)
    card = make_mended_card(facts, ())
    assert card is not None
    assert (card.title, card.replies) == (TAKEN_BACK, (4, 2))
    said_there = lines(card)
    assert said_there.index("It was only banter, you learn to laugh.") < said_there.index(mends.text)
    assert make_mended_card(facts, (2,)) is None
    assert make_mended_card(facts, (4,)) is None


def test_a_reply_that_stands_in_a_row_is_taken_from_it_for_a_hurt_alone(script: Script, rubric: Rubric) -> None:
    mends = said(text="I nearly told you to laugh. I'm sorry, Pat.")
    hurt = facts_of(script, rubric, GREETS, HURTS, QUIET, mends)
    assert make_mended_card(hurt, (), (4,)) is not None
    at_once = (GREETS, said(text="When did she get hit?"), said(text="Sorry, that came out wrong. What was it?"))
    plain = facts_of(with_third_answer(script, "It was the nine."), rubric, *at_once)
    assert make_mended_card(plain, ()) is not None
    assert make_mended_card(plain, (), (3,)) is None


def test_two_hurts_that_one_sorry_names_stand_before_it_and_one_that_it_does_not_name_is_left_out(
    script: Script, rubric: Rubric
) -> None:
    calls = said("blunt", text="You people always say that.")
    for later, both in (
        ("I'm sorry. I shouldn't have said you people, and I nearly told you to laugh at banter, sorry.", True),
        ("I nearly told you to laugh. I'm sorry, Pat.", False),
    ):
        card = make_mended_card(facts_of(script, rubric, GREETS, HURTS, calls, QUIET, said(text=later)), ())
        assert card is not None
        assert (calls.text in lines(card)) is both
        assert HURTS.text in lines(card)
        assert ("You went back to both." in own(card)) is both


def test_words_that_were_just_said_are_those_that_are_taken_back(script: Script, rubric: Rubric) -> None:
    first = said("asks", text="Who drives the bus, at school or at home?")
    just = said("asks", text="Who held your arms at school?")
    owns = said(text="And I said 'at school', didn't I, I put that in his mouth. That's my fault.")
    card = make_mended_card(facts_of(script, rubric, GREETS, first, just, owns), ())
    assert card is not None
    assert just.text in lines(card)
    assert first.text not in lines(card)


@pytest.mark.parametrize(
    ("later", "reads", "sure"),
    [
        ("You told me what he is, and I was off to Mars halfway round the world. I'm sorry, Pat.", True, True),
        ("You told me what he is, and I was off to Mars halfway round the world. I'm sorry, Pat.", False, False),
        ("You told me what he is, and it has not been easy. I'm sorry, Pat.", True, False),
    ],
)
def test_a_sorry_that_is_read_as_mending_stands_with_the_reply_before_it_where_it_says_its_words(
    script: Script, rubric: Rubric, later: str, reads: bool, sure: bool
) -> None:
    jests = said(text="Between them he has been halfway round the world.")
    mends = said("mend", text=later) if reads else said(text=later)
    facts = facts_of(with_third_answer(script, "You are all right."), rubric, GREETS, jests, mends)
    assert ((2, 3) in list_mendings(facts)) is sure


@pytest.mark.parametrize(
    ("later", "shown"),
    [
        ("No. That was a rubbish thing to say. What happened then?", True),
        ("Can I start again? What happened then?", True),
        ("That was a rubbish thing of the driver's. What happened then?", False),
    ],
)
def test_a_hurt_stands_with_the_very_next_reply_that_judges_it_or_begins_anew(
    script: Script, rubric: Rubric, later: str, shown: bool
) -> None:
    told = with_third_answer(script, "It was the nine.")
    assert ((2, 3) in list_mendings(facts_of(told, rubric, GREETS, HURTS, said(text=later)))) is shown
    unhurt = facts_of(told, rubric, GREETS, QUIET, said(text=later))
    assert (2, 3) not in list_mendings(unhurt), "nothing hurt"


def test_what_should_have_been_said_as_well_takes_nothing_back_that_hurt_nobody(script: Script, rubric: Rubric) -> None:
    first = said(text="Two minutes by the bell. They had no business counting minutes.")
    later = "It was racism. I should have said so when you told me two minutes by the bell."
    assert (2, 4) not in list_mendings(facts_of(script, rubric, GREETS, first, QUIET, said(text=later)))
