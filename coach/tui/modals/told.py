"""Saying plainly what was done, and what it means."""

from collections.abc import Iterable

from textual.content import Content

from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class ToldSheet(Sheet):
    """A heading and a few sentences. Only to be read and closed."""

    def __init__(self, heading: str, *sentences: str) -> None:
        super().__init__()
        self.heading = heading
        self.sentences = sentences

    def words(self) -> Iterable[Content]:
        """A paragraph each."""
        return (Content(shown(sentence)) for sentence in self.sentences if sentence)
