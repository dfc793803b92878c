"""A page of the board."""

from typing import TYPE_CHECKING

from coach.classroom.views import Board
from coach.tui.page import Page

if TYPE_CHECKING:
    from coach.tui.board.app import BoardApp


class BoardPage(Page):
    """A page that is drawn anew whenever something happens in the room."""

    @property
    def board(self) -> "BoardApp":
        """The app, by its own type."""
        from coach.tui.board.app import BoardApp

        app = self.app
        assert isinstance(app, BoardApp)
        return app

    def on_screen_resume(self) -> None:
        """Coming back here, it is as the room is now."""
        if self.board.now is not None and self.is_mounted:
            self.show(self.board.now)

    def show(self, now: Board) -> None:
        """Show how the room stands."""
