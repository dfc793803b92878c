"""A sheet whose words can be longer than it is: keys move them wherever the focus is."""

from typing import TypeVar

from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from coach.tui.commands import bindings
from coach.tui.guarded import Guarded

T = TypeVar("T")


class Scrolled(ModalScreen[T], Guarded[T]):
    """What uses these keys itself, such as a list or choices, keeps them."""

    BINDINGS = bindings("modal", "sheet")

    def action_words(self, lines: int) -> None:
        """Move the words by some lines."""
        for words in self.query(".sheet-words").results(VerticalScroll):
            words.scroll_relative(y=lines, animate=False)

    def action_words_page(self, pages: int) -> None:
        """Move the words by a whole sheet of them."""
        for words in self.query(".sheet-words").results(VerticalScroll):
            words.scroll_relative(y=pages * words.scrollable_content_region.height, animate=False)
