"""The host's hold on people's processes: forked from the warm one, or ordinary ones where nothing can be forked."""

import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from coach.errors import CoachError
from coach.web.wire import LARGEST_PACKET, Size, begun, meta

FORKS = sys.platform == "linux"
"""macOS forks too, but its own libraries may not be used afterwards."""
LOADS_WITHIN = 120.0
"""Seconds for the warm one to be warm, on a slow disk."""
HELD = 128 * 1024
"""Bytes of a process's that the host holds while a browser is slow to take them; then the process waits."""
ENDS_WITHIN = 2.0
"""Seconds for a person's process to end once it is asked to."""


class CannotStart(CoachError):
    """No process could be started for somebody."""

    title = "The room's screens cannot be opened"


class Running:
    """One person's process, by its two ends."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kill: Callable[[], None]) -> None:
        self.reader = reader
        self._writer = writer
        self._kill = kill

    async def send(self, data: bytes) -> None:
        """Send packets; nothing happens where the process has ended. Waits while it reads too slowly."""
        with suppress(ConnectionError, RuntimeError):
            self._writer.write(data)
            await self._writer.drain()

    async def end(self) -> None:
        """Ask it to end, and end it if it does not. What it still draws is passed over."""
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(ENDS_WITHIN):
                await self.send(meta(type="quit"))
                while await self.reader.read(LARGEST_PACKET):
                    pass
        self._kill()
        self._writer.close()
        with suppress(ConnectionError, RuntimeError, TimeoutError):
            async with asyncio.timeout(ENDS_WITHIN):
                await self._writer.wait_closed()


class Starter(Protocol):
    """Starts people's processes."""

    async def ready(self) -> None:
        """Wait until processes can be started. Raises CannotStart."""

    def expect(self) -> None:
        """One more person is at the door: have a screen stand ready, where that can be."""

    async def start(self, room: str, person: str, size: Size) -> Running:
        """A process for somebody, whose app is there. Raises CannotStart."""

    async def close(self) -> None:
        """End what is left."""


def starter(target: str, given: Mapping[str, Any], *, forks: bool = FORKS) -> Starter:
    """Whatever starts processes on this kind of machine. `target`: a `coach.web.warm.Prepare`, `module:function`."""
    wanted = {"target": target, "given": dict(given)}
    return Forked(wanted) if forks else Ordinary(wanted)


