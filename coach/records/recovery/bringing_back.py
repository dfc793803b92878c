"""Bringing what can be read of a damaged file into the file of today, whatever became of it meanwhile."""

from datetime import UTC, datetime
from pathlib import Path

from coach.errors import RecordsUnwritable
from coach.records.file import Wording, opened, said_plainly
from coach.records.forgotten_ids import ForgottenIds, copy_name
from coach.records.recovery.carrying import Carried, carry
from coach.records.recovery.salvage import salvage
from coach.records.renewing import alone

_REHEARSALS = Wording("your rehearsals", "what is in the damaged file stays there")
_ROOMS = Wording("your rooms", "what is in the damaged file stays there")


def bring_back(damaged: Path, file: Path, *, of_rooms: bool) -> Carried:
    """Bring it back, and say what came and what did not. Nothing that was forgotten or withdrawn since comes.

    Raises RecordsUnwritable where the damaged file cannot be read, was to be overwritten, or nothing can be written.
    """
    with alone(file.parent):  # so that nothing which is forgotten meanwhile is written anew
        return _bring_back(damaged, file, _ROOMS if of_rooms else _REHEARSALS, of_rooms=of_rooms)


def _bring_back(damaged: Path, file: Path, wording: Wording, *, of_rooms: bool) -> Carried:
    forgotten = ForgottenIds(file.parent).read()
    if copy_name(damaged) in forgotten:
        raise RecordsUnwritable(
            "It was to be overwritten and could not be, so nothing is brought back from it.",
            "See that you may write it; then `coach forget --damaged` overwrites it.",
        )
    try:
        found = salvage(damaged, of_rooms=of_rooms)
        last = datetime.fromtimestamp(damaged.stat().st_mtime, UTC)
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise RecordsUnwritable(f"It cannot be read: {why}.", "Nothing was changed.") from None
    connection = opened(file, wording)
    try:
        with said_plainly(wording):
            return carry(found, connection, last, forgotten)
    finally:
        connection.close()
