"""The main screens as pictures: a change of look is seen, and agreed to on purpose.

`COACH_TAKE_PICTURES=yes .venv/bin/python -m pytest tests/tui/test_screens_pictures.py` takes them anew, on one Python
only.
"""

import itertools
import os
import re
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual._doc import take_svg_screenshot
from textual.pilot import Pilot

from coach.options import RehearseOptions
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.practice.settings import Settings, write_settings
from coach.records.paths import Places
from coach.tui.app import CoachApp
from coach.tui.widgets.debrief_tabs import SOON
from tests.conftest import SMALL
from tests.submitting import submit_reply
from tests.tui.seeing import seen

pytestmark = pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="pictures are taken on Python 3.11")

SAID = ("It was only banter.", "That was wrong. How has racism touched him?", "What does Sam say about it?")
SIZES = {"100x30": (100, 30), "80x24": (80, 24), "60x20": (60, 20)}
AGREED = Path(__file__).parent / "__snapshots__" / "test_screens_pictures"


def drawn(app: CoachApp, size: tuple[int, int], to_page: Callable[[Any], Any]) -> str:
    """A page as a picture, without the number that Rich gives to each."""
    picture = take_svg_screenshot(app=app, terminal_size=size, run_before=to_page)
    return re.sub(r"\bterminal-\d+-([\w-]+)", r"terminal-\1", picture)


@pytest.fixture
def looks_as_agreed(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], None]:
    """Lays a picture beside the one that was agreed to, which carries the test's name."""

    def compare(picture: str) -> None:
        agreed = AGREED / f"{request.node.name}.svg"
        if os.environ.get("COACH_TAKE_PICTURES"):
            agreed.write_text(picture, "utf-8")
        now = tmp_path / agreed.name
        now.write_text(picture, "utf-8")
        assert picture == agreed.read_text("utf-8"), f"It looks otherwise. Open both: {agreed} and {now}"

    return compare


def coach_app(tmp_path: Path, clock: Callable[[], datetime], theme: str = "coach-dark") -> CoachApp:
    """The coach over the small library, with everything that moves standing still."""
    from coach.content.library import Folder, Library

    where = Places(tmp_path / "data", tmp_path / "config")
    write_settings(where.settings, Settings(theme=theme, welcomed=True))
    numbers = itertools.count(1)

    def made() -> PracticeService:
        keeping = ResilientStore(store_opener(where, clock))
        return PracticeService(Library((Folder(SMALL, "for tests"),)), keeping, clock, lambda: f"one{next(numbers)}")

    return CoachApp(where, made=made, still=True)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the page says all that it has to say, and goes on saying it."""
    before, same = "", 0
    while same < 5:
        await pilot.pause(0.05)
        now = seen(pilot.app)  # type: ignore[arg-type]
        same = same + 1 if now == before and SOON not in now else 0
        before = now


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
    rehearsing = await pilot.app.in_practice(
        pilot.app.practice.begin, "bus", RehearseOptions(intention="Say the word first")
    )
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
    looks_as_agreed: Callable[[str], None], tmp_path: Path, clock: Callable[[], datetime], page: str, theme: str
) -> None:
    looks_as_agreed(drawn(coach_app(tmp_path, clock, theme), SIZES["100x30"], PAGES[page]))


@pytest.mark.parametrize("size", ["80x24", "60x20"])
@pytest.mark.parametrize("page", ["start", "before", "conversation", "debrief"])
def test_a_small_page_looks_as_agreed(
    looks_as_agreed: Callable[[str], None], tmp_path: Path, clock: Callable[[], datetime], page: str, size: str
) -> None:
    looks_as_agreed(drawn(coach_app(tmp_path, clock), SIZES[size], PAGES[page]))
