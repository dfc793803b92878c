"""The contributor's side: counts of openings are given one rehearsal at a time.

They can be withdrawn until the quarter ends. A contributor is a random id that lies in their own data folder. It is new
each quarter, and the old one is deleted together with the note of what was given. So several rows of one person weigh
as one person, quarters cannot be linked, and nothing of a closed quarter points to anybody.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.errors import NotKnown, NotNow, RecordsError
from coach.language.catalogue import say
from coach.model.types import Frozen
from coach.partnership.counts import SUBJECT_NAMES, CountedSubject, Quarter, Row, count_openings, write_row
from coach.practice.rehearsal import Rehearsal
from coach.records.class_log_sqlite import read_value, write_value
from coach.records.erasure import erase

if TYPE_CHECKING:
    from coach.records.contributions import Contributions

MADE_THEN = "made when you give it"
TEAM = ""
"""Stands for the team's store, where something was given there and not into a folder."""


class ContributionNote(Frozen):
    """A note that one rehearsal's counts of openings were contributed, for withdrawing them."""

    rehearsal: str
    key: str
    where: str
    """The folder; empty for the team's store."""
    sure: bool = True
    """Whether the contribution is known to have arrived.

    If not, it is given again under the same key, and stands there once.
    """


class ContributorNotes(Frozen):
    """A contributor's file for one quarter: their random id, and what they gave."""

    quarter: str
    contributor: str
    given: tuple[ContributionNote, ...] = ()


@dataclass(frozen=True, slots=True)
class OutgoingContribution:
    """A contribution before it is sent: it holds exactly what leaves, and nothing more."""

    key: str
    quarter: Quarter
    contributor: str
    row: Row
    known: bool = field(default=False, compare=False)
    """Whether the contributor has given something this quarter, under this id."""

    @property
    def body(self) -> str:
        """The row of counts, as the JSON text that is sent."""
        return write_row(self.row)


def describe_outgoing(outgoing: OutgoingContribution, *, only_look: bool = False) -> Iterator[Block]:
    """Describe, for the practitioner, everything that a contribution would send.

    Args:
        outgoing: the contribution.
        only_look: whether this is a preview. Random ids that are not stored yet are made anew when it is sent, so the
            text says that in their place.
    """
    contributor = say(MADE_THEN) if only_look and not outgoing.known else outgoing.contributor
    yield Heading(say("Exactly what leaves"), 1)
    yield ListItem(outgoing.quarter.words, say("Quarter"))
    yield ListItem(say(MADE_THEN) if only_look else outgoing.key, say("A random number of its own"))
    yield ListItem(
        say("{contributor}; a new one next quarter", contributor=contributor), say("A random number for you")
    )
    for counts in outgoing.row:
        name = SUBJECT_NAMES[CountedSubject(counts.topic)]
        yield ListItem(
            say(
                "{taken} taken, {partly} partly, {passed_by} passed by",
                taken=counts.taken,
                partly=counts.partly,
                passed_by=counts.passed_by,
            ),
            say("Openings about {name}", name=name),
        )
    yield Paragraph(say("No words, no name, no scenario, no day and no time. It is of the first time through."))
    yield Paragraph(
        say(
            "It is pooled with others', and shown only from ten people on. You can take it back until the quarter ends."
        )
    )


