"""The main screens as pictures: a change of look is seen, and agreed to on purpose.

`pytest tests/tui/test_pictures.py --snapshot-update` takes them anew, on one Python only.
"""

import itertools
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from coach.practice.persistence import ResilientStore, opener
from coach.practice.service import PracticeService
from coach.practice.settings import Settings, write_settings
from coach.records.paths import Places
from coach.tui.app import CoachApp
from tests.conftest import SMALL
from tests.submitting import submit_reply

pytestmark = pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="pictures are taken on Python 3.11")

SAID = ("It was only banter.", "That was wrong. How has racism touched him?", "What does Sam say about it?")
SIZES = {"100x30": (100, 30), "80x24": (80, 24), "60x20": (60, 20)}
Taken = Callable[..., bool]


def coach_app(tmp_path: Path, clock: Callable[[], datetime], theme: str = "coach-dark") -> CoachApp:
    """The coach over the small library, with everything that moves standing still."""
    from coach.content.library import Folder, Library

    where = Places(tmp_path / "data", tmp_path / "config")
    write_settings(where.settings, Settings(theme=theme, welcomed=True))
    numbers = itertools.count(1)

    def made() -> PracticeService:
        keeping = ResilientStore(opener(where, clock))
        return PracticeService(Library((Folder(SMALL, "for tests"),)), keeping, clock, lambda: f"one{next(numbers)}")

    return CoachApp(where, made=made, still=True)


async def settled(pilot: Pilot[None]) -> None:
    for _ in range(5):
        await pilot.pause(0.05)


async def to_library(pilot: Any) -> None:
    await pilot.app.wait_until_open()
    pilot.app.open_page("library")
    await settled(pilot)


async def to_before(pilot: Any) -> None:
    await pilot.app.wait_until_open()
    pilot.app.open_briefing("bus")
    await settled(pilot)


async def to_conversation(pilot: Any) -> None:
    await pilot.app.wait_until_open()
    rehearsing = await pilot.app.in_practice(pilot.app.practice.begin, "bus")
    for words in SAID[:2]:
        await pilot.app.in_practice(submit_reply, rehearsing, words)
    pilot.app.open_conversation(rehearsing)
    await settled(pilot)


async def to_debrief(pilot: Any) -> None:
    await pilot.app.wait_until_open()
    rehearsing = await pilot.app.in_practice(pilot.app.practice.begin, "bus", intention="Say the word first")
    for words in SAID:
        await pilot.app.in_practice(submit_reply, rehearsing, words)
    pilot.app.open_debrief(rehearsing)
    await settled(pilot)
    await settled(pilot)


async def to_start(pilot: Any) -> None:
    await pilot.app.wait_until_open()
    await settled(pilot)


PAGES = {
    "start": to_start,
    "library": to_library,
    "before": to_before,
    "conversation": to_conversation,
    "debrief": to_debrief,
}


@pytest.mark.parametrize("theme", ["coach-dark", "coach-light", "coach-high-contrast"])
@pytest.mark.parametrize("page", ["library", "conversation", "debrief"])
def test_a_page_looks_as_agreed(
    snap_compare: Taken, tmp_path: Path, clock: Callable[[], datetime], page: str, theme: str
) -> None:
    assert snap_compare(coach_app(tmp_path, clock, theme), terminal_size=SIZES["100x30"], run_before=PAGES[page])


@pytest.mark.parametrize("size", ["80x24", "60x20"])
@pytest.mark.parametrize("page", ["start", "before", "conversation", "debrief"])
def test_a_small_page_looks_as_agreed(
    snap_compare: Taken, tmp_path: Path, clock: Callable[[], datetime], page: str, size: str
) -> None:
    assert snap_compare(coach_app(tmp_path, clock), terminal_size=SIZES[size], run_before=PAGES[page])
