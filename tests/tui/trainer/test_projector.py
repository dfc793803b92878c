"""The page that is shown to everybody: large, and with nothing private on it."""

import pytest
from textual.pilot import Pilot

from coach.tui.themes import THEMES
from coach.tui.trainer.app import BoardApp
from coach.tui.trainer.board import GroupList
from coach.tui.trainer.page import Door
from coach.tui.trainer.projector import ROWS, ProjectorScreen, draw_letters, measure_letters

from ..seeing import flat, seen, shows, until
from ..test_themes import assert_readable
from .conftest import CODE, Boards, Class, in_every_size, talking

NAMES = ("Annabel", "Benedict", "Catriona")


async def projected(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: pilot.app.screen.query(GroupList))
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(pilot.app.screen, ProjectorScreen))


async def test_the_code_and_the_address_stand_large(boards: Boards, room: Class) -> None:
    """In blocks as large as there is room for, and in plain letters as well."""
    async with boards(room.trainer) as pilot:
        await projected(pilot)
        async for width, _ in in_every_size(pilot):
            await shows(pilot, "http://192.168.1.20:8765")
            await shows(pilot, "Code: K D P W R")
            first = draw_letters(CODE, width - 6).splitlines()[0].strip()
            await until(pilot, lambda: first in seen(pilot.app))  # type: ignore[arg-type]  # noqa: B023  # awaited here


async def test_an_address_that_only_this_laptop_reaches_says_so(boards: Boards, room: Class) -> None:
    """Before a whole class tries."""
    async with boards(room.trainer, door=Door("http://127.0.0.1:8765", only_here=True)) as pilot:
        await projected(pilot)
        await shows(pilot, "Only this laptop can reach that address.")


async def test_nothing_private_is_ever_on_it(boards: Boards, room: Class) -> None:
    """No name, no group and no words of anybody's, on any of its faces: before the start, and part after part."""
    seats = room.trio(*NAMES)
    talking(seats)
    seats[0].say("It was only banter.")
    seats[1].refresh()
    seats[1].ask_for_help()
    async with boards(room.trainer) as pilot:
        await projected(pilot)
        async for size in in_every_size(pilot):
            for _ in range(2):
                for _ in range(3):
                    await pilot.pause()
                    words = flat(pilot.app)  # type: ignore[arg-type]
                    assert not any(each in words for each in (*NAMES, "banter", "Group", "help 0")), size
                    await pilot.press("right")
                await pilot.press("f5")


async def test_it_goes_along_with_the_room(boards: Boards, room: Class) -> None:
    """The door while people come, the warm-up's content note and by its key the cue, then the part and its minutes."""
    async with boards(room.trainer) as pilot:
        await projected(pilot)
        await shows(pilot, "Nobody is in yet.")
        room.comes("Ann")
        await shows(pilot, "One person is in.")
        await pilot.press("f5", "f5")
        await shows(pilot, "Before you start Racism on a bus, not described")
        assert "There was a thing on the bus." not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot.press("right")
        await shows(pilot, "There was a thing on the bus.")
        await shows(pilot, "What word was hard to type?")
        await shows(pilot, "Nobody collects it")
        await pilot.press("f5")
        await shows(pilot, "Find each other")
        await shows(pilot, "About 5 of 5 minutes are left.")
        await pilot.press("f4")
        await shows(pilot, "We pause here.")
        await pilot.press("f4", "f9")
        await shows(pilot, "Let's all stop here for a moment.")
        await pilot.press("f9", "left")
        await shows(pilot, "Code: K D P W R")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app, BoardApp) and pilot.app.screen.query(GroupList))


def test_large_letters_fit_or_are_left_out() -> None:
    """Twice as large where that fits, once, or not at all; never cut, and never wrong letters."""
    assert len(draw_letters("KDPWR", measure_letters("KDPWR", 2)).splitlines()) == ROWS
    assert len(draw_letters("KDPWR", measure_letters("KDPWR", 2) - 1).splitlines()) == 4
    assert draw_letters("KDPWR", measure_letters("KDPWR") - 1) == ""
    assert draw_letters("Über", 200) == ""
    assert draw_letters("", 200) == ""
    for room in (40, 80):
        assert {len(line) for line in draw_letters("a1.b:2", room).splitlines()} == {
            measure_letters("a1.b:2", 2 if room == 80 else 1)
        }


@pytest.mark.parametrize("name", [theme.name for theme in THEMES if not theme.ansi])
async def test_every_letter_of_the_board_can_be_read(boards: Boards, room: Class, name: str) -> None:
    """Contrast as drawn, in every look: the groups and the run sheet, the projector, the plenary."""
    seats = room.trio(*NAMES)
    talking(seats)
    seats[1].refresh()
    seats[1].ask_for_help()
    async with boards(room.trainer) as pilot:
        pilot.app.theme = name
        await until(pilot, lambda: pilot.app.screen.query_one(GroupList).option_count)
        for keys in ([], ["f3"], ["right"], ["escape", "f10"]):
            await pilot.press(*keys)
            await pilot.pause(0.05)
            assert_readable(pilot.app)  # type: ignore[arg-type]
