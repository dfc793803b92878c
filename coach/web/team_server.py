"""A team's own address: pages for each who is signed in, over their part of the store.

`serve_team` keeps it open. Every request passes `TeamServer.guard`: where it comes from, its host and origin, who it is
of, how many there were. Only then is it handed to the pages of that person, which are those of one's own coach.
"""

import asyncio
import hmac
import ipaddress
import logging
import secrets
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from aiohttp import web

from coach.errors import CoachError, NotKnown
from coach.language.catalogue import say
from coach.parts import require_part
from coach.records.paths import Places
from coach.records.team.member_connections import MemberConnections
from coach.web.complaints import DOOR, Complaints
from coach.web.connections import A_SECOND, ASKS_WITHIN, AT_ONCE, Connections, find_network
from coach.web.forms import (
    LARGEST_FORM,
    ForeignForm,
    FormTooLarge,
    NoForm,
    find_way_back,
    make_form_token,
    read_form,
)
from coach.web.own_server import make_groups
from coach.web.own_site import REFUSED, SITE, find_status, list_public_routes
from coach.web.rendering import NO_NOTICE, Notice, Page, Region, Renderer, secure, secure_answers
from coach.web.team_people import MemberPages, TeamPeople
from coach.web.team_sessions import SESSION_LASTS, TeamSession, TeamSessions
from coach.web.team_setup import SECRET_HEADER, SetupRefused, TeamSetup, open_certificate, read_secret

if TYPE_CHECKING:
    from coach.web.team_openid import OpenIDProvider

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

CLOSES_WITHIN = 5.0
"""Seconds that requests which still run have when the service is stopped."""
TIDIES_EVERY = 60.0
"""Seconds between two looks for people who are no longer signed in."""
MOST_AT_A_TIME = 8
"""Requests of one person that are answered at a time."""
MOST_SIGNING_IN = 5
"""Sign-ins in a second from one address that are begun or finished in the long run; ten times as many at once."""
LONGEST_IDENTITY = 200
TROUBLE = "A page at the team's address had trouble ({kind}). It goes on."
REACH = (
    "Nobody else of your team can read what you rehearse, unless you bring it to them. Whoever runs this address and "
    "the store could reach it, as they could your case records."
)
SIGNED_IN_ALIKE = "your organisation's account"


class NotByProxy(CoachError):
    """A request came from elsewhere than the proxy that signs people in."""

    title = "This is not the way in"
    http_status = 403

    def __init__(self, address: str) -> None:
        super().__init__(
            say("This door opens only to the server that signs people in."), say("Go to {address}.", address=address)
        )


class NotSignedIn(CoachError):
    """A request of a person who is not signed in."""

    title = "You are not signed in"
    http_status = 401

    def __init__(self) -> None:
        super().__init__(
            say("You are not signed in here, or not any more."),
            say("Open the first page and sign in; what you sent was not kept."),
        )


class WrongAddress(CoachError):
    """A request named another host than the team's address."""

    title = "That is not the address of this coach"
    http_status = 421

    def __init__(self, address: str) -> None:
        super().__init__(say("This coach is not called that."), say("Go to {address}.", address=address))


class AskedTooOften(CoachError):
    """A person sent more requests than a person does."""

    title = "One moment"
    http_status = 429

    def __init__(self) -> None:
        super().__init__(say("That was a lot at once."), say("Wait a moment, then do it again. Nothing was lost."))


@dataclass(slots=True)
class Allowance:
    """How often each person may ask, by a bucket that fills again."""

    clock: Callable[[], float]
    """Seconds, from anywhere."""
    a_second: float
    at_once: float
    _spent: dict[str, float] = field(default_factory=dict)
    """Until when each person's requests are used up."""

    def spend(self, person: str) -> None:
        """Count a request. Raises AskedTooOften, and then it is not counted."""
        now = self.clock()
        until = max(self._spent.get(person, 0.0), now) + 1 / self.a_second
        if until - now > self.at_once / self.a_second:
            raise AskedTooOften
        if len(self._spent) > 10_000:
            self._spent = {name: spent for name, spent in self._spent.items() if spent > now}
        self._spent[person] = until


