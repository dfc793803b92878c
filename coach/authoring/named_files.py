"""Content files named by path: finding out their kind, and the files beside them they need.

Begin with `find_file`.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coach.content.library import EXAMPLES, KINDS, Folder, GivenFile, Library, find_shipped_folders
from coach.content.yaml_reader import UnusableContent, Value, read_yaml
from coach.errors import NotKnown

SHEETS = "sheets"
"""The folder of run sheets, which are no part of a library."""
WORDS = {
    "dialogues": "a scenario",
    "personas": "a family",
    "rubrics": "a rubric",
    "exercises": "an exercise",
    SHEETS: "a run sheet",
}
_TOLD_BY = {"dialogues": "turns", "personas": "people", "rubrics": "criteria", "exercises": "why", SHEETS: "parts"}
"""What stands only in files of that kind."""
_NAMES = {
    "dialogues": (("family", "personas"), ("rubric", "rubrics"), ("variant_of", "dialogues")),
    "personas": (),
    "rubrics": (("builds_on", "rubrics"),),
    "exercises": (("scenarios", "dialogues"), ("alternatives", "dialogues")),
    SHEETS: (("scenarios", "dialogues"), ("warm_up", "dialogues")),
}
"""Which keys of a file name others, and of which kind."""
MOST_BESIDE = 200
"""Files in one folder that are looked at for the scenarios of a family."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A content file that the author named by its path, and its kind."""

    kind: str
    file: Path

    def id(self) -> str:
        """Return the id by which commands call it: the file's stem."""
        return self.file.stem

    def folder(self) -> Path | None:
        """Return the folder of the library that the file lies in; None if it lies in none."""
        return self.file.parent.parent if self.file.parent.name == self.kind else None

    def collect_given(self) -> tuple[GivenFile, ...]:
        """Return the file, and files in the same folder that it names, for a library to use."""
        if self.kind == SHEETS:
            return tuple(given for given in _collect_belonging(self.kind, self.file, {}) if given.file != self.file)
        return tuple(_collect_belonging(self.kind, self.file, {}))


def is_path(name: str) -> bool:
    """Whether a name is the path of a file, and not an id of the library."""
    return name.endswith((".yaml", ".yml")) or "/" in name or os.sep in name


def find_file(name: str) -> NamedFile:
    """Find a content file by its path. Raises NotKnown if there is no such file."""
    file = Path(name).absolute()
    try:
        mode = file.stat().st_mode
    except (OSError, ValueError):
        what = f"There is no file {name}."
        advice = "Give the path of one that is there, or a name; `coach scenarios` lists the scenarios."
        raise NotKnown(what, advice, title="No such file") from None
    if stat.S_ISDIR(mode):
        advice = f"`--library {name}` takes a folder that holds dialogues and personas."
        raise NotKnown(f"{name} is a folder.", advice, title="Not a file")
    if not stat.S_ISREG(mode) or file.suffix not in (".yaml", ".yml"):
        advice = "Scenarios, families, rubrics, exercises and run sheets are files whose names end in .yaml."
        raise NotKnown(f"{name} is no file of content.", advice, title="Not a content file")
    if file.stem.endswith(EXAMPLES):
        file = _find_scenario_of_examples(name, file)
    return NamedFile(_find_kind(file) or "dialogues", file)


def find_scenario_file(name: str) -> NamedFile:
    """Find a scenario's file by its path. Raises NotKnown if it is missing or of another kind."""
    file = find_file(name)
    if file.kind != "dialogues":
        advice = f"`coach check {name}` checks it."
        raise NotKnown(f"{name} is {WORDS[file.kind]}, and this takes a scenario.", advice, title="Not a scenario")
    return file


def find_rehearsal_folder(named: NamedFile, folders: tuple[Path, ...]) -> Path | None:
    """Return the folder of a library from which a scenario's file can be rehearsed.

    A rehearsal is looked back on and gone on with later, so its files must lie where they are found again.

    Args:
        named: the scenario's file.
        folders: folders of content named by the user.

    Returns:
        The folder; None if the scenario ships.

    Raises:
        NotKnown: the file lies in no library, or its id is taken; the advice says what to do.
    """
    name, folder = named.file.name, named.folder()
    if folder is None:
        where = "a folder `dialogues`, and its family into a folder `personas` beside that"
        advice = f"Put it into {where}. As it lies, `coach check` and `coach write` take it."
        raise NotKnown(f"{name} does not lie in a library.", advice, title="Not from there")
    ships = next((shipped.path for shipped in find_shipped_folders() if shipped.path == folder), None)
    own = tuple(Folder(path.absolute(), "") for path in (*folders, folder) if path != ships)
    library = Library((*find_shipped_folders(), *own))
    if library.file("dialogues", named.id()) != named.file:
        what = f"{name} has the name of a scenario that is there already, and that one would be played."
        raise NotKnown(what, "Rename the file.", title="That name is taken")
    return None if ships else folder


