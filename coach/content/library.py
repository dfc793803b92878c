"""The library of scenarios, families, rubrics and exercises, shipped and the user's own.

`Library` is the centre. A folder adds to what ships and never replaces it: a file whose id is already taken is
reported as a problem, and a file that cannot be used never hides the others.
"""

import hashlib
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from coach.content.validation import bind
from coach.content.yaml_reader import Problem, UnusableContent, Value, YamlFile, read_content, read_yaml
from coach.errors import NotKnown
from coach.model.characters import find_unsafe, name_character, sanitize
from coach.model.exercise import Exercise
from coach.model.rubric import Rubric
from coach.model.scenario import Cover, Dialogue, Examples, Family, FamilyName
from coach.model.types import Frozen

# --- A rubric that builds on another

TAKEN_OVER = ("lists", "topics", "domains", "answers", "criteria", "traces")


def merge_base_rubric(read: YamlFile, base: Callable[[str], YamlFile]) -> YamlFile:
    """Merge a rubric file with the rubric that it builds on.

    Args:
        read: the rubric file, as read.
        base: reads a rubric by its id; it may raise NotKnown or UnusableContent.

    Returns:
        The file with everything of both rubrics; unchanged if it builds on none.

    Raises:
        UnusableContent: there is no such rubric, or the file defines a name of the other rubric again, which would
            give one name two meanings.
    """
    own = read.value
    name = own.get("builds_on") if isinstance(own, dict) else None
    if not isinstance(own, dict) or not isinstance(name, str):
        return read
    other = _read_base(read, base, name)
    whole: dict[str, Value] = {**own}
    for part in TAKEN_OVER:
        theirs, ours = other.get(part, {}), own.get(part, {})
        if isinstance(theirs, dict) and isinstance(ours, dict):
            whole[part] = _merge_part(read, part, theirs, ours)
    whole["lists"] = _extend_lists(read, whole.get("lists", {}), own.get("more_in_lists", {}))
    _check_more_examples(read, other.get("criteria", {}), own.get("more_examples", {}))
    ordinary, more = other.get("ordinary", []), own.get("ordinary", [])
    if isinstance(ordinary, list) and isinstance(more, list):
        whole["ordinary"] = [*more, *ordinary]
    for part in ("mends", "plans"):
        if part in other:
            whole.setdefault(part, other[part])
    return replace(read, value=whole)


def _read_base(read: YamlFile, base: Callable[[str], YamlFile], name: str) -> dict[str, Value]:
    """Read the rubric that another builds on. That one may not itself build on a third.

    Args:
        read: the file that builds on it, for the place of a problem.
        base: reads a rubric by its id.
        name: the id of the rubric to read.

    Raises:
        UnusableContent: there is no such rubric, or it builds on another.
    """
    try:
        value = base(name).value
    except NotKnown as error:
        place = read.place(("builds_on",))
        raise UnusableContent([Problem(read.file, *place, "unknown-rubric", error.message, error.advice)]) from None
    if not isinstance(value, dict) or "builds_on" in value:
        raise _make_refusal(read, ("builds_on",), f"'{name}' builds on another rubric itself.", "Build on that one.")
    return value


def _merge_part(read: YamlFile, part: str, theirs: dict[str, Value], ours: dict[str, Value]) -> dict[str, Value]:
    """Merge one part (such as `criteria`) of two rubrics.

    Raises UnusableContent for a name in both.

    Args:
        read: the file that builds on the other, for the place of a problem.
        part: the key of the part.
        theirs: what the other rubric has in this part.
        ours: what the file has in this part; a topic may extend one of theirs.
    """
    whole = {**theirs}
    for key, value in ours.items():
        if key not in theirs:
            whole[key] = value
        elif part == "topics" and isinstance(value, dict) and set(value) == {"also_taken_by"}:
            whole[key] = _extend_topic(theirs[key], value["also_taken_by"])
        else:
            advice = "Give a topic only `also_taken_by` here." if part == "topics" else "Give yours another name."
            raise _make_refusal(read, (part, key), f"'{key}' stands in the rubric that this one builds on.", advice)
    return whole


def _extend_topic(topic: Value, also: Value) -> Value:
    """Add the criteria in `also` to those by which a reply takes up a topic."""
    if not isinstance(topic, dict):
        return topic
    taken = topic.get("taken_by", [])
    return {**topic, "taken_by": [*_as_list(taken), *_as_list(also)]}


