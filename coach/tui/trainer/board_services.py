"""What the pages of the trainer's board may ask of the program that shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, ParamSpec, Protocol, TypeVar

from coach.classroom.trainer import OpenRoom, Trainer
from coach.classroom.views import Board
from coach.model.run_sheet import Sheet
from coach.practice.service import PracticeService

P = ParamSpec("P")
T = TypeVar("T")

PageName = Literal["projector", "plenary"]
"""The pages that the board opens in front of itself, by name."""


@dataclass(frozen=True, slots=True)
class Door:
    """The way into the room: the address that participants open, and whether it can be reached."""

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


class BoardServices(Protocol):
    """The room as its pages reach it: read, changed, opened, closed.

    `BoardApp` is the program that has them.
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
        """The room. Only once it is open; call its methods through `act` or `in_practice`."""

    @property
    def door(self) -> Door:
        """The way into the room, as it is now."""

    async def in_practice(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a slow call in the practice's own thread. Await it in a worker."""

    async def act(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something in the room, and show how it stands then. Await it in a worker."""

    async def look(self) -> None:
        """Read what is new in the room, and show it on the page in front."""

    async def open_room(self, sheet: Sheet, scenarios: tuple[str, ...]) -> None:
        """Open a room, and go to its board."""

    async def go_on_with(self, code: str) -> None:
        """Take up a room that was left open, and go to its board."""

    async def close_room(self) -> None:
        """End the session for everybody, once the trainer was asked what becomes of it."""

    def open_page(self, name: PageName) -> None:
        """Open one of the board's pages in front of it."""
