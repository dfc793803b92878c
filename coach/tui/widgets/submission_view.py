"""A submission as a supervisor reads it: its lines, their notes, and the review's form."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static, TabbedContent, TabPane, TextArea

from coach.content.validation import ReflectionModel
from coach.debrief.render import Block
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.exercise import USUAL_MODEL
from coach.model.rubric import Rubric
from coach.model.submission import Action, Review, SecondView, Submission, SubmissionScope, View, find_comment
from coach.supervision.agenda import format_day, parse_day, parse_future_day
from coach.supervision.desk_texts import (
    BY_WHEN,
    DATE_ALONE,
    MAY_NOT,
    MAY_TEACH,
    NO_QUESTION,
    NOTHING_ON_THE_WHOLE,
    VIEW_BUTTONS,
    YOURS_TO_DO,
)
from coach.supervision.documents import word_own_view
from coach.supervision.stores import ReviewDraft
from coach.supervision.submissions import READS_WORDS, describe_criterion, describe_notes, is_own
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import PASSING, TypedLine
from coach.tui.services import services_of
from coach.tui.text import sanitize
from coach.tui.widgets.choices import Tick
from coach.tui.widgets.reply_input import OwnBox
from coach.tui.widgets.text import Prose, draw_blocks, draw_heading, set_apart


class ReviewForm(VerticalScroll):
    """The fields of a review that are not on single lines: questions, an action, a signature.

    Each change is stored as it is made.
    """

    class Changed(Message):
        """Message posted when any field changes."""

    def __init__(self, brought: Submission, draft: ReviewDraft, models: dict[str, ReflectionModel]) -> None:
        super().__init__(id="goes-back", can_focus=False, classes=PASSING)
        self._brought = brought
        self._draft = draft
        self._models = models
        self._known = [words for model in models.values() for words in model.questions.values()]
        self._ticked = [words for words in draft.response.questions if words in self._known]

    def compose(self) -> ComposeResult:
        response, action = self._draft.response, self._draft.response.action
        own = "\n".join(words for words in response.questions if words not in self._known)
        with Vertical(classes="reading"):
            yield draw_heading(say("Questions to send back"))
            choices = [(sanitize(model_entry.name), model) for model, model_entry in self._models.items()]
            yield Select(choices, value=USUAL_MODEL, allow_blank=False, compact=True, id="model")
            yield VerticalGroup(id="asked")
            yield Prose(say("Or in your own words, a question a line:"), classes="say")
            yield OwnBox(own, "questions")
            yield Static("", id="too-long", markup=False)
            yield draw_heading(say("Something you will take up in the service"))
            yield Prose(say(YOURS_TO_DO), classes="say quiet first")
            yield TypedLine(
                action.what if action else "", placeholder=say("What"), id="action", compact=True, max_length=1000
            )
            yield TypedLine(
                self._draft.by,
                placeholder=say(BY_WHEN),
                id="by",
                compact=True,
                max_length=40,
            )
            yield Static("", id="went-wrong", markup=False)
            yield draw_heading(say("Who it is from"))
            yield TypedLine(
                response.who, placeholder=say("What you like to be called"), id="who", compact=True, max_length=100
            )
            yield draw_heading(say("Counting"))
            yield Prose(say(MAY_TEACH) if self._brought.may_teach else say(MAY_NOT), classes="say quiet first")
            if self._brought.may_teach:
                yield Tick(say("Yes, these lines may be counted"), value=response.may_teach, id="may-teach")
            yield Button(say("Hand back (F9)"), action="screen.hand_back", classes="main", id="hand-back")
            yield Button(say("Take my answer back"), action="screen.take_back", id="take-answer-back")

    def fill_in(self, response: Review) -> Review:
        """Return a review with the form's fields filled in; an unreadable date is left out."""
        what, teach = self.query_one("#action", Input).value.strip(), self.query("#may-teach")
        by = self.query_one("#by", Input).value
        try:
            day = parse_day(by, self._today)
        except NotNow:
            day = None
        own = [line.strip() for line in self.query_one(OwnBox).words.splitlines()]
        ticked = [words for words in self._known if words in self._ticked]
        return response.model_copy(
            update={
                "questions": tuple(dict.fromkeys((*ticked, *(line for line in own if line)))),
                "action": Action(what=what, by=day) if what else None,
                "who": self.query_one("#who", Input).value.strip(),
                "may_teach": any(tick.value for tick in teach.results(Tick)),
            }
        )

    @property
    def by(self) -> str:
        """The date of the action, as it is typed."""
        return self.query_one("#by", Input).value

    @property
    def _today(self) -> date:
        return services_of(self).practice.clock().astimezone().date()

    def cannot_go(self) -> str:
        """Return a sentence on why the review cannot be handed back; empty if it can."""
        if refused := self.query_one(OwnBox).refused:
            return refused
        return self.wrong_day()

    def wrong_day(self) -> str:
        """Say what is wrong with the date, or with a date without an action; empty if nothing is."""
        try:
            day = parse_future_day(self.by, self._today)
        except NotNow as error:
            return str(error)
        if day and not self.query_one("#action", Input).value.strip():
            return say(DATE_ALONE)
        return ""

    @on(Select.Changed, "#model")
    async def ask(self, event: Select.Changed) -> None:
        """Show the questions of the chosen reflection model.

        A question ticked under another model stays ticked.
        """
        asked = self.query_one("#asked")
        questions = self._models[str(event.value)].questions
        with self.app.batch_update():
            await asked.remove_children()
            await asked.mount_all(
                Tick(Content(sanitize(words)), value=words in self._ticked, name=words) for words in questions.values()
            )
            others = len([words for words in self._ticked if words not in questions.values()])
            if others:
                await asked.mount(Prose(say("And {others} from other models.", others=others), classes="quiet"))

    @on(Tick.Changed)
    def tick(self, event: Tick.Changed) -> None:
        """Add a question to the review or remove it, or change the permission to count lines."""
        words = event.checkbox.name
        if words and event.value and words not in self._ticked:
            self._ticked.append(words)
        elif words and not event.value and words in self._ticked:
            self._ticked.remove(words)
        self.post_message(self.Changed())

    @on(Input.Changed)
    @on(TextArea.Changed)
    def check_typed(self) -> None:
        """Post that a field changed. A wrong date is shown once the supervisor has left its field."""
        if self.screen.focused is self.query_one("#by"):
            self.query_one("#went-wrong", Static).update("")
        self.query_one("#too-long", Static).update(self.query_one(OwnBox).refused)
        self.post_message(self.Changed())

    @on(Input.Blurred, "#by")
    @on(Input.Submitted, "#by")
    def look_at_the_day(self) -> None:
        """Show what is wrong with the date, scrolled into view, or the whole date that was meant."""
        wrong, said = self.wrong_day(), self.query_one("#went-wrong", Static)
        said.update(wrong)
        if wrong:
            self.call_after_refresh(said.scroll_visible, animate=False)
            return
        with suppress(NotNow):
            # "In a fortnight" means another day tomorrow, so the day itself is kept.
            if day := parse_day(self.by, self._today):
                self.query_one("#by", Input).value = format_day(day)