def _extend_lists(read: YamlFile, lists: Value, more: Value) -> Value:
    """Add the phrases of `more_in_lists` to the lists they name.

    Raises UnusableContent for no such list.
    """
    if not isinstance(lists, dict) or not isinstance(more, dict):
        return lists
    whole = {**lists}
    for name, phrases in more.items():
        if name not in whole:
            advice = "Name one of its lists, or write the list under `lists`."
            what = f"The rubric that this one builds on has no list '{name}'."
            raise UnusableContent(
                [Problem(read.file, *read.place(("more_in_lists", name)), "unknown-list", what, advice)]
            )
        whole[name] = [*_as_list(whole[name]), *_as_list(phrases)]
    return whole


def _check_more_examples(read: YamlFile, criteria: Value, more: Value) -> None:
    """Raise UnusableContent if `more_examples` names a criterion that is not there."""
    for name in more if isinstance(more, dict) and isinstance(criteria, dict) else ():
        if name not in criteria:
            near = get_close_matches(str(name), map(str, criteria), 1)
            advice = f"Did you mean '{near[0]}'?" if near else "`coach criteria` lists them."
            what = f"The rubric that this one builds on has no criterion '{name}'."
            place = read.place(("more_examples", name))
            raise UnusableContent([Problem(read.file, *place, "unknown-criterion", what, advice)])


def _as_list(value: Value) -> list[Value]:
    """Return the value as a list: itself, or a list of it alone."""
    return value if isinstance(value, list) else [value]


def _make_refusal(read: YamlFile, path: tuple[str, ...], what: str, advice: str) -> UnusableContent:
    """Make the error that a key of this file cannot be merged with the rubric it builds on."""
    return UnusableContent([Problem(read.file, *read.place(path), "built-twice", what, advice)])


# --- Ready-made models of what ships

ReadModel = TypeVar("ReadModel", bound=BaseModel)

READY = Path(__file__).with_name("ready.zip")
ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The same content makes the same file."""


class ReadyModels:
    """An archive of shipped files already read into models, to save the time of reading YAML.

    A missing or broken archive costs only time.
    """

    def __init__(self, file: Path = READY) -> None:
        try:
            self._archive: zipfile.ZipFile | None = zipfile.ZipFile(file)
            self._names = frozenset(self._archive.namelist())
        except (OSError, zipfile.BadZipFile):
            self._archive, self._names = None, frozenset()

    def get(self, key: str, model: type[ReadModel]) -> ReadModel | None:
        """Return the model stored under a key, or None if it is missing or cannot be read."""
        if self._archive is None or key not in self._names:
            return None
        try:
            return model.model_validate_json(self._archive.read(key))
        except (OSError, ValidationError, zipfile.BadZipFile, zlib.error):
            return None


def compute_key(model: type[BaseModel], *texts: bytes) -> str:
    """Compute the key of a model in the archive, from its class and the bytes of its files."""
    digest = sha256(model.__name__.encode())
    for text in texts:
        # Megabytes are listed: where no line ends as on Windows, nothing is searched for twice.
        digest.update(sha256(text.replace(b"\r\n", b"\n") if b"\r" in text else text).digest())
    return digest.hexdigest()[:24]


def write_ready(entries: Iterable[tuple[str, BaseModel]], file: Path = READY) -> None:
    """Write the archive of ready-made models: each key with its model."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key, model in sorted(entries, key=lambda entry: entry[0]):
            text = model.model_dump_json(exclude_defaults=True, by_alias=True)
            archive.writestr(zipfile.ZipInfo(key, ALWAYS), text, zipfile.ZIP_DEFLATED, 9)


# --- The library

EXAMPLES = ".examples"
_BUILDS_ON = re.compile(rb"^builds_on:\s*[\"']?(\w+)", re.MULTILINE)
KINDS: dict[str, type[Frozen]] = {
    "dialogues": Dialogue,
    "personas": Family,
    "rubrics": Rubric,
    "exercises": Exercise,
}
M = TypeVar("M", bound=Frozen)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that content is read from: one that ships, or one of the user's or team's own."""

    path: Path
    origin: str
    """Shown beside what comes from it."""
    expected: bool = True
    """Whether somebody named it, and should hear if it is not there."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A content file that the user named by its path; it comes before files in the folders."""

    kind: str
    file: Path


def find_shipped_folders() -> tuple[Folder, ...]:
    """Find the folders that ship: in the installed package, or beside it in a working copy."""
    package = Path(__file__).parent.parent
    beside = package.parent
    content = package if (package / "dialogues").is_dir() else beside
    return (Folder(package, "ships with the coach"), Folder(content, "ships with the coach"))


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A content file in the library's list: its id, its path, and which folder it came from."""

    id: str
    file: Path
    origin: str


