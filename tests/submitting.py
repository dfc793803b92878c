"""Saying something in a rehearsal as a practitioner does who was asked everything and meant it."""

from collections.abc import Collection
from pathlib import Path

from coach.model.submission import Action, Review, SubmissionScope
from coach.practice.rehearsal import Answered, Rehearsal
from coach.practice.safeguarding import ASKED, Question, WordsHeld
from coach.rehearsal.state import Exchange
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.submissions import SubmissionChoice


def submit_reply(rehearsing: Rehearsal, text: str, confirmed: Collection[Question] = ASKED) -> Exchange:
    """Say a reply, and give back its exchange. Raises WordsHeld where it was neither read nor kept."""
    came = rehearsing.submit(text, confirmed)
    if not isinstance(came, Answered):
        raise WordsHeld(came)
    return came.exchange


def promise(inbox: Inbox, file: Path, *, who: str, what: str) -> str:
    """Bring a question to a supervisor by file, and promise an action for it; return its id."""
    rehearsal = inbox.practice.begin(inbox.practice.library.shelf("dialogues")[0].id)
    submit_reply(rehearsal, "How has racism touched him?")
    service = SubmissionService(inbox.practice, inbox.stores)
    choice = SubmissionChoice(SubmissionScope.QUESTION, who=who, question=f"What did I miss, {file.name}?")
    item, _ = inbox.import_file(service.submit_to_file(rehearsal, service.preview(rehearsal, choice), file))
    inbox.hand_back(Review(brought=item.id, at=inbox.practice.clock(), action=Action(what=what)))
    return item.id
