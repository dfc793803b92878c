"""A screen that stood ready before it was anybody's: it shows whoever sits down their own room, and nothing before."""

import asyncio

from coach.classroom.door import join
from coach.classroom.participant import Participant
from coach.model.class_events import RoomOpened
from coach.practice.safeguarding import care
from coach.records.class_log import MemoryRoomLog
from coach.tui.room.app import RoomApp

from ...classroom.conftest import SHEET, to_talking
from ..seeing import flat, shows, until
from .conftest import Room


def nobodys(room: Room) -> Participant:
    """A seat in a room of nobody's."""
    log = MemoryRoomLog(RoomOpened(at=room.clock(), code="NOBODYS", sheet=SHEET))
    return Participant(log, room.practice, join(log, "Nobody", room.clock), room.clock)


async def test_nothing_is_shown_before_somebody_sits_down_and_then_their_own_room(room: Room) -> None:
    ann, _ = room.seat("Ann"), room.seat("Ben")
    arrives = asyncio.get_running_loop().create_future()
    app = RoomApp(nobodys(room), room.practice, care(), still=True, arrives=arrives)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "Nobody" in flat(app))  # type: ignore[arg-type]  # all is laid out
        assert app.room.view is None
        assert app._batch_count, "and nothing is drawn"
        arrives.set_result(room.again(ann.person))
        await shows(pilot, "You are here as Ann.")
        assert "Ben" in flat(app)  # type: ignore[arg-type]
        assert "Nobody" not in flat(app)  # type: ignore[arg-type]
        await until(pilot, lambda: not app._batch_count)


async def test_whoever_comes_back_in_the_middle_of_a_talk_is_there_again_with_what_they_had_typed(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.keep_draft("half a sentence")
    arrives = asyncio.get_running_loop().create_future()
    app = RoomApp(nobodys(room), room.practice, care(), still=True, arrives=arrives)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause(0.2)
        arrives.set_result(room.again(ann.person))
        await shows(pilot, "half a sentence")
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("end", *" more", "enter")
        await until(pilot, lambda: room.again(cy.person).group.round.happened)  # type: ignore[union-attr]  # it goes on
