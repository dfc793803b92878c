"""Trouble at a room's door, in one plain line a minute for each kind.

Nothing of what was sent stands in it.

A broken request is answered with a page that says so; its traceback helps nobody who leads a class, and could hold
what was typed. A door that has run out of connections would write thousands of them in a second.
"""

import logging
import sys
from collections.abc import Callable
from typing import TextIO

DOOR = "coach.web.door"
"""The logger that requests are complained to."""
FROM = (DOOR, "aiohttp", "asyncio")
"""Loggers that are listened to while a door is open."""
EVERY = 60.0
"""Seconds until the same kind of trouble is said again."""
AT_THE_DOOR = "The room's door had trouble ({kind}). It goes on."


class Complaints(logging.Handler):
    """Says that there was trouble, and of which kind, by the name of its error alone."""

    def __init__(self, out: TextIO, clock: Callable[[], float], says: str = AT_THE_DOOR) -> None:
        """`clock`: seconds, from anywhere. `says`: a line in which `{kind}` is the kind of trouble."""
        super().__init__(logging.WARNING)
        self._says = says
        self._out = out
        self._clock = clock
        self._said: dict[str, float] = {}
        self._before: dict[str, bool] = {}

    def listen(self) -> None:
        """Take the place of whoever would print whole tracebacks."""
        for name in FROM:
            logger = logging.getLogger(name)
            self._before[name] = logger.propagate
            logger.propagate = False
            logger.addHandler(self)

    def stop(self) -> None:
        """Everything as it was before."""
        for name, propagates in self._before.items():
            logger = logging.getLogger(name)
            logger.removeHandler(self)
            logger.propagate = propagates
        self._before.clear()

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line, unless this kind was said within the last minute."""
        kind, now = _kind(record), self._clock()
        if now - self._said.get(kind, now - EVERY) < EVERY:
            return
        self._said[kind] = now
        print(self._says.format(kind=kind), file=self._out, flush=True)


def _kind(record: logging.LogRecord) -> str:
    """Return the name of an error, with the system's number for it; never its message."""
    error = record.exc_info[1] if record.exc_info else sys.exc_info()[1]
    if isinstance(error, OSError) and error.errno is not None:
        return f"{type(error).__name__} {error.errno}"
    return type(error).__name__ if error is not None else record.levelname.lower()