@dataclass
class Library:
    """All content, found by id. Each file is read when it is first asked for, and only once."""

    folders: tuple[Folder, ...] = field(default_factory=find_shipped_folders)
    ready: ReadyModels = field(default_factory=ReadyModels, repr=False)
    given: tuple[GivenFile, ...] = ()
    """Files that come before all that lies in the folders."""
    _models: dict[Path, Frozen | UnusableContent] = field(default_factory=dict, repr=False)
    _covers: dict[Path, Cover] = field(default_factory=dict, repr=False)
    _family_names: dict[Path, str] = field(default_factory=dict, repr=False)

    @cached_property
    def _shelves(self) -> dict[str, dict[str, ShelfEntry]]:
        """The content files that were found, by kind and id; read from the folders on first use."""
        shelves: dict[str, dict[str, ShelfEntry]] = {kind: {} for kind in KINDS}
        for folder in self.folders:
            for kind, shelf in shelves.items():
                for file in self._files(folder.path / kind):
                    if file.stem not in shelf:
                        shelf[file.stem] = ShelfEntry(file.stem, file, folder.origin)
                    elif not _is_same_file(shelf[file.stem].file, file):  # a folder may be named twice, in two ways
                        self._twice.append(_report_taken_id(file, shelf[file.stem]))
        for given in self.given:
            shelf, id_ = shelves[given.kind], given.file.stem
            if id_ not in shelf or not _is_same_file(shelf[id_].file, given.file):
                shelf[id_] = ShelfEntry(id_, given.file, f"{given.file.name}, as it was named")
        return shelves

    @cached_property
    def _twice(self) -> list[Problem]:
        """The problems found while the folders were listed: ids used twice, folders not readable."""
        return []

    def reopen(self) -> "Library":
        """Make a library of the same folders that has read no file yet."""
        return Library(self.folders, given=self.given)

    def _files(self, folder: Path) -> list[Path]:
        """List the content files of a folder in name order, without example files and hidden ones.

        A folder that cannot be opened, and a file name with invisible characters, are added to the problems.
        """
        try:
            contents = sorted(folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            self._twice.append(_report_closed_folder(folder, error))
            return []
        files = [
            file
            for file in contents
            if file.suffix in (".yaml", ".yml") and not file.name.startswith(".") and not file.stem.endswith(EXAMPLES)
        ]
        hidden = [file for file in files if _find_hidden(file.name)]
        self._twice += [_report_bad_name(file) for file in hidden]
        return [file for file in files if file not in hidden]

    def shelf(self, kind: str) -> tuple[ShelfEntry, ...]:
        """List every file of a kind: `dialogues`, `personas`, `rubrics` or `exercises`."""
        return tuple(self._shelves[kind].values())

    def look_again(self, deleted: Path | None = None) -> None:
        """Forget the list of files, and what was in a deleted one, so that it is read anew."""
        if deleted:
            self._models.pop(deleted, None)
        for name in ("_shelves", "_twice"):
            self.__dict__.pop(name, None)

    def find_excluded(self) -> tuple[Problem, ...]:
        """Return a problem for each file left out (id taken, bad name) and each folder not readable."""
        _ = self._shelves
        return tuple(self._twice)

    def find_misplaced_exercises(self) -> tuple[Problem, ...]:
        """Return a warning for each exercise that lies beside the folder of exercises, not in it.

        Whoever saves an exercise into a shared folder may not know that the folder has one of its own for them.
        """
        shipped = {folder.path for folder in find_shipped_folders()}
        own = (folder.path for folder in self.folders if folder.path not in shipped)
        return tuple(_report_misplaced(file) for path in own for file in self._files(path) if _is_exercise(file))

    def left_out(self) -> tuple[Problem, ...]:
        """Return a problem for each scenario left out, and for each named folder that is missing."""
        absent = [
            _report_missing_folder(folder.path)
            for folder in self.folders
            if folder.expected and not _is_folder(folder.path)
        ]
        return (
            *absent,
            *(
                problem
                for problem in self.find_excluded()
                if "dialogues" in (problem.file.name, problem.file.parent.name)
            ),
        )

    def dialogue(self, scenario: str) -> Dialogue:
        """Read a scenario's dialogue. Raises NotKnown with the nearest names, or UnusableContent."""
        return self._get("dialogues", scenario, Dialogue)

    def cover(self, scenario: str) -> Cover:
        """Read a scenario's cover, from the archive if possible, so that listing reads no dialogue.

        Raises:
            NotKnown: there is no such scenario.
            UnusableContent: its file cannot be used.
        """
        file = self._find("dialogues", scenario).file
        if file not in self._covers:
            ready = None if file in self._models else self._ready_made(file, Cover)
            self._covers[file] = ready or self._load(file, Dialogue)
        return self._covers[file]

    def family(self, family: str) -> Family:
        """Read a family's persona file. Raises NotKnown or UnusableContent."""
        return self._get("personas", family, Family)

    def family_name(self, family: str) -> str:
        """Read a family's name, from the archive if possible, so that listing holds no answer banks.

        Raises:
            NotKnown: there is no such family.
            UnusableContent: its file cannot be used.
        """
        file = self._find("personas", family).file
        if file not in self._family_names:
            ready = None if file in self._models else self._ready_made(file, FamilyName)
            self._family_names[file] = (ready or self._load(file, Family)).name
        return self._family_names[file]

    def rubric(self, rubric: str) -> Rubric:
        """Read a rubric. Raises NotKnown or UnusableContent."""
        return self._get("rubrics", rubric, Rubric)

    def exercise(self, exercise: str) -> Exercise:
        """Read an exercise. Raises NotKnown or UnusableContent."""
        return self._get("exercises", exercise, Exercise)

    def examples(self, scenario: str) -> Examples | None:
        """Read a scenario's example conversations; None if it has no such file.

        Raises UnusableContent.
        """
        file = self.examples_file(scenario)
        return self._load(file, Examples) if file.exists() else None

    def examples_file(self, scenario: str) -> Path:
        """Return the path of a scenario's example file, whether or not it exists."""
        file = self.file("dialogues", scenario)
        return file.with_name(f"{file.stem}{EXAMPLES}.yaml")

    def file(self, kind: str, key: str) -> Path:
        """Return the path of a scenario, family, rubric or exercise. Raises NotKnown.

        Args:
            kind: `dialogues`, `personas`, `rubrics` or `exercises`.
            key: its id.
        """
        return self._find(kind, key).file

    def read(self, file: Path, model: type[M]) -> tuple[YamlFile, M]:
        """Read a file as values with their places, and as a model, to check it.

        Raises UnusableContent.
        """
        read = self._values(file, model)
        return read, bind(read, model)

    def fingerprint(self, scenario: str) -> str:
        """Compute a hash of all files that a conversation in this scenario is made from."""
        dialogue = self.dialogue(scenario)
        base = self.rubric(dialogue.rubric).builds_on
        files = (
            self.file("dialogues", scenario),
            self.file("personas", dialogue.family),
            *(self.file("rubrics", rubric) for rubric in (dialogue.rubric, base) if rubric),
        )
        digest = hashlib.sha256()
        for file in files:
            digest.update(read_content(file).replace(b"\r\n", b"\n"))
        return digest.hexdigest()[:16]

    def entries(self) -> Iterable[tuple[str, Frozen]]:
        """Yield every model with its key in the archive. Raises UnusableContent."""
        for kind, model in KINDS.items():
            for shelved in self.shelf(kind):
                content = self._load(shelved.file, model)
                yield self._key(shelved.file, model), content
                if isinstance(content, Dialogue):
                    yield self._key(shelved.file, Cover), content.cover()
                if isinstance(content, Family):
                    yield self._key(shelved.file, FamilyName), FamilyName(name=content.name)

    def _ready_made(self, file: Path, model: type[M]) -> M | None:
        """Return a file's model from the archive, or None if it is not there."""
        try:
            return self.ready.get(self._key(file, model), model)
        except UnusableContent:
            return None  # read as YAML, which says what is wrong

    def _key(self, file: Path, model: type[Frozen]) -> str:
        """Compute a file's key in the archive; a rubric's includes the rubric it builds on."""
        texts = [read_content(file)]
        if model is Rubric and (based_on := _BUILDS_ON.search(texts[0])):
            other = self._shelves["rubrics"].get(based_on[1].decode())
            texts += [read_content(other.file)] if other else []
        return compute_key(model, *texts)

    def _values(self, file: Path, model: type[Frozen]) -> YamlFile:
        """Read a file's values; a rubric's merged with those of the rubric it builds on."""
        read = read_yaml(file)
        return (
            merge_base_rubric(read, lambda other: read_yaml(self.file("rubrics", other))) if model is Rubric else read
        )

    def _find(self, kind: str, key: str) -> ShelfEntry:
        """Find a file by kind and id. Raises NotKnown with the nearest ids."""
        shelf = self._shelves[kind]
        if key in shelf:
            return shelf[key]
        word = {"dialogues": "scenario", "personas": "family", "rubrics": "rubric", "exercises": "exercise"}[kind]
        near = get_close_matches(key, shelf, n=3, cutoff=0.4)
        advice = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(shelf) or 'none'}."
        if "/" in key or "\\" in key or key.endswith((".yaml", ".yml")):
            advice = "Give its name here, without folder and ending; `coach scenarios` lists them."
        raise NotKnown(f"There is no {word} called '{_make_harmless(key)}'.", advice)

    def _get(self, kind: str, key: str, model: type[M]) -> M:
        """Find a file by kind and id, and read its model. Raises NotKnown or UnusableContent."""
        return self._load(self._find(kind, key).file, model)

    def _load(self, file: Path, model: type[M]) -> M:
        """Read the model of a file, from the archive or from YAML; remember it, or its problems."""
        if file not in self._models:
            try:
                self._models[file] = self._ready_made(file, model) or bind(self._values(file, model), model)
            except UnusableContent as problem:
                self._models[file] = problem
        content = self._models[file]
        if isinstance(content, UnusableContent):
            raise content
        return content  # type: ignore[return-value]  # a file is always read as the same model


