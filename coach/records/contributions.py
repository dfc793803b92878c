"""Rows of counts of openings contributed to a partnership, in a folder of files.

No server is needed. A row's text is never parsed here: `coach.partnership` writes and reads it. A file tells no time of
day: it is dated the first day of its quarter.
"""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, Protocol

from pydantic import StringConstraints, ValidationError

from coach.errors import NotKnown, NotNow, RecordsUnwritable
from coach.model.types import Frozen
from coach.records.erasure import erase

ENDING = ".json"
LONGEST = 64_000
"""Bytes of a file. A row of counts takes a few hundred."""
QUARTER = r"^2[0-9]{3}-q[1-4]$"
RANDOM = r"^[a-z0-9]{8,40}$"
_NAME = re.compile(rf"{QUARTER[1:-1]}-{RANDOM[1:-1]}\.json")


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """A contributed row of counts, as text. `contributor` is a random id, new each quarter."""

    key: str
    quarter: str
    contributor: str
    body: str


class Contributions(Protocol):
    """A store of contributed rows of counts. Every method may raise RecordsError."""

    def add(self, key: str, quarter: str, contributor: str, body: str) -> None:
        """Store a row; a second time changes nothing. Raises NotNow where another row has that key.

        Args:
            key: The row's random id.
            quarter: The quarter's name, such as 2026-q3.
            contributor: The contributor's random id in this quarter.
            body: The row of counts, as text.
        """

    def withdraw(self, key: str) -> None:
        """Delete a row for good. Raises NotKnown. The caller checks that its quarter is still open."""

    def of(self, quarter: str) -> tuple[ContributionRow, ...]:
        """Return every row of a quarter, in the order of their keys, which is random."""

    def quarters(self) -> tuple[str, ...]:
        """List the quarters that have rows, the earliest first."""

    def close(self) -> None:
        """Close the connection, if there is one."""


class _File(Frozen):
    """The content of one contribution's file."""

    coach: Literal["contribution"] = "contribution"
    quarter: Annotated[str, StringConstraints(pattern=QUARTER)]
    contributor: Annotated[str, StringConstraints(pattern=RANDOM)]
    key: Annotated[str, StringConstraints(pattern=RANDOM)]
    body: Annotated[str, StringConstraints(max_length=LONGEST)]


class FolderContributions:
    """Contributions as one file a row.

    `spoilt` holds a sentence for each file that `of` could not read; the others still count.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.spoilt: tuple[str, ...] = ()

    def add(self, key: str, quarter: str, contributor: str, body: str) -> None:
        """Write a row to a new file.

        Raises:
            NotNow: another row has that key.
            RecordsUnwritable: the folder refuses.
        """
        try:
            row = _File(quarter=quarter, contributor=contributor, key=key, body=body)
        except ValidationError:
            raise NotNow(
                "That is no row of counts that can be given.", "Begin again with `coach contribute`."
            ) from None
        file = self._folder / f"{quarter}-{key}{ENDING}"
        # Every file of a quarter has the same date, so that a shared folder does not tell when somebody gave.
        day = datetime(int(quarter[:4]), int(quarter[-1]) * 3 - 2, 1, tzinfo=UTC).timestamp()
        # Written under another name first, or a reader of a synced folder could meet half a file.
        half = file.with_suffix(".half")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if file.exists():
                if _read(file) != row:
                    raise NotNow("A row with that key was given already.", "Begin again with `coach contribute`.")
                return
            half.write_text(row.model_dump_json(indent=1) + "\n", "utf-8")
            os.utime(half, (day, day))
            half.replace(file)
        except OSError as error:
            with suppress(OSError):
                erase(half)
            raise _folder_error(error) from None

    def withdraw(self, key: str) -> None:
        """Overwrite and delete the file of a row. Raises NotKnown."""
        files = [file for file in self._files() if file.stem[8:] == key]
        if not files:
            raise unknown_row_error()
        try:
            for file in files:
                erase(file)
        except OSError as error:
            raise _folder_error(error) from None

    def of(self, quarter: str) -> tuple[ContributionRow, ...]:
        """Return every row of a quarter that can be read; `spoilt` then names the others."""
        rows: list[ContributionRow] = []
        spoilt: list[str] = []
        for file in self._files():
            if not file.name.startswith(f"{quarter}-"):
                continue
            try:
                row = _read(file)
            except OSError as error:
                spoilt.append(f"{file.name} cannot be read: {(error.strerror or 'no access').lower()}.")
                continue
            # The name is checked against the content: a copied and renamed file would be counted twice.
            if row is None or file.name != f"{row.quarter}-{row.key}{ENDING}":
                spoilt.append(f"{file.name} is no row of counts that the coach wrote, and was left out.")
            else:
                rows.append(ContributionRow(row.key, row.quarter, row.contributor, row.body))
        self.spoilt = tuple(spoilt)
        return sort_rows(rows)

    def quarters(self) -> tuple[str, ...]:
        """List the quarters that have files."""
        return tuple(sorted({file.name[:7] for file in self._files()}))

    def close(self) -> None:
        """Do nothing: no file is held open."""

    def _files(self) -> list[Path]:
        try:
            return sorted(file for file in self._folder.iterdir() if _NAME.fullmatch(file.name))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _folder_error(error) from None


class MemoryContributions:
    """Contributions in memory, for tests."""

    def __init__(self) -> None:
        self._rows: dict[str, ContributionRow] = {}

    def add(self, key: str, quarter: str, contributor: str, body: str) -> None:
        """Store a row. Raises NotNow where another row has that key."""
        row = ContributionRow(key, quarter, contributor, body)
        if self._rows.setdefault(key, row) != row:
            raise NotNow("A row with that key was given already.", "Begin again with `coach contribute`.")

    def withdraw(self, key: str) -> None:
        """Delete a row. Raises NotKnown."""
        if self._rows.pop(key, None) is None:
            raise unknown_row_error()

    def of(self, quarter: str) -> tuple[ContributionRow, ...]:
        """Return every row of a quarter."""
        return sort_rows(row for row in self._rows.values() if row.quarter == quarter)

    def quarters(self) -> tuple[str, ...]:
        """List the quarters that have rows."""
        return tuple(sorted({row.quarter for row in self._rows.values()}))

    def close(self) -> None:
        """Do nothing: memory holds nothing open."""


def sort_rows(rows: Iterable[ContributionRow]) -> tuple[ContributionRow, ...]:
    """Sort rows by their random keys, so that nothing tells when each was contributed."""
    return tuple(sorted(rows, key=lambda row: row.key))


def unknown_row_error() -> NotKnown:
    """Make the error that no row has the given key."""
    return NotKnown("There is no such row of counts.", "It may have been withdrawn already.")


def _read(file: Path) -> _File | None:
    """Read a contribution's file; None for a file that the coach did not write. Raises OSError."""
    with file.open("rb") as opened:
        content = opened.read(LONGEST * 2 + 1)
    if len(content) > LONGEST * 2:
        return None
    try:
        return _File.model_validate_json(content)
    except ValidationError:
        return None


def _folder_error(error: OSError) -> RecordsUnwritable:
    return RecordsUnwritable(
        f"The folder of contributions cannot be used: {(error.strerror or 'no access').lower()}.",
        "Nothing left this machine. Choose another folder, or try again.",
    )
