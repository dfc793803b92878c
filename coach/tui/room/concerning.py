"""What of a room can be seen from one seat: nothing else that happens needs to be drawn there."""

from dataclasses import replace

from coach.classroom.seat import Seat
from coach.classroom.state import GroupState, RoomState
from coach.model.room import Stage

Concern = tuple[RoomState, GroupState | None]
"""The room, without groups where they are not seen; and one's own group."""


def concern_of(seat: Seat) -> Concern:
    """Two of these are alike where nothing was added that this seat's screen could show.

    Whoever is in no group, or whose group is still gathering, sees the others find each other.
    """
    state, group = seat.state, seat.group
    if group is None or group.stage is Stage.GATHERING:
        return state, group
    return replace(state, groups={}, past=()), group


def can_wait(before: Concern | None, now: Concern, person: str) -> bool:
    """Whether others only came, went or sat down together: whoever sits with nobody yet learns that soon enough.

    Their own place is not among it: somebody who is seated by another, or put out, sees that at once.
    """
    if before is None or before[1] is not None or now[1] is not None:
        return False
    return _alone(before[0], person) == _alone(now[0], person)


def _alone(state: RoomState, person: str) -> RoomState:
    them = {key: each for key, each in state.people.items() if key == person}
    return replace(state, people=them, groups={}, groups_made=0, past=())