class TeamServer:
    """Serves a team's address until it is closed."""

    def __init__(self, setup: TeamSetup, where: Places, connections: MemberConnections) -> None:
        """Make a server.

        Args:
            setup: how the address is set up, which was looked at.
            where: the folders of the service.
            connections: the connections to the team's store.

        Raises:
            SetupRefused: a secret or certificate cannot be read, or something is not installed.
        """
        self.setup = setup
        name = "coach_team" if not setup.by_https else "__Host-coach_team"
        self.cookie, self._begun_cookie = name, f"{name}_begun"
        self.sessions = TeamSessions(where.data / "sessions.json", time.time)
        self.people = TeamPeople(setup, where, connections, make_groups, name, time.monotonic)
        self.port = 0
        self._secret = read_secret(setup.proxy_secret_file)
        self._tls = open_certificate(setup)
        self._provider = _open_provider(setup)
        self._renderer = Renderer(say(SITE))
        self._asked = Allowance(time.monotonic, A_SECOND, AT_ONCE)
        self._signing_in = Allowance(time.monotonic, MOST_SIGNING_IN, 10 * MOST_SIGNING_IN)
        self._connections = Connections(time.monotonic)
        self._runner: web.AppRunner | None = None
        self._listening: asyncio.Server | None = None
        self._tidying: asyncio.Task[None] | None = None

    async def open(self) -> int:
        """Listen, and return the port, which matters where it was 0. Raises OSError."""
        app = web.Application(middlewares=[self.guard], client_max_size=LARGEST_FORM)
        app.add_routes(
            [
                web.get("/healthy", self._say_healthy),
                *list_public_routes(self._renderer, by_https=self.setup.by_https),
                web.get("/welcome", self._welcome),
                web.post("/welcome", self._go_on),
                web.get("/sign-in", self._sign_in),
                web.get("/signed-in", self._come_back),
                web.get("/sign-out", self._ask_to_sign_out),
                web.post("/sign-out", self._sign_out),
                web.route("*", "/{path:.*}", self._dispatch),
            ]
        )
        app.on_response_prepare.append(_dress)
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=CLOSES_WITHIN, logger=logging.getLogger(DOOR),
            keepalive_timeout=75 if self.setup.proxy else ASKS_WITHIN,
        )  # fmt: skip
        await self._runner.setup()
        secure_answers(self._runner)
        host, port = self.setup.listens
        if self.setup.proxy:  # whose connections are everybody's, so that none is counted as one person's
            await web.TCPSite(self._runner, host, port, ssl_context=self._tls).start()
            self.port = int(self._runner.addresses[0][1])
        else:
            self._listening = await self._connections.listen(self._runner, host, port, self._tls)
            self.port = int(self._listening.sockets[0].getsockname()[1])
        self._tidying = asyncio.create_task(self._tidy())
        return self.port

    async def close(self) -> None:
        """Stop listening, and close everybody's coach. Who is signed in stays so over a restart."""
        if self._tidying is not None:
            self._tidying.cancel()
        if self._listening is not None:
            self._listening.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.people.close()

    async def _tidy(self) -> None:
        """Close the coach of whoever is not signed in any more, from time to time."""
        while True:
            await asyncio.sleep(TIDIES_EVERY)
            await self.people.close_others(self.sessions.list_logins())

    # --- Every request

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer only who comes the right way, and say in a sentence what goes wrong."""
        self._connections.begin(request)
        try:
            self._check_way(request)
            return await handler(request)
        except web.HTTPRequestEntityTooLarge:
            return self._refuse(request, FormTooLarge())
        except web.HTTPBadRequest:
            return self._refuse(request, NoForm())
        except web.HTTPException:
            missing = NotKnown(say("There is no such page here."), say("The first page leads to all of them."))
            return self._refuse(request, missing)
        except CoachError as error:
            return self._refuse(request, error)
        finally:
            self._connections.end(request)

    def _check_way(self, request: web.Request) -> None:
        """Check that a request comes by the way that is set up. Raises CoachError."""
        # By what answers, and not by its path, which can be written in several ways.
        if request.match_info.handler == self._say_healthy:
            return
        if self.setup.proxy and not self._comes_by_proxy(request):
            raise NotByProxy(self.setup.address)
        if request.host.lower() != self.setup.netloc.lower():
            raise WrongAddress(self.setup.address)
        if request.method not in ("GET", "HEAD") and request.headers.get("Origin") != self.setup.origin:
            raise ForeignForm

    def _comes_by_proxy(self, request: web.Request) -> bool:
        """Return whether a request comes from a proxy's address, with its secret where there is one."""
        if find_peer(request) not in self.setup.proxies:
            return False
        if not self._secret:
            return True
        shown = request.headers.getall(SECRET_HEADER, [])
        return len(shown) == 1 and hmac.compare_digest(shown[0].encode("utf-8", "replace"), self._secret.encode())

    def _find_place(self, request: web.Request) -> str:
        """Return a browser's address, as the proxy says it or from the connection."""
        named = request.headers.getall("X-Forwarded-For", []) if self.setup.proxy else []
        return named[-1].rpartition(",")[2].strip()[:LONGEST_IDENTITY] if named else find_peer(request)

    def _read_identity(self, request: web.Request) -> str:
        """Read who the proxy says it is; empty where people sign in otherwise. Raises NotSignedIn."""
        if self.setup.sign_in != "header":
            return ""
        named = request.headers.getall(self.setup.header, [])
        if len(named) != 1 or not named[0].strip() or len(named[0]) > LONGEST_IDENTITY or not named[0].isprintable():
            raise NotSignedIn
        return named[0].strip()

    def _find_session(self, request: web.Request) -> TeamSession | None:
        """Return the session of a request, where it is of whom the proxy names; None for nobody's."""
        identity = self._read_identity(request)
        cookie = request.cookies.get(self.cookie, "")
        session = self.sessions.find(cookie)
        if session is None:
            return None
        # What a login is called may have been set up anew, and somebody else may have signed in at the proxy.
        if (identity and identity != session.identity) or self.setup.find_login(session.identity) != session.login:
            self.sessions.end(cookie)
            return None
        return session

    async def _dispatch(self, request: web.Request) -> web.StreamResponse:
        """Hand a request to the pages of the person that it is of."""
        session = self._find_session(request)
        if session is None or not session.told:
            if request.method not in ("GET", "HEAD"):
                raise NotSignedIn
            return await self._show_welcome(request, session, request.path_qs)
        self._connections.identify(request, session.login)
        self._asked.spend(session.login)
        async with self.people.use(session.login) as person:
            if person.asking > MOST_AT_A_TIME:
                raise AskedTooOften
            return await self._answer(request, person)

    async def _answer(self, request: web.Request, person: MemberPages) -> web.StreamResponse:
        """Answer a person's request by their own pages, with what goes wrong on a page of theirs."""
        match = await person.router.resolve(request)
        request.match_info.clear()
        request.match_info.update(match)
        try:
            return await match.handler(request)
        except (web.HTTPRequestEntityTooLarge, web.HTTPBadRequest):
            raise
        except web.HTTPException:
            missing = NotKnown(say("There is no such page here."), say("The start page leads to all of them."))
            return person.site.refuse(request, missing)
        except CoachError as error:
            return person.site.refuse(request, error)

    # --- Coming in

    async def _show_welcome(self, request: web.Request, session: TeamSession | None, back: str) -> web.StreamResponse:
        """Say where words are kept and who runs this, before anything else.

        Args:
            request: the request.
            session: the session, where somebody is signed in.
            back: the page that it leads to.
        """
        identity = self._read_identity(request)
        login = session.login if session else self.setup.find_login(identity)
        if identity or session:
            self._asked.spend(f"{identity} who comes in")
            await self.people.check(login)
        cookie = request.cookies.get(self.cookie, "") if session else ""
        openid = self.setup.openid
        region = self._renderer.fill(
            "team/welcome",
            setup=self.setup,
            reach=say(REACH),
            login=login,
            token=make_form_token(cookie) if cookie else "",
            back=find_way_back(back),
            name=openid.name if openid else SIGNED_IN_ALIKE,
        )
        page = Page("welcome", say("Conversation coach"), (Region("welcome", region),))
        return self._renderer.answer(request, page)

    async def _welcome(self, request: web.Request) -> web.StreamResponse:
        return await self._show_welcome(request, self._find_session(request), request.query.get("back", "/"))

    async def _go_on(self, request: web.Request) -> web.StreamResponse:
        """Go on after reading where words are kept, with a session for whom the proxy signed in."""
        session, identity = self._find_session(request), self._read_identity(request)
        if session:
            cookie = request.cookies[self.cookie]
            form = await read_form(request, cookie)
            self.sessions.mark_told(cookie)
            return self._lead_to(form.text("back"))
        if not identity:
            raise NotSignedIn
        self._signing_in.spend(identity)
        form, login = await read_form(request), self.setup.find_login(identity)
        await self.people.check(login)
        answer = self._lead_to(form.text("back"))
        self._set_cookie(answer, self.sessions.begin(login, identity, told=True))
        return answer

    async def _sign_in(self, request: web.Request) -> web.StreamResponse:
        """Send a browser to the provider that people sign in with."""
        if self._provider is None:
            raise web.HTTPNotFound
        place = find_network(self._find_place(request))
        self._signing_in.spend(place)
        browser = secrets.token_urlsafe(32)
        address = await self._provider.begin(browser, find_way_back(request.query.get("back", "/")), place)
        answer = web.Response(status=303, headers={"Location": address})
        answer.set_cookie(
            self._begun_cookie,
            browser,
            max_age=600,
            path="/",
            httponly=True,
            samesite="Lax",
            secure=self.setup.by_https,
        )
        return answer

    async def _come_back(self, request: web.Request) -> web.StreamResponse:
        """Let a browser in that comes back from the provider, as whom the provider says."""
        if self._provider is None:
            raise web.HTTPNotFound
        self._signing_in.spend(find_network(self._find_place(request)))
        identity, back = await self._provider.finish(request.cookies.get(self._begun_cookie, ""), request.query)
        login = self.setup.find_login(identity)
        await self.people.check(login)
        answer = self._lead_to(back)
        # A session that this browser had is another one's, or an older one.
        self.sessions.end(request.cookies.get(self.cookie, ""))
        self._set_cookie(answer, self.sessions.begin(login, identity))
        answer.del_cookie(self._begun_cookie, path="/", httponly=True, samesite="Lax", secure=self.setup.by_https)
        return answer

    def _lead_to(self, back: str) -> web.Response:
        """Lead on to a page of this address; to the first one from a page that signs in or out."""
        path = find_way_back(back)
        leads_on = not path.startswith(("/welcome", "/sign"))
        return web.Response(status=303, headers={"Location": path if leads_on else "/"})

    def _set_cookie(self, answer: web.Response, cookie: str) -> None:
        answer.set_cookie(
            self.cookie, cookie, max_age=SESSION_LASTS, path="/", httponly=True, samesite="Lax",
            secure=self.setup.by_https,
        )  # fmt: skip

    # --- And out

    async def _ask_to_sign_out(self, request: web.Request) -> web.StreamResponse:
        if self._find_session(request) is None:
            return self._lead_to("/")
        token = make_form_token(request.cookies[self.cookie])
        region = self._renderer.fill("team/sign_out", token=token)
        return self._renderer.answer(request, Page("sign-out", say("Sign out?"), (Region("sign-out", region),)))

    async def _sign_out(self, request: web.Request) -> web.StreamResponse:
        """End this browser's session; with a person's last one, nothing of theirs stays."""
        session = self._find_session(request)
        if session is None:
            raise NotSignedIn
        cookie = request.cookies[self.cookie]
        await read_form(request, cookie)
        self.sessions.end(cookie)
        await self.people.close_others(self.sessions.list_logins())
        way_out = self.setup.sign_out or (await self._provider.find_way_out() if self._provider else "")
        region = self._renderer.fill("team/signed_out", way_out=way_out)
        answer = self._renderer.answer(request, Page("signed-out", say("Signed out"), (Region("signed-out", region),)))
        answer.del_cookie(self.cookie, path="/", httponly=True, samesite="Lax", secure=self.setup.by_https)
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer

    # --- What shows nothing of anybody

    def _refuse(self, request: web.Request, error: CoachError) -> web.StreamResponse:
        """Answer with a page that says what did not work."""
        leads_on = not isinstance(error, NotByProxy | WrongAddress)
        region = self._renderer.fill("team/refused", error=error, leads_on=leads_on)
        notice = Notice(str(error), refused=True) if request.method == "POST" else NO_NOTICE
        page = Page(REFUSED, say(error.title), (Region("why", region),))
        return self._renderer.answer(request, page, notice, status=find_status(error))

    async def _say_healthy(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(text="It runs.\n")


def find_peer(request: web.Request) -> str:
    """Return the address of the other end of a request's connection; empty where it has none."""
    peer = request.transport.get_extra_info("peername") if request.transport is not None else None
    if not isinstance(peer, tuple) or not peer:
        return ""
    with suppress(ValueError):
        known = ipaddress.ip_address(str(peer[0]).partition("%")[0])
        carried = known.ipv4_mapped if isinstance(known, ipaddress.IPv6Address) else None
        return str(carried or known)
    return ""


def _open_provider(setup: TeamSetup) -> "OpenIDProvider | None":
    """Open the provider to sign in with; None where the proxy does it. Raises PartMissing."""
    if setup.sign_in != "openid" or setup.openid is None:
        return None
    require_part("team-web")
    from coach.web.team_openid import OpenIDProvider

    secret = read_secret(setup.openid.client_secret_file)
    return OpenIDProvider(setup.openid, secret, f"{setup.origin}/signed-in", time.time)


async def _dress(_request: web.Request, answer: web.StreamResponse) -> None:
    """Give every answer the same headers."""
    secure(answer)


# --- Its life


@asynccontextmanager
async def open_team(
    setup: TeamSetup, where: Places, connections: MemberConnections, out: TextIO
) -> AsyncIterator[TeamServer]:
    """Open a team's address, as a context manager.

    Args:
        setup: how it is set up.
        where: the folders of the service.
        connections: the connections to the team's store.
        out: where trouble is said, a line each.

    Raises:
        SetupRefused: it cannot be opened as it is set up.
        RecordsError: the store is away, or its login may do too much.
    """
    await asyncio.to_thread(connections.check)
    server = TeamServer(setup, where, connections)
    await asyncio.to_thread(server.people.load)
    complaints = Complaints(out, time.monotonic, TROUBLE)
    complaints.listen()
    try:
        try:
            await server.open()
        except OSError:
            raise SetupRefused(
                say("Nothing can listen at {listen}.", listen=setup.listen),
                say("Another program may listen there; choose another `listen`."),
            ) from None
        yield server
    finally:
        await server.close()
        complaints.stop()


async def serve_team(
    setup: TeamSetup,
    where: Places,
    connections: MemberConnections,
    out: TextIO,
    ready: Callable[[TeamServer], None],
) -> None:
    """Keep a team's address open until Ctrl+C, or a request to end.

    Args:
        setup: how it is set up.
        where: the folders of the service.
        connections: the connections to the team's store.
        out: where trouble is said.
        ready: called with the server as soon as it listens.
    """
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        except NotImplementedError:  # Windows, where Ctrl+C cancels instead
            break
    async with open_team(setup, where, connections, out) as server:
        ready(server)
        await ended.wait()
