"""The trainer's board as a program: it watches a room, and shows on each page how it stands."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from textual import work
from textual.screen import Screen

from coach.classroom.trainer import OpenRoom, Trainer
from coach.classroom.views import Board
from coach.errors import CoachError, NotKnown, RecordsError
from coach.model.class_events import Sheet
from coach.practice.service import PracticeService
from coach.practice.settings import read_settings
from coach.tui.base_app import BaseApp
from coach.tui.dialogs.dialog import Dialog, may_go
from coach.tui.trainer.board import BoardScreen
from coach.tui.trainer.page import BoardPage, Door, PageName
from coach.tui.trainer.plenary_screen import ClosedScreen, PlenaryScreen
from coach.tui.trainer.projector import ProjectorScreen
from coach.tui.trainer.room_setup import OpeningScreen
from coach.tui.trainer.trainer_dialogs import CLOSE_ROOM, GroupDialog, ask_about_lost_time, confirm_leaving

P = ParamSpec("P")
T = TypeVar("T")

ASLEEP = timedelta(minutes=1)
"""Longer than this between two looks at the clock, and the laptop slept."""
WAITS = 0.5
"""Seconds that one wait for news lasts; closing the board may take as long."""
LOOKS_EVERY = 5.0
"""Seconds between two looks at the clock."""
PATIENCE = 5.0
"""Seconds before a room that could not be read is looked at again."""
PAGES: dict[PageName, type[BoardPage]] = {"projector": ProjectorScreen, "plenary": PlenaryScreen}


class BoardApp(BaseApp):
    """A room, from choosing its run sheet to closing it.

    There may be no room yet, and none any more. The program opens no store and no file of its own; its caller lets go
    of the room's log afterwards.
    """

    CSS_PATH = ["../coach.tcss", "../pages.tcss", "../dialogs/dialogs.tcss", "board.tcss"]

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
        still_open: tuple[OpenRoom, ...] = (),
        keep_door: Callable[[], str] | None = None,
        said: str = "",
        still: bool = False,
    ) -> None:
        """Prepare the board of a room that is open, or of one that is opened on the first page.

        Args:
            practice: the library, and everything that rehearsals need.
            clock: the time now.
            opens: opens the room, given its run sheet and the scenarios that groups choose from.
            door: the way into the room, or a call that gives it; asked only once the room is open.
            trainer: a room that is taken up again, without the first page.
            settings: the file with the trainer's own keys and look.
            sheet: the run sheet that the first page begins with, by its name or as a file.
            scenarios: the scenarios that the first page begins with.
            goes_on: takes up a room again, given its code.
            still_open: rooms that were left open lately, which `goes_on` can take up.
            keep_door: looks after the door, and says in a sentence what it had to do.
            said: what happened to the file that rooms are kept in, where it was damaged and saved.
            still: whether everything keeps from moving, as for a picture.
        """
        super().__init__(settings, still=still)
        self.practice = practice
        self.clock = clock
        self.board: Board | None = None
        self.left = ""
        """`closed` once the trainer closed the room, `leaving` where only the board was left."""
        self.wished = (sheet, scenarios)
        self.still_open = still_open
        self.said = said
        self._settings = settings
        self._trainer = trainer
        self._opens = opens
        self._goes_on = goes_on
        self._door = door
        self._keep_door = keep_door
        self._damage = ""
        self._looked_at = clock()
        # Two threads of their own: neither waiting for news nor the door may hold up what the trainer does.
        self._waiting = ThreadPoolExecutor(1, "waiting")
        self._at_the_door = ThreadPoolExecutor(1, "door")

    @property
    def trainer(self) -> Trainer:
        """The room. Only once it is open; call its methods through `act` or `in_practice`."""
        assert self._trainer is not None, "the room is not open"
        return self._trainer

    @property
    def door(self) -> Door:
        """The way into the room, as it is now."""
        return self._door if isinstance(self._door, Door) else self._door()

    # --- Doing something in the room, and showing how it stands

    async def act(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something in the room, and show how it stands then.

        Await it in a worker: a refusal becomes a toast.
        """
        done = await self.in_practice(call, *args, **kwargs)
        await self.look()
        return done

    async def look(self) -> None:
        """Read what is new in the room, and show it. Does nothing once the room is left."""
        if self.left:
            return
        self.board = await self.in_practice(_read_board, self.trainer)
        if self.trainer.damage_report != self._damage:
            self._damage = self.trainer.damage_report
            self.say_on_board(self._damage)
        if isinstance(self.screen, BoardPage | GroupDialog) and self.screen.is_mounted:
            self.screen.show(self.board)

    def say_on_board(self, words: str) -> None:
        """Show the trainer a notice from the program that serves the room."""
        self.notify(words, markup=False)

    def open_page(self, name: PageName) -> None:
        """Open one of the board's pages in front of it."""
        self.push_screen(PAGES[name]())

    # --- Opening a room, or taking one up again

    def get_default_screen(self) -> Screen[Any]:
        """Keep the board below every other page."""
        return BoardScreen()

    def on_mount(self) -> None:
        """Ask which room to open, or show the open one; use the trainer's own keys."""
        if self._settings:
            settings, _ = read_settings(self._settings)
            self.set_keymap(dict(settings.keys))
        if self._trainer is None:
            self.push_screen(OpeningScreen())
        else:
            self._begin(again=True)

    def go_home(self) -> None:
        """Go back to the board, if there is one."""
        if self._trainer is not None and not self.left:
            super().go_home()

    async def open_room(self, sheet: Sheet, scenarios: tuple[str, ...]) -> None:
        """Open a room, and go to its board."""
        self._trainer = await self.in_practice(self._opens, sheet, scenarios)
        self.go_home()
        self._begin()

    async def go_on_with(self, code: str) -> None:
        """Take up a room that was left open, and go to its board."""
        assert self._goes_on is not None
        self._trainer = await self.in_practice(self._goes_on, code)
        self.go_home()
        self._begin(again=True)

    def _begin(self, *, again: bool = False) -> None:
        """Watch the room and its door, once what the trainer should know was said."""
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

    # --- Watching the room and its door

    @work(exclusive=True, group="watch")
    async def _watch(self) -> None:
        """Look whenever something is new; after a failed read, a little later."""
        await self.look()
        self._ask_about_shut_board()
        while not self.left:
            try:
                if await asyncio.get_running_loop().run_in_executor(self._waiting, self.trainer.wait, WAITS):
                    await self.look()
            except RecordsError as error:
                self.tell(error)
                await asyncio.sleep(PATIENCE)
            except NotKnown:
                await self._leave_forgotten_room()

    @work(exclusive=True, group="door")
    async def _look_after_door(self, keep_door: Callable[[], str]) -> None:
        """Open the door again whenever it is shut: a class waits behind it."""
        loop = asyncio.get_running_loop()
        while not self.left:
            if not self.door.is_open:
                await self.look()  # the board's first line says so
            try:
                if notice := await loop.run_in_executor(self._at_the_door, keep_door):
                    self.say_on_board(notice)
                    await self.look()
            except CoachError as error:
                self.tell(error)
                await asyncio.sleep(PATIENCE)
            await asyncio.sleep(WAITS)

    # --- Time that nobody saw pass: the laptop slept, or the board was shut. Nothing ends by itself

    def tick(self) -> None:
        """Look at the clock. Where far too much time passed, the laptop slept: ask about it."""
        before, self._looked_at = self._looked_at, self.clock()
        if self._trainer is None or self.left:
            return
        if self._looked_at - before > ASLEEP:
            self._ask_about_lost_time("This laptop slept", before)
        else:
            self._look_again()

    @work(exclusive=True, group="tick")
    async def _look_again(self) -> None:
        await self.look()

    def _ask_about_shut_board(self) -> None:
        """Ask about the time while the board was shut and the room's clock went on."""
        last = self.trainer.last_event_at
        if last is not None and self.clock() - last > ASLEEP:
            self._ask_about_lost_time("The board was shut", last)

    @work(exclusive=True, group="passed")
    async def _ask_about_lost_time(self, heading: str, since: datetime) -> None:
        """Ask whether the room's clock rests since then; only while it runs."""
        await self.look()
        if self.board is None or self.board.part is None or self.board.paused or self.board.closed:
            return
        dialog = Dialog(ask_about_lost_time(heading, since, self.clock(), self.board))
        if await self.push_screen_wait(dialog) == "pause":
            await self.act(self.trainer.pause, since)
            self.notify("The room is paused since then. F4 goes on.")

    # --- Leaving the board, closing the room

    async def action_quit(self) -> None:
        """Close the board, once asked: every participant's screen is behind it."""
        self.leave()

    @work(exclusive=True, group="leaving")
    async def leave(self) -> None:
        """Ask whether the trainer leaves the board or closes the room, and do it."""
        if not await may_go(self, self.screen_stack):
            return
        if self._trainer is None or self.left:
            self.exit()
            return
        match await self.push_screen_wait(Dialog(confirm_leaving(self.trainer.state.code))):
            case "leave":
                self.left = "leaving"
                self.exit()
            case "close_room":
                await self.close_room()

    async def close_room(self) -> None:
        """End the session, once the trainer was asked what becomes of it. Await it in a worker."""
        if not (wanted := await self.push_screen_wait(Dialog(CLOSE_ROOM))):
            return
        forget = wanted == "forget"
        self.left = "closed"  # first, so that nobody looks at a room that is gone
        await self.in_practice(self.trainer.close, forget=forget)
        await self._show_closed(forgotten=forget)

    async def _leave_forgotten_room(self) -> None:
        """Go to the last page of a room that was forgotten, here or from another machine."""
        if not self.left:
            self.left = "closed"
            await self._show_closed(forgotten=True)

    async def _show_closed(self, *, forgotten: bool) -> None:
        super().go_home()
        await self.push_screen(ClosedScreen(forgotten=forgotten))

    async def on_unmount(self) -> None:
        """Let go of the threads without waiting for them."""
        self._waiting.shutdown(wait=False)
        self._at_the_door.shutdown(wait=False)


def _read_board(trainer: Trainer) -> Board:
    trainer.refresh()
    return trainer.build_board()
