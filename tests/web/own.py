"""One's own coach as tests open it: a server over real parts, and somebody with a browser that has no scripts."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp

from coach.language.catalogue import say
from coach.supervision.startup import OpenedCoach, open_coach
from coach.web.forms import make_form_token
from coach.web.own_server import OwnServer, open_own
from tests.web.pages import Element, find_faults, read_page

if TYPE_CHECKING:
    from pathlib import Path

    from coach.records.paths import Places


@dataclass
class Opened:
    """A coach that is open in browsers."""

    server: OwnServer
    coach: OpenedCoach
    out: io.StringIO

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"


@asynccontextmanager
async def opened_own(places: Places, port: int = 0, folders: tuple[Path, ...] = ()) -> AsyncIterator[Opened]:
    """A person's coach, open on a port of its own."""
    coach, out = open_coach(places, folders), io.StringIO()
    async with open_own(places, coach, out, port=port) as server:
        yield Opened(server, coach, out)


@dataclass
class Shown:
    """A page that came."""

    status: int
    headers: dict[str, str]
    html: str
    path: str
    page: Element = field(init=False)

    def __post_init__(self) -> None:
        self.page = read_page(self.html) if self.html.startswith("<!DOCTYPE") else Element("none", {})

    @property
    def heading(self) -> str:
        return self.page.find_all("h1")[0].text

    @property
    def text(self) -> str:
        return self.page.find_all("main")[0].text

    @property
    def said(self) -> str:
        """What stands in the status region."""
        return next(each.text for each in self.page.walk() if each.get("role") == "status")

    @property
    def key(self) -> str:
        return self.page.find_all("body")[0].get("data-key")

    @property
    def box(self) -> str:
        """What stands in the reply box, as it was sent."""
        found = self.page.find_all("textarea")[0]
        return "".join(child for child in found.children if isinstance(child, str))

    def find_by(self, role: str) -> list[Element]:
        return [each for each in self.page.walk() if each.get("role") == role]

    def list_names(self, *tags: str) -> list[str]:
        return [each.text for each in self.page.find_all("main")[0].find_all(*tags)]


