"""What a trainer does for the whole room, on whichever page they are."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ParamSpec

from textual import work
from textual.binding import ActiveBinding

from coach.classroom.views import Board
from coach.tui.base_app import Page

if TYPE_CHECKING:
    from coach.tui.trainer.app import BoardApp


# --- A page of the board


class BoardPage(Page):
    """A page that is drawn anew whenever something happens in the room."""

    @property
    def board(self) -> "BoardApp":
        """The app, by its own type."""
        from coach.tui.trainer.app import BoardApp

        app = self.app
        assert isinstance(app, BoardApp)
        return app

    def on_screen_resume(self) -> None:
        """Coming back here, it is as the room is now."""
        if self.board.now is not None and self.is_mounted:
            self.show(self.board.now)

    def show(self, now: Board) -> None:
        """Show how the room stands."""


# --- What a trainer does for the whole room, on whichever page they are

P = ParamSpec("P")


BACK_AGAIN = {"room_pause": "Go on", "cover_all": "Uncover"}
"""What a key does, in the footer and in the help, while the room waits or its screens are covered."""


class Leading(BoardPage):
    """Pause, next part, cover."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Each key with the word for what it does now."""
        now = self.board.now
        back = {"room_pause": now is not None and now.paused, "cover_all": now is not None and now.covered}
        return {
            key: _going_back(each) if back.get(each.binding.id or "") else each
            for key, each in super().active_bindings.items()
        }

    @work(group="leading")
    async def for_room(self, call: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Do something in the room. One thing after another, and each shown when it is done."""
        await self.board.act(call, *args, **kwargs)

    def action_room_pause(self) -> None:
        """Everybody waits, or goes on."""
        trainer = self.board.trainer
        self.for_room(trainer.resume_room if trainer.state.paused else trainer.pause)

    def action_next_part(self) -> None:
        """Start, or go on."""
        self.for_room(self.board.trainer.next_part)

    def action_cover(self) -> None:
        """All screens at once, or back again."""
        trainer = self.board.trainer
        self.for_room(trainer.uncover if trainer.state.covered else trainer.cover)


def _going_back(active: ActiveBinding) -> ActiveBinding:
    return active._replace(binding=replace(active.binding, description=BACK_AGAIN[active.binding.id or ""]))
