"""The trainer's board as a program: it looks at the room whenever something is new in it, and shows how it stands."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from textual import work
from textual.screen import Screen

from coach.classroom.trainer import Trainer
from coach.classroom.views import Board
from coach.errors import NotKnown, RecordsError
from coach.model.sheet import Sheet
from coach.practice.practice import Practice
from coach.practice.settings import read_settings
from coach.tui.board.modals.asleep import AsleepSheet
from coach.tui.board.modals.leaving import ClosingSheet, LeavingSheet
from coach.tui.board.page import BoardPage
from coach.tui.board.screens.board import BoardScreen
from coach.tui.board.screens.closed import ClosedScreen
from coach.tui.board.screens.opening import OpeningScreen
from coach.tui.frame import Framed

P = ParamSpec("P")
T = TypeVar("T")
WAITS = 0.5
"""Seconds that one look for news lasts; so long closing the board may take."""
LOOKS_EVERY = 5.0
"""Seconds between two looks at the clock."""
PATIENCE = 5.0
"""Seconds before a room that could not be read is looked at again."""
ASLEEP = timedelta(minutes=1)
"""Longer than this between two looks at the clock, and the laptop slept."""


@dataclass(frozen=True, slots=True)
class Door:
    """How people get in."""

    address: str
    """As it is typed in a browser."""
    only_here: bool = False
    """Nobody reaches it but from this laptop."""


class BoardApp(Framed):
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
        still: bool = False,
    ) -> None:
        """`opens` opens the room with a run sheet and what groups choose from; `door` is asked after it.

        `trainer`: a room that is taken up again, without the first page. `sheet` and `scenarios`: what the first page
        begins with, the sheet by its name or as a file.
        """
        super().__init__(settings, still=still)
        self._settings = settings
        self.practice = practice
        self.clock = clock
        self.wished = (sheet, scenarios)
        self.now: Board | None = None
        self.left = ""
        """`closed` once the trainer closed the room, `leaving` where only the board was left."""
        self._opens = opens
        self._door = door
        self._trainer = trainer
        self._waiting = ThreadPoolExecutor(1, "waiting")
        self._looked_at = clock()

    # ------------------------------------------------------------------------------------------ what pages use

    @property
    def trainer(self) -> Trainer:
        """The room. Only once it is open; call it through `act`."""
        assert self._trainer is not None, "the room is not open"
        return self._trainer

    @property
    def door(self) -> Door:
        """How people get in."""
        return self._door if isinstance(self._door, Door) else self._door()

    async def act(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something in the room, and show how it stands then. Await it in a worker: a refusal becomes a toast."""
        done = await self.in_practice(call, *args, **kwargs)
        await self.look()
        return done

    async def look(self) -> None:
        """Take in what is new, and show it."""
        if self.left:
            return
        self.now = await self.in_practice(_standing, self.trainer)
        if isinstance(self.screen, BoardPage) and self.screen.is_mounted:
            self.screen.show(self.now)

    def say_on_board(self, words: str) -> None:
        """Something the trainer should know of, from whoever serves the room."""
        self.notify(words, markup=False)

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
            self._begin()

    def start_page(self) -> None:
        """Back to the board, if there is one."""
        if self._trainer is not None and not self.left:
            super().start_page()

    async def open_room(self, sheet: Sheet, scenarios: tuple[str, ...]) -> None:
        """Open the room, and go to its board."""
        self._trainer = await self.in_practice(self._opens, sheet, scenarios)
        self.start_page()
        self._begin()

    def _begin(self) -> None:
        self._watch()
        if not self.still:
            self.set_interval(LOOKS_EVERY, self.tick)

    @work(exclusive=True, group="watch")
    async def _watch(self) -> None:
        """Look whenever something is new. A room that cannot be read just now is looked at again a little later."""
        await self.look()
        self._shut_meanwhile()
        while not self.left:
            try:
                if await asyncio.get_running_loop().run_in_executor(self._waiting, self.trainer.wait, WAITS):
                    await self.look()
            except RecordsError as error:
                self.tell(error)
                await asyncio.sleep(PATIENCE)
            except NotKnown:
                await self._gone()

    # ------------------------------------------------------------------------------------------ the clock

    def tick(self) -> None:
        """Time went on. Where far too much of it did, this laptop slept: it says what really passed, and asks."""
        before, self._looked_at = self._looked_at, self.clock()
        if self._trainer is None or self.left:
            return
        if self._looked_at - before > ASLEEP:
            self._passed("This laptop slept", before)
        else:
            self._look_again()

    @work(exclusive=True, group="tick")
    async def _look_again(self) -> None:
        await self.look()

    def _shut_meanwhile(self) -> None:
        """A board that was shut comes back where it was; the room's clock went on."""
        last = self.trainer.last
        if last is not None and self.clock() - last > ASLEEP:
            self._passed("The board was shut", last)

    @work(exclusive=True, group="passed")
    async def _passed(self, what: str, since: datetime) -> None:
        await self.look()
        if self.now is None or self.now.part is None or self.now.paused or self.now.closed:
            return
        sheet = AsleepSheet(what, since, self.clock(), self.now)
        if await self.push_screen_wait(sheet) == "pause":
            await self.act(self.trainer.pause, since)
            self.notify("The room is paused since then. F4 goes on.")

    # ------------------------------------------------------------------------------------------ leaving

    async def action_quit(self) -> None:
        """Close the board, once asked: everybody's screen is behind it."""
        self.leave()

    @work(exclusive=True, group="leaving")
    async def leave(self) -> None:
        """Leave the board or close the room, whichever is meant."""
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


def _standing(trainer: Trainer) -> Board:
    trainer.refresh()
    return trainer.board()
