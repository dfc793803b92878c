"""`python -m tests.web.flood ADDRESS COOKIE TOKEN`: somebody who floods a room's door until they are stopped.

They have let themselves in as well, so they also send what only somebody who is known can send. Each address is one of
this machine's own, as a class's laptops have.
"""

import asyncio
import contextlib
import sys

import aiohttp

from coach.web.connections import allow_files

IDLE, HALF = 1100, 500
WRONG_EVERY = 60 / 130
"""Seconds between two wrong codes from one address."""
PASTED = 200_000
MESSAGES = 10_000
FROM = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
TROUBLE = (OSError, aiohttp.ClientError, TimeoutError)


class Flood:
    """One who floods."""

    def __init__(self, address: str, cookie: str, token: str) -> None:
        self.address, self.cookie, self.token = address, cookie, token
        self.port = int(address.rpartition(":")[2])
        self.form = {"Origin": address}
        self.count = dict.fromkeys(("idle", "half", "wrong", "pasted", "messages"), 0)

    async def hold(self, what: str, source: str, sends: bytes) -> None:
        """Keep one connection open that asks for nothing, and open it again whenever it is closed."""
        while True:
            with contextlib.suppress(*TROUBLE):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(source, 0))
                writer.write(sends)
                self.count[what] += 1
                await reader.read(1)
                writer.close()
            await asyncio.sleep(1.0)

    async def guess(self, source: str) -> None:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(local_addr=(source, 0))) as http:
            pending: set[asyncio.Task[None]] = set()
            while True:
                task = asyncio.create_task(self.post(http, "wrong", "/enter", {"code": "BBBBBB", "name": "Eve"}))
                pending.add(task)
                task.add_done_callback(pending.discard)
                await asyncio.sleep(WRONG_EVERY)

    async def say(self, what: str, path: str, words: str, number: int) -> None:
        async with aiohttp.ClientSession(headers={"Cookie": self.cookie}) as http:
            for _ in range(number):
                await self.post(http, what, path, {"words": words, "token": self.token})

    async def post(self, http: aiohttp.ClientSession, what: str, path: str, fields: dict[str, str]) -> None:
        with contextlib.suppress(*TROUBLE):
            async with http.post(self.address + path, data=fields, headers=self.form, allow_redirects=False) as answer:
                await answer.read()
            self.count[what] += 1

    async def begin(self) -> None:
        """Do all of it at once."""
        half = b"POST /enter HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "
        await asyncio.gather(
            *(self.hold("idle", FROM[0], b"") for _ in range(IDLE)),
            *(self.hold("half", FROM[1], half) for _ in range(HALF)),
            *(self.guess(source) for source in FROM),
            *(self.say("pasted", "/draft", "x" * PASTED, MESSAGES) for _ in range(2)),
            *(self.say("messages", path, "Has racism been part of it?", MESSAGES) for path in ("/draft", "/do/say")),
        )


async def main() -> None:
    """Flood until the line that is waited for comes, then say what was done."""
    allow_files()
    flood = Flood(*sys.argv[1:4])
    task = asyncio.create_task(flood.begin())
    await asyncio.to_thread(sys.stdin.readline)
    task.cancel()
    print(flood.count)  # it is what the test reads


if __name__ == "__main__":
    asyncio.run(main())
