"""The people of a room as its door knows them, from one thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.classroom import door as joining
from coach.classroom.client import RoomFold
from coach.errors import NotKnown
from coach.records.class_log import RoomLog

TICKET_LASTS = timedelta(hours=12)
"""How long a browser's ticket opens its place: a day's course, and not the next user of a shared laptop."""
IN_A_BROWSER = "browser "
"""Before the hash of a ticket that this door gave out. Only of these people does a host know who has a screen."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the door knows of somebody by their ticket, and of the room."""

    person: str | None
    """Who they are; None for nobody in the room."""
    left: bool
    """They were in it, and left or were seen out."""
    kept_out: str
    """Why the trainer keeps them out, in a sentence."""
    closed: bool
    """The session has ended."""
    there: frozenset[str]
    """Everybody who is in the room."""
    present: frozenset[str]
    """Everybody of them whose screen is not gone: whoever is away holds no place against others."""


@dataclass(frozen=True, slots=True)
class Presence:
    """How many people are in a room, without any of their names."""

    people: int
    newcomers_wait: bool
    closed: bool


class Guests:
    """The people of one room. Every method may raise RecordsError."""

    def __init__(self, log: RoomLog, clock: Callable[[], datetime], fold: RoomFold | None = None) -> None:
        """Read who is in a room.

        Args:
            log: the room's events.
            clock: tells the time.
            fold: the room as others in this process read it; None to read it alone.
        """
        self._log = log
        self._clock = clock
        self._room = joining.Entrance(log, clock, fold)
        self.gone = False
        """Whether the room was deleted."""

    def join(self, name: str, ticket: str) -> str:
        """Come in; the person's id. Raises NotNow with what to do."""
        return self._room.admit(joining.clean_name(name), _mark_ticket(ticket))

    def find(self, ticket: str) -> Known:
        """Find a person by their ticket, also once the room is closed."""
        room = self._look()
        state, kept = self._room.state, _mark_ticket(ticket)
        people = (*state.list_people(), *state.list_waiting_people()) if room else ()
        after = self._clock() - TICKET_LASTS
        gone = [
            person
            for person in state.people.values()
            if person.gone and person.ticket == kept and (person.since is None or person.since > after)
        ]
        kept_out = next((person.kept_out for person in gone if person.kept_out), "")
        holder = joining.find_ticket_holder(state, kept, after) if room else None
        present = frozenset(person.id for person in people if not (person.away or person.waiting))
        there = frozenset(person.id for person in people)
        return Known(holder, bool(gone), kept_out, state.closed or not room, there, present)

    def count(self) -> Presence:
        """Count the people who are in the room."""
        room, state = self._look(), self._room.state
        return Presence(len(state.list_people()) if room else 0, state.newcomers_wait, state.closed or not room)

    def leave(self, person: str) -> None:
        """Remove a person for good: their ticket opens nothing any more."""
        self._room.remove(person)
        self._log.keep_draft(person, "")

    def in_browsers(self) -> frozenset[str]:
        """List the people who came in by this door, and not at a terminal of their own."""
        room, state = self._look(), self._room.state
        people = (*state.list_people(), *state.list_waiting_people()) if room else ()
        return frozenset(person.id for person in people if person.ticket.startswith(IN_A_BROWSER))

    def mark_away(self, person: str) -> None:
        """Their screen is gone."""
        self._room.set_away(person, gone=True)

    def mark_back(self, person: str) -> None:
        """Their screen is here again."""
        self._room.set_away(person, gone=False)

    def _look(self) -> bool:
        """Take in what is new; False where the room was deleted."""
        try:
            self._room.refresh()
        except NotKnown:
            self.gone = True
        return not self.gone


def _mark_ticket(ticket: str) -> str:
    """What the log keeps of a ticket."""
    return f"{IN_A_BROWSER}{joining.hash_ticket(ticket)}"
