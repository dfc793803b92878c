"""Opening a room's door on this machine, until somebody ends it."""

import asyncio
import os
import signal
import socket
import ssl
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from coach.classroom.client import RoomFold
from coach.errors import CoachError
from coach.language.catalogue import say
from coach.records.class_log import RoomLog
from coach.web.complaints import Complaints
from coach.web.guests import Guests
from coach.web.room_code import Latch, Tries, origin_of
from coach.web.room_library import RoomLibrary, load_rest, open_room_library
from coach.web.room_seats import RoomSeats
from coach.web.room_server import RoomDoor, RoomServer

LOOPBACK = "127.0.0.1"
PORT = 8765
MOST = 30
TITLE = "Conversation coach: a room"


class NoDoor(CoachError):
    """The room's door cannot be opened here."""

    title = "The room's door cannot be opened"


@dataclass(frozen=True, slots=True)
class Hosting:
    """How a room is opened."""

    code: str
    given: Mapping[str, Any] = field(default_factory=dict)
    """The user's folders and those of the library, as plain values."""
    host: str = LOOPBACK
    port: int = PORT
    most: int = MOST
    address: str = ""
    """How learners reach this machine, where it cannot know: `https://room.example.org`."""
    certificate: Path | None = None
    key: Path | None = None
    entry: str = ""
    """The code that newcomers type, where it is no longer the room's own."""
    locked: bool = False
    """Whether nobody new comes in."""
    projector: str = ""
    """What the address of the projector's page ends with; empty for no such page."""

    def make_latch(self) -> Latch:
        """Make the part of the door that can be changed while it is open."""
        return Latch(self.entry or self.code, self.locked)


@asynccontextmanager
async def open_door(
    how: Hosting,
    log: RoomLog,
    clock: Callable[[], datetime],
    library: RoomLibrary | None = None,
    latch: Latch | None = None,
) -> AsyncIterator[str]:
    """Open a room's door while the context lasts, and yield the address that learners go to.

    Args:
        how: how it is opened.
        log: the room's events.
        clock: tells the time.
        library: what was loaded for it already; None to load the user's own.
        latch: by which the door is locked and its code changed meanwhile; None where nobody does.

    Raises:
        NoDoor: it cannot be opened here.
    """
    tls, origin = _tls(how), _origin(how)
    waits_for_rest = False
    if library is None:
        played = await asyncio.to_thread(find_played, log)
        library = await asyncio.to_thread(open_room_library, how.given, played)
        waits_for_rest = played is not None
    seats = RoomSeats(log, library.practice, library.care, clock)
    door = RoomDoor(latch or how.make_latch(), Tries(time.monotonic), _names(how), how.most, origin, how.projector)
    server = RoomServer(door, Guests(log, clock, seats.fold), seats, say(TITLE))
    complaints = Complaints(sys.stderr, time.monotonic)
    complaints.listen()
    loading: list[asyncio.Task[None]] = []
    try:
        if waits_for_rest:
            loading.append(asyncio.create_task(load_rest(library)))
        try:
            port = await server.open(how.host, how.port, tls)
        except OSError as error:
            raise NoDoor(
                say(
                    "Nothing can listen at {host}, port {port} ({plainly}).",
                    host=how.host,
                    port=how.port,
                    plainly=_plainly(error),
                ),
                say("Another room may be open there: close it, or choose another --port."),
            ) from None
        server.projector.address = how.address or f"{'https' if tls else 'http'}://{_find_reached(how.host)}:{port}"
        yield server.projector.address
    finally:
        for task in loading:
            task.cancel()
        await asyncio.gather(*loading, return_exceptions=True)
        await server.close()
        complaints.stop()


def find_played(log: RoomLog) -> set[str] | None:
    """Find the scenarios that are played in a room; None where nobody is in it yet.

    People who are in it wait at their pages until it is open again.
    """
    with suppress(CoachError):
        state = RoomFold(log).catch_up()[1]
        if state.people:
            return {*state.scenarios[:1], *(group.scenario for group in state.groups.values() if group.scenario)}
    return None


def _plainly(error: OSError) -> str:
    """Return the system's own words for an error, without those that asyncio puts before them."""
    if error.errno is not None and error.errno > 0:
        return os.strerror(error.errno).lower()
    return error.strerror or "refused"


async def serve(
    how: Hosting,
    log: RoomLog,
    clock: Callable[[], datetime],
    ready: Callable[[str], None],
    library: RoomLibrary | None = None,
) -> None:
    """Keep the door open until Ctrl+C, or a request to end; `ready` is told the address.

    Raises as `open_door` does.
    """
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, ended.set)
        except NotImplementedError:  # Windows, where Ctrl+C cancels instead
            break
    async with open_door(how, log, clock, library) as address:
        ready(address)
        await ended.wait()


def _tls(how: Hosting) -> ssl.SSLContext | None:
    """Raises NoDoor for a certificate that cannot be used."""
    if how.certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(how.certificate, how.key)
    except (OSError, ssl.SSLError) as error:
        why = getattr(error, "reason", None) or error.strerror or say("it cannot be read")
        raise NoDoor(
            say(
                "The certificate {certificate} cannot be used: {replace}.",
                certificate=how.certificate,
                replace=str(why).replace("_", " ").lower(),
            ),
            say("Give --certificate and --key as files in PEM form that belong together."),
        ) from None
    return context


def _origin(how: Hosting) -> str:
    """The origin of the address that learners are given; empty where none is. Raises NoDoor."""
    try:
        return origin_of(how.address) if how.address else ""
    except ValueError:
        raise NoDoor(
            say("{address} is no address of a web page.", address=how.address),
            say("Give --address as learners type it, with https:// before."),
        ) from None


def _names(how: Hosting) -> frozenset[str]:
    """The names that this machine goes by."""
    own = socket.gethostname().lower()
    names = {"localhost", own, own.partition(".")[0], f"{own.partition('.')[0]}.local", how.host.lower()}
    names.add((urlsplit(how.address).hostname or "").lower())
    return frozenset(names - {""})


def _find_reached(host: str) -> str:
    """Find how others reach this machine when it listens everywhere; nothing is sent for it."""
    if host not in ("0.0.0.0", "::", ""):  # compared, not listened at
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking:
        try:
            looking.connect(("192.0.2.1", 9))  # an address that leads nowhere; only the way there is looked at
        except OSError:
            return socket.gethostname()
        return str(looking.getsockname()[0])
