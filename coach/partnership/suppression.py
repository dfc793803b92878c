"""What of a pool may be shown, so that no handful of people can be seen in it, nor worked out by subtraction.

Every contributor is in exactly one of four cells of a subject: their openings on it were mostly taken; partly taken, or
some of each; mostly passed by; or none came up. The four add up to the number of contributors, which is shown. So there
is one equation a subject, and no margin across subjects, because a contributor may be in several.

1. A cell of fewer than five is not shown. Nor is a zero: that *nobody* took an opening says something of everybody.
2. What is not shown of a subject comes from at least five contributors together, because their sum can always be
   worked out. To reach five, "partly" is kept back first; then the smaller of "taken" and "passed by", or both where
   they are equal or only one of them is five or more, and then no number of this subject is shown.
3. "None came up" is shown only where all four cells are. Otherwise it is the slack: nobody knows how many it holds.
4. Where no number can be shown, a word may be: whether more people mostly took than passed by, or the other way round.
   It rests on at least five people, and on a comparison, never on an exact number.

Which cells are kept back can itself be read from the page, so an adversary is taken to know these rules. Even then
every number kept back has at least five possible values. Why: what is kept back adds up to five or more, and includes
"none came up", which takes up whatever is left. So a cell kept back for being small may be anything from 0 to 4.
Any other, kept back to reach five, may just as well have been small. And where no number is shown, the larger cell may
be anything from N - 4 to N, for N contributors. The tests do this reckoning in full, over every pool there can be.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from coach.errors import HandedOverUnreadable
from coach.model.types import Frozen
from coach.partnership.counts import CountedSubject, Row, read_row

if TYPE_CHECKING:
    from coach.records.contributions import ContributionRow


MIN_CONTRIBUTORS = 10
"""Contributors below which nothing is shown (as in the GP Patient Survey)."""
MIN_CELL_SIZE = 5
"""Contributors below which a cell is not shown."""

_Number = Annotated[int, Field(ge=MIN_CELL_SIZE, le=1_000_000)] | None


@dataclass(frozen=True, slots=True)
class Cells:
    """How many contributors' openings on a subject went which way, mostly. Never shown as it is."""

    taken: int = 0
    partly: int = 0
    passed_by: int = 0


class Leaning(StrEnum):
    """Which of two things more contributors mostly did."""

    TAKEN = "taken"
    PASSED_BY = "passed_by"
    UNSAID = "unsaid"


class SuppressedCounts(Frozen):
    """What may be shown of one subject. None is a number that is kept back."""

    subject: CountedSubject
    taken: _Number = None
    partly: _Number = None
    passed_by: _Number = None
    none_came_up: _Number = None
    leaning: Leaning = Leaning.UNSAID
    """Made from the numbers that are shown, wherever any is."""

    @property
    def numbers(self) -> tuple[int | None, int | None, int | None, int | None]:
        """All four."""
        return self.taken, self.partly, self.passed_by, self.none_came_up


def suppress(subject: CountedSubject, cells: Cells, contributors: int) -> SuppressedCounts:
    """What may be shown of a subject, of so many contributors in all: a function of these numbers and nothing else.

    Raises ValueError below ten contributors, or where more are in cells than there are.
    """
    none = contributors - cells.taken - cells.partly - cells.passed_by
    if contributors < MIN_CONTRIBUTORS or none < 0:
        raise ValueError("nothing is shown of so few, or of more than there are")
    taken, partly, passed_by = (_suppress_small(n) for n in (cells.taken, cells.partly, cells.passed_by))
    if _sum_suppressed(contributors, taken, partly, passed_by) < MIN_CELL_SIZE:
        partly = None
    if _sum_suppressed(contributors, taken, partly, passed_by) < MIN_CELL_SIZE:
        taken, passed_by = _suppress_smaller(taken, passed_by)
    whole = taken is not None and partly is not None and passed_by is not None
    return SuppressedCounts(
        subject=subject,
        taken=taken,
        partly=partly,
        passed_by=passed_by,
        none_came_up=none if whole else None,
        leaning=_find_leaning(cells),
    )