def _is_folder(path: Path) -> bool:
    """Whether a folder exists; True also for one that may not be opened."""
    try:
        return path.is_dir()
    except OSError:
        return True  # what is wrong with it is said of the folders in it


def _is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file."""
    return one == other or one.resolve() == other.resolve()


def _find_hidden(name: str) -> str:
    """Find the first invisible character of a file name; an empty text if there is none."""
    hidden = find_unsafe(name.replace("\n", "\0").replace("\t", "\0"))
    return name[hidden.start()] if hidden else ""


def _report_bad_name(file: Path) -> Problem:
    """Make the problem that a file's name holds an invisible character."""
    what = f"The name of this file has {name_character(_find_hidden(file.name))} in it, which nobody can see."
    return Problem(file, 1, 1, "unseen-character", what, "Rename it, with letters, digits and underscores.")


def _report_closed_folder(folder: Path, error: OSError) -> Problem:
    """Make the problem that a folder cannot be opened."""
    why = (error.strerror or "no access").lower()
    what, advice = f"The folder {folder} cannot be looked into: {why}.", "Look at its permissions."
    return Problem(folder, 1, 1, "unreadable", what, advice)


def _report_taken_id(file: Path, first: ShelfEntry) -> Problem:
    """Make the problem that a file's id is already the id of another file."""
    where = first.origin if first.origin.startswith("ships") else f"is {first.origin}"
    what = f"'{file.stem}' is already the name of one that {where}, and that one is played."
    return Problem(file, 1, 1, "id-taken", what, "Rename this file; or delete it, if it is a copy of that one.")