def find_files_here(name: str) -> Iterator[str]:
    """Yield the YAML files below the current folder that a name without an ending means."""
    for kind in ("", *KINDS, SHEETS):
        for ending in (".yaml", ".yml"):
            file = Path(kind) / f"{name}{ending}"
            if "/" not in name and file.is_file():
                yield str(file)


@contextmanager
def suggest_files_here(*names: str) -> Iterator[None]:
    """Context manager: to an error that a name is not known, add which file may be meant."""
    try:
        yield
    except NotKnown as error:
        nearby = next((file for name in names if f"'{name}'" in error.message for file in find_files_here(name)), None)
        if nearby is None:
            raise
        advice = f"There is a file {nearby} in this folder: give that in place of the name."
        raise NotKnown(error.message, advice) from None


def explain_which_was_checked(library: Library, files: list[NamedFile], names: list[str]) -> Iterator[str]:
    """Yield a sentence for each id that a file and the library share, saying which was checked.

    Args:
        library: the library that was checked, with the named files in it.
        files: the files that the author named.
        names: the names that the author gave, among them the files' ids.
    """
    without = Library(library.folders)
    for file in files:
        shelf = without.shelf(file.kind) if file.kind in KINDS and file.folder() is None else ()
        if other := next((entry for entry in shelf if entry.id == file.id()), None):
            yield f"{file.file} was checked. Another {other.id} {other.origin}: {other.file}."
    ids_of_files = {file.id() for file in files}
    for name in names:
        if name not in ids_of_files and (nearby := next(find_files_here(name), None)):
            there = next((entry.file for kind in KINDS for entry in library.shelf(kind) if entry.id == name), None)
            if there and there.resolve() != Path(nearby).resolve():
                yield f"{there} was checked. For the file in this folder: `coach check {nearby}`."


def _find_scenario_of_examples(name: str, file: Path) -> Path:
    """Return the scenario's file beside a file of examples. Raises NotKnown if there is none."""
    scenario = file.with_name(file.stem.removesuffix(EXAMPLES) + ".yaml")
    if file.suffix != ".yaml":
        advice = f"Rename it to {file.with_suffix('.yaml').name}."
        raise NotKnown(f"Examples are looked for in files that end in {EXAMPLES}.yaml.", advice, title="Not found")
    scenario_file = next(
        (candidate for candidate in (scenario, scenario.with_suffix(".yml")) if candidate.is_file()), None
    )
    if scenario_file is None:
        raise NotKnown(f"There is no scenario beside {name}.", f"It would be {scenario.name}.", title="No such file")
    return scenario_file


def _find_kind(file: Path) -> str:
    """Return a file's kind, by its folder or by its keys; empty if neither tells."""
    if file.parent.name in _TOLD_BY:
        return file.parent.name
    value = _read_value(file)
    return next((kind for kind, key in _TOLD_BY.items() if key in value), "")


def _read_value(file: Path) -> dict[str, Value]:
    """Return the keys and values of a file; empty if it cannot be read."""
    try:
        value = read_yaml(file).value
    except UnusableContent:
        return {}
    return value if isinstance(value, dict) else {}


def _collect_belonging(kind: str, file: Path, met: dict[Path, str]) -> Iterator[GivenFile]:
    """Yield a file, then each file beside it that it names, and so on.

    Args:
        kind: the kind of the file.
        file: the file.
        met: the files found so far, which are not yielded again.
    """
    if file in met:
        return
    met[file] = kind
    yield GivenFile(kind, file)
    value = _read_value(file)
    for key, other in _NAMES[kind]:
        named = value.get(key, ())
        for name in [named] if isinstance(named, str) else named:
            if isinstance(name, str) and (neighbour := _find_beside(file, other, name)):
                yield from _collect_belonging(other, neighbour, met)
    if kind == "personas" and file.parent.name != kind:
        for neighbour_file in sorted(file.parent.glob("*.y*ml"))[:MOST_BESIDE]:
            if neighbour_file != file and _read_value(neighbour_file).get("family") == file.stem:
                yield from _collect_belonging("dialogues", neighbour_file, met)


def _find_beside(file: Path, kind: str, name: str) -> Path | None:
    """Find a file by its id in the same folder, or in the folder of its kind beside; or None."""
    if not name.isidentifier():
        return None
    beside = [file.parent] if file.parent.name not in KINDS else []
    for folder in (*beside, file.parent.parent / kind):
        for ending in (".yaml", ".yml"):
            if (candidate := folder / f"{name}{ending}").is_file() and _find_kind(candidate) in (kind, ""):
                return candidate
    return None
