"""Damaged files that were set aside, and the ids of what was forgotten since.

A file of rehearsals or rooms that cannot be read is moved aside under a new name, with the journals that lay beside it,
because something may be recovered from it. It still holds words that were typed, so it is treated like any rehearsal:
it is listed, it expires after thirty days, and to forget it overwrites it. `ForgottenIds` keeps recovery from bringing
back what was deleted meanwhile.
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
    """A damaged file that was set aside, with its journals."""

    file: Path
    """Where it lies. The file itself may be missing where only a journal of it is left."""
    holds: str
    """`rehearsals` or `rooms`."""
    since: datetime
    """When it was set aside."""

    @property
    def expires(self) -> datetime:
        """The moment at which the copy expires and is deleted."""
        return self.since + EXPIRES_AFTER

    @property
    def files(self) -> tuple[Path, ...]:
        """The copy's file and journals, those of them that exist."""
        return tuple(file for file in (self.file, *companions(self.file)) if file.exists() or file.is_symlink())


def free_name(file: Path, now: datetime) -> Path:
    """Return a name for a damaged file that no other copy, nor a journal of one, has yet."""
    stamp = f"{file.stem}.damaged-{now.astimezone(UTC):%Y%m%d-%H%M%S}"
    for number in count(1):
        name = file.with_name(f"{stamp}{'' if number == 1 else f'-{number}'}{file.suffix}")
        if not any(candidate.exists() or candidate.is_symlink() for candidate in (name, *companions(name))):
            return name
    raise AssertionError("numbers do not end")


def move_aside(file: Path, aside: Path) -> None:
    """Move a damaged file and its journals to the name of a copy. Raises OSError.

    The journals go first: a journal without its file would be deleted, with its words, by the next file of that name,
    and what it holds helps recovery.
    """
    # Each is renamed at once and never copied: a copy would leave the words of the old file in blocks without a name.
    for beside, there in zip(companions(file), companions(aside), strict=True):
        if beside.exists():
            beside.rename(there)
    file.rename(aside)


def damaged_copies(folder: Path) -> tuple[DamagedCopy, ...]:
    """List every damaged copy in a folder, the oldest first."""
    copy_by_file: dict[Path, DamagedCopy] = {}
    for file in _list_files(folder):
        name = file.name
        for end in BESIDE:
            name = name.removesuffix(end)
        match = _NAME.fullmatch(name)
        # A journal whose damaged file is gone is listed as a copy too, since words stand in it.
        if match and match["stem"] in _STEMS:
            since = _moment(match["at"], file)
            copy_by_file[folder / name] = DamagedCopy(folder / name, _STEMS[match["stem"]], since)
    return tuple(sorted(copy_by_file.values(), key=lambda copy: (copy.since, copy.file.name)))


def forget_copies(copies: Iterable[DamagedCopy]) -> int:
    """Overwrite and delete copies, and return how many there were.

    Raises:
        RecordsUnwritable: at least one copy cannot be deleted.
    """
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
    """Collect the byte strings by which deleted words are recognized in a damaged copy.

    They are the deleted thing's id, if it has one, and pieces of every sentence in it: a sentence is cut in pieces
    because
    a file cuts what is long, too.

    Args:
        name: The id; empty for none.
        bodies: The texts of a rehearsal's or room's events, or of a submission.
    """
    marked = {name.encode()} if name else set[bytes]()
    for body in bodies:
        for words in _strings(_parse(body)):
            # A string without a space is an id or a single word, which other rehearsals may hold too.
            if " " in words:
                written = json.dumps(words, ensure_ascii=False)[1:-1]
                # The words are searched for as JSON writes them, which is how they stand in the file.
                for form in {written, escape_unsafe(written)}:  # what is handed over is written in the second
                    marked.update(_pieces(form))
    return frozenset(marked)


def _pieces(written: str) -> Iterator[bytes]:
    if len(written) >= SHORTEST:
        # Pieces do not overlap: wherever a page cuts the sentence, at least one piece next to the cut is whole.
        for at in range(0, max(len(written) - PIECE, 0) + 1, PIECE):
            yield written[at : at + PIECE].encode("utf-8", "replace")


def _parse(body: str) -> object:
    """Parse a text as JSON; return its lines if it is no JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return body.splitlines()


def _strings(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _strings(inner)


def holds_any(copy: DamagedCopy, marks: Collection[bytes]) -> bool:
    """Return whether any of the marks stands in a copy; also if the copy cannot be read.

    An unreadable copy may hold them, so it counts as one that does.
    """
    try:
        return any(mark in content for content in (file.read_bytes() for file in copy.files) for mark in marks)
    except OSError:
        return True


def _list_files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _moment(stamp: str, file: Path) -> datetime:
    """Return when a copy was set aside: by the time in its name, else by the file's own time.

    Args:
        stamp: The time in the name.
        file: The copy.
    """
    try:
        return datetime.strptime(stamp, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(file.lstat().st_mtime, UTC)


# --- Ids of what was forgotten while damaged copies lie there: recovery brings none of it back

FILE = "forgotten.txt"
_HASH = re.compile(r"[0-9a-f]{32}")


def rehearsal_name(rehearsal: str) -> str:
    """Make the name under which a deleted rehearsal is listed in `ForgottenIds`."""
    return f"rehearsal {rehearsal}"


def room_name(room: str) -> str:
    """Make the name under which a deleted room is listed in `ForgottenIds`."""
    return f"room {room}"


def brought_name(key: str) -> str:
    """Make the name under which a deleted submission is listed in `ForgottenIds`."""
    return f"brought {key}"


def response_name(key: str, author: str) -> str:
    """Make the name under which a deleted review, of one submission by one login, is listed.

    Args:
        key: The submission's id.
        author: The login that reviewed it.
    """
    return f"response {key} {author}"


def given_name(key: str, author: str, reader: str) -> str:
    """Make the name under which a deleted exercise is listed in `ForgottenIds`.

    Args:
        key: The exercise's id.
        author: The login that gave it.
        reader: The login that it was given to; empty for everybody.
    """
    return f"given {key} {author} {reader}"


def copy_name(file: Path) -> str:
    """Make the name under which a damaged copy that could not be overwritten is listed."""
    return f"copy {file.name}"


class ForgottenIds:
    """The ids of what was deleted while damaged copies are left, hashed, in a file.

    Recovery asks for them, so that it brings nothing deleted back. Where the folder cannot be written, nothing is
    remembered.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / FILE

    def read(self) -> "ForgottenHashes":
        """Read all remembered hashes."""
        return ForgottenHashes(self._hashes())

    def remember(self, names: Iterable[str]) -> None:
        """Add names of deleted things to the remembered ones.

        A disk that is full stops no deletion: nothing is remembered then, but the copies themselves are overwritten.
        """
        wanted = frozenset(map(_hash, names))
        with suppress(OSError), lock_folder(self._folder):
            there = self._hashes()
            if wanted - there:
                write_whole(self._file, "".join(f"{name}\n" for name in sorted(there | wanted)))

    def let_go(self) -> None:
        """Overwrite and delete the remembered hashes, unless a damaged copy is left."""
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
    """The remembered hashes at one moment; `name in hashes` says whether that name was deleted."""

    def __init__(self, hashes: frozenset[str] = frozenset()) -> None:
        self._hashes = hashes

    def __contains__(self, name: str) -> bool:
        return bool(self._hashes) and _hash(name) in self._hashes


NOTHING = ForgottenHashes()


def _hash(name: str) -> str:
    return blake2b(name.encode("utf-8", "replace"), digest_size=16).hexdigest()
