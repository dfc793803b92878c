"""Learners of a class who are timed: some in real Chromium, some as clients that fetch and listen as a page does.

Both sit at a room's pages, or at a bare page of the same stack. Moments are seconds of the machine's one clock.
"""

import asyncio
import contextlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Protocol

import aiohttp
from playwright.async_api import Page

from coach.web.forms import make_form_token
from tests.web.visiting import Visitor

PATIENCE = 60.0
AGAIN_AFTER = 1.5
"""Seconds after which a client whose stream broke off tries again, as a room tells browsers to."""


class Timed(Protocol):
    """Somebody whose page is timed."""

    name: str

    async def enter(self, code: str) -> float:
        """Come in by the door; the seconds from there to the first screen."""

    async def say(self, words: str) -> float:
        """Type a reply, press Enter, and return when that was."""

    async def hear(self, mark: str) -> float:
        """When a mark stood on their page."""

    async def type_only(self, words: str) -> None:
        """Type words, and leave them in the box until they are stored."""

    async def read_draft(self) -> str:
        """What stands in their box."""

    async def end(self) -> None:
        """Go."""


@dataclass
class Client:
    """A client that fetches a page with its files and listens, as a page does."""

    address: str
    name: str
    table: str = ""
    """At a bare page: whom they hear."""
    told: list[tuple[float, str]] = field(default_factory=list)
    """What their stream said, and when."""
    broken: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _visitor: Visitor = field(init=False)
    _listening: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self._visitor = Visitor(self.address)

    @property
    def http(self) -> aiohttp.ClientSession:
        return self._visitor.http

    @property
    def cookie(self) -> tuple[str, str]:
        return next((each.key, each.value) for each in self.http.cookie_jar)

    async def enter(self, code: str) -> float:
        await self._visitor.get("/")
        began = time.time()
        if self.table:
            await self._visitor.get(f"/?table={self.table}")
        else:
            await self._visitor.enter(self.name, code)
            _, text = await self._visitor.get("/")
            assert self.name in text, text
        took = time.time() - began
        if not self.table:
            for file in ("coach.css", "coach.js"):
                await self._visitor.get(f"/static/{file}", **{"Accept-Encoding": "gzip"})
        self._listening = asyncio.create_task(self._listen())
        return took

    async def _listen(self) -> None:
        live = f"{self.address}/live{f'?table={self.table}' if self.table else ''}"
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError):
                async with self.http.get(live, timeout=aiohttp.ClientTimeout(total=None)) as answer:
                    async for line in answer.content:
                        if line.startswith(b"data: "):
                            self.told.append((time.time(), line.decode()))
                            self._news.set()
            self.broken += 1
            await asyncio.sleep(AGAIN_AFTER)

    async def say(self, words: str) -> float:
        began = time.time()
        await self._post("/do/say", words)
        return began

    async def _post(self, path: str, words: str) -> None:
        data = {"table": self.table, "words": words} if self.table else {"token": self.token, "words": words}
        async with self.http.post(f"{self.address}{path}", data=data, headers={"Origin": self.address}) as answer:
            assert answer.status < 400, await answer.text()

    @property
    def token(self) -> str:
        return make_form_token(self.cookie[1])

    async def hear(self, mark: str) -> float:
        return await self._wait(lambda: next((at for at, line in self.told if mark in line), None))

    async def type_only(self, words: str) -> None:
        await self._post("/draft", words)

    async def read_draft(self) -> str:
        _, text = await self._visitor.get("/")
        found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", text, re.S)
        return unescape(found[1]) if found else ""

    async def _wait(self, find: Callable[[], float | None]) -> float:
        async with asyncio.timeout(PATIENCE):
            while (at := find()) is None:
                self._news.clear()
                await self._news.wait()
        return at

    async def end(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self.http.close()


WATCHES = """() => {
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  window.marks = {};
  const look = () => requestAnimationFrame(() => {
    for (const [, mark] of document.body.textContent.matchAll(/\\((\\d+-\\d+)\\)/g)) window.marks[mark] ||= now();
  });
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  addEventListener("keydown", (event) => { if (event.key === "Enter") window.pressed = now(); }, true);
}"""
"""Notes when Enter was pressed, and when each mark, such as (3-1), was first drawn."""
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass
class Chromium:
    """Somebody in real Chromium, who types and presses Enter."""

    address: str
    name: str
    page: Page
    table: str = ""

    async def enter(self, code: str) -> float:
        if self.table:
            await self.page.goto(f"{self.address}/?table={self.table}")
        else:
            await self.page.goto(f"{self.address}/?code={code}")
            await self.page.get_by_label("What you would like to be called here").fill(self.name)
            await self.page.get_by_role("button", name="Come in").click()
            await self.page.get_by_text(f"You are here as {self.name}.").wait_for()
        await self.page.wait_for_function(FIRST_PAINT)
        took = float(await self.page.evaluate(FIRST_PAINT)) / 1000
        await self.page.evaluate(WATCHES)
        return took

    async def say(self, words: str) -> float:
        box = self.page.locator("textarea").first
        await box.fill(words)
        await box.press("Enter")
        return float(await self.page.evaluate("window.pressed"))

    async def hear(self, mark: str) -> float:
        name = mark.strip("()")
        await self.page.wait_for_function(f"window.marks['{name}']", timeout=PATIENCE * 1000)
        return float(await self.page.evaluate(f"window.marks['{name}']"))

    async def type_only(self, words: str) -> None:
        async with self.page.expect_response("**/draft"):
            await self.page.locator("textarea").first.fill(words)

    async def read_draft(self) -> str:
        return str(await self.page.locator("textarea").first.input_value())

    async def end(self) -> None:
        await self.page.context.close()
