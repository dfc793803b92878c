"""One person's connection: their browser on one side, their process on the other, and files that go across."""

import asyncio
import contextlib
import json
import mimetypes
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import PurePath
from typing import Any

from aiohttp import WSMsgType, web
from textual_serve._binary_encode import DecodeError
from textual_serve._binary_encode import load as unpacked

from coach.web.starting import Running
from coach.web.wire import (
    DATA,
    META,
    NoPacket,
    TooMuch,
    from_browser,
    is_ping,
    meta,
    packets,
    to_browser,
)

CHUNK = 64 * 1024
CHUNK_WITHIN = 10.0
"""Seconds a process has to hand over the next piece of a file."""
MOST_FILES = 20
"""Files that may wait to be fetched by one browser; the oldest goes."""


class Why(IntEnum):
    """Why a connection was closed, as pages are told."""

    ELSEWHERE = 4001
    """The same person went on in another tab."""
    ENDED = 4002
    """Their app ended by itself."""
    BROKE = 4003
    """Their process ended without a word; the page tries again."""
    GOING = 4004
    """The host is being closed, perhaps to be started again; the page tries again."""


@dataclass(slots=True)
class File:
    """A file that a process has ready."""

    name: str
    kind: str
    chunks: "asyncio.Queue[bytes]" = field(default_factory=lambda: asyncio.Queue(4))


class Connection:
    """A browser and a process, until one of them ends."""

    def __init__(self, person: str, socket: web.WebSocketResponse, running: Running) -> None:
        self.person = person
        self.files: dict[str, File] = {}
        self.ended = asyncio.Event()
        """Set once the process has ended too, and whatever it wanted to keep is kept."""
        self._socket = socket
        self._running = running
        self._why = Why.BROKE
        self._enough = asyncio.Event()

    async def last(self) -> None:
        """Carry everything both ways until one side ends; then end the other."""
        each = (self._from_browser(), self._from_process(), self._enough.wait())
        sides = [asyncio.ensure_future(side) for side in each]
        try:
            await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for side in sides:
                side.cancel()
            await asyncio.gather(*sides, return_exceptions=True)
            await asyncio.shield(self._end())

    async def close(self, why: Why) -> None:
        """End it for this reason, and wait until the process has ended."""
        self._why = why
        self._enough.set()
        await self.ended.wait()

    async def _end(self) -> None:
        try:
            await self._running.end()
        finally:
            self.ended.set()  # a browser that is gone takes its time to close, and nobody waits for that
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self._socket.close(code=self._why)

    async def _from_browser(self) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                continue
            if is_ping(message.data):
                await self._say("pong", "0")
                continue
            try:
                found = from_browser(message.data)
            except TooMuch:
                await self._say("too_much")
                continue
            if found is not None:
                await self._running.send(found)

    async def _from_process(self) -> None:
        with contextlib.suppress(NoPacket):
            async for kind, payload in packets(self._running.reader):
                if kind == DATA:
                    with contextlib.suppress(ConnectionError):
                        await self._socket.send_bytes(payload)
                elif kind == META:
                    if await self._about(json.loads(payload)):
                        return
                else:
                    await self._piece(payload)

    async def _about(self, said: dict[str, Any]) -> bool:
        """What a process says about itself; True if it has ended. Addresses that it would open are not passed on."""
        if said.get("type") == "exit":
            self._why = Why.ENDED if self._why is Why.BROKE else self._why
            return True
        if said.get("type") == "deliver_file_start":
            while len(self.files) >= MOST_FILES:
                del self.files[next(iter(self.files))]
            name = PurePath(said["path"]).name
            kind = said["mime_type"] or mimetypes.guess_type(name)[0] or "application/octet-stream"
            self.files[said["key"]] = File(name, f"{kind}; charset={said['encoding']}" if said["encoding"] else kind)
            await self._say("download", said["key"])
        return False

    async def _piece(self, payload: bytes) -> None:
        """A piece of a file. One that nobody fetches any more is dropped."""
        with contextlib.suppress(DecodeError, ValueError):
            match unpacked(payload):
                case ("deliver_chunk", str(key), bytes() | str() as piece) if key in self.files:
                    piece = piece.encode() if isinstance(piece, str) else piece
                    with contextlib.suppress(asyncio.QueueFull):
                        self.files[key].chunks.put_nowait(piece)

    async def pieces(self, key: str) -> AsyncIterator[bytes]:
        """A file's pieces, asked of its process one by one; fewer where the process ends. Each file goes once."""
        file = self.files[key]
        try:
            while True:
                await self._running.send(meta(type="deliver_chunk_request", key=key, size=CHUNK))
                async with asyncio.timeout(CHUNK_WITHIN):
                    piece = await file.chunks.get()
                if not piece:
                    return
                yield piece
        except TimeoutError:
            return
        finally:
            self.files.pop(key, None)

    async def _say(self, word: str, value: object = None) -> None:
        with contextlib.suppress(ConnectionError):
            await self._socket.send_str(to_browser(word, value))
