"""A sheet in front of a page: some words, some buttons. Escape closes it, and the focus goes back to where it was."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

from coach.tui.commands import bindings
from coach.tui.shown import shown


class Sheet(ModalScreen[str | None]):
    """Says something and asks one thing. What comes back is the pressed button's id, or None where it was closed."""

    BINDINGS = bindings("modal")
    AUTO_FOCUS = ".buttons Button"
    heading: str = ""
    choices: tuple[tuple[str, str], ...] = (("close", "Close"),)
    """Each button's id and words; the first has the focus."""

    def words(self) -> Iterable[Widget | Content | str]:
        """What the sheet says, paragraph by paragraph."""
        return ()

    def compose(self) -> ComposeResult:
        """The heading, the words, the buttons."""
        with Vertical(classes="sheet"):
            if self.heading:
                yield Static(self.heading, classes="sheet-heading", markup=False)
            with VerticalScroll(classes="sheet-words"):
                for words in self.words():
                    yield words if isinstance(words, Widget) else Static(words, markup=False)
            with ItemGrid(classes="buttons", min_column_width=26, stretch_height=False):
                for key, label in self.choices:
                    yield Button(Content(label), id=key)

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """That one."""
        self.dismiss(None if event.button.id == "close" else event.button.id)

    def action_close(self) -> None:
        """None of them."""
        self.dismiss(None)

    def key_enter(self) -> None:
        """Enter closes what is only to be read, wherever the focus is: a button takes it before this does."""
        if len(self.choices) == 1:
            self.action_close()

    def went_wrong(self, words: str) -> None:
        """Say what went wrong where it is seen: below a long text it would stand out of sight."""
        wrong = self.query_one("#went-wrong", Static)
        wrong.update(shown(words))
        wrong.call_after_refresh(wrong.scroll_visible, animate=False)
