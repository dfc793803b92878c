"""Replacing a damaged file by a whole one that holds everything that could be read of it."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp

from coach.errors import RecordsBroken, RecordsUnwritable
from coach.records.connection import StoreLabels, open_connection, translate_errors, write_error
from coach.records.damaged_copies import move_aside
from coach.records.erasure import companions, erase
from coach.records.paths import lock_folder

SetAside = Callable[[Path], Path]
"""Gives the name under which a damaged file is set aside: one that nothing has yet."""


Identity = tuple[int, int]
"""What tells a file from another of the same name."""
OPENINGS = 20
"""Attempts to open a file that other processes replace just then. Each renews it once at most."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A connection to one of the coach's files, with the identity of the file that it opened.

    The identity tells whether another process has replaced the file since; `notice` says what a renewal saved and lost.
    """

    connection: sqlite3.Connection
    identity: Identity
    """Of the very file that the connection writes in: SQLite refuses to write once another lies at its name."""
    notice: str = ""
    """What happened to the file, in sentences, where it was damaged."""


def open_current(file: Path, labels: StoreLabels, *, check: bool = False) -> OpenFile:
    """Open the file that has a name now, even while another process replaces it.

    A connection belongs to the file that had the name when it was made. So the file is looked at before and after:
    taken only afterwards, the identity would be that of the new file, and the connection would go on writing in the old
    one, which SQLite refuses.

    Args:
        file: The path. The file is made if it is not there.
        labels: The words for the file in errors.
        check: Whether the whole file is checked for damage first.

    Raises:
        RecordsBroken: It is damaged.
        RecordsUnwritable: It cannot be used, or was written by a newer coach.
    """
    for _ in range(OPENINGS):
        before = identity(file)
        try:
            connection = open_connection(file, labels, check=check)
        except (RecordsBroken, RecordsUnwritable):
            if identity(file) == before:
                raise
            continue
        if identity(file) == before:
            return OpenFile(connection, before)
        connection.close()
    raise RecordsUnwritable(f"Another program is using {labels.holds}.", "Close it and try again.")


def open_whole(file: Path, labels: StoreLabels, set_aside: SetAside, *, of_rooms: bool = False) -> OpenFile:
    """Open a file after checking it for damage; a damaged one is renewed first.

    Args:
        file: The path.
        labels: The words for the file in errors.
        set_aside: Gives the name under which a damaged file is kept.
        of_rooms: Whether it holds rooms instead of rehearsals.

    Raises:
        RecordsUnwritable: It cannot be used, or was written by a newer coach.
    """
    with suppress(RecordsBroken):
        return open_current(file, labels, check=True)
    with lock_folder(file.parent):
        try:  # another process may have renewed it meanwhile
            return open_current(file, labels, check=True)
        except RecordsBroken:
            notice = _renew(file, labels, set_aside, of_rooms=of_rooms)
        return replace(open_current(file, labels), notice=notice)


def renew(file: Path, was: Identity, labels: StoreLabels, set_aside: SetAside, *, of_rooms: bool = False) -> OpenFile:
    """Renew a file that is known to be damaged, and open the new one.

    Args:
        file: The path.
        was: The identity of the damaged file. If another file has the name now, another process has renewed it.
        labels: The words for the file in errors.
        set_aside: Gives the name under which the damaged file is kept.
        of_rooms: Whether it holds rooms instead of rehearsals.

    Raises:
        RecordsUnwritable: It cannot be used.
    """
    with lock_folder(file.parent):
        notice = _renew(file, labels, set_aside, of_rooms=of_rooms) if identity(file) == was else ""
        return replace(open_current(file, labels), notice=notice)


def identity(file: Path) -> Identity:
    """Return device and number of the file that has a name now; zeros if there is none."""
    try:
        there = file.stat()
    except OSError:
        return 0, 0
    return there.st_dev, there.st_ino


def _renew(file: Path, labels: StoreLabels, set_aside: SetAside, *, of_rooms: bool) -> str:
    """Make a whole file of what can be read, set the damaged one aside, and say what was saved."""
    from coach.records.recovery.row_sorting import recover_rows
    from coach.records.recovery.transfer import carry  # only where it is needed, which is seldom

    try:
        found = recover_rows(file, of_rooms=of_rooms)
        last = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        handle, name = mkstemp(dir=file.parent, prefix="new-", suffix=".db")
        os.close(handle)
    except OSError as error:
        raise write_error(error, labels) from None
    fresh = Path(name)
    try:
        connection = open_connection(fresh, labels)
        try:
            with translate_errors(labels):
                carried = carry(found, connection, last)
        finally:
            connection.close()
        aside = set_aside(file)
        move_aside(file, aside)
        fresh.replace(file)
    except OSError as error:
        raise write_error(error, labels) from None
    finally:
        with suppress(OSError):
            for left in (*companions(fresh), fresh):
                erase(left)
    return f"The file of {labels.holds} was damaged. It is set aside as {aside.name}. {carried.describe()}"
