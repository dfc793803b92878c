"""Damaged files that were set aside: named, listed, and gone after thirty days or when they are forgotten.

A file of rehearsals or rooms that cannot be read is moved aside under a name of its own, with the journals that lay
beside it, because something may be brought back from it. Words stand in it all the same, so it is looked after like any
rehearsal: it is listed, it expires, and to forget it overwrites it.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import count
from pathlib import Path

from coach.errors import RecordsUnwritable
from coach.model.characters import escape_unsafe
from coach.records.erasure import BESIDE, companions, erase
from coach.records.paths import EXPIRES_AFTER, lock_folder, write_whole

SHORTEST, PIECE = 8, 24
"""Letters that a sentence has at least to be looked for, and letters of a piece of it."""
_STEMS = {"rehearsals": "rehearsals", "rooms": "rooms"}
_NAME = re.compile(r"(?P<stem>[a-z]+)\.damaged-(?P<at>\d{8}-\d{6})(?:-\d+)?\.db")


@dataclass(frozen=True, slots=True)
class DamagedCopy:
    """One damaged file that was set aside, with what lay beside it."""

    file: Path
    """Where it lies. The file itself may be missing where only a journal of it is left."""
    holds: str
    """`rehearsals` or `rooms`."""
    since: datetime
    """When it was set aside."""

    @property
    def expires(self) -> datetime:
        """When it goes by itself."""
        return self.since + EXPIRES_AFTER

    @property
    def files(self) -> tuple[Path, ...]:
        """Everything that belongs to it and is there."""
        return tuple(file for file in (self.file, *companions(self.file)) if file.exists() or file.is_symlink())


def free_name(file: Path, now: datetime) -> Path:
    """A name for a damaged file that nothing has yet, not even something that belonged to another copy."""
    stamp = f"{file.stem}.damaged-{now.astimezone(UTC):%Y%m%d-%H%M%S}"
    for number in count(1):
        name = file.with_name(f"{stamp}{'' if number == 1 else f'-{number}'}{file.suffix}")
        if not any(each.exists() or each.is_symlink() for each in (name, *companions(name))):
            return name
    raise AssertionError("numbers do not end")


def move_aside(file: Path, aside: Path) -> None:
    """Move a damaged file aside, with what lies beside it. Raises OSError.

    What lies beside goes first: a journal without its file would be deleted, with its words, by the next file of that
    name, and what it holds helps to bring rehearsals back.
    """
    for beside, there in zip(companions(file), companions(aside), strict=True):
        if beside.exists():
            beside.rename(there)
    file.rename(aside)


def damaged_copies(folder: Path) -> tuple[DamagedCopy, ...]:
    """Every copy in a folder, the oldest first."""
    found: dict[Path, DamagedCopy] = {}
    for file in _there(folder):
        name = file.name
        for end in BESIDE:
            name = name.removesuffix(end)
        match = _NAME.fullmatch(name)
        if match and match["stem"] in _STEMS:
            since = _moment(match["at"], file)
            found[folder / name] = DamagedCopy(folder / name, _STEMS[match["stem"]], since)
    return tuple(sorted(found.values(), key=lambda copy: (copy.since, copy.file.name)))


def forget_copies(copies: Iterable[DamagedCopy]) -> int:
    """Overwrite and delete copies, and say how many there were. Raises RecordsUnwritable where one stays."""
    gone, stays = 0, ""
    for copy in copies:
        try:
            for file in copy.files:
                erase(file)
            gone += 1
        except OSError as error:
            stays = stays or f"{copy.file.name} could not be forgotten: {(error.strerror or 'no access').lower()}."
    if stays:
        raise RecordsUnwritable(stays, "See that you may write in its folder, and forget it again.")
    return gone


def marks(name: str, bodies: Iterable[str]) -> frozenset[bytes]:
    """By what something is known in a damaged copy: its id, where it has one, and pieces of every sentence in it.

    `bodies` are the texts of a rehearsal's or room's events, or what was handed over. A sentence is cut in pieces
    because a file cuts what is long, too.
    """
    found = {name.encode()} if name else set[bytes]()
    for body in bodies:
        for words in _strings(_parse(body)):
            if " " in words:
                written = json.dumps(words, ensure_ascii=False)[1:-1]
                for form in {written, escape_unsafe(written)}:  # what is handed over is written in the second
                    found.update(_pieces(form))
    return frozenset(found)


def _pieces(written: str) -> Iterator[bytes]:
    if len(written) >= SHORTEST:
        for at in range(0, max(len(written) - PIECE, 0) + 1, PIECE):
            yield written[at : at + PIECE].encode("utf-8", "replace")


def _parse(body: str) -> object:
    """What a text says; its lines, where it is no JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return body.splitlines()


