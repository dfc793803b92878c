"""The practitioner's own word on a note of the coach's: it stands in their debrief, and both are kept."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, RadioButton, RadioSet

from coach.debrief.parts import Mark
from coach.debrief.transcript import note
from coach.model.events import Stance
from coach.tui.commands import bindings
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words, heading


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What the practitioner says of a note."""

    mark: Mark
    stance: Stance
    note: str


class DisputeModal(ModalScreen[OwnWord | None]):
    """“That's not what I meant”, or “That's fair”, with a few words if they like."""

    WHERE: ClassVar[str] = "modal"
    BINDINGS = bindings("modal")

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        super().__init__()
        self._marks = marks

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="asking", can_focus=False):
            yield heading(f"What the coach wrote beside reply {self._marks[0].reply}")
            if len(self._marks) == 1:
                yield Words(note(self._marks[0]), classes="say")
            else:
                with RadioSet(id="notes"):
                    for number, mark in enumerate(self._marks):
                        yield RadioButton(Content(shown(note(mark))), value=number == 0)
            yield Words("Your word stands in your debrief. The coach's note stays visible beside it.", classes="say")
            yield Input(placeholder="A few words of your own, if you like", id="own-note", max_length=1000)
            with Horizontal(classes="buttons"):
                yield Button("That's not what I meant", id=Stance.NOT_MEANT.value)
                yield Button("That's fair", id=Stance.FAIR.value)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(OwnWord(self._chosen(), Stance(str(event.button.id)), self.query_one(Input).value.strip()))

    def action_close(self) -> None:
        """Say nothing of it."""
        self.dismiss(None)

    def _chosen(self) -> Mark:
        notes = self.query(RadioSet)
        return self._marks[max(notes.first().pressed_index, 0)] if notes else self._marks[0]

