"""Small files of somebody's own: whole or not at all, and readable by their owner alone."""

import os
from pathlib import Path
from tempfile import mkstemp


def write_whole(file: Path, text: str) -> None:
    """Write it beside, then put it in place: whoever reads finds the old text or the new. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened, beside = mkstemp(dir=file.parent, prefix="new-")
    with os.fdopen(opened, "w", encoding="utf-8") as out:
        out.write(text)
    os.replace(beside, file)  # noqa: PTH105  # Path.replace is the same; this says that it is atomic
