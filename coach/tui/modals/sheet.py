"""A sheet in front of a page: some words, some buttons. Escape closes it, and the focus goes back to where it was."""

from collections.abc import Iterable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from coach.tui.modals.scrolled import Scrolled
from coach.tui.shown import shown


class Sheet(Scrolled[str | None]):
    """Says something and asks one thing. What comes back is the pressed button's id, or None where it was closed."""

    AUTO_FOCUS = ".buttons Button"
    heading: str = ""
    choices: tuple[tuple[str, str], ...] = (("close", "Close"),)
    """Each button's id and words; the first has the focus, unless the words are longer than the sheet."""

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

    def on_mount(self) -> None:
        """Once it is laid out it is known how long the words are."""
        self.call_after_refresh(self._begin_in_words)

    def _begin_in_words(self) -> None:
        """Words that go on below are read before a button is pressed: nobody agrees to what they could not see."""
        for words in self.query(".sheet-words").results(VerticalScroll):
            longer = words.max_scroll_y > 1  # below the last of them stands an empty line
            if longer and words.can_focus and isinstance(self.focused, Button):
                words.focus(scroll_visible=False)

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """That one."""
        if event.button.id == "close":
            self.action_close()
        else:
            self.dismiss(event.button.id)

    def action_close(self) -> None:
        """None of them, once words that would be lost were asked about."""
        self.ask_first(lambda: self.dismiss(None))

    def key_enter(self, event: events.Key) -> None:
        """Enter in the words closes what is only to be read; else it reads on, and at their end goes to a button.

        A list or a box among them has an Enter of its own.
        """
        words = self.focused
        if words is not None and not words.has_class("sheet-words"):
            return
        event.stop()
        if len(self.choices) == 1:
            self.action_close()
        elif words is None or words.is_vertical_scroll_end:
            self.query(".buttons Button").first().focus()
        else:
            self.action_words_page(1)

    def went_wrong(self, words: str) -> None:
        """Say what went wrong where it is seen: below a long text it would stand out of sight."""
        wrong = self.query_one("#went-wrong", Static)
        wrong.update(shown(words))
        wrong.call_after_refresh(wrong.scroll_visible, animate=False)
