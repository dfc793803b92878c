"""Putting somebody in another group, in none, or out of the room."""

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Select, Static

from coach.classroom.views import Board
from coach.tui.called import called
from coach.tui.commands import bindings
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words

NOWHERE = "nowhere"
OUT = "out"


class MoveSheet(ModalScreen[tuple[str, str] | None]):
    """Gives back a person's id and a group's, which is empty for none and `OUT` for out of the room."""

    BINDINGS = bindings("modal")
    AUTO_FOCUS = "#person"

    def __init__(self, now: Board, group: str = "") -> None:
        """`group`: whose people are offered first; those in no group for none."""
        super().__init__()
        self.now = now
        first = [each for each in now.groups if each.id == group]
        rest = [each for each in now.groups if each.id != group]
        self.groups = [*rest, *first]
        # Names as they are: a list reads plain words as markup.
        free = [(Text(f"{called(person.name)}, in no group"), person.id) for person in now.free]
        sitting = [
            (Text(f"{called(person.name)}, {shown(each.name)}"), person.id)
            for each in [*first, *rest]
            for person in each.people
        ]
        self.people = [*sitting, *free] if first else [*free, *sitting]

    def compose(self) -> ComposeResult:
        """Who, and where to."""
        groups = [(Text(shown(group.name)), group.id) for group in self.groups]
        with Vertical(classes="sheet"):
            yield Static("Move someone", classes="sheet-heading", markup=False)
            yield Words("Ask them first. Their old group goes on without them.", classes="say")
            yield Label("Who")
            yield Select(self.people, allow_blank=False, compact=True, id="person")
            yield Label("Where to")
            yield Select([*groups, (Text("No group"), NOWHERE)], allow_blank=False, compact=True, id="group")
            with ItemGrid(classes="buttons", min_column_width=24, stretch_height=False):
                yield Button("Move them", id="move", classes="main")
                yield Button("Remove from the room", id="remove")
                yield Button("Leave it", id="close")

    @on(Button.Pressed, "#move")
    def move(self) -> None:
        """There."""
        person, group = (str(self.query_one(f"#{name}", Select).value) for name in ("person", "group"))
        self.dismiss((person, "" if group == NOWHERE else group))

    @on(Button.Pressed, "#remove")
    def see_out(self) -> None:
        """Out of the room; that is asked about once more."""
        self.dismiss((str(self.query_one("#person", Select).value), OUT))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Nowhere else."""
        self.dismiss(None)
