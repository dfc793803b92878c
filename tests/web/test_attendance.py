"""Who is in the room, as the door knows it: somebody whose page is gone, who left, or who comes after the end."""

import asyncio
from pathlib import Path

import pytest

from coach.classroom.client import RoomClient, plan_leaving
from coach.classroom.door import join
from coach.model.class_events import RoomClosed
from coach.records.class_log import RoomLog
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.room_seats import MOST_STREAMS
from tests.conftest import PATIENCE
from tests.web.conftest import Open
from tests.web.rooms import CODE, clock, hosted
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
        status, ended = await ann.get("/")
        assert status == 200
        assert "This session has ended" in ended
        assert "what you said can no longer be taken home from here" in " ".join(ended.split())
        status, ended = await eve.get("/")
        assert status == 410
        assert "This session has ended" in ended
        assert "take home" not in ended
        assert (await eve.enter("Eve")).status == 409
        assert (await eve.get("/live"))[0] == 403


async def test_once_a_room_is_deleted_it_has_ended_for_everybody(door: Open) -> None:
    async with door.visitor() as ann:
        await ann.enter("Ann")
        shelf = open_room_store(Places(door.home, door.home))
        shelf.forget(CODE)
        shelf.close()
        assert (await ann.get("/"))[0] == 410
        assert (await ann.get("/live"))[0] == 410


async def test_after_a_restart_whoever_does_not_come_back_is_away_but_for_those_at_terminals_of_their_own(
    tmp_path: Path, log: RoomLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosted(tmp_path, log) as address, Visitor(address) as ann:
        await ann.enter("Ann")
        join(log, "Terry", clock, "a terminal's own")
    assert away(log) == set(), "a host that stops tells nothing of anybody"
    monkeypatch.setattr("coach.web.attendance.COMES_WITHIN", 0.1)
    async with hosted(tmp_path, log):
        await until_away(log, "Ann")


async def test_a_page_that_is_closed_is_away_soon_and_back_with_the_next(
    door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.web.attendance.AWAY_AFTER", 0.1)
    async with door.visitor() as ann:
        await ann.enter("Ann")
        await ann.get("/")
        first, second = await ann.follow(), await ann.follow()
        first.close()
        await asyncio.sleep(0.5)
        assert away(door.log) == set(), "another tab is open still"
        second.close()
        await until_away(door.log, "Ann")
        await ann.get("/")
        await until_away(door.log)


async def test_whoever_reads_without_scripts_is_away_after_a_while(door: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.web.attendance.LOOKS_WITHIN", 0.3)
    async with door.visitor() as ann:
        await ann.enter("Ann")
        await ann.get("/")
        assert away(door.log) == set()
        await until_away(door.log, "Ann")


async def test_a_place_that_somebody_left_is_free_for_somebody_else(tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log, most=1) as address, Visitor(address) as ann, Visitor(address) as ben:
        await ann.enter("Ann")
        await ann.get("/")
        leave(log, "p1")
        assert (await ben.enter("Ann")).status == 303
        assert await ben.known(), "though the one who left still looks at the last page"


async def test_whoever_is_no_longer_in_the_room_meets_a_plain_page_and_can_come_in_anew(door: Open) -> None:
    async with door.visitor() as ann:
        await ann.enter("Ann")
        leave(door.log, "p1")
        status, page = await ann.get("/")
        assert status == 403
        assert "You are no longer in this room" in page
        assert (await ann.get("/live"))[0] == 403
        await ann.leave()
        assert "Come in" in (await ann.get("/"))[1]
        assert (await ann.enter("Ann")).status == 303
        await ann.get("/")
        leave(door.log, "p2")
        status, page = await ann.get("/")
        assert status == 200, "whoever looked meanwhile can still take home what they said"
        assert "You are no longer in this room" in page


async def test_of_many_tabs_of_one_person_the_oldest_is_let_go(door: Open) -> None:
    async with door.visitor() as ann:
        await ann.enter("Ann")
        streams = [await ann.follow() for _ in range(MOST_STREAMS + 1)]
        async with asyncio.timeout(PATIENCE):
            while await streams[0].content.readline():
                pass
        for stream in streams:
            stream.close()


async def test_a_browser_that_takes_nothing_holds_up_nobody_else(door: Open) -> None:
    async with door.visitor() as ann, door.visitor() as ben:
        await ann.enter("Ann")
        await ben.enter("Ben")
        host, _, port = door.address.removeprefix("http://").partition(":")
        cookie = next(f"{each.key}={each.value}" for each in ann.http.cookie_jar)
        _reader, writer = await asyncio.open_connection(host, int(port), limit=1)
        writer.write(f"GET /live HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n\r\n".encode())
        stream = await ben.follow()
        for number in range(20):
            async with door.visitor() as other:
                await other.enter(f"Other {number}")
        async with asyncio.timeout(PATIENCE):
            while b"Other 19" not in await stream.content.readline():
                pass
        stream.close()
        writer.close()
