"""Closing while something is only held in memory: it is gone then, so it is asked first."""

from collections.abc import Iterable

from textual.content import Content

from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class NotKeptSheet(Sheet):
    """Gives back `leave`, or None to stay."""

    heading = "Close all the same?"
    choices = (("close", "Stay here"), ("leave", "Close, and lose it"))

    def __init__(self, only_here: str) -> None:
        """`only_here`: what is lost, in sentences."""
        super().__init__()
        self._only_here = only_here

    def words(self) -> Iterable[Content | str]:
        """What is lost, and what can be done first."""
        yield Content(shown(self._only_here))
        yield "Wait and close again later, or save it from the debrief with Export."
