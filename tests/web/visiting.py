"""Somebody at the door without a browser: a client that keeps its cookies, types, and reads what comes."""

import asyncio
import json
from types import TracebackType
from typing import Self

import aiohttp

from tests.conftest import PATIENCE
from tests.web.rooms import CODE


class Visitor:
    """One browser's worth of cookies."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.close()

    async def enter(self, name: str, code: str = CODE, origin: str | None = None) -> aiohttp.ClientResponse:
        """Fill in the form; the answer itself, not the page it leads to."""
        answer = await self.http.post(
            f"{self.address}/enter",
            data={"code": code, "name": name},
            headers={"Origin": self.address if origin is None else origin},
            allow_redirects=False,
        )
        await answer.read()
        return answer

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        """A page's status and text."""
        async with self.http.get(f"{self.address}{path}", headers=headers) as answer:
            return answer.status, await answer.text()

    async def screen(self, size: str = "width=100&height=30", origin: str | None = None) -> "Shown":
        """Open one's screen. Raises WSServerHandshakeError where that is refused."""
        said = self.address if origin is None else origin
        return Shown(await self.http.ws_connect(f"{self.address}/ws?{size}", headers={"Origin": said}, max_msg_size=0))


class Shown:
    """An open screen: everything drawn so far, and the messages about it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.drawn = ""
        self.told: list[list[object]] = []

    async def says(self, *words: str, within: float = PATIENCE) -> None:
        """Wait until all these words were drawn. What is drawn afterwards is looked at afresh."""
        async with asyncio.timeout(within):
            while not all(each in self.drawn for each in words):
                assert await self._next(), f"closed with {self.socket.close_code}: {self.drawn[-300:]!r}"
        self.drawn = ""

    async def hears(self, word: str, within: float = PATIENCE) -> object:
        """Wait for a message to the page; its value."""
        async with asyncio.timeout(within):
            while not (found := [each for each in self.told if each[0] == word]):
                assert await self._next(), f"closed with {self.socket.close_code}"
        self.told.clear()
        return found[0][1]

    async def closes(self, within: float = PATIENCE) -> int | None:
        """Wait until the host closes it; the reason."""
        async with asyncio.timeout(within):
            while await self._next():
                pass
        return self.socket.close_code

    async def type(self, text: str) -> None:
        await self.socket.send_str(json.dumps(["stdin", text]))

    async def _next(self) -> bool:
        message = await self.socket.receive()
        if message.type is aiohttp.WSMsgType.BINARY:
            self.drawn += message.data.decode("utf-8", "replace")
        elif message.type is aiohttp.WSMsgType.TEXT:
            self.told.append(json.loads(message.data))
        return message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT)
