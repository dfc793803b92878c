"""The trainer's app: it watches a room, and updates the board and its other pages."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from textual import work
from textual.screen import Screen

from coach.classroom.trainer import OpenRoom, Trainer
from coach.classroom.views import Board
from coach.errors import CoachError, NotKnown, RecordsError
from coach.language.catalogue import say
from coach.model.run_sheet import Sheet
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
    """The trainer's app for one room, from choosing its run sheet to closing it.

    Before the room is chosen, and after it is closed, there is none. The app opens no store and no file itself; its
    caller closes the room's log afterwards.
    """

    CSS_PATH = ["../coach.tcss", "../boxes.tcss", "../pages.tcss", "../dialogs/dialogs.tcss", "board.tcss"]

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
        change_door: Callable[..., None] | None = None,
        said: str = "",
        still: bool = False,
    ) -> None:
        """Make the app for a room that is open, or for one to be opened on the first page.

        Args:
            practice: the library, and everything that rehearsals need.
            clock: tells the time.
            opens: opens the room, given its run sheet and the scenarios that groups choose from.
            door: the room's door, or a function that returns it; called only once the room is open.
            trainer: a room that is continued, without the first page.
            settings: the file with the trainer's own keys and theme.
            sheet: the run sheet that the first page begins with, by its name or as a file.
            scenarios: the scenarios that the first page begins with.
            goes_on: continues a room, given its code.
            still_open: rooms that were left open lately, which `goes_on` can continue.
            keep_door: reopens the door if needed, and returns a sentence on what it did.
            change_door: locks the door or opens it (`locked`), and gives it another code (`renew`).
            said: what happened to the file of rooms, where it was damaged and saved.
            still: whether nothing may move on the screen, as in pictures.
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
        self._change_door = change_door
        self._damage = ""
        self._looked_at = clock()
        # Two threads of their own: neither waiting for news nor the door may hold up what the trainer does.
        self._waiting = ThreadPoolExecutor(1, "waiting")
        self._at_the_door = ThreadPoolExecutor(1, "door")

    @property
    def trainer(self) -> Trainer:
        """The trainer's access to the room. Call its methods through `act` or `in_practice`.

        It exists only once the room is open.
        """
        assert self._trainer is not None, "the room is not open"
        return self._trainer

    @property
    def door(self) -> Door:
        """The room's door at present: its address, and whether it can be reached."""
        return self._door if isinstance(self._door, Door) else self._door()

    async def change_door(self, *, locked: bool, renew: bool) -> None:
        """Lock the door or open it, and give it another code. Await it in a worker."""
        if self._change_door is not None:
            call = partial(self._change_door, locked=locked, renew=renew)
            await asyncio.get_running_loop().run_in_executor(self._at_the_door, call)
        await self.look()

    # --- Doing something in the room, and showing how it stands

    async def act(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that changes the room, update the board, and return the result.

        Await it in a worker: a refusal becomes a toast.
        """
        done = await self.in_practice(call, *args, **kwargs)
        await self.look()
        return done

    async def look(self) -> None:
        """Read what is new in the room, and update the pages. Does nothing once the room is left."""
        if self.left:
            return
        self.board = await self.in_practice(_read_board, self.trainer)
        # Said once for each report, since this runs with every event of the room.
        if self.trainer.damage_report != self._damage:
            self._damage = self.trainer.damage_report
            self.say_on_board(self._damage)
        if isinstance(self.screen, BoardPage | GroupDialog) and self.screen.is_mounted:
            self.screen.show(self.board)

    def say_on_board(self, words: str) -> None:
        """Show the trainer a notice from the process that serves the room's door."""
        self.notify(words, markup=False)

    def open_page(self, name: PageName) -> None:
        """Open one of the trainer's pages in front of the board."""
        self.push_screen(PAGES[name]())

    # --- Opening a room, or taking one up again

    def get_default_screen(self) -> Screen[Any]:
        """Return the board, which stays below every other page."""
        return BoardScreen()

    def on_mount(self) -> None:
        """Load the trainer's keys, then ask which room to open, or show the open one."""
        if self._settings:
            settings, _ = read_settings(self._settings)
            self.set_keymap(dict(settings.keys))
        if self._trainer is None:
            self.push_screen(OpeningScreen())
        else:
            self._begin(again=True)

    def go_home(self) -> None:
        """Go back to the board, if a room is open."""
        if self._trainer is not None and not self.left:
            super().go_home()

    async def open_room(self, sheet: Sheet, scenarios: tuple[str, ...]) -> None:
        """Open a new room, and show its board."""
        self._trainer = await self.in_practice(self._opens, sheet, scenarios)
        self.go_home()
        self._begin()

    async def go_on_with(self, code: str) -> None:
        """Continue a room that was left open, and show its board."""
        assert self._goes_on is not None
        self._trainer = await self.in_practice(self._goes_on, code)
        self.go_home()
        self._begin(again=True)

    def _begin(self, *, again: bool = False) -> None:
        """Begin to watch the room and its door, after showing the notices there are.

        Args:
            again: whether the room is continued.
        """
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
        """Update the board whenever the room has a new event; after a failed read, try again later."""
        await self.look()
        self._ask_about_shut_board()
        while not self.left:
            try:
                # A short wait again and again: a thread that waits cannot be cancelled, and would outlive the app.
                if await asyncio.get_running_loop().run_in_executor(self._waiting, self.trainer.wait, WAITS):
                    await self.look()
            except RecordsError as error:
                self.tell(error)
                await asyncio.sleep(PATIENCE)
            except NotKnown:
                await self._leave_forgotten_room()

    @work(exclusive=True, group="door")
    async def _look_after_door(self, keep_door: Callable[[], str]) -> None:
        """Open the door again whenever its process has ended, since a class waits behind it."""
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
        """Update the clocks; if far too much time passed since the last tick, ask about a sleep."""
        before, self._looked_at = self._looked_at, self.clock()
        if self._trainer is None or self.left:
            return
        # A timer does not run while the laptop sleeps, so the gap between two ticks shows it.
        if self._looked_at - before > ASLEEP:
            self._ask_about_lost_time(say("This laptop slept"), before)
        else:
            self._look_again()

    @work(exclusive=True, group="tick")
    async def _look_again(self) -> None:
        await self.look()

    def _ask_about_shut_board(self) -> None:
        """Ask about the time during which the board was closed and the room's clock went on."""
        last = self.trainer.last_event_at
        if last is not None and self.clock() - last > ASLEEP:
            self._ask_about_lost_time(say("The board was shut"), last)

    @work(exclusive=True, group="passed")
    async def _ask_about_lost_time(self, heading: str, since: datetime) -> None:
        """Ask whether to pause the room's clock as of a past moment; only while the clock runs.

        Args:
            heading: what happened, such as that the laptop slept.
            since: the moment.
        """
        await self.look()
        if self.board is None or self.board.part is None or self.board.paused or self.board.closed:
            return
        dialog = Dialog(ask_about_lost_time(heading, since, self.clock(), self.board))
        if await self.push_screen_wait(dialog) == "pause":
            # The pause begins in the past: as if somebody had pressed it when the lid was closed.
            await self.act(self.trainer.pause, since)
            self.notify(say("The room is paused since then. F4 goes on."))

    # --- Leaving the board, closing the room

    async def action_quit(self) -> None:
        """Close the board, after asking: every participant's screen depends on it."""
        self.leave()

    @work(exclusive=True, group="leaving")
    async def leave(self) -> None:
        """Ask whether to leave the board or close the room, and do that."""
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
        """Close the room, after asking whether to delete it now. Await it in a worker."""
        if not (wanted := await self.push_screen_wait(Dialog(CLOSE_ROOM))):
            return
        forget = wanted == "forget"
        self.left = "closed"  # first, so that nobody looks at a room that is gone
        await self.in_practice(self.trainer.close, forget=forget)
        await self._show_closed(forgotten=forget)

    async def _leave_forgotten_room(self) -> None:
        """Show the last page of a room that was deleted, here or from another machine."""
        if not self.left:
            self.left = "closed"
            await self._show_closed(forgotten=True)

    async def _show_closed(self, *, forgotten: bool) -> None:
        super().go_home()
        await self.push_screen(ClosedScreen(forgotten=forgotten))

    async def on_unmount(self) -> None:
        """End the threads without waiting for them, and first what would give them more to do."""
        if self._trainer is not None:
            self.left = self.left or "leaving"
        self._waiting.shutdown(wait=False)
        self._at_the_door.shutdown(wait=False)


def _read_board(trainer: Trainer) -> Board:
    trainer.refresh()
    return trainer.build_board()
