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
