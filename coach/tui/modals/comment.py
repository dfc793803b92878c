"""Words of a supervisor's own, beside a line or on the whole."""

from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from coach.tui.commands import bindings
from coach.tui.guarded import Guarded
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.own_box import OwnBox


class CommentSheet(ModalScreen[str], Guarded[str]):
    """Gives back the words. Closing it keeps them too; nothing typed is lost."""

    BINDINGS = bindings("modal")
    AUTO_FOCUS = "OwnBox"

    def __init__(self, heading: str, about: str, words: str) -> None:
        super().__init__()
        self.heading = heading
        self.about = about
        self.before = words

    def compose(self) -> ComposeResult:
        """What it is beside, and where to write."""
        with Vertical(classes="sheet"):
            yield Static(self.heading, classes="sheet-heading", markup=False)
            if self.about:
                yield Words(self.about, classes="say quiet about-line")
            yield OwnBox(self.before, "comment")
            yield Static("", id="went-wrong", markup=False)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button("Done", id="done", classes="main")
                yield Button("Take it away", id="away")

    @on(Button.Pressed, "#done")
    def action_close(self) -> None:
        """Keep what is written, all of it; where there is too much, say so and stay."""
        box = self.query_one(OwnBox)
        self.query_one("#went-wrong", Static).update(box.refused)
        if not box.refused:
            self.dismiss(box.words)

    @on(Button.Pressed, "#away")
    def take_away(self) -> None:
        """Write nothing after all. What was typed just now is asked about first."""
        self.ask_first(lambda: self.dismiss(""))
