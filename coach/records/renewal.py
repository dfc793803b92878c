"""A damaged file is set aside, and a whole one put in its place with everything that could be read of it."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp

from coach.errors import RecordsBroken, RecordsUnwritable
from coach.records.connection import StoreLabels, open_connection, translate_errors, write_error
from coach.records.damaged_copies import companions, move_aside
from coach.records.erasure import erase
from coach.records.paths import lock_folder

SetAside = Callable[[Path], Path]
"""Gives the name under which a damaged file is set aside: one that nothing has yet."""


def open_whole(
    file: Path, wording: StoreLabels, set_aside: SetAside, *, of_rooms: bool = False
) -> tuple[sqlite3.Connection, str]:
    """A connection to a file of which nothing is damaged, and what happened to it, in sentences, where anything did.

    Raises RecordsUnwritable where it cannot be used, or is of a newer coach.
    """
    was = identity(file)
    try:
        return open_connection(file, wording, check=True), ""
    except RecordsBroken:
        pass
    except RecordsUnwritable:  # SQLite refuses to write in a file that another process has moved aside
        if identity(file) == was:
            raise
    with lock_folder(file.parent):
        try:  # another process may have renewed it meanwhile
            return open_connection(file, wording, check=True), ""
        except RecordsBroken:
            said = _renew(file, wording, set_aside, of_rooms=of_rooms)
        return open_connection(file, wording), said


def renew(
    file: Path, was: tuple[int, int], wording: StoreLabels, set_aside: SetAside, *, of_rooms: bool = False
) -> tuple[sqlite3.Connection, str]:
    """The same for a file that is known to be damaged, unless another process has renewed it: `was` is its identity."""
    with lock_folder(file.parent):
        said = _renew(file, wording, set_aside, of_rooms=of_rooms) if identity(file) == was else ""
        return open_connection(file, wording), said


def identity(file: Path) -> tuple[int, int]:
    """What tells a file from another of the same name; nothing stands for none."""
    try:
        there = file.stat()
    except OSError:
        return 0, 0
    return there.st_dev, there.st_ino


def _renew(file: Path, wording: StoreLabels, set_aside: SetAside, *, of_rooms: bool) -> str:
    """Make a whole file of what can be read, set the damaged one aside, and say what was saved and what was not."""
    from coach.records.recovery.row_sorting import recover_rows
    from coach.records.recovery.transfer import carry  # only where it is needed, which is seldom

    try:
        found = recover_rows(file, of_rooms=of_rooms)
        last = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        handle, name = mkstemp(dir=file.parent, prefix="new-", suffix=".db")
        os.close(handle)
    except OSError as error:
        raise write_error(error, wording) from None
    fresh = Path(name)
    try:
        connection = open_connection(fresh, wording)
        try:
            with translate_errors(wording):
                carried = carry(found, connection, last)
        finally:
            connection.close()
        aside = set_aside(file)
        move_aside(file, aside)
        fresh.replace(file)
    except OSError as error:
        raise write_error(error, wording) from None
    finally:
        with suppress(OSError):
            for left in (*companions(fresh), fresh):
                erase(left)
    return f"The file of {wording.holds} was damaged. It is set aside as {aside.name}. {carried.describe()}"
