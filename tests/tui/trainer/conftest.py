"""The board over a real room: a Trainer, as many Seats as a class has, and one log that all of them append to."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coach.classroom.door import join
from coach.classroom.participant import Participant
from coach.classroom.run_sheets import load_sheets
from coach.classroom.trainer import OpenRoom, Trainer
from coach.model.class_events import Role, Stage
from coach.model.run_sheet import Sheet
from coach.practice.service import PracticeService
from coach.records.class_log import MemoryRoomStore, RoomStore
from coach.tui.trainer.app import BoardApp
from coach.tui.trainer.page import Door
from tests.conftest import START

from ..seeing import SIZES, until

CODE = "KDPWR"
DOOR = Door("http://192.168.1.20:8765")


class Wall:
    """A clock on the wall, moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def passes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def shelf() -> MemoryRoomStore:
    return MemoryRoomStore()


@pytest.fixture
def sheet() -> Sheet:
    """The sheet of ninety minutes, with the one scenario that the small library has."""
    return load_sheets()["ninety"].model_copy(update={"scenarios": ("bus",), "warm_up": "bus"})


class Class:
    """A room with people in it, each with a Seat of their own."""

    def __init__(self, shelf: RoomStore, practice: PracticeService, clock: Wall, sheet: Sheet) -> None:
        self.shelf = shelf
        self.practice = practice
        self.clock = clock
        self.trainer = Trainer.open(shelf, practice, clock, CODE, sheet)

    def comes(self, *names: str) -> list[Participant]:
        """People come in, in this order."""
        seats = []
        for name in names:
            log = self.shelf.open(CODE)
            seats.append(Participant(log, self.practice, join(log, name, self.clock), self.clock))
        return seats

    def trio(self, *names: str) -> list[Participant]:
        """Three who sit together, with a role each and a scenario chosen."""
        seats = self.comes(*names)
        seats[0].make_group(*(seat.person for seat in seats))
        for seat, role in zip(seats, Role, strict=False):
            seat.refresh()
            seat.take_role(role)
        seats[0].choose_scenario("bus")
        return seats


def talking(seats: list[Participant]) -> None:
    """They read the content note and their briefs, and begin to talk."""
    seats[0].go_to_next_stage()
    for seat in seats:
        seat.refresh()
        seat.agree()
    seats[0].go_to_next_stage()
    for seat in seats:
        seat.agree()
    seats[0].go_to_next_stage()


def played(seats: list[Participant], *replies: str) -> None:
    """They talk, and go through a whole debrief."""
    talking(seats)
    for words in replies:
        seats[0].say(words)
    while (group := seats[0].group) and group.stage is not Stage.DONE:
        seats[0].go_to_next_stage()


@pytest.fixture
def room(shelf: MemoryRoomStore, practice: PracticeService, wall: Wall, sheet: Sheet) -> Class:
    return Class(shelf, practice, wall, sheet)


async def in_every_size(pilot: Pilot[None]) -> AsyncIterator[tuple[int, int]]:
    """Each size in turn, with what is open laid out in it."""
    for width, height in SIZES:
        await pilot.resize_terminal(width, height)
        await until(pilot, lambda: pilot.app.screen.size == (width, height))  # noqa: B023  # it is awaited before the next
        await pilot.pause()
        yield width, height


Boards = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture
def boards(practice: PracticeService, wall: Wall) -> Boards:
    """Open the board: `async with boards(trainer, size=…) as pilot`; without a trainer, on its first page."""

    @asynccontextmanager
    async def opening(
        trainer: Trainer | None = None,
        size: tuple[int, int] = (100, 30),
        opens: Callable[[Sheet, tuple[str, ...]], Trainer] | None = None,
        door: Door | Callable[[], Door] = DOOR,
        sheet: str | Path = "",
        scenarios: tuple[str, ...] = (),
        goes_on: Callable[[str], Trainer] | None = None,
        still_open: tuple[OpenRoom, ...] = (),
        said: str = "",
        change_door: Callable[..., None] | None = None,
    ) -> AsyncIterator[Pilot[None]]:
        def nothing(_: Sheet, __: tuple[str, ...]) -> Trainer:
            raise AssertionError("no room is opened here")

        app = BoardApp(
            practice,
            wall,
            opens=opens or nothing,
            door=door,
            trainer=trainer,
            sheet=sheet,
            scenarios=scenarios,
            goes_on=goes_on,
            still_open=still_open,
            said=said,
            change_door=change_door,
            still=True,
        )
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield pilot

    return opening
