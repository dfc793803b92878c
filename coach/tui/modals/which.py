"""Which scenario to do an exercise with: all are of equal standing."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words


class WhichSheet(Sheet):
    """Gives back the id of the one that is chosen, or None."""

    heading = "Which one?"
    AUTO_FOCUS = "OptionList"
    choices = (("close", "None of them"),)

    def __init__(self, scenarios: tuple[tuple[str, str], ...]) -> None:
        """`scenarios` are ids with their titles."""
        super().__init__()
        self.scenarios = scenarios

    def words(self) -> Iterable[Widget]:
        """That none is worth more, and the list."""
        yield Words("Take whichever you like. They are of equal standing, and each begins with its content note.")
        yield OptionList(*(Option(Content(shown(title)), id=key) for key, title in self.scenarios), id="which-one")

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        self.dismiss(event.option_id)
