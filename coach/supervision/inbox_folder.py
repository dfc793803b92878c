"""A folder into which practitioners lay files, and which the desk looks into.

The files stay where they are, whoever laid them there. Which of them were taken in, and which submissions were put away
from the desk, is remembered on this machine, so that what is put away is not offered as new.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from coach.errors import CoachError, HandedOverUnreadable, NotNow
from coach.language.catalogue import say
from coach.model.submission import Submission
from coach.records.paths import HANDED_OVER, expand_home
from coach.supervision.importing import ImportedFile, import_file
from coach.supervision.inbox import Inbox, InboxItem

MOST = 500
"""Files that are looked at, the latest first: a shared drive may hold any number."""


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file in the folder that is not on the desk yet, or that cannot be taken in."""

    file: Path
    taken: ImportedFile | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FolderLook:
    """What lies in the folder: new files, unreadable ones, and the folder's own problem."""

    new: tuple[FolderFile, ...] = ()
    bad: tuple[FolderFile, ...] = ()
    problem: str = ""


class InboxFolder:
    """The folder that the desk looks into. It reads files, and changes none."""

    def __init__(self, inbox: Inbox, folder: str) -> None:
        """Look into a folder.

        Args:
            inbox: the desk.
            folder: the folder's path as it stands in the settings; empty for none.
        """
        self.path = expand_home(folder) if folder else None
        self._inbox = inbox

    def look(self) -> FolderLook:
        """Look what lies in the folder and was not taken in yet.

        Answers to practitioners are passed over, and what was put away from the desk, however it came there.
        """
        if self.path is None:
            return FolderLook()
        try:
            files = self._list_files(self.path)
        except OSError as error:
            why = say("there is no such folder") if isinstance(error, FileNotFoundError) else _say_why(error)
            return FolderLook(problem=say("The folder {path} cannot be looked into: {why}.", path=self.path, why=why))
        before, new, bad = self._inbox.stores.read_seen(), list[FolderFile](), list[FolderFile]()
        seen = frozenset(before.seen)
        for file in files:
            if _mark(file) in seen:
                continue
            try:
                taken = import_file(file)
            except HandedOverUnreadable as error:
                bad.append(FolderFile(file, problem=f"{error.message} {error.advice}".strip()))
            else:
                brought = taken.found
                if isinstance(brought, Submission) and not (
                    before.has_put_away(brought.id) or self._is_on_desk(brought)
                ):
                    new.append(FolderFile(file, taken))
        return FolderLook(tuple(new), tuple(bad))

    def take_in(self, files: tuple[FolderFile, ...]) -> tuple[tuple[InboxItem, ...], tuple[FolderFile, ...]]:
        """Take files in, and return what lies on the desk now, and those that could not be taken in.

        Raises:
            RecordsError: the desk's store cannot be written.
        """
        items, refused, marks = list[InboxItem](), list[FolderFile](), list[str]()
        for entry in files:
            if entry.taken is None:
                continue
            try:
                items.append(self._inbox.add_item(entry.taken))
            except NotNow as error:
                refused.append(FolderFile(entry.file, problem=f"{error.message} {error.advice}".strip()))
            else:
                marks.append(_mark(entry.file))
        self._remember(marks)
        return tuple(items), tuple(refused)

    def _is_on_desk(self, brought: Submission) -> bool:
        with suppress(CoachError):
            return self._inbox.find_item(brought.id).brought == brought
        return False

    def _list_files(self, folder: Path) -> list[Path]:
        """List the files that may be submissions, by name. Raises OSError."""
        files = [file for file in folder.iterdir() if file.name.endswith(HANDED_OVER) and file.is_file()]
        return sorted(sorted(files, key=_find_time, reverse=True)[:MOST])

    def _remember(self, marks: list[str]) -> None:
        """Remember what was taken in, and forget files that are no longer in the folder."""
        there = set[str]()
        if self.path is not None:
            with suppress(OSError):
                there = {_mark(file) for file in self._list_files(self.path)}
        stores = self._inbox.stores
        before = stores.read_seen()
        seen = tuple(mark for mark in dict.fromkeys((*before.seen, *marks)) if mark in there)
        stores.keep_seen(before.model_copy(update={"seen": seen}))


def describe_look(look: FolderLook) -> Iterator[str]:
    """Say in sentences what lies in the inbox folder, a file that cannot be read by its name."""
    if look.problem:
        yield look.problem
    if look.new:
        names = ", ".join(entry.file.name for entry in look.new)
        lies = say("A new file lies") if len(look.new) == 1 else say("{new} new files lie", new=len(look.new))
        yield say("{lies} in the folder you look into: {names}.", lies=lies, names=names)
    for entry in look.bad:
        yield say("{problem} It stays where it is.", problem=entry.problem)


def _mark(file: Path) -> str:
    """Return a hash of a file's name, size and time: a file that is laid there anew is another."""
    with suppress(OSError):
        about = file.stat()
        return blake2b(f"{file.name}/{about.st_size}/{about.st_mtime_ns}".encode(), digest_size=10).hexdigest()
    return ""


def _find_time(file: Path) -> float:
    with suppress(OSError):
        return file.stat().st_mtime
    return 0.0


def _say_why(error: OSError) -> str:
    return (error.strerror or say("no access")).lower()
