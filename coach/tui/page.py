"""A page: a screen that knows its name in the table of commands, and can explain itself."""

from typing import TYPE_CHECKING, ClassVar

from textual.containers import ScrollableContainer

from coach.tui.commands import bindings
from coach.tui.guarded import Guarded

if TYPE_CHECKING:
    from coach.tui.app import CoachApp


BROAD = 100
"""Columns from which there is room for two."""


class Page(Guarded[None]):
    """A whole page. `WHERE` is its name in the table of commands, `HELP` what F1 shows first.

    `{kept}` in it becomes where things are kept.
    """

    WHERE: ClassVar[str] = ""
    HELP: ClassVar[str] = ""

    BINDINGS = bindings("page")

    @property
    def coach(self) -> "CoachApp":
        """The app, by its own type."""
        from coach.tui.app import CoachApp

        app = self.app
        assert isinstance(app, CoachApp)
        return app

    def answer(self, words: str) -> bool:  # noqa: ARG002  # for pages that have such a place
        """Say shortly what came of something, where it covers nothing; whether this page has a place for that."""
        return False

    def action_turn_page(self, pages: int) -> None:
        """Scroll what is read here, where the focus is on a button or in a box that has no use for the key."""
        long = [each for each in self.query(ScrollableContainer) if each.is_on_screen and each.max_scroll_y > 0]
        if long:
            widest = max(long, key=lambda each: each.size.area)
            (widest.scroll_page_down if pages > 0 else widest.scroll_page_up)()

    def action_back(self) -> None:
        """Go back a page, once words that would be lost were asked about; the first page stays."""
        self.ask_first(self._back)

    def _back(self) -> None:
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()
