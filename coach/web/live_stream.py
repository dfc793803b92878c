"""Server-sent events for an open page: the regions that changed, as HTML.

A page opens one stream, at the address that its `live` names. The first message holds every region, so nothing is
missed that happened since the page was written. With another key the whole page is sent, and the browser replaces it.
"""

import asyncio
import json
from contextlib import suppress

from aiohttp import web

from coach.web.rendering import Page, secure

STILL_HERE = 15.0
"""Seconds after which a stream that had nothing to say says so, and so finds out that a browser is gone."""
SENT_WITHIN = 10.0
"""Seconds that a browser has to take a message; after that it is taken to be gone."""
AGAIN_AFTER = 1500
"""Milliseconds after which a browser tries again when its stream broke off."""


class LiveStream:
    """A stream to one open page of one browser, and what that page shows."""

    def __init__(self, request: web.Request) -> None:
        self._request = request
        self._answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        self._key: str | None = None
        self._shown: dict[str, str] = {}
        self._changed = asyncio.Event()
        self.closing = False
        self.made_from: object = None
        """What the page was made from that the browser shows."""

    async def open(self) -> web.StreamResponse:
        """Begin the answer, and return it."""
        secure(self._answer)
        self._answer.headers["X-Accel-Buffering"] = "no"  # a proxy in front of us hands it on at once
        await self._answer.prepare(self._request)
        await self._write(f"retry: {AGAIN_AFTER}\n\n")
        return self._answer

    def wake(self) -> None:
        """Say that something may have changed. Call it in the loop's own thread."""
        self._changed.set()

    def close(self) -> None:
        """End the stream soon; the browser tries again unless its page says otherwise."""
        self.closing = True
        self._changed.set()

    async def wait(self, seconds: float = STILL_HERE) -> bool:
        """Wait for a change, or so many seconds; return False once the stream has ended."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        if self.closing or (not self._changed.is_set() and not await self._write(": still here\n\n")):
            return False
        self._changed.clear()
        return not self.closing

    async def show(self, page: Page) -> bool:
        """Send what is new on a page; return whether the browser is still there."""
        message = self._compare(page)
        return message is None or await self._write(f"event: page\ndata: {json.dumps(message)}\n\n")

    def _compare(self, page: Page) -> dict[str, object] | None:
        """Return what the browser has to be told; None where it shows all of it."""
        regions = {region.id: str(region.html) for region in page.regions}
        first, before, self._shown = page.key != self._key, self._shown, regions
        self._key = page.key
        changed = {key: html for key, html in regions.items() if first or before.get(key) != html}
        if not (first or changed or before.keys() != regions.keys()):
            return None
        return {
            "key": page.key, "version": page.version, "heading": page.heading, "layout": page.layout,
            "order": list(regions), "regions": changed,
        }  # fmt: skip

    async def _write(self, text: str) -> bool:
        try:
            async with asyncio.timeout(SENT_WITHIN):
                await self._answer.write(text.encode())
        except (ConnectionError, TimeoutError, RuntimeError):
            self.closing = True
            return False
        return True
