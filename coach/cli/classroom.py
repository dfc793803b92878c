"""The commands for classes: `coach room` for the trainer, `coach pair`, and joining a room.

The door that learners join a room through is `coach/cli/room_door.py`.
"""

import argparse
import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from coach.cli.context import (
    Subparsers,
    add_command,
    add_library_option,
    add_rehearse_options,
    find_places,
    open_practice,
    open_submissions,
    read_clock,
    read_store_address,
    start_uncollected,
    wants_plain,
)
from coach.cli.room_door import (
    LOOPBACK,
    BoardDoor,
    Doorkeeper,
    add_door_options,
    check_door_options,
    find_doors_folder,
    find_projector_page,
    warn_of_readers,
)
from coach.errors import CoachError, NameRefused, NotKnown
from coach.language.catalogue import say
from coach.options import RehearseOptions
from coach.parts import require_part

if TYPE_CHECKING:
    from coach.classroom.trainer import Trainer
    from coach.content.library import Library
    from coach.model.run_sheet import Sheet
    from coach.records.class_log import RoomLog, RoomStore
    from coach.tui.room.app import RoomApp


# --- Opening a room

USUAL_SHEET = "ninety"
DRAWN = "Start it in a terminal, without --plain. Where your settings ask for plain lines, put COACH_PLAIN=0 before it."


def _add_room(subparsers: Subparsers) -> None:
    """Add `coach room`, with its options."""
    rooms = add_command(subparsers, "room", open_room, say("open a room for a class, and the board to lead it from"))
    rooms.add_argument("code", nargs="?", help=say("a room that is there already: go on with it"))
    rooms.add_argument(
        "--sheet", default="", metavar="NAME", help=say("the run sheet: sixty, ninety, half_day, or a file")
    )
    rooms.add_argument(
        "--scenario",
        action="append",
        default=[],
        metavar="NAME",
        help=say("what groups choose from; as often as you like"),
    )
    add_door_options(rooms)
    rooms.add_argument("--no-board", action="store_true", help=say("only keep the door open, from here"))
    add_library_option(rooms)


def open_room(options: argparse.Namespace) -> int:
    """Run `coach room`: open a room or continue one, with the board here or the door alone."""
    require_part("room")  # looked for and not imported, since only the process of the door needs it
    from coach.records.class_log_sqlite import expire_rooms, open_room_store
    from coach.web.doorway import forget_doorways

    check_door_options(options)
    shelf = open_room_store(find_places(), read_store_address())
    try:
        damage = shelf.damage_notice
        for said in (damage, expire_rooms(shelf, find_places(), read_clock, read_store_address())):
            if said:
                print(said)
        if options.no_board or wants_plain(options):
            return _keep_door_open(options, shelf)
        return _lead_from_board(options, shelf, damage)
    finally:
        with suppress(CoachError):
            forget_doorways(find_doors_folder(), frozenset(summary.code for summary in shelf.summaries()))
        shelf.close()


def _find_sheet(name: str, library: "Library") -> "Sheet":
    """Find a run sheet that ships, or read and check one in a file.

    Raises ContentError or CoachError.
    """
    from coach.classroom.run_sheets import load_checked_sheet, load_sheets

    shipped = load_sheets()
    if name in shipped:
        return shipped[name]
    if not Path(name).is_file():
        raise CoachError(
            say("There is no run sheet '{name}'.", name=name),
            say("Choose {shipped}, or give a file.", shipped=", ".join(shipped)),
        )
    return load_checked_sheet(library, Path(name))


