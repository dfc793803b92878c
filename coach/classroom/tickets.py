"""What lets the same person into the same room again from their own machine: a small file that only they can read."""

from collections.abc import Callable
from pathlib import Path

from coach.classroom.keeping import keep, kept
from coach.model.frozen import Frozen


class Ticket(Frozen):
    """What is shown at the door. The room keeps its hash alone."""

    ticket: str


def ticket_for(folder: Path, code: str, new: Callable[[], str]) -> str:
    """The ticket that is kept for a room, or a new one, kept first. Raises RecordsError."""
    file = _file(folder, code)
    found = kept(file, Ticket, "Your ticket for this room")
    if found is None:
        found = Ticket(ticket=new())
        keep(file, found)
    return found.ticket


def throw_away(folder: Path, code: str) -> None:
    """Forget the ticket of a room that is gone. Nothing happens where there is none."""
    _file(folder, code).unlink(missing_ok=True)


def _file(folder: Path, code: str) -> Path:
    """`code` holds letters and digits alone, so it is a name of a file."""
    return folder / "tickets" / f"{code}.json"