class Forked:
    """Processes forked from the warm one, which is started at once, and again should it ever break."""

    def __init__(self, wanted: Mapping[str, Any]) -> None:
        self._wanted = {**wanted, "given": {**wanted["given"], "forked": True}}
        self._begin()

    def _begin(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # A session of its own, so that Ctrl+C at the host's terminal reaches only the host.
            self._warm = subprocess.Popen(
                [sys.executable, "-m", "coach.web.warm", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),), start_new_session=True, env=_environment(),
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        self._control.setblocking(False)
        self._control.send(json.dumps(self._wanted).encode())
        self._ready: asyncio.Task[None] | None = None

    async def ready(self) -> None:
        """Wait until the warm one is warm."""
        if self._ready is None:
            self._ready = asyncio.get_running_loop().create_task(self._until_ready(self._control))
        await asyncio.shield(self._ready)

    def expect(self) -> None:
        """In a process of the warm one's. Where that is not warm yet, whoever comes in waits as they did before."""
        if self._ready is not None and self._ready.done():
            with suppress(OSError):
                self._control.send(json.dumps({"stand": 1}).encode())

    async def start(self, room: str, person: str, size: Size) -> Running:
        """A seat in a process of the warm one's; in another if that breaks meanwhile, and of a new one if it does."""
        for wait in (0.0, 0.1, 0.3):
            await asyncio.sleep(wait)
            await self.ready()
            control = self._control
            with suppress(ConnectionError):
                return await self._seated(control, room, person, size)
            if control is self._control and self._warm.poll() is not None:  # nobody has begun anew meanwhile
                self._put_away()
                self._begin()
        raise CannotStart("A screen did not open.", "The page tries again by itself.")

    async def _seated(self, control: socket.socket, room: str, person: str, size: Size) -> Running:
        """Ask for a seat. Raises ConnectionError where the warm one, or the process that was to have it, has gone."""
        name = secrets.token_hex(8)
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            request = json.dumps({"start": name, "room": room, "person": person, "size": size}).encode()
            try:
                await _send(control, request, [theirs.fileno()])
            except ConnectionError:
                ours.close()
                raise
        reader, writer = await asyncio.open_connection(sock=ours, limit=HELD)
        running = Running(reader, writer, lambda: _ask_to_kill(control, name))
        if not await begun(reader):
            await running.end()
            raise ConnectionResetError
        return running

    async def _until_ready(self, control: socket.socket) -> None:
        """Wait until the warm one is warm; from then on pass over what it says. Raises CannotStart."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(LOADS_WITHIN):
                said = json.loads(await loop.sock_recv(control, 4096) or b"{}")
        except (TimeoutError, ConnectionError):
            said = {}
        if "ready" not in said:
            if control is self._control:
                self._put_away()
                self._begin()
            why = f": {said['failed']}" if "failed" in said else ""
            raise CannotStart(f"What the room's screens need could not be loaded{why}.", "Run `coach check`.")
        loop.add_reader(control, _pass_over, loop, control)

    def _put_away(self) -> None:
        with suppress(RuntimeError):
            asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        self._warm.kill()
        self._warm.wait()

    async def close(self) -> None:
        """Let the warm one end everybody's process, and itself."""
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        try:
            await asyncio.to_thread(self._warm.wait, 5)
        except subprocess.TimeoutExpired:
            self._warm.kill()
            self._warm.wait()


class Ordinary:
    """A process of its own for everybody, each of which loads everything anew."""

    def __init__(self, wanted: Mapping[str, Any]) -> None:
        self._wanted = wanted
        self._processes: set[asyncio.subprocess.Process] = set()

    async def ready(self) -> None:
        """Nothing has to be there before."""

    def expect(self) -> None:
        """Nothing stands ready where a process is somebody's from its beginning."""

    async def start(self, room: str, person: str, size: Size) -> Running:
        """Start one."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "coach.web.warm", "alone",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment(), limit=HELD,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        self._processes = {each for each in self._processes if each.returncode is None} | {process}

        def kill() -> None:
            with suppress(ProcessLookupError):
                process.kill()

        running = Running(process.stdout, process.stdin, kill)
        await running.send(json.dumps({**self._wanted, "room": room, "person": person, "size": size}).encode() + b"\n")
        if not await begun(process.stdout):
            await running.end()
            raise CannotStart("A screen did not open.", "The page tries again by itself.")
        return running

    async def close(self) -> None:
        """Everybody's was ended with their connection; wait until it has."""
        await asyncio.gather(*(each.wait() for each in self._processes))


def _environment() -> dict[str, str]:
    """The surroundings of a person's process: how Textual draws there, one thread, and one place for memory."""
    return {
        **os.environ,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM_PROGRAM": "textual",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
    }


async def _send(control: socket.socket, request: bytes, descriptors: list[int]) -> None:
    """Send with descriptors. Raises ConnectionError."""
    while True:
        try:
            socket.send_fds(control, [request], descriptors)
        except BlockingIOError:
            await asyncio.sleep(0.01)
        except OSError as error:
            raise ConnectionResetError from error
        else:
            return


def _ask_to_kill(control: socket.socket, name: str) -> None:
    """Only the warm one knows for certain which process is still whose."""
    with suppress(OSError):
        control.send(json.dumps({"end": name}).encode())


def _pass_over(loop: asyncio.AbstractEventLoop, control: socket.socket) -> None:
    """Read what the warm one says of processes that ended: their own ends say it sooner."""
    try:
        said = control.recv(4096)
    except BlockingIOError:
        return
    except OSError:
        said = b""
    if not said:
        loop.remove_reader(control)
