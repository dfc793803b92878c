"""Time that passes in a room, also while its trainer's laptop slept or the board was shut."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from textual import work

from coach.classroom.trainer import Trainer
from coach.practice.practice import Practice
from coach.tui.board.holding import Holding
from coach.tui.board.modals.asleep import AsleepSheet

ASLEEP = timedelta(minutes=1)
"""Longer than this between two looks at the clock, and the laptop slept."""


class Passing(Holding):
    """Says what really passed, and asks; nothing ends by itself."""

    def __init__(
        self,
        practice: Practice,
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
        sheet = AsleepSheet(what, since, self.clock(), self.now)
        if await self.push_screen_wait(sheet) == "pause":
            await self.act(self.trainer.pause, since)
            self.notify("The room is paused since then. F4 goes on.")