@dataclass
class Guest:
    """Somebody with a browser that keeps cookies and sends forms, and has no scripts."""

    address: str
    http: aiohttp.ClientSession
    sent: list[Shown] | None = None
    """Whatever came, where somebody looks at all of it."""
    shown: Shown = field(init=False)

    async def get(self, path: str, **headers: str) -> Shown:
        """Go to a page, and look at all that every page owes its reader."""
        async with self.http.get(self.address + path, headers=headers) as answer:
            return await self._take(answer)

    async def post(self, path: str, fields: dict[str, str] | bytes, **headers: str) -> Shown:
        """Send a form, as one's own page would unless the headers say otherwise."""
        given = {"Origin": self.address} | {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.http.post(self.address + path, data=fields, headers=given) as answer:
            return await self._take(answer)

    async def press(self, name: str, **typed: str) -> Shown:
        """Press a button of the page that is shown, with what is typed or chosen in its form."""
        main = self.shown.page.find_all("main")[0]
        for form in main.find_all("form"):
            outside = [
                each for each in main.find_all("button") if form.get("id") and each.get("form") == form.get("id")
            ]
            for button in (*form.find_all("button"), *outside):
                if name in (button.text, button.get("aria-label")):
                    path = button.get("formaction") or form.get("action")
                    pressed = {button.get("name"): button.get("value")} if button.get("name") else {}
                    return await self.post(path, read_fields(form) | pressed | typed)
        raise AssertionError(f"no button {name!r} among {self.shown.list_names('button')}")

    async def press_about(self, about: str, name: str, **typed: str) -> Shown:
        """Press the button that is described by something with these words."""
        main = self.shown.page.find_all("main")[0]
        ids = {each.get("id") for each in main.walk() if each.get("id") and about in each.text}
        for form in main.find_all("form"):
            for button in form.find_all("button"):
                named = name in (button.text, button.get("aria-label"))
                if named and ids.intersection(button.get("aria-describedby").split()):
                    pressed = {button.get("name"): button.get("value")} if button.get("name") else {}
                    return await self.post(form.get("action"), read_fields(form) | pressed | typed)
        raise AssertionError(f"no button {name!r} about {about!r} on {self.shown.path}")

    async def send_file(self, content: str | bytes, name: str = "brought.coach.json") -> Shown:
        """Send a file by the form for one that stands on the page."""
        forms = self.shown.page.find_all("main")[0].find_all("form")
        form = next(form for form in forms if form.get("enctype"))
        data = aiohttp.FormData()
        data.add_field("token", read_fields(form)["token"])
        raw = content.encode() if isinstance(content, str) else content
        data.add_field("file", raw, filename=name, content_type="application/json")
        headers = {"Origin": self.address}
        async with self.http.post(self.address + form.get("action"), data=data, headers=headers) as answer:
            return await self._take(answer)

    async def follow(self, name: str) -> Shown:
        """Follow a link of the page that is shown."""
        for link in self.shown.page.find_all("a"):
            if name in (link.text, link.get("aria-label")):
                return await self.get(link.get("href"))
        raise AssertionError(f"no link {name!r} among {self.shown.list_names('a')}")

    async def look_everywhere(self, start: str, *within: str) -> set[str]:
        """Follow every link from a page on, as far as addresses begin so, and return the pages that they led to."""
        waiting, known, pages = [start], set[str](), set[str]()
        while waiting:
            path = waiting.pop()
            if path in known:
                continue
            known.add(path)
            shown = await self.get(path)
            assert shown.status < 400, (path, shown.status)
            if shown.page.tag != "none":  # it is no file
                pages.add(path)
            links = (each.get("href").partition("#")[0] for each in shown.page.find_all("a"))
            waiting += [link for link in links if link.startswith(within) and link not in known]
        return pages

    async def begin(self, scenario: str = "wrong_box", **chosen: str) -> Shown:
        """Begin a rehearsal, by the way that a practitioner takes."""
        await self.get(f"/scenarios/{scenario}")
        await self.follow(say("Start"))
        return await self.press(say("Begin"), **chosen)

    async def say(self, words: str) -> Shown:
        """Say something to the family."""
        return await self.press(say("Send"), words=words)

    async def _take(self, answer: aiohttp.ClientResponse) -> Shown:
        html = await answer.text(errors="replace")
        shown = Shown(answer.status, dict(answer.headers), html, answer.url.path)
        if self.sent is not None:
            self.sent.append(shown)
        if shown.html.startswith("<!DOCTYPE"):
            assert not find_faults(shown.html), (shown.path, find_faults(shown.html))
            self.shown = shown
        assert shown.headers.get("Content-Security-Policy", "").startswith("default-src 'none'"), shown.path
        assert shown.headers["X-Frame-Options"] == "DENY"
        assert "Server" not in shown.headers
        if not shown.path.startswith("/static/"):
            assert shown.headers["Cache-Control"] == "no-store", shown.path
        return shown


def read_fields(form: Element) -> dict[str, str]:
    """What a form sends where nothing was changed in it."""
    fields = {}
    for each in form.find_all("input", "textarea", "select"):
        name, kind = each.get("name"), each.get("type")
        if each.tag == "select":
            options = each.find_all("option")
            chosen = [option for option in options if "selected" in option.attributes] or options[:1]
            fields.update((name, option.get("value")) for option in chosen)
            continue
        if each.tag == "textarea":
            fields[name] = "".join(child for child in each.children if isinstance(child, str))
        elif kind in ("radio", "checkbox"):
            if "checked" in each.attributes:
                fields[name] = each.get("value")
        else:
            fields[name] = each.get("value")
    return fields


@asynccontextmanager
async def guest_of(opened: Opened, *, let_in: bool = True) -> AsyncIterator[Guest]:
    """Somebody's browser; let in by the address that is opened, unless it is somebody else's."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        guest = Guest(opened.address, http)
        if let_in:
            shown = await guest.get(opened.server.make_address().removeprefix(opened.address))
            assert shown.headers["Refresh"] == "0; url=/"
        yield guest


def make_token(guest: Guest) -> str:
    """Make the token that the forms of a guest's session have."""
    return make_form_token(next(each.value for each in guest.http.cookie_jar if each.key.startswith("coach_own")))
