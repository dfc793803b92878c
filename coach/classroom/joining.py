"""Coming into a room, being let in again, and leaving: what a door needs, whatever kind of door it is."""

import hashlib
from datetime import datetime

from coach.classroom.at_log import AtLog, Clock
from coach.classroom.state import RoomState
from coach.errors import NameRefused
from coach.model.room import LONGEST_NAME, Away, Back, Joined, Left, RoomEvent
from coach.records.rooms.log import RoomLog


def hashed(ticket: str) -> str:
    """What is kept of a ticket: enough to know it again, and not enough to be let in by."""
    return hashlib.sha256(ticket.encode()).hexdigest()


def whose(state: RoomState, ticket: str, after: datetime | None = None) -> str | None:
    """The person that a hashed ticket belongs to; nobody who left, and nobody who came in before `after`."""
    return next(
        (
            person.id
            for person in state.here()
            if ticket and person.ticket == ticket and (after is None or person.since is None or person.since > after)
        ),
        None,
    )


def join(log: RoomLog, name: str, clock: Clock, ticket: str = "") -> str:
    """Come in by a name; the id of the person. `ticket` is hashed already.

    Raises NameRefused for a name that is empty, long or taken, and NotNow for a room that is full or closed.
    """
    name = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not name:
        raise NameRefused("Say what you would like to be called here.", "It need not be your real name.")
    if len(name) > LONGEST_NAME:
        raise NameRefused("That name is too long for the screen.", f"{LONGEST_NAME} letters are enough.")
    joined: list[str] = []

    def make(state: RoomState) -> tuple[RoomEvent, ...]:
        joined[:] = [f"p{len(state.people) + 1}"]
        return (Joined(at=clock(), by=joined[0], name=name, ticket=ticket),)

    AtLog(log, clock).add(make)
    return joined[0]


def away(log: RoomLog, person: str, clock: Clock) -> None:
    """Somebody's screen is gone. Their place is kept; nothing happens where that is known, or the room is closed."""
    _is_away(log, person, clock, True)


def back(log: RoomLog, person: str, clock: Clock) -> None:
    """Their screen is here again."""
    _is_away(log, person, clock, False)


def leave(log: RoomLog, person: str, clock: Clock) -> None:
    """A person goes for good, also from a room that is closed: the ticket they came in by opens nothing any more."""

    def make(state: RoomState) -> tuple[RoomEvent, ...]:
        known = state.people.get(person)
        return () if known is None or known.gone else (Left(at=clock(), by=person),)

    AtLog(log, clock).add(make)
    log.keep_draft(person, "")


def leaving(state: RoomState, person: str, clock: Clock) -> tuple[RoomEvent, ...]:
    """Somebody goes for good, and their group goes on; nothing where they are gone, or the room is closed."""
    known = state.people.get(person)
    return () if state.closed or known is None or known.gone else (Left(at=clock(), by=person),)


def _is_away(log: RoomLog, person: str, clock: Clock, gone: bool) -> None:
    def make(state: RoomState) -> tuple[RoomEvent, ...]:
        known = state.people.get(person)
        if state.closed or known is None or known.gone or known.away is gone:
            return ()
        return (Away(at=clock(), by=person),) if gone else (Back(at=clock(), by=person),)

    AtLog(log, clock).add(make)
