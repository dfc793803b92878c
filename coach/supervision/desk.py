"""A supervisor's desk: what was brought to it, and only that; what they say to it; and where two readers differ."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import CoachError, NotKnown, NotNow, RecordsError
from coach.model.brought import Brought, Response
from coach.model.exercise import Exercise
from coach.model.rubric import Rubric
from coach.practice.export import write_export
from coach.practice.practice import Practice
from coach.rehearsal.script import Script
from coach.supervision.agreement import Answered, answered
from coach.supervision.drafts import Draft, Drafts
from coach.supervision.exercises import Shown, may_be_given_to, on_the_shelf, out_of_the_store
from coach.supervision.exercises import written as exercise_written
from coach.supervision.taking_in import TakenIn, read, take_in, written
from coach.supervision.team import Table

if TYPE_CHECKING:
    from coach.records.team.handed import Handed  # heavy, and only there once something was brought

PUT_AWAY_AFTER = timedelta(days=90)
"""What was taken in from a file goes from the desk by itself after so long. In a shared store it is its owner's."""


@dataclass(frozen=True, slots=True)
class OnDesk:
    """Something that was brought, what could not be read of it, and what was said to it so far."""

    id: str
    who: str
    at: datetime
    brought: Brought | None
    unread: tuple[str, ...]
    response: Response | None
    draft: Draft | None = None
    """What is begun and not handed back yet."""
    shared: bool = False
    """Whether it lies in the team's store, where it is its owner's."""


