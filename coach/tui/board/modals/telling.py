"""A message of the trainer's: to everybody, a group, or one person."""

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Select, Static

from coach.classroom.views import Board
from coach.tui.board.words import everyone
from coach.tui.called import called
from coach.tui.commands import bindings
from coach.tui.guarded import Guarded
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.own_box import OwnBox

EVERYBODY = "everybody"
LONGEST = 1000
"""Characters in one message, as a room keeps it."""


class TellSheet(ModalScreen[tuple[str, str] | None], Guarded[tuple[str, str] | None]):
    """Gives back the words and for whom: the id of a group or a person, or nothing for everybody."""

    BINDINGS = bindings("modal")
    AUTO_FOCUS = "OwnBox"

    def __init__(self, now: Board, to: str = "", draft: str = "") -> None:
        super().__init__()
        self.now = now
        self.to = to
        self.draft = draft

    def compose(self) -> ComposeResult:
        """For whom, and the words."""
        with Vertical(classes="sheet"):
            yield Static("A message", classes="sheet-heading", markup=False)
            yield Select(self._whom(), value=self.to or EVERYBODY, allow_blank=False, compact=True, id="to")
            yield OwnBox(self.draft, "message")
            yield Words("It stands on their screens until they have read it.", classes="say quiet")
            yield Static("", id="went-wrong", markup=False)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button("Send it", id="send-it", classes="main")
                yield Button("Send nothing", id="close")

    def _whom(self) -> list[tuple[Text, str]]:
        """Names as they are: a list reads plain words as markup."""
        groups = [(Text(shown(group.name)), group.id) for group in self.now.groups]
        people = [(Text(f"{called(person.name)} alone"), person.id) for person in everyone(self.now)]
        return [(Text("Everybody"), EVERYBODY), *groups, *people]

    @on(Button.Pressed, "#send-it")
    def send(self) -> None:
        """Send it, if it can be."""
        words, to = self.query_one(OwnBox).words, str(self.query_one("#to", Select).value)
        if not words or len(words) > LONGEST:
            refused = f"That is {len(words):,} characters; a message holds {LONGEST:,}." if words else "Nothing yet."
            self.query_one("#went-wrong", Static).update(refused)
            return
        self.dismiss((words, "" if to == EVERYBODY else to))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Say nothing after all; a message that was typed is asked about first."""
        self.ask_first(lambda: self.dismiss(None))
