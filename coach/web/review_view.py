"""A supervisor's view of a submission: its lines, the review so far, the fields of that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b

from coach.content.validation import ReflectionModel, load_reflection_models
from coach.errors import NotKnown, NotNow
from coach.language.catalogue import say
from coach.model.rubric import Rubric
from coach.model.submission import (
    Action,
    Review,
    Submission,
    SubmittedLine,
    View,
    find_comment,
    remove_view,
    set_comment,
    set_view,
)
from coach.practice.safeguarding import LONGEST, look_for_details, without
from coach.rehearsal.script import Script
from coach.supervision.agenda import format_day, parse_day, parse_future_day
from coach.supervision.desk_texts import DATE_ALONE
from coach.supervision.documents import word_own_view
from coach.supervision.inbox import Inbox, InboxItem
from coach.supervision.reflection import make_answer_key
from coach.supervision.stores import ReviewDraft
from coach.supervision.submissions import describe_addressee, describe_criterion, describe_notes, is_own
from coach.web.forms import Form, NoForm
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
            raise NotKnown(say("There is no such line in it."), say("Choose one of those on the page."))
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
        raise NotNow(
            " ".join(item.unread) or say("It cannot be read."), say("Ask for it again."), title=say("It cannot be read")
        )
    said = item.response or Review(brought=item.id, at=inbox.practice.clock(), who=inbox.find_signature())
    return OpenedReview(
        item,
        brought,
        item.draft or ReviewDraft(response=said),
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
        described = zip(line.notes, describe_notes(line, say("They")), strict=True) if line.reply else ()
        for note, words in described:
            view = views.pop(note.criterion, None)
            says = word_own_view(view.view, note.criterion, line) if view else ""
            reason = view.reason if view else ""
            said = view.view if view else None
            notes.append(NoteView(note.criterion, words, said, says, reason))
        also = tuple(
            NoteView(
                key,
                describe_criterion(key, line, rubric),
                view.view,
                word_own_view(view.view, view.criterion, line),
                view.reason,
            )
            for key, view in views.items()
        )
        speaker = (opened.brought.who or say("The practitioner")) if is_own(line) else line.speaker
        yield ReviewLine(place, line, speaker, is_own(line), tuple(notes), also, find_comment(response, place))


def make_seal(response: Review) -> str:
    """Make a hash of a review, by which a form says that it is about the one that was shown."""
    return blake2b(response.model_dump_json(exclude={"at"}).encode(), digest_size=12).hexdigest()


# --- What is said beside lines: boxes of one form, and the buttons in it

COMMENT, REASON = "comment-", "reason-"
"""What begins the names of boxes: `comment-3` beside the third line, `reason-3-minimises` beside a note on it."""
KEEP = "keep"
"""What a button says that keeps what was typed, and nothing of a note."""
TAKE_BACK = "none"
"""What a button says that takes back what was said of a note."""
LONGEST_REASON = 1000
NO_SUCH_NOTE = NotKnown("There is no such note on that line.", "Choose one of those on the page.")


def read_boxes(form: Form) -> dict[str, str]:
    """Read what stands in the boxes beside lines, by their names. Raises FormRefused."""
    typed = {name: form.words(name, LONGEST).strip() for name in form.fields if name.startswith(COMMENT)}
    reasons = (name for name in form.fields if name.startswith(REASON))
    return typed | {name: form.words(name, LONGEST_REASON).strip() for name in reasons}


def fill_in_boxes(opened: OpenedReview, typed: Mapping[str, str]) -> Review:
    """Return the review with what stands in boxes. Raises NotKnown.

    Args:
        opened: what it is a review of.
        typed: what stands in them, by their names.
    """
    response = opened.response
    for name, words in typed.items():
        kind, place, criterion = _split_box(name)
        line = opened.find_line(place) if place else None
        if kind == COMMENT:
            response = set_comment(response, place, words)
        elif line is None:
            raise NO_SUCH_NOTE
        elif view := response.view(line.reply, criterion):
            response = set_view(response, line.reply, criterion, view.view, words)
    return response


def _split_box(name: str) -> tuple[str, int, str]:
    """Split a box's name into its kind, its line's place, and the criterion.

    Raises NotKnown.
    """
    kind, _, rest = name.partition("-")
    place, _, criterion = rest.partition("-")
    return f"{kind}-", parse_place(place), criterion


def parse_place(words: str) -> int:
    """Return the place of a line, as an address or a form says it. Raises NotKnown."""
    if not (words.isascii() and words.isdigit() and len(words) < 6):
        raise NotKnown(say("There is no such line in it."), say("Choose one of those on the page."))
    return int(words)


@dataclass(frozen=True, slots=True)
class PressedButton:
    """What the button says that was pressed beside a line; without a place, nothing of any line."""

    view: View | None = None
    """How the supervisor sees a criterion; None to keep what is typed, or to take a view back."""
    place: int = 0
    criterion: str = ""
    """Empty where nothing is said of one."""

    @classmethod
    def read(cls, form: Form) -> "PressedButton":
        """Read it from a form. Raises FormRefused or NotKnown."""
        said, place, criterion = (*form.text("do").split(" "), "", "", "")[:3]
        if said in ("", KEEP):
            return cls(place=parse_place(place) if place else 0)
        if said not in (*View, TAKE_BACK) or not criterion:
            raise NoForm
        return cls(None if said == TAKE_BACK else View(said), parse_place(place), criterion)

    @property
    def anchor(self) -> str:
        """Where on the page its line stands."""
        return f"#line-{self.place}" if self.place else ""

    def say(self, opened: OpenedReview, response: Review, reason: str | None = None) -> Review:
        """Return a review with what the button says. Raises NotKnown.

        Args:
            opened: what it is a review of.
            response: the review.
            reason: why the supervisor sees it so; None to leave it as it is.
        """
        if not self.criterion:
            return response
        line = opened.find_line(self.place)
        before = response.view(line.reply, self.criterion)
        noted = any(note.criterion == self.criterion for note in line.notes)
        may_name = noted or before is not None
        if self.view is View.ALSO and not noted:
            may_name = opened.rubric is not None and self.criterion in opened.rubric.criteria
        if not line.reply or not may_name or (self.view and noted == (self.view is View.ALSO)):
            raise NO_SUCH_NOTE
        if self.view is None:
            return remove_view(response, line.reply, self.criterion)
        kept = reason if reason is not None else before.reason if before else ""
        return set_view(response, line.reply, self.criterion, self.view, kept)


# --- Fields beside no single line: questions, an action, a signature

ASK = "ask."
"""What begins the name of a ticked question's field."""
LONGEST_ACTION, LONGEST_DAY, LONGEST_WHO = 1000, 40, 100


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """The questions of a reflection model, each with its field's name and whether it is ticked."""

    id: str
    name: str
    questions: tuple[tuple[str, str, bool], ...]

    @property
    def ticked(self) -> int:
        """How many of them are ticked."""
        return sum(is_ticked for _, _, is_ticked in self.questions)


