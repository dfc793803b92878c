"""The command of whoever has a class in front of them: a room, its door, and the trainer's board."""

import argparse
from collections.abc import Callable
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from coach.doors import LOOPBACK, DoorBehind, Doorkeeper, check_door_options, door_options, doors_here, readable
from coach.errors import CoachError, NotKnown
from coach.this_machine import Adder, drawn, library_option, now, places_here, practice_here, store_here

if TYPE_CHECKING:
    from coach.classroom.trainer import Trainer
    from coach.content.library import Library
    from coach.model.sheet import Sheet
    from coach.records.rooms.log import RoomShelf


USUAL_SHEET = "ninety"


def add_room(add: Adder) -> None:
    """`coach room`, with its options."""
    rooms = add("room", room, "open a room for a class, and the board to lead it from")
    rooms.add_argument("code", nargs="?", help="a room that is there already: go on with it")
    rooms.add_argument("--sheet", default="", metavar="NAME", help="the run sheet: sixty, ninety, half_day, or a file")
    rooms.add_argument(
        "--scenario", action="append", default=[], metavar="NAME", help="what groups choose from; as often as you like"
    )
    door_options(rooms)
    rooms.add_argument("--no-board", action="store_true", help="only keep the door open, from here")
    library_option(rooms)


def room(options: argparse.Namespace) -> int:
    """Open a room or go on with one: with the board in this terminal, or only its door."""
    if find_spec("aiohttp") is None or find_spec("textual_serve") is None:
        raise CoachError(
            "What opens a room in browsers is not installed.",
            'In the folder the coach came in, `pip install ".[room]"` installs it.',
        )
    from coach.records.rooms.shelf import expire_rooms, open_shelf
    from coach.web.doorway import forget_doorways

    check_door_options(options)
    shelf = open_shelf(places_here(), store_here())
    try:
        damage = shelf.said
        for said in (damage, expire_rooms(shelf, places_here(), now, store_here())):
            if said:
                print(said)
        if options.no_board or options.plain or not drawn():
            return _door_alone(options, shelf)
        return _with_board(options, shelf, damage)
    finally:
        with suppress(CoachError):
            forget_doorways(doors_here(), frozenset(each.code for each in shelf.rooms()))
        shelf.close()


def _sheet(name: str, library: "Library") -> "Sheet":
    """A run sheet that ships, or one in a file, checked: every name in it too. Raises ContentError or CoachError."""
    from coach.classroom.sheets import checked_sheet, sheets

    shipped = sheets()
    if name in shipped:
        return shipped[name]
    if not Path(name).is_file():
        raise CoachError(f"There is no run sheet '{name}'.", f"Choose {', '.join(shipped)}, or give a file.")
    return checked_sheet(library, Path(name))


def _door_alone(options: argparse.Namespace, shelf: "RoomShelf") -> int:
    """The door, until Ctrl+C. The room stays; but of one whose door never opened, nothing does."""
    import asyncio  # no other command needs it

    from coach.classroom.left_open import left_open
    from coach.classroom.trainer import Trainer
    from coach.web.door import as_typed, new_code, spoken
    from coach.web.hosting import serve

    practice = practice_here(options.library)
    others = () if options.code else left_open(shelf, now)
    code = as_typed(options.code) if options.code else new_code(SystemRandom())
    if options.code:
        _known(shelf, code)
    else:
        sheet = _sheet(options.sheet or USUAL_SHEET, practice.library)
        Trainer.open(shelf, practice, now, code, sheet, tuple(options.scenario))
    keeper, opened = Doorkeeper(options), False
    how = keeper.hosting(code)

    def ready(address: str) -> None:
        nonlocal opened
        opened, where = True, keeper.opened(how, address)  # first, in case this is killed at once
        print(f"The room is open at {address}")
        print(f"Its code: {spoken(code)}")
        if options.code:
            print(where)
        if how.host == LOOPBACK and not how.address:
            print("Only this computer reaches it. `--host 0.0.0.0` lets others on this network in.")
        if said := readable(how):
            print(said)
        if others:
            codes = ", ".join(spoken(each.code) for each in others)
            print(f"Other rooms are open still: {codes}. `coach room CODE` goes on with one.")
        print(f"Ctrl+C closes the door; `coach room {code}` opens it again.", flush=True)

    try:
        with closing(shelf.open(code)) as log:
            try:
                asyncio.run(serve(how, log, now, ready))
            finally:
                if log.said:
                    print(log.said)
    finally:
        if not (opened or options.code):
            shelf.forget(code)
    return 0


def _with_board(options: argparse.Namespace, shelf: "RoomShelf", damage: str) -> int:
    """The board here, and the door in a process behind it, which loads while the room is chosen.

    `damage`: what was saved and what was not, in sentences; the board covers what was printed, so it says it too.
    """
    from coach.classroom.left_open import left_open
    from coach.classroom.trainer import Trainer
    from coach.tui.board.app import BoardApp
    from coach.web.door import as_typed

    sheet: str | Path = options.sheet
    practice = practice_here(options.library)
    if sheet:
        _sheet(options.sheet, practice.library)  # what is wrong is said before a screen opens
        sheet = Path(options.sheet) if Path(options.sheet).is_file() else options.sheet
    code = as_typed(options.code) if options.code else ""
    if code:
        _known(shelf, code)
    for scenario in options.scenario:
        practice.script(scenario)
    behind = DoorBehind(Doorkeeper(options))

    def opens(sheet: "Sheet", scenarios: tuple[str, ...]) -> "Trainer":
        return _opened(behind, lambda code: Trainer.open(shelf, practice, now, code, sheet, scenarios), shelf)

    def goes_on(code: str) -> "Trainer":
        trainer = Trainer.resume(shelf, practice, now, code)
        behind.open(code)
        return trainer

    try:
        app = BoardApp(
            practice, now, opens=opens, goes_on=goes_on, door=behind.shown, trainer=goes_on(code) if code else None,
            keep_door=behind.keep_open,
            settings=places_here().settings, sheet=sheet, scenarios=tuple(options.scenario),
            still_open=() if code else left_open(shelf, now), said=damage,
        )  # fmt: skip
        app.run()
    finally:
        behind.close()
    if app.left == "leaving":
        print(f"The room is still there. `coach room {app.trainer.state.code}` goes on with it.")
    return app.return_code or 0


def _known(shelf: "RoomShelf", code: str) -> None:
    """That there is such a room. Raises NotKnown, with what a trainer does then: nobody else is there to ask."""
    try:
        shelf.open(code).close()
    except NotKnown as error:
        raise NotKnown(
            error.message, "`coach room` alone shows the rooms that were left open here, and opens new ones."
        ) from None


def _opened(behind: DoorBehind, make: "Callable[[str], Trainer]", shelf: "RoomShelf") -> "Trainer":
    """A room with its door open; no room where the door does not open. Raises CoachError."""
    from coach.web.door import new_code

    code = new_code(SystemRandom())
    trainer = make(code)
    opened = False
    try:
        behind.open(code)
        opened = True
    finally:
        if not opened:
            shelf.forget(code)
    return trainer
