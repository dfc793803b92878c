"""Connections to a host: how many stay open, and which of them give way to new ones.

A browser that connects asks at once. So of too many from one address those go that have asked for nothing, the oldest
first: whoever floods a host with connections closes their own. They go a few at a time, since a program that floods
opens each anew as soon as it is closed, and that costs more than to let it wait. Whoever is known is counted by
themselves, whatever address they share with others.
"""

import asyncio
import ipaddress
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

if sys.platform != "win32":  # which has no such limit
    import resource

ASKS_WITHIN = 10.0
"""Seconds that a connection has to ask for something, whole; and again after each answer."""
MOST_FROM_ONE = 100
"""Connections from one address of which nobody is known. A class behind one address needs fewer at a time."""
MOST_UNKNOWN = 300
"""The same from all addresses."""
MOST_HELD = 2000
"""Connections of which nobody is known that are held at all, while those that are too many give way."""
GIVES_WAY = 60
"""Connections in a second that give way because they are too many, in the long run."""
GIVE_WAY_AT_ONCE = 100
"""Connections that give way at once, after a while in which none did."""
MOST_OF_ONE = 16
"""Connections of one person: those of two browsers, with their pages that are kept live."""
WAITING = 256
"""Connections that the system holds until they are taken."""
FILES = 4096
"""Files and connections that the program may hold; macOS begins with 256."""
A_SECOND = 10
"""Requests of one person in a second that are answered at once, in the long run. A person who types needs two."""
AT_ONCE = 40
"""Requests of one person that are answered at once after a while without any: a page with all that belongs to it."""


@dataclass(eq=False, slots=True)
class Connection:
    """A connection, and who is at its other end, where that is known."""

    transport: asyncio.Transport
    place: str
    person: str = ""
    asking: int = 0
    """Requests that are being answered."""


