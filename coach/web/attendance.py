"""Attendance in a room: who follows a page is there, who does not is away.

Without scripts no page is followed, so whoever asked for a page lately is there as well.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection

from coach.web.guests import Guests

AWAY_AFTER = 8.0
"""Seconds without a page that is followed, until a person counts as away. A reload is quicker."""
COMES_WITHIN = 15.0
"""The same for a person who was here before this program was started."""
LOOKS_WITHIN = 180.0
"""The same after a page that nothing follows: people without scripts read, and look again."""


class Attendance:
    """The people of a room by their pages, and what the room's log is told of them."""

    def __init__(self, guests: Guests, do: Callable[[Callable[[], None]], None]) -> None:
        """Keep a room's attendance.

        Args:
            guests: the room's people.
            do: has something done with the log, where nobody waits for it.
        """
        self._guests = guests
        self._do = do
        self._followed: Counter[str] = Counter()
        self._leaving: dict[str, asyncio.TimerHandle] = {}
        self._closing = False

    def look(self, person: str) -> None:
        """Note that a person asked for a page."""
        if not self._followed[person]:
            self._come(person)
            self._expect_away(person, LOOKS_WITHIN)

    def follow(self, person: str) -> None:
        """Note that a page of theirs is followed now."""
        self._followed[person] += 1
        self._come(person)

    def let_go(self, person: str) -> None:
        """Note that a page of theirs is followed no longer; if that stays so, they are away."""
        self._followed[person] -= 1
        if self._followed[person] <= 0:
            del self._followed[person]
            self._expect_away(person, AWAY_AFTER)

    def take_stock(self, people: Collection[str]) -> None:
        """Note who was here before this program: of them, whoever does not come back is away."""
        for person in people:
            self._expect_away(person, COMES_WITHIN)

    def forget(self, person: str) -> None:
        """Wait for a person no longer, because they left."""
        self._stop_waiting(person)

    def close(self) -> None:
        """Mark nobody as away by the end of this program: it may be started again at once."""
        self._closing = True
        for person in tuple(self._leaving):
            self._stop_waiting(person)

    def _come(self, person: str) -> None:
        self._stop_waiting(person)
        self._do(lambda: self._guests.mark_back(person))

    def _expect_away(self, person: str, seconds: float) -> None:
        self._stop_waiting(person)
        if not self._closing:
            self._leaving[person] = asyncio.get_running_loop().call_later(seconds, self._mark_away, person)

    def _stop_waiting(self, person: str) -> None:
        if handle := self._leaving.pop(person, None):
            handle.cancel()

    def _mark_away(self, person: str) -> None:
        self._leaving.pop(person, None)
        if not self._followed[person]:
            self._do(lambda: self._guests.mark_away(person))