# --- A line of a submission

KEYS_OF_VIEWS = {View.AGREE: "y", View.PARTLY: "p", View.DISAGREE: "n"}
DOES = tuple((view.value, f"{words} ({KEYS_OF_VIEWS[view]})") for view, words in VIEW_BUTTONS.items())


@dataclass
class LineRequest(Message):
    """Message posted when the supervisor wants to say something about a line."""

    place: int
    what: str
    """`agree`, `partly`, `disagree`, `also` or `comment`."""


@dataclass
class LineFocused(Message):
    """Message posted when a line gets the focus."""

    place: int


class SubmissionLineBox(Vertical, can_focus=True):
    """A widget for one line of a submission, with the review's words on it.

    `place` counts the lines from 1.
    """

    BINDINGS = make_bindings("brought_line")

    def __init__(self, brought: Submission, place: int, rubric: Rubric | None) -> None:
        self.line = brought.lines[place - 1]
        super().__init__(classes="brought-line own" if self.line.reply else "brought-line")
        self.place = place
        self._who = brought.who or say("The practitioner")
        self._rubric = rubric

    def compose(self) -> ComposeResult:
        line = self.line
        yield Prose(line.text if line.speaker else f"({line.text})", self._lead(), classes="brought-words")
        notes = (*describe_notes(line, say("They")), *line.margin)
        if notes:
            yield Prose("\n".join(notes), say("The coach:"), classes="coach-says")
        yield Static("", markup=False, classes="you-say")
        with Horizontal(classes="doing"):
            if line.notes:
                for what, words in DOES:
                    yield Button(words, name=what, compact=True)
            if line.reply:
                yield Button(say("Also (a)"), name="also", compact=True)
            yield Button(say("Comment (c)"), name="comment", compact=True)

    # A hundred lines with five buttons each would be five hundred stops of the tab key.
    def on_mount(self) -> None:
        """Take the buttons out of the tab order, so that the line is one stop."""
        for button in self.query(Button):
            button.can_focus = False

    def show_review(self, response: Review) -> None:
        """Show what the review says about this line."""
        own = [self._view(view) for view in response.views if self.line.reply and view.reply == self.line.reply]
        if wrote := find_comment(response, self.place):
            own.append(Content.assemble((say("You wrote: "), "bold"), sanitize(wrote)))
        says = self.query_one(".you-say", Static)
        words = Content("\n").join(own)
        if self.has_focus and str(says.content) != str(words):
            self.call_after_refresh(self.scroll_visible, animate=False)
        says.update(words)
        says.display = bool(own)

    def on_focus(self) -> None:
        """Post that this line has the focus."""
        self.post_message(LineFocused(self.place))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(LineRequest(self.place, event.button.name or ""))

    def action_say(self, view: str) -> None:
        """Post that the supervisor wants to agree with the coach's notes, partly or not."""
        self.post_message(LineRequest(self.place, view))

    def action_also(self) -> None:
        """Post that the supervisor wants to name a criterion that the coach did not note."""
        self.post_message(LineRequest(self.place, "also"))

    def action_comment(self) -> None:
        """Post that the supervisor wants to comment on the line."""
        self.post_message(LineRequest(self.place, "comment"))

    def action_step(self, step: int) -> None:
        """Focus the line before or after this one, if there is one."""
        lines = list(self.screen.query(SubmissionLineBox))
        place = lines.index(self) + step
        if 0 <= place < len(lines):
            lines[place].focus()

    def _lead(self) -> str:
        line = self.line
        if not line.speaker:
            return ""
        who = self._who if is_own(line) else line.speaker
        reply = f", reply {line.reply}" if line.reply else ""
        how = f" ({line.how})" if line.how else ""
        return f"{who}{reply}{how}:"

    def _view(self, view: SecondView) -> Content:
        name = describe_criterion(view.criterion, self.line, self._rubric)
        because = f": {view.reason}" if view.reason else "."
        return Content.assemble(
            (f"{word_own_view(view.view, view.criterion, self.line)} ", "bold"), sanitize(f"({name}){because}")
        )


