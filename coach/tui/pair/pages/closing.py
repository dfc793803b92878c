"""The last page: a sentence each, and where to turn."""

from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button

from coach.practice.care import Care
from coach.tui.pair.pages.for_all import closing
from coach.tui.room.pages.done import after_care
from coach.tui.room.pages.page import Scrolled, Written


class ClosePage(Scrolled):
    """Out of it, and somewhere to turn afterwards."""

    def __init__(self, care: Care, *, kept: bool, stopped: bool) -> None:
        super().__init__(classes="room-page")
        self._care = care
        self._kept = kept
        self._stopped = stopped

    def compose(self) -> ComposeResult:
        yield Written()
        with HorizontalGroup(classes="buttons further"):
            yield Button("To the start page", id="go-on", classes="main", action="screen.go_on")

    async def on_mount(self) -> None:
        """The words."""
        words = (*closing(kept=self._kept, stopped=self._stopped), *after_care(self._care))
        await self.query_one(Written).put(words)
        self.query_one("#go-on").focus(scroll_visible=False)
