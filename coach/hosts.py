"""The command of whoever has a class in front of them: a room, its door, and the trainer's board."""

import argparse
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Any

from coach.errors import CoachError
from coach.this_machine import Adder, drawn, library_option, now, places_here, practice_here, store_here

if TYPE_CHECKING:
    from coach.classroom.trainer import Trainer
    from coach.model.sheet import Sheet
    from coach.records.places import Places
    from coach.records.rooms.log import RoomShelf
    from coach.tui.board.app import Door
    from coach.web.behind import Behind
    from coach.web.hosting import Hosting


TARGET = "coach.seats:prepare"
LOOPBACK, PORT, MOST = "127.0.0.1", 8765, 30
USUAL_SHEET = "ninety"
LATELY = timedelta(hours=12)
"""How long ago something happened, at most, in a room that is offered once more."""


def add_room(add: Adder) -> None:
    """`coach room`, with its options."""
    rooms = add("room", room, "open a room for a class, and the board to lead it from")
    rooms.add_argument("code", nargs="?", help="a room that is there already: go on with it")
    rooms.add_argument("--sheet", default="", metavar="NAME", help="the run sheet: sixty, ninety, half_day, or a file")
    rooms.add_argument(
        "--scenario", action="append", default=[], metavar="NAME", help="what groups choose from; as often as you like"
    )
    rooms.add_argument("--host", default=LOOPBACK, help="where to listen; 0.0.0.0 lets other computers in")
    rooms.add_argument("--port", type=int, default=PORT)
    rooms.add_argument("--address", default="", metavar="URL", help="how learners reach this machine, if not by that")
    rooms.add_argument("--most", type=int, default=MOST, metavar="PEOPLE", help="how many can be in the room")
    rooms.add_argument("--certificate", type=Path, metavar="FILE", help="a certificate, for https")
    rooms.add_argument("--key", type=Path, metavar="FILE", help="its key")
    rooms.add_argument("--no-board", action="store_true", help="only keep the door open, from here")
    library_option(rooms)


def room(options: argparse.Namespace) -> int:
    """Open a room or go on with one: with the board in this terminal, or only its door."""
    if find_spec("aiohttp") is None or find_spec("textual_serve") is None:
        raise CoachError(
            "What opens a room in browsers is not installed.",
            'In the folder the coach came in, `pip install ".[room]"` installs it.',
        )
    from coach.records.rooms.shelf import open_shelf

    shelf = open_shelf(places_here(), store_here())
    try:
        shelf.expire(now())
        if options.no_board or options.plain or not drawn():
            return _door_alone(options, shelf)
        return _with_board(options, shelf)
    finally:
        shelf.close()


def given(where: "Places", folders: tuple[Path, ...], store: str) -> dict[str, Any]:
    """What `coach.seats.prepare` is given, in plain values that can go to another process."""
    return {
        "data": str(where.data),
        "config": str(where.config),
        "folders": [str(each) for each in folders],
        "store": store,
    }


def _hosting(options: argparse.Namespace, code: str) -> "Hosting":
    from coach.web.hosting import Hosting

    return Hosting(
        code,
        TARGET,
        given(places_here(), tuple(options.library), store_here()),
        host=options.host,
        port=options.port,
        most=options.most,
        address=options.address.rstrip("/"),
        certificate=options.certificate,
        key=options.key,
    )


def _sheet(name: str) -> "Sheet":
    """A run sheet that ships, or one in a file. Raises Unusable or CoachError."""
    from coach.classroom.sheets import read_sheet, sheets

    shipped = sheets()
    if name in shipped:
        return shipped[name]
    if not Path(name).is_file():
        raise CoachError(f"There is no run sheet '{name}'.", f"Choose {', '.join(shipped)}, or give a file.")
    return read_sheet(Path(name))


