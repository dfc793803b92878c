"""A team's address as tests open it: over a real store, and with browsers that come through a proxy or not."""

import io
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from coach.records.paths import Places
from coach.records.team.member_connections import MemberConnections
from coach.web.team_server import TeamServer, open_team
from coach.web.team_setup import SECRET_HEADER, TeamSetup, check_safe
from tests import postgres
from tests.web.own import Guest, Shown

SECRET = "a secret of the proxy's"
RUN_BY = "The practice team of Northshire runs this (practice@northshire.example)."
KEPT = "Words are kept on Northshire's own server for thirty days."
PROXY = {SECRET_HEADER: SECRET}


@dataclass
class TeamAddress:
    """A team's address that is open, on this machine."""

    server: TeamServer
    folder: Path
    out: io.StringIO = field(default_factory=io.StringIO)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"


def make_setup(folder: Path, **changes: Any) -> TeamSetup:
    """A setup by the header of a proxy on this machine, with some of it changed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "proxy.secret").write_text(SECRET)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    values: dict[str, Any] = {
        "address": f"http://127.0.0.1:{port}",
        "run_by": RUN_BY,
        "kept": KEPT,
        "listen": f"127.0.0.1:{port}",
        "proxy": ("127.0.0.1",),
        "proxy_secret_file": folder / "proxy.secret",
        "sign_in": "header",
    }
    setup = TeamSetup.model_validate(values | changes)
    check_safe(setup)
    return setup


@asynccontextmanager
async def opened_team(
    store: postgres.Server, folder: Path, base: str = "coach", setup: TeamSetup | None = None, **changes: Any
) -> AsyncIterator[TeamAddress]:
    """A team's address, open over its store."""
    setup = setup or make_setup(folder, **changes)
    connections, out = MemberConnections(store.url(f"{base}_web", "x", base), 4), io.StringIO()
    try:
        async with open_team(setup, Places(folder / "data", folder / "config"), connections, out) as server:
            yield TeamAddress(server, folder, out)
    finally:
        connections.close()


@asynccontextmanager
async def browser(
    team: TeamAddress, *, local: str = "127.0.0.1", sent: list[Shown] | None = None, **headers: str
) -> AsyncIterator[Guest]:
    """A browser at a team's address, which sends these headers with every request, as a proxy in front of it would.

    Whatever it is sent is added to `sent`.
    """
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    jar, way = aiohttp.CookieJar(unsafe=True), aiohttp.TCPConnector(local_addr=(local, 0))
    async with aiohttp.ClientSession(cookie_jar=jar, connector=way, headers=named) as http:
        yield Guest(team.address, http, sent)


@asynccontextmanager
async def signed_in(team: TeamAddress, who: str = "ann", sent: list[Shown] | None = None) -> AsyncIterator[Guest]:
    """Somebody's browser behind the proxy, past the words on where everything is kept."""
    async with browser(team, sent=sent, X_Remote_User=who, **PROXY) as guest:
        await guest.get("/")
        shown = await guest.press("I have read this: go on")
        assert shown.status == 200, shown.html
        yield guest


def read_cookie(guest: Guest) -> str:
    """The session's cookie in a browser."""
    return next(each.value for each in guest.http.cookie_jar if each.key.endswith("coach_team"))
