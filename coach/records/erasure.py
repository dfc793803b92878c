"""Overwriting files before they are deleted, so that no words stay on the disk.

To delete, shorten or replace a file only gives its blocks back: what stood in them stays on the disk until something
else is written there. So a file that held words is overwritten with zeros, in place, and only then given up.
Solid-state disks, and file systems that write every change to another place, may keep the old blocks all the same; the
documentation says so, and what helps there (a disk encrypted as a whole).
"""

import os
from contextlib import suppress
from math import inf
from pathlib import Path

BESIDE = ("-journal", "-wal", "-shm")
"""How the names end of what SQLite keeps beside a file."""


def companions(file: Path) -> tuple[Path, ...]:
    """Return the paths of the journal files that SQLite keeps beside a file, there or not."""
    return tuple(file.with_name(f"{file.name}{end}") for end in BESIDE)


PIECE = 1 << 20
"""Bytes that are written at once."""
LEAVING = "leaving-"
"""How the name of a file begins that was replaced and is not overwritten yet."""
BEGUN = "new-"
"""How the name of a file begins that is being written."""
A_WHILE = 3600
"""Seconds in which a file that is being written is finished."""


def overwrite(file: Path, at_least: int = 0) -> None:
    """Fill a file with zeros where it lies, and wait until they are on the disk.

    It is never made shorter.

    Args:
        file: A file that is there; a link is not followed.
        at_least: Bytes that it has afterwards, if the disk has room for them.

    Raises:
        OSError: It is not there, or cannot be written.
    """
    opened = os.open(file, os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
    try:
        size = os.fstat(opened).st_size
        _write_noughts(opened, 0, size)
        os.fsync(opened)
        if at_least > size:
            with suppress(OSError):  # A full disk: what was there is overwritten, and that is what counts.
                _write_noughts(opened, size, at_least)
                os.fsync(opened)
    finally:
        os.close(opened)


def lengthen(file: Path, at_least: int) -> None:
    """Add zeros at a file's end until it has a number of bytes; make the file if there is none.

    What is in it stays.

    Args:
        file: The file.
        at_least: The number of bytes.

    Raises:
        OSError: The disk is full; the file is then as long as the disk allowed.
    """
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        _write_noughts(opened, os.fstat(opened).st_size, at_least)
        os.fsync(opened)
    finally:
        os.close(opened)


def erase(file: Path) -> bool:
    """Overwrite a file, then delete it. A link is deleted, and what it leads to is left alone.

    Returns:
        Whether there was a file.

    Raises:
        OSError: It cannot be written or deleted; then it is still there.
    """
    if file.is_symlink():
        file.unlink(missing_ok=True)
        return True
    try:
        # A file of the user's that was made read-only can still be overwritten once its rights allow it.
        with suppress(PermissionError):
            file.chmod(0o600)
        if file.is_file():
            overwrite(file)
        file.unlink()
    except FileNotFoundError:
        return False
    return True


def put_in_place(new: Path, file: Path) -> None:
    """Replace a file by a new one in a single step, and overwrite the old content.

    Until it is overwritten, the old file lies beside the new one under another name, so that a process killed between
    the two leaves a file, which `sweep` erases, and no nameless blocks. Raises OSError.

    Args:
        new: The new file, in the same folder.
        file: The file that it replaces.
    """
    before = new.with_name(f"{LEAVING}{new.name}")
    try:
        # The second name keeps the old blocks reachable once the first leads to the new file.
        os.link(file, before, follow_symlinks=False)
    except (OSError, NotImplementedError):
        _replace_held_open(new, file)
        return
    try:
        os.replace(new, file)  # noqa: PTH105  # Path.replace is the same; this says that it is atomic
    finally:
        _erase_last_name(before)


def sweep(folder: Path, before: float = inf) -> None:
    """Erase what killed processes left: files that they replaced, and new ones never finished.

    Args:
        folder: Where they lie.
        before: Files begun later than this are left, in seconds since 1970: another process may still be writing them.
    """
    for left in (*folder.glob(f"{LEAVING}*"), *folder.glob(f"{BEGUN}*")):
        with suppress(OSError):
            if left.name.startswith(LEAVING):
                _erase_last_name(left)
            elif left.is_file() and left.lstat().st_mtime < before:
                erase(left)


def _erase_last_name(file: Path) -> None:
    """Erase a file that has no other name; if another name leads to it, remove only this one."""
    # A process may have been killed before the replacing: then this is a second name of the file in use.
    if file.lstat().st_nlink > 1:
        file.unlink()
    else:
        erase(file)


def _replace_held_open(new: Path, file: Path) -> None:
    """Do the work of `put_in_place` where a file cannot have two names.

    The old file is held open while its name goes to the new one, and then overwritten.
    """
    try:
        opened = os.open(file, os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        os.replace(new, file)  # noqa: PTH105  # the same
        return
    try:
        if os.name == "nt":  # A name cannot be taken from an open file there.
            _write_noughts(opened, 0, os.fstat(opened).st_size)
            os.fsync(opened)
            os.close(opened)
            opened = -1
        os.replace(new, file)  # noqa: PTH105  # the same
        if opened != -1:
            _write_noughts(opened, 0, os.fstat(opened).st_size)
            os.fsync(opened)
    finally:
        if opened != -1:
            os.close(opened)


def _write_noughts(opened: int, start: int, end: int) -> None:
    os.lseek(opened, start, os.SEEK_SET)
    # In pieces, so that a large file takes no memory of its size.
    noughts = memoryview(bytes(min(PIECE, max(end - start, 0))))
    while start < end:
        start += os.write(opened, noughts[: end - start])
