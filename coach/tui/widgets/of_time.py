"""A line that says which rehearsals went by themselves, or are to go, and whether the clock is in doubt."""

from textual.content import Content
from textual.widgets import Static

from coach.tui.shown import shown


class OfTime(Static):
    """Takes no room as long as there is nothing to say."""

    DEFAULT_CSS = """
    OfTime {
        height: auto;
        margin: 0 0 1 0;
        display: none;
    }
    """

    def show(self, sentences: str) -> None:
        """Say this; nothing for no words."""
        self.update(Content(shown(sentences)))
        self.display = bool(sentences)
