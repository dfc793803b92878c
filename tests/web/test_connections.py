"""Connections are bounded by address and by person, and who asks for nothing gives way to who asks."""

import asyncio
import resource
from collections.abc import Iterator

import pytest

from coach.web import room_server
from coach.web.connections import (
    AT_ONCE,
    GIVE_WAY_AT_ONCE,
    GIVES_WAY,
    MOST_FROM_ONE,
    MOST_HELD,
    MOST_OF_ONE,
    MOST_UNKNOWN,
    Connections,
    allow_files,
    find_network,
)
from tests.conftest import PATIENCE
from tests.web.conftest import Open
from tests.web.rooms import hosted

HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: "


class Line(asyncio.Protocol):
    """One bare connection."""

    def __init__(self) -> None:
        self.closed = False
        self.answered = asyncio.Event()
        self.transport: asyncio.BaseTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.answered.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        self.answered.set()


class Crowd:
    """Bare connections to a room's door."""

    def __init__(self, address: str) -> None:
        self.port = int(address.rpartition(":")[2])
        self.lines: list[Line] = []

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_: object) -> None:
        for line in self.lines:
            line.transport.close()

    async def connect(self, number: int, *, sends: bytes = b"") -> None:
        for _ in range(number):
            transport, line = await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", self.port)
            transport.write(sends)
            self.lines.append(line)

    async def count_open(self) -> int:
        """Connections that the door has not closed."""
        await asyncio.sleep(0.1)
        return sum(not line.closed for line in self.lines)


@pytest.fixture
def crowd(door: Open) -> Iterator[Crowd]:
    with Crowd(door.address) as crowd:
        yield crowd


@pytest.mark.parametrize("sends", [b"", HALF, b"POST /enter HTTP/1.1\r\n"], ids=["idle", "half", "no headers"])
async def test_a_connection_that_asks_for_nothing_is_closed(
    monkeypatch: pytest.MonkeyPatch, door: Open, sends: bytes
) -> None:
    monkeypatch.setattr(room_server, "ASKS_WITHIN", 1.0)
    async with hosted(door.home, door.log) as address, asyncio.timeout(PATIENCE):
        with Crowd(address) as crowd:
            await crowd.connect(3, sends=sends)
            assert await crowd.count_open() == 3
            while await crowd.count_open():
                pass


async def test_of_idle_connections_from_one_address_the_oldest_give_way(door: Open, crowd: Crowd) -> None:
    async with door.visitor() as ann:
        await ann.enter("Ann")
        stream = await ann.follow()
        await crowd.connect(MOST_FROM_ONE + 40)
        assert await crowd.count_open() <= MOST_FROM_ONE
        assert crowd.lines[0].closed
        assert await ann.known(), "who is known is counted by themselves"
        assert not stream.content.at_eof()
        async with door.visitor() as ben:
            assert (await ben.enter("Ben")).status == 303, "and who asks is answered"
        stream.close()


async def test_forms_that_are_half_sent_give_way_too(door: Open, crowd: Crowd) -> None:
    form = (
        f"POST /enter HTTP/1.1\r\nHost: 127.0.0.1:{crowd.port}\r\nOrigin: {door.address}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\ncode="
    )
    await crowd.connect(MOST_FROM_ONE + 30, sends=form.encode())
    assert await crowd.count_open() <= MOST_FROM_ONE
    async with door.visitor() as ben:
        assert (await ben.enter("Ben")).status == 303


async def test_one_person_has_so_many_connections_and_no_more(door: Open, crowd: Crowd) -> None:
    async with door.visitor() as ann:
        ticket = (await ann.enter("Ann")).cookies
        cookie = "; ".join(f"{name}={each.value}" for name, each in ticket.items())
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{crowd.port}\r\nCookie: {cookie}\r\n\r\n"
        for _ in range(MOST_OF_ONE + 10):
            await crowd.connect(1, sends=head.encode())
            await crowd.lines[-1].answered.wait()
        assert await crowd.count_open() <= MOST_OF_ONE
        assert await ann.known()


class ClosedTransport:
    """The end of a connection that is there to be closed."""

    def __init__(self, address: str) -> None:
        self.address, self.is_open = address, True

    def get_extra_info(self, _: str) -> tuple[str, int]:
        return self.address, 50_000

    def abort(self) -> None:
        self.is_open = False


def connect_from(connections: Connections, *addresses: str) -> list[ClosedTransport]:
    """As many connections as there are addresses, which ask for nothing."""
    transports = [ClosedTransport(address) for address in addresses]
    for transport in transports:
        connections.add(transport)  # type: ignore[arg-type]
    return transports


def test_of_too_many_few_give_way_in_a_second_and_the_others_wait() -> None:
    """A program that floods opens each anew as soon as it is closed: it gets no more work out of the host."""
    now = [0.0]
    connections = Connections(lambda: now[0])
    flood = connect_from(connections, *["10.0.0.1"] * 1100)
    assert sum(not line.is_open for line in flood) == GIVE_WAY_AT_ONCE
    assert not any(line.is_open for line in flood[:GIVE_WAY_AT_ONCE]), "the oldest first"
    for _ in range(10):
        now[0] += 1.0
        flood += connect_from(connections, *["10.0.0.1"] * GIVES_WAY)
    closed = sum(not line.is_open for line in flood)
    assert GIVES_WAY * 9 <= closed - GIVE_WAY_AT_ONCE <= GIVES_WAY * 11
    assert len(connections) == len(flood) - closed


def test_no_more_are_held_than_the_program_has_room_for() -> None:
    connections = Connections(lambda: 0.0)
    flood = connect_from(connections, *["10.0.0.1"] * (MOST_HELD + 500))
    assert len(connections) == sum(line.is_open for line in flood) == MOST_HELD
    assert flood[-1].is_open, "who came last may still ask"


def test_of_many_addresses_with_one_connection_each_the_oldest_gives_way() -> None:
    connections = Connections(lambda: 0.0)
    flood = connect_from(connections, *(f"10.0.{number // 250}.{number % 250}" for number in range(MOST_UNKNOWN + 5)))
    assert [line.is_open for line in flood] == [False] * 5 + [True] * MOST_UNKNOWN


def test_a_person_is_answered_at_once_unless_they_ask_very_often() -> None:
    now = [0.0]
    connections = Connections(lambda: now[0])
    waits = [connections.count_request("p1") for _ in range(AT_ONCE + 20)]
    assert waits[: AT_ONCE - 1] == [0.0] * (AT_ONCE - 1)
    assert waits[-1] == pytest.approx(2.0)
    assert connections.count_request("p2") == 0.0
    now[0] = 60.0
    assert connections.count_request("p1") == 0.0


def test_an_address_is_the_network_that_one_machine_has() -> None:
    assert find_network("10.0.0.1") == "10.0.0.1"
    assert find_network("2001:db8::1") == find_network("2001:db8::ffff:1")
    assert find_network("") == ""


def test_the_program_may_hold_more_files_where_the_system_lets_it() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        allow_files(300)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 300
        allow_files(280)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 300, "never fewer"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
