"""What front ends show of a conversation besides its lines: how to end it, once goodbye was said."""

from coach.practice.conversation_view import offer_end
from coach.practice.service import PracticeService
from coach.rehearsal.short_way import WHAT_ENDS_IT
from tests.submitting import submit_reply

ASKED = "How has racism touched him?"


def test_a_goodbye_that_ended_nothing_is_answered_with_the_way_to_end(practice: PracticeService) -> None:
    """After each of them, and after nothing else; a goodbye that is taken back offers nothing."""
    rehearsal = practice.begin("bus")
    assert not offer_end(rehearsal, "F9")
    submit_reply(rehearsal, "Bye for now, Pat.")
    assert not rehearsal.over
    assert offer_end(rehearsal, "F9") == "If that was goodbye, F9 ends it, and you look back."
    submit_reply(rehearsal, ASKED)
    assert not offer_end(rehearsal, "F9")
    submit_reply(rehearsal, "Thank you for the cake. Goodbye.")
    assert offer_end(rehearsal, "F9")
    rehearsal.take_back()
    assert not offer_end(rehearsal, "F9")
    submit_reply(rehearsal, "Goodbye.")
    rehearsal.finish()
    assert not offer_end(rehearsal, "F9"), "what is over needs no end"


def test_nothing_is_said_to_end_by_itself() -> None:
    """They may go on after a goodbye: who ends it, and how, is said plainly."""
    assert "by itself" not in WHAT_ENDS_IT
    assert "may end it" in WHAT_ENDS_IT
    assert "{way}" in WHAT_ENDS_IT