def _keep_door_open(options: argparse.Namespace, shelf: "RoomStore") -> int:
    """Serve a room's door from this terminal until Ctrl+C, without the board.

    The room stays afterwards. A new room whose door never opened is deleted.
    """
    import asyncio  # no other command needs it

    from coach.classroom.invitation import draw_blocks, make_link
    from coach.classroom.trainer import Trainer, find_open_rooms
    from coach.web.hosting import serve
    from coach.web.room_code import as_typed, new_code, space_code

    practice = open_practice(options.library)
    others = () if options.code else find_open_rooms(shelf, read_clock)
    code = as_typed(options.code) if options.code else new_code(SystemRandom())
    if options.code:
        _require_room(shelf, code)
    else:
        sheet = _find_sheet(options.sheet or USUAL_SHEET, practice.library)
        Trainer.open(shelf, practice, read_clock, code, sheet, tuple(options.scenario))
    keeper, opened = Doorkeeper(options), False
    how = keeper.make_hosting(code)

    def ready(address: str) -> None:
        nonlocal opened
        opened, where = True, keeper.record_opening(how, address)  # first, in case this is killed at once
        print(say("The room is open at {address}", address=address))
        print(say("Its code: {code}", code=space_code(how.entry or code)))
        if how.locked:
            print(say("Its door is locked: nobody new comes in. `d` on the board opens it."))
        if drawn := draw_blocks(make_link(address, how.entry or code)) if sys.stdout.isatty() else "":
            print("\n".join(f"\x1b[30;107m{row}\x1b[0m" for row in drawn.splitlines()))
        print(say("For the projector: {address}", address=find_projector_page(how, address)))
        if options.code:
            print(where)
        if how.host == LOOPBACK and not how.address:
            print(say("Only this computer reaches it. `--host 0.0.0.0` lets others on this network in."))
        if said := warn_of_readers(how):
            print(said)
        if others:
            codes = ", ".join(space_code(room.code) for room in others)
            print(say("Other rooms are open still: {codes}. `coach room CODE` goes on with one.", codes=codes))
        print(say("Ctrl+C closes the door; `coach room {code}` opens it again.", code=code), flush=True)

    try:
        with closing(shelf.open(code)) as log:
            try:
                asyncio.run(serve(how, log, read_clock, ready))
            finally:
                if log.damage_notice:
                    print(log.damage_notice)
    finally:
        if not (opened or options.code):
            shelf.forget(code)
    return 0


def _lead_from_board(options: argparse.Namespace, shelf: "RoomStore", damage: str) -> int:
    """Show the trainer's board here, and run the room's door in a process behind it.

    The process loads while the trainer chooses the room.

    Args:
        options: the command's options.
        shelf: the store of rooms.
        damage: what was saved of a damaged store and what was not, in sentences. The board covers what was printed
            before, so it shows this too.
    """
    from coach.classroom.trainer import Trainer, find_open_rooms
    from coach.tui.trainer.app import BoardApp
    from coach.web.room_code import as_typed

    sheet: str | Path = options.sheet
    practice = open_practice(options.library)
    if sheet:
        _find_sheet(options.sheet, practice.library)  # what is wrong is said before a screen opens
        sheet = Path(options.sheet) if Path(options.sheet).is_file() else options.sheet
    code = as_typed(options.code) if options.code else ""
    if code:
        _require_room(shelf, code)
    for scenario in options.scenario:
        practice.script(scenario)
    # Only once everything typed was found right: this starts a process.
    behind = BoardDoor(Doorkeeper(options))

    def opens(sheet: "Sheet", scenarios: tuple[str, ...]) -> "Trainer":
        return _open_room_with_door(
            behind, lambda code: Trainer.open(shelf, practice, read_clock, code, sheet, scenarios), shelf
        )

    def goes_on(code: str) -> "Trainer":
        trainer = Trainer.resume(shelf, practice, read_clock, code)
        behind.open(code)
        return trainer

    try:
        app = BoardApp(
            practice, read_clock, opens=opens, goes_on=goes_on,
            door=behind.describe, keep_door=behind.keep_open, change_door=behind.change,
            trainer=goes_on(code) if code else None,
            settings=find_places().settings, sheet=sheet, scenarios=tuple(options.scenario),
            still_open=() if code else find_open_rooms(shelf, read_clock), said=damage,
        )  # fmt: skip
        app.run()
    finally:
        behind.close()
    if app.left == "leaving":
        print(say("The room is still there. `coach room {code}` goes on with it.", code=app.trainer.state.code))
    return app.return_code or 0


def _require_room(shelf: "RoomStore", code: str) -> None:
    """Raise NotKnown, with advice for the trainer, if the store has no room with this code."""
    try:
        shelf.open(code).close()
    except NotKnown as error:
        raise NotKnown(
            error.message, say("`coach room` alone shows the rooms that were left open here, and opens new ones.")
        ) from None