# --- The submission

MAY_DO = "F3 has what you may do."
HOW = "Choose a line by mouse or with the arrow keys, and say what you see in it. Nothing is handed back until you do."


class SubmissionPane(VerticalScroll):
    """Everything that was submitted, in reading order.

    The pane takes the focus itself only where it has no lines to go through.
    """

    def __init__(
        self, brought: Submission, rubric: Rubric | None, notices: tuple[str, ...] = (), exercise: str = ""
    ) -> None:
        """Make the pane of a submission.

        Args:
            brought: the submission.
            rubric: the rubric that it was read by, if it is known here.
            notices: quiet lines that offer what a supervisor may do where something is hard.
            exercise: the exercise whose name goes along, by its title.
        """
        super().__init__(id="brought-whole", can_focus=not brought.lines)
        self._brought = brought
        self._notices = notices
        self._exercise = exercise
        self._rubric = rubric
        self._on_the_whole = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            yield from self._first()
            if self._brought.lines:
                yield draw_heading(say("What was said"))
                yield Prose(say(HOW), classes="say quiet first")
                for place in range(1, len(self._brought.lines) + 1):
                    yield SubmissionLineBox(self._brought, place, self._rubric)
            if self._brought.reflections:
                yield draw_heading(say("In their own words"))
                yield from (
                    Prose(reflection.words, reflection.asked, classes="item")
                    for reflection in self._brought.reflections
                )
            yield draw_heading(say("On the whole"))
            yield Prose("", classes="say first on-the-whole")
            yield Button(say("A comment on the whole (o)"), action="screen.comment(0)", compact=True, id="on-the-whole")
            if any(line.notes for line in self._brought.replies()):
                yield Button(say("Agree with all the notes (g)"), action="screen.agree_all", compact=True)
            yield Button(say("The agenda of a talk about it (i)"), action="screen.agenda", compact=True, id="to-agenda")
            if self._brought.what is not SubmissionScope.QUESTION:
                yield Prose(say(READS_WORDS), classes="say quiet")

    def show_review(self, response: Review) -> None:
        """Show what the review says about each line, and about the whole."""
        for line in self.query(SubmissionLineBox):
            line.show_review(response)
        words = find_comment(response, 0)
        said = set_apart(say("You wrote:"), words) if words else say(NOTHING_ON_THE_WHOLE)
        whole = self.query_one(".on-the-whole", Prose)
        if words != self._on_the_whole:
            whole.call_after_refresh(whole.scroll_visible, animate=False)
        whole.update(said)
        self._on_the_whole = words

    def line(self, place: int) -> SubmissionLineBox | None:
        """Return the line at a place, counted from 1; None if there is none."""
        return next((line for line in self.query(SubmissionLineBox) if line.place == place), None)

    def _first(self) -> Iterator[Widget]:
        brought = self._brought
        leads = (
            (say("For the exercise:"), self._exercise),
            (say("They would like to talk about:"), brought.question),
            (say("They wrote:"), brought.note),
            (say("They wanted:"), f"“{brought.intention}”" if brought.intention else ""),
        )
        for lead, words in leads:
            if words:
                yield Prose(words, lead, classes="say")
        if not brought.question and not brought.note:
            yield Prose(say(NO_QUESTION), classes="say quiet")
        yield Prose(format_day(brought.day), say("Brought on"), classes="say quiet")
        if self._notices:
            yield Prose(" ".join((*self._notices, say(MAY_DO))), classes="say quiet if-hard")
        for answer in brought.answers:
            yield Prose(answer.words, f"{answer.asked}.", classes="item")