def _is_exercise(file: Path) -> bool:
    """Whether a file has the two fields that every exercise has, whatever else is wrong with it."""
    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return all(any(line.startswith(f"{name}:") for line in lines) for name in ("why", "scenarios"))


def _report_misplaced(file: Path) -> Problem:
    """Make the problem that an exercise lies where no exercise is looked for."""
    what = "It is an exercise, and is not looked at: the exercises of a folder lie in"
    where = file.parent / "exercises"
    return Problem(file, 1, 1, "exercise-beside", f"{what} {where}.", "Move it there.", warning=True)


def _report_missing_folder(folder: Path) -> Problem:
    """Make the problem that a folder named in the settings does not exist."""
    return Problem(
        folder,
        1,
        1,
        "no-folder",
        f"The folder {folder} is not there.",
        "Connect its drive, or take it out of `libraries` in your settings.",
    )


def _make_harmless(key: str) -> str:
    """Shorten a name that was typed and make it safe to show in a message."""
    return sanitize(key[:60]).replace("\n", " ")


def write_shipped() -> Path:
    """Write the archive of ready-made models for all shipped content, and return its path."""
    write_ready(Library(find_shipped_folders(), ReadyModels(Path("nothing ready"))).entries())
    return READY


def main() -> int:
    """Write the archive of ready-made models for all that ships, without vectors."""
    print(write_shipped())  # noqa: T201  # a maker says what it made
    print("`python -m coach.fitting.entry_ranking --ready` makes this and the vectors of askings.")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
