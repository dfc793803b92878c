"""What a trainer does for the whole room, on whichever page they are."""

from collections.abc import Callable
from typing import ParamSpec

from textual import work

from coach.tui.board.page import BoardPage

P = ParamSpec("P")


class Leading(BoardPage):
    """Pause, next part, cover."""

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
