"""Ids of what was forgotten or withdrawn while damaged copies lie there, so that recovery brings none of it back.

Of each id only a hash is kept: no word, no name and no day. The file that holds them is overwritten and deleted as soon
as no damaged copy is left. It has one line for each, so that damage in it costs one line and not the others.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from coach.records.damaged_copies import damaged_copies
from coach.records.erasure import erase
from coach.records.paths import lock_folder, write_whole

FILE = "forgotten.txt"
_HASH = re.compile(r"[0-9a-f]{32}")


def rehearsal_name(rehearsal: str) -> str:
    """Name a rehearsal among everything that can be forgotten."""
    return f"rehearsal {rehearsal}"


def room_name(room: str) -> str:
    """Name a room by its id."""
    return f"room {room}"


def brought_name(key: str) -> str:
    """Name a thing that was handed over."""
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