def _suppress_small(number: int) -> int | None:
    return number if number >= MIN_CELL_SIZE else None


def _suppress_smaller(taken: int | None, passed_by: int | None) -> tuple[int | None, int | None]:
    """Only the larger of two numbers; neither, where there is no other to keep back."""
    if taken is None or passed_by is None or taken == passed_by:
        return None, None
    return (taken, None) if taken > passed_by else (None, passed_by)


def _sum_suppressed(contributors: int, *seen: int | None) -> int:
    return contributors - sum(number or 0 for number in seen)


def _find_leaning(cells: Cells) -> Leaning:
    """Said only of five or more; a number that is shown says it too, as one that is kept back beside it is smaller."""
    if cells.taken > cells.passed_by and cells.taken >= MIN_CELL_SIZE:
        return Leaning.TAKEN
    if cells.passed_by > cells.taken and cells.passed_by >= MIN_CELL_SIZE:
        return Leaning.PASSED_BY
    return Leaning.UNSAID


# --- Rows of counts put together, every contributor weighing the same

MOST_UNREAD = 5
"""Spoilt contributions that are named; of more, only how many."""


@dataclass(frozen=True, slots=True)
class PooledTable:
    """What may be shown of a pool. No subjects where there are too few contributors."""

    contributors: int
    subjects: tuple[SuppressedCounts, ...] = ()

    @property
    def shortfall(self) -> int:
        """How many more contributors are needed before anything is shown; 0 where there are enough."""
        return max(0, MIN_CONTRIBUTORS - self.contributors)


def pool_rows(rows: Iterable[tuple[str, Row]]) -> PooledTable:
    """Rows, each with its contributor's id, as the one table that may be shown of them.

    Two tables of which one has a few people more can be subtracted. So make it once for a pool, and keep it.
    """
    people: dict[str, dict[str, Cells]] = {}
    for contributor, row in rows:
        theirs = people.setdefault(contributor, {})
        for each in row:
            so_far = theirs.get(each.topic, Cells())
            theirs[each.topic] = Cells(
                so_far.taken + each.taken, so_far.partly + each.partly, so_far.passed_by + each.passed_by
            )
    if len(people) < MIN_CONTRIBUTORS:
        return PooledTable(len(people))
    return PooledTable(
        len(people),
        tuple(suppress(subject, _count_cells(people.values(), subject), len(people)) for subject in CountedSubject),
    )


def _count_cells(people: Iterable[dict[str, Cells]], subject: CountedSubject) -> Cells:
    mostly = [_classify(theirs[subject]) for theirs in people if subject in theirs]
    return Cells(mostly.count("taken"), mostly.count("partly"), mostly.count("passed_by"))


def _classify(openings: Cells) -> str:
    """The one cell that a contributor is in; empty where none came up."""
    total = openings.taken + openings.partly + openings.passed_by
    if not total:
        return ""
    if openings.taken * 2 > total:
        return "taken"
    return "passed_by" if openings.passed_by * 2 > total else "partly"


def read_contributions(found: "Iterable[ContributionRow]") -> tuple[tuple[tuple[str, Row], ...], tuple[str, ...]]:
    """Rows that can be read, each once, and a sentence for what cannot. One spoilt contribution stops no other."""
    rows: dict[str, tuple[str, Row]] = {}
    unread: list[str] = []
    for each in found:
        try:
            rows[each.key] = each.contributor, read_row(each.body, f"Contribution {each.key}")
        except HandedOverUnreadable as error:
            unread.append(str(error))
    if len(unread) > MOST_UNREAD:
        more = len(unread) - MOST_UNREAD
        unread[MOST_UNREAD:] = [f"{more} more could not be read and are not counted."]
    return tuple(rows.values()), tuple(unread)
