"""Opening one of the coach's own SQLite files: private to its owner, with up-to-date tables.

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
from coach.records.paths import lock_folder, make_private_folder
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
    """The words that errors use for a file: what it holds, and what still works without it."""

    holds: str
    goes_on: str

    @property
    def begins(self) -> str:
        """What the file holds, with a capital for the beginning of a sentence."""
        return self.holds[:1].upper() + self.holds[1:]


def open_connection(file: Path, wording: StoreLabels, *, check: bool = False) -> sqlite3.Connection:
    """Connect to a file; make it if it is not there, and bring an older one forward.

    What an interrupted deletion left is overwritten. Several processes may open the file at once.

    Args:
        file: The path.
        wording: The words for the file in errors.
        check: Whether the whole file is checked for damage first.

    Raises:
        RecordsBroken: The file is damaged.
        RecordsUnwritable: The file cannot be used, or was written by a newer coach.
    """
    try:
        make_private_folder(file.parent)
        # Before SQLite sees the file: it would delete a stray journal with its words still on the disk.
        clear_the_way(file)
        _make_private(file)
    except OSError as error:
        raise write_error(error, wording) from None
    with translate_errors(wording):
        # One thread uses it at a time: whoever asked for it sees to that.
        connection = sqlite3.connect(file, timeout=5, isolation_level=None, check_same_thread=False)
    # A damaged text is decoded all the same; else one broken byte would hide every row that is read with it.
    connection.text_factory = decode_text
    try:
        with translate_errors(wording, file):
            _set_up(connection, file)
            if check:
                _check_whole(connection, file, wording)
            version = _version(connection)
            # The version stands in the header, which may be damaged: a number that does not fit the tables is taken for
            # damage, or a damaged file would be set up as a new one.
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
    """Set up a connection; a file that has a write-ahead log gets a rollback journal instead."""
    for setting in SETTINGS:
        if setting.startswith("journal_mode"):
            leave_log(connection, file)
        connection.execute(f"PRAGMA {setting}")


def _finish_opening(connection: sqlite3.Connection, file: Path) -> None:
    """Overwrite what an earlier deletion left, and set disk space aside for the journal.

    Where other processes use the file just now, that is left for the next time.
    """
    with suppress(sqlite3.OperationalError):
        if is_unfinished(connection):
            overwrite_deleted(connection, file)
        lengthen_journal(connection, file)


def _check_whole(connection: sqlite3.Connection, file: Path, wording: StoreLabels) -> None:
    """Check a file for damage, as far as that takes only a moment.

    Raises RecordsBroken, or sqlite3.Error.
    """
    if file.stat().st_size <= LOOKED_THROUGH:
        (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise damage_error(wording)
    try:
        # This writes nothing, but finds out whether the file can be written at all, before anybody types.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'rehearsals'").fetchone() is not None


def _has_own_tables(connection: sqlite3.Connection) -> bool:
    """Return whether the tables are this version's or an older one's, whatever the header says."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return False
    return row is not None and row[0] in {f"v{number}" for number in range(1, SCHEMA + 1)}


def _make_private(file: Path) -> None:
    """Make a file if there is none, and let only its owner read it. Raises OSError.

    A file that is there is never opened here: to close it again would let go of every lock that this process's other
    connections hold on it (POSIX locks are a process's), and the next connection to close would delete the log they
    write in.
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
    """Make the tables if the file has none, and return the version that the file then has.

    Another process may have made them a moment ago, so that is looked for within the transaction.
    """
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if not _version(connection):
            make_tables(connection)
    return _version(connection)


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of this version in a database that has none."""
    for statement in sqlite_statements():
        connection.execute(statement)


def _bring_forward(connection: sqlite3.Connection, wording: StoreLabels) -> None:
    """Bring a file of an earlier version forward to this version's tables, keeping all its rows."""
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
def translate_errors(wording: StoreLabels, file: Path | None = None) -> Iterator[None]:
    """Turn the database's errors in the block into RecordsError.

    They are raised from None, so that nothing the database was given can be in the message.

    Args:
        wording: The words for the file in errors.
        file: The path, to tell a damaged file from one that may not be written.
    """
    try:
        yield
    except UnicodeDecodeError:
        raise damage_error(wording) from None  # SQLite quotes the file in its complaint, and that is no text any more
    except sqlite3.Error as error:
        said = str(error).lower()
        if is_damage(error, file):
            raise damage_error(wording) from None
        if "full" in said:
            raise RecordsUnwritable("The disk is full.", f"Free some space; {wording.goes_on}.") from None
        if "locked" in said:
            raise RecordsUnwritable(f"Another program is using {wording.holds}.", "Close it and try again.") from None
        raise RecordsUnwritable(f"The file of {wording.holds} cannot be written.") from None


def is_damage(error: Exception, file: Path | None = None) -> bool:
    """Return whether the database's error says that the file is damaged.

    Args:
        error: The error.
        file: The path, if it is known. SQLite also refuses to write where a page says that only a newer SQLite may; a
            file that was moved away has an error number of its own.
    """
    said = str(error).lower()
    # Some damage is only met as text, such as a table that is not there: the words of SQLite's messages are the only
    # sign.
    code = getattr(error, "sqlite_errorcode", 0)
    if file is not None and code == sqlite3.SQLITE_READONLY and os.access(file, os.W_OK):
        return True
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
    """Make the error that a file is damaged."""
    return RecordsBroken(f"The file of {wording.holds} is damaged.")


def write_error(error: OSError, wording: StoreLabels) -> RecordsUnwritable:
    """Turn the system's error on a folder into a RecordsUnwritable with advice."""
    return RecordsUnwritable(
        f"The folder for {wording.holds} cannot be used: {(error.strerror or 'no access').lower()}.",
        f"{wording.goes_on[:1].upper()}{wording.goes_on[1:]}, but it will not be kept.",
    )
