"""Which later reply went back to an earlier one, and what was put right stands with it."""

from coach.debrief.first_page import CardKind
from coach.debrief.keep_card import PUT_RIGHT
from coach.debrief.mending import find_mending, find_taken_back, quotes_own, was_put_right
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_moments import lines, page_of
from tests.debrief.test_page_facts_answers import facts_of

SAME = "I treat everyone the same, whoever they are."
QUOTES = "I made it worse with my 'everyone the same' earlier."
MENDS = said("mend", text="I called it banter. That was wrong of me.")
BANTER = said("blunt", text="It was only banter.")


def test_a_reply_owns_what_it_quotes_of_an_earlier_one() -> None:
    assert quotes_own(SAME, QUOTES)
    assert not quotes_own(SAME, "You said 'everyone the same', and what did you mean?")
    assert not quotes_own("Lovely kitchen.", QUOTES)


def test_what_quotes_an_earlier_reply_goes_back_to_it_past_another_mending(script: Script, rubric: Rubric) -> None:
    happened = (said("blunt", text=SAME), BANTER, MENDS)
    assert find_mending(facts_of(script, rubric, *happened, said(text=QUOTES)), 1) == 4
    assert find_mending(facts_of(script, rubric, *happened, said(text="And the bus?")), 1) == 0


def test_a_reply_that_goes_back_to_another_one_puts_that_one_right_alone(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said("blunt", text=SAME), said(text="It was only banter."), MENDS)
    assert not was_put_right(facts, 1)
    assert was_put_right(facts_of(script, rubric, BANTER, said(text="And the bus?"), MENDS), 1)


def test_what_was_put_right_stands_on_the_page_behind_what_it_takes_back(script: Script, rubric: Rubric) -> None:
    mended = (said(), BANTER, MENDS, said("asks"))
    facts = facts_of(script, rubric, *mended)
    assert find_taken_back(facts, 3) == 2
    assert find_taken_back(facts_of(script, rubric, said(), said("mend", text="Sorry.")), 2) == 0
    keeps = page_of(script, rubric, *mended, again="4").list_cards(CardKind.KEEP)
    shown = [card for card in keeps if 3 in card.replies]
    assert [lines(card)[0] for card in shown] == ["It was only banter."]
    # One that the practitioner chose is not chosen again.
    again = page_of(script, rubric, *mended, again="3").list_cards(CardKind.KEEP)
    assert not [card for card in again if card.title == PUT_RIGHT]
