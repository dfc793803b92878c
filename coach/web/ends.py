"""One person's end of the line to the host: what comes in, for a thread that waits; what goes out, without waiting.

Several people's screens are drawn in one process, so none may be held up because another one's browser is slow.
"""

import asyncio
import os
import selectors
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event, Lock

MOST_HELD = 4 * 1024 * 1024
"""Bytes that wait for a slow browser at most. Beyond that it is taken to be gone; whoever it was comes back."""
AT_ONCE = 64 * 1024
SOON, LATER = 0.1, 1.0
"""Seconds until a key that may be more than one is taken for what it is; and until it is seen that all is over."""


class Ends:
    """Two descriptors, or one for both ways. Iterating is for one thread; the rest may be called from any.

    They may be given later: until then what is written is held, and nothing is read.
    """

    def __init__(self, reads: int | None = None, writes: int | None = None) -> None:
        self._given = Event()
        self._stop = Event()
        self._nobody_reads = Event()
        self._nobody_reads.set()
        self._held = bytearray()
        self._lock = Lock()
        self._loop = asyncio.get_running_loop()
        if reads is not None and writes is not None:
            self.give(reads, writes)

    def give(self, reads: int, writes: int, first: bytes = b"") -> None:
        """The descriptors, once, in the loop's own thread; `first` is read before anything that comes."""
        for descriptor in (reads, writes):
            os.set_blocking(descriptor, False)
        self._reads, self._writes, self._first = reads, writes, first
        with self._lock:
            self._given.set()
            if self._held:
                self._loop.add_writer(self._writes, self._go_on)

    # ------------------------------------------------------------------------------------------ in

    def __iter__(self) -> Iterator[bytes]:
        """What comes in; nothing at all, soon after something came and now and then. Ends with the host's end."""
        self._nobody_reads.clear()
        try:
            while not self._given.wait(LATER):
                if self._stop.is_set():
                    return
            if self._first:
                yield self._first
            with selectors.DefaultSelector() as selector:
                selector.register(self._reads, selectors.EVENT_READ)
                yield from self._incoming(selector)
        finally:
            self._nobody_reads.set()

    def _incoming(self, selector: selectors.BaseSelector) -> Iterator[bytes]:
        wait = SOON
        while not self._stop.is_set():
            data = b""
            if selector.select(wait):
                with suppress(BlockingIOError):
                    try:
                        data = os.read(self._reads, AT_ONCE)
                    except ConnectionError:
                        return
                    if not data:
                        return
            yield data
            wait = SOON if data else LATER

    def close(self) -> None:
        """Read no more, within a second."""
        self._stop.set()

    # ------------------------------------------------------------------------------------------ out

    def write(self, data: bytes) -> int:
        """Send it, or hold what does not go at once. When the host has gone, reading ends, and that ends the app."""
        with self._lock:
            given = self._given.is_set()
            sent = self._sent(data) if given and not self._held else 0
            if sent < len(data):
                first = not self._held
                self._held += memoryview(data)[sent:]
                if len(self._held) > MOST_HELD:
                    self._held.clear()
                    self._stop.set()
                elif first and given:
                    self._loop.call_soon_threadsafe(self._loop.add_writer, self._writes, self._go_on)
        return len(data)

    def _sent(self, data: bytes | bytearray) -> int:
        """How much of it went, or has nobody to go to."""
        try:
            return os.write(self._writes, data)
        except BlockingIOError:
            return 0
        except ConnectionError:
            return len(data)

    def _go_on(self) -> None:
        with self._lock:
            del self._held[: self._sent(self._held)]
            if not self._held:
                self._loop.remove_writer(self._writes)

    # ------------------------------------------------------------------------------------------ the end

    async def hang_up(self, shut: Callable[[], None], within: float) -> bool:
        """Send what is held, shut the line, and wait for the thread that reads; whether nobody uses it any more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._held and self._given.is_set():
                    await asyncio.sleep(0.01)
        if self._given.is_set():
            self._loop.remove_writer(self._writes)
        self.close()
        shut()
        return await asyncio.to_thread(self._nobody_reads.wait, within)
