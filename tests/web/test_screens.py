"""Screens behind the door: a few in each forked process, and what becomes of them whatever a browser does."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import psutil
import pytest

from coach.records.class_log import RoomLog
from coach.web.connection import Why
from coach.web.starting import CannotStart
from coach.web.warm import GRACE
from tests.conftest import PATIENCE
from tests.web.conftest import Open
from tests.web.rooms import hosted
from tests.web.visiting import Shown, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def enter(room: Open, visitor: Visitor, name: str) -> Shown:
    """Come in and wait for the first screen."""
    assert (await visitor.enter(name)).status == 303
    return await opened(visitor)


def newest(room: Open) -> str:
    """Whoever came in last; meanwhile others may be noted as away."""
    return next(event.by for _, event in reversed(room.log.read()) if event.event == "joined")


async def opened(visitor: Visitor) -> Shown:
    screen = await visitor.screen()
    await screen.says("The wall is here")
    return screen


async def until(true: object, within: float = PATIENCE) -> None:
    """Wait until something holds."""
    assert callable(true)
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.03)


async def test_what_one_says_is_on_the_others_screens(room: Open, names: Iterator[str]) -> None:
    async with room.visitor() as ann, room.visitor() as ben:
        hers, his = await enter(room, ann, next(names)), await enter(room, ben, next(names))
        await hers.type("Good morning\r")
        await his.says("Good morning")


async def test_one_person_in_two_tabs_goes_on_in_the_newer_with_what_was_typed_in_the_older(
    room: Open, names: Iterator[str]
) -> None:
    async with room.visitor() as ann:
        first = await enter(room, ann, next(names))
        person = newest(room)
        await first.type("half a sentence")
        await until(lambda: room.log.draft(person) == "half a sentence")
        second = await ann.screen()
        assert await first.closes() == Why.ELSEWHERE
        await second.says("half a sentence")


async def test_keys_that_come_in_bunches_are_typed_in_their_order(room: Open, names: Iterator[str]) -> None:
    async with room.visitor() as ann:
        screen = await enter(room, ann, next(names))
        person = newest(room)
        for letter in "order":
            await screen.type(f"{letter}x")
            await screen.type("\x7f")
        await screen.type("ly\x7f\x7f")
        await until(lambda: room.log.draft(person) == "order")


async def test_a_megabyte_pasted_gets_a_gentle_answer_and_ends_nothing(room: Open, names: Iterator[str]) -> None:
    async with room.visitor() as ann:
        screen = await enter(room, ann, next(names))
        await screen.type("\x1b[200~" + "a" * 1024 * 1024 + "\x1b[201~")
        await screen.hears("too_much")
        await screen.socket.send_str("no json")
        await screen.socket.send_bytes(b"\x00" * 100)
        await screen.type("still here\r")
        await screen.says("still here")


@pytest.mark.parametrize(("said", "shown"), [("width=999999&height=1", "400 by 8"), ("width=x", "80 by 24")])
async def test_a_browser_that_lies_about_its_size_gets_the_nearest_screen(
    room: Open, names: Iterator[str], said: str, shown: str
) -> None:
    async with room.visitor() as ann:
        await ann.enter(next(names))
        screen = await ann.screen(said)
        await screen.says(shown)
        await screen.type("\x1b[48;90000;90000;90000;90000t")  # the same lie, in the guise of keys
        await screen.says("400 by 150")
        await screen.socket.send_json(["resize", {"width": -(10**12), "height": 90}])
        await screen.socket.send_json(["resize", {"width": 90, "height": 10**12}])
        await screen.says("90 by 150")


async def test_an_app_that_ends_says_so_and_one_that_breaks_is_tried_again(room: Open, names: Iterator[str]) -> None:
    async with room.visitor() as ann:
        screen = await enter(room, ann, next(names))
        await screen.type("\x1b[20~")
        assert await screen.closes() == Why.ENDED
        assert "Your place in it is kept" in (await ann.get("/ended"))[1]
        screen = await opened(ann)
        await screen.type("\x1b[19~")
        assert await screen.closes() == Why.BROKE
        await opened(ann)


async def test_a_file_goes_to_whoever_it_is_for_and_to_nobody_else(room: Open, names: Iterator[str]) -> None:
    async with room.visitor() as ann, room.visitor() as ben:
        hers = await enter(room, ann, next(names))
        await enter(room, ben, next(names))
        await hers.type("\x1b[18~")
        key = await hers.hears("download")
        assert (await ben.get(f"/download/{key}"))[0] == 404
        async with ann.http.get(f"{room.address}/download/{key}") as answer:
            assert await answer.text() == "What you said, to keep.\n" * 20_000
            assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''your%20words.txt"
        assert (await ann.get(f"/download/{key}"))[0] == 404, "it goes once"


async def test_away_is_noted_when_a_screen_stays_gone_and_not_for_a_reload(
    room: Open, names: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.web.presence.AWAY_AFTER", 3.0)
    async with room.visitor() as ann:
        screen = await enter(room, ann, next(names))
        person = newest(room)

        def noted() -> list[str]:
            return [event.event for _, event in room.log.read() if event.by == person][1:]

        await screen.socket.close()
        screen = await opened(ann)
        await asyncio.sleep(3.2)
        assert noted() == []
        await screen.socket.close()
        await until(lambda: noted() == ["away"])
        await opened(ann)
        await until(lambda: noted() == ["away", "back"])


async def test_nothing_of_a_screen_is_left_running_when_its_tab_closes(room: Open, names: Iterator[str]) -> None:
    async with room.visitor() as ann:
        await until(lambda: not warm().children())
        screen = await enter(room, ann, next(names))
        assert len(warm().children()) == 1
        await screen.socket.close()
        await until(lambda: not warm().children())


async def test_three_share_a_process_and_whoever_leaves_takes_nobody_along(room: Open, names: Iterator[str]) -> None:
    """Also once the time is over in which somebody had to leave, and although the host asks for that each time."""
    async with AsyncExitStack() as stack:
        await until(lambda: not warm().children())
        visitors = [await stack.enter_async_context(room.visitor()) for _ in range(4)]
        screens = [await enter(room, each, next(names)) for each in visitors]
        carriages = {each.pid for each in warm().children()}
        assert len(carriages) == 2
        await screens[0].socket.close()
        await asyncio.sleep(GRACE + 1.0)
        assert {each.pid for each in warm().children()} == carriages
        for number, screen in enumerate(screens[1:]):
            await screen.type(f"still here {number}\r")
            await screen.says(f"still here {number}")
        await enter(room, visitors[0], next(names))
        assert {each.pid for each in warm().children()} == carriages, "the seat was free again"


@pytest.mark.slow
async def test_where_one_breaks_those_beside_it_come_back_to_what_they_had_typed(
    room: Open, names: Iterator[str]
) -> None:
    async with room.visitor() as ann, room.visitor() as ben:
        await until(lambda: not warm().children())
        hers, his = await enter(room, ann, next(names)), await enter(room, ben, next(names))
        person = newest(room)
        await his.type("half a sentence")
        await until(lambda: room.log.draft(person) == "half a sentence")
        await hers.type("\x1b[19~")
        assert await hers.closes() == Why.BROKE
        assert await his.closes() == Why.BROKE
        await (await ben.screen()).says("half a sentence")


@pytest.mark.slow
async def test_one_whose_browser_takes_nothing_holds_up_nobody_beside_them(room: Open, names: Iterator[str]) -> None:
    async with room.visitor() as ann, room.visitor() as ben:
        await until(lambda: not warm().children())
        await enter(room, ann, next(names))  # and reads nothing from here on
        his = await enter(room, ben, next(names))
        for number in range(40):
            await his.type(f"line {number} " + "and so on " * 20 + "\r")
            await his.says(f"line {number} ")


async def test_a_screen_stands_ready_for_whoever_is_at_the_door_and_is_given_to_whoever_comes_in(
    tmp_path: Path, log: RoomLog
) -> None:
    """As many as people can still come in, however often the door is looked at; as large as their screen is."""
    async with hosted(tmp_path, log, most=4) as address, Visitor(address) as ann:
        theirs = warm(newest=True)
        for _ in range(9):
            await ann.get("/")
        await until(lambda: len(theirs.children()) == 2)
        carriages = {each.pid for each in theirs.children()}
        await ann.enter("Ann")
        screen = await ann.screen("width=91&height=33")
        await screen.says("The wall is here", "91 by 33")
        await screen.socket.close()
        await asyncio.sleep(0.5)
        assert {each.pid for each in theirs.children()} == carriages, "they stand ready for others"


async def test_screens_share_what_was_loaded_before_they_were_opened(room: Open, names: Iterator[str]) -> None:
    async with room.visitor() as ann:
        await until(lambda: not warm().children())
        await enter(room, ann, next(names))
        memory = warm().children()[0].memory_full_info()
        assert memory.uss < 24 * 2**20, "for one alone; three bear a third each"
        assert memory.rss > 2.5 * memory.uss


@pytest.mark.slow
async def test_should_the_warm_process_be_killed_the_next_screen_comes_from_another(
    room: Open, names: Iterator[str]
) -> None:
    async with room.visitor() as ann, room.visitor() as ben:
        hers = await enter(room, ann, next(names))
        os.kill(warm().pid, signal.SIGKILL)
        await ben.enter(next(names))
        his = await ben.screen()
        await his.says("The wall")
        await hers.type("I am still here\r")
        await his.says("I am still here")


@pytest.mark.slow
async def test_screens_that_cannot_be_loaded_are_said_before_the_door_opens(tmp_path: Path, log: RoomLog) -> None:
    with pytest.raises(CannotStart, match=r"KeyError in small_room\.py"):
        async with hosted(tmp_path, log, given={}):
            pass


@pytest.mark.slow
async def test_where_nothing_can_be_forked_everybody_has_an_ordinary_process(tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log, forks=False) as address, Visitor(address) as ann:
        await ann.enter("Ann")
        screen = await ann.screen("width=90&height=25")
        await screen.says("is here for Ann. 90 by 25")
        await screen.type("Hello\r")
        await screen.says("Hello")


def warm(*, newest: bool = False) -> psutil.Process:
    """The warm process of the host in this one, or of the last that was opened."""
    found = [each for each in psutil.Process().children() if "coach.web.warm" in each.cmdline()]
    return max(found, key=lambda each: each.create_time()) if newest else found[0]