def _open_room_with_door(behind: BoardDoor, make: "Callable[[str], Trainer]", shelf: "RoomStore") -> "Trainer":
    """Make a new room and open its door; if the door does not open, delete the room again.

    Args:
        behind: the door.
        make: makes the room with a given code.
        shelf: the store of rooms.

    Raises:
        CoachError: the door does not open.
    """
    from coach.web.room_code import new_code

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


# --- Pairs, and a seat in a room

CALLED = "What would you like to be called here? It need not be your real name: "
ENDS_WITHIN = 5.0
"""Seconds for a screen to end whose window was closed."""
WINDOW_CLOSED = 129
"""The exit status of a program whose window was closed."""
OPENED_ELSEWHERE = (
    "Look at the code again. If the room was opened in another account or on another computer, open the address that "
    "your trainer shows in a browser, and type the code there."
)
"""Said where no room has the code: only the account that opened a room, or its team's store, has the room's file."""
IS_THAT_YOU = "On this machine you are {} in this room. Is that you? (y/n) "


def add_commands(subparsers: Subparsers) -> None:
    """Add every command for classes, with its options."""
    _add_room(subparsers)
    pairs = add_command(subparsers, "pair", rehearse_together, say("rehearse in twos or threes at one laptop"))
    pairs.add_argument("scenario", nargs="?", help=say("the scenario's name, such as wrong_box"))
    pairs.add_argument("--spoken", action="store_true", help=say("nobody types: talk, and follow the script"))
    add_rehearse_options(pairs, rounds=True)
    add_library_option(pairs)

    joins = add_command(
        subparsers,
        "join",
        join_room,
        say("sit down in a room that this account opened, or in one of your team's store"),
    )
    joins.add_argument("code", help=say("the room's code"))
    joins.add_argument("--name", default="", help=say("what you would like to be called there"))
    add_library_option(joins)


def rehearse_together(options: argparse.Namespace) -> int:
    """Run `coach pair`: a round for two or three people at this laptop.

    Raises CoachError where the terminal can draw no screen.
    """
    if wants_plain(options):
        raise CoachError(
            say("`coach pair` hides what is for one of you alone, and lines that were printed can't be hidden."),
            say("{drawn} For one person, `coach rehearse --plain` reads line by line.", drawn=DRAWN),
        )
    chosen = RehearseOptions.read_from(options)
    if chosen.exercise:  # a wrong name is said at once
        from coach.plain.debrief import find_exercise

        exercise = find_exercise(open_submissions(options), chosen.exercise)
        options.scenario = options.scenario or exercise.scenarios[0]
    if options.scenario is not None:
        open_practice(options.library).library.file("dialogues", options.scenario)
    with start_uncollected():
        from coach.tui.app import run

        return run(
            find_places(), tuple(options.library), options.scenario, store=read_store_address(), options=chosen,
            pair=True, spoken=options.spoken,
        )  # fmt: skip


def join_room(options: argparse.Namespace) -> int:
    """Run `coach join`: join a room from this terminal, as a new or a returning participant.

    Raises CoachError.
    """
    from coach.classroom import door as room_door
    from coach.classroom.client import RoomClient
    from coach.records.class_log_sqlite import open_room_store
    from coach.web.doorway import find_room_by_entry
    from coach.web.room_code import as_typed, new_ticket

    if wants_plain(options):
        raise CoachError(
            say("A room's screens can only be drawn in a terminal."), say("{drawn} Or use a browser.", drawn=DRAWN)
        )
    where, code = find_places(), as_typed(options.code)
    with closing(open_room_store(where, read_store_address())) as shelf:
        if shelf.damage_notice:
            print(shelf.damage_notice)
        code = find_room_by_entry(find_doors_folder(), code) or code
        try:
            log = shelf.open(code)
        except NotKnown as error:
            room_door.forget_ticket(where.data, code)
            raise NotKnown(error.message, say(OPENED_ELSEWHERE), title=say("No such room here")) from None
        with closing(log):
            state = RoomClient(log, read_clock).state
            hashes = (room_door.hash_ticket(ticket) for ticket in room_door.read_tickets(where.data, code))
            holders = (room_door.find_ticket_holder(state, hashed) for hashed in hashes)
            person = _find_returning_person(
                {holder: state.people[holder].name for holder in holders if holder}, options.name
            )
            if person is None:
                ticket = room_door.hash_ticket(room_door.make_ticket(where.data, code, new_ticket))
                person = _join_by_name(log, options.name, ticket)
            _show_seat(options, log, code, person)
    return 0


