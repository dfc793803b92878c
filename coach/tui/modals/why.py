"""Why the family answered as it did."""

from collections.abc import Iterable

from textual.content import Content

from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class WhySheet(Sheet):
    """How a reply was read, and what that did."""

    heading = "Why that answer?"
    AUTO_FOCUS = ".sheet-words"

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self.lines = lines

    def words(self) -> Iterable[Content]:
        """One thought a line."""
        return (Content(shown(line)) for line in self.lines)
