"""What a deletion leaves behind in a SQLite file, and how that is overwritten.

SQLite's own `secure_delete` is not enough. It leaves words in three places, each of which a search of the disk finds:

* The rollback journal holds every page as it was before a change. So it is kept (`journal_mode = PERSIST`), never made
  shorter, and overwritten with zeros after each deletion.
* Rows that SQLite moved from one page to another leave a copy in the gap that they left, which deleting the row does
  not reach. So after each deletion all pages are written anew, from a copy in memory that never held what is gone.
* A file that is made shorter gives its last blocks back as they are; SQLite does so when it takes back a change that
  was broken off. So the file grows by empty pages only, before they are needed, and what is written lies in those.

All of it is done in transactions of SQLite's own: a process that is killed at any moment loses nothing, and leaves a
mark in the file by which the next one finishes the overwriting.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coach.records.erasure import companions, erase, lengthen, overwrite

KEPT = ("locking_mode = EXCLUSIVE", "temp_store = MEMORY", "journal_mode = PERSIST", "locking_mode = NORMAL")
"""Settings of every connection, in this order: whoever takes back a change that another process broke off deletes the
journal in SQLite's first mode, and in no other; the way to choose the mode begins by looking whether there is one."""
LET_GO = "user_version"
"""What is read after those settings, because SQLite lets go of the file when it is read next."""
SAFELY = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")
SETTINGS = (*KEPT, *SAFELY, LET_GO)
"""Of every connection, in this order."""
UNFINISHED = 0x436F6163
"""In the file's `application_id` from a deletion until everything that it left is overwritten."""
SPARE = 64
"""Empty pages that are added at once."""
LOW = 24
"""Empty pages under which more are added where there is room."""
LEAST = 8
"""Empty pages beyond those for the words themselves without which nothing is written."""
HEADERS = 1 << 16
"""Bytes of a journal for what is not pages."""
PATIENCE = 5000
"""Milliseconds for which others are waited for."""
SECTOR = 512


def decode_text(text: bytes) -> str:
    """Decode a file's text; a byte that is no character is replaced, so that no row is lost."""
    return text.decode("utf-8", "replace")


def clear_the_way(file: Path) -> None:
    """Erase journals that lie beside a missing or empty file. Raises OSError.

    SQLite would delete them without overwriting them.
    """
    size = file.stat().st_size if file.exists() else 0
    if size == 0:
        for beside in companions(file):
            if beside.exists() and beside.stat().st_size > (SECTOR if file.exists() else 0):
                erase(beside)


def leave_log(connection: sqlite3.Connection, file: Path) -> None:
    """Change a file with a write-ahead log, as older versions made, to a rollback journal.

    The connection is in locking mode EXCLUSIVE. Everything in the log goes into the file, and the log is overwritten
    before SQLite deletes it. Raises sqlite3.OperationalError where others have the file open.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        # The transaction is empty, but in this locking mode its lock is kept: nobody can write into the log between the
        # checkpoint and the overwriting.
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
        if busy:
            raise sqlite3.OperationalError("database is locked")
        log = companions(file)[1]
        if log.exists():
            overwrite(log)


def mark_unfinished(connection: sqlite3.Connection) -> None:
    """Mark the file, within a deletion's transaction: what it leaves is still to be overwritten."""
    # The `application_id` is part of the file's header, so it is written and rolled back with the transaction itself.
    connection.execute(f"PRAGMA application_id = {UNFINISHED}")


def is_unfinished(connection: sqlite3.Connection) -> bool:
    """Return whether a deletion was interrupted before everything that it left was overwritten."""
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == UNFINISHED)


def delete_rows(
    connection: sqlite3.Connection, file: Path, rows: Callable[[sqlite3.Connection], int], *, always: bool = False
) -> int:
    """Delete rows, and overwrite everything that they leave in the file and its journal.

    The connection is in no transaction.

    Args:
        connection: A connection to the file.
        file: The path.
        rows: Deletes them and returns how many there were.
        always: Whether to overwrite also if no row was deleted.

    Returns:
        How many rows there were.

    Raises:
        sqlite3.Error: The file is in use for too long, or damaged. What was deleted by then is overwritten when the
            file is opened next.
    """
    gone: int | None = None
    try:
        gone = _delete(connection, rows)
        if gone or always or is_unfinished(connection):
            overwrite_deleted(connection, file)
    except sqlite3.OperationalError as error:
        if "full" not in str(error):
            raise
        # No room for a journal: it is kept in memory this once. A machine that stops in these milliseconds damages the
        # file; on a full disk that is the only way to overwrite what is there.
        with _alone(connection):
            overwrite_journal(file)
            connection.execute("PRAGMA journal_mode = MEMORY")
            try:
                gone = _delete(connection, rows) if gone is None else gone
                _write_anew(connection, file)
            finally:
                connection.execute("PRAGMA journal_mode = PERSIST")
    return gone


