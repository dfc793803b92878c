"""Coming into a room, being let in again, and leaving: what a door needs, whatever kind of door it is."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from coach.classroom.at_log import AtLog, Clock
from coach.classroom.names import chosen_name, looks_the_same, refuse_claims
from coach.classroom.state import RoomState
from coach.errors import NameRefused
from coach.model.room import Away, Back, Joined, Left, RoomEvent
from coach.records.rooms.log import RoomLog

TAKEN = "Somebody here has that name already, or one that looks like it."


class _Door(AtLog):
    """Where people come in and go. Nothing is said at it."""

    def let(self, make: Callable[[RoomState], Sequence[RoomEvent]]) -> None:
        """Let what happens at a door happen."""
        self._add(make)


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


def join(log: RoomLog, name: str, clock: Clock, ticket: str = "", *, by_role: bool = False) -> str:
    """Come in by a name; the id of the person. `ticket` is hashed already.

    `by_role`: at one laptop people may be called by their roles. Raises NameRefused for a name that is empty, long,
    taken, invisible or somebody else's, and NotNow for a room that is full or closed.
    """
    name = chosen_name(name)
    joined: list[str] = []

    def make(state: RoomState) -> tuple[RoomEvent, ...]:
        if not by_role:
            refuse_claims(name, state.families)
        if any(looks_the_same(person.name, name) for person in state.here()):
            raise NameRefused(TAKEN, "Add a letter, so that people can tell you apart.")
        joined[:] = [f"p{len(state.people) + 1}"]
        return (Joined(at=clock(), by=joined[0], name=name, ticket=ticket),)

    _Door(log, clock).let(make)
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

    _Door(log, clock).let(make)
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

    _Door(log, clock).let(make)
