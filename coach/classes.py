"""The commands for classes: one laptop for two or three people, and a seat in a room in one's own terminal."""

import argparse
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from coach import hosts
from coach.errors import CoachError, NotKnown
from coach.this_machine import Adder, drawn, library_option, now, places_here, practice_here, store_here

if TYPE_CHECKING:
    from coach.records.rooms.log import RoomLog

CALLED = "What would you like to be called here? It need not be your real name: "


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
        try:
            log = shelf.open(code)
        except NotKnown:
            tickets.throw_away(where.data, code)
            raise
        with closing(log):
            ticket = joining.hashed(tickets.ticket_for(where.data, code, new_ticket))
            person = joining.whose(AtLog(log, now).state, ticket)
            if person is None:
                person = joining.join(log, options.name or _asked(), now, ticket)
            _sit(options, log, person)
    return 0


def _sit(options: argparse.Namespace, log: "RoomLog", person: str) -> None:
    """Their screen, until they close it; their place is kept."""
    from coach.classroom import joining
    from coach.classroom.seat import Seat
    from coach.practice.care import care_whatever
    from coach.tui.room.app import RoomApp

    where, practice = places_here(), practice_here(options.library)
    joining.back(log, person, now)
    try:
        RoomApp(Seat(log, practice, person, now), practice, care_whatever(where.signposts), where.settings).run()
    finally:
        with suppress(NotKnown):  # the room was deleted meanwhile
            joining.away(log, person, now)


def _asked() -> str:
    try:
        return input(CALLED)
    except EOFError:
        return ""
