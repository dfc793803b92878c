"""Overwriting files before they go, so that a disk keeps no words in blocks that belong to nothing any more.

To delete, shorten or replace a file only gives its blocks back: what stood in them stays on the disk until something
else is written there. So a file that held words is overwritten with noughts, in place, and only then given up.
Solid-state disks, and file systems that write every change to another place, may keep the old blocks all the same;
the documentation says so, and what helps there (a disk encrypted as a whole).
"""

import os
from contextlib import suppress
from math import inf
from pathlib import Path

BESIDE = ("-journal", "-wal", "-shm")
"""How the names end of what SQLite keeps beside a file."""


def companions(file: Path) -> tuple[Path, ...]:
    """What SQLite keeps beside a file, whether it is there or not."""
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
    """Fill a file with noughts where it lies, and see them to the disk. It is never made shorter.

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
    """Add noughts at a file's end until it has so many bytes. What is in it stays; it is made if it is not there.

    Raises OSError, with the file as long as the disk allowed.
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
        Whether there was anything.

    Raises:
        OSError: It cannot be written or deleted; then it is still there.
    """
    if file.is_symlink():
        file.unlink(missing_ok=True)
        return True
    try:
        with suppress(PermissionError):
            file.chmod(0o600)
        if file.is_file():
            overwrite(file)
        file.unlink()
    except FileNotFoundError:
        return False
    return True


def put_in_place(new: Path, file: Path) -> None:
    """Put a new file in place of another at once, and overwrite what was there before.

    Until it is overwritten, what was replaced lies beside under a name of its own, so that a process killed between
    the two leaves a file, which `sweep` erases, and no nameless blocks. Raises OSError.
    """
    before = new.with_name(f"{LEAVING}{new.name}")
    try:
        os.link(file, before, follow_symlinks=False)
    except (OSError, NotImplementedError):
        _replace_held_open(new, file)
        return
    try:
        os.replace(new, file)  # noqa: PTH105  # Path.replace is the same; this says that it is atomic
    finally:
        _erase_last_name(before)


def sweep(folder: Path, before: float = inf) -> None:
    """Erase what processes that were killed left: files that they replaced, and new ones that they never finished.

    Args:
        folder: Where they lie.
        before: Files begun later than this are left, as seconds since 1970: somebody is writing them.
    """
    for left in (*folder.glob(f"{LEAVING}*"), *folder.glob(f"{BEGUN}*")):
        with suppress(OSError):
            if left.name.startswith(LEAVING):
                _erase_last_name(left)
            elif left.is_file() and left.lstat().st_mtime < before:
                erase(left)


def _erase_last_name(file: Path) -> None:
    """Overwrite and delete what has no other name; where another name still leads to it, only this one goes."""
    if file.lstat().st_nlink > 1:
        file.unlink()
    else:
        erase(file)


def _replace_held_open(new: Path, file: Path) -> None:
    """The same where a file cannot have two names: the old one is held open while its name goes to the new one."""
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
    noughts = memoryview(bytes(min(PIECE, max(end - start, 0))))
    while start < end:
        start += os.write(opened, noughts[: end - start])
