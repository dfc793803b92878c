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

from coach.classroom.trainer import LeftOpen, Trainer
from coach.classroom.views import Board
from coach.errors import CoachError, NotKnown, RecordsError
from coach.model.run_sheet import Sheet
from coach.practice.service import PracticeService
from coach.practice.settings import read_settings
from coach.tui.base_app import BaseApp
from coach.tui.dialogs.dialog import may_go
from coach.tui.trainer.board import BoardScreen
from coach.tui.trainer.dialogs import AsleepDialog, CloseRoomSheet, GroupDialog, LeavingDialog
from coach.tui.trainer.page import BoardPage
from coach.tui.trainer.plenary_screen import ClosedScreen
from coach.tui.trainer.setup import OpeningScreen

# --- A trainer's hold on one room: what is done in it, and how it stands on whichever page is open

P = ParamSpec("P")
T = TypeVar("T")


class Holding(BaseApp):
    """What the board's pages use. There may be no room yet, and none any more."""

    def __init__(
        self,
        practice: PracticeService,
        clock: Callable[[], datetime],
        trainer: Trainer | None = None,
        settings: Path | None = None,
        *,
        still: bool = False,
    ) -> None:
        """`trainer`: a room that is open already."""
        super().__init__(settings, still=still)
        self.practice = practice
        self.clock = clock
        self.now: Board | None = None
        self.left = ""
        """`closed` once the trainer closed the room, `leaving` where only the board was left."""
        self._trainer = trainer
        self._said_of_damage = ""

    @property
    def trainer(self) -> Trainer:
        """The room. Only once it is open; call it through `act`."""
        assert self._trainer is not None, "the room is not open"
        return self._trainer

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
        if self.trainer.said_of_damage != self._said_of_damage:
            self._said_of_damage = self.trainer.said_of_damage
            self.say_on_board(self._said_of_damage)
        if isinstance(self.screen, BoardPage | GroupDialog) and self.screen.is_mounted:
            self.screen.show(self.now)

    def say_on_board(self, words: str) -> None:
        """Something the trainer should know of, from whoever serves the room."""
        self.notify(words, markup=False)


def _standing(trainer: Trainer) -> Board:
    trainer.refresh()
    return trainer.board()


# --- Time that passes in a room, also while its trainer's laptop slept or the board was shut

ASLEEP = timedelta(minutes=1)
"""Longer than this between two looks at the clock, and the laptop slept."""


class Passing(Holding):
    """Says what really passed, and asks; nothing ends by itself."""

    def __init__(
        self,
        practice: PracticeService,
        clock: Callable[[], datetime],
        trainer: Trainer | None = None,
        settings: Path | None = None,
        *,
        still: bool = False,
    ) -> None:
        super().__init__(practice, clock, trainer, settings, still=still)
        self._looked_at = clock()

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

    def shut_meanwhile(self) -> None:
        """A board that was shut comes back where it was; the room's clock went on."""
        last = self.trainer.last
        if last is not None and self.clock() - last > ASLEEP:
            self._passed("The board was shut", last)

    @work(exclusive=True, group="passed")
    async def _passed(self, what: str, since: datetime) -> None:
        await self.look()
        if self.now is None or self.now.part is None or self.now.paused or self.now.closed:
            return
        sheet = AsleepDialog(what, since, self.clock(), self.now)
        if await self.push_screen_wait(sheet) == "pause":
            await self.act(self.trainer.pause, since)
            self.notify("The room is paused since then. F4 goes on.")


# --- The trainer's board as a program: it looks at the room whenever something is new in it, and shows ho

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
        practice: PracticeService,
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
        match await self.push_screen_wait(LeavingDialog(self.trainer.state.code)):
            case "leave":
                self.left = "leaving"
                self.exit()
            case "close_room":
                await self.close_room()

    async def close_room(self) -> None:
        """End the session for everybody, once asked what becomes of it. Await it in a worker."""
        if not (wanted := await self.push_screen_wait(CloseRoomSheet())):
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
