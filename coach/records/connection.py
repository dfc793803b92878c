"""Opening one of the coach's own SQLite files: readable by its owner alone, with the tables of today.

Every file has the same tables, so that one chain of migrations brings all of them forward; each store uses its own.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from coach.errors import RecordsBroken, RecordsError, RecordsUnwritable
from coach.records.paths import lock_folder
from coach.records.tables import SCHEMA, bring_forward, sqlite_statements
from coach.records.traces import (
    SETTINGS,
    clear_the_way,
    decode_text,
    is_unfinished,
    leave_log,
    lengthen_journal,
    overwrite_deleted,
)

LOOKED_THROUGH = 20_000_000
"""Bytes up to which a file is looked through whenever it is opened: a tenth of a second at most is waited for that.

Measured on two busy cores, the middle of seven openings: 0.8 ms for 0.2 MB, 2 ms for 1 MB, 37 ms for 12 MB, 89 ms for
23 MB, 121 ms for 37 MB; without it half a millisecond to one. In a longer file, damage is met, and mended, when what is
damaged is read.
"""


@dataclass(frozen=True, slots=True)
class StoreLabels:
    """What a file holds, for sentences about it: `your rehearsals`; and what goes on where it cannot be written."""

    holds: str
    goes_on: str

    @property
    def begins(self) -> str:
        """The same at the beginning of a sentence."""
        return self.holds[:1].upper() + self.holds[1:]


def open_connection(file: Path, wording: StoreLabels, *, check: bool = False) -> sqlite3.Connection:
    """A connection to a file, made if it is not there, brought forward if it is older.

    What a deletion left that was broken off is overwritten. Several processes may open it at once. With `check`, the
    whole of it is looked through first. Raises RecordsBroken, or RecordsUnwritable where it cannot be used or is of a
    newer coach.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        clear_the_way(file)
        _make_private(file)
    except OSError as error:
        raise write_error(error, wording) from None
    with translate_errors(wording):
        # One thread uses it at a time: whoever asked for it sees to that.
        connection = sqlite3.connect(file, timeout=5, isolation_level=None, check_same_thread=False)
    connection.text_factory = decode_text
    try:
        with translate_errors(wording):
            _set_up(connection, file)
            if check:
                _check_whole(connection, file, wording)
            version = _version(connection)
            if (version == 0 and _has_tables(connection)) or (version > SCHEMA and _has_own_tables(connection)):
                raise damage_error(wording)
            version = version or _make_tables_once(connection)
            if version > SCHEMA:
                raise RecordsUnwritable(
                    f"{wording.begins} were kept by a newer version of the coach.", "Update this one to see them."
                )
            if version < SCHEMA:
                _bring_forward(connection, wording)
            _finish_opening(connection, file)
    except RecordsError:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection, file: Path) -> None:
    """Make the settings of a connection; a file with a write-ahead log gets a journal on the way."""
    for setting in SETTINGS:
        if setting.startswith("journal_mode"):
            leave_log(connection, file)
        connection.execute(f"PRAGMA {setting}")


def _finish_opening(connection: sqlite3.Connection, file: Path) -> None:
    """Overwrite what an earlier deletion left, and set room aside; where others are at it, another time."""
    with suppress(sqlite3.OperationalError):
        if is_unfinished(connection):
            overwrite_deleted(connection, file)
        lengthen_journal(connection, file)


def _check_whole(connection: sqlite3.Connection, file: Path, wording: StoreLabels) -> None:
    """Look through a file, as far as that takes a moment only. Raises RecordsBroken, or sqlite3.Error."""
    if file.stat().st_size <= LOOKED_THROUGH:
        (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise damage_error(wording)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_READONLY and os.access(file, os.W_OK):
            raise damage_error(wording) from None  # its header says that only a newer SQLite may write in it
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'rehearsals'").fetchone() is not None


def _has_own_tables(connection: sqlite3.Connection) -> bool:
    """Whether its tables are of this version or an older one, whatever number its header has."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return False
    return row is not None and row[0] in {f"v{number}" for number in range(1, SCHEMA + 1)}


def _make_private(file: Path) -> None:
    """The file, empty if it is new, for its owner alone. Raises OSError.

    One that is there is never opened here: to close it again would let go of every lock that this process's other
    connections hold on it (POSIX locks are a process's), and whoever closed next would take away the log they write in.
    """
    if not os.path.lexists(file):
        # While another process renews a damaged file, there is none for a moment. An empty one made in that moment
        # would be opened and then replaced, and whoever had opened it would write where nobody reads.
        with lock_folder(file.parent), suppress(FileExistsError):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            return
    if not file.is_file():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    if not file.is_symlink():  # what a link leads to has the rights that its owner gave it
        file.chmod(0o600)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _make_tables_once(connection: sqlite3.Connection) -> int:
    """The tables in an empty file, unless another process has just made them; the version that is there then."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if not _version(connection):
            make_tables(connection)
    return _version(connection)


def make_tables(connection: sqlite3.Connection) -> None:
    """The tables of today, in a database that has none."""
    for statement in sqlite_statements():
        connection.execute(statement)


def _bring_forward(connection: sqlite3.Connection, wording: StoreLabels) -> None:
    """A file of an earlier version, once. Everything in it stays as it was."""
    try:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if _version(connection) < SCHEMA:  # another process may have done it meanwhile
                bring_forward(connection)
    except sqlite3.Error as error:
        if is_damage(error):
            raise damage_error(wording) from None
        raise RecordsUnwritable(
            f"The file of {wording.holds} could not be brought forward to this version of the coach.",
            "It is as it was. See that the disk is not full, and open the coach again.",
        ) from None


@contextmanager
def translate_errors(wording: StoreLabels) -> Iterator[None]:
    """The database's complaints as ours. From None, so that nothing it was given can be in the message."""
    try:
        yield
    except UnicodeDecodeError:
        raise damage_error(wording) from None  # SQLite quotes the file in its complaint, and that is no text any more
    except sqlite3.Error as error:
        said = str(error).lower()
        if is_damage(error):
            raise damage_error(wording) from None
        if "full" in said:
            raise RecordsUnwritable("The disk is full.", f"Free some space; {wording.goes_on}.") from None
        if "locked" in said:
            raise RecordsUnwritable(f"Another program is using {wording.holds}.", "Close it and try again.") from None
        raise RecordsUnwritable(f"The file of {wording.holds} cannot be written.") from None


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the database says that the file is damaged."""
    said = str(error).lower()
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in _DAMAGE or code in _DAMAGE_TOO or any(words in said for words in _DAMAGED)


_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)
_DAMAGE_TOO = (
    sqlite3.SQLITE_IOERR_SHORT_READ,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_NOTNULL,
)
"""The file ends too soon; and no row that the coach writes is there twice or holds nothing: an index is damaged."""
_DAMAGED = ("malformed", "not a database", "unsupported file format", "no such table", "no such column", "no column")


def damage_error(wording: StoreLabels) -> RecordsBroken:
    """The file cannot be used as it is."""
    return RecordsBroken(f"The file of {wording.holds} is damaged.")


def write_error(error: OSError, wording: StoreLabels) -> RecordsUnwritable:
    """The system's complaint as ours."""
    return RecordsUnwritable(
        f"The folder for {wording.holds} cannot be used: {(error.strerror or 'no access').lower()}.",
        f"{wording.goes_on[:1].upper()}{wording.goes_on[1:]}, but it will not be kept.",
    )
