"""A home with something to bring, as tests of supervision in a browser need it, and what is never brought."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType

import pytest
from aiohttp import web

from coach.model.submission import (
    Action,
    Comment,
    Review,
    SecondView,
    Submission,
    SubmissionScope,
    View,
)
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED
from coach.supervision.importing import parse_handed_over
from coach.supervision.reflection import KEPT_UNDER
from coach.supervision.startup import OpenedCoach
from coach.supervision.submissions import SubmissionChoice
from coach.web.own_desk import make_item_address
from tests.submitting import submit_reply

HURTS = "It was only banter, and he is too sensitive."
MENDS = "I am sorry, I called it banter. What was it like for him?"
PRIVATE = (
    "This line of Wednesday is not brought.",
    "Quietly I was thinking of my aunt.",
    "My own place is nobody else's.",
    "I picture them otherwise.",
)
"""What a practitioner said and wrote in the same rehearsal, and does not bring."""


def note_answers(
    monkeypatch: pytest.MonkeyPatch, server: ModuleType, name: Callable[[web.Request], str]
) -> dict[str, list[bytes]]:
    """Note every byte that a kind of server answers with from now on, under a name of each request."""
    answers: dict[str, list[bytes]] = {}
    dress = server._dress

    async def note(request: web.Request, answer: web.StreamResponse) -> None:
        await dress(request, answer)
        body = answer.body if isinstance(answer, web.Response) else b""
        answers.setdefault(name(request), []).append(body if isinstance(body, bytes) else b"")

    monkeypatch.setattr(server, "_dress", note)
    return answers


@dataclass(frozen=True)
class Handed:
    """Something that was handed over."""

    rehearsal: Rehearsal
    brought: Submission
    text: str
    """What is in the file."""


def hand_over(coach: OpenedCoach, what: SubmissionScope = SubmissionScope.MOMENT, **choice: object) -> Handed:
    """Rehearse with things kept for oneself, and hand one moment over as a file."""
    rehearsal = coach.practice.begin("wrong_box", position=PRIVATE[2], confirmed=ASKED)
    for words in (HURTS, MENDS, PRIVATE[0], "What would help Theo?"):
        submit_reply(rehearsal, words)
    rehearsal.reflect("supervision", PRIVATE[1], ASKED)
    rehearsal.reflect(f"{KEPT_UNDER}first", PRIVATE[3], ASKED)
    chosen: dict[str, object] = {
        "reply": 1,
        "who": "Ann",
        "question": "Did I rush him?",
        "with_mending": True,
        **choice,
    }
    brought = coach.submission_service.preview(rehearsal, SubmissionChoice(what, **chosen))  # type: ignore[arg-type]
    text = coach.submission_service.submit_as_text(rehearsal, brought, confirmed=ASKED)
    return Handed(rehearsal, brought, text)


def list_pages(coach: OpenedCoach) -> tuple[str, ...]:
    """Lay something on the desk and answer it, and list every page of supervision that can be looked at then."""
    handed = hand_over(coach)
    inbox, service = coach.inbox, coach.submission_service
    item = inbox.add_item(parse_handed_over(handed.text.encode(), "brought.coach.json"))
    criterion = handed.brought.replies()[0].notes[0].criterion
    review = Review(
        brought=item.id,
        at=coach.practice.clock(),
        who="Sue",
        comments=(Comment(line=3, words="You came straight back to it."), Comment(words="Thank you.")),
        views=(
            SecondView(reply=1, criterion=criterion, view=View.DISAGREE, reason="He had just come in."),
            SecondView(reply=1, criterion="curious", view=View.ALSO, reason="It can be heard."),
        ),
        questions=("What did he hear?",),
        action=Action(what="Ask for other forms", by=coach.practice.clock().date() + timedelta(days=9)),
    )
    inbox.hand_back_as_text(review)
    service.import_review(review)
    desk, brought = f"/desk/{make_item_address(item.id)}", f"/rehearsals/{handed.rehearsal.id}/brought"
    (action,) = inbox.actions.list_open()
    return (
        "/desk",
        *(f"{desk}{rest}" for rest in ("", "/line/3", "/also/3", "/if-hard", "/agree", "/back", "/hand-back")),
        f"{desk}/take-back",
        f"{desk}/put-away",
        "/agenda",
        "/actions",
        f"/actions/{action.id}/off",
        "/sheet",
        "/agreement",
        "/differences",
        "/exercises",
        "/exercises/new",
        "/exercises/given",
        brought,
        f"{brought}/{handed.brought.id}/record",
        f"{brought}/{handed.brought.id}/withdraw",
    )
