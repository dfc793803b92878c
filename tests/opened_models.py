"""Models of content that were read before in this run.

To read all that ships takes a second, what one scenario needs a twentieth of one, and hundreds of tests begin with it.
A model never changes, so libraries are given the one that was read from the same bytes. Files that tests write
themselves are read anew each time, and so are all by a library without the archive that ships.
"""

from pathlib import Path

from pydantic import BaseModel

from coach.content.library import READY, Library, M, ReadModel, ReadyModels, find_shipped_folders
from tests.conftest import SMALL

_read = Library._load
_get = ReadyModels.get
_FOLDERS = {SMALL, *(folder.path for folder in find_shipped_folders())}
"""Folders whose files no test writes."""
_models: dict[tuple[Path, type[BaseModel]], BaseModel] = {}
_ready: dict[tuple[str, type[BaseModel]], BaseModel] = {}


def use() -> None:
    """For all tests of this run, as soon as one has loaded what reads content."""
    Library._load = _find  # type: ignore[method-assign]
    ReadyModels.get = _find_ready  # type: ignore[method-assign]


def _find(library: Library, file: Path, model: type[M]) -> M:
    """The model of a file, from the archive or, where that lags behind, as it was read once."""
    if file.parent.parent not in _FOLDERS or not _ships(library.ready):
        return _read(library, file, model)
    key = file, model
    if key not in _models:
        _models[key] = _read(library, file, model)
    library._models.setdefault(file, _models[key])  # type: ignore[arg-type]  # as if it had read it itself
    return _models[key]  # type: ignore[return-value]  # it was read as this model


def _find_ready(archive: ReadyModels, key: str, model: type[ReadModel]) -> ReadModel | None:
    """A model of the archive that ships; its key says which bytes it was read from."""
    if not _ships(archive):
        return _get(archive, key, model)
    if (key, model) not in _ready and (found := _get(archive, key, model)) is not None:
        _ready[key, model] = found
    return _ready.get((key, model))  # type: ignore[return-value]  # it was read as this model


def _ships(archive: ReadyModels) -> bool:
    """Whether an archive is the one that ships."""
    return archive._archive is not None and archive._archive.filename == str(READY)
