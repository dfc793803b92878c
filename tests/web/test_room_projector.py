"""The projector's page: address, code and QR code, live, behind a key, and without a name on it."""

import asyncio
from pathlib import Path

from playwright.async_api import Browser

from coach.classroom.trainer import Trainer
from coach.records.class_log import RoomLog
from coach.web.hosting import open_door
from coach.web.room_code import Latch
from tests.conftest import PATIENCE
from tests.web.pages import find_faults
from tests.web.rooms import CODE, a_host, clock, hosted, library_at
from tests.web.visiting import Visitor

KEY = "once-upon-a-key"


async def test_only_whoever_has_the_key_sees_the_code_and_nobody_s_name_is_there(tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log, projector=KEY) as address, Visitor(address) as wall, Visitor(address) as ann:
        await ann.enter("Ann")
        status, text = await wall.get(f"/projector/{KEY}")
        assert status == 200
        assert not find_faults(text)
        assert f"{CODE[:3]} {CODE[3:]}" in text
        assert "<svg" in text
        assert "One person is in." in text
        assert "Ann" not in text
        for other in ("/projector/another", "/projector/", "/projector-live/another"):
            status, text = await wall.get(other)
            assert status == 404
            assert CODE[:3] not in text


async def test_without_a_key_there_is_no_such_page(tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log) as address, Visitor(address) as wall:
        for path in ("/projector/", "/projector/%20", "/projector-live/"):
            assert (await wall.get(path))[0] == 404


async def test_the_page_follows_the_room_and_its_door(tmp_path: Path, log: RoomLog, browser: Browser) -> None:
    latch = Latch(CODE)
    how = a_host(tmp_path, projector=KEY)
    async with open_door(how, log, clock, library_at(tmp_path), latch) as address, Visitor(address) as ann:
        page = await browser.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        await page.goto(f"{address}/projector/{KEY}")
        await page.get_by_text("Nobody is in yet.").wait_for()
        code = page.get_by_role("img", name="QR code")
        assert await code.is_visible()
        await ann.enter("Ann")
        await page.get_by_text("One person is in.").wait_for()
        Trainer(log, library_at(tmp_path).practice, clock).set_newcomers_wait(waits=True)
        await page.get_by_text("You wait until your trainer lets you in.").wait_for()
        latch.code = "BCDFGH"
        await page.get_by_text("BCD FGH").wait_for()
        latch.locked = True
        await page.get_by_text("The door is locked.").wait_for()
        await code.wait_for(state="hidden")


async def test_address_and_code_are_large_and_inside_at_every_size(
    tmp_path: Path, log: RoomLog, browser: Browser
) -> None:
    address = "https://room-of-tuesday.my-very-long-council.example.org"
    async with hosted(tmp_path, log, projector=KEY, address=address) as _:
        pass
    async with hosted(tmp_path, log, projector=KEY) as address:
        page = await browser.new_page()
        await page.goto(f"{address}/projector/{KEY}")
        for width, height in ((320, 568), (800, 600), (1280, 720), (1920, 1080), (3840, 2160)):
            await page.set_viewport_size({"width": width, "height": height})
            await asyncio.sleep(0)
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
            sizes = (
                "['.address', '.code'].map(one => parseFloat(getComputedStyle(document.querySelector(one)).fontSize))"
            )
            smaller, larger = await page.evaluate(sizes)
            assert smaller >= 24
            assert larger >= 40


async def test_a_link_with_a_code_fills_it_in(tmp_path: Path, log: RoomLog, browser: Browser) -> None:
    async with hosted(tmp_path, log) as address:
        page = await browser.new_page()
        await page.goto(f"{address}/?code={CODE}")
        assert await page.get_by_label("The room's code").input_value() == CODE
        assert await page.evaluate("document.activeElement.id") == "name"
        await page.get_by_label("What you would like to be called here").fill("Ann")
        await page.get_by_role("button", name="Come in").click()
        await page.get_by_text("You are here as Ann.").wait_for()
