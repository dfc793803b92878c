"""How something is handed over: as a file, on paper, or to a supervisor's desk."""

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.widget import Widget
from textual.widgets import RadioSet, Select

from coach.errors import NotNow
from coach.model.brought import Brought
from coach.practice.rehearsing import Rehearsing
from coach.practice.safeguarding import ASKED
from coach.supervision.bringing_along import ENDING, Bringing
from coach.supervision.handing_over import in_the_store
from coach.tui.modals.saving import FOR_OTHERS, SaveSheet, Way
from coach.tui.widgets.debrief_words import Words

READER = "reader"


class HandOverSheet(SaveSheet):
    """Hands over exactly what was shown, and gives back a sentence on what went where."""

    choices = (("save", "Hand it over"), ("close", "Not yet"))

    def __init__(
        self, bringing: Bringing, rehearsing: Rehearsing, brought: Brought, readers: tuple[str, ...], login: str = ""
    ) -> None:
        """`readers` are the supervisors of a team's store, if there is one; `login` is one's own there."""
        super().__init__("Hand over exactly what was shown", _ways(brought, bool(readers)), self._do)
        self.bringing = bringing
        self.rehearsing = rehearsing
        self.brought = brought
        self.readers = readers
        self.login = login
        self._reader = readers[0] if readers else ""

    def words(self) -> Iterable[Widget]:
        """The ways; where there is a team's store, its supervisors."""
        ways, *rest = super().words()
        yield ways
        if self.readers:
            names = ((name, name) for name in self.readers)
            yield Words(in_the_store("", self.login), classes="in-the-store")
            yield Select(names, value=self.readers[0], allow_blank=False, compact=True, id="readers")
        yield from rest

    @on(RadioSet.Changed)
    def whom(self) -> None:
        """Whom to, only where it goes to somebody."""
        for each in self.query("#readers, .in-the-store"):
            each.display = self.way.key == READER

    @on(Select.Changed, "#readers")
    def to(self, event: Select.Changed) -> None:
        """To this supervisor."""
        self._reader = str(event.value)

    def _do(self, way: str, file: Path) -> str:
        """In the practice's thread. Raises CoachError. Where it could not be noted for later, that is said too."""
        said = self._hand_over(way, file)
        return f"{said} {self.rehearsing.not_kept}" if way != "page" and self.rehearsing.not_kept else said

    def _hand_over(self, way: str, file: Path) -> str:
        bringing, rehearsing, brought = self.bringing, self.rehearsing, self.brought
        match way:
            case "reader":
                if not self._reader:
                    raise NotNow("Nobody is chosen yet.", "Choose a supervisor.")
                bringing.to_reader(rehearsing, brought, self._reader, confirmed=ASKED)
                return f"{self._reader} can read it in your team's store now. You can withdraw it under “Brought”."
            case "file":
                path = bringing.to_file(rehearsing, brought, file, confirmed=ASKED)
                return f"It is in {path}. Nothing was sent: it goes to a supervisor when you give them that file."
            case _:
                path = bringing.print_out(rehearsing, brought, file, confirmed=ASKED)
                return f"It is in {path}, to read or print. Nothing was sent."


def _ways(brought: Brought, shared: bool) -> tuple[Way, ...]:
    name = f"brought-{brought.id[:8]}"
    return (
        *((Way(READER, "To a supervisor, in your team's store"),) if shared else ()),
        Way("file", "A file, for a supervisor's coach to open", f"{name}{ENDING}", FOR_OTHERS),
        Way("page", "A page to read or print", f"{name}.html", FOR_OTHERS),
        Way("word", "A Word document to read or print", f"{name}.docx", FOR_OTHERS),
    )
