"""The fields of an exercise's form, each with a word on what it is for."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Select, TextArea

from coach.model.exercise import Bring, ReflectionModel
from coach.supervision.reflecting import Questions
from coach.tui.exercise_cards import WITH_WHOM
from coach.tui.filling import Filling
from coach.tui.guarded import PASSING, TypedLine
from coach.tui.shown import shown
from coach.tui.widgets.chosen_ones import ChosenOnes
from coach.tui.widgets.debrief_words import Words, heading
from coach.tui.widgets.own_box import OwnBox

BRINGS = {Bring.ONE_MOMENT: "One moment", Bring.ONE_QUESTION: "One question", Bring.NOTHING: "Nothing"}


class ExerciseFields(VerticalScroll):
    """What is typed and chosen; what is chosen from lists is kept by the page."""

    class Changed(Message):
        """Something in it is otherwise now."""

    def __init__(self, filling: Filling, models: dict[ReflectionModel, Questions]) -> None:
        super().__init__(id="form", can_focus=False, classes=PASSING)
        self._filling = filling
        self._models = models

    def compose(self) -> ComposeResult:
        now = self._filling
        with Vertical(classes="reading"):
            yield heading("Title")
            yield TypedLine(now.title, placeholder="A few words", id="title", compact=True, max_length=200)
            yield heading("Why, in one sentence")
            yield TypedLine(now.why, placeholder="What it is good for", id="why", compact=True, max_length=1000)
            yield heading("Scenarios")
            yield ChosenOnes("scenarios", "None chosen yet.", "Choose scenarios")
            yield heading("What to practise")
            yield ChosenOnes("focus", "Nothing in particular.", "Choose up to three, or a whole domain")
            yield heading("With whom")
            yield _among("mode", {mode.value: words for mode, words in WITH_WHOM.items()}, now.mode)
            yield heading("About how many replies")
            yield TypedLine(now.replies, placeholder="From 2 to 30", id="replies", compact=True, max_length=4)
            yield heading("Questions for afterwards")
            yield _among("reflection", {key.value: each.name for key, each in self._models.items()}, now.reflection)
            yield heading("What to bring back")
            yield Words("Theirs to refuse. Nobody is told who did an exercise.", classes="say quiet first")
            yield _among("bring", {bring.value: words for bring, words in BRINGS.items()}, now.bring)
            yield heading("What may be hard in it")
            yield Words("A note a line, besides the scenarios' own.", classes="say quiet first")
            yield OwnBox("\n".join(now.content_notes), "notes")
            yield heading("Scenarios to take instead")
            yield Words("Of equal standing, for whoever would rather not play the first.", classes="say quiet first")
            yield ChosenOnes("alternatives", "None.", "Choose others")

    def filled(self, before: Filling) -> Filling:
        """What is typed here, with what was chosen before."""
        chosen = {name: str(self.query_one(f"#{name}", Select).value) for name in ("mode", "reflection", "bring")}
        typed = {name: self.query_one(f"#{name}", Input).value for name in ("title", "why", "replies")}
        notes = tuple(line.strip() for line in self.query_one(OwnBox).words.splitlines() if line.strip())
        return Filling(
            **typed,
            **chosen,
            content_notes=notes,
            scenarios=before.scenarios,
            focus=before.focus,
            alternatives=before.alternatives,
        )

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def changed(self) -> None:
        """A letter more, or another choice."""
        self.post_message(self.Changed())


def _among(name: str, choices: dict[str, str], now: str) -> Select[str]:
    options = [(shown(words), key) for key, words in choices.items()]
    return Select(options, value=now, allow_blank=False, compact=True, id=name)
