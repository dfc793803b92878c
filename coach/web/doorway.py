"""The way a room's door was opened here, stored so that a crash changes no address."""

from contextlib import suppress
from pathlib import Path

from coach.errors import RecordsError
from coach.language.catalogue import say
from coach.model.types import Frozen
from coach.records.class_log_sqlite import read_value, write_value
from coach.web.hosting import LOOPBACK, MOST, PORT


class Doorway(Frozen):
    """Where a door is, and who fits through it. Nothing of anybody's."""

    host: str = LOOPBACK
    port: int = PORT
    address: str = ""
    """How learners reach it, where this machine cannot know."""
    certificate: Path | None = None
    key: Path | None = None
    most: int = MOST
    entry: str = ""
    """The code that newcomers type, where it is no longer the room's own."""
    locked: bool = False
    projector: str = ""
    """What the address of the projector's page ends with."""


def keep_doorway(folder: Path, code: str, doorway: Doorway) -> None:
    """Store how a door was opened; where that fails, the door is open all the same."""
    with suppress(RecordsError):
        write_value(_file(folder, code), doorway)


def doorway_of(folder: Path, code: str) -> Doorway | None:
    """Return how a room's door was opened here last; None where that is not known."""
    with suppress(RecordsError):
        return read_value(_file(folder, code), Doorway, say("How this room's door was opened"))
    return None


def find_room_by_entry(folder: Path, entry: str) -> str:
    """Return the code of the room whose door has this new code here; empty for none.

    Args:
        folder: where doors are remembered.
        entry: the code that newcomers type.
    """
    rooms = sorted(file.stem for file in folder.glob("*.json"))
    doorways = ((room, doorway_of(folder, room)) for room in rooms if entry)
    return next((room for room, doorway in doorways if doorway is not None and doorway.entry == entry), "")


def forget_doorways(folder: Path, still_there: frozenset[str]) -> None:
    """Forget those of rooms that are gone. `still_there`: the codes of the others."""
    for file in folder.glob("*.json"):
        if file.stem not in still_there:
            file.unlink(missing_ok=True)


def _file(folder: Path, code: str) -> Path:
    """`code` holds letters and digits alone, so it is a name of a file."""
    return folder / f"{code}.json"
