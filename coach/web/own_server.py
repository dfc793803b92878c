"""A server of one's own coach on this machine, which answers one person alone.

`serve_own` keeps it open. Every request passes `OwnServer.guard`: its host, its origin, its session.
"""

import asyncio
import hmac
import logging
import os
import secrets
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TextIO
from weakref import WeakKeyDictionary

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from coach.errors import CoachError, NotKnown
from coach.language.catalogue import say
from coach.records.paths import Places
from coach.supervision.startup import OpenedCoach
from coach.web.complaints import DOOR, Complaints
from coach.web.connections import ASKS_WITHIN
from coach.web.forms import LARGEST_FORM, ForeignForm, FormTooLarge, NoForm
from coach.web.own_debrief import DebriefPages
from coach.web.own_desk import DeskPages
from coach.web.own_exercises import ExercisePages
from coach.web.own_library import LibraryPages
from coach.web.own_outcomes import OutcomePages
from coach.web.own_papers import PaperPages, SheetPages
from coach.web.own_rehearsals import RehearsalPages
from coach.web.own_review import ReviewPages
from coach.web.own_session import (
    NotOpenedHere,
    OpenedBefore,
    OwnSessions,
    find_socket_owner,
    make_opening,
    prove,
    read_key,
)
from coach.web.own_settings import SettingPages
from coach.web.own_site import OwnSite, PageGroup, list_public_routes
from coach.web.own_submission import SubmissionPages
from coach.web.own_talk import TalkPages
from coach.web.rendering import Page, Region, secure, secure_answers

LOOPBACK, PORT = "127.0.0.1", 8767
OPEN = "/open/"
NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What a browser on this machine may call it. Any other name was made to lead here by somebody else."""
CLOSES_WITHIN = 2.0
"""Seconds that requests which still run have when the coach is stopped."""
IS_IT_OURS = ClientTimeout(total=3)
TROUBLE = "A page of your coach had trouble ({kind}). It goes on."

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PortTaken(CoachError):
    """Another program listens where the coach was to."""

    title = "The coach cannot be opened in a browser"

    def __init__(self, port: int) -> None:
        super().__init__(
            say("Another program listens at port {port} of this machine.", port=port),
            say("Choose another with --port, such as 8768."),
        )


class WrongHost(CoachError):
    """A request called this machine by another's name, or came from another site's page."""

    title = "That did not come from a page of yours"
    http_status = 421

    def __init__(self) -> None:
        super().__init__(say("This machine is not called that."), say("Use the address that `coach serve` opened."))


def make_groups(site: OwnSite) -> tuple[PageGroup, ...]:
    """Make all pages of one person's coach, for this machine and for a team's address alike.

    Args:
        site: the person's coach.
    """
    return (
        LibraryPages(site),
        ExercisePages(site),
        TalkPages(site),
        DebriefPages(site),
        RehearsalPages(site),
        SubmissionPages(site),
        OutcomePages(site),
        DeskPages(site),
        ReviewPages(site),
        PaperPages(site),
        SheetPages(site),
        SettingPages(site),
    )


class OwnServer:
    """Serves one person's coach until it is closed."""

    def __init__(self, where: Places, coach: OpenedCoach, *, shared: bool = False) -> None:
        """Make a server.

        Args:
            where: the person's folders.
            coach: their open practice.
            shared: whether rehearsals are stored in a team's store.
        """
        self.sessions = OwnSessions(where.browser_key, time.time)
        self.site = OwnSite(where, coach, shared, "coach_own")
        self.port = 0
        self._runner: web.AppRunner | None = None
        self._owners: WeakKeyDictionary[asyncio.BaseTransport, int | None] = WeakKeyDictionary()
        """The accounts at the other ends of connections."""

    async def open(self, port: int) -> int:
        """Listen on loopback, and return the port, which matters where it was 0. Raises OSError."""
        app = web.Application(middlewares=[self.guard], client_max_size=LARGEST_FORM)
        app.add_routes(
            [
                web.get("/open/{opening}", self._open),
                web.get("/here/{asked}", self._prove),
                web.post("/forget-browser", self._forget_browser),
                *list_public_routes(self.site.renderer, by_https=False),
            ]
        )
        for group in make_groups(self.site):
            app.add_routes(group.list_routes())
        app.on_response_prepare.append(_dress)
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=CLOSES_WITHIN, logger=logging.getLogger(DOOR),
            keepalive_timeout=ASKS_WITHIN,
        )  # fmt: skip
        await self._runner.setup()
        secure_answers(self._runner)
        await web.TCPSite(self._runner, LOOPBACK, port).start()
        self.port = int(self._runner.addresses[0][1])
        self.sessions.port, self.site.cookie = self.port, f"coach_own_{self.port}"
        return self.port

    async def close(self) -> None:
        """Stop listening, and close the store."""
        if self._runner is not None:
            await self._runner.cleanup()
        await self.site.close()

    def make_address(self) -> str:
        """Make an address that opens the coach once. Raises RecordsUnwritable."""
        return f"http://{LOOPBACK}:{self.port}/open/{make_opening(self.sessions.key, self.port, time.time())}"

    # --- Every request

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer only this person's own browser, and say in a sentence what goes wrong."""
        known = False
        try:
            if request.host not in {f"{name}:{self.port}" for name in NAMES}:
                raise WrongHost
            if request.method not in ("GET", "HEAD") and request.headers.get("Origin") != f"http://{request.host}":
                raise ForeignForm
            if not self._is_own_account(request):
                raise OpenedBefore if request.path.startswith(OPEN) else NotOpenedHere
            known = self.sessions.knows(self.site.find_session(request))
            if not known and not _is_public(request.path):
                raise NotOpenedHere
            return await handler(request)
        except web.HTTPRequestEntityTooLarge:
            return self.site.refuse(request, FormTooLarge(), known=known)
        except web.HTTPBadRequest:
            return self.site.refuse(request, NoForm(), known=known)
        except web.HTTPException:
            missing = NotKnown(say("There is no such page here."), say("The start page leads to all of them."))
            return self.site.refuse(request, missing, known=known)
        except CoachError as error:
            return self.site.refuse(request, error, known=known)

    def _is_own_account(self, request: web.Request) -> bool:
        """Return whether the other end of a connection is not known to be another account's.

        It is asked of every connection: another account may have a cookie, from a port that it listens at itself.
        """
        transport = request.transport
        if transport is None or not hasattr(os, "geteuid"):
            return True
        if transport not in self._owners:
            peer, own = (transport.get_extra_info(name) for name in ("peername", "sockname"))
            self._owners[transport] = find_socket_owner(own[:2], peer[:2]) if peer and own else None
        return self._owners[transport] in (None, os.geteuid())

    # --- Coming in

    async def _open(self, request: web.Request) -> web.StreamResponse:
        """Let a browser in that has an address made for it, once."""
        session = self.sessions.open(request.match_info["opening"])
        region = self.site.renderer.fill("own/opened")
        answer = self.site.renderer.answer(
            request, Page("opened", say("Your coach is open"), (Region("opened", region),))
        )
        # The cookie goes along only from a page of this host: a redirect would still count as the way from outside.
        answer.headers["Refresh"] = "0; url=/"
        answer.set_cookie(self.site.cookie, session, path="/", httponly=True, samesite="Strict")
        return answer

    async def _prove(self, request: web.Request) -> web.StreamResponse:
        """Show another `coach serve` that this is the same person's, without saying the key."""
        asked = request.match_info["asked"]
        if not (asked.isascii() and asked.isalnum() and len(asked) <= 64):
            raise web.HTTPNotFound
        return web.Response(text=prove(self.sessions.key, self.port, asked))

    async def _forget_browser(self, request: web.Request) -> web.StreamResponse:
        """End every session: no page that is open shows anything more."""
        await self.site.read_form(request)
        self.sessions.end_all()
        self.site.let_go()
        answer = self.site.refuse(request, NotOpenedHere(), known=False)
        answer.del_cookie(self.site.cookie, path="/", httponly=True, samesite="Strict")
        answer.set_status(200)
        return answer


