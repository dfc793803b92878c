"""Rooms that nobody closed, as after a crash: what a trainer needs to know of them before they open another."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.classroom.at_log import AtLog, Clock
from coach.errors import NotKnown, RecordsError
from coach.records.rooms.log import RoomShelf

LATELY = timedelta(hours=12)
"""How long ago something happened, at most, in a room that is offered once more."""
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """One of them: its code, how many came in and did not leave, and when something happened in it last."""

    code: str
    people: int
    touched: datetime


def left_open(shelf: RoomShelf, clock: Clock) -> tuple[LeftOpen, ...]:
    """Those of the last hours, the last used first. One that cannot be read is passed over. Raises RecordsError."""
    now, found = clock(), []
    for each in shelf.rooms():
        if now - each.touched >= LATELY:
            continue
        try:
            with closing(shelf.open(each.code)) as log:
                state = AtLog(log, clock).state
        except (NotKnown, RecordsError):
            continue
        if not state.closed:
            found.append(LeftOpen(each.code, len(state.here()), each.touched))
    return tuple(found[:MOST_NAMED])
