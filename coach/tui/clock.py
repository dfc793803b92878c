"""The clock of a supervision talk. It outlives the agenda's screen, so it stands apart from it."""

import time
from collections.abc import Callable


class Clock:
    """How long a talk has gone on, in minutes. Nothing waits for it."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._before = 0.0
        self._since: float | None = None

    @property
    def going(self) -> bool:
        """Whether it goes on just now."""
        return self._since is not None

    @property
    def begun(self) -> bool:
        """Whether it was started at all."""
        return self.going or self._before > 0

    def minutes(self) -> float:
        """How long it has gone on, without the pauses."""
        now = 0.0 if self._since is None else self._seconds() - self._since
        return (self._before + now) / 60

    def start_or_pause(self) -> None:
        """Start it, or let it rest."""
        if self._since is None:
            self._since = self._seconds()
        else:
            self._before, self._since = self._before + self._seconds() - self._since, None

    def to_nothing(self) -> None:
        """As if it had never been started."""
        self._before, self._since = 0.0, None