# --- Notes beside a line

NO_LINE = "Choose a line to read what stands beside it."
LOOKED_AT = "looked-at"
"""The class of the line whose notes have the focus: it stays marked."""


class LineNotes(VerticalScroll):
    """What is shown beside a line: the turn it was said in, and what its notes mean.

    Where all of it is in sight, an arrow key goes on to the line before or after.
    """

    def compose(self) -> Iterable[Prose]:
        yield Prose(say(NO_LINE), classes="say quiet")

    def action_scroll_up(self) -> None:
        if not self._step(-1):
            super().action_scroll_up()

    def action_scroll_down(self) -> None:
        if not self._step(1):
            super().action_scroll_down()

    def _step(self, step: int) -> bool:
        """Go to the line before or after the marked one; return whether the key was used for that."""
        marked = next(iter(self.screen.query(f".{LOOKED_AT}").results(SubmissionLineBox)), None)
        if marked is None or self.max_scroll_y:
            return False
        marked.action_step(step)
        return True

    async def show(self, blocks: tuple[Block, ...]) -> None:
        """Show the turn and notes of another line."""
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(draw_blocks(blocks, ":"))
        self.scroll_home(animate=False)


# --- The tabs

WHOLE, BESIDE, BACK = "tab-whole", "tab-beside", "tab-back"


