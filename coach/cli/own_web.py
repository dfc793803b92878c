"""The command that opens one's own coach in a browser, or a team's at an address of its own."""

import argparse
import asyncio
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.context import Subparsers, add_command, add_library_option, find_places, read_store_address
from coach.language.catalogue import say
from coach.parts import require_part

if TYPE_CHECKING:
    from coach.web.own_server import OwnServer
    from coach.web.team_server import TeamServer

LAST_PORT = 65535
OPENS_ONCE = "Your coach is at this address, which opens once and for you alone:"
STOPS = "Ctrl+C stops it. What you said is kept as you go."
RUNS = "Your coach runs already. This address opens it once more:"


def add_commands(subparsers: Subparsers) -> None:
    """Add `coach serve`."""
    serve = add_command(
        subparsers, "serve", serve_coach, say("your own coach in a browser on this machine, for you alone")
    )
    serve.add_argument("--no-browser", action="store_true", help=say("only say the address, and open no browser"))
    serve.add_argument(
        "--team",
        type=Path,
        metavar="FILE",
        help=say("for a whole team, at an address of its own, as the file says; people sign in there"),
    )
    serve.add_argument("--port", type=int, help=say("where to listen on this machine; usually 8767"))
    add_library_option(serve)


def serve_coach(options: argparse.Namespace) -> int:
    """Open the user's coach in a browser until it is stopped.

    Where it runs already, only the browser is opened.
    """
    from coach.errors import OptionRefused
    from coach.supervision.startup import open_coach

    if options.team is not None:
        return _serve_team(options)
    if options.port is not None and not 0 <= options.port <= LAST_PORT:
        raise OptionRefused(
            say("--port {port} is no port.", port=options.port),
            say("Ports are numbers up to {last_port}.", last_port=LAST_PORT),
        )
    require_part("room")
    from coach.web import own_server

    where, store = find_places(), read_store_address()
    port = own_server.PORT if options.port is None else options.port
    if port and (running := asyncio.run(own_server.find_running(where, port))):
        print(say(RUNS))
        show_address(running, opens=not options.no_browser)
        return 0
    coach = open_coach(where, tuple(options.library), store=store)

    def say_ready(server: "OwnServer") -> None:
        print(say(OPENS_ONCE))
        show_address(server.make_address(), opens=not options.no_browser)
        print(say(STOPS), flush=True)

    asyncio.run(own_server.serve_own(where, coach, sys.stderr, say_ready, port=port, shared=bool(store)))
    return 0


def _serve_team(options: argparse.Namespace) -> int:
    """Open a team's address until it is stopped, as its file says."""
    from coach.errors import CoachError, OptionRefused

    if options.port is not None or options.library:
        raise OptionRefused(say("With --team, the file says where it listens and which libraries there are."))
    require_part("room")
    from coach.records.team.member_connections import MemberConnections
    from coach.web import team_server
    from coach.web.team_setup import read_setup

    setup, store = read_setup(options.team), read_store_address()
    if not store:
        raise CoachError(
            say("COACH_STORE does not say where the team's store is."),
            say("Set it with the service's own login, such as postgresql+psycopg://coach_web@server/coach."),
        )
    connections = MemberConnections(store)

    def say_ready(server: "TeamServer") -> None:
        print(
            say(
                "The team's coach listens at {listen}, port {port}, for {address}.",
                listen=setup.listens[0],
                port=server.port,
                address=setup.address,
            ),
            flush=True,
        )

    try:
        asyncio.run(team_server.serve_team(setup, find_places(), connections, sys.stderr, say_ready))
    finally:
        connections.close()
    return 0


def show_address(address: str, *, opens: bool) -> None:
    """Print an address, and open it in the user's browser.

    Args:
        address: the address.
        opens: whether a browser is opened.
    """
    print(f"  {address}", flush=True)
    if opens:
        webbrowser.open(address)