def _is_public(path: str) -> bool:
    """Return whether a page shows nothing of anybody's."""
    return path.startswith((OPEN, "/here/", "/static/")) or path in ("/favicon.ico", "/look")


async def _dress(_request: web.Request, answer: web.StreamResponse) -> None:
    """Give every answer the same headers."""
    secure(answer)


# --- Its life


@asynccontextmanager
async def open_own(
    where: Places, coach: OpenedCoach, out: TextIO, *, port: int = PORT, shared: bool = False
) -> AsyncIterator[OwnServer]:
    """Open a person's coach in a browser, as a context manager.

    Args:
        where: the person's folders.
        coach: their open practice.
        out: where trouble is said, a line each.
        port: where to listen; 0 for any port that is free.
        shared: whether rehearsals are stored in a team's store.

    Raises:
        PortTaken: another program listens there.
    """
    server = OwnServer(where, coach, shared=shared)
    complaints = Complaints(out, time.monotonic, TROUBLE)
    complaints.listen()
    try:
        try:
            await server.open(port)
        except OSError:
            raise PortTaken(port) from None
        yield server
    finally:
        await server.close()
        complaints.stop()


async def serve_own(
    where: Places,
    coach: OpenedCoach,
    out: TextIO,
    ready: Callable[[OwnServer], None],
    *,
    port: int = PORT,
    shared: bool = False,
) -> None:
    """Keep a person's coach open until Ctrl+C, or a request to end.

    Args:
        where: the person's folders.
        coach: their open practice.
        out: where trouble is said.
        ready: called with the server as soon as it listens.
        port: where to listen.
        shared: whether rehearsals are stored in a team's store.

    Raises:
        PortTaken: another program listens there.
    """
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        except NotImplementedError:  # Windows, where Ctrl+C cancels instead
            break
    async with open_own(where, coach, out, port=port, shared=shared) as server:
        ready(server)
        steps = coach.practice.warm_up()
        while await server.site.in_practice(lambda: next(steps, "done")) != "done":
            pass  # between two steps, pages have their turn
        await ended.wait()


async def find_running(where: Places, port: int) -> str:
    """Return an address that opens this person's coach if it runs; empty if it does not.

    Args:
        where: the person's folders.
        port: where it would listen.
    """
    key = read_key(where.browser_key)
    asked = secrets.token_hex(16)
    try:
        async with (
            ClientSession(timeout=IS_IT_OURS) as http,
            http.get(f"http://{LOOPBACK}:{port}/here/{asked}") as answer,
        ):
            proof = (await answer.content.read(200)).decode("ascii", "replace")
    except (ClientError, TimeoutError, OSError):
        return ""
    if not hmac.compare_digest(proof.encode(), prove(key, port, asked).encode()):
        return ""
    return f"http://{LOOPBACK}:{port}/open/{make_opening(key, port, time.time())}"
