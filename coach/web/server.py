"""The host: one aiohttp server for one room. It gives out pages, knows people by their tickets, and carries the rest.

Nothing that anybody types is looked at or kept here. The log of the room keeps what matters, so that a host that is
killed and started again finds everybody where they were; their pages come back by themselves.
"""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar
from urllib.parse import parse_qs, quote

from aiohttp import WSCloseCode, web

from coach.errors import CoachError, RecordsError
from coach.web.complaints import DOOR
from coach.web.connection import Connection, Why
from coach.web.door import Tries, new_ticket, ours, same_origin
from coach.web.guests import TICKET_LASTS, Guests, Known
from coach.web.paging import FORGET, Pages, secured
from coach.web.presence import Presence
from coach.web.starting import CannotStart, Starter
from coach.web.wire import LARGEST_MESSAGE, sized, to_browser

P = ParamSpec("P")
T = TypeVar("T")

LARGEST_FORM = 8 * 1024
HEARTBEAT = 10.0
"""Seconds between looks whether a browser is still there."""
CLOSES_WITHIN = 2.0
"""Seconds that a browser has to take leave."""
FORM_WITHIN = 10.0
"""Seconds that a browser has to send a form: it is a code and a name."""
FORM_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 20
LONGEST_TICKET = 128


@dataclass(slots=True)
class Door:
    """What decides who comes in."""

    code: str
    tries: Tries
    names: frozenset[str]
    """Names, besides bare addresses, that this machine is reached by."""
    most: int = 30
    """People in the room, and screens of theirs open at once."""
    origin: str = ""
    """Of the address that learners were given, where a proxy answers there."""


