"""The page that is shown to everybody: large, and with nothing private on it."""

from datetime import timedelta

import pytest
from textual.pilot import Pilot

from coach.classroom.invitation import draw_blocks, make_link
from coach.classroom.views import VisiblePart
from coach.model.run_sheet import PartPurpose
from coach.tui.themes import THEMES
from coach.tui.trainer.app import BoardApp
from coach.tui.trainer.board import GroupList
from coach.tui.trainer.board_text import describe_clock
from coach.tui.trainer.page import Door
from coach.tui.trainer.projector import ROWS, ProjectorScreen, draw_address, draw_letters, draw_part, measure_letters

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
        async for _ in in_every_size(pilot):
            await shows(pilot, "http://192.168.1.20:8765")
            await shows(pilot, "Code: K D P W R")
            first = draw_letters(CODE, 80, 1).splitlines()[0].strip()
            await until(pilot, lambda: first in seen(pilot.app))  # type: ignore[arg-type]  # noqa: B023  # awaited here


@pytest.mark.parametrize(
    "address", ["192.168.1.20:8765", "https://192.0.2.2:8972", "https://room.my-school.example.org"]
)
def test_an_address_stands_large_at_any_width(address: str) -> None:
    """On as many lines as it takes, no letter lost and none over the edge."""
    for width in range(54, 240):
        lines = draw_address(address, width).splitlines()
        assert lines, width
        assert max(map(len, lines)) <= width
        assert sum(line.count("█") + line.count("▀") + line.count("▄") for line in lines)


async def test_a_qr_code_stands_beside_the_address_where_it_fits_and_else_on_a_face_of_its_own(
    boards: Boards, room: Class
) -> None:
    drawn = draw_blocks(make_link("http://192.168.1.20:8765", CODE)).splitlines()
    middle = drawn[len(drawn) // 2].strip()
    async with boards(room.trainer, (100, 30)) as pilot:
        await projected(pilot)
        await shows(pilot, "Code: K D P W R")
        await until(pilot, lambda: middle in seen(pilot.app))  # type: ignore[arg-type]
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: middle not in seen(pilot.app))  # type: ignore[arg-type]
        await pilot.press("right")
        await until(pilot, lambda: middle in seen(pilot.app))  # type: ignore[arg-type]
        await pilot.resize_terminal(60, 20)
        await shows(pilot, "The QR code is higher than this window.")


async def test_the_page_in_a_browser_is_opened_by_a_key(
    boards: Boards, room: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url, **_: opened.append(url))
    async with boards(
        room.trainer, door=Door("http://192.0.2.7:8765", projector="http://192.0.2.7:8765/projector/k")
    ) as pilot:
        await projected(pilot)
        await pilot.press("w")
        await shows(pilot, "It is at http://192.0.2.7:8765/projector/k")
        assert opened == ["http://192.0.2.7:8765/projector/k"]


async def test_a_locked_door_and_one_at_which_people_wait_are_said(boards: Boards, room: Class) -> None:
    async with boards(room.trainer, door=Door("http://192.0.2.7:8765", locked=True)) as pilot:
        await projected(pilot)
        await shows(pilot, "The door is locked.")
    room.trainer.set_newcomers_wait(waits=True)
    async with boards(room.trainer) as pilot:
        await projected(pilot)
        await shows(pilot, "You wait until your trainer lets you in.")


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
        await pilot.press("f5")
        await until(pilot, lambda: pilot.app.board.part_number == 0)  # type: ignore[attr-defined]
        await pilot.press("f5")
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


def test_only_the_trainer_is_told_that_nothing_ends_by_itself() -> None:
    """A sentence of its own, so that none is cut from the page in any language."""
    part = VisiblePart("Hello", "We meet.", PartPurpose.WELCOME, 10, timedelta(minutes=-2))
    assert describe_clock(part) == "The 10 minutes are over, about 2 minutes ago."
    assert draw_part(part, paused=False, columns=80).small == describe_clock(part)