class Connections:
    """All connections to a host."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin with none.

        Args:
            clock: seconds, from anywhere.
        """
        self._clock = clock
        self._open: dict[asyncio.BaseTransport, Connection] = {}
        self._unknown: dict[str, dict[Connection, None]] = {}
        self._known: dict[str, dict[Connection, None]] = {}
        self._count_unknown = 0
        self._most_held = MOST_HELD
        self._gave_way = 0.0
        """Until when the closing of those that are too many is used up."""
        self._paid: dict[str, float] = {}
        """Until when each person's requests are used up."""

    def __len__(self) -> int:
        """Count those that are open."""
        return len(self._open)

    async def listen(
        self, runner: web.BaseRunner, host: str, port: int, tls: ssl.SSLContext | None = None
    ) -> asyncio.Server:
        """Listen for a runner that is set up, and count what comes. Raises OSError.

        Args:
            runner: answers requests.
            host: where to listen.
            port: the port; 0 for a free one.
            tls: the certificate, for https.
        """
        # Half of the files are left to those who are known, and to everything else.
        self._most_held = min(MOST_HELD, max(allow_files() // 2, MOST_UNKNOWN))
        answering = runner.server
        assert answering is not None, "the runner is set up"
        return await asyncio.get_running_loop().create_server(
            lambda: _CountedProtocol(self, answering()),
            host,
            port,
            ssl=tls,
            backlog=WAITING,
            ssl_handshake_timeout=ASKS_WITHIN if tls else None,
        )

    # --- What comes and goes

    def add(self, transport: asyncio.Transport) -> None:
        """Count a new connection; another one gives way where there are too many."""
        peer = transport.get_extra_info("peername")
        connection = Connection(transport, find_network(str(peer[0]) if peer else ""))
        self._open[transport] = connection
        beside = self._unknown.setdefault(connection.place, {})
        beside[connection] = None
        self._count_unknown += 1
        while (len(beside) > MOST_FROM_ONE or self._count_unknown > MOST_UNKNOWN) and self._may_close():
            self._close_one(beside if len(beside) > MOST_FROM_ONE else max(self._unknown.values(), key=len))

    def _may_close(self) -> bool:
        """Count that a connection gives way, and return whether it may now."""
        if self._count_unknown > self._most_held:
            return True
        until = max(self._gave_way, self._clock()) + 1 / GIVES_WAY
        if until - self._clock() > GIVE_WAY_AT_ONCE / GIVES_WAY:
            return False
        self._gave_way = until
        return True

    def remove(self, transport: asyncio.BaseTransport) -> None:
        """Count a connection no longer."""
        if connection := self._open.pop(transport, None):
            self._take_out(connection)

    def begin(self, request: web.Request) -> None:
        """Note that a request came whole, but for its form."""
        if connection := self._find(request):
            connection.asking += 1

    def end(self, request: web.Request) -> None:
        """Note that a request was answered; of those idle its connection gives way last."""
        if connection := self._find(request):
            connection.asking -= 1
            group = self._list_beside(connection)
            group.pop(connection, None)
            group[connection] = None

    def identify(self, request: web.Request, person: str) -> None:
        """Note whose connection it is; of too many of one person's another one gives way.

        Args:
            request: what was asked on the connection.
            person: who asked.
        """
        connection = self._find(request)
        if connection is None or connection.person == person:
            return
        self._take_out(connection)
        connection.person = person
        self._known.setdefault(person, {})[connection] = None
        if len(self._known[person]) > MOST_OF_ONE:
            self._close_one(self._known[person])

    def count_request(self, person: str) -> float:
        """Count a person's request; return the seconds until it is answered, none but for many."""
        now = self._clock()
        until = max(self._paid.get(person, 0.0), now) + 1 / A_SECOND
        self._paid[person] = until
        return max(until - now - AT_ONCE / A_SECOND, 0.0)

    # --- Inside

    def _find(self, request: web.Request) -> Connection | None:
        return self._open.get(request.transport) if request.transport is not None else None

    def _list_beside(self, connection: Connection) -> dict[Connection, None]:
        if connection.person:
            return self._known.setdefault(connection.person, {})
        return self._unknown.setdefault(connection.place, {})

    def _take_out(self, connection: Connection) -> None:
        group = self._list_beside(connection)
        group.pop(connection, None)
        if not connection.person:
            self._count_unknown -= 1
        if not group:
            (self._known if connection.person else self._unknown).pop(connection.person or connection.place)

    def _close_one(self, group: dict[Connection, None]) -> None:
        """Close the oldest idle connection but the newest; where all others ask, the oldest."""
        older = [*group][:-1] or [*group]
        oldest = next((connection for connection in older if not connection.asking), older[0])
        self.remove(oldest.transport)
        oldest.transport.abort()


def allow_files(wanted: int = FILES) -> int:
    """Have the system let this program hold more files and connections at once, where it may.

    Args:
        wanted: how many.

    Returns:
        How many it may hold now; as many as are wanted where there is no limit.
    """
    if sys.platform == "win32":
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            return most
    return wanted if soft == resource.RLIM_INFINITY else soft


class _CountedProtocol(asyncio.Protocol):
    """Hands everything on to what answers, and has the connection counted."""

    def __init__(self, connections: Connections, answering: asyncio.Protocol) -> None:
        self._connections = connections
        self._answering = answering
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._answering.connection_made(transport)
        self._connections.add(transport)  # type: ignore[arg-type]  # of a server that listens they are such

    def data_received(self, data: bytes) -> None:
        self._answering.data_received(data)

    def eof_received(self) -> bool | None:
        return self._answering.eof_received()

    def pause_writing(self) -> None:
        self._answering.pause_writing()

    def resume_writing(self) -> None:
        self._answering.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport is not None:
            self._connections.remove(self._transport)
        self._answering.connection_lost(exc)


def find_network(address: str) -> str:
    """Return an address, or the whole network that one machine can have in IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)