def overwrite_deleted(connection: sqlite3.Connection, file: Path) -> None:
    """Overwrite everything in a file and its journal that belongs to no row any more.

    Raises:
        sqlite3.Error: The file is in use for too long, or damaged. The mark `is_unfinished` stays then.
    """
    with _alone(connection):
        _write_anew(connection, file)


def overwrite_journal(file: Path) -> None:
    """Overwrite a file's journal, unless SQLite still needs it.

    The caller sees that no other connection can write meanwhile.
    """
    journal = companions(file)[0]
    if journal.exists():
        with journal.open("rb") as opened:
            # SQLite marks a journal as done by zeros at its beginning; a journal with anything there still undoes a
            # change.
            needed = any(opened.read(8))
        if not needed:
            overwrite(journal)


def make_room(connection: sqlite3.Connection, file: Path, written: int = 0) -> None:
    """Add empty pages to a file, and space to its journal, where few are left.

    The connection is in no transaction.

    Args:
        connection: A connection to the file.
        file: The path.
        written: Bytes that are about to be written.

    Raises:
        sqlite3.OperationalError: The disk is full, and what is about to be written does not fit.
    """
    size = _number(connection, "page_size")
    # Twice what is written, since pages are split and long texts take whole further pages.
    needed = LEAST + 2 * written // size
    # As long as unused pages are left, SQLite fills those and does not change the file's length.
    if _number(connection, "freelist_count") >= LOW + needed:
        return
    try:
        add_pages(connection, SPARE + needed, size)
    except sqlite3.OperationalError:
        if _number(connection, "freelist_count") < needed:
            raise
    lengthen_journal(connection, file)


def lengthen_journal(connection: sqlite3.Connection, file: Path) -> None:
    """Set disk space aside for the journal of the largest change.

    A full disk then stops no deletion.

    The connection is in no transaction. Raises sqlite3.OperationalError where others write for too long.
    """
    journal = companions(file)[0]
    # The largest change rewrites every page; the journal has each with its number and its checksum, eight bytes
    # together.
    wanted = _number(connection, "page_count") * (_number(connection, "page_size") + 8) + HEADERS
    if journal.exists() and journal.stat().st_size >= wanted:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        with suppress(OSError):  # A full disk has less; a change that needs more says so.
            lengthen(journal, wanted)
    finally:
        # Nothing was changed, so it is taken back: to commit, SQLite wants the file for itself, is refused while others
        # read, and leaves the transaction open, in which the next one cannot begin.
        connection.execute("ROLLBACK")


def _delete(connection: sqlite3.Connection, rows: Callable[[sqlite3.Connection], int]) -> int:
    connection.execute("BEGIN IMMEDIATE")
    try:
        gone = rows(connection)
        if gone:
            mark_unfinished(connection)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return gone


def _write_anew(connection: sqlite3.Connection, file: Path) -> None:
    """Write every page of a file anew, from a copy in memory without gaps.

    The journal is overwritten as well.
    """
    size = _number(connection, "page_size")
    # The file may be longer than its header says, after a change that was broken off; that part is overwritten too.
    pages = max(_number(connection, "page_count"), -(-file.stat().st_size // size))
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for setting in ("temp_store = MEMORY", "secure_delete = ON"):
            copy.execute(f"PRAGMA {setting}")
        connection.backup(copy)
        # VACUUM writes the rows anew and without gaps, so that nothing of a deleted one is left between them.
        copy.execute("VACUUM")
        short = pages - _number(copy, "page_count")
        # The copy is made as long as the file, so that writing it back overwrites every page and shortens nothing.
        if short > 0:
            add_pages(copy, short, size)
        # The copy is marked as well, or writing it back would clear the mark before the journal is overwritten.
        mark_unfinished(copy)
        copy.backup(connection)
    finally:
        copy.close()
        overwrite_journal(file)
    connection.execute("PRAGMA application_id = 0")


def add_pages(connection: sqlite3.Connection, pages: int, size: int) -> None:
    """Make a file longer by a number of empty pages.

    They are the first page of a table, and those on which its one value goes on. The value is so long that its first
    part fills the first page, and the rest the others, to the last byte but a few.

    Args:
        connection: A connection to the file.
        pages: How many pages.
        size: The bytes of a page.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("CREATE TABLE spare (noughts BLOB)")
        connection.execute("INSERT INTO spare VALUES (zeroblob(?))", (pages * (size - 4) - 96,))
        connection.execute("DROP TABLE spare")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def _alone(connection: sqlite3.Connection) -> Iterator[None]:
    """Lock the file for this connection alone while the block runs."""
    before = _number(connection, "busy_timeout")
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        # In this locking mode the first lock is kept until the mode is left: nobody else reads or writes from here on.
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        yield
    finally:
        connection.execute("PRAGMA locking_mode = NORMAL")
        connection.execute(f"PRAGMA busy_timeout = {before}")
        # Leaving the mode lets go of the lock only with the next look at the file.
        with suppress(sqlite3.DatabaseError):
            _number(connection, LET_GO)


def _number(connection: sqlite3.Connection, of: str) -> int:
    return int(connection.execute(f"PRAGMA {of}").fetchone()[0])