class Desk:
    """What a supervisor works with. It has no way to look for anything that was not brought."""

    def __init__(self, practice: Practice, table: Table) -> None:
        self.practice = practice
        self.table = table
        self.drafts = Drafts(table.drafts)

    def things(self) -> tuple[OnDesk, ...]:
        """Everything brought to this desk, the latest first. Raises RecordsError."""
        own = self.table.own
        found = []
        for each in own.handed():
            if self.practice.clock() - each.at > PUT_AWAY_AFTER:
                own.withdraw(each.id)
            else:
                found.append(self._thing(each, own.responses(each.id)))
        if self.table.shared:
            store = self.table.handed
            me = store.me()
            brought_here = (each for each in store.handed() if each.reader == me)
            found += [self._thing(each, store.responses(each.id), shared=True) for each in brought_here]
        found.sort(key=lambda each: each.at, reverse=True)
        self.drafts.keep_only(frozenset(each.id for each in found))
        return tuple(found)

    def thing(self, key: str) -> OnDesk:
        """One of them. Raises NotKnown."""
        found = next((each for each in self.things() if each.id == key), None)
        if found is None:
            raise NotKnown("That is not on the desk.", "It may have been withdrawn.")
        return found

    def take_in(self, file: Path) -> tuple[OnDesk, tuple[str, ...]]:
        """Take in a file that somebody handed over; what of it could not be read. Raises CoachError."""
        taken = take_in(file)
        return self.lay_down(taken), taken.unread

    def lay_down(self, taken: TakenIn) -> OnDesk:
        """Lay something on the desk. Raises NotNow where it lies there already, or was never brought to one."""
        brought = taken.found
        if not isinstance(brought, Brought):
            raise NotNow("That came back from a supervisor; it was not brought to one.", "Open it under My rehearsals.")
        own, now = self.table.own, self.practice.clock()
        if any(each.id == brought.id for each in self.things()):
            raise NotNow("That lies on the desk already.", "Look for it in the list.")
        own.bring(brought.id, "", now, written(brought))
        return OnDesk(brought.id, brought.who, now, brought, taken.unread, None)

    def respond(self, response: Response) -> None:
        """Keep what is said to something; in a shared store, whoever brought it can read it. Raises RecordsError."""
        lies = self.table.handed if self._in_store(response.brought) else self.table.own
        lies.respond(response.brought, self.practice.clock(), written(response))

    def to_file(self, response: Response, file: Path) -> Path:
        """What is said to it, as a file to give back. Raises RecordsError."""
        return write_export(file, written(response))

    def hand_back(self, response: Response, file: Path | None = None) -> Path | None:
        """Say it: through the store, or in a file to give back where one is named. Raises RecordsError.

        What lies in the store and goes back as a file is not said in the store too; it stays begun.
        """
        written_to = self.to_file(response, file) if file else None
        if file is None or not self._in_store(response.brought):
            self.respond(response)
            self.drafts.let_go(response.brought)
        return written_to

    def put_away(self, key: str) -> None:
        """Delete something taken in from a file, for good. Raises NotNow for what somebody laid in a shared store."""
        if self._in_store(key):
            raise NotNow("What lies in the shared store is its owner's to take back.", "Ask them to withdraw it.")
        self.table.own.withdraw(key)
        self.drafts.let_go(key)

    def answered(self) -> Iterator[Answered]:
        """Every line brought that this desk has said something of, where both said yes to counting it."""
        return answered(
            (each.brought, each.response)
            for each in self.things()
            if each.brought and each.response and each.brought.may_teach and each.response.may_teach
        )

    # ------------------------------------------------------------------------------------------ what is known here

    def script(self, brought: Brought) -> Script | None:
        """What it was played from, if the scenario is in the library here."""
        try:
            return self.practice.script(brought.scenario)
        except CoachError:
            return None

    def rubric(self, brought: Brought) -> Rubric | None:
        """What it was read by, if that is in the library here."""
        try:
            return self.practice.library.rubric(brought.rubric)
        except CoachError:
            return None

    def names(self) -> dict[str, str]:
        """Every criterion's plain name, by its id, in all the rubrics here."""
        found: dict[str, str] = {}
        for shelved in self.practice.library.shelf("rubrics"):
            try:
                rubric = self.practice.library.rubric(shelved.id)
            except CoachError:
                continue  # said where that file is checked
            found |= {key: each.name for key, each in rubric.criteria.items()}
        return found

    def called(self) -> str:
        """What this supervisor called themselves last; empty where they have not."""
        return next((each.response.who for each in self.things() if each.response and each.response.who), "")

    # ------------------------------------------------------------------------------------------ exercises

    def exercises(self) -> tuple[Shown, ...]:
        """Those of the library, and of the shared store where there is one."""
        shelf = on_the_shelf(self.practice.library)
        if not self.table.shared:
            return shelf
        return (*shelf, *out_of_the_store(self.table.handed.given(), self.practice.library))

    def exercise(self, key: str) -> Exercise | None:
        """One of them by its id, if it is here and can be used. The library's own needs no store to be there."""
        with suppress(CoachError):
            return self.practice.library.exercise(key)
        with suppress(RecordsError):
            return next((each.exercise for each in self.exercises() if each.id == key and each.exercise), None)
        return None

    def people(self) -> tuple[str, ...]:
        """The logins in the shared store that an exercise can be given to. Raises RecordsError."""
        return self.table.handed.people() if self.table.shared else ()

    def give(self, key: str, exercise: Exercise, reader: str = "") -> None:
        """Give an exercise through the shared store, to everybody or to one reader. Raises NotNow or RecordsError."""
        may_be_given_to(exercise, reader, self.practice.library)
        if not self.table.shared:
            raise NotNow("There is no shared store here.", "Give it as a file, or put it in a shared folder.")
        self.table.handed.give(key, reader, self.practice.clock(), exercise_written(exercise))

    def _in_store(self, key: str) -> bool:
        """Whether something lies in the team's store, brought by somebody else."""
        return self.table.shared and any(each.id == key for each in self.table.handed.handed())

    def _thing(self, handed: "Handed", said: tuple[str, ...], *, shared: bool = False) -> OnDesk:
        try:
            taken = read(handed.body.encode(), "What was brought")
            brought = taken.found if isinstance(taken.found, Brought) else None
            unread = taken.unread
        except CoachError as error:
            brought, unread = None, (str(error),)
        response = None
        for each in said:
            found = read(each.encode(), "What was said to it").found
            response = found if isinstance(found, Response) else response
        who = brought.who if brought else ""
        return OnDesk(handed.id, who, handed.at, brought, unread, response, self.drafts.of(handed.id), shared)
