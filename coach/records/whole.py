"""Small files of somebody's own: whole or not at all, and readable by their owner alone."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from coach.records.erasure import erase, put_in_place, sweep


def write_whole(file: Path, text: str) -> None:
    """Write it beside, then put it in place: whoever reads finds the old text or the new. Raises OSError.

    It is on the disk when this returns. What was there before is overwritten, and where it fails nothing is left.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(file.parent)
    opened, name = mkstemp(dir=file.parent, prefix="new-")
    beside = Path(name)
    try:
        with os.fdopen(opened, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        put_in_place(beside, file)
    except OSError:
        with suppress(OSError):
            erase(beside)
        raise
