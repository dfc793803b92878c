"""What is asked once, the first time."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from coach.tui.widgets.ticks import Tick


class Welcome(VerticalGroup):
    """Offers everyone to leave out questions about their own identity."""

    class Answered(Message):
        """It was read, and answered."""

        def __init__(self, skip_identity: bool) -> None:
            super().__init__()
            self.skip_identity = skip_identity

    def __init__(self, skip_identity: bool) -> None:
        """`skip_identity`: what was chosen already, elsewhere."""
        super().__init__(id="welcome")
        self._skips = skip_identity

    def compose(self) -> ComposeResult:
        """One offer, and one way on."""
        yield Static(
            Content.assemble(
                ("First time here?  ", "bold $you"),
                "Some pages ask, only if you like, about your own place in a conversation. You can leave that out.",
            )
        )
        yield Tick("Skip questions about my own identity", value=self._skips, id="skip-identity")
        yield Button("Right, thank you", id="welcomed")

    def now(self, skip_identity: bool) -> None:
        """It may be chosen elsewhere meanwhile."""
        tick = self.query_one(Tick)
        with tick.prevent(Tick.Changed):
            tick.value = skip_identity

    @on(Button.Pressed, "#welcomed")
    def answer(self) -> None:
        """Say what was chosen."""
        self.post_message(self.Answered(self.query_one(Tick).value))
