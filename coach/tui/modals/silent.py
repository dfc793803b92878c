"""What stayed silent, for who asks."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button

from coach.debrief.debrief import Silent
from coach.debrief.written import silent
from coach.tui.commands import bindings
from coach.tui.widgets.debrief_words import Words, drawn


class SilentModal(ModalScreen[None]):
    """The family's silences, told and kept, with the words that telling is not a prize."""

    WHERE: ClassVar[str] = "modal"
    BINDINGS = bindings("modal")
    AUTO_FOCUS = "#silences"

    def __init__(self, silences: tuple[Silent, ...]) -> None:
        super().__init__()
        self._silences = silences

    def compose(self) -> ComposeResult:
        with Vertical(classes="asking"):
            with VerticalScroll(id="silences"):
                yield from drawn(silent(self._silences))
                if not self._silences:
                    yield Words("This scenario holds none that could have been told.", classes="say")
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close")

    def on_button_pressed(self) -> None:
        self.dismiss()

    def action_close(self) -> None:
        """Back to the debrief."""
        self.dismiss()
