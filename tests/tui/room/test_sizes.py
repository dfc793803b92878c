"""A screen that is laid out unseen, while its window changes."""

import asyncio

from textual.app import App, ComposeResult
from textual.events import Resize
from textual.geometry import Size
from textual.widgets import Static

from coach.tui.room.drawn_once import DrawnOnce
from tests.conftest import PATIENCE

ENOUGH = 200
"""Layouts after which it has shown that it would never end."""


class Page(DrawnOnce):
    """A page that counts its layouts. After each one something is said to it, as pages with boxes in them do."""

    laid = 0

    def compose(self) -> ComposeResult:
        yield Static("A page")

    def _screen_resized(self, size: Size) -> None:
        self.laid += 1
        if self.laid < ENOUGH:
            super()._screen_resized(size)
            self.call_later(self.said)

    def said(self) -> None: ...


async def test_two_sizes_at_once_do_not_take_turns_for_ever() -> None:
    """A page is laid out as its browser changes: the size that it had is let go."""
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Page()
        await app.push_screen(screen)
        await pilot.resize_terminal(100, 30)
        for size in (Size(80, 24), Size(100, 30)):
            screen.post_message(Resize(size, size))
            screen.call_later(screen.said)
        async with asyncio.timeout(PATIENCE):
            while screen.size != Size(100, 30):
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.3)  # and it stays so
        assert screen.laid < 10
        assert screen.size == Size(100, 30)