class SubmissionTabs(Horizontal):
    """The tabs of a submission: the lines, the notes beside a line, the rest of the review."""

    def __init__(
        self,
        brought: Submission,
        rubric: Rubric | None,
        draft: ReviewDraft,
        models: dict[str, ReflectionModel],
        notices: tuple[str, ...] = (),
        exercise: str = "",
    ) -> None:
        """Make the tabs of a submission.

        Args:
            brought: the submission.
            rubric: the rubric that it was read by, if it is known here.
            draft: the review so far.
            models: the reflection models, by id.
            notices: quiet lines that offer what a supervisor may do where something is hard.
            exercise: the exercise whose name goes along, by its title.
        """
        super().__init__(id="brought")
        self._whole = SubmissionPane(brought, rubric, notices, exercise)
        self._back = ReviewForm(brought, draft, models)
        self._place = 0
        """The line that had the focus last, counted from 1."""

    def on_line_focused(self, event: LineFocused) -> None:
        """Remember the line, which stays marked while the notes beside it are read."""
        self._place = event.place

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the line whose notes beside it got the focus, and no other."""
        self.query(f".{LOOKED_AT}").remove_class(LOOKED_AT)
        if event.widget is self.query_one("#beside-it") and (line := self._whole.line(self._place)):
            line.add_class(LOOKED_AT)

    def compose(self) -> ComposeResult:
        with TabbedContent(id="tabs"):
            with TabPane(say("What was brought"), id=WHOLE):
                yield self._whole
            with TabPane(say("Beside"), id=BESIDE):
                yield LineNotes()
            with TabPane(say("What goes back"), id=BACK):
                yield self._back
        yield LineNotes(id="beside-it")

    def broad(self, is_broad: bool) -> None:
        """Show the notes as a second column on a wide screen, and as a tab on a narrow one."""
        tabs = self.query_one(TabbedContent)
        if is_broad:
            if tabs.active == BESIDE:
                tabs.active = WHOLE
            tabs.hide_tab(BESIDE)
        else:
            tabs.show_tab(BESIDE)

    async def show_line_notes(self, blocks: Iterable[Block]) -> None:
        """Show the notes of the focused line."""
        laid_out = tuple(blocks)
        for place in self.query(LineNotes):
            await place.show(laid_out)

    def show_review(self, response: Review) -> None:
        """Show what the review says on the lines."""
        self._whole.show_review(response)

    def to_whole(self, place: int = 0) -> None:
        """Show the submission, and focus the line at a place, or the first.

        Args:
            place: the line's place, from 1; 0 for the first.
        """
        tabs = self.query_one(TabbedContent)
        if elsewhere := tabs.active != WHOLE:
            # A box that is hidden while it has the focus hands it to its neighbour, which brings the other tab back.
            self.screen.set_focus(None)
        tabs.active = WHOLE
        there = self._whole.line(place) or next(iter(self.query(SubmissionLineBox)), None) or self._whole
        if elsewhere:
            self.call_after_refresh(there.focus)  # what lies in a tab behind another cannot take the focus yet
        else:
            # On opening the page stands at its top: it may not be laid out yet, and would be scrolled for nothing.
            there.focus(scroll_visible=place > 0)

    def back_to_line(self) -> None:
        """Focus the line that had the focus last, without scrolling to it."""
        if line := self._whole.line(self._place):
            line.focus(scroll_visible=False)

    def to_beside(self, is_broad: bool) -> None:
        """Focus the notes beside the line.

        Args:
            is_broad: whether they are a second column.
        """
        if not is_broad:
            self.query_one(TabbedContent).active = BESIDE
        (self.query_one("#beside-it") if is_broad else self.query(LineNotes).first()).focus()

    def to_back(self, what: str = "OwnBox") -> None:
        """Show the form with the rest of the review, and focus one of its fields.

        Args:
            what: the selector of the field; without it, the box for questions, which waits for words.
        """
        self.query_one(TabbedContent).active = BACK
        self._back.query_one(what).focus()

    @property
    def at_back(self) -> bool:
        """Whether the tab with the rest of the review is active."""
        return self.query_one(TabbedContent).active == BACK

    @property
    def at_whole(self) -> bool:
        """Whether the tab of the submission is active, and the focus is not on the notes beside it."""
        at_beside = self.screen.focused is self.query_one("#beside-it")
        return self.query_one(TabbedContent).active == WHOLE and not at_beside
