"""When an app searches for garbage: while no key is pressed, and never before an answer.

Python frees most objects at once. Circles of objects, such as a closed screen and its widgets, wait for a search
through everything, which takes 0.1 to 0.3 s in a conversation. Left to Python, that search falls where objects are
made: while a page is opened or a family answers.
"""

import gc
import time
from collections.abc import Callable
from typing import Final

from textual.app import App

QUIET: Final = 3.0
"""Seconds without a key after which a search is not noticed."""
EVERY: Final = 5.0
"""Seconds between two looks at whether it is quiet."""
YOUNG: Final = 10_000
"""New objects after which Python looks through these alone, which takes a few thousandths of a second."""
RARELY: Final = 1_000
"""How many times the search before must happen until the next wider one: in practice never."""


class GarbageCollector:
    """Searches for garbage when an app is quiet."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, collect: Callable[[], object] = gc.collect) -> None:
        """Make a collector that does nothing before `settle`.

        Args:
            clock: returns seconds that only grow.
            collect: searches everything.
        """
        self._clock = clock
        self._collect = collect
        self._last_key = clock()
        self._searched = self._last_key
        self._settled = False

    def note_key(self) -> None:
        """Remember that a key was pressed just now."""
        self._last_key = self._clock()

    def settle(self, app: App[None]) -> None:
        """Exempt everything loaded so far, and let this collector choose when to search the rest.

        Args:
            app: the app whose timer asks whether it is quiet; its first call starts the timer.
        """
        gc.freeze()
        gc.set_threshold(YOUNG, RARELY, RARELY)
        gc.enable()  # the command line starts without
        if not self._settled:
            self._settled = True
            app.set_interval(EVERY, self.collect_if_quiet)

    def collect_if_quiet(self) -> bool:
        """Search once after each time of keys, when it is quiet; return whether it did."""
        if self._last_key <= self._searched or self._clock() - self._last_key < QUIET:
            return False
        self._collect()
        self._searched = self._clock()
        return True
