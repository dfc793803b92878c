"""A line that says that what is said and written here is only held in memory, and why; away where all of it is kept."""

from textual.widgets import Static

from coach.practice.rehearsing import Rehearsing
from coach.tui.shown import shown


class NotKept(Static):
    """The line. It stands where one looks back and writes, as it stands in the conversation."""

    def __init__(self, rehearsing: Rehearsing) -> None:
        super().__init__("", classes="not-kept", markup=False)
        self._rehearsing = rehearsing

    def on_mount(self) -> None:
        """As it is now."""
        self.show_now()

    def show_now(self) -> None:
        """Say how it stands, or nothing."""
        words = self._rehearsing.not_kept
        self.update(shown(words))
        self.display = bool(words)
