"""The first page: which run sheet, and what groups choose from."""

import itertools
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from coach.classroom.door import join
from coach.classroom.run_sheets import load_sheets
from coach.classroom.trainer import OpenRoom, Trainer, find_open_rooms
from coach.content.library import Library
from coach.model.run_sheet import Sheet, Timer
from coach.practice.service import PracticeService
from coach.records.class_log import MemoryRoomStore
from coach.records.class_log_sqlite import SqliteRoomStore
from coach.records.paths import Places
from coach.tui.trainer import room_setup
from coach.tui.trainer.app import BoardApp
from coach.tui.trainer.board import BoardScreen
from coach.tui.trainer.page import Door
from coach.tui.trainer.room_setup import OpeningScreen, list_offers

from ..seeing import at, shows, until
from .conftest import CODE, Boards, Class, Wall, in_every_size

OWN = """\
title: Half an hour at lunch
about: A taste of it.
scenarios: [bus]
parts:
  - {title: Hello, minutes: 5, what: Coming in., does: welcome}
  - {title: One go, minutes: 25, what: A round., who: groups, does: round}
"""


def opener_of(
    opened: list[tuple[Sheet, tuple[str, ...]]], shelf: MemoryRoomStore, practice: PracticeService, wall: Wall
) -> Callable[[Sheet, tuple[str, ...]], Trainer]:
    """Opens rooms, and remembers with what."""

    def open_room(sheet: Sheet, scenarios: tuple[str, ...]) -> Trainer:
        opened.append((sheet, scenarios))
        return Trainer.open(shelf, practice, wall, CODE, sheet, scenarios)

    return open_room


async def test_a_room_is_opened_with_what_is_chosen(
    boards: Boards, shelf: MemoryRoomStore, practice: PracticeService, wall: Wall
) -> None:
    """Sheet, scenarios and clock; then its board is there, and its code."""
    opened: list[tuple[Sheet, tuple[str, ...]]] = []
    opens = opener_of(opened, shelf, practice, wall)
    async with boards(None, opens=opens, scenarios=("bus",)) as pilot:
        async for _ in in_every_size(pilot):
            await shows(pilot, "(o) Ninety minutes")
            await shows(pilot, "- The bus")
        await pilot.press("down", "enter")
        await shows(pilot, "(o) Half a day")
        screen = pilot.app.screen
        assert isinstance(screen, OpeningScreen)
        screen._offer(("bus",))
        screen.query_one("#clock").value = False  # type: ignore[attr-defined]
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))
        await shows(pilot, f"Room {CODE}: nobody here yet")
    ((sheet, scenarios),) = opened
    assert (sheet.title, sheet.timer, scenarios) == ("Half a day", Timer.NONE, ("bus",))


@pytest.mark.parametrize(
    ("keys", "title"), [(("f9",), "Ninety minutes"), (("down", "space", "f9"), "Half a day")], ids=["f9", "chosen"]
)
async def test_keys_pressed_before_the_page_is_ready_count_once_it_is(
    boards: Boards,
    shelf: MemoryRoomStore,
    practice: PracticeService,
    wall: Wall,
    monkeypatch: pytest.MonkeyPatch,
    keys: tuple[str, ...],
    title: str,
) -> None:
    """On a slow laptop what is chosen meanwhile is what opens, and nothing says that it is missing."""
    ready = threading.Event()

    def load_slowly() -> dict[str, Sheet]:
        ready.wait(20)
        here = {"scenarios": ("bus",), "warm_up": "bus"}  # what the small library has
        return {key: sheet.model_copy(update=here) for key, sheet in load_sheets().items()}

    monkeypatch.setattr(room_setup, "load_sheets", load_slowly)
    opened: list[tuple[Sheet, tuple[str, ...]]] = []
    async with boards(None, opens=opener_of(opened, shelf, practice, wall)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, OpeningScreen))
        await pilot.press(*keys)
        await shows(pilot, "One moment…")
        assert not opened
        ready.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))
    ((sheet, _),) = opened
    assert sheet.title == title


async def test_a_sheet_of_ones_own_is_read_and_what_is_wrong_with_it_is_said_in_place(
    boards: Boards, shelf: MemoryRoomStore, practice: PracticeService, wall: Wall, tmp_path: Path
) -> None:
    """Mended, it is taken; its parts are shown before anything is opened."""
    file = tmp_path / "lunch.yaml"
    file.write_text(OWN.replace("minutes: 25", "minutes: many"), "utf-8")
    opened: list[tuple[Sheet, tuple[str, ...]]] = []
    async with boards(None, opens=opener_of(opened, shelf, practice, wall), sheet=file) as pilot:
        await shows(pilot, "lunch.yaml")
        await pilot.press("f9")
        await shows(pilot, "Choose a run sheet first.")
        file.write_text(OWN, "utf-8")
        pilot.app.screen.query_one("#own-sheet", Input).focus()
        await pilot.press("enter")
        await shows(pilot, "5–30")
        await shows(pilot, "- The bus")
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))
    assert opened[0][0].title == "Half an hour at lunch"


