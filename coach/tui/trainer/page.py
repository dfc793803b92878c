"""The base of the board's pages: drawn anew when the room changes, with keys for the room."""

from collections.abc import Callable
from dataclasses import replace
from typing import ParamSpec, cast

from textual import work
from textual.binding import ActiveBinding
from textual.screen import Screen

from coach.classroom.views import Board
from coach.tui.trainer.board_services import BoardServices

P = ParamSpec("P")

BACK_AGAIN = {"room_pause": "Go on", "cover_all": "Uncover"}
"""What a key does, in the footer and in the help, while the room waits or its screens are covered."""


class BoardPage(Screen[None]):
    """The board's part of a page: drawn anew when the room changes, with keys for the room.

    The table of commands says which of the keys a page has.
    """

    @property
    def services(self) -> BoardServices:
        """What this page may ask of the program that shows it."""
        return cast("BoardServices", self.app)

    def on_screen_resume(self) -> None:
        """Show the room as it is by now, when this page comes to the front again."""
        if self.services.board is not None and self.is_mounted:
            self.show(self.services.board)

    def show(self, board: Board) -> None:
        """Show how the room stands."""

    # --- What a trainer does for the whole room: pause, next part, cover

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Each key with the word for what it does now: the key that pauses also goes on."""
        board = self.services.board
        goes_back = {
            "room_pause": board is not None and board.paused,
            "cover_all": board is not None and board.covered,
        }
        return {
            key: _name_the_way_back(active) if goes_back.get(active.binding.id or "") else active
            for key, active in super().active_bindings.items()
        }

    @work(group="leading")
    async def for_room(self, call: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Do something in the room, and show it. Several calls are done one after another."""
        await self.services.act(call, *args, **kwargs)

    def action_room_pause(self) -> None:
        """Pause the room, or go on."""
        trainer = self.services.trainer
        self.for_room(trainer.resume_room if trainer.state.is_paused else trainer.pause)

    def action_next_part(self) -> None:
        """Start the run sheet, or go on to its next part."""
        self.for_room(self.services.trainer.go_to_next_part)

    def action_cover(self) -> None:
        """Cover all screens, or show them again."""
        trainer = self.services.trainer
        self.for_room(trainer.uncover if trainer.state.covered else trainer.cover)


def _name_the_way_back(active: ActiveBinding) -> ActiveBinding:
    return active._replace(binding=replace(active.binding, description=BACK_AGAIN[active.binding.id or ""]))
