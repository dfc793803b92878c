"""Bringing back what can be read of damaged files: those that were set aside here, or one that is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coach.errors import NotKnown, RecordsError
from coach.records.damaged_copies import damaged_copies
from coach.records.paths import Places


@dataclass(frozen=True, slots=True)
class RecoveredRehearsals:
    """What a recovery brought back, as sentences for the practitioner."""

    lines: tuple[str, ...]
    """A sentence or more for each file, fit to be shown."""
    whole: bool
    """Whether everything that a file held is here now."""


def recover(where: Places, file: Path | None = None) -> RecoveredRehearsals:
    """Bring what can be read of damaged files into the files of today; what is there already stays.

    Args:
        where: Where this user's files lie, and the damaged copies beside them.
        file: One file, instead of the copies.

    Raises:
        NotKnown: There is no such file.
        RecordsError: The files of today cannot be written.
    """
    from coach.records.recovery.transfer import bring_back

    if file is not None and not file.is_file():
        raise NotKnown(f"There is no file called '{file.name}'.", "Look at its name again.")
    lines, whole = [], True
    for damaged, of_rooms in _files(where, file):
        try:
            carried = bring_back(damaged, where.rooms if of_rooms else where.rehearsals, of_rooms=of_rooms)
        except RecordsError as error:
            lines.append(f"{damaged.name}: {error}")
            whole = False
            continue
        lines.append(f"{damaged.name}: {carried.describe()}")
        whole = whole and not carried.missing
    if not lines:
        return RecoveredRehearsals(("There is no damaged file here.",), whole=True)
    return RecoveredRehearsals(tuple(lines), whole)


def _files(where: Places, file: Path | None) -> Iterator[tuple[Path, bool]]:
    """List the files to be read, each with whether rooms are in it."""
    if file is not None:
        yield file, file.name.startswith("rooms")
        return
    for folder in dict.fromkeys((where.rehearsals.parent, where.rooms.parent)):
        for copy in damaged_copies(folder):
            if copy.file.is_file():
                yield copy.file, copy.holds == "rooms"
