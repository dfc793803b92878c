"""Saying something in a rehearsal as a practitioner does who was asked everything and meant it."""

from collections.abc import Collection

from coach.practice.rehearsal import Answered, Rehearsal
from coach.practice.safeguarding import ASKED, Question, WordsHeld
from coach.rehearsal.state import Exchange


def submit_reply(rehearsing: Rehearsal, text: str, confirmed: Collection[Question] = ASKED) -> Exchange:
    """Say a reply, and give back its exchange. Raises WordsHeld where it was neither read nor kept."""
    came = rehearsing.submit(text, confirmed)
    if not isinstance(came, Answered):
        raise WordsHeld(came)
    return came.exchange
