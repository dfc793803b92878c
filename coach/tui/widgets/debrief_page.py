"""The first page of a debrief: what was explored, moments, points, and where to go next."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Collapsible, Input

from coach.debrief.builder import CLOSE
from coach.debrief.render import (
    FIRST_PAGE,
    Section,
    describe_limits,
    lay_out_beginning,
    lay_out_evidence,
    lay_out_more,
    lay_out_point,
    lay_out_section,
)
from coach.debrief.report import (
    ANSWERS,
    INTENTION,
    Debrief,
    Point,
    PointKind,
    SubjectOutcome,
    VerdictMark,
)
from coach.model.events import Stance
from coach.model.exercise import Exercise, ExerciseReturn
from coach.model.reading import Certainty
from coach.model.submission import SubmissionScope
from coach.practice.safeguarding import Care
from coach.rehearsal.state import History
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import TypedLine
from coach.tui.widgets.text import Prose, draw_blocks, draw_heading, draw_quote

# --- The practitioner's own words

ONLY_YOU = "Only you see this."
"""Of what never goes along to supervision: whether what was wanted happened."""


@dataclass
class Thought(Message):
    """Message posted when the practitioner writes a thought to be stored with the rehearsal."""

    on: str
    words: str


class OwnWordsBox(Vertical):
    """A line for the practitioner's own words, with buttons for ready answers."""

    def __init__(self, on: str, before: tuple[str, ...], answers: tuple[str, ...] = (), answered: str = "") -> None:
        """Make the box for one question.

        Args:
            on: the key under which the words are stored.
            before: what was written before, the latest last.
            answers: the ready answers.
            answered: the answer that was pressed, if one was.
        """
        super().__init__(classes="own-words", id=f"own-words-{on}")
        self._on = on
        self._before = before
        self._answers = answers
        self._answered = answered

    def compose(self) -> ComposeResult:
        if self._answers:
            yield Prose(ONLY_YOU, classes="quiet")
        if self._answered:
            yield Prose(f"{self._answered}.", "You said:", classes="item")
        for words in self._before:
            yield Prose(words, "You wrote:", classes="item")
        with Horizontal(classes="choices"):
            for number, answer in enumerate(self._answers):
                yield Button(answer, name=answer, compact=True, id=f"answer-{self._on}-{number}")
            keep = "Keep these words" if self._answers else "Keep this thought"
            yield Button(keep, name="", compact=True, id=f"keep-{self._on}")
        yield TypedLine(
            placeholder="In your own words, if you like. Enter keeps them",
            id=f"thought-{self._on}",
            max_length=2000,
            compact=True,
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._keep(event.button.name or "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._keep("")

    def _keep(self, answer: str) -> None:
        typed = self.query_one(Input).value.strip()
        words = ". ".join(part for part in (answer, typed) if part)
        if words:
            self.post_message(Thought(self._on, words))


# --- Verdicts the coach is unsure of

STANCES = {"fair": "that's fair", "not_meant": "that's not what I meant"}


@dataclass
class FitAnswer(Message):
    """Message posted when the practitioner says whether an uncertain verdict fits."""

    mark: VerdictMark
    stance: Stance


class UncertainVerdict(Vertical, can_focus=True):
    """A verdict that the coach is unsure of, put as a question that one key answers."""

    BINDINGS = make_bindings("question")

    def __init__(self, mark: VerdictMark) -> None:
        super().__init__(classes="question", id=f"question-{mark.reply}-{mark.criterion}")
        self._mark = mark

    def compose(self) -> ComposeResult:
        mark = self._mark
        yield draw_quote(mark.quote, f"You, reply {mark.reply}")
        if mark.disputed:
            yield Prose(f"The coach asked: “{mark.name}”? You said: {STANCES[mark.disputed]}.", classes="say")
        else:
            yield Prose(f"The coach wasn't certain here. Does “{mark.name}” fit?", classes="say")
        with Horizontal(classes="choices"):
            yield Button("Yes, it fits (y)", classes="fair", compact=True)
            yield Button("Not what I meant (n)", classes="not-meant", compact=True)

    def on_mount(self) -> None:
        """Take the buttons out of the tab order, so that the question is one stop."""
        for button in self.query(Button):
            button.can_focus = False

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_answer("fair" if event.button.has_class("fair") else "not_meant")

    def action_answer(self, stance: str) -> None:
        """Post the practitioner's answer whether the verdict fits."""
        self.post_message(FitAnswer(self._mark, Stance(stance)))


# --- Points


class PointCard(Vertical):
    """A point of the debrief: something to keep doing, to try, or to think about."""

    def __init__(self, point: Point, asked_later: str, who: str = "You") -> None:
        """Make the card of a point.

        Args:
            point: the point.
            asked_later: the question for supervision, which is often this point's and is not asked twice.
            who: how the speaker of the quoted reply is named: `You`, or a name.
        """
        super().__init__(classes="point")
        self._point = point
        self._asked_later = asked_later
        self._who = who

    def compose(self) -> ComposeResult:
        point = self._point
        yield from draw_blocks(lay_out_point(point, self._asked_later, self._who), ":")
        if point.kind is not PointKind.KEEP and point.reply:
            yield Button(
                f"Say reply {point.reply} again",
                action=f"screen.say_again({point.reply})",
                compact=True,
                tooltip="Go back to just before that line and try other words",
            )


# --- How openly subjects were explored


class SubjectAnswer(Vertical):
    """How openly one subject was explored: a level, its meaning, and quotations."""

    def __init__(self, subject: SubjectOutcome) -> None:
        super().__init__(classes="answer")
        self._subject = subject

    def compose(self) -> ComposeResult:
        subject = self._subject
        yield draw_heading(subject.name, 3)
        yield Prose(f"{subject.meaning}.", f"{subject.level_name}:", classes="say")
        if subject.because:
            yield Prose(f"It stays there because {subject.because}.", classes="say")
        yield from draw_blocks(lay_out_evidence(evidence) for evidence in subject.evidence)


# --- What an exercise asks for afterwards

ASKS = {
    ExerciseReturn.ONE_MOMENT: "It asks for one moment to bring, which is yours to refuse.",
    ExerciseReturn.ONE_QUESTION: "It asks for one question to bring, which is yours to refuse.",
    ExerciseReturn.NOTHING: "It asks for nothing to be brought.",
}
BRINGS = {
    ExerciseReturn.ONE_MOMENT: ("Bring one moment", SubmissionScope.MOMENT),
    ExerciseReturn.ONE_QUESTION: ("Bring one question", SubmissionScope.QUESTION),
}


def compose_exercise(exercise: Exercise) -> ComposeResult:
    """Make the widgets for what an exercise asks for afterwards, with buttons to do it."""
    yield Prose(f"“{exercise.title}”. {ASKS[exercise.bring]}", "For the exercise:", classes="say")
    with Horizontal(classes="onward"):
        yield Button("Questions afterwards", action="screen.reflect", compact=True)
        if exercise.bring in BRINGS:
            words, what = BRINGS[exercise.bring]
            yield Button(words, action=f"screen.bring('{what}')", compact=True)


# --- The page

MOST_QUESTIONS = 2
"""Of what the coach is unsure of on the first page; the rest stand beside the lines they are about."""
MOST_WORDS = 2
"""Of what somebody wrote in one place, the latest last; the rest is in the export."""

BRING = "Bring anything useful to supervision."


class LookingBack(VerticalScroll):
    """The first page of a debrief, with its sections in the same order as in every front end."""

    def __init__(self, debrief: Debrief, story: History, care: Care, exercise: Exercise | None = None) -> None:
        """Make the page of one attempt.

        Args:
            debrief: the debrief of the attempt.
            story: the rehearsal's history.
            care: the words and signposts that look after the practitioner.
            exercise: the exercise that it was rehearsed for, if there was one.
        """
        super().__init__(id="looking-back")
        self._debrief = debrief
        self._story = story
        self._care = care
        self._exercise = exercise

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            for section in FIRST_PAGE:
                yield from self._draw_section(section)
            with Collapsible(title="Show more: every opening, the seven parts, harm and repair", id="more"):
                yield from draw_blocks(lay_out_more(self._debrief))
            yield from self._draw_onward()

    def _draw_section(self, section: Section) -> ComposeResult:
        """Make the widgets of a section of the page; `FIRST_PAGE` has the sections' order."""
        match section:
            case Section.BEGINNING:
                yield from self._draw_beginning()
            case Section.ANSWERS:
                yield from self._draw_answers()
            case Section.MOMENTS:
                yield from draw_blocks(lay_out_section(self._debrief, section), ":")
            case Section.POINTS:
                yield from (PointCard(point, self._debrief.question) for point in self._debrief.points)
            case Section.UNSURE:
                yield from self._draw_unsure()
            case Section.QUESTION:
                yield from self._draw_question()
            case Section.CLOSE:
                yield from self._draw_close()

    def _draw_beginning(self) -> ComposeResult:
        debrief = self._debrief
        yield from draw_blocks(lay_out_beginning(debrief), ":")
        if debrief.intention:
            happened = debrief.happened
            yield OwnWordsBox(INTENTION, happened.words[-MOST_WORDS:], ANSWERS, happened.answer)
        if self._exercise:
            yield from compose_exercise(self._exercise)

    def _draw_answers(self) -> ComposeResult:
        yield draw_heading("How openly, in this conversation")
        if not self._story.attempt(self._debrief.attempt).replies():
            yield Prose("Nothing was said yet, so there is little to look back on. That is fine.", classes="say first")
            return
        for answer in self._debrief.answers:
            yield SubjectAnswer(answer)

    def _draw_unsure(self) -> ComposeResult:
        unsure = [m for m in self._debrief.marks if m.certainty is Certainty.POSSIBLE]
        unsure.sort(key=lambda m: bool(m.disputed))
        if not unsure:
            return
        yield draw_heading("Where the coach wasn't certain")
        yield from (UncertainVerdict(mark) for mark in unsure[:MOST_QUESTIONS])
        if len(unsure) > MOST_QUESTIONS:
            yield Prose("More questions like these stand beside your lines in “The conversation”.", classes="say")

    def _draw_question(self) -> ComposeResult:
        if self._debrief.question:
            yield from draw_blocks(lay_out_section(self._debrief, Section.QUESTION), ":")
            yield OwnWordsBox("supervision", self._wrote("supervision"))

    def _draw_close(self) -> ComposeResult:
        yield Prose(f"{describe_limits(self._debrief)} {BRING}", "Please remember:", classes="say close")
        yield Prose(CLOSE, classes="say")
        yield Prose(self._care.grounding, classes="say")
        yield Prose("If any of it stays with you, there are people to turn to:", classes="say")
        yield from (Prose(place, "-", classes="item") for place in self._care.signposts)

    def _draw_onward(self) -> ComposeResult:
        yield draw_heading("And now")
        with Horizontal(classes="onward"):
            yield Button("Another go from the start", action="screen.from_start", compact=True)
            yield Button("Export or copy", action="screen.export", compact=True)
            keeping = "Let it go after 30 days" if self._story.kept else "Keep beyond 30 days"
            yield Button(keeping, action="screen.keep", compact=True)
        with Horizontal(classes="onward"):
            yield Button("What stayed silent", action="screen.silent", compact=True)
            yield Button("Forget this rehearsal", action="screen.forget", compact=True)
            yield Button("Back to the start page", action="app.home", compact=True)
        with Horizontal(classes="onward"):
            yield Button("Bring to supervision", action="screen.bring", compact=True)
            yield Button("Reflect on it", action="screen.reflect", compact=True)
            yield Button("My own picture", action="screen.own_picture", compact=True)

    def _wrote(self, on: str) -> tuple[str, ...]:
        return tuple(event.words for event in self._story.reflected if event.on == on)[-MOST_WORDS:]
