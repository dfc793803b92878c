"""A verdict the coach is unsure of, put as a question that one key answers."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button

from coach.debrief.parts import Mark
from coach.model.events import Stance
from coach.tui.commands import bindings
from coach.tui.widgets.debrief_words import Words, quote

STANCES = {"fair": "that's fair", "not_meant": "that's not what I meant"}


@dataclass
class Answered(Message):
    """The practitioner has said whether a note fits."""

    mark: Mark
    stance: Stance


class Question(Vertical, can_focus=True):
    """“The coach wasn't certain here. Does this fit?”"""

    BINDINGS = bindings("question")

    def __init__(self, mark: Mark) -> None:
        super().__init__(classes="question", id=f"question-{mark.reply}-{mark.criterion}")
        self._mark = mark

    def compose(self) -> ComposeResult:
        mark = self._mark
        yield quote(mark.quote, f"You, reply {mark.reply}")
        if mark.disputed:
            yield Words(f"The coach asked: “{mark.name}”? You said: {STANCES[mark.disputed]}.", classes="say")
        else:
            yield Words(f"The coach wasn't certain here. Does “{mark.name}” fit?", classes="say")
        with Horizontal(classes="choices"):
            yield Button("Yes, it fits (y)", classes="fair", compact=True)
            yield Button("Not what I meant (n)", classes="not-meant", compact=True)

    def on_mount(self) -> None:
        """One stop of the tab key for the whole question; its buttons are for the mouse."""
        for button in self.query(Button):
            button.can_focus = False

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_answer("fair" if event.button.has_class("fair") else "not_meant")

    def action_answer(self, stance: str) -> None:
        """Take the answer to whoever keeps it."""
        self.post_message(Answered(self._mark, Stance(stance)))
