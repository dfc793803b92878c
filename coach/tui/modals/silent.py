"""What stayed silent, for who asks."""

from collections.abc import Iterable

from textual.widget import Widget

from coach.debrief.debrief import Silent
from coach.debrief.written import silent
from coach.tui.modals.sheet import Sheet
from coach.tui.widgets.debrief_words import Words, drawn


class SilentSheet(Sheet):
    """The family's silences, told and kept, with the words that telling is not a prize."""

    AUTO_FOCUS = ".sheet-words"

    def __init__(self, silences: tuple[Silent, ...]) -> None:
        super().__init__()
        self.silences = silences

    def words(self) -> Iterable[Widget]:
        """Each in a phrase."""
        yield from drawn(silent(self.silences))
        if not self.silences:
            yield Words("There was nothing here that could have been told.", classes="say")
