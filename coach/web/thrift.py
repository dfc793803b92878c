"""Lines on a screen without the seven caches that Textual gives each of them.

A line keeps every way in which it was ever cropped, joined or styled, in caches that weigh ten times what it says. A
person's process redraws a few lines at a time and needs none of that; for a class of twenty-four, they were a fifth of
all the memory that is not shared.
"""

from typing import Any

from textual import strip
from textual.cache import FIFOCache


class Forgets(FIFOCache[Any, Any]):
    """A cache that keeps nothing. One is enough for all lines."""

    def set(self, key: object, value: object) -> None:
        """Forget it."""

    __setitem__ = set  # noqa: A003  # the name that Textual calls it by


def lines_forget() -> None:
    """From now on, in this process and in those forked from it."""
    forgets = Forgets(0)
    strip.FIFOCache = lambda _most: forgets  # type: ignore[attr-defined, assignment]  # only ever called, with a number
