"""The base of the trainer's pages, and the services that they may ask of the trainer's app."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, ParamSpec, Protocol, TypeVar, cast

from textual import work
from textual.binding import ActiveBinding
from textual.screen import Screen

from coach.classroom.trainer import OpenRoom, Trainer
from coach.classroom.views import Board
from coach.model.run_sheet import Sheet
from coach.practice.service import PracticeService

# --- What the pages of the trainer's board may ask of the program that shows them

P = ParamSpec("P")
T = TypeVar("T")

PageName = Literal["projector", "plenary"]
"""The pages that the board opens in front of itself, by name."""


@dataclass(frozen=True, slots=True)
class Door:
    """The room's door: the address that participants open, and whether it can be reached."""

    address: str
    """As it is typed in a browser."""
    only_here: bool = False
    """Whether the address can be reached from this laptop alone."""
    says: str = ""
    """Where a room that is taken up again was opened, in a sentence."""
    warns: str = ""
    """That what is typed can be read on the way, in a sentence."""
    is_open: bool = True
    """Whether the process that serves the browsers runs."""
    code: str = ""
    """What newcomers type, where it is no longer the room's own code."""
    locked: bool = False
    """Whether nobody new comes in."""
    projector: str = ""
    """The page for the projector in a browser; empty where there is none."""


class BoardServices(Protocol):
    """What the trainer's pages may ask of the app: the room, the board, and changing them.

    `BoardApp` is the app that offers it.
    """

    practice: PracticeService
    clock: Callable[[], datetime]
    board: Board | None
    """How the room stood at the last look; None before there is a room."""
    wished: tuple[str | Path, tuple[str, ...]]
    """The run sheet (a name or a file) and the scenarios that the opening page begins with."""
    still_open: tuple[OpenRoom, ...]
    """Rooms that were left open lately, the last used first."""
    said: str
    """What happened to the file that rooms are kept in, where it was damaged."""

    @property
    def trainer(self) -> Trainer:
        """The trainer's access to the room. Call its methods through `act` or `in_practice`.

        It exists only once the room is open.
        """

    @property
    def door(self) -> Door:
        """The room's door at present: its address, and whether it can be reached."""

    async def change_door(self, *, locked: bool, renew: bool) -> None:
        """Lock the door or open it, and give it another code. Await it in a worker."""

    async def in_practice(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a slow function in the practice's thread. Await it in a worker."""

    async def act(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that changes the room, update the board, and return the result.

        Await it in a worker.
        """

    async def look(self) -> None:
        """Read what is new in the room, and update the page in front."""

    async def open_room(self, sheet: Sheet, scenarios: tuple[str, ...]) -> None:
        """Open a new room, and show its board."""

    async def go_on_with(self, code: str) -> None:
        """Continue a room that was left open, and show its board."""

    async def close_room(self) -> None:
        """Close the room for everybody, after asking whether to delete it now."""

    def open_page(self, name: PageName) -> None:
        """Open one of the trainer's pages in front of the board."""


# --- The base of the board's pages: drawn anew when the room changes, with keys for the room

BACK_AGAIN = {"room_pause": "Go on", "cover_all": "Uncover"}
"""What a key does, in the footer and in the help, while the room waits or its screens are covered."""


class BoardPage(Screen[None]):
    """The base of the trainer's pages: updated when the room changes, with keys for the room.

    The table of commands says which of the keys a page has.
    """

    @property
    def services(self) -> BoardServices:
        """The services that this page may ask of the app."""
        return cast("BoardServices", self.app)

    def on_screen_resume(self) -> None:
        """Update this page when it comes to the front again."""
        if self.services.board is not None and self.is_mounted:
            self.show(self.services.board)

    def show(self, board: Board) -> None:
        """Update the page from the board; overridden by each page."""

    # --- What a trainer does for the whole room: pause, next part, cover

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Each key with the word for what it does now: the key that pauses also resumes."""
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
        """Call a function that changes the room, after earlier calls, and update the board."""
        await self.services.act(call, *args, **kwargs)

    def action_room_pause(self) -> None:
        """Pause the room, or resume it."""
        trainer = self.services.trainer
        self.for_room(trainer.resume_room if trainer.state.is_paused else trainer.pause)

    def action_next_part(self) -> None:
        """Begin the run sheet, or go to its next part."""
        if (board := self.services.board) is not None:
            self.for_room(self.services.trainer.go_on_from, board.part_number)

    def action_cover(self) -> None:
        """Cover all screens, or uncover them."""
        trainer = self.services.trainer
        self.for_room(trainer.uncover if trainer.state.covered else trainer.cover)


def _name_the_way_back(active: ActiveBinding) -> ActiveBinding:
    return active._replace(binding=replace(active.binding, description=BACK_AGAIN[active.binding.id or ""]))
