"""Published tables: the table of a quarter is made once, after it ended, and never again.

Two tables of one quarter, of which one has a few people more, could be subtracted from each other (disclosure by
differencing). So whatever is pooled afterwards on this machine, from whichever folder, the same table is shown. A table
that was made from a shared folder is stored in that folder too, and others who pool it are shown that one. It holds
only suppressed counts, and no contributor.
"""

import os
import secrets
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from coach.errors import CoachError, NotKnown, NotNow
from coach.model.types import Frozen
from coach.partnership.counts import CountedSubject, Quarter, Row
from coach.partnership.suppression import MIN_CONTRIBUTORS, SuppressedCounts, pool_rows
from coach.records.class_store import read_value, write_value

MIN_QUARTERS = 3
"""Quarters below which nothing is compared over time."""


class PublishedTable(Frozen):
    """The published table of one quarter: suppressed counts by subject."""

    format: Literal[1] = 1
    quarter: str
    contributors: Annotated[int, Field(ge=MIN_CONTRIBUTORS, le=1_000_000)]
    subjects: tuple[SuppressedCounts, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> "PublishedTable":
        try:
            Quarter.parse(self.quarter)
        except NotKnown:
            raise ValueError("it has no quarter") from None
        if tuple(subject.subject for subject in self.subjects) != tuple(CountedSubject):
            raise ValueError("it has not every subject once")
        return self

    @property
    def period(self) -> Quarter:
        """The quarter of the table."""
        return Quarter.parse(self.quarter)


class PublishedTables:
    """The tables that were published on this machine, and those in the shared folder."""

    def __init__(self, folder: Path, pool: Path | None = None) -> None:
        """Open the published tables.

        Args:
            folder: the folder on this machine where the tables are stored.
            pool: the shared folder of contributions, where other machines may publish tables too.
        """
        self._folder = folder
        self._pool = pool
        self.sharing_failure = ""
        """Why the table could not be written into the pool, once that was tried."""

    def read(self, quarter: Quarter) -> PublishedTable | None:
        """Read the table of a quarter; None before it is published.

        Raises RecordsError where it is unreadable.
        """
        return read_value(self._find_file(quarter), PublishedTable, f"The table of {quarter.words}")

    def list_tables(self) -> tuple[PublishedTable, ...]:
        """List every table that can be read, in the order of their quarters."""
        tables = []
        for file in self._folder.glob("shown-*.json"):
            try:
                table = read_value(file, PublishedTable, "A table")
            except CoachError:
                continue  # said by `of`, to whoever asks for that quarter
            if table is not None:
                tables.append(table)
        return tuple(sorted(tables, key=lambda table: table.period))

    def publish(self, quarter: Quarter, rows: Iterable[tuple[str, Row]], today: date) -> PublishedTable:
        """Publish the table of a quarter, unless it is published already; return the published one.

        Args:
            quarter: the quarter.
            rows: the pooled rows, each with its contributor's id.
            today: the day, to tell whether the quarter has ended.

        Raises:
            NotNow: the quarter has not ended, or has too few contributors.
            RecordsError: the table cannot be stored.
        """
        # A table that exists anywhere is the table: a second one could be subtracted from it.
        if fixed := self.read(quarter) or self.read_from_pool(quarter):
            return fixed
        check_quarter_ended(quarter, today)
        table = pool_rows(rows)
        if table.shortfall:
            raise NotNow(*explain_too_few(table.shortfall))
        made = PublishedTable(quarter=quarter.name, contributors=table.contributors, subjects=table.subjects)
        # Another machine may have been quicker; then its table is kept here too.
        published = self.share(made)
        write_value(self._find_file(quarter), published)
        return published

    def read_from_pool(self, quarter: Quarter) -> PublishedTable | None:
        """Read the table that another machine published in the shared folder, and copy it here.

        Raises:
            RecordsError: the table is there and unreadable. A second one must not be made then.
        """
        if self._pool is None:
            return None
        table = read_value(self._pool / _make_file_name(quarter), PublishedTable, f"The table of {quarter.words}")
        if table is not None:
            write_value(self._find_file(quarter), table)
        return table

    def share(self, table: PublishedTable) -> PublishedTable:
        """Write a table into the shared folder, unless the folder has one for that quarter.

        Returns:
            The table that the folder now has. If the folder cannot be written, the given table; `sharing_failure` then
            says why.

        Raises:
            RecordsError: the folder has an unreadable table for the quarter.
        """
        if self._pool is None:
            return table
        try:
            write_once(self._pool / _make_file_name(table.period), table.model_dump_json(indent=2) + "\n")
        except FileExistsError:
            return (
                read_value(
                    self._pool / _make_file_name(table.period), PublishedTable, f"The table of {table.period.words}"
                )
                or table
            )
        except OSError as error:
            self.sharing_failure = (error.strerror or "no access").lower()
        return table

    def _find_file(self, quarter: Quarter) -> Path:
        return self._folder / _make_file_name(quarter)


def write_once(file: Path, text: str) -> None:
    """Write a new file into a shared folder, complete or not at all.

    Args:
        file: the path; it must not exist.
        text: what is in it.

    Raises:
        FileExistsError: another machine was quicker.
        OSError: the folder cannot be written.
    """
    half = file.with_name(f".{file.stem}-{secrets.token_hex(4)}")
    try:
        half.write_text(text, "utf-8")
        try:
            os.link(half, file)  # a rename would replace one that came in the same moment
        except FileExistsError:
            raise
        except OSError:  # not every network drive knows links
            with file.open("x", encoding="utf-8") as out:
                out.write(text)
    finally:
        half.unlink(missing_ok=True)


def _make_file_name(quarter: Quarter) -> str:
    return f"shown-{quarter.name}.json"


def check_quarter_ended(quarter: Quarter, today: date) -> None:
    """Raise NotNow if a quarter has not ended."""
    if not quarter.has_ended(today):
        raise NotNow(
            f"{quarter.words} is not over.",
            "A quarter is shown once it is over, so that nobody can compare it with itself a few people later.",
        )


def explain_too_few(needed: int) -> tuple[str, str]:
    """Return two sentences: that too few people contributed, and why nothing is shown then.

    Args:
        needed: how many more contributors are needed.
    """
    return (
        f"Nothing is shown of fewer than {MIN_CONTRIBUTORS} contributors; {needed} more would be needed.",
        "That is what keeps a single person from being seen.",
    )
