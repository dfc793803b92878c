"""What goes over the wire: packets between the host and a person's process, and messages between host and browser.

The packets are Textual's own (`textual.drivers.web_driver`): a letter, four bytes of length, and so many bytes. The
messages are those of textual-serve's `textual.js`: JSON lists of a word and a value. Whatever a browser sends may be
wrong or a lie, so everything here gives a defined answer to any text.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

BEGINS = b"__GANGLION__\n"
"""The line with which Textual's web driver says that it is there."""
DATA, META, PACKED = b"D", b"M", b"P"
LARGEST_PACKET = 16 * 1024 * 1024
"""Bytes of the largest packet that a process of ours could mean to send."""

FEWEST, MOST = (20, 8), (400, 150)
"""Columns and rows of the smallest and the largest screen. A browser that says otherwise gets the nearest."""
USUAL = (80, 24)
MOST_TYPED = 64 * 1024
"""Characters that are taken at once. Pages are told, and say so kindly before they send more."""
LARGEST_MESSAGE = 4 * 1024 * 1024
"""Bytes of a message that is still answered. What is larger closes the connection, and the page connects again."""

MOVES = re.compile(r"(?:\x1b\[<(?:3[2-9]|[45]\d|6[0-3]);\d{1,5};\d{1,5}M){2,}")
"""Moves of the mouse one after another, as terminals report them, with or without a button held."""

Size = tuple[int, int]
"""Columns and rows."""


class TooMuch(ValueError):
    """More was typed or pasted at once than is taken. None of it was."""


class NoPacket(ValueError):
    """A process sent something else than packets."""


def packet(kind: bytes, payload: bytes) -> bytes:
    """A packet."""
    return b"%s%s%s" % (kind, len(payload).to_bytes(4, "big"), payload)


def meta(**said: Any) -> bytes:
    """A packet about the screen, and not for it: its size, a file that is wanted, that it is time to end."""
    return packet(META, json.dumps(said).encode())


async def begun(reader: asyncio.StreamReader) -> bool:
    """Wait until a process's web driver is there; False where the process ended first, or says something else."""
    for _ in range(10):
        try:
            line = await reader.readline()
        except (ValueError, ConnectionError):  # a line longer than any that could be the one; or gone
            return False
        if line == BEGINS or not line:
            return bool(line)
    return False


async def packets(reader: asyncio.StreamReader) -> AsyncIterator[tuple[bytes, bytes]]:
    """Every packet until the process ends: its kind and its payload. Raises NoPacket."""
    while True:
        try:
            head = await reader.readexactly(5)
            length = int.from_bytes(head[1:], "big")
            if head[:1] not in (DATA, META, PACKED) or length > LARGEST_PACKET:
                raise NoPacket
            payload = await reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        yield head[:1], payload


def sized(columns: object, rows: object) -> Size:
    """A size that a screen can have, whatever a browser says about its own."""
    first, second = _number(columns, USUAL[0]), _number(rows, USUAL[1])
    return min(max(first, FEWEST[0]), MOST[0]), min(max(second, FEWEST[1]), MOST[1])


def _number(value: object, usual: int) -> int:
    """A number of cells. Digits beyond any screen are not even turned into a number."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 9:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else usual


def from_browser(text: str) -> bytes | None:
    """The packet for what a browser sent; None for what means nothing to a process. Raises TooMuch."""
    match _read(text):
        case ["stdin", str(typed)]:
            if len(typed) > MOST_TYPED:
                raise TooMuch
            return packet(DATA, MOVES.sub(_last_move, typed).encode("utf-8", "replace"))
        case ["resize", {"width": columns, "height": rows}]:
            width, height = sized(columns, rows)
            return meta(type="resize", width=width, height=height)
        case _:
            return None


def _last_move(moves: re.Match[str]) -> str:
    """Where the mouse has come to: the ways there are nobody's concern."""
    return f"\x1b{moves[0].rpartition(chr(27))[2]}"


def is_ping(text: str) -> bool:
    """Whether a page asks if anybody is there."""
    return len(text) < 100 and isinstance(found := _read(text), list) and found[:1] == ["ping"]


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def to_browser(word: str, value: object = None) -> str:
    """A message to a page."""
    return json.dumps([word, value])
