"""Changes of an open page: the first message is whole, later ones hold what changed and nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from markupsafe import Markup

from coach.web.live_stream import LiveStream
from coach.web.rendering import Page, Region

Pages = list[Page]


def a_page(key: str, **regions: str) -> Page:
    return Page(key, key.title(), tuple(Region(name, Markup(html)) for name, html in regions.items()))


@asynccontextmanager
async def streaming(pages: Pages) -> AsyncIterator[tuple[str, list[LiveStream]]]:
    streams: list[LiveStream] = []

    async def live(request: web.Request) -> web.StreamResponse:
        stream = LiveStream(request)
        streams.append(stream)
        answer = await stream.open()
        await stream.show(pages[0])
        while await stream.wait():
            await stream.show(pages[0])
        return answer

    app = web.Application()
    app.add_routes([web.get("/live", live)])
    async with TestServer(app) as server:
        yield str(server.make_url("/live")), streams
        for stream in streams:
            stream.close()


async def next_message(content: aiohttp.StreamReader) -> dict[str, object]:
    async with asyncio.timeout(20):
        while True:
            line = (await content.readline()).decode()
            if line.startswith("data: "):
                return dict(json.loads(line.removeprefix("data: ")))


async def test_only_what_changed_is_sent() -> None:
    pages = [a_page("talk", lines="<p>one</p>", box="<p>box</p>")]
    async with streaming(pages) as (address, streams), aiohttp.ClientSession() as http, http.get(address) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        assert "Content-Security-Policy" in answer.headers
        first = await next_message(answer.content)
        assert first["regions"] == {"lines": "<p>one</p>", "box": "<p>box</p>"}
        pages[0] = a_page("talk", lines="<p>one</p><p>two</p>", box="<p>box</p>")
        streams[0].wake()
        second = await next_message(answer.content)
        assert second["regions"] == {"lines": "<p>one</p><p>two</p>"}
        assert second["order"] == ["lines", "box"]
        streams[0].wake()  # nothing changed, and nothing is sent
        pages[0] = a_page("talk", lines="<p>one</p><p>two</p>")
        streams[0].wake()
        third = await next_message(answer.content)
        assert third["order"] == ["lines"]
        pages[0] = a_page("debrief", lines="<p>one</p><p>two</p>")
        streams[0].wake()
        fourth = await next_message(answer.content)
        assert (fourth["key"], fourth["regions"]) == ("debrief", {"lines": "<p>one</p><p>two</p>"})
        streams[0].close()
        assert not (await answer.content.read()).strip()
