"""Models of content that were read before in this run.

To read all that ships takes a second, what one scenario needs a twentieth of one, and hundreds of tests begin with it.
A model never changes, so libraries are given the one that was read from the same bytes. Files that tests write
themselves are read anew each time.
"""

from pathlib import Path

from pydantic import BaseModel

from coach.content.library import READY, Library, M, ReadModel, ReadyModels
from tests.conftest import SMALL

_read = Library._load
_get = ReadyModels.get
_small: dict[tuple[Path, type[BaseModel]], BaseModel] = {}
_ready: dict[tuple[str, type[BaseModel]], BaseModel] = {}


def use() -> None:
    """For all tests of this run, as soon as one has loaded what reads content."""
    Library._load = _find  # type: ignore[method-assign]
    ReadyModels.get = _find_ready  # type: ignore[method-assign]


def _find(library: Library, file: Path, model: type[M]) -> M:
    """The model of a file; one of the small library is read once, and not looked for in the archive."""
    if file.parent.parent != SMALL:
        return _read(library, file, model)
    key = file, model
    if key not in _small:
        _small[key] = _read(library, file, model)
    return _small[key]  # type: ignore[return-value]  # it was read as this model


def _find_ready(archive: ReadyModels, key: str, model: type[ReadModel]) -> ReadModel | None:
    """A model of the archive that ships; its key says which bytes it was read from."""
    if archive._archive is None or archive._archive.filename != str(READY):
        return _get(archive, key, model)
    if (key, model) not in _ready and (found := _get(archive, key, model)) is not None:
        _ready[key, model] = found
    return _ready.get((key, model))  # type: ignore[return-value]  # it was read as this model
