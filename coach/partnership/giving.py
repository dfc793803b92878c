"""A contributor's side: what they give, one rehearsal at a time, and take back until the quarter closes.

A contributor is a random id that lies in their own data folder. It is new each quarter, and the old one is deleted,
with the note of what was given: so rows of one person weigh as one, quarters cannot be joined, and what is closed is
counts only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.errors import NotKnown, NotNow, RecordsError
from coach.model.types import Frozen
from coach.partnership.counts import SUBJECT_NAMES, CountedSubject, Quarter, Row, count_openings, write_row
from coach.practice.rehearsal import Rehearsal
from coach.records.class_store import read_value, write_value
from coach.records.erasure import erase

if TYPE_CHECKING:
    from coach.records.contributions import Contributions

MADE_THEN = "made when you give it"
TEAM = ""
"""Where something was given, if that was the team's store and no folder."""


class ContributionNote(Frozen):
    """A note of one thing that was given, for taking it back."""

    rehearsal: str
    key: str
    where: str
    """A folder; empty for the team's store."""
    sure: bool = True
    """Whether it is known to have arrived. If not, it is given again under the same key, and is there once."""


class ContributorNotes(Frozen):
    """Who somebody is this quarter, and what they gave."""

    quarter: str
    contributor: str
    given: tuple[ContributionNote, ...] = ()


@dataclass(frozen=True, slots=True)
class OutgoingContribution:
    """Exactly what leaves: all of it."""

    key: str
    quarter: Quarter
    contributor: str
    row: Row
    known: bool = field(default=False, compare=False)
    """Whether the contributor has given something this quarter, under that number."""

    @property
    def body(self) -> str:
        """The row as text."""
        return write_row(self.row)


def describe_outgoing(leaving: OutgoingContribution, *, only_look: bool = False) -> Iterator[Block]:
    """All of it, in words. `only_look`: it is not given now, and numbers that nobody has yet are others then."""
    contributor = MADE_THEN if only_look and not leaving.known else leaving.contributor
    yield Heading("Exactly what leaves", 1)
    yield ListItem(leaving.quarter.words, "Quarter")
    yield ListItem(MADE_THEN if only_look else leaving.key, "A random number of its own")
    yield ListItem(f"{contributor}; a new one next quarter", "A random number for you")
    for each in leaving.row:
        name = SUBJECT_NAMES[CountedSubject(each.topic)]
        yield ListItem(
            f"{each.taken} taken, {each.partly} partly, {each.passed_by} passed by", f"Openings about {name}"
        )
    yield Paragraph("No words, no name, no scenario, no day and no time. It is of the first time through.")
    yield Paragraph(
        "It is pooled with others', and shown only from ten people on. You can take it back until the quarter ends."
    )


class Contributor:
    """One person's contributions."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        """`folder`: in their own data folder. `new_id`: gives random letters and digits, four or more at a time."""
        self._folder = folder
        self._clock = clock
        self._new_id = new_id

    @property
    def quarter(self) -> Quarter:
        """The one that is going on."""
        return Quarter.of(self._clock().date())

    def list_given(self) -> tuple[ContributionNote, ...]:
        """What was given this quarter. Raises RecordsError."""
        mine = self._mine()
        return mine.given if mine else ()

    def preview(self, rehearsing: Rehearsal) -> OutgoingContribution:
        """Exactly what would leave, of the first time through: a line that is said again is practice.

        Raises NotNow before the end, or where it was given already, and RecordsError.
        """
        if not rehearsing.over:
            raise NotNow("This rehearsal is still going on.", "Finish it first.")
        mine = self._mine()
        notes = [each for each in self.list_given() if each.rehearsal == rehearsing.id]
        if any(each.sure for each in notes):
            raise NotNow(
                "You gave the counts of this rehearsal already.", "`coach contribute --withdraw` takes them back."
            )
        key = notes[0].key if notes else self._random()
        contributor = mine.contributor if mine else self._random()
        return OutgoingContribution(
            key, self.quarter, contributor, count_openings(rehearsing.debrief(1)), known=mine is not None
        )

    def give(self, rehearsal: str, leaving: OutgoingContribution, contributions: "Contributions", where: str) -> None:
        """Hand it over. It is noted first, so that whatever happens then can be taken back. Raises RecordsError."""
        if leaving.quarter != self.quarter:
            raise NotNow("A new quarter has begun meanwhile.", "Look at it again, and say yes again.")
        mine = self._mine() or ContributorNotes(quarter=leaving.quarter.name, contributor=leaving.contributor)
        others = tuple(each for each in mine.given if (each.key, each.where) != (leaving.key, where))
        note = ContributionNote(rehearsal=rehearsal, key=leaving.key, where=where, sure=False)
        self._keep(mine.model_copy(update={"given": (*others, note)}))
        contributions.add(leaving.key, leaving.quarter.name, leaving.contributor, leaving.body)
        self._keep(mine.model_copy(update={"given": (*others, note.model_copy(update={"sure": True}))}))

    def withdraw(self, rehearsal: str, opened: Callable[[str], "Contributions"]) -> tuple[ContributionNote, ...]:
        """Take back what was given of a rehearsal; of all, where it is empty. Gives back what is not there any more.

        `opened` opens where something was given. Raises NotKnown where nothing was given, and RecordsError.
        """
        mine = self._mine()
        chosen = [each for each in (mine.given if mine else ()) if rehearsal in ("", each.rehearsal)]
        if mine is None or not chosen:
            raise NotKnown("Nothing like that was contributed this quarter.", "What is older is counts only.")
        gone, refused = [], None
        for each in chosen:
            try:
                _take_back(each, opened)
            except NotKnown:
                gone.append(each)
            except RecordsError as error:
                refused = error
                continue
            mine = mine.model_copy(update={"given": tuple(note for note in mine.given if note != each)})
            self._keep(mine)
        if refused:
            raise refused
        return tuple(each for each in gone if each.sure)

    def _mine(self) -> ContributorNotes | None:
        """This quarter's; older ones are deleted."""
        file = self._file()
        for other in self._folder.glob("mine-*.json"):
            if other != file:
                erase(other)
        return read_value(file, ContributorNotes, "The note of what you contributed")

    def _keep(self, mine: ContributorNotes) -> None:
        write_value(self._file(), mine)

    def _file(self) -> Path:
        return self._folder / f"mine-{self.quarter.name}.json"

    def _random(self) -> str:
        return f"{self._new_id()}{self._new_id()}"


def _take_back(given: ContributionNote, opened: Callable[[str], "Contributions"]) -> None:
    contributions = opened(given.where)
    try:
        contributions.withdraw(given.key)
    finally:
        contributions.close()
