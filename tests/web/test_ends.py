"""One person's end of the line: everything arrives in order, and nobody waits for a slow reader."""

import asyncio
import os
import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from coach.web.ends import MOST_HELD, Ends
from tests.conftest import PATIENCE


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


Line = tuple[socket.socket, socket.socket]


async def read_all(end: socket.socket, length: int) -> bytes:
    loop, read = asyncio.get_running_loop(), b""
    async with asyncio.timeout(PATIENCE):
        while len(read) < length:
            read += await loop.sock_recv(end, 65536)
    return read


async def test_what_a_slow_reader_does_not_take_is_held_and_arrives_whole_and_in_order(line: Line) -> None:
    ours, theirs = line
    theirs.setblocking(False)
    ends = Ends(ours.fileno(), ours.fileno())
    sent = os.urandom(2 * 2**20)
    for first in range(0, len(sent), 9_000):
        ends.write(sent[first : first + 9_000])  # nobody reads yet: to wait here would be to wait for ever
    assert await read_all(theirs, len(sent)) == sent
    ends.write(b"and on")
    assert await read_all(theirs, 6) == b"and on"


async def test_whoever_takes_nothing_for_too_long_is_taken_to_be_gone(line: Line) -> None:
    ours, _ = line
    ends = Ends(ours.fileno(), ours.fileno())
    for _ in range(MOST_HELD // 2**16 + 20):
        ends.write(bytes(2**16))
    assert await asyncio.to_thread(lambda: list(ends)) == []


async def test_reading_ends_with_the_host_and_with_hanging_up_and_nobody_reads_from_then_on(line: Line) -> None:
    ours, theirs = line
    ends, read = Ends(ours.fileno(), ours.fileno()), bytearray()
    reading = Thread(target=lambda: [read.extend(each) for each in ends])
    reading.start()
    theirs.send("Héllo".encode())
    ends.write(b"the last of it")
    assert await ends.hang_up(lambda: ours.shutdown(socket.SHUT_RDWR), 2.0)
    reading.join(PATIENCE)
    assert not reading.is_alive()
    assert theirs.recv(100) == b"the last of it"
    assert theirs.recv(100) == b""


async def test_a_host_that_is_gone_breaks_nothing_that_is_still_drawn(line: Line) -> None:
    ours, theirs = line
    ends = Ends(ours.fileno(), ours.fileno())
    theirs.close()
    assert ends.write(b"to nobody") == 9
    assert await asyncio.to_thread(lambda: list(ends)) == []


async def test_a_line_that_is_given_later_takes_what_was_written_before_and_begins_with_what_goes_along(
    line: Line,
) -> None:
    ours, theirs = line
    theirs.setblocking(False)
    ends, read = Ends(), bytearray()
    reading = Thread(target=lambda: [read.extend(each) for each in ends])
    reading.start()
    ends.write(b"written before, ")
    ends.give(ours.fileno(), ours.fileno(), b"goes along, ")
    ends.write(b"and after")
    assert await read_all(theirs, 25) == b"written before, and after"
    await asyncio.get_running_loop().sock_sendall(theirs, b"comes")
    theirs.shutdown(socket.SHUT_WR)
    await asyncio.to_thread(reading.join)
    assert read == b"goes along, comes"


async def test_one_that_nobody_was_ever_given_hangs_up_as_well() -> None:
    ends = Ends()
    reading = Thread(target=lambda: list(ends))
    reading.start()
    ends.write(b"to nobody")
    assert await ends.hang_up(lambda: None, 3.0)
    await asyncio.to_thread(reading.join)
