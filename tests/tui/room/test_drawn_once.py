"""What is drawn is what is meant: a page that is laid out unseen leaves nothing of the page before it on the screen."""

import asyncio

import pyte
import pytest
from textual.drivers.headless_driver import HeadlessDriver

from coach.practice.safeguarding import care
from coach.tui.room.app import RoomApp
from tests.conftest import PATIENCE

from ...classroom.conftest import to_talking
from ..seeing import seen, until
from .conftest import Room

WIDTH, HEIGHT = 100, 30
SAID = ("Hello.", "Has racism been part of it?", "I'm sorry. I believe you.")


class Kept(HeadlessDriver):
    """A terminal's driver without a terminal: everything that is drawn is kept."""

    drawn: list[str]

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.drawn.append(data)


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


@pytest.mark.parametrize("role", [0, 1, 2], ids=["practitioner", "line-reader", "observer"])
async def test_after_each_reply_a_terminal_shows_what_the_page_holds(room: Room, role: int) -> None:
    trio = room.trio()
    to_talking(*trio)
    drawn: list[str] = []
    app = RoomApp(room.again(trio[role].person), room.practice, care(), still=True)
    app.driver_class = type("Kept", (Kept,), {"drawn": drawn})
    screen = pyte.Screen(WIDTH, HEIGHT)
    terminal = pyte.Stream(screen)

    def is_shown() -> bool:
        terminal.feed("".join(drawn))
        drawn.clear()
        return lines("\n".join(screen.display)) == lines(seen(app))  # type: ignore[arg-type]  # a room's app is seen as any

    async with app.run_test(headless=False, size=(WIDTH, HEIGHT)) as pilot:
        await until(pilot, lambda: app.room.view is not None and is_shown())
        for words in SAID:
            trio[0].say(words)
            await app.room.show_anew()
            async with asyncio.timeout(PATIENCE):
                while not is_shown():
                    await asyncio.sleep(0.05)  # and nothing else happens that would draw it
