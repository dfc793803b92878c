"""Who is in the room, as the door knows it: somebody whose screen is gone, who left, or who comes after the end."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from coach.classroom.client import RoomClient, plan_leaving
from coach.classroom.door import join
from coach.model.class_events import RoomClosed
from coach.records.class_log import RoomLog
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from tests.conftest import PATIENCE
from tests.web.conftest import Open
from tests.web.rooms import CODE, hosted
from tests.web.small_room import clock
from tests.web.visiting import Visitor


def leave(log: RoomLog, person: str) -> None:
    """They leave, or the trainer sees them out."""
    RoomClient(log, clock)._append(lambda state: plan_leaving(state, person, clock))


def close(log: RoomLog) -> None:
    RoomClient(log, clock)._append(lambda _: (RoomClosed(at=clock()),))


def away(log: RoomLog) -> set[str]:
    return {person.name for person in RoomClient(log, clock).state.list_people() if person.away}


async def until_away(log: RoomLog, *names: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while away(log) != set(names):
            await asyncio.sleep(0.03)


async def test_after_the_end_whoever_was_there_can_fetch_their_words_and_nobody_else_comes_in(door: Open) -> None:
    async with door.visitor() as ann, door.visitor() as eve:
        await ann.enter("Ann")
        close(door.log)
        assert (await ann.get("/here"))[0] == 204
        assert "terminal" in (await ann.get("/"))[1]
        screen = await ann.screen()
        await screen.says("The wall is here for Ann")
        status, ended = await ann.get("/ended")
        assert status == 200
        assert "you can still take home what you said yourself" in ended
        assert (await eve.get("/here"))[0] == 410
        for path in ("/", "/ended"):
            status, ended = await eve.get(path)
            assert status == 410
            assert "This session has ended" in ended
            assert "take home" not in ended
        assert (await eve.enter("Eve")).status == 409
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await eve.screen()


async def test_once_a_room_is_deleted_it_has_ended_for_everybody(door: Open) -> None:
    async with door.visitor() as ann:
        await ann.enter("Ann")
        shelf = open_room_store(Places(door.home, door.home))
        shelf.forget(CODE)
        shelf.close()
        assert (await ann.get("/here"))[0] == 410
        assert (await ann.get("/"))[0] == 410
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await ann.screen()


async def test_after_a_restart_whoever_does_not_come_back_is_away_but_for_those_at_terminals_of_their_own(
    tmp_path: Path, log: RoomLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosted(tmp_path, log, forks=False) as address, Visitor(address) as ann:
        await ann.enter("Ann")
        join(log, "Terry", clock, "a terminal's own")
    assert away(log) == set(), "a host that stops tells nothing of anybody"
    monkeypatch.setattr("coach.web.presence.COMES_WITHIN", 0.1)
    async with hosted(tmp_path, log, forks=False):
        await until_away(log, "Ann")


async def test_whoever_comes_in_and_opens_no_screen_is_away(door: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.web.presence.COMES_WITHIN", 0.1)
    async with door.visitor() as ann:
        await ann.enter("Ann")
        await until_away(door.log, "Ann")


async def test_a_page_that_waits_while_screens_are_loaded_is_not_away(
    door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.web.presence.COMES_WITHIN", 0.05)
    monkeypatch.setattr("coach.web.presence.AWAY_AFTER", 0.05)
    async with door.visitor() as ann:
        await ann.enter("Ann")
        screen = await ann.screen()
        await screen.says("The wall is here")
        assert [event.event for _, event in door.log.read() if event.event == "away"] == []


@pytest.mark.slow
async def test_a_place_that_somebody_left_is_free_for_somebody_else(tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log, most=1, forks=False) as address, Visitor(address) as ann, Visitor(address) as ben:
        await ann.enter("Ann")
        hers = await ann.screen()
        await hers.says("The wall is here")
        leave(log, "p1")
        assert (await ben.enter("Ann")).status == 303
        assert (await ben.get("/here"))[0] == 204, "though the one who left still looks at the last page"


async def test_whoever_is_no_longer_in_the_room_meets_a_plain_page_and_can_come_in_anew(door: Open) -> None:
    async with door.visitor() as ann:
        await ann.enter("Ann")
        leave(door.log, "p1")
        assert (await ann.get("/here"))[0] == 401
        for path in ("/", "/ended"):
            status, page = await ann.get(path)
            assert status == 403
            assert "You are no longer in this room" in page
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await ann.screen()
        async with ann.http.post(f"{door.address}/leave", headers={"Origin": door.address}) as answer:
            assert "Come in" in await answer.text()
        assert (await ann.enter("Ann")).status == 303
        close(door.log)
        leave(door.log, "p2")  # quiet, in a room that is closed
        assert (await ann.get("/"))[0] == 200