def _door_alone(options: argparse.Namespace, shelf: "RoomShelf") -> int:
    """The door, until Ctrl+C. The room stays."""
    import asyncio  # no other command needs it

    from coach.classroom.trainer import Trainer
    from coach.web.door import as_typed, new_code, spoken
    from coach.web.hosting import serve

    practice = practice_here(options.library)
    others: tuple[str, ...] = ()
    if options.code:
        code = as_typed(options.code)
        log = shelf.open(code)
    else:
        others = left_open(shelf)
        code = new_code(SystemRandom())
        sheet = _sheet(options.sheet or USUAL_SHEET)
        Trainer.open(shelf, practice, now, code, sheet, tuple(options.scenario))
        log = shelf.open(code)

    def ready(address: str) -> None:
        print(f"The room is open at {address}")
        print(f"Its code: {spoken(code)}")
        if options.host == LOOPBACK and not options.address:
            print("Only this computer reaches it. `--host 0.0.0.0` lets others on this network in.")
        if others:
            print(f"Other rooms are open still: {', '.join(map(spoken, others))}. `coach room CODE` goes on with one.")
        print(f"Ctrl+C closes the door; `coach room {code}` opens it again.", flush=True)

    try:
        asyncio.run(serve(_hosting(options, code), log, now, ready))
    finally:
        log.close()
    return 0


def _with_board(options: argparse.Namespace, shelf: "RoomShelf") -> int:
    """The board here, and the door in a process behind it, which loads while the room is chosen."""
    from coach.classroom.trainer import Trainer
    from coach.tui.board.app import BoardApp
    from coach.web.door import as_typed

    sheet: str | Path = options.sheet
    if sheet:
        _sheet(options.sheet)  # a wrong name is said before a screen opens
        sheet = Path(options.sheet) if Path(options.sheet).is_file() else options.sheet
    practice = practice_here(options.library)
    for scenario in options.scenario:
        practice.script(scenario)
    behind = _Door(_hosting(options, ""))
    try:
        trainer = None
        if options.code:
            trainer = Trainer.resume(shelf, practice, now, as_typed(options.code))
            behind.open(trainer.state.code)

        def opens(sheet: "Sheet", scenarios: tuple[str, ...]) -> "Trainer":
            return _opened(behind, lambda code: Trainer.open(shelf, practice, now, code, sheet, scenarios), shelf)

        app = BoardApp(
            practice, now, opens=opens, door=behind.shown, trainer=trainer,
            settings=places_here().settings, sheet=sheet, scenarios=tuple(options.scenario),
            still_open=() if options.code else left_open(shelf),
        )  # fmt: skip
        app.run()
    finally:
        behind.close()
    if app.left == "leaving":
        print(f"The room is still there. `coach room {app.trainer.state.code}` goes on with it.")
    return app.return_code or 0


def left_open(shelf: "RoomShelf") -> tuple[str, ...]:
    """The codes of rooms that nobody closed, as after a crash; of the last hours, the newest first."""
    from coach.classroom.at_log import AtLog

    found = []
    for each in shelf.rooms():
        if now() - each.touched < LATELY:
            with closing(shelf.open(each.code)) as log:
                if not AtLog(log, now).state.closed:
                    found.append(each.code)
    return tuple(found[:3])


def _opened(behind: "_Door", make: "Callable[[str], Trainer]", shelf: "RoomShelf") -> "Trainer":
    """A room with its door open; no room where the door does not open. Raises CoachError."""
    from coach.web.door import new_code

    code = new_code(SystemRandom())
    trainer = make(code)
    try:
        behind.open(code)
    except CoachError:
        shelf.forget(code)
        raise
    return trainer


class _Door:
    """The process behind the board, and what the board says of it."""

    def __init__(self, how: "Hosting") -> None:
        self._how = how
        self._address = ""
        self._behind = self._begin()

    def _begin(self) -> "Behind":
        from coach.web.behind import Behind

        return Behind(self._how.target, self._how.given)

    def open(self, code: str) -> None:
        """Open the door of that room. Raises NoDoor; it can be tried again."""
        try:
            self._address = self._behind.open(replace(self._how, code=code))
        except CoachError:
            self._behind.close()
            self._behind = self._begin()
            raise

    def shown(self) -> "Door":
        """The address, as it stands on the board."""
        from coach.tui.board.app import Door

        return Door(self._address, only_here=self._how.host == LOOPBACK and not self._how.address)

    def close(self) -> None:
        """Close it."""
        self._behind.close()
