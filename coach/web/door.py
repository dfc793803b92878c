"""The door of a room: its code, how often it may be tried, tickets, whose requests it hears."""

import hmac
import ipaddress
import secrets
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

LETTERS = "BCDFGHJKMNPRTVWXY"
"""Letters of a code. None looks like another or like a digit, and without vowels nothing rude is spelt."""
LETTERS_IN_CODE = 6
"""Twenty-four million codes: with so few tries a minute, guessing one takes weeks, and a room lasts hours."""
MOST_FROM_ONE = 20
"""Wrong tries in a minute from one address, until whoever mistypes is told to wait. The right code still opens."""
LOOKED_AT_FROM_ONE = 120
"""Wrong tries in a minute from one address, until none is looked at. A class behind one address mistypes less."""
LOOKED_AT_FROM_ALL = 300
"""The same from all addresses: in eight hours, less than one code in a hundred and fifty."""
MINUTE = 60.0
USUAL_PORTS = {"http": 80, "https": 443}
TICKET_BYTES = 24
SLOWER, SLOWEST = 0.1, 2.0
"""Seconds that each wrong try is answered later than the one before it, and the latest."""


def new_code(chance: Random) -> str:
    """A code for a room; `chance` is `secrets.SystemRandom()` except in tests."""
    return "".join(chance.choice(LETTERS) for _ in range(LETTERS_IN_CODE))


def spoken(code: str) -> str:
    """A code as it is shown: in two halves, which are easier to copy."""
    return f"{code[: len(code) // 2]} {code[len(code) // 2 :]}"


def as_typed(text: str) -> str:
    """A code as somebody typed it, with spaces, dashes or small letters: only what counts of it."""
    return "".join(c for c in text[:40] if c.isalnum()).upper()


def new_ticket() -> str:
    """What a browser shows to be let in again. Only its hash is kept."""
    return secrets.token_urlsafe(TICKET_BYTES)


@dataclass(slots=True)
class Tries:
    """Wrong tries of the last minute, which hold up whoever makes them.

    Only very many hold up the right code.
    """

    clock: Callable[[], float]
    """Seconds, from anywhere."""
    _wrong: dict[str, deque[float]] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=deque)

    def opens(self, code: str, typed: str, address: str) -> bool | None:
        """Tell whether what was typed is the code; None where a minute should pass first."""
        now, place = self.clock(), _place(address)
        self._forget(now - MINUTE)
        wrong = self._wrong.get(place, deque())
        if len(wrong) >= LOOKED_AT_FROM_ONE or len(self._all) >= LOOKED_AT_FROM_ALL:
            return None
        if hmac.compare_digest(as_typed(typed).encode(), code.encode()):
            return True
        self._wrong.setdefault(place, wrong).append(now)
        self._all.append(now)
        return None if len(wrong) > MOST_FROM_ONE else False

    def slower(self, address: str) -> float:
        """Seconds to wait before a wrong try is answered."""
        return min(len(self._wrong.get(_place(address), ())) * SLOWER, SLOWEST)

    def _forget(self, until: float) -> None:
        for wrong in (self._all, *self._wrong.values()):
            while wrong and wrong[0] <= until:
                wrong.popleft()
        self._wrong = {place: wrong for place, wrong in self._wrong.items() if wrong}


def _place(address: str) -> str:
    """Return an address, or the whole network that one machine can have in IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


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
