"""What is held up to keep: never what they turned down first, whatever they told after it."""

import pytest

from coach.debrief.first_page import CardKind
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_moments import page_of
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer

ASKED = "Well, what happened on the bus?"


@pytest.mark.parametrize(
    ("first", "kept"), [("You asked.", True), ("No, thank you.", False), ("Not today.", False), ("Well, no.", False)]
)
def test_a_reply_that_they_turned_down_is_not_held_up(script: Script, rubric: Rubric, first: str, kept: bool) -> None:
    told = with_answer(script, "told", pat(first))
    page = page_of(told, rubric, said(), said("asks", text=ASKED))
    assert bool(page.list_cards(CardKind.KEEP)) is kept


def test_an_apology_that_they_push_back_at_is_not_held_up_and_a_question_is(script: Script, rubric: Rubric) -> None:
    """ "Sorry is easy" answers an apology; to a question it is something told."""
    told = with_answer(script, "told", pat("Enough of sorry, is what I say."))
    for text, kept in ((ASKED, True), (f"I'm sorry I called it banter. {ASKED}", False)):
        page = page_of(told, rubric, said(), said("asks", text=text))
        assert bool(page.list_cards(CardKind.KEEP)) is kept
