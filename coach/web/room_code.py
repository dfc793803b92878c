"""The door of a room: its code, how often it may be tried, tickets, whose requests it hears."""

import asyncio
import hmac
import ipaddress
import secrets
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

from coach.web.connections import find_network

LETTERS = "BCDFGHJKMNPRTVWXY"
"""Letters of a code. None looks like another or like a digit, and without vowels nothing rude is spelt."""
LETTERS_IN_CODE = 6
"""Twenty-four million codes: with so few tries a minute, guessing one takes weeks, and a room lasts hours."""
WRONG_FROM_ONE = 20
"""Wrong tries in a minute from one address, until whoever mistypes is told to wait. The right code still opens."""
LOOKED_AT_FROM_ONE = 120
"""Wrong tries in a minute from one address, until each waits its turn. A class behind one address mistypes less."""
LOOKED_AT_FROM_ALL = 300
"""The same from all addresses."""
TURN_EVERY = 0.2
"""Seconds between two turns. In eight hours that lets one code in a hundred and sixty be tried, and no more."""
MOST_WAITING_FROM_ONE, MOST_WAITING = 50, 500
"""Tries that wait for a turn, from one address and in all."""
MINUTE = 60.0
USUAL_PORTS = {"http": 80, "https": 443}
TICKET_BYTES = 24
SLOWER, SLOWEST = 0.1, 2.0
"""Seconds that each wrong try is answered later than the one before it, and the latest."""


def new_code(chance: Random) -> str:
    """A code for a room; `chance` is `secrets.SystemRandom()` except in tests."""
    return "".join(chance.choice(LETTERS) for _ in range(LETTERS_IN_CODE))


def space_code(code: str) -> str:
    """A code as it is shown: in two halves, which are easier to copy."""
    return f"{code[: len(code) // 2]} {code[len(code) // 2 :]}"


def as_typed(text: str) -> str:
    """A code as somebody typed it, with spaces, dashes or small letters: only what counts of it."""
    return "".join(c for c in text[:40] if c.isalnum()).upper()


def new_ticket() -> str:
    """What a browser shows to be let in again. Only its hash is kept."""
    return secrets.token_urlsafe(TICKET_BYTES)


@dataclass(slots=True)
class Latch:
    """What the trainer may change of an open door: its code, and whether anybody new comes in."""

    code: str
    """What newcomers type. Whoever is in already needs none."""
    locked: bool = False


class Turns:
    """Turns that addresses take, one after the other, where each has many to wait for."""

    def __init__(self, every: float = TURN_EVERY) -> None:
        """Begin with nobody waiting.

        Args:
            every: seconds between two turns.
        """
        self._every = every
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self._giving: asyncio.Task[None] | None = None

    async def wait(self, place: str) -> bool:
        """Wait for a turn; return False at once where too many wait already.

        Args:
            place: whose turn it is; each place has one before any has the next.
        """
        waiting = self._waiting.setdefault(place, deque())
        if len(waiting) >= MOST_WAITING_FROM_ONE or sum(map(len, self._waiting.values())) >= MOST_WAITING:
            return False
        turn = asyncio.get_running_loop().create_future()
        waiting.append(turn)
        if self._giving is None or self._giving.done():
            self._giving = asyncio.get_running_loop().create_task(self._give())
        await turn
        return True

    async def _give(self) -> None:
        """Give turns until nobody waits."""
        while self._waiting:
            await asyncio.sleep(self._every)
            place, waiting = next(iter(self._waiting.items()))
            del self._waiting[place]
            while waiting and waiting[0].done():  # whoever waited was ended meanwhile
                waiting.popleft()
            if waiting:
                waiting.popleft().set_result(None)
            if waiting:
                self._waiting[place] = waiting  # behind all others


@dataclass(slots=True)
class Tries:
    """Wrong tries of the last minute, which hold up whoever makes them.

    The right code always opens: where many tries were wrong each waits its turn, and addresses take turns.
    """

    clock: Callable[[], float]
    """Seconds, from anywhere."""
    turns: Turns = field(default_factory=Turns)
    _wrong: dict[str, deque[float]] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=deque)

    async def check(self, code: str, typed: str, address: str) -> bool | None:
        """Tell whether what was typed is the code; None where a minute should pass first.

        Args:
            code: the code.
            typed: what was typed.
            address: where from.
        """
        place = find_network(address)
        self._forget(self.clock() - MINUTE)
        many = len(self._wrong.get(place, ())) >= LOOKED_AT_FROM_ONE or len(self._all) >= LOOKED_AT_FROM_ALL
        if many and not await self.turns.wait(place):
            return None
        if hmac.compare_digest(as_typed(typed).encode(), code.encode()):
            return True
        wrong, now = self._wrong.setdefault(place, deque()), self.clock()
        wrong.append(now)
        self._all.append(now)
        return None if len(wrong) > WRONG_FROM_ONE else False

    def slower(self, address: str) -> float:
        """Seconds to wait before a wrong try is answered."""
        return min(len(self._wrong.get(find_network(address), ())) * SLOWER, SLOWEST)

    def _forget(self, until: float) -> None:
        for wrong in (self._all, *self._wrong.values()):
            while wrong and wrong[0] <= until:
                wrong.popleft()
        self._wrong = {place: wrong for place, wrong in self._wrong.items() if wrong}


def ours(host: str, names: Collection[str]) -> bool:
    """Whether a request's Host is a bare address or a name that this machine is known to go by.

    Any other name was made to lead here by somebody else, so that their page could speak to this machine as its own.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:  # a bracket that is not closed
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in names
    return True


def same_origin(headers: Mapping[str, str], scheme: str, origin: str = "") -> bool:
    """Tell whether a request comes from a page of ours; browsers always say.

    `origin`: of the address that learners were given. A proxy in front of us may ask in another scheme and name.
    """
    return headers.get("Origin", "") in {f"{scheme}://{headers.get('Host', '')}", origin} - {""}


def origin_of(address: str) -> str:
    """Return an address's origin, as browsers write it. Raises ValueError for what is none."""
    parts = urlsplit(address)
    if parts.scheme not in USUAL_PORTS or not parts.hostname:
        raise ValueError(address)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in (None, USUAL_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"
