"""In a real browser: what the door says, and how large what is behind it is drawn."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from coach.classroom.door import join
from coach.model.class_events import LONGEST_NAME
from coach.records.class_log import RoomLog
from tests.web.rooms import CODE, hosted
from tests.web.small_room import clock
from tests.web.test_browser import come_in

PAINT_WHEN_ASKED = """
Object.defineProperty(window, "paintLetters", { get: () => undefined, set: (paint) => { window.paintNow ??= paint; } });
"""
"""A page paints its letters some seconds after it came. Here it does when it is told to."""


async def refused(page: Page, code: str, name: str) -> str:
    """What the door says to this."""
    await page.fill("#code", code)
    await page.fill("#name", name)
    await page.click("button")
    await page.wait_for_selector("#door .said:not(:empty)")
    return await page.inner_text("#door .said")


@pytest.mark.slow
async def test_the_door_says_what_is_wrong(browser: Browser, tmp_path: Path, log: RoomLog) -> None:
    """In the sentence that the host answers with, and not in the door's own welcome."""
    join(log, "Ann", clock)
    async with hosted(tmp_path, log, forks=False) as address:
        page = await browser.new_page()
        await page.goto(address)
        assert "not this room's code" in await refused(page, "BBBBBB", "Ben")
        assert "has that name already" in await refused(page, CODE, "ann")
        await page.evaluate("document.querySelector('#name').removeAttribute('maxlength')")
        assert f"{LONGEST_NAME}" in await refused(page, CODE, "n" * (LONGEST_NAME + 1))


@pytest.mark.slow
async def test_the_doors_heading_stands_over_its_form(browser: Browser, tmp_path: Path, log: RoomLog) -> None:
    """Both begin at one edge."""
    async with hosted(tmp_path, log, forks=False) as address:
        page = await browser.new_page(viewport={"width": 1280, "height": 720})
        await page.goto(address)
        edges = [
            await page.eval_on_selector(each, "(it) => it.getBoundingClientRect().left") for each in ("h1", "form")
        ]
        assert edges[0] == edges[1]


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(900, 620), (1280, 720), (700, 500)])
async def test_nothing_shifts_once_letters_are_painted(
    browser: Browser, tmp_path: Path, log: RoomLog, width: int, height: int
) -> None:
    """The screen is as wide afterwards as before, to a hair, and leaves less than a letter's width of the window."""
    async with hosted(tmp_path, log) as address:
        page = await browser.new_page(viewport={"width": width, "height": height})
        await page.add_init_script(PAINT_WHEN_ASKED)
        await come_in(page, address, "Ann")
        before = await wide(page)
        await page.evaluate("window.paintNow()")
        await page.wait_for_selector(".xterm-screen canvas", state="attached")
        after = await wide(page)
        assert abs(after - before) <= 3
        assert width - width / 80 < after <= width


async def wide(page: Page) -> float:
    """How wide the terminal's letters are together."""
    found: float = await page.eval_on_selector(".xterm-screen", "(it) => it.getBoundingClientRect().width")
    return found
