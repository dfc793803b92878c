"""A room as one person's screen shows it: a real seat over a log in memory, driven by real keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from coach.classroom.participant import Participant
from coach.practice.safeguarding import care
from coach.tui.room.app import RoomApp

from ...classroom.conftest import Room, room
from ..seeing import until

__all__ = ["Room", "room"]


@asynccontextmanager
async def sitting(here: Room, seat: Participant, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Pilot[None]]:
    """That person's screen, with nothing carried over but the log."""
    app = RoomApp(here.again(seat.person), here.practice, care(), still=True)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.room.view is not None and app._batch_count == 0 and app.focused is not None)
        await pilot.pause()
        yield pilot


def refreshed(*seats: Participant) -> None:
    """Everybody takes in what is new."""
    for seat in seats:
        seat.refresh()
