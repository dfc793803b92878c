"""Rooms that are open at an address of this machine, and a browser to go there with."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from coach.practice.service import PracticeService
from coach.records.class_log import RoomLog
from coach.records.paths import Places
from tests import postgres
from tests.classroom.conftest import SHEET
from tests.services import empty, two_teams
from tests.web.learners import Pages, open_pages
from tests.web.own import Opened, opened_own
from tests.web.rooms import CHROMIUM, SWITCHES, chromium_needed, hosted, new_room
from tests.web.team import TeamAddress, opened_team
from tests.web.visiting import Visitor


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


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    chromium_needed()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
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
