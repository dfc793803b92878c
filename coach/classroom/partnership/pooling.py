"""Rows of counts put together, every contributor weighing the same.

How they weigh the same: all rows of one contributor are added up, and then say one thing about each subject. More than
half of their openings on it were taken; or more than half were passed by; or neither ("partly, or some of each"); or
none came up. They count as one in that cell, whether they gave one rehearsal or thirty. So what is shown are numbers of
people. Averages of shares would weigh people the same too, but read like marks, and nobody can say when a share of 0.41
gives somebody away; a number of people can be held against a threshold, and kept back by rules that can be proved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.classroom.partnership.contribution import Row, read
from coach.classroom.partnership.subjects import Subject
from coach.classroom.partnership.suppression import FEWEST, Cells, Shown, shown
from coach.errors import HandedOverUnreadable

if TYPE_CHECKING:
    from coach.records.contributions import Contributed

MOST_UNREAD = 5
"""Spoilt contributions that are named; of more, only how many."""


@dataclass(frozen=True, slots=True)
class Table:
    """What may be shown of a pool. No subjects where there are too few contributors."""

    contributors: int
    subjects: tuple[Shown, ...] = ()

    @property
    def needed(self) -> int:
        """How many more contributors are needed before anything is shown; 0 where there are enough."""
        return max(0, FEWEST - self.contributors)


def pooled(rows: Iterable[tuple[str, Row]]) -> Table:
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
    if len(people) < FEWEST:
        return Table(len(people))
    return Table(
        len(people),
        tuple(shown(subject, _cells(people.values(), subject), len(people)) for subject in Subject),
    )


def _cells(people: Iterable[dict[str, Cells]], subject: Subject) -> Cells:
    mostly = [_mostly(theirs[subject]) for theirs in people if subject in theirs]
    return Cells(mostly.count("taken"), mostly.count("partly"), mostly.count("passed_by"))


def _mostly(openings: Cells) -> str:
    """The one cell that a contributor is in; empty where none came up."""
    total = openings.taken + openings.partly + openings.passed_by
    if not total:
        return ""
    if openings.taken * 2 > total:
        return "taken"
    return "passed_by" if openings.passed_by * 2 > total else "partly"


def gathered(found: "Iterable[Contributed]") -> tuple[tuple[tuple[str, Row], ...], tuple[str, ...]]:
    """Rows that can be read, each once, and a sentence for what cannot. One spoilt contribution stops no other."""
    rows: dict[str, tuple[str, Row]] = {}
    unread: list[str] = []
    for each in found:
        try:
            rows[each.key] = each.contributor, read(each.body, f"Contribution {each.key}")
        except HandedOverUnreadable as error:
            unread.append(str(error))
    if len(unread) > MOST_UNREAD:
        more = len(unread) - MOST_UNREAD
        unread[MOST_UNREAD:] = [f"{more} more could not be read and are not counted."]
    return tuple(rows.values()), tuple(unread)
