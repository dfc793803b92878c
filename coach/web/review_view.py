"""A supervisor's view of a submission: its lines, their notes, the review so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from coach.errors import NotKnown, NotNow
from coach.model.rubric import Rubric
from coach.model.submission import Review, Submission, SubmittedLine, View, find_comment
from coach.rehearsal.script import Script
from coach.supervision.agenda import format_day
from coach.supervision.documents import OWN_VIEWS
from coach.supervision.inbox import Inbox, InboxItem
from coach.supervision.stores import ReviewDraft
from coach.supervision.submissions import describe_addressee, describe_criterion, describe_notes, is_own
from coach.web.own_desk import make_item_address


@dataclass(frozen=True, slots=True)
class OpenedReview:
    """A submission with its review so far, and what this machine knows of it."""

    item: InboxItem
    brought: Submission
    draft: ReviewDraft
    script: Script | None
    rubric: Rubric | None
    known: frozenset[str]
    """Words of the script, whose people are invented."""

    @property
    def response(self) -> Review:
        """The review so far."""
        return self.draft.response

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/desk/{make_item_address(self.item.id)}"

    @property
    def whom(self) -> str:
        """Whom the review goes to."""
        return describe_addressee(self.brought.who, self.item.login)

    def find_line(self, place: int) -> SubmittedLine:
        """Find a line by its place, counted from 1. Raises NotKnown."""
        if not 0 < place <= len(self.brought.lines):
            raise NotKnown("There is no such line in it.", "Choose one of those on the page.")
        return self.brought.lines[place - 1]

    def say(self, response: Review) -> ReviewDraft:
        """Return the draft with another review in it."""
        return self.draft.model_copy(update={"response": response})


def read_review(inbox: Inbox, item: InboxItem) -> OpenedReview:
    """Read a submission with its review so far. Raises NotNow where it cannot be read.

    Args:
        inbox: the desk.
        item: what lies on it.
    """
    brought = item.brought
    if brought is None:
        raise NotNow(" ".join(item.unread) or "It cannot be read.", "Ask for it again.", title="It cannot be read")
    said = item.response or Review(brought=item.id, at=inbox.practice.clock(), who=inbox.find_signature())
    by = format_day(said.action.by) if said.action and said.action.by else ""
    return OpenedReview(
        item,
        brought,
        item.draft or ReviewDraft(response=said, by=by),
        inbox.find_script(brought),
        inbox.find_rubric(brought),
        inbox.collect_known_words(brought),
    )


# --- What the page shows


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note of the coach's on a line, or what the supervisor alone says of it."""

    criterion: str
    words: str
    view: View | None = None
    says: str = ""
    """What the supervisor says of it, in words; empty for nothing."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line of what was brought, with what the supervisor says of it."""

    place: int
    line: SubmittedLine
    speaker: str
    is_own: bool
    notes: tuple[NoteView, ...]
    also: tuple[NoteView, ...]
    comment: str


def list_review_lines(opened: OpenedReview) -> Iterator[ReviewLine]:
    """List the lines of what was brought, each with its notes and what is said of them so far."""
    response, rubric = opened.response, opened.rubric
    for place, line in enumerate(opened.brought.lines, 1):
        views = {view.criterion: view for view in response.views if line.reply and view.reply == line.reply}
        notes = []
        described = zip(line.notes, describe_notes(line, "They"), strict=True) if line.reply else ()
        for note, words in described:
            view = views.pop(note.criterion, None)
            says = OWN_VIEWS[view.view] if view else ""
            reason = view.reason if view else ""
            said = view.view if view else None
            notes.append(NoteView(note.criterion, words, said, says, reason))
        also = tuple(
            NoteView(key, describe_criterion(key, line, rubric), view.view, OWN_VIEWS[view.view], view.reason)
            for key, view in views.items()
        )
        speaker = (opened.brought.who or "The practitioner") if is_own(line) else line.speaker
        yield ReviewLine(place, line, speaker, is_own(line), tuple(notes), also, find_comment(response, place))


def make_seal(response: Review) -> str:
    """Make a hash of a review, by which a form says that it is about the one that was shown."""
    return blake2b(response.model_dump_json(exclude={"at"}).encode(), digest_size=12).hexdigest()
