"""Where an exercise goes: into one's own library, to a file, or through the team's store to people."""

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.widget import Widget
from textual.widgets import RadioSet, Select

from coach.model.exercise import Exercise
from coach.practice.safeguarding import ASKED
from coach.supervision.desk import Desk
from coach.supervision.exercises import key_of, save, to_file
from coach.tui.modals.saving import FOR_OTHERS, SaveSheet, Way
from coach.tui.shown import shown

EVERYBODY = ""


class GiveSheet(SaveSheet):
    """Says what was done. It never says, to anybody, who has done an exercise."""

    def __init__(self, desk: Desk, exercise: Exercise, library: Path, people: tuple[str, ...]) -> None:
        """`library` is one's own; `people` the logins of a team's store, if there is one."""
        key = key_of(exercise.title)
        ways = (
            Way("library", "Into my own library, to use here"),
            Way("file", "As a file, to give to people or put in a shared folder", f"{key}.yaml", FOR_OTHERS),
            *((Way("store", "Through your team's store"),) if desk.table.shared else ()),
        )
        super().__init__(f"Save “{shown(exercise.title)}”", ways, self._do)
        self.desk = desk
        self.exercise = exercise
        self.key = key
        self.library = library
        self.people = people
        self._reader = EVERYBODY

    def words(self) -> Iterable[Widget]:
        """The ways; in a team's store, to whom."""
        ways, *rest = super().words()
        yield ways
        if self.desk.table.shared:
            names = [("To everybody", EVERYBODY), *((f"To {shown(name)}", name) for name in self.people)]
            to_whom = Select(names, value=EVERYBODY, allow_blank=False, compact=True, id="to-whom")
            to_whom.display = False
            yield to_whom
        yield from rest

    @on(RadioSet.Changed, "#ways")
    def whom(self) -> None:
        """Whom to, only where it goes to somebody."""
        for each in self.query("#to-whom"):
            each.display = self.way.key == "store"

    @on(Select.Changed, "#to-whom")
    def to(self, event: Select.Changed) -> None:
        """To everybody, or to one."""
        self._reader = str(event.value)

    def _do(self, way: str, file: Path) -> str:
        """In the practice's thread; the form asked about its words before. Raises CoachError."""
        practice = self.desk.practice
        match way:
            case "library":
                path = save(practice, self.exercise, self.key, self.library, confirmed=ASKED)
                practice.library.look_again()
                return f"It is with your exercises now, in {path}."
            case "store":
                self.desk.give(self.key, self.exercise, self._reader, confirmed=ASKED)
                whom = self._reader or "Everybody"
                return f"{whom} can find it under Exercises now. Nobody is told whether it was done."
            case _:
                return f"It is in {to_file(practice, self.exercise, file, confirmed=ASKED)}."
