"""Asking once, plainly, before a rehearsal is deleted for good."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button

from coach.tui.commands import bindings
from coach.tui.widgets.debrief_words import Words, heading


class ForgetModal(ModalScreen[bool]):
    """Whether to forget. Closing it forgets nothing."""

    WHERE: ClassVar[str] = "modal"
    BINDINGS = bindings("modal")
    AUTO_FOCUS = "#keep-it"

    def __init__(self, what: str, yes: str = "Forget it") -> None:
        super().__init__()
        self._what = what
        self._yes = yes

    def compose(self) -> ComposeResult:
        with Vertical(classes="asking"):
            yield heading(self._what)
            yield Words("It is deleted from this machine for good; nobody can bring it back.", classes="say")
            yield Words("What you exported to a file stays where you saved it.", classes="say quiet")
            with Horizontal(classes="buttons"):
                yield Button("Leave it as it is", id="keep-it")
                yield Button(self._yes, id="forget-it")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "forget-it")

    def action_close(self) -> None:
        """Forget nothing."""
        self.dismiss(False)
