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
NO_GROUP = (Text("No group"), NOWHERE)


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

    def _places(self, person: str) -> list[tuple[Text, str]]:
        """Where somebody can go: not where they are."""
        groups = [each for each in self.groups if person not in {who.id for who in each.people}]
        free = len(groups) == len(self.groups) and bool(groups)
        return [*((Text(shown(each.name)), each.id) for each in groups), *([] if free else [NO_GROUP])]

    def compose(self) -> ComposeResult:
        """Who, and where to."""
        with Vertical(classes="sheet"):
            yield Static("Move someone", classes="sheet-heading", markup=False)
            yield Words("Ask them first. Their old group goes on without them.", classes="say")
            yield Label("Who")
            yield Select(self.people, allow_blank=False, compact=True, id="person")
            yield Label("Where to")
            yield Select(self._places(self.people[0][1]), allow_blank=False, compact=True, id="group")
            with ItemGrid(classes="buttons", min_column_width=24, stretch_height=False):
                yield Button("Move them", id="move", classes="main")
                yield Button("Remove from the room", id="remove")
                yield Button("Leave it", id="close")

    @on(Select.Changed, "#person")
    def another(self, event: Select.Changed) -> None:
        """Somebody else, who sits elsewhere."""
        self.query_one("#group", Select).set_options(self._places(str(event.value)))

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
