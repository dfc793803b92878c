"""What ships, ready-made: every file's model as JSON beside the YAML it was read from, because YAML is slow to read.

    python -m coach.content.ready

writes it anew; a test fails where it is out of date. An entry is found by what is in the file, never by its name, so a
file that somebody changed is simply read from its YAML.
"""

import sys
import zipfile
import zlib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)

READY = Path(__file__).with_name("ready.zip")
ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The same content makes the same file."""


class Ready:
    """The ready-made models. Where the archive is missing or spoilt there are none, and nothing is lost but time."""

    def __init__(self, file: Path = READY) -> None:
        try:
            self._archive: zipfile.ZipFile | None = zipfile.ZipFile(file)
            self._names = frozenset(self._archive.namelist())
        except (OSError, zipfile.BadZipFile):
            self._archive, self._names = None, frozenset()

    def get(self, key: str, model: type[M]) -> M | None:
        """The model of a file with this key, or nothing."""
        if self._archive is None or key not in self._names:
            return None
        try:
            return model.model_validate_json(self._archive.read(key))
        except (OSError, ValidationError, zipfile.BadZipFile, zlib.error):
            return None


def key_of(model: type[BaseModel], *texts: bytes) -> str:
    """What a model rests on, in some letters: its kind, and the files it is read from."""
    digest = sha256(model.__name__.encode())
    for text in texts:
        digest.update(sha256(text.replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()[:24]


def write(entries: Iterable[tuple[str, BaseModel]], file: Path = READY) -> None:
    """Write the archive: each key with its model."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key, model in sorted(entries, key=lambda entry: entry[0]):
            text = model.model_dump_json(exclude_defaults=True, by_alias=True)
            archive.writestr(zipfile.ZipInfo(key, ALWAYS), text, zipfile.ZIP_DEFLATED, 9)


def main() -> int:
    """Write it for everything that ships."""
    from coach.content.library import Library, shipped

    write(Library(shipped(), Ready(Path("nothing ready"))).entries())
    print(READY)  # noqa: T201  # a maker says what it made
    return 0


if __name__ == "__main__":
    sys.exit(main())
