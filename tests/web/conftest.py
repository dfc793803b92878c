"""Rooms that are open at an address of this machine, and a browser to go there with."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Playwright, async_playwright

from coach.practice.service import PracticeService
from coach.records.class_log import RoomLog
from coach.records.paths import Places
from tests import postgres
from tests.classroom.conftest import SHEET
from tests.conftest import PATIENCE
from tests.services import empty, two_teams
from tests.web.learners import Pages, open_pages
from tests.web.own import Opened, opened_own
from tests.web.rooms import CHROMIUM, SWITCHES, chromium_needed, hosted, new_room
from tests.web.team import TeamAddress, opened_team
from tests.web.visiting import Visitor

# Playwright starts a program for each test that has a browser; a third of what that takes is to compile it.
os.environ.setdefault("NODE_COMPILE_CACHE", str(Path(__file__).parents[2] / ".pytest_cache" / "node"))


@dataclass
class Open:
    """A room with its door open."""

    address: str
    log: RoomLog
    home: Path

    def visitor(self) -> Visitor:
        """Somebody with a browser of their own."""
        return Visitor(self.address)


@pytest.fixture
async def opened(places: Places) -> AsyncIterator[Opened]:
    """One's own coach in a browser, open for the test's own places."""
    async with opened_own(places) as own:
        yield own


@pytest.fixture
def log(tmp_path: Path) -> RoomLog:
    return new_room(tmp_path)


@pytest.fixture
async def door(tmp_path: Path, log: RoomLog) -> AsyncIterator[Open]:
    """A room of the test's own."""
    async with hosted(tmp_path, log) as address:
        yield Open(address, log, tmp_path)


@pytest.fixture(scope="session")
def chromium() -> Iterator[str]:
    """The address of one real Chromium for all tests of a run, as it takes a second to start."""
    chromium_needed()
    port, loop = postgres.find_free_port(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="Chromium of the tests")

    async def start() -> tuple[Playwright, Browser]:
        playwright = await async_playwright().start()
        switches = (*SWITCHES, f"--remote-debugging-port={port}")
        return playwright, await playwright.chromium.launch(executable_path=CHROMIUM, args=switches)

    async def stop(playwright: Playwright, browser: Browser) -> None:
        await browser.close()
        await playwright.stop()

    thread.start()
    started = asyncio.run_coroutine_threadsafe(start(), loop).result(PATIENCE)
    yield f"http://127.0.0.1:{port}"
    asyncio.run_coroutine_threadsafe(stop(*started), loop).result(PATIENCE)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """A real Chromium, in which whatever a test opens is its own: no cookie, page or store is another's."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(chromium)
        yield browser
        await browser.close()


@pytest.fixture
async def pages(practice: PracticeService, clock: Callable[[], datetime]) -> AsyncIterator[Pages]:
    """A room of the small library with its pages open, for learners with and without scripts."""
    async with open_pages(practice, clock, SHEET) as opened:
        yield opened


@pytest.fixture(scope="session")
def store_server() -> Iterator[postgres.Server]:
    """A server with two teams' stores, and a service for each."""
    postgres.needed()
    with two_teams() as running:
        yield running


@pytest.fixture
def teams(store_server: postgres.Server) -> Iterator[postgres.Server]:
    """Two teams' stores; afterwards everything in them is gone."""
    yield store_server
    empty(store_server)


@pytest.fixture
async def team(teams: postgres.Server, tmp_path: Path) -> AsyncIterator[TeamAddress]:
    """A team's address, which people reach through a proxy that says who they are."""
    async with opened_team(teams, tmp_path / "service") as address:
        yield address