def _find_returning_person(known: dict[str, str], name: str) -> str | None:
    """Return the id of the participant from this account who comes back; None for a new one.

    An account can be shared, and a participant's screen has a page that only they may see. So a name that differs from
    those known is asked about.

    Args:
        known: the names of those who joined from this account before, by their ids.
        name: the name typed now; empty if none was.
    """
    same = (person for person, called in known.items() if called.casefold() == " ".join(name.split()).casefold())
    if (person := next(same, None)) is not None:
        return person
    if not name and len(known) == 1:
        return next(iter(known))
    return next((person for person, called in known.items() if _confirm_identity(called)), None)


def _confirm_identity(called: str) -> bool:
    """Ask in the terminal whether the person typing is the participant of this name."""
    with suppress(EOFError):
        return input(IS_THAT_YOU.format(called)).strip().casefold().startswith("y")
    return False


def _join_by_name(log: "RoomLog", name: str, ticket: str) -> str:
    """Join the room, asking again for each refused name, and return the participant's id.

    Raises:
        NotNow: the room cannot be joined now.
        NameRefused: a name was refused, and the question for another got no answer.
    """
    from coach.classroom import door as room_door

    name = name or _ask_name()
    while True:
        try:
            return room_door.join(log, name, read_clock, ticket)
        except NameRefused as error:
            if not (name := _ask_name(f"{error}\n")):
                raise


def _show_seat(options: argparse.Namespace, log: "RoomLog", code: str, person: str) -> None:
    """Show a participant's screen until they close it. Their place in the room is kept.

    Args:
        options: the command's options.
        log: the room's events.
        code: the room's code.
        person: the participant's id.
    """
    from coach.classroom import door as room_door
    from coach.classroom.participant import Participant
    from coach.practice.safeguarding import care_whatever
    from coach.tui.room.app import RoomApp

    where, practice = find_places(), open_practice(options.library)
    room_door.mark_back(log, person, read_clock)
    try:
        app = RoomApp(
            Participant(log, practice, person, read_clock), practice, care_whatever(where.signposts), where.settings
        )
        asyncio.run(_run_until_closed(app, lambda: _leave_and_exit(code, person)))
    finally:
        with suppress(NotKnown):  # the room was deleted meanwhile
            room_door.mark_away(log, person, read_clock)


async def _run_until_closed(app: "RoomApp", give_up: Callable[[], None]) -> None:
    """Run a participant's screen until it is closed by its command or with its window.

    Args:
        app: the screen.
        give_up: called if the screen does not end soon after it was told to close, because the terminal takes no more
            output.
    """
    loop = asyncio.get_running_loop()

    def close() -> None:
        watch = threading.Timer(ENDS_WITHIN, give_up)
        watch.daemon = True
        watch.start()
        app.exit()

    for name in ("SIGHUP", "SIGTERM"):
        with suppress(AttributeError, NotImplementedError):  # Windows has no such signals, or no such handlers
            loop.add_signal_handler(getattr(signal, name), close)
    await app.run_async()


def _leave_and_exit(code: str, person: str) -> None:
    """Mark a participant as away, over a new connection to the room, and end this program."""
    from coach.classroom import door as room_door
    from coach.records.class_log_sqlite import open_room_store

    try:
        with closing(open_room_store(find_places(), read_store_address())) as shelf, closing(shelf.open(code)) as log:
            room_door.mark_away(log, person, read_clock)
    finally:
        os._exit(WINDOW_CLOSED)


def _ask_name(before: str = "") -> str:
    try:
        return input(f"{before}{CALLED}")
    except EOFError:
        return ""
