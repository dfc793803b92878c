"""A room looked at through its log: taking in what is new, and adding to it without losing anybody's words."""

from collections.abc import Callable, Sequence
from datetime import datetime

from coach.classroom.advance import advance, taken_in
from coach.classroom.state import RoomState
from coach.errors import NotNow
from coach.model.room import RoomEvent
from coach.records.rooms.log import RoomLog

Clock = Callable[[], datetime]
MOST_TRIES = 200
"""Times that others may be quicker. Each time somebody's event was written, so a room of thirty is far below it."""


class AtLog:
    """One person's, or the trainer's, hold on a room. For one thread; only `wait` may be called from another."""

    def __init__(self, log: RoomLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._number = 0
        self._state = RoomState()
        self._last: datetime | None = None
        self.refresh()

    @property
    def state(self) -> RoomState:
        """The room as of the last `refresh`."""
        return self._state

    @property
    def said_of_damage(self) -> str:
        """What was saved and what was not, in sentences, where the file of rooms was damaged meanwhile."""
        return self._log.said

    @property
    def last(self) -> datetime | None:
        """When the last thing happened that was taken in; None in a room where nothing has."""
        return self._last

    def refresh(self) -> bool:
        """Take in what is new in the log; whether anything was. Raises NotKnown once the room was forgotten."""
        found = self._log.events(self._number)
        for number, event in found:
            self._state = taken_in(self._state, event)
            self._number, self._last = number, event.at
        return bool(found)

    def wait(self, seconds: float) -> bool:
        """Wait until something is new, or so many seconds; whether something is. For a thread of its own."""
        return self._log.wait(self._number, seconds)

    def _add(self, make: Callable[[RoomState], Sequence[RoomEvent]], *, said_by: str = "") -> None:
        """Add the events that `make` makes of how things stand now; it is asked anew where somebody else was quicker.

        `said_by`: the person who said them, whose draft they were.

        They are kept when this returns, all or none. Raises NotNow, from `make` or where one of them cannot happen.
        """
        self.refresh()
        for _ in range(MOST_TRIES):
            events = tuple(make(self._state))
            after = self._state
            for event in events:
                after = advance(after, event)
            if not events or self._log.append(self._number, *events, said_by=said_by):
                self.refresh()
                return
            self.refresh()
        raise NotNow("A great deal is going on in this room.", "Nothing was lost. Try again in a moment.")
