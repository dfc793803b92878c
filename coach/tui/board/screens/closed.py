"""After the room was closed."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button

from coach.tui.board.page import BoardPage
from coach.tui.commands import bindings
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.keys import Keys

FORGOTTEN = "What was said in it is deleted from this machine. Nobody can bring it back."
KEPT = (
    "It goes by itself in seven days. Until you leave this page, people can still take their own words home from their "
    "own screens."
)


class ClosedScreen(BoardPage):
    """That it is over, and one way out."""

    WHERE = "closed"
    HELP: ClassVar[str] = "The room is closed. Leave when everybody has what they wanted to take home."
    BINDINGS = bindings("closed")
    AUTO_FOCUS = "#leave"

    def __init__(self, *, forgotten: bool) -> None:
        super().__init__()
        self.forgotten = forgotten

    def compose(self) -> ComposeResult:
        """What became of it."""
        yield Words("", "The room is closed", classes="title")
        with Vertical(id="closed"):
            yield Words("Everybody's screen says that the session has ended.", classes="say")
            yield Words(FORGOTTEN if self.forgotten else KEPT, classes="say")
            yield Words("Look after yourself too. Leading a room like this is work.", classes="say")
            yield Button("Leave", id="leave", classes="main")
        yield Keys()

    @on(Button.Pressed, "#leave")
    def leave(self) -> None:
        """The end."""
        self.app.exit()
