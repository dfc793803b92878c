"""What every page at one laptop has: it is made from how things stand, and says what comes next in one button."""

from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button

from coach.classroom.views import View
from coach.tui.pair.now import Now
from coach.tui.room.pages.page import RoomPage


class LaptopPage(RoomPage):
    """A page for all, or for one pair of eyes. `FIRST` has the focus first."""

    def __init__(self, now: Now) -> None:
        super().__init__(shown_in(now), now.more)
        self.now = now

    async def show_now(self, now: Now) -> None:
        """Show how things stand now."""
        self.now = now
        await self.show(shown_in(now), now.more)


class Further(HorizontalGroup):
    """The way on, as F9 does it, and whatever else can be done."""

    def __init__(self, words: str, *others: Button) -> None:
        super().__init__(classes="buttons further")
        self._words = words
        self._others = others

    def compose(self) -> ComposeResult:
        yield Button(self._words, id="go-on", classes="main", action="screen.go_on")
        yield from self._others


def shown_in(now: Now) -> View:
    """The view of a page that may be shown."""
    assert now.view is not None, "behind a cover there is no page"
    return now.view
