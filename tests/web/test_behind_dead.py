"""A door whose process ended is noticed, opened again at the same address, and said why."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from coach.cli.room_door import BoardDoor, Doorkeeper, make_process_settings, warn_of_readers
from coach.records.paths import Places
from coach.web.behind import Behind
from coach.web.hosting import Hosting
from tests.conftest import PATIENCE
from tests.web.rooms import CODE, new_room
from tests.web.visiting import Visitor

SECRET = "Purple elephants"


class Keeper(Doorkeeper):
    """A doorkeeper of a room of the tests' own."""

    def __init__(self, home: Path) -> None:
        self._given = {**make_process_settings(Places(home, home), (), ""), "home": str(home)}

    def make_hosting(self, code: str) -> Hosting:
        return Hosting(code, self._given, port=0)

    def keep(self, how: Hosting, port: int) -> None:
        self.kept = how

    def record_opening(self, how: Hosting, address: str) -> str:
        return f"The door is at {how.host}."


@pytest.mark.slow
async def test_a_door_is_locked_and_has_a_new_code_while_it_is_open_and_after_it_died(tmp_path: Path) -> None:
    new_room(tmp_path)
    keeper = Keeper(tmp_path)
    door = BoardDoor(keeper)
    try:
        await asyncio.to_thread(door.open, CODE)
        async with Visitor(door.describe().address) as ann:
            door.change(locked=True, renew=True)
            code = door.describe().code
            assert keeper.kept.entry == code != CODE
            assert door.describe().locked
            async with asyncio.timeout(PATIENCE):
                while "locked" not in await (await ann.enter("Ann", code=code)).text():
                    pass
            os.kill(door._behind._process.pid, signal.SIGKILL)
            await asyncio.to_thread(door._behind._process.wait)
            await asyncio.to_thread(door.keep_open)
            assert "locked" in await (await ann.enter("Ann", code=code)).text()
            door.change(locked=False, renew=False)
            async with asyncio.timeout(PATIENCE):
                while (await ann.enter("Ann", code=code)).status != 303:
                    pass
            assert door.describe().code == code
    finally:
        await asyncio.to_thread(door.close)


@pytest.mark.slow
async def test_a_door_that_was_killed_is_open_again_at_the_same_address(tmp_path: Path) -> None:
    log = new_room(tmp_path)
    door = BoardDoor(Keeper(tmp_path))
    try:
        assert door.keep_open() == "", "no room is open yet, and nothing is to be kept"
        await asyncio.to_thread(door.open, CODE)
        address = door.describe().address
        async with Visitor(address) as ann:
            assert (await ann.enter("Ann")).status == 303
            assert door.keep_open() == ""
            os.kill(door._behind._process.pid, signal.SIGKILL)
            await asyncio.to_thread(door._behind._process.wait)
            assert not door.describe().is_open
            said = await asyncio.to_thread(door.keep_open)
            assert said == (
                "The door had shut (it was ended from outside, by signal 9). "
                f"It is open again at {address}, and people come back by themselves."
            )
            assert door.describe().is_open
            assert door.describe().address == address
            assert await ann.known(), "whoever was in the room is known as before"
    finally:
        door.close()
    assert door.keep_open() == "", "a door that was shut on purpose stays shut"
    log.close()


def test_why_a_door_ended_is_told_by_the_name_of_its_error_alone() -> None:
    """Its words could hold what somebody typed."""
    behind = Behind({"data": SECRET})
    behind._process.wait(PATIENCE)
    behind.close()
    why = behind.explain_end()
    assert "Error" in why
    assert SECRET not in why


@pytest.mark.parametrize(
    ("how", "can_be_read"),
    [
        ({}, False),
        ({"host": "0.0.0.0"}, True),
        ({"host": "192.0.2.5"}, True),
        ({"host": "0.0.0.0", "certificate": Path("a.pem")}, False),
        ({"address": "http://room.example.org"}, True),
        ({"address": "https://room.example.org"}, False),
    ],
)
def test_that_words_can_be_read_on_the_way_is_said_wherever_it_is_so(how: dict[str, object], can_be_read: bool) -> None:
    said = warn_of_readers(Hosting(CODE, **how))  # type: ignore[arg-type]
    assert ("can be read by others on this network" in said) is can_be_read