def make_question_groups(models: Mapping[str, ReflectionModel], ticked: tuple[str, ...]) -> tuple[QuestionGroup, ...]:
    """Make the groups of questions that can be sent back, in the order of the models.

    Args:
        models: the reflection models, by id.
        ticked: the keys of those that are ticked.
    """
    groups = []
    for model, entry in models.items():
        keys = ((make_answer_key(model, key), words) for key, words in entry.questions.items())
        questions = tuple((f"{ASK}{key}", words, key in ticked) for key, words in keys)
        groups.append(QuestionGroup(model, entry.name, questions))
    return tuple(groups)


def list_known_questions() -> dict[str, str]:
    """List the questions of every reflection model, by their keys."""
    return {
        make_answer_key(model, key): words
        for model, entry in load_reflection_models().items()
        for key, words in entry.questions.items()
    }


@dataclass(frozen=True, slots=True)
class ReviewFields:
    """What stands in the fields of a review."""

    ticked: tuple[str, ...] = ()
    """The keys of the models' questions that go back."""
    questions: str = ""
    """Questions in the supervisor's own words, one a line."""
    action: str = ""
    by: str = ""
    """The date of the action, as it is typed."""
    who: str = ""
    may_teach: bool = False

    @classmethod
    def read_draft(cls, draft: ReviewDraft) -> "ReviewFields":
        """Return the fields as a draft fills them."""
        response, known = draft.response, list_known_questions()
        keys = {words: key for key, words in known.items()}
        return cls(
            tuple(keys[words] for words in response.questions if words in keys),
            "\n".join(words for words in response.questions if words not in keys),
            response.action.what if response.action else "",
            draft.by,
            response.who,
            response.may_teach,
        )

    @classmethod
    def read(cls, form: Form) -> "ReviewFields":
        """Read the fields from a form. Raises FormRefused."""
        return cls(
            tuple(name.removeprefix(ASK) for name in form.fields if name.startswith(ASK)),
            form.words("questions", LONGEST),
            form.text("action", LONGEST_ACTION).strip(),
            form.text("by", LONGEST_DAY).strip(),
            form.text("who", LONGEST_WHO).strip(),
            form.flag("may_teach"),
        )

    def list_typed(self) -> dict[str, str]:
        """List what was typed and goes to somebody, but for the signature, by its field."""
        return {"questions": self.questions, "action": self.action}

    def list_fields(self) -> dict[str, str]:
        """List them as fields of a form that sends them again."""
        fields = self.list_typed() | {"by": self.by, "who": self.who}
        fields |= {f"{ASK}{key}": "yes" for key in self.ticked}
        return fields | ({"may_teach": "yes"} if self.may_teach else {})

    def without_details(self, known: frozenset[str]) -> "ReviewFields":
        """Return the fields without real people's details in what was typed."""
        typed = {name: without(words, look_for_details(words, known)) for name, words in self.list_typed().items()}
        return replace(self, questions=typed["questions"], action=typed["action"])

    def list_questions(self) -> Iterator[str]:
        """List the questions that go back, each once: the models' first."""
        known = list_known_questions()
        own = (line.strip() for line in self.questions.splitlines())
        yield from dict.fromkeys((*(known[key] for key in known if key in self.ticked), *filter(None, own)))

    def fill_in(self, draft: ReviewDraft, brought: Submission, today: date) -> ReviewDraft:
        """Return a draft with the fields in it; of "in a fortnight" the day itself is kept.

        Args:
            draft: the draft.
            brought: what it is a review of.
            today: the day.
        """
        by = parse_day(self.by, today)
        response = draft.response.model_copy(
            update={
                "questions": tuple(self.list_questions()),
                "action": Action(what=self.action, by=by) if self.action else None,
                "who": self.who,
                "may_teach": self.may_teach and brought.may_teach,
            }
        )
        return ReviewDraft(response=response, by=format_day(by) if by else "")


def find_wrong_day(fields: ReviewFields, today: date) -> str:
    """Say what is wrong with the date, or with a date without an action; empty if nothing is.

    Args:
        fields: the fields.
        today: the day.
    """
    try:
        day = parse_future_day(fields.by, today)
    except NotNow as error:
        return str(error)
    return say(DATE_ALONE) if day and not fields.action else ""
