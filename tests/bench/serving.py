"""One's own coach in a browser: how soon it serves, and its pages with ever more rehearsals behind them."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp

from coach.records.paths import Places
from tests.bench.figures import Figure, describe
from tests.bench.generated import REPLIES, fill_store
from tests.bench.processes import run_process
from tests.bench.sizes import Sizes
from tests.web.own import Guest, Shown

READY_WITHIN, PAGE_WITHIN, LIST_WITHIN = 3.0, 0.1, 0.3
"""Seconds from the command to its address, to a page, and to the list with 5,000 rehearsals."""
PAGES = ("/", "/scenarios", "/rehearsals")
FIRST = "Hello, thank you for having me."
"""What is said while the encoders are still being loaded."""


class TimedGuest(Guest):
    """A browser without scripts that notes how long the last page took, with the redirect that led to it."""

    began = 0.0
    took = 0.0

    async def get(self, path: str, **headers: str) -> Shown:
        self.began = time.perf_counter()
        return await super().get(path, **headers)

    async def post(self, path: str, fields: dict[str, str] | bytes, **headers: str) -> Shown:
        self.began = time.perf_counter()
        return await super().post(path, fields, **headers)

    async def _take(self, answer: aiohttp.ClientResponse) -> Shown:
        await answer.read()
        self.took = time.perf_counter() - self.began
        return await super()._take(answer)


def measure_serve(sizes: Sizes) -> Iterator[Figure]:
    """Serve homes with ever more rehearsals."""
    for number in sizes.served:
        yield from asyncio.run(_visit(number))


async def _visit(number: int) -> list[Figure]:
    """Open `coach serve`, look at the pages, and talk."""
    with tempfile.TemporaryDirectory() as folder:
        fill_store(Places(Path(folder), Path(folder)), number)
        began = time.perf_counter()
        async with run_process("coach", "serve", "--no-browser", "--port", "0", home=Path(folder)) as (
            address,
            process,
        ):
            ready = time.perf_counter() - began
            jar: Any = aiohttp.CookieJar(unsafe=True)
            async with aiohttp.ClientSession(cookie_jar=jar) as http:
                async with http.get(address) as answer:
                    guest = TimedGuest(str(answer.url.origin()), http)
                for path in PAGES:  # the first time loads what is not loaded yet
                    await guest.get(path)
                await guest.begin()
                await guest.say(FIRST)
                replies = []
                for words in REPLIES:
                    await guest.say(words)
                    replies.append(guest.took)
                pages: dict[str, float] = {}
                for path in PAGES:
                    await guest.get(path)
                    pages[path] = guest.took
            memory = process.memory_full_info().pss / 2**20
    barred = number <= 5000
    return [
        Figure(f"{number:,} rehearsals: `coach serve` has its address", ready, READY_WITHIN, "s", ""),
        Figure("the first page", pages["/"], PAGE_WITHIN if barred else None, "s", ""),
        Figure("the list of scenarios", pages["/scenarios"], PAGE_WITHIN, "s", ""),
        Figure("the list of rehearsals", pages["/rehearsals"], LIST_WITHIN if barred else None, "s", ""),
        Figure("a reply and the page with the answer", statistics.median(replies), 0.2, "s", describe(replies)),
        Figure("memory of the process", memory, None, "MiB", ""),
    ]
