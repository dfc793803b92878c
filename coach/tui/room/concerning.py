"""What of a room can be seen from one seat: nothing else needs to be drawn there, and some of it can wait."""

from dataclasses import dataclass, replace

from coach.classroom.participant import Participant
from coach.classroom.state import GroupState, RoomState
from coach.classroom.view_builder import narrow_to_concern

REST = 3.0
"""Seconds that others may come and go without being shown, while they still do: a class that comes in at once would
otherwise have every name drawn for everybody."""

Concern = tuple[RoomState, GroupState | None]
"""The room, without groups where they are not seen; and one's own group."""


def concern_of(seat: Participant) -> Concern:
    """The part of the room that can be seen from a seat."""
    return narrow_to_concern(seat.state, seat.person)


def can_wait(before: Concern | None, now: Concern, person: str) -> bool:
    """Whether others only came, went or sat down together: whoever sits with nobody yet learns that soon enough.

    Their own place is not among it: somebody who is seated by another, or put out, sees that at once.
    """
    if before is None or before[1] is not None or now[1] is not None:
        return False
    return _alone(before[0], person) == _alone(now[0], person)


@dataclass(slots=True)
class Seen:
    """What is shown of a room at one seat."""

    concern: Concern | None = None
    """None before the first look."""
    _newest: Concern | None = None
    """What was looked at last, and not shown."""
    _since: float = 0.0
    """When that began, by the caller's clock."""

    def is_all(self, now: Concern) -> bool:
        """Whether there is nothing else to show."""
        return self.concern == now

    def rests(self, now: Concern, person: str, at: float) -> bool:
        """Whether nothing needs to be shown just now: nothing is new, or others are still coming and going."""
        if self.is_all(now) or not can_wait(self.concern, now, person):
            return self.is_all(now)
        self._since = at if self._newest is None else self._since
        still, self._newest = self._newest != now, now
        return still and at < self._since + REST


def _alone(state: RoomState, person: str) -> RoomState:
    them = {key: each for key, each in state.people.items() if key == person}
    return replace(state, people=them, groups={}, groups_made=0, past=())
