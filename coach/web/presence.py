"""Whose screens are open here, and who counts as away. A person has one screen at a time."""

import asyncio
from collections.abc import Callable, Collection

from coach.web.connection import Connection, Why
from coach.web.guests import Guests

AWAY_AFTER = 8.0
"""Seconds without a connection until somebody counts as away. A reload is quicker."""
COMES_WITHIN = 15.0
"""The same for whoever has just come in by the door, or was here before this host: the slowest page tries by then."""


class Presence:
    """The open screens of a room, and what its log is told of them."""

    def __init__(self, guests: Guests, do: Callable[[Callable[[], None]], None]) -> None:
        """`do`: has something done with the log, where nobody waits for it."""
        self.connections: dict[str, Connection] = {}
        self.opening: set[str] = set()
        """Whose screens are being opened."""
        self._guests = guests
        self._do = do
        self._coming: dict[str, asyncio.Lock] = {}
        self._leaving: dict[str, asyncio.TimerHandle] = {}
        self._closing = False

    def coming(self, person: str) -> asyncio.Lock:
        """Held while somebody's screen is being opened, so that their two tabs wait for each other."""
        return self._coming.setdefault(person, asyncio.Lock())

    def full(self, person: str, people: Collection[str], most: int) -> bool:
        """Whether no screen can be opened for somebody. Of `people` alone, who are in the room, `most` have one.

        Whoever has left may look at the last page for a while, but there is an end to that as well.
        """
        others = (self.connections.keys() | self.opening) - {person}
        return self._closing or len(others.intersection(people)) >= most or len(others) >= 2 * most

    def here(self, person: str) -> None:
        """Their screen is open."""
        self._expect(person)
        self._do(lambda: self._guests.back(person))

    def comes(self, person: str) -> None:
        """They have come in by the door, and their screen is to follow."""
        self._away_after(person, COMES_WITHIN)

    def away_soon(self, person: str) -> None:
        """They have no screen. If that stays so they count as away, until they come back."""
        self._away_after(person, AWAY_AFTER)

    def look(self, people: Collection[str]) -> None:
        """Take stock as the host starts: whoever was here before and does not come back is away."""
        for person in set(people).difference(self.connections, self._leaving):
            self._away_after(person, COMES_WITHIN)

    async def close(self) -> None:
        """End every screen. Nobody is away by that: the host may be started again at once."""
        self._closing = True
        for person in tuple(self._leaving):
            self._expect(person)
        await asyncio.gather(*(each.close(Why.GOING) for each in list(self.connections.values())))

    def _away_after(self, person: str, seconds: float) -> None:
        self._expect(person)
        if not self._closing:
            self._leaving[person] = asyncio.get_running_loop().call_later(seconds, self._is_away, person)

    def _expect(self, person: str) -> None:
        if handle := self._leaving.pop(person, None):
            handle.cancel()

    def _is_away(self, person: str) -> None:
        self._leaving.pop(person, None)
        if person in self.opening:
            self.away_soon(person)  # their page is here, and waits until everything is loaded
        elif person not in self.connections:
            self._do(lambda: self._guests.away(person))
