"""What lets the same person into the same room again from their own machine: a small file that only they can read."""

from collections.abc import Callable
from pathlib import Path

from coach.classroom.keeping import keep, kept
from coach.model.frozen import Frozen
from coach.records.erasure import erase


class Ticket(Frozen):
    """What is shown at the door. The room keeps its hash alone."""

    ticket: str
    others: tuple[str, ...] = ()
    """Of people who came in from this account before: it can be one that several use."""


def tickets_for(folder: Path, code: str) -> tuple[str, ...]:
    """The tickets that are kept for a room, the newest first. Raises RecordsError."""
    found = kept(_file(folder, code), Ticket, "Your ticket for this room")
    return (found.ticket, *found.others) if found else ()


def new_ticket_for(folder: Path, code: str, new: Callable[[], str]) -> str:
    """A new one, kept beside those that are there, before anybody comes in by it. Raises RecordsError."""
    ticket = new()
    keep(_file(folder, code), Ticket(ticket=ticket, others=tickets_for(folder, code)))
    return ticket


def throw_away(folder: Path, code: str) -> None:
    """Forget the ticket of a room that is gone. Nothing happens where there is none."""
    erase(_file(folder, code))


def _file(folder: Path, code: str) -> Path:
    """`code` holds letters and digits alone, so it is a name of a file."""
    return folder / "tickets" / f"{code}.json"
