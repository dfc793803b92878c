"""A line of a page's own for what came of something: it covers nothing, as a toast would."""

from textual.timer import Timer
from textual.widgets import Static

from coach.tui.text import sanitize

STANDS = 8.0
"""Seconds that it stands, unless another page comes before."""


class AnswerLine(Static):
    """One answer at a time; without one it takes no room."""

    def __init__(self) -> None:
        super().__init__("", id="answer", markup=False)
        self.display = False
        self._going: Timer | None = None

    def say(self, words: str) -> None:
        """This, in place of what stood there."""
        if self._going is not None:
            self._going.stop()
        self._going = self.set_timer(STANDS, self.put_away)
        self.update(sanitize(words))
        self.display = True

    def put_away(self) -> None:
        """Nothing any more."""
        if self.display:
            self.display = False
            self.update("")
