"""A reply that is sorry and the earlier one that it goes back to: what points at it, and what does not."""

import pytest

from coach.debrief.hurt_cards import list_mendings
from coach.debrief.mending import find_mending, is_hurtful, is_sure_pair, was_surely_left
from coach.debrief.owning import begins_anew, quotes_with_sorry
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_mending import with_third_answer
from tests.debrief.test_page_facts_answers import facts_of

GREETS, QUIET = said(), said(text="Lovely cups.")


@pytest.mark.parametrize(
    ("first", "later", "sure"),
    [
        ("My mum said you learn to laugh.", "I put my own mum in it. I'm sorry, that was wrong of me.", False),
        ("It was only banter, you learn to laugh.", "I let her say banter. I'm sorry, that was wrong of me.", False),
        ("It was only banter, you learn to laugh.", "I called it banter. I'm sorry, that was wrong of me.", True),
        ("I'd tell Mrs Lomax, I promised.", "I promised you Mrs Lomax. I'm sorry, that was wrong of me.", False),
    ],
)
def test_far_from_a_hurt_neither_kin_nor_what_another_was_let_say_points_at_it(
    script: Script, rubric: Rubric, first: str, later: str, sure: bool
) -> None:
    facts = facts_of(script, rubric, GREETS, said("blunt", text=first), QUIET, said(text=later))
    assert is_sure_pair(facts, 2, 4) is sure


@pytest.mark.parametrize(
    ("later", "answer", "sure"),
    [
        ("Sorry, I ought not to have asked that.", "It was the nine.", True),
        ("Sorry, I ought not to have asked that.", "Was it the nine?", False),
        ("I've talked about this and that, and I'm sorry.", "It was the nine.", False),
        ("Lovely. Is it the school? It is more usual there. Sorry. That came out wrong.", "No harm done.", False),
        ("Is it the school? That was wrong of me, sorry.", "No harm done.", True),
    ],
)
def test_straight_after_what_hurt_nobody_a_sorry_goes_back_to_it_or_is_taken(
    script: Script, rubric: Rubric, later: str, answer: str, sure: bool
) -> None:
    told = with_third_answer(script, answer)
    facts = facts_of(told, rubric, GREETS, said(text="When did she get hit?"), said(text=later))
    assert is_sure_pair(facts, 2, 3) is sure


@pytest.mark.parametrize(
    ("text", "anew"),
    [
        ("No. Sorry. Can I start again, from the door?", True),
        ("Let me start again.", True),
        ("I'll try that again.", True),
        ("Where do the page numbers start again?", False),
        ("Shall I start?", False),
        ("'Can I start again?' she said to me once.", False),
    ],
)
def test_who_asks_leave_to_begin_once_more_begins_anew(text: str, anew: bool) -> None:
    assert begins_anew(text) is anew


def test_a_hurt_is_mended_by_beginning_anew_straight_after_and_by_no_later_beginning(
    script: Script, rubric: Rubric
) -> None:
    hurt, anew = said("blunt", text="It was only banter."), said(text="Can I start again? And the bus?")
    assert find_mending(facts_of(script, rubric, said(), hurt, anew), 2) == 3
    assert find_mending(facts_of(script, rubric, said(), hurt, QUIET, anew), 2) == 0


def test_who_reports_their_own_denial_goes_back_to_it_and_denies_nothing(script: Script, rubric: Rubric) -> None:
    denial, reports = said(text="I don't see colour, you know."), said(text="I said I don't see colour, and I should.")
    facts = facts_of(script, rubric, said(), denial, reports)
    assert is_hurtful(facts, facts.mark(2))
    assert not is_hurtful(facts, facts.mark(3))
    alone = facts_of(script, rubric, said(), said(text="I don't see colour, and I never did."))
    assert is_hurtful(alone, alone.mark(2))


def test_what_was_read_as_mending_goes_back_to_a_hurt_that_has_a_word_of_it(script: Script, rubric: Rubric) -> None:
    """None of the plainer ways to own stands in it: "I heard 'spoon', and had my answer before I parked"."""
    hurt = said("blunt", text="A lot of families would have the spoon.")
    for text, mending in (("I heard 'spoon', and I'd the answer before I parked.", 4), ("Let us go on with her.", 0)):
        facts = facts_of(script, rubric, GREETS, hurt, QUIET, said("mend", text=text))
        assert find_mending(facts, 2) == mending
        assert not was_surely_left(facts, 2)


def test_what_says_for_which_hurt_it_is_leaves_the_others(script: Script, rubric: Rubric) -> None:
    first, second = said("blunt", text="Girls like her run wild."), said("blunt", text="They were only looking round.")
    mends = said("mend", text="I'm sorry I made it about looking round.")
    facts = facts_of(script, rubric, GREETS, first, QUIET, second, QUIET, mends)
    assert was_surely_left(facts, 2)
    assert not was_surely_left(facts, 4)


@pytest.mark.parametrize(
    ("later", "pairs"),
    [
        ("And I'm sorry about 'shouty' before, I talked to the word.", [(2, 4)]),
        ("And here you were 'shouty'. I'm sorry, Pat.", [(2, 4)]),
        ("I'm so sorry he had that, with the shouty ones.", []),
        ("They wrote 'shouty'. Tell me about the bus.", []),
    ],
)
def test_a_word_that_is_quoted_beside_a_sorry_is_gone_back_to(
    script: Script, rubric: Rubric, later: str, pairs: list[tuple[int, int]]
) -> None:
    hurt = said("blunt", text="If anyone gets shouty on this line I have to end the call.")
    facts = facts_of(script, rubric, GREETS, hurt, QUIET, said(text=later))
    assert list(list_mendings(facts)) == pairs


@pytest.mark.parametrize(("theirs", "sorry"), [((), True), (("He said I was shouty.",), False)])
def test_nobody_is_sorry_for_a_word_that_was_read_back(theirs: tuple[str, ...], sorry: bool) -> None:
    assert quotes_with_sorry("Don't get shouty.", "I'm sorry about 'shouty'.", theirs) is sorry


def test_what_owned_something_itself_is_not_what_was_put_right(script: Script, rubric: Rubric) -> None:
    """ "It was a threat, I take it back" hurt nobody, and a later sorry is for something else."""
    back = said(text="It was a threat about the lid. I take it back.")
    later = said("mend", text="I wrote it before I met you, the lid and all, and that was wrong of me.")
    facts = facts_of(script, rubric, GREETS, back, QUIET, later)
    assert (2, 4) not in list(list_mendings(facts))
