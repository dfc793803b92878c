"""Sessions of one's own coach: for the person whose account started it, and no other.

A key lies in the coach's folder, for its owner alone. From it come the address that is opened, good once and for ten
minutes, and the cookie that takes its place. So a page that stood open while the coach was started again goes on, and a
second `coach serve` can open what runs already; nobody who cannot read the key can make either.
"""

import hashlib
import hmac
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path

from coach.errors import CoachError, RecordsUnwritable
from coach.language.catalogue import say
from coach.records.erasure import erase
from coach.records.paths import write_whole

KEY_BYTES = 32
OPENS_FOR = 600
"""Seconds in which an address that was made for opening opens."""
SESSION_LASTS = 12 * 60 * 60
"""Seconds that a browser is known: a day's work."""
LONGEST_SIGNED = 200
OPENING, SESSION, HERE = "opening", "session", "here"
"""What a signature is for; one that was made for something else is none."""


class NotOpenedHere(CoachError):
    """A request came without the cookie of the person whose coach it is."""

    title = "This is somebody's own coach"
    http_status = 403

    def __init__(self) -> None:
        super().__init__(
            say("It shows nothing to a browser that it was not opened in, and after twelve hours asks again."),
            say("If it is yours, type `coach serve` where you started it: it opens here."),
        )


class OpenedBefore(CoachError):
    """An address that opens the coach was used before, is too old, or was not made here."""

    title = "This address opens nothing any more"
    http_status = 403

    def __init__(self) -> None:
        super().__init__(
            say("Such an address opens the coach once, within ten minutes."),
            say(
                "Type `coach serve` again for a new one. If you did not use this one yourself, somebody else on this "
                "computer may have: stop the coach with Ctrl+C, and start it again."
            ),
        )


def read_key(file: Path) -> str:
    """Read the key of this person's coach, or make one. Raises RecordsUnwritable.

    Args:
        file: where it lies, readable by its owner alone.
    """
    try:
        key = file.read_text("ascii")
        if len(key) == 2 * KEY_BYTES and not (os.name != "nt" and file.stat().st_mode & 0o077):
            return key
    except (OSError, UnicodeError):
        pass  # there is none, or none that can be used
    key = secrets.token_hex(KEY_BYTES)
    try:
        write_whole(file, key)
    except OSError as error:
        raise RecordsUnwritable(
            say(
                "The key that keeps others out could not be kept: {why}.",
                why=(error.strerror or say("no access")).lower(),
            ),
            say("`coach places` says which folder it is for."),
        ) from None
    return key


def sign(key: str, what: str, words: str) -> str:
    """Sign words for one purpose.

    Args:
        key: the key.
        what: the purpose.
        words: the words, which hold no colon.
    """
    return hmac.new(key.encode(), f"{what}:{words}".encode(), hashlib.sha256).hexdigest()[:32]


def make_opening(key: str, port: int, now: float) -> str:
    """Make the part of an address that opens the coach once.

    Args:
        key: the key.
        port: where the coach listens. At another port it opens nothing, whoever listens there.
        now: seconds since 1970.
    """
    return _make_signed(key, f"{OPENING}-{port}", now + OPENS_FOR)


def prove(key: str, port: int, asked: str) -> str:
    """Prove that the coach at a port has the key, which is not told.

    Args:
        key: the key.
        port: where it listens.
        asked: what it was asked to sign, which nobody can know before.
    """
    return sign(key, f"{HERE}-{port}", asked)


def _make_signed(key: str, what: str, until: float) -> str:
    words = f"{int(until)}.{secrets.token_hex(8)}"
    return f"{words}.{sign(key, what, words)}"


def _check_signed(key: str, what: str, given: str, now: float) -> bool:
    """Return whether a text was signed with a key for a purpose, and is not over its time."""
    if len(given) > LONGEST_SIGNED or not given.isascii():
        return False
    words, _, signature = given.rpartition(".")
    until = words.partition(".")[0]
    good = hmac.compare_digest(sign(key, what, words), signature)
    return good and until.isdigit() and int(until) >= now


@dataclass(slots=True)
class OwnSessions:
    """The browsers that one person's coach was opened in."""

    file: Path
    """Where the key lies."""
    clock: Callable[[], float]
    """Seconds since 1970."""
    port: int = 0
    """Where the coach listens."""
    _started: int = field(init=False)
    """When this run began: what was made before may have been used before."""
    _key: str = ""
    _used: dict[str, float] = field(default_factory=dict)
    """Openings that were used, each with the moment at which it is over its time."""

    def __post_init__(self) -> None:
        self._started = int(self.clock())

    @property
    def key(self) -> str:
        """The key. Raises RecordsUnwritable."""
        if not self._key:
            self._key = read_key(self.file)
        return self._key

    def open(self, opening: str) -> str:
        """Use an opening, and return the cookie of a new session. Raises OpenedBefore."""
        now = self.clock()
        self._used = {used: until for used, until in self._used.items() if until >= now}
        if not _check_signed(self.key, f"{OPENING}-{self.port}", opening, now) or opening in self._used:
            raise OpenedBefore
        if int(opening.partition(".")[0]) - OPENS_FOR < self._started:
            raise OpenedBefore
        self._used[opening] = now + OPENS_FOR
        return _make_signed(self.key, f"{SESSION}-{self.port}", now + SESSION_LASTS)

    def knows(self, cookie: str) -> bool:
        """Return whether a cookie is one of a session that goes on."""
        return _check_signed(self.key, f"{SESSION}-{self.port}", cookie, self.clock())

    def end_all(self) -> None:
        """End every session: the key is overwritten, and a new one made."""
        try:
            erase(self.file)
        except OSError:
            raise RecordsUnwritable(
                say("The browsers could not be forgotten."), say("Delete the file `browser.key` in the coach's folder.")
            ) from None
        self._key = ""
        self._used.clear()


SOCKETS = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
"""Where Linux lists who holds which end of a connection."""


def find_socket_owner(own: tuple[str, int], peer: tuple[str, int]) -> int | None:
    """Return the account at the other end of a connection; None where nothing says so.

    An address can be read by others in the list of programs, as a browser is started with it, and a cookie by who
    listens at another port. So each end is compared whole: with the port alone, who calls from 127.0.0.2 would be taken
    for a browser that calls from the same port of 127.0.0.1.

    Args:
        own: our address in IPv4, and port.
        peer: those of the other end.
    """
    try:
        ours, theirs = _list_ends(*own), _list_ends(*peer)
    except ValueError:
        return None
    for file in SOCKETS:
        try:
            lines = file.read_text("ascii").splitlines()[1:]
        except (OSError, UnicodeError):
            continue
        for line in lines:
            parts = line.split()
            if parts[1] in theirs and parts[2] in ours:
                return int(parts[7])
    return None


def _list_ends(address: str, port: int) -> tuple[str, ...]:
    """List how Linux writes one end of a connection, also over IPv6. Raises ValueError."""
    words = IPv4Address(address).packed, b"\0\0\xff\xff"
    plain, mapped = (f"{int.from_bytes(word, sys.byteorder):08X}" for word in words)
    return (f"{plain}:{port:04X}", f"{'0' * 16}{mapped}{plain}:{port:04X}")
