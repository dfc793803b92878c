"""Dialogs with a list from which entries are chosen."""

from collections.abc import Callable, Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText
from coach.tui.text import sanitize
from coach.tui.widgets.searchable_list import ListEntry, SearchableList
from coach.tui.widgets.text import Prose

ChosenKeys = tuple[str, ...]


class ChoosingDialog(ModalScreen[ChosenKeys | None]):
    """A dialog to choose several entries: Enter or Space in the list chooses or unchooses one.

    It returns the ids of the chosen entries in the order in which they were chosen; None for no change.
    """

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "#found"

    def __init__(
        self,
        heading: str,
        entries: tuple[ListEntry, ...],
        chosen: ChosenKeys,
        refuses: Callable[[ChosenKeys], str] = lambda _: "",
    ) -> None:
        """Make a dialog that offers entries to choose from.

        Args:
            heading: the dialog's heading.
            entries: what can be chosen.
            chosen: what is chosen so far.
            refuses: returns a sentence on why a choice is not allowed; empty if it is.
        """
        super().__init__()
        self.heading = heading
        self.entries = entries
        self.chosen = chosen
        self.refuses = refuses

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(self.heading, classes="sheet-heading", markup=False)
            yield SearchableList(self.entries, lambda key: "[x]" if key in self.chosen else "[ ]")
            yield Static("", id="went-wrong", markup=False)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button("Done", id="done", classes="main")
                yield Button("As it was", id="close")

    @on(SearchableList.Taken)
    def take(self, event: SearchableList.Taken) -> None:
        """Choose an entry, or unchoose it if it is chosen already."""
        chosen = tuple(key for key in self.chosen if key != event.key)
        if event.key not in self.chosen:
            chosen = (*self.chosen, event.key)
        refused = self.refuses(chosen)
        self.query_one("#went-wrong", Static).update(sanitize(refused))
        if not refused:
            self.chosen = chosen
            self.query_one(SearchableList).mark_anew()

    @on(Button.Pressed, "#done")
    def finish(self) -> None:
        """Close the dialog and return the chosen entries."""
        self.dismiss(self.chosen)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close without changing the choice."""
        self.dismiss(None)


# --- One of several scenarios


class ScenarioChoiceDialog(Dialog):
    """A dialog that asks with which scenario to do an exercise; it returns the id, or None."""

    AUTO_FOCUS = "OptionList"

    def __init__(self, scenarios: tuple[tuple[str, str], ...]) -> None:
        """Make a dialog that offers scenarios, each by its id and its title."""
        super().__init__(DialogText("which", "Which one?", buttons=((CLOSE, "None of them"),)))
        self.scenarios = scenarios

    def make_body(self) -> Iterable[Widget]:
        yield Prose("Take whichever you like. They are of equal standing, and each begins with its content note.")
        yield OptionList(*(Option(Content(sanitize(title)), id=key) for key, title in self.scenarios), id="which-one")

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """Close the dialog and return the chosen scenario's id."""
        self.dismiss(event.option_id)
