"""Fields of a review beside no single line: questions, an action, a signature."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from coach.content.validation import ReflectionModel, load_reflection_models
from coach.errors import NotNow
from coach.model.submission import Action, Submission
from coach.practice.safeguarding import LONGEST, look_for_details, without
from coach.supervision.agenda import format_day, parse_day, parse_future_day
from coach.supervision.desk_texts import DATE_ALONE
from coach.supervision.reflection import make_answer_key
from coach.supervision.stores import ReviewDraft
from coach.web.forms import Form

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
    return DATE_ALONE if day and not fields.action else ""
