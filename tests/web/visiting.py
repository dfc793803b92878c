"""Somebody at the door without a browser: a client that keeps its cookies, types, and reads what comes."""

from types import TracebackType
from typing import Self

import aiohttp

from coach.web.forms import make_form_token
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

    async def known(self) -> bool:
        """Whether this browser is let in as somebody of the room."""
        status, text = await self.get("/")
        return status == 200 and '<h1 id="heading" tabindex="-1">Come in' not in text

    async def leave(self) -> None:
        """Have this computer forget who was there."""
        data = {"token": make_form_token(next((each.value for each in self.http.cookie_jar), ""))}
        headers = {"Origin": self.address}
        await self.http.post(f"{self.address}/leave", data=data, headers=headers, allow_redirects=False)

    async def follow(self, path: str = "/live") -> aiohttp.ClientResponse:
        """Open the stream that keeps a page live; close it to be gone."""
        return await self.http.get(f"{self.address}{path}")
