"""Sessions at a team's address: who is signed in, in which browser, and for how long.

A browser has a random cookie; what is kept of it is its hash, so that nobody who reads the file can sign in by it. The
file is there for a restart: pages that stand open go on. What was signed out is gone from it, so that a copy of the
cookie opens nothing.
"""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from coach.model.types import Frozen
from coach.records.paths import write_whole

SESSION_LASTS = 10 * 60 * 60
"""Seconds from signing in to signing in again: a long day's work."""
IDLE = 60 * 60
"""Seconds without any request after which a browser is signed out. A page that is typed on asks by itself."""
MOST_OF_ONE = 6
"""Browsers in which one person is signed in; of more, the one that was used longest ago is signed out."""
MOST = 2000
"""Browsers in all."""
TOKEN_BYTES = 32
LONGEST_TOKEN = 100


class TeamSession(Frozen):
    """A person who is signed in, in one browser."""

    login: str
    """Their login in the store."""
    identity: str
    """How they are called where they signed in."""
    until: float
    told: bool = False
    """Whether they were shown where words are kept, and went on."""


class SessionFile(Frozen):
    """The file of sessions, by hashes of their cookies."""

    format: int = 1
    sessions: dict[str, TeamSession] = {}


class TeamSessions:
    """The sessions at a team's address. For one thread."""

    def __init__(self, file: Path, clock: Callable[[], float]) -> None:
        """Read the sessions that a restart left.

        Args:
            file: where they are kept, readable by its owner alone.
            clock: seconds since 1970.
        """
        self._file = file
        self._clock = clock
        self._sessions: dict[str, TeamSession] = {}
        with suppress(OSError, ValidationError):
            self._sessions = dict(SessionFile.model_validate_json(file.read_bytes()).sessions)
        self._used: dict[str, float] = dict.fromkeys(self._sessions, clock())
        self._sweep()

    def begin(self, login: str, identity: str, *, told: bool = False) -> str:
        """Sign a person in, and return the cookie.

        Args:
            login: their login in the store.
            identity: how they are called where they signed in.
            told: whether they were shown where words are kept.
        """
        cookie = secrets.token_urlsafe(TOKEN_BYTES)
        name, now = _hash(cookie), self._clock()
        self._sessions[name] = TeamSession(login=login, identity=identity, until=now + SESSION_LASTS, told=told)
        self._used[name] = now
        self._sweep()
        self._keep()
        return cookie

    def find(self, cookie: str) -> TeamSession | None:
        """Return a cookie's session, which is used with that; None where there is none."""
        if not cookie or len(cookie) > LONGEST_TOKEN:
            return None
        name, now = _hash(cookie), self._clock()
        session = self._sessions.get(name)
        if session is None:
            return None
        if now >= session.until or now - self._used[name] >= IDLE:
            self._sweep()
            self._keep()
            return None
        self._used[name] = now
        return session

    def mark_told(self, cookie: str) -> None:
        """Note that a person was shown where words are kept, and goes on."""
        name = _hash(cookie)
        if session := self._sessions.get(name):
            self._sessions[name] = session.model_copy(update={"told": True})
            self._keep()

    def end(self, cookie: str) -> None:
        """Sign a browser out: its cookie opens nothing from now on."""
        self._forget(_hash(cookie))
        self._keep()

    def end_of(self, login: str) -> None:
        """Sign a person out everywhere."""
        for name in [name for name, session in self._sessions.items() if session.login == login]:
            self._forget(name)
        self._keep()

    def list_logins(self) -> frozenset[str]:
        """List who is signed in; who has been away for long is not, from now on."""
        self._sweep()
        return frozenset(session.login for session in self._sessions.values())

    def _sweep(self) -> None:
        """Let go of what is over, and of the oldest where there are too many."""
        now = self._clock()
        for name, session in list(self._sessions.items()):
            if now >= session.until or now - self._used.get(name, now) >= IDLE:
                self._forget(name)
        by_use = sorted(self._sessions, key=lambda name: self._used.get(name, 0.0), reverse=True)
        count: dict[str, int] = {}
        for place, name in enumerate(by_use):
            login = self._sessions[name].login
            count[login] = count.get(login, 0) + 1
            if count[login] > MOST_OF_ONE or place >= MOST:
                self._forget(name)

    def _forget(self, name: str) -> None:
        self._sessions.pop(name, None)
        self._used.pop(name, None)

    def _keep(self) -> None:
        """Write the sessions down; where that cannot be, a restart signs everybody out, and no more."""
        with suppress(OSError):
            write_whole(self._file, SessionFile(sessions=self._sessions).model_dump_json())


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode("utf-8", "surrogateescape")).hexdigest()
