"""A list with a search box, and a dialog to choose several entries from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ItemGrid, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.language.catalogue import say
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText
from coach.tui.text import sanitize
from coach.tui.widgets.choices import SearchedList
from coach.tui.widgets.reply_input import SearchBox
from coach.tui.widgets.text import Prose


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of a list: its id, its name, and its explanation."""

    key: str
    name: str
    about: Content


class EntryList(SearchedList):
    """The list of entries. Space chooses; a letter begins a search.

    Spaces of a search are typed in the search box, so they choose nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "tick", show=False)]

    class Ticked(Message):
        """Message posted when Space is pressed at the highlighted entry."""

    def action_tick(self) -> None:
        """Post that the highlighted entry is to be chosen, and keep the focus in the list."""
        self.post_message(self.Ticked())


class SearchableList(Vertical):
    """A search box over a list: Enter in the search goes to the list; Enter or Space chooses."""

    class Taken(Message):
        """Message posted when an entry is chosen; `stays` where Space chose it."""

        def __init__(self, key: str, *, stays: bool = False) -> None:
            super().__init__()
            self.key = key
            self.stays = stays

    class LookedAt(Message):
        """Message posted when another entry is highlighted."""

    def __init__(self, things: tuple[ListEntry, ...], mark: Callable[[str], str] = lambda _: "") -> None:
        """Make a list of entries.

        Args:
            things: the entries.
            mark: returns what stands before an entry's name, by its id.
        """
        super().__init__()
        self._things = things
        self._mark = mark
        self._fitting: tuple[ListEntry, ...] = ()

    def compose(self) -> ComposeResult:
        yield SearchBox(say("Search"), "look-for")
        yield EntryList(id="found", markup=False)
        yield Static(say("Nothing fits. Take a word out of the search."), id="none-fit")
        with VerticalScroll(id="about-it", can_focus=False):
            yield Static("", id="about-words", markup=False)

    def on_mount(self) -> None:
        self.find()

    @property
    def key(self) -> str:
        """The id of the highlighted entry; empty where none fits the search."""
        place = self.query_one("#found", OptionList).highlighted
        return self._fitting[place].key if place is not None and place < len(self._fitting) else ""

    @on(Input.Changed, "#look-for")
    def find(self) -> None:
        """List the entries that have every word of the search, those first whose name has them all."""
        wanted = self.query_one("#look-for", Input).value.casefold().split()
        fitting = (
            thing for thing in self._things if all(word in f"{thing.name} {thing.about}".casefold() for word in wanted)
        )
        # A criterion that warns of a word in its explanation may be the opposite of the one that is named by it.
        self._fitting = tuple(
            sorted(fitting, key=lambda thing: not all(word in thing.name.casefold() for word in wanted))
        )
        options = self.query_one("#found", OptionList)
        options.clear_options()
        options.add_options([self._option(thing) for thing in self._fitting])
        options.highlighted = 0 if self._fitting else None
        self.query_one("#none-fit").display = not self._fitting
        if not self._fitting:
            self.query_one("#about-words", Static).update("")

    def mark_anew(self) -> None:
        """Update the marks before the names."""
        options = self.query_one("#found", OptionList)
        for place, thing in enumerate(self._fitting):
            options.replace_option_prompt_at_index(place, self._prompt(thing))

    @on(OptionList.OptionHighlighted, "#found")
    def look_at(self) -> None:
        """Show the explanation of the highlighted entry."""
        about = next((thing.about for thing in self._fitting if thing.key == self.key), Content(""))
        self.query_one("#about-words", Static).update(about)
        self.query_one("#about-it").scroll_home(animate=False)
        self.post_message(self.LookedAt())

    @on(OptionList.OptionSelected, "#found")
    def take(self) -> None:
        """Choose the highlighted entry."""
        self.post_message(self.Taken(self.key))

    @on(EntryList.Ticked)
    def tick(self) -> None:
        """Choose the highlighted entry, if there is one, and keep the focus in the list."""
        if self.key:
            self.post_message(self.Taken(self.key, stays=True))

    @on(SearchedList.Typed)
    def search(self, event: SearchedList.Typed) -> None:
        """Add letters that were typed in the list to the search, and focus it."""
        self.query_one(SearchBox).add(event.letters)

    @on(Input.Submitted, "#look-for")
    def to_list(self, event: Input.Submitted) -> None:
        """Focus the list on Enter in the search."""
        event.stop()
        self.query_one("#found").focus()

    def _option(self, thing: ListEntry) -> Option:
        return Option(self._prompt(thing))

    def _prompt(self, thing: ListEntry) -> Content:
        mark = self._mark(thing.key)
        return Content(f"{mark} {sanitize(thing.name)}" if mark else sanitize(thing.name))


# --- The chosen entries of a form


class ChosenEntries(VerticalGroup):
    """A form's field that shows the chosen entries, with a button to choose others."""

    def __init__(self, name: str, nothing: str, button: str) -> None:
        """Make the field, with nothing chosen.

        Args:
            name: the field's name.
            nothing: what is said where nothing is chosen.
            button: the words of the button.
        """
        super().__init__(name=name, id=f"chosen-{name}")
        self._nothing = nothing
        self._chosen = nothing
        self._button = button

    def compose(self) -> ComposeResult:
        yield Prose(self._chosen, classes="chosen")
        yield Button(self._button, action=f"screen.choose('{self.name}')", compact=True, id=f"choose-{self.name}")

    def show(self, names: tuple[str, ...]) -> None:
        """Show the names of the chosen entries."""
        self._chosen = "\n".join(f"- {name}" for name in names) or self._nothing
        for words in self.query(Prose):  # none before they are there; then they come with it
            words.update(Prose(self._chosen).content)


# --- A dialog to choose several entries from such a list

ChosenKeys = tuple[str, ...]


CHANGED_TICKS = DialogText(
    "ticks",
    "Keep what you ticked?",
    (),
    (("keep", "Keep it"), (CLOSE, "Go on choosing"), ("leave", "As it was")),
)
"""The question about ticks that were changed. Answers: `keep`, `leave`, or None to go on."""


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
        self.chosen = self._before = chosen
        self.refuses = refuses

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(self.heading, classes="sheet-heading", markup=False)
            yield SearchableList(self.entries, lambda key: "[x]" if key in self.chosen else "[ ]")
            yield Static("", id="went-wrong", markup=False)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button(say("Done"), id="done", classes="main")
                yield Button(say("As it was"), id="close")

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
    def leave_as_it_was(self) -> None:
        """Close without changing the choice."""
        self.dismiss(None)

    def action_close(self) -> None:
        """Close, after asking about ticks that were changed."""
        if self.chosen == self._before:
            self.dismiss(None)
        else:
            self._ask_about_ticks()

    @work(exclusive=True, group="leaving")
    async def _ask_about_ticks(self) -> None:
        wanted = await self.app.push_screen_wait(Dialog(CHANGED_TICKS))
        if wanted:
            self.dismiss(self.chosen if wanted == "keep" else None)