class Server:
    """Serves one room until it is closed."""

    def __init__(self, door: Door, guests: Guests, starter: Starter, pages: Pages) -> None:
        self._door = door
        self._guests = guests
        self._starter = starter
        self._pages = pages
        self._here = Presence(guests, self._do)
        self._expected = 0
        """People for whom a screen stands ready."""
        self._log = ThreadPoolExecutor(1, "room")
        self._later: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None

    # ------------------------------------------------------------------------------------------ its life

    async def open(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Listen; the port comes back, which matters where it was 0. Raises OSError."""
        self._cookie = "coach_room"
        app = web.Application(middlewares=[self._answered], client_max_size=LARGEST_FORM)
        app.add_routes(
            [
                web.get("/", self._first),
                web.post("/enter", self._enter),
                web.post("/leave", self._leave),
                web.get("/ws", self._screen),
                web.get("/here", self._whether_here),
                web.get("/download/{key}", self._download),
                web.get("/ended", self._ended),
                web.get("/elsewhere", self._elsewhere),
                web.get("/static/{name:.+}", self._static),
                web.get("/favicon.ico", self._no_picture),
            ]
        )
        app.on_response_prepare.append(_says_nothing_of_itself)
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=CLOSES_WITHIN, logger=logging.getLogger(DOOR)
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, ssl_context=tls, backlog=256)
        await site.start()
        found = self._runner.addresses[0][1]
        self._cookie = f"coach_room_{found}"  # cookies do not know ports: two rooms on one machine must not mix
        self._here.look(await self._in_log(self._guests.in_browsers))
        return int(found)

    async def close(self) -> None:
        """End everybody's process, kindly, and stop listening. Pages wait for the host to come back."""
        for site in self._runner.sites if self._runner else ():
            await site.stop()
        await self._here.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self._starter.close()
        await asyncio.gather(*self._later)
        self._log.shutdown(wait=True)

    async def _in_log(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._log, partial(call, *args, **kwargs))

    # ------------------------------------------------------------------------------------------ every request

    @web.middleware
    async def _answered(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuse what does not come from a page of ours; answer what goes wrong with a page that says so."""
        websocket = request.path == "/ws"
        if not ours(request.headers.get("Host", ""), self._door.names):
            return secured(web.Response(status=421, text="This machine is not called that."), request)
        if (websocket or request.method != "GET") and not self._ours(request):
            return secured(web.Response(status=403, text="That did not come from a page of this room."), request)
        try:
            answer = await handler(request)
        except web.HTTPBadRequest as error:
            said = "That could not be read as a form of this room's."
            answer = self._pages.plain(said, "Nothing was changed by it.", "Go to the room", status=error.status)
        except web.HTTPException as error:
            answer = self._pages.plain("This page is not here.", "The room is.", "Go to the room", status=error.status)
        except RecordsError as error:
            answer = self._pages.plain(error.title, str(error), "Try again", status=503)
        return answer if websocket else secured(answer, request)

    def _ours(self, request: web.Request) -> bool:
        return same_origin(request.headers, request.scheme, self._door.origin)

    async def _known(self, request: web.Request) -> Known:
        """Whose browser this is, and how the room stands."""
        return await self._in_log(self._guests.known, self._ticket(request))

    def _ticket(self, request: web.Request) -> str:
        """The ticket that a browser shows; empty for none. Raises HTTPBadRequest for what no ticket can look like."""
        ticket = request.cookies.get(self._cookie, "")
        if not ticket.isascii() or len(ticket) > LONGEST_TICKET:
            raise web.HTTPBadRequest
        return ticket

    # ------------------------------------------------------------------------------------------ pages

    async def _first(self, request: web.Request) -> web.StreamResponse:
        known = await self._known(request)
        if known.person is not None:
            return self._pages.room()
        if known.closed:
            return self._pages.over()
        if known.left:
            return self._pages.left()
        self._expect_one(len(known.present))
        return self._pages.door()

    def _expect_one(self, there: int) -> None:
        """Somebody types a code and a name meanwhile. As many screens stand ready as people can still come in."""
        if there + self._expected < self._door.most:
            self._expected += 1
            self._starter.expect()

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        """Come in by code and name."""
        said = await _form(request)
        typed, name = (said.get(field, "") for field in ("code", "name"))
        address = request.remote or ""
        opens = self._door.tries.opens(self._door.code, typed, address)
        if not opens:
            await asyncio.sleep(self._door.tries.slower(address))
        if opens is None:
            wait = "That was tried too often. Wait a minute, then look at the code again."
            return self._pages.door(wait, name=name, status=429)
        if not opens:
            return self._pages.door("That is not this room's code. Look at it again.", name=name, status=403)
        if len((await self._known(request)).present) >= self._door.most:
            return self._pages.door("This room is full.", code=typed, name=name, status=503)
        ticket = new_ticket()
        try:
            person = await self._in_log(self._guests.join, name, ticket)
        except RecordsError:
            raise
        except CoachError as error:
            return self._pages.door(str(error), code=typed, name=name, status=409)
        self._here.comes(person)
        return self._let_in(request, ticket)

    def _let_in(self, request: web.Request, ticket: str) -> web.Response:
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(
            self._cookie, ticket, max_age=int(TICKET_LASTS.total_seconds()), path="/",
            httponly=True, samesite="Strict", secure=_by_https(request),
        )  # fmt: skip
        return answer

    async def _leave(self, request: web.Request) -> web.StreamResponse:
        """Forget this browser, for whoever uses it next: its ticket opens nothing any more, here or from elsewhere.

        Nobody could come back to the place it was for, so the person leaves the room by it, and their name is free.
        """
        who = (await self._known(request)).person
        if who is not None:
            await self._in_log(self._guests.leave, who)
            if connection := self._here.connections.get(who):
                await connection.close(Why.ENDED)
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.del_cookie(self._cookie, path="/", httponly=True, samesite="Strict", secure=_by_https(request))
        return answer

    async def _whether_here(self, request: web.Request) -> web.StreamResponse:
        """For a page that lost its connection: 204 come back, 401 come in by the door, 410 over, 503 full."""
        known = await self._known(request)
        if known.person is None:
            return web.Response(status=410 if known.closed else 401)
        return web.Response(status=503 if self._full(known) else 204)

    async def _ended(self, request: web.Request) -> web.StreamResponse:
        known = await self._known(request)
        if known.closed:
            return self._pages.over(still_yours=known.person is not None)
        if known.left:
            return self._pages.left()
        return self._pages.plain("You are out of the room.", "Your place in it is kept.", "Go back in", leave=FORGET)

    async def _elsewhere(self, _request: web.Request) -> web.StreamResponse:
        said = "Everything is there, as you left it. This one rests."
        return self._pages.plain("You went on in another tab.", said, "Go on here instead")

    async def _no_picture(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(status=204)

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return self._pages.file(request.match_info["name"], request.headers)

    # ------------------------------------------------------------------------------------------ screens and files

    def _full(self, known: Known) -> bool:
        return self._here.full(known.person or "", known.there, self._door.most)

    async def _screen(self, request: web.Request) -> web.StreamResponse:
        """A person's screen, for as long as their browser and their process last."""
        known = await self._known(request)
        if (who := known.person) is None:
            return web.Response(status=401)
        if self._full(known):
            return web.Response(status=503)
        socket = web.WebSocketResponse(
            timeout=CLOSES_WITHIN, heartbeat=HEARTBEAT, compress=False, max_msg_size=LARGEST_MESSAGE
        )
        await socket.prepare(request)
        size = sized(request.query.get("width"), request.query.get("height"))
        connection = await self._connect(who, socket, size)
        if connection is not None:
            self._here.here(who)
            try:
                await connection.last()
            finally:
                if self._here.connections.get(who) is connection:
                    del self._here.connections[who]
                    self._here.away_soon(who)
        return socket

    async def _connect(self, who: str, socket: web.WebSocketResponse, size: tuple[int, int]) -> Connection | None:
        """Start a process for a browser. The same person's other tab ends first, so that what it kept is there."""
        async with self._here.coming(who):
            if other := self._here.connections.get(who):
                await other.close(Why.ELSEWHERE)
            self._here.opening.add(who)
            self._expected = max(0, self._expected - 1)
            try:
                running = await self._starter.start(self._door.code, who, size)
            except CannotStart as error:
                with suppress(ConnectionError):
                    await socket.send_str(to_browser("said", str(error)))
                    await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
                return None
            finally:
                self._here.opening.discard(who)
            connection = self._here.connections[who] = Connection(who, socket, running)
            return connection

    def _do(self, call: Callable[[], None]) -> None:
        """Note something in the log meanwhile; nobody waits for it, and a log that refuses just now loses nothing."""

        async def doing() -> None:
            with suppress(CoachError):
                await self._in_log(call)

        task = asyncio.get_running_loop().create_task(doing())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """A file that a person's own process has ready for them. It is saved, never shown as a page of ours."""
        who = (await self._known(request)).person
        connection = None if who is None else self._here.connections.get(who)
        key = request.match_info["key"]
        if connection is None or key not in connection.files:
            raise web.HTTPNotFound
        file = connection.files[key]
        answer = web.StreamResponse()
        answer.headers["Content-Type"] = file.kind
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        await secured(answer, request).prepare(request)
        async for piece in connection.pieces(key):
            await answer.write(piece)
        await answer.write_eof()
        return answer


async def _form(request: web.Request) -> dict[str, str]:
    """A form's fields. Raises HTTPBadRequest for what is no form of ours, or does not come whole and in time."""
    if request.content_type != FORM_TYPE or (request.charset or "utf-8").lower() != "utf-8":
        raise web.HTTPBadRequest
    try:
        async with asyncio.timeout(FORM_WITHIN):
            sent = await request.read()
        fields = parse_qs(sent.decode(), errors="strict", keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (TimeoutError, ValueError):
        raise web.HTTPBadRequest from None
    return {name: values[0] for name, values in fields.items()}


async def _says_nothing_of_itself(_request: web.Request, answer: web.StreamResponse) -> None:
    """Which program answers, and in which version, is nobody's business."""
    answer.headers.popall("Server", None)


def _by_https(request: web.Request) -> bool:
    """Whether a form came by https: also where a proxy in front of us has the certificate."""
    return request.headers.get("Origin", "").startswith("https:")
