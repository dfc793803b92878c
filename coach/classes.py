"""The commands for classes: one laptop for two or three people, and a seat in a room in one's own terminal."""

import argparse
import asyncio
import os
import signal
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from coach import hosts
from coach.errors import CoachError, NameRefused, NotKnown
from coach.this_machine import Adder, drawn, library_option, now, places_here, practice_here, store_here

if TYPE_CHECKING:
    from coach.records.rooms.log import RoomLog
    from coach.tui.room.app import RoomApp

CALLED = "What would you like to be called here? It need not be your real name: "
ENDS_WITHIN = 5.0
"""Seconds for a screen to end whose window was closed."""
WINDOW_CLOSED = 129
"""The exit status of a program whose window was closed."""
IS_THAT_YOU = "On this machine you are {} in this room. Is that you? (y/n) "


def add_commands(add: Adder) -> None:
    """Every command for classes, with its options."""
    hosts.add_room(add)
    pairs = add("pair", pair, "rehearse in twos or threes at one laptop")
    pairs.add_argument("scenario", nargs="?", help="the scenario's name, such as wrong_box")
    pairs.add_argument("--spoken", action="store_true", help="nobody types: talk, and follow the script")
    library_option(pairs)

    joins = add("join", join, "sit down in a room that is open on this machine, or in your team's store")
    joins.add_argument("code", help="the room's code")
    joins.add_argument("--name", default="", help="what you would like to be called there")
    library_option(joins)


def pair(options: argparse.Namespace) -> int:
    """Two or three people at this laptop. Raises CoachError where no screen could be drawn."""
    if options.plain or not drawn():
        raise CoachError(
            "`coach pair` hides what is for one of you alone, and lines that were printed can't be hidden.",
            "Start it in a terminal, without --plain. For one person, `coach rehearse --plain` reads line by line.",
        )
    if options.scenario is not None:
        practice_here(options.library).library.file("dialogues", options.scenario)  # a wrong name is said at once
    from coach.tui import run

    folders = tuple(options.library)
    return run(places_here(), folders, options.scenario, store=store_here(), pair=True, spoken=options.spoken)


def join(options: argparse.Namespace) -> int:
    """One person's screen in a room, in this terminal; whoever comes again is who they were. Raises CoachError."""
    from coach.classroom import joining, tickets
    from coach.classroom.at_log import AtLog
    from coach.records.rooms.shelf import open_shelf
    from coach.web.door import as_typed, new_ticket

    if options.plain or not drawn():
        raise CoachError(
            "A room's screens can only be drawn in a terminal.", "Start it in one, without --plain, or use a browser."
        )
    where, code = places_here(), as_typed(options.code)
    with closing(open_shelf(where, store_here())) as shelf:
        if shelf.said:
            print(shelf.said)
        try:
            log = shelf.open(code)
        except NotKnown:
            tickets.throw_away(where.data, code)
            raise
        with closing(log):
            state = AtLog(log, now).state
            found = (joining.whose(state, joining.hashed(each)) for each in tickets.tickets_for(where.data, code))
            person = _who({each: state.people[each].name for each in found if each}, options.name)
            if person is None:
                ticket = joining.hashed(tickets.new_ticket_for(where.data, code, new_ticket))
                person = _joined(log, options.name, ticket)
            _sit(options, log, code, person)
    return 0


def _who(known: dict[str, str], name: str) -> str | None:
    """Who of those that this account let in before comes back, by id; None for somebody else.

    Asked where the name is another: an account can be shared, and a screen has a page that is somebody's alone.
    """
    same = (person for person, called in known.items() if called.casefold() == " ".join(name.split()).casefold())
    if (person := next(same, None)) is not None:
        return person
    if not name and len(known) == 1:
        return next(iter(known))
    return next((person for person, called in known.items() if _yes(called)), None)


def _yes(called: str) -> bool:
    """Whether whoever sits here is that person."""
    with suppress(EOFError):
        return input(IS_THAT_YOU.format(called)).strip().casefold().startswith("y")
    return False


def _joined(log: "RoomLog", name: str, ticket: str) -> str:
    """Come in, and be asked again for a name that cannot be had. Raises NotNow, or NameRefused without an answer."""
    from coach.classroom import joining

    name = name or _asked()
    while True:
        try:
            return joining.join(log, name, now, ticket)
        except NameRefused as error:
            if not (name := _asked(f"{error}\n")):
                raise


def _sit(options: argparse.Namespace, log: "RoomLog", code: str, person: str) -> None:
    """Their screen, until they close it; their place is kept."""
    from coach.classroom import joining
    from coach.classroom.seat import Seat
    from coach.practice.care import care_whatever
    from coach.tui.room.app import RoomApp

    where, practice = places_here(), practice_here(options.library)
    joining.back(log, person, now)
    try:
        app = RoomApp(Seat(log, practice, person, now), practice, care_whatever(where.signposts), where.settings)
        asyncio.run(_until_closed(app, lambda: _away_anew(code, person)))
    finally:
        with suppress(NotKnown):  # the room was deleted meanwhile
            joining.away(log, person, now)


async def _until_closed(app: "RoomApp", give_up: Callable[[], None]) -> None:
    """Run a person's screen until they close it, or their window is closed: then it ends as if they had.

    `give_up` is called where the screen does not end by itself, because nobody takes what it writes any more.
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


def _away_anew(code: str, person: str) -> None:
    """Count a person as away by a hold of its own on the room, and end this program."""
    from coach.classroom import joining
    from coach.records.rooms.shelf import open_shelf

    try:
        with closing(open_shelf(places_here(), store_here())) as shelf, closing(shelf.open(code)) as log:
            joining.away(log, person, now)
    finally:
        os._exit(WINDOW_CLOSED)


def _asked(before: str = "") -> str:
    try:
        return input(f"{before}{CALLED}")
    except EOFError:
        return ""