class Contributor:
    """The contributions of a contributor in this quarter: listing, giving and withdrawing them."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        """Open a contributor's file.

        Args:
            folder: a folder in their own data folder.
            clock: tells the time.
            new_id: makes random letters and digits, four or more at a time.
        """
        self._folder = folder
        self._clock = clock
        self._new_id = new_id

    @property
    def quarter(self) -> Quarter:
        """The current quarter."""
        return Quarter.of(self._clock().date())

    def list_given(self) -> tuple[ContributionNote, ...]:
        """List the contributions given this quarter. Raises RecordsError."""
        contributor_notes = self._read_notes()
        return contributor_notes.given if contributor_notes else ()

    def preview(self, rehearsal: Rehearsal) -> OutgoingContribution:
        """Return exactly what would be sent about a rehearsal, without sending it.

        Only its first attempt is counted; later ones are practice.

        Raises:
            NotNow: the rehearsal is not finished, or was given already.
            RecordsError: the contributor's file cannot be read.
        """
        if not rehearsal.over:
            raise NotNow(say("This rehearsal is still going on."), say("Finish it first."))
        contributor_notes = self._read_notes()
        notes = [note for note in self.list_given() if note.rehearsal == rehearsal.id]
        if any(note.sure for note in notes):
            raise NotNow(
                say("You gave the counts of this rehearsal already."),
                say("`coach contribute --withdraw` takes them back."),
            )
        # The same key as at the first try: should that have arrived, it is overwritten and not doubled.
        key = notes[0].key if notes else self._make_id()
        contributor = contributor_notes.contributor if contributor_notes else self._make_id()
        return OutgoingContribution(
            key, self.quarter, contributor, count_openings(rehearsal.debrief(1)), known=contributor_notes is not None
        )

    def give(self, rehearsal: str, outgoing: OutgoingContribution, contributions: "Contributions", where: str) -> None:
        """Send a contribution, and note it first, so that it can be withdrawn if sending is cut off.

        Args:
            rehearsal: the rehearsal's id.
            outgoing: what `preview` returned.
            contributions: where it is sent.
            where: the folder; `TEAM` for the team's store.

        Raises:
            NotNow: a new quarter has begun.
            RecordsError: it cannot be stored.
        """
        if outgoing.quarter != self.quarter:
            raise NotNow(say("A new quarter has begun meanwhile."), say("Look at it again, and say yes again."))
        contributor_notes = self._read_notes() or ContributorNotes(
            quarter=outgoing.quarter.name, contributor=outgoing.contributor
        )
        others = tuple(
            old_note for old_note in contributor_notes.given if (old_note.key, old_note.where) != (outgoing.key, where)
        )
        note = ContributionNote(rehearsal=rehearsal, key=outgoing.key, where=where, sure=False)
        # Noted before it is sent: what arrives without a note could never be withdrawn.
        self._write_notes(contributor_notes.model_copy(update={"given": (*others, note)}))
        contributions.add(outgoing.key, outgoing.quarter.name, outgoing.contributor, outgoing.body)
        self._write_notes(
            contributor_notes.model_copy(update={"given": (*others, note.model_copy(update={"sure": True}))})
        )

    def withdraw(self, rehearsal: str, open_store: Callable[[str], "Contributions"]) -> tuple[ContributionNote, ...]:
        """Withdraw the contributions of one rehearsal, or all of this quarter.

        Args:
            rehearsal: the rehearsal's id; empty for everything given this quarter.
            open_store: opens the place to which a contribution was given.

        Returns:
            The contributions that were not there any more.

        Raises:
            NotKnown: nothing was given.
            RecordsError: a place cannot be opened or written.
        """
        contributor_notes = self._read_notes()
        chosen = [
            contribution
            for contribution in (contributor_notes.given if contributor_notes else ())
            if rehearsal in ("", contribution.rehearsal)
        ]
        if contributor_notes is None or not chosen:
            raise NotKnown(say("Nothing like that was contributed this quarter."), say("What is older is counts only."))
        gone, refused = [], None
        for chosen_id in chosen:
            try:
                _take_back(chosen_id, open_store)
            except NotKnown:
                gone.append(chosen_id)
            # The others are still withdrawn; the last refusal is raised at the end.
            except RecordsError as error:
                refused = error
                continue
            contributor_notes = contributor_notes.model_copy(
                update={"given": tuple(note for note in contributor_notes.given if note != chosen_id)}
            )
            self._write_notes(contributor_notes)
        if refused:
            raise refused
        return tuple(contribution for contribution in gone if contribution.sure)

    def _read_notes(self) -> ContributorNotes | None:
        """Read this quarter's notes of contributions, and delete the files of earlier quarters."""
        file = self._find_file()
        # Deleting the old id is what makes quarters unlinkable.
        for other in self._folder.glob("mine-*.json"):
            if other != file:
                erase(other)
        return read_value(file, ContributorNotes, say("The note of what you contributed"))

    def _write_notes(self, contributor_notes: ContributorNotes) -> None:
        write_value(self._find_file(), contributor_notes)

    def _find_file(self) -> Path:
        return self._folder / f"mine-{self.quarter.name}.json"

    def _make_id(self) -> str:
        return f"{self._new_id()}{self._new_id()}"


def _take_back(given: ContributionNote, open_store: Callable[[str], "Contributions"]) -> None:
    contributions = open_store(given.where)
    try:
        contributions.withdraw(given.key)
    finally:
        contributions.close()
