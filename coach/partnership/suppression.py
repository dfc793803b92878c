"""Disclosure control: which pooled counts may be shown, so that no small group can be seen.

Nor can one be worked out. Every contributor is in exactly one of four cells of a subject: their openings on it were
mostly taken; partly taken, or some of each; mostly passed by; or none came up. The four add up to the number of
contributors, which is shown. So there is one equation a subject, and no margin across subjects, because a contributor
may be in several.

1. Small-number suppression: a cell of fewer than five is not shown. Nor is a zero: that *nobody* took an opening says
   something of everybody.
2. Secondary suppression: what is suppressed in a subject comes from at least five contributors together, because their
   sum can always be worked out. To reach five, "partly" is suppressed first; then the smaller of "taken" and "passed
   by", or both where they are equal or only one of them is five or more, and then no number of this subject is shown.
3. "None came up" is shown only where all four cells are. Otherwise it is the slack: nobody knows how many it holds.
4. Where no number can be shown, a word may be: whether more people mostly took than passed by, or the other way round.
   It rests on at least five people, and on a comparison, never on an exact number.

Counts are not rounded, because they are suppressed instead.

Which cells are suppressed can itself be read from the page, so an intruder is taken to know these rules. Even then
every suppressed number has at least five possible values. Why: the suppressed cells add up to five or more, and include
"none came up", which takes up whatever is left. So a cell suppressed for being small may be anything from 0 to 4. Any
other, suppressed to reach five, may just as well have been small. And where no number is shown, the larger cell may be
anything from N - 4 to N, for N contributors. The tests do this reckoning in full, over every pool there can be.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from coach.errors import HandedOverUnreadable
from coach.language.catalogue import say
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
    """Counts of contributors in the cells of one subject, before suppression. Never shown."""

    taken: int = 0
    partly: int = 0
    passed_by: int = 0


class Leaning(StrEnum):
    """The direction in which most contributors went on a subject: openings taken, or passed by."""

    TAKEN = "taken"
    PASSED_BY = "passed_by"
    UNSAID = "unsaid"


class SuppressedCounts(Frozen):
    """The counts of one subject after suppression; a suppressed count is None."""

    subject: CountedSubject
    taken: _Number = None
    partly: _Number = None
    passed_by: _Number = None
    none_came_up: _Number = None
    leaning: Leaning = Leaning.UNSAID
    """Never more than the shown numbers say, wherever one is shown."""

    @property
    def numbers(self) -> tuple[int | None, int | None, int | None, int | None]:
        """All four counts: taken, partly, passed by, none came up."""
        return self.taken, self.partly, self.passed_by, self.none_came_up


def suppress(subject: CountedSubject, cells: Cells, contributors: int) -> SuppressedCounts:
    """Suppress the counts of a subject by which a small group could be recognized.

    Args:
        subject: what the openings are about.
        cells: the counts before suppression.
        contributors: how many people contributed in all.

    Returns:
        What may be shown. It depends on these numbers and on nothing else.

    Raises:
        ValueError: there are too few contributors, or more people in cells than contributors.
    """
    none = contributors - cells.taken - cells.partly - cells.passed_by
    if contributors < MIN_CONTRIBUTORS or none < 0:
        raise ValueError("nothing is shown of so few, or of more than there are")
    # Rule 1: small numbers, and zeros.
    taken, partly, passed_by = (_suppress_small(n) for n in (cells.taken, cells.partly, cells.passed_by))
    # Rule 2: what is suppressed must come from five people or more together.
    if _sum_suppressed(contributors, taken, partly, passed_by) < MIN_CELL_SIZE:
        partly = None
    if _sum_suppressed(contributors, taken, partly, passed_by) < MIN_CELL_SIZE:
        taken, passed_by = _suppress_smaller(taken, passed_by)
    # Rule 3: with one number missing, this one would give it away.
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
    """Suppress the smaller of two counts; suppress both if they are equal or only one is left."""
    if taken is None or passed_by is None or taken == passed_by:
        return None, None
    return (taken, None) if taken > passed_by else (None, passed_by)


def _sum_suppressed(contributors: int, *seen: int | None) -> int:
    return contributors - sum(number or 0 for number in seen)


def _find_leaning(cells: Cells) -> Leaning:
    """Return which way more contributors went on a subject; `UNSAID` unless five or more did.

    Saying it discloses nothing where a count is shown, because a suppressed count beside it is smaller.
    """
    if cells.taken > cells.passed_by and cells.taken >= MIN_CELL_SIZE:
        return Leaning.TAKEN
    if cells.passed_by > cells.taken and cells.passed_by >= MIN_CELL_SIZE:
        return Leaning.PASSED_BY
    return Leaning.UNSAID


# --- Pooling rows of counts

MOST_UNREAD = 5
"""How many unreadable contributions are named; of more, only how many."""


@dataclass(frozen=True, slots=True)
class PooledTable:
    """The table made of all pooled contributions, after suppression.

    It has no subjects where there are too few contributors.
    """

    contributors: int
    subjects: tuple[SuppressedCounts, ...] = ()

    @property
    def shortfall(self) -> int:
        """The number of contributors still needed before anything is shown; 0 if there are enough."""
        return max(0, MIN_CONTRIBUTORS - self.contributors)


def pool_rows(rows: Iterable[tuple[str, Row]]) -> PooledTable:
    """Pool the rows of all contributors into one table, and suppress small counts in it.

    Every contributor weighs the same. Two tables of which one has a few people more can be subtracted from each other,
    so make the table of a pool once, and keep it.

    Args:
        rows: the rows of counts, each with its contributor's id.
    """
    people: dict[str, dict[str, Cells]] = {}
    # All rows of a person are added up first, so that a keen user weighs as one.
    for contributor, row in rows:
        theirs = people.setdefault(contributor, {})
        for counts in row:
            so_far = theirs.get(counts.topic, Cells())
            theirs[counts.topic] = Cells(
                so_far.taken + counts.taken, so_far.partly + counts.partly, so_far.passed_by + counts.passed_by
            )
    # No subjects at all, not even words.
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
    """Return the name of the one cell that a contributor is in; empty if no opening came up.

    An opening is where the family lets a subject be spoken of.
    """
    total = openings.taken + openings.partly + openings.passed_by
    if not total:
        return ""
    # More than half, so nobody is in two cells.
    if openings.taken * 2 > total:
        return "taken"
    return "passed_by" if openings.passed_by * 2 > total else "partly"


def read_contributions(
    contribution_rows: "Iterable[ContributionRow]",
) -> tuple[tuple[tuple[str, Row], ...], tuple[str, ...]]:
    """Read the rows of contributions, each key once; an unreadable row is reported and skipped.

    Returns:
        The rows with their contributors' ids, and a sentence for each that could not be read.
    """
    rows: dict[str, tuple[str, Row]] = {}
    unread: list[str] = []
    for item in contribution_rows:
        try:
            rows[item.key] = item.contributor, read_row(item.body, f"Contribution {item.key}")
        except HandedOverUnreadable as error:
            unread.append(str(error))
    if len(unread) > MOST_UNREAD:
        more = len(unread) - MOST_UNREAD
        unread[MOST_UNREAD:] = [say("{more} more could not be read and are not counted.", more=more)]
    return tuple(rows.values()), tuple(unread)