async def test_nothing_is_opened_without_a_scenario(boards: Boards) -> None:
    """It says what is missing."""
    async with boards() as pilot:
        await shows(pilot, "(o) Ninety minutes")
        screen = pilot.app.screen
        assert isinstance(screen, OpeningScreen)
        screen._offer(())
        await pilot.press("f9")
        await shows(pilot, "Choose at least one scenario.")


async def test_the_start_page_of_an_unopened_room_stays(boards: Boards) -> None:
    """There is no board to go to, and leaving asks nothing."""
    async with boards() as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        app.action_home()
        await pilot.pause()
        assert isinstance(app.screen, OpeningScreen)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.return_code == 0)
        assert app.left == ""


def test_racism_towards_the_practitioner_never_stands_alone(whole: Library, practice: PracticeService) -> None:
    """Whoever offers it offers its equal too, and the page says why."""
    practice.library = whole
    offering = list_offers(practice)
    towards = next(card for card in offering.cards if card.towards_practitioner)
    chosen, says = offering.with_others((towards.id,))
    assert chosen == (towards.id, towards.alternative)
    assert towards.title in says
    assert offering.with_others(chosen)[0] == chosen


def test_a_room_that_was_left_open_is_found_with_its_people(
    shelf: MemoryRoomStore, practice: PracticeService, wall: Wall, sheet: Sheet
) -> None:
    """The last used first; none that was closed, or that nothing happened in for hours."""
    Trainer.open(shelf, practice, wall, "BCDFGH", sheet)
    wall.passes(13 * 60)
    Trainer.open(shelf, practice, wall, CODE, sheet)
    Trainer.open(shelf, practice, wall, "KRTPWX", sheet).close(forget=False)
    wall.passes(5)
    Trainer.open(shelf, practice, wall, "JTVCVR", sheet)
    join(shelf.open("JTVCVR"), "Ann", wall)
    assert find_open_rooms(shelf, wall) == (
        OpenRoom("JTVCVR", 1, wall()),
        OpenRoom(CODE, 0, wall() - timedelta(minutes=5)),
    )


async def test_after_a_crash_the_way_back_is_seen_first_and_has_the_focus(
    boards: Boards, shelf: MemoryRoomStore, practice: PracticeService, wall: Wall, sheet: Sheet
) -> None:
    """One Enter, and the class is where it was; a new room is the second thing."""
    Trainer.open(shelf, practice, wall, CODE, sheet).start()
    for name in ("Ann", "Ben", "Cat", "Di"):
        join(shelf.open(CODE), name, wall)
    wall.passes(12)

    def goes_on(code: str) -> Trainer:
        return Trainer.resume(shelf, practice, wall, code)

    async with boards(None, goes_on=goes_on, still_open=find_open_rooms(shelf, wall)) as pilot:
        await until(pilot, lambda: pilot.app.screen.query("#sheets"))
        async for _ in in_every_size(pilot):
            await shows(pilot, f"Go on with {CODE}: 4 people, 12 minutes ago")
            await at(pilot, f"go-on-{CODE}")
            assert "Open the room" not in str(pilot.app.screen.query_one("#open-room", Button).label)
        await pilot.press("enter")
        await shows(pilot, "The board was shut")
        await pilot.press("escape")
        await shows(pilot, f"Room {CODE}: 4 here")


async def test_where_a_door_was_opened_again_is_said(boards: Boards, room: Class) -> None:
    """So a trainer sees that everybody's page will find it."""
    says = "The door is at 127.0.0.1, port 8901, as before."
    async with boards(room.trainer, door=Door("http://127.0.0.1:8901", only_here=True, says=says)) as pilot:
        await shows(pilot, says)


async def test_what_happened_to_a_damaged_file_of_rooms_stands_on_the_first_page_and_is_said_on_the_board(
    places: Places, boards: Boards, practice: PracticeService, wall: Wall
) -> None:
    """It is damaged before the board opens, and once more while the board is open, where another program finds it."""
    shelf_at(places, wall).close()
    spoil(places.rooms)
    shelf = shelf_at(places, wall)
    assert "was damaged" in shelf.damage_notice

    def opens(sheet: Sheet, scenarios: tuple[str, ...]) -> Trainer:
        return Trainer.open(shelf, practice, wall, CODE, sheet, scenarios)

    async with boards(None, opens=opens, scenarios=("bus",), said=shelf.damage_notice) as pilot:
        await shows(pilot, "The file of your rooms was damaged.")
        await shows(pilot, "(o) Ninety minutes")
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))
        await shows(pilot, "The file of your rooms was damaged.")
        pilot.app.clear_notifications()
        spoil(places.rooms)
        shelf_at(places, wall).close()
        assert isinstance(pilot.app, BoardApp)
        await pilot.app.look()
        await shows(pilot, "was damaged while the room was open")
    shelf.close()


def shelf_at(places: Places, wall: Wall) -> SqliteRoomStore:
    """The shelf in a real file, as another process opens it."""
    ids = itertools.count()
    return SqliteRoomStore(places.rooms, lambda: f"{wall.now:%s}{next(ids):031x}")


def spoil(file: Path) -> None:
    """Damage a file in its header."""
    with file.open("r+b") as raw:
        raw.write(b"spoilt".ljust(100, b"!"))
