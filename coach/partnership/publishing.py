"""Tables that were shown, each fixed for good.

Two tables of one quarter, of which one has a few people more, could be subtracted from each other. So a quarter is
shown only once it is over, and its table is fixed the first time. Whatever is pooled afterwards on this machine, from
whichever folder, the same table is shown. A table that was made from a folder lies in that folder too, and whoever
pools it on another machine is shown that one. It holds what may be shown, and no contributor.
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
"""Quarters below which nothing is put beside each other."""


class PublishedTable(Frozen):
    """What was shown of a quarter."""

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
        if tuple(each.subject for each in self.subjects) != tuple(CountedSubject):
            raise ValueError("it has not every subject once")
        return self

    @property
    def period(self) -> Quarter:
        """Its quarter."""
        return Quarter.parse(self.quarter)


class PublishedTables:
    """The tables that were shown on this machine."""

    def __init__(self, folder: Path, pool: Path | None = None) -> None:
        """`pool`: the folder of contributions that others may pool as well, on machines of their own."""
        self._folder = folder
        self._pool = pool
        self.sharing_failure = ""
        """Why the table could not be put into the pool, once that was tried."""

    def read(self, quarter: Quarter) -> PublishedTable | None:
        """A quarter's table, once it is fixed. Raises RecordsError where it is there and cannot be read."""
        return read_value(self._file(quarter), PublishedTable, f"The table of {quarter.words}")

    def list_tables(self) -> tuple[PublishedTable, ...]:
        """Every one that can be read, in the order of their quarters."""
        found = []
        for file in self._folder.glob("shown-*.json"):
            try:
                table = read_value(file, PublishedTable, "A table")
            except CoachError:
                continue  # said by `of`, to whoever asks for that quarter
            if table is not None:
                found.append(table)
        return tuple(sorted(found, key=lambda table: table.period))

    def publish(self, quarter: Quarter, rows: Iterable[tuple[str, Row]], today: date) -> PublishedTable:
        """Fix a quarter's table, if it is not fixed yet, and give it back.

        Raises NotNow while the quarter is going on, or with too few contributors, and RecordsError.
        """
        if fixed := self.read(quarter) or self.read_from_pool(quarter):
            return fixed
        check_quarter_ended(quarter, today)
        table = pool_rows(rows)
        if table.shortfall:
            raise NotNow(*explain_too_few(table.shortfall))
        made = PublishedTable(quarter=quarter.name, contributors=table.contributors, subjects=table.subjects)
        published = self.share(made)
        write_value(self._file(quarter), published)
        return published

    def read_from_pool(self, quarter: Quarter) -> PublishedTable | None:
        """The table that lies in the pool, which was made on another machine: from now on it is shown here too.

        Raises RecordsError where it is there and cannot be read: a second table must not be made.
        """
        if self._pool is None:
            return None
        table = read_value(self._pool / _name(quarter), PublishedTable, f"The table of {quarter.words}")
        if table is not None:
            write_value(self._file(quarter), table)
        return table

    def share(self, table: PublishedTable) -> PublishedTable:
        """Put it into the pool; where somebody was quicker, theirs is the table. Raises RecordsError as `found` does.

        Where the pool takes nothing, `not_shared` says why.
        """
        if self._pool is None:
            return table
        try:
            write_once(self._pool / _name(table.period), table.model_dump_json(indent=2) + "\n")
        except FileExistsError:
            return (
                read_value(self._pool / _name(table.period), PublishedTable, f"The table of {table.period.words}")
                or table
            )
        except OSError as error:
            self.sharing_failure = (error.strerror or "no access").lower()
        return table

    def _file(self, quarter: Quarter) -> Path:
        return self._folder / _name(quarter)


def write_once(file: Path, text: str) -> None:
    """Write a file for others, whole or not at all. Raises FileExistsError where there is one, and OSError."""
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


def _name(quarter: Quarter) -> str:
    return f"shown-{quarter.name}.json"


def check_quarter_ended(quarter: Quarter, today: date) -> None:
    """Raises NotNow while a quarter is going on."""
    if not quarter.has_ended(today):
        raise NotNow(
            f"{quarter.words} is not over.",
            "A quarter is shown once it is over, so that nobody can compare it with itself a few people later.",
        )


def explain_too_few(needed: int) -> tuple[str, str]:
    """What is said below ten, and what to do."""
    return (
        f"Nothing is shown of fewer than {MIN_CONTRIBUTORS} contributors; {needed} more would be needed.",
        "That is what keeps a single person from being seen.",
    )
