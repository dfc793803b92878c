"""The wire: whatever a browser or a process sends has a defined answer."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coach.web.wire import (
    DATA,
    FEWEST,
    MOST,
    MOST_TYPED,
    NoPacket,
    TooMuch,
    begun,
    from_browser,
    is_ping,
    packet,
    packets,
    sized,
)

anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=8,
)


@given(
    some.text()
    | anything.map(json.dumps)
    | some.tuples(some.sampled_from(["stdin", "resize"]), anything).map(json.dumps)
)
def test_any_message_from_a_browser_is_a_whole_packet_or_nothing(text: str) -> None:
    found = from_browser(text)
    assert found is None or len(found) == 5 + int.from_bytes(found[1:5], "big")
    is_ping(text)


@given(anything, anything)
def test_a_browser_that_lies_about_its_size_gets_a_size_that_a_screen_can_have(columns: object, rows: object) -> None:
    width, height = sized(columns, rows)
    assert FEWEST[0] <= width <= MOST[0]
    assert FEWEST[1] <= height <= MOST[1]
    assert sized("100", "30") == (100, 30)


@pytest.mark.parametrize("text", ["\ud800", "é\x00\x1b[31m", "M\x00\x00\x00\x02{}"])
def test_what_is_typed_stays_what_is_typed(text: str) -> None:
    found = from_browser(json.dumps(["stdin", text]))
    assert found is not None
    assert found.startswith(DATA)
    assert found[5:] == text.encode("utf-8", "replace")


def test_too_much_at_once_is_refused_whole() -> None:
    assert from_browser(json.dumps(["stdin", "a" * MOST_TYPED]))
    with pytest.raises(TooMuch):
        from_browser(json.dumps(["stdin", "a" * (MOST_TYPED + 1)]))
    assert from_browser("[" * 100_000) is None


async def _read(sent: bytes) -> tuple[bool, list[tuple[bytes, bytes]]]:
    reader = asyncio.StreamReader()
    reader.feed_data(sent)
    reader.feed_eof()
    there = await begun(reader)
    return there, [each async for each in packets(reader)]


async def test_packets_come_out_as_they_went_in_and_one_cut_short_is_left_out() -> None:
    sent = b"something printed\n__GANGLION__\n" + packet(b"D", b"one\n") + packet(b"M", b"") + packet(b"D", b"cut")[:-1]
    assert await _read(sent) == (True, [(b"D", b"one\n"), (b"M", b"")])
    assert await _read(b"Traceback\n") == (False, [])


async def test_a_process_that_sends_no_packets_is_not_believed() -> None:
    with pytest.raises(NoPacket):
        await _read(b"__GANGLION__\nTraceback (most recent call last)")
    with pytest.raises(NoPacket):
        await _read(b"__GANGLION__\nD\xff\xff\xff\xff")


def test_of_many_moves_of_a_mouse_the_last_is_enough_and_no_key_is_lost() -> None:
    moves = "".join(f"\x1b[<35;{column};7M" for column in range(1, 201))
    sent = from_browser(json.dumps(["stdin", f"a{moves}b{moves}\x1b[<0;5;7M\x1b[<0;5;7mc"]))
    assert sent == packet(DATA, b"a\x1b[<35;200;7Mb\x1b[<35;200;7M\x1b[<0;5;7M\x1b[<0;5;7mc")
    one = "\x1b[<35;9;9M"
    assert from_browser(json.dumps(["stdin", one])) == packet(DATA, one.encode())
