"""Small files of a user's own: written whole or not at all, and readable by their owner alone."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from coach.records.erasure import A_WHILE, BEGUN, erase, put_in_place, sweep

PRIVATE = 0o600
"""What `mkstemp` makes: for its owner alone."""
FOR_OTHERS = 0o644
"""Of what is made to be read by others, such as an exercise in a shared folder."""


def write_whole(file: Path, content: str | bytes, *, mode: int = PRIVATE) -> None:
    """Write a file beside, then put it in place: a reader finds the old content or the new, after a power cut too.

    It is on the disk when this returns, and what was there before is overwritten.

    Args:
        file: Where it is to stand. Its folder is made, for its owner alone, where there is none.
        content: Words, or bytes as they are.
        mode: Who may read it; its owner alone unless it is made to be handed over.

    Raises:
        OSError: Then the old file stands, and nothing is left beside it.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened, name = mkstemp(dir=file.parent, prefix=BEGUN)
    beside = Path(name)
    sweep(file.parent, before=beside.stat().st_mtime - A_WHILE)
    try:
        with os.fdopen(opened, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode("utf-8"))
            out.flush()
            os.fsync(out.fileno())
        if mode != PRIVATE:
            beside.chmod(mode)
        put_in_place(beside, file)
    except BaseException:
        with suppress(OSError):
            erase(beside)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """See that the folder's list of names is on the disk too, where the system can do that."""
    with suppress(OSError):  # Windows opens no folder, some network drives sync none: the file itself is safe
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
