"""The trainer's board as a program: it looks at the room whenever something is new in it, and shows how it stands."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from textual import work
from textual.screen import Screen

from coach.classroom.left_open import LeftOpen
from coach.classroom.trainer import Trainer
from coach.errors import CoachError, NotKnown, RecordsError
from coach.model.sheet import Sheet
from coach.practice.practice import Practice
from coach.practice.settings import read_settings
from coach.tui.board.modals.leaving import ClosingSheet, LeavingSheet
from coach.tui.board.passing import Passing
from coach.tui.board.screens.board import BoardScreen
from coach.tui.board.screens.closed import ClosedScreen
from coach.tui.board.screens.opening import OpeningScreen
from coach.tui.guarded import may_go

WAITS = 0.5
"""Seconds that one look for news lasts; so long closing the board may take."""
LOOKS_EVERY = 5.0
"""Seconds between two looks at the clock."""
PATIENCE = 5.0
"""Seconds before a room that could not be read is looked at again."""


@dataclass(frozen=True, slots=True)
class Door:
    """How people get in."""

    address: str
    """As it is typed in a browser."""
    only_here: bool = False
    """Nobody reaches it but from this laptop."""
    says: str = ""
    """Where a room that is gone on with was opened, in a sentence."""
    warns: str = ""
    """That what is typed can be read on the way, in a sentence."""
    is_open: bool = True
    """Whether its process runs."""


class BoardApp(Passing):
    """One room. It opens no store and no file of its own; whoever made it lets go of the room's log afterwards."""

    CSS_PATH = ["../coach.tcss", "../debrief.tcss", "../bringing.tcss", "../desk.tcss", "../board.tcss"]

    def __init__(
        self,
        practice: Practice,
        clock: Callable[[], datetime],
        *,
        opens: Callable[[Sheet, tuple[str, ...]], Trainer],
        door: Callable[[], Door] | Door,
        trainer: Trainer | None = None,
        settings: Path | None = None,
        sheet: str | Path = "",
        scenarios: tuple[str, ...] = (),
        goes_on: Callable[[str], Trainer] | None = None,
        still_open: tuple[LeftOpen, ...] = (),
        keep_door: Callable[[], str] | None = None,
        said: str = "",
        still: bool = False,
    ) -> None:
        """`opens` opens the room with a run sheet and what groups choose from; `door` is asked after it.

        `trainer`: a room that is taken up again, without the first page. `sheet` and `scenarios`: what the first page
        begins with, the sheet by its name or as a file. `still_open`: rooms that were left open lately, each of which
        `goes_on` takes up again by its code. `keep_door`: looks after the door, and says what it had to do.
        `said`: what happened to the rooms kept here, such as that their file was damaged and what was saved.
        """
        super().__init__(practice, clock, trainer, settings, still=still)
        self._settings = settings
        self.wished = (sheet, scenarios)
        self.still_open = still_open
        self.said = said
        self._opens = opens
        self._goes_on = goes_on
        self._door = door
        self._waiting = ThreadPoolExecutor(1, "waiting")
        self._keep_door = keep_door
        self._at_the_door = ThreadPoolExecutor(1, "door")

    @property
    def door(self) -> Door:
        """How people get in."""
        return self._door if isinstance(self._door, Door) else self._door()

    # ------------------------------------------------------------------------------------------ opening

    def get_default_screen(self) -> Screen[Any]:
        """The board stays at the bottom."""
        return BoardScreen()

    def on_mount(self) -> None:
        """Ask what to open, or look at the room that is there; with keys of one's own, if there are any."""
        if self._settings:
            settings, _ = read_settings(self._settings)
            self.set_keymap(dict(settings.keys))
        if self._trainer is None:
            self.push_screen(OpeningScreen())
        else:
            self._begin(again=True)

    def start_page(self) -> None:
        """Back to the board, if there is one."""
        if self._trainer is not None and not self.left:
            super().start_page()

    async def open_room(self, sheet: Sheet, scenarios: tuple[str, ...]) -> None:
        """Open the room, and go to its board."""
        self._trainer = await self.in_practice(self._opens, sheet, scenarios)
        self.start_page()
        self._begin()

    async def go_on_with(self, code: str) -> None:
        """Take up a room that was left open, and go to its board."""
        assert self._goes_on is not None
        self._trainer = await self.in_practice(self._goes_on, code)
        self.start_page()
        self._begin(again=True)

    def _begin(self, *, again: bool = False) -> None:
        self._watch()
        if self.said:
            self.say_on_board(self.said)
        if again and self.door.says:
            self.say_on_board(self.door.says)
        if self.door.warns:
            self.say_on_board(self.door.warns)
        if self._keep_door is not None:
            self._look_after_door(self._keep_door)
        if not self.still:
            self.set_interval(LOOKS_EVERY, self.tick)

    @work(exclusive=True, group="watch")
    async def _watch(self) -> None:
        """Look whenever something is new. A room that cannot be read just now is looked at again a little later."""
        await self.look()
        self.shut_meanwhile()
        while not self.left:
            try:
                if await asyncio.get_running_loop().run_in_executor(self._waiting, self.trainer.wait, WAITS):
                    await self.look()
            except RecordsError as error:
                self.tell(error)
                await asyncio.sleep(PATIENCE)
            except NotKnown:
                await self._gone()

    @work(exclusive=True, group="door")
    async def _look_after_door(self, keep_door: Callable[[], str]) -> None:
        """Look every few seconds whether the door is open, and open it again: a class waits behind one that is shut."""
        loop = asyncio.get_running_loop()
        while not self.left:
            if not self.door.is_open:
                await self.look()  # the board's first line says so
            try:
                if said := await loop.run_in_executor(self._at_the_door, keep_door):
                    self.say_on_board(said)
                    await self.look()
            except CoachError as error:
                self.tell(error)
                await asyncio.sleep(PATIENCE)
            await asyncio.sleep(WAITS)

    # ------------------------------------------------------------------------------------------ leaving

    async def action_quit(self) -> None:
        """Close the board, once asked: everybody's screen is behind it."""
        self.leave()

    @work(exclusive=True, group="leaving")
    async def leave(self) -> None:
        """Leave the board or close the room, whichever is meant."""
        if not await may_go(self, self.screen_stack):
            return
        if self._trainer is None or self.left:
            self.exit()
            return
        match await self.push_screen_wait(LeavingSheet(self.trainer.state.code)):
            case "leave":
                self.left = "leaving"
                self.exit()
            case "close_room":
                await self.close_room()

    async def close_room(self) -> None:
        """End the session for everybody, once asked what becomes of it. Await it in a worker."""
        if not (wanted := await self.push_screen_wait(ClosingSheet())):
            return
        forget = wanted == "forget"
        self.left = "closed"  # first, so that nobody looks at a room that is gone
        await self.in_practice(self.trainer.close, forget=forget)
        await self._over(forgotten=forget)

    async def _gone(self) -> None:
        """The room was forgotten, here or from another machine."""
        if not self.left:
            self.left = "closed"
            await self._over(forgotten=True)

    async def _over(self, *, forgotten: bool) -> None:
        super().start_page()
        await self.push_screen(ClosedScreen(forgotten=forgotten))

    async def on_unmount(self) -> None:
        """Wait for nothing more."""
        self._waiting.shutdown(wait=False)
        self._at_the_door.shutdown(wait=False)
