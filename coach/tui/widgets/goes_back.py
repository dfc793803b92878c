"""What goes back besides words beside lines: questions, an action, who it is from, and a yes to counting."""

from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Select, Static, TextArea

from coach.errors import NotNow
from coach.model.brought import Action, Brought, Response
from coach.model.exercise import ReflectionModel
from coach.supervision.days import day, to_come
from coach.supervision.drafts import Draft
from coach.supervision.reflecting import Questions
from coach.tui.guarded import PASSING, TypedLine
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words, heading
from coach.tui.widgets.own_box import OwnBox
from coach.tui.widgets.ticks import Tick

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

MAY_TEACH = (
    "They said yes to this: lines that both of you looked at may be counted in where readers differ, and may become "
    "labelled replies, without names or dates. It needs your yes too."
)
MAY_NOT = "They did not say yes to counting, so nothing of this is counted anywhere."
YOURS_TO_DO = "Changing the service is not theirs to carry. It goes back to them with its date, if you write one."


class GoesBack(VerticalScroll):
    """A form without a button to keep it: each change is kept as it is made."""

    class Changed(Message):
        """Something in it is otherwise now."""

    def __init__(self, brought: Brought, draft: Draft, models: dict[ReflectionModel, Questions]) -> None:
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
            yield heading("Questions to send back")
            choices = [(shown(each.name), model.value) for model, each in self._models.items()]
            yield Select(choices, value=ReflectionModel.DRISCOLL.value, allow_blank=False, compact=True, id="model")
            yield VerticalGroup(id="asked")
            yield Words("Or in your own words, a question a line:", classes="say")
            yield OwnBox(own, "questions")
            yield Static("", id="too-long", markup=False)
            yield heading("Something you will take up in the service")
            yield Words(YOURS_TO_DO, classes="say quiet first")
            yield TypedLine(
                action.what if action else "", placeholder="What", id="action", compact=True, max_length=1000
            )
            yield TypedLine(
                self._draft.by, placeholder="By when: 31 December 2026", id="by", compact=True, max_length=40
            )
            yield Static("", id="went-wrong", markup=False)
            yield heading("Who it is from")
            yield TypedLine(
                response.who, placeholder="What you like to be called", id="who", compact=True, max_length=100
            )
            yield heading("Counting")
            yield Words(MAY_TEACH if self._brought.may_teach else MAY_NOT, classes="say quiet first")
            if self._brought.may_teach:
                yield Tick("Yes, these lines may be counted", value=response.may_teach, id="may-teach")
            yield Button("Hand back (F9)", action="screen.hand_back", classes="main", id="hand-back")
            yield Button("Take my answer back (F7)", action="screen.take_back", id="take-answer-back")

    def said(self, response: Response) -> Response:
        """What is said, with what stands here; a day that cannot be read is left out."""
        what, teach = self.query_one("#action", Input).value.strip(), self.query("#may-teach")
        by = self.query_one("#by", Input).value
        try:
            date = day(by)
        except NotNow:
            date = None
        own = [line.strip() for line in self.query_one(OwnBox).words.splitlines()]
        ticked = [words for words in self._known if words in self._ticked]
        return response.model_copy(
            update={
                "questions": tuple(dict.fromkeys((*ticked, *(line for line in own if line)))),
                "action": Action(what=what, by=date) if what else None,
                "who": self.query_one("#who", Input).value.strip(),
                "may_teach": any(tick.value for tick in teach.results(Tick)),
            }
        )

    @property
    def by(self) -> str:
        """The date as it is typed."""
        return self.query_one("#by", Input).value

    def cannot_go(self) -> str:
        """Why it cannot be handed back as it stands, in a sentence; nothing if it can."""
        if refused := self.query_one(OwnBox).refused:
            return refused
        return self.wrong_day()

    def wrong_day(self) -> str:
        """What is wrong with the day, or with a day that stands alone."""
        try:
            date = to_come(self.by, cast("CoachApp", self.app).practice.clock().astimezone().date())
        except NotNow as error:
            return str(error)
        if date and not self.query_one("#action", Input).value.strip():
            return "There is a date and no action. Say what you will take up, or take the date away."
        return ""

    @on(Select.Changed, "#model")
    async def ask(self, event: Select.Changed) -> None:
        """The questions of the model that is chosen; what was ticked of others stays ticked."""
        asked = self.query_one("#asked")
        questions = self._models[ReflectionModel(str(event.value))].questions
        with self.app.batch_update():
            await asked.remove_children()
            await asked.mount_all(
                Tick(Content(shown(words)), value=words in self._ticked, name=words) for words in questions.values()
            )
            others = len([words for words in self._ticked if words not in questions.values()])
            if others:
                await asked.mount(Words(f"And {others} from other models.", classes="quiet"))

    @on(Tick.Changed)
    def tick(self, event: Tick.Changed) -> None:
        """Send a question back, or not; or a yes to counting."""
        words = event.checkbox.name
        if words and event.value and words not in self._ticked:
            self._ticked.append(words)
        elif words and not event.value and words in self._ticked:
            self._ticked.remove(words)
        self.post_message(self.Changed())

    @on(Input.Changed)
    @on(TextArea.Changed)
    def typed(self) -> None:
        """A letter more or less; a wrong day is told once one has gone on from it."""
        if self.screen.focused is self.query_one("#by"):
            self.query_one("#went-wrong", Static).update("")
        self.query_one("#too-long", Static).update(self.query_one(OwnBox).refused)
        self.post_message(self.Changed())

    @on(Input.Blurred, "#by")
    @on(Input.Submitted, "#by")
    def look_at_the_day(self) -> None:
        """Say in one sentence what is wrong with it, where it can be seen."""
        wrong, said = self.wrong_day(), self.query_one("#went-wrong", Static)
        said.update(wrong)
        if wrong:
            self.call_after_refresh(said.scroll_visible, animate=False)
