"""A home with something to bring, as tests of supervision in a browser need it, and what is never brought."""

from dataclasses import dataclass

from coach.model.submission import Submission, SubmissionScope
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED
from coach.supervision.reflection import KEPT_UNDER
from coach.supervision.startup import OpenedCoach
from coach.supervision.submissions import SubmissionChoice
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
