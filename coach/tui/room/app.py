"""One person in a room, in a terminal: their screen, and a thread that waits for what is new."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from textual import work
from textual.app import SystemCommand
from textual.screen import Screen

from coach.classroom.participant import Participant
from coach.errors import RecordsError
from coach.practice.safeguarding import Care
from coach.practice.service import PracticeService
from coach.tui.base_app import BaseApp
from coach.tui.room.screen import RoomScreen

LOOKS_AGAIN = 1.0
"""Seconds that one wait lasts at most, so that closing is never held up longer."""
CALM = 1.0
"""Seconds between two looks of whoever sits with nobody yet: a class that comes in is something new all the time."""
TICKS = 15.0
"""Seconds between two looks at the room's clock."""
START_PAGE = "Start page"


class RoomApp(BaseApp):
    """Shows one seat. Whoever made the seat closes its log."""

    CSS_PATH = ["../coach.tcss", "../boxes.tcss", "../pair/round.tcss"]

    def __init__(
        self,
        seat: Participant,
        practice: PracticeService,
        care: Care,
        settings: Path | None = None,
        *,
        still: bool = False,
        thread: ThreadPoolExecutor | None = None,
    ) -> None:
        """`settings`: the file with the look that this person chose, on a machine of their own."""
        super().__init__(settings, still=still, thread=thread)
        self.room = RoomScreen(seat, practice, care)
        self._waiting = ThreadPoolExecutor(1, "waiting")
        self._closing = False

    @property
    def _seat(self) -> Participant:
        return self.room.seat

    def get_default_screen(self) -> Screen[Any]:
        """The room is the first page, and the only one."""
        return self.room

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """There is no start page here."""
        return (command for command in super().get_system_commands(screen) if command.title != START_PAGE)

    def on_mount(self) -> None:
        """Wait for what is new from now on."""
        self._watch()
        if not self.still:
            self.set_interval(TICKS, self._tick)

    @work(group="waiting")
    async def _watch(self) -> None:
        """One thread waits; the store is asked what is new only once something is."""
        while not (self._is_closing() or self.room.gone):
            if self._seat.group is None:
                await self._calmly()
                if self._is_closing():  # the thread that waits is gone by now
                    return
            if (self.room.behind or await self._something_new()) and not self._closing:
                await self._look(if_it_concerns=True)

    def _is_closing(self) -> bool:
        return self._closing

    async def _something_new(self) -> bool:
        waited = asyncio.get_running_loop().run_in_executor(self._waiting, self._seat.wait, LOOKS_AGAIN)
        return await asyncio.shield(waited)

    async def _calmly(self) -> None:
        """Wait a little; no longer than until one sits with somebody."""
        for _ in range(10):
            await asyncio.sleep(CALM / 10)
            if self._closing or self._seat.group is not None:
                return

    async def _look(self, *, if_it_concerns: bool = False) -> None:
        try:
            await self.room.show_anew(if_it_concerns=if_it_concerns)
        except RecordsError as error:
            self.tell(error)
            await asyncio.sleep(LOOKS_AGAIN)

    @work(group="ticking", exclusive=True)
    async def _tick(self) -> None:
        await self._look()

    async def on_unmount(self) -> None:
        """Keep what stands in the box, and wait no more."""
        self._closing = True
        await self.room.keep_draft()
        self._waiting.shutdown(wait=False)
