"""What a practitioner sees, as text, and waiting until they see it."""

import re
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any

from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen

from coach.tui.app import CoachApp
from tests.conftest import PATIENCE

from . import quick


def seen(app: CoachApp) -> str:
    """Everything on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def _flatly(text: str) -> str:
    """Text without line ends or lines drawn."""
    return " ".join(re.sub(r"[\u2500-\u259f]", " ", text).split())


def flat(app: CoachApp) -> str:
    """The same without line ends or lines drawn, for sentences that wrap."""
    return _flatly(seen(app))


def _beside_others(app: CoachApp, drawn: str) -> Iterator[str]:
    """What each widget shows, by itself: a sentence that wraps there is not cut by what stands beside it."""
    lines = drawn.split("\n")
    for region, clip in app.screen._compositor.visible_widgets.values():
        part = region.intersection(clip)
        yield _flatly("\n".join(line[part.x : part.right] for line in lines[part.y : part.bottom]))


SIZES = ((100, 30), (80, 24), (60, 20))
"""Terminals of all kinds of layout: two columns, one, and one that is short as well; the smallest comes last."""


ANYWAY = 0.5
"""Seconds after which a screen is looked at again though nothing seems to have been drawn."""


RESTS = 3
"""How often something has to be seen in the same place before it is clicked."""


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait for something to hold; a test that waits in vain fails with what was on the screen."""
    last = time.monotonic() + PATIENCE / 2  # tests that fail are waited for, too
    while time.monotonic() < last:
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"waited in vain; on the screen was:\n{seen(pilot.app)}")  # type: ignore[arg-type]


async def shows(pilot: Pilot[None], words: str) -> None:
    """Wait until words are on the screen; it is looked at anew whenever something was drawn."""
    app: CoachApp = pilot.app  # type: ignore[assignment]
    looked: tuple[Screen[Any], int] | None = None
    since = 0.0

    def shown() -> bool:
        nonlocal looked, since
        now = app.screen, quick.drawings()
        if now == looked and time.monotonic() - since < ANYWAY:
            return False
        looked, since = now, time.monotonic()
        try:
            drawn = seen(app)
        except KeyError:  # a box has just come: Textual draws it only once its styles are there
            return False
        return words in _flatly(drawn) or any(words in part for part in _beside_others(app, drawn))

    await until(pilot, shown)


async def resized(pilot: Pilot[None], sizes: Iterable[tuple[int, int]]) -> AsyncIterator[tuple[int, int]]:
    """The same screen in a terminal of each of these sizes, one after the other, once it has come to rest there."""
    for size in sizes:
        await pilot.resize_terminal(*size)
        await pilot.pause()
        yield size


async def shows_at(pilot: Pilot[None], sizes: Iterable[tuple[int, int]], words: str) -> None:
    """Wait until words are on the screen, in a terminal of each of these sizes; it stays in the last."""
    async for _ in resized(pilot, sizes):
        await shows(pilot, words)


async def at(pilot: Pilot[None], id_: str) -> None:
    """Wait until this has the focus, as whoever presses a key there would see that it has."""
    await until(pilot, lambda: pilot.app.focused is not None and pilot.app.focused.id == id_)


async def click(pilot: Pilot[None], selector: str) -> None:
    """Click the first of these, once it lies where a click reaches it, and rests there: a page that is still being
    read, or laid out, moves what is on it between the two halves of a click."""
    seen_at: list[Region] = []

    def within_reach() -> bool:
        if any(worker.is_running and worker.group == "show" for worker in pilot.app.workers):
            seen_at.clear()
            return False
        for found in pilot.app.screen.query(selector):
            x, y = found.region.center
            hit = found.region and pilot.app.screen.get_widget_at(int(x), int(y))[0]
            if hit not in found.walk_children(with_self=True) or (seen_at and seen_at[-1] != found.region):
                seen_at.clear()
                return False
            seen_at.append(found.region)
            return len(seen_at) > RESTS
        return False

    await until(pilot, within_reach)
    await pilot.click(selector)


async def say(pilot: Pilot[None], words: str) -> None:
    """Put words in the box and press Enter."""
    app: CoachApp = pilot.app  # type: ignore[assignment]
    app.screen.query_one("#box").text = words  # type: ignore[attr-defined]
    await pilot.press("enter")
