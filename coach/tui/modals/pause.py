"""The pause: the conversation is gone from the screen, and nothing is asked."""

from collections.abc import Iterable

from textual.containers import HorizontalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.practice.care import Care
from coach.tui.commands import bindings
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class PauseSheet(Sheet):
    """Plain words over the whole screen. Gives back `stop`, or None to come back."""

    BINDINGS = bindings("pause")
    WHERE = "pause"
    choices: tuple[tuple[str, str], ...] = (("close", "Come back"), ("stop", "Stop"))

    def __init__(self, care: Care, says: str = "") -> None:
        """`says` stands in place of the usual words."""
        super().__init__(classes="covers")
        self.care = care
        self.says = says or care.pause

    def words(self) -> Iterable[Widget | Content]:
        """That it is paused, something to steady oneself by, where to turn."""
        return (Content(shown(self.says)), Content(shown(self.care.grounding)), *signposts(self.care))

    def action_come_back(self) -> None:
        """On where it was."""
        self.dismiss(None)

    def action_stop(self) -> None:
        """No further."""
        self.dismiss("stop")


def signposts(care: Care) -> Iterable[Widget | Content]:
    """Where to turn, a place a line."""
    yield Content.assemble(("Where to turn", "bold"))
    for place in care.signposts:
        yield HorizontalGroup(Static("-", classes="dash"), Static(Content(shown(place))), classes="listed")
