"""Learners without scripts: each fills in the forms that stand on their page, by the names of buttons and fields."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import aiohttp

from coach.classroom.trainer import Trainer
from coach.model.run_sheet import Sheet
from coach.practice.safeguarding import care
from coach.practice.service import PracticeService
from coach.records.class_log import MemoryRoomLog, MemoryRoomStore
from coach.web.hosting import Hosting, open_door
from coach.web.room_library import RoomLibrary
from tests.conftest import PATIENCE
from tests.web.pages import Element, find_faults, read_page

if TYPE_CHECKING:
    from playwright.async_api import Browser
    from playwright.async_api import Page as BrowserPage

CODE = "KPRTWX"


@dataclass
class Learner:
    """Somebody at a browser without scripts."""

    address: str
    name: str
    http: aiohttp.ClientSession = field(init=False)
    page: Element = field(init=False)
    text: str = ""
    status: int = 0
    path: str = "/"
    sent: list[str] = field(default_factory=list)
    """Every byte that came, as text."""

    def __post_init__(self) -> None:
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.close()

    async def _take(self, answer: aiohttp.ClientResponse) -> None:
        self.text = await answer.text()
        self.status, self.path = answer.status, answer.url.path
        self.sent.append(self.text)
        if answer.content_type == "text/html":
            assert not (faults := find_faults(self.text)), (self.path, faults)
            self.page = read_page(self.text)

    async def look(self, path: str = "/") -> Self:
        """Ask for a page."""
        async with self.http.get(f"{self.address}{path}") as answer:
            await self._take(answer)
        return self

    async def enter(self, code: str = CODE) -> Self:
        """Come in by the door."""
        await self.look()
        return await self.press("Come in", code=code, name=self.name)

    def find_form(self, button: str) -> tuple[Element, Element]:
        """The form with a button that says this, and the button. Fails where there is none."""
        found = [
            (form, pressed)
            for form in self.page.find_all("form")
            for pressed in form.find_all("button")
            if button in (pressed.text, pressed.get("aria-label"))
        ]
        assert found, f"{self.name} has no button {button!r} but {self.buttons} on {self.path}: {self.main}"
        return found[0]

    async def press(self, button: str, /, **filled: str | list[str]) -> Self:
        """Press a button, with fields filled in; the page after it."""
        form, pressed = self.find_form(button)
        return await self.submit(form, pressed, filled)

    async def submit(self, form: Element, pressed: Element, filled: dict[str, str | list[str]]) -> Self:
        """Send a form, as a browser does."""
        fields: list[tuple[str, str]] = []
        for each in form.find_all("input", "textarea", "select"):
            name, kind = each.get("name"), each.get("type")
            if not name or name in filled or (kind in ("checkbox", "radio") and "checked" not in each.attributes):
                continue
            fields.append(
                (name, "".join(map(str, each.children)).lstrip("\n") if each.tag == "textarea" else each.get("value"))
            )
        for name, value in filled.items():
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        if pressed.get("name"):
            fields.append((pressed.get("name"), pressed.get("value")))
        action = pressed.get("formaction") or form.get("action")
        if form.get("method") == "get":
            async with self.http.get(f"{self.address}{action}", params=fields) as answer:
                await self._take(answer)
            return self
        data = aiohttp.FormData(fields)
        async with self.http.post(f"{self.address}{action}", data=data, headers={"Origin": self.address}) as answer:
            await self._take(answer)
        return self

    async def sit_with(self, *names: str) -> Self:
        """Tick people in the lobby, and sit together."""
        labels = [label for label in self.page.find_all("label") if label.get("class") == "choice"]
        who = [label.find_all("input")[0].get("value") for label in labels if label.text in names]
        assert len(who) == len(names), self.main
        return await self.press("Sit together", who=who)

    async def within(self, words: str, button: str) -> Self:
        """Press the button that is described by something with these words."""
        for form in self.page.find_all("form"):
            for pressed in form.find_all("button"):
                about = self._described(pressed)
                if pressed.text == button and words in about:
                    return await self.submit(form, pressed, {})
        raise AssertionError(f"no {button!r} about {words!r} on {self.main}")

    def _described(self, element: Element) -> str:
        ids = element.get("aria-describedby").split()
        return " ".join(each.text for each in self.page.walk() if each.get("id") in ids)

    async def follow(self, path: str = "/live") -> str:
        """The first message of the stream that a page with scripts opens; it is among what came."""
        async with asyncio.timeout(PATIENCE), self.http.get(f"{self.address}{path}") as answer:
            self.status = answer.status
            while answer.status == 200:
                line = (await answer.content.readline()).decode()
                if line.startswith("data: "):
                    self.sent.append(json.dumps(json.loads(line.removeprefix("data: ")), ensure_ascii=False))
                    return self.sent[-1]
        return ""

    @property
    def main(self) -> str:
        """What the page says."""
        return self.page.find_all("main")[0].text

    @property
    def heading(self) -> str:
        return self.page.find_all("h1")[0].text

    @property
    def said(self) -> str:
        """What the status region says."""
        return next(each.text for each in self.page.walk() if each.get("id") == "said")

    @property
    def buttons(self) -> list[str]:
        return [each.get("aria-label") or each.text for each in self.page.find_all("button")]

    @property
    def links(self) -> dict[str, str]:
        return {each.text: each.get("href") for each in self.page.find_all("a")}


@dataclass
class Pages:
    """A room with its pages open, over a small library, and its trainer."""

    address: str
    log: MemoryRoomLog
    trainer: Trainer
    stack: AsyncExitStack

    async def learner(self, name: str) -> Learner:
        """Somebody who has come in."""
        learner = await self.stack.enter_async_context(Learner(self.address, name))
        return await learner.enter()

    async def trio(self) -> tuple[Learner, Learner, Learner]:
        """Ann, Ben and Cy sit together with a role each, and have chosen what to play."""
        ann, ben, cy = [await self.learner(name) for name in ("Ann", "Ben", "Cy")]
        await ann.look()
        await ann.sit_with("Ben", "Cy")
        for learner, role in ((ann, "Practitioner"), (ben, "Line-reader"), (cy, "Observer")):
            await learner.look()
            await learner.press(role)
        await ann.press("Play “The bus”")
        return ann, ben, cy

    async def talking(self) -> tuple[Learner, Learner, Learner]:
        """Through the content note and the briefs."""
        ann, ben, cy = trio = await self.trio()
        await ann.press("On to the content note")
        for _ in range(2):
            for learner in trio:
                await learner.look()
                await learner.press("I have read it")
        for learner in trio:
            await learner.look()
        return ann, ben, cy


async def open_seat(browser: Browser, pages: Pages, learner: Learner, **context: Any) -> BrowserPage:
    """Open a learner's seat in a browser, as the client that joined for them.

    `context` is what Playwright takes for a browser, such as `viewport`.
    """
    seat = await browser.new_context(**context)
    seat.set_default_timeout(PATIENCE * 1000)
    cookies = [{"name": c.key, "value": c.value, "url": pages.address} for c in learner.http.cookie_jar]
    await seat.add_cookies(cookies)  # type: ignore[arg-type]  # as Playwright takes them
    page = await seat.new_page()
    await page.goto(pages.address)
    return page


@asynccontextmanager
async def open_pages(
    practice: PracticeService, clock: Callable[[], datetime], sheet: Sheet, **changed: object
) -> AsyncIterator[Pages]:
    """A room with its pages open."""
    shelf = MemoryRoomStore()
    trainer = Trainer.open(shelf, practice, clock, CODE, sheet)
    log = shelf.open(CODE)
    how = Hosting(CODE, {}, port=0, **changed)  # type: ignore[arg-type]
    async with open_door(how, log, clock, library=RoomLibrary(practice, care())) as address, AsyncExitStack() as stack:
        yield Pages(address, log, trainer, stack)