def _strings(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _strings(each)


def holds_any(copy: DamagedCopy, marks: Collection[bytes]) -> bool:
    """Whether one of these stands anywhere in a copy; also where it cannot be read, for then it may."""
    try:
        return any(mark in content for content in (file.read_bytes() for file in copy.files) for mark in marks)
    except OSError:
        return True


def _there(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _moment(stamp: str, file: Path) -> datetime:
    """When it was set aside, by its name; by the file's own time where that is none."""
    try:
        return datetime.strptime(stamp, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(file.lstat().st_mtime, UTC)


# --- Ids of what was forgotten while damaged copies lie there: recovery brings none of it back

FILE = "forgotten.txt"
_HASH = re.compile(r"[0-9a-f]{32}")


def rehearsal_name(rehearsal: str) -> str:
    """Name a rehearsal among everything that can be forgotten."""
    return f"rehearsal {rehearsal}"


def room_name(room: str) -> str:
    """Make the name under which a deleted room is listed in `ForgottenIds`."""
    return f"room {room}"


def brought_name(key: str) -> str:
    """Make the name under which a deleted submission is listed in `ForgottenIds`."""
    return f"brought {key}"


def response_name(key: str, author: str) -> str:
    """Name what one login said to a thing that was handed over."""
    return f"response {key} {author}"


def given_name(key: str, author: str, reader: str) -> str:
    """Name an exercise that was given."""
    return f"given {key} {author} {reader}"


def copy_name(file: Path) -> str:
    """Name a damaged copy that was to be overwritten as a whole, and could not be."""
    return f"copy {file.name}"


class ForgottenIds:
    """The ids that are remembered in one folder. Where the folder cannot be written, nothing is remembered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / FILE

    def read(self) -> "ForgottenHashes":
        """Everything that is remembered now."""
        return ForgottenHashes(self._hashes())

    def remember(self, names: Iterable[str]) -> None:
        """Remember these. A full disk stops no forgetting: the copies themselves are overwritten then all the same."""
        wanted = frozenset(map(_hash, names))
        with suppress(OSError), lock_folder(self._folder):
            there = self._hashes()
            if wanted - there:
                write_whole(self._file, "".join(f"{each}\n" for each in sorted(there | wanted)))

    def let_go(self) -> None:
        """Overwrite and delete what is remembered, unless a damaged copy is left that it could come back from."""
        if not self._file.exists():
            return
        with suppress(OSError), lock_folder(self._folder):
            if not damaged_copies(self._folder):
                erase(self._file)

    def _hashes(self) -> frozenset[str]:
        try:
            lines = self._file.read_bytes().decode("ascii", "replace").splitlines()
        except OSError:
            return frozenset()
        return frozenset(line for line in lines if _HASH.fullmatch(line))


class ForgottenHashes:
    """What is remembered, to be asked while a damaged copy is read."""

    def __init__(self, hashes: frozenset[str] = frozenset()) -> None:
        self._hashes = hashes

    def __contains__(self, name: str) -> bool:
        return bool(self._hashes) and _hash(name) in self._hashes


NOTHING = ForgottenHashes()


def _hash(name: str) -> str:
    return blake2b(name.encode("utf-8", "replace"), digest_size=16).hexdigest()
