"""Which file came back from a supervisor."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from coach.errors import CoachError, NotNow
from coach.model.brought import Response
from coach.practice.rehearsing import Rehearsing
from coach.supervision.bringing_along import Bringing
from coach.supervision.taking_in import take_in
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown
from coach.tui.typed_file import typed_file
from coach.tui.widgets.debrief_words import Words

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

WHERE = "Type where it is, or drop the file on this window if your terminal does that. It ends in .coach.json."


class CameBackSheet(Sheet):
    """Takes the file in and gives back the id of the rehearsal it speaks of; what cannot be read of it is said."""

    heading = "A file that came back"
    AUTO_FOCUS = "Input"
    choices = (("take", "Take it in"), ("close", "Close"))

    def words(self) -> Iterable[Widget]:
        """Where it is."""
        yield Words(WHERE)
        yield Input(placeholder="~/Documents/…", id="file", compact=True)
        yield Static("", id="went-wrong", markup=False)

    @on(Input.Submitted)
    def enter(self) -> None:
        """Enter takes it in."""
        self._take()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Take it in, or not."""
        event.prevent_default()
        if event.button.id == "take":
            self._take()
        else:
            self.dismiss(None)

    @work(exclusive=True)
    async def _take(self) -> None:
        coach = cast("CoachApp", self.app)
        file = typed_file(self.query_one(Input).value)
        try:
            rehearsing, unread = await coach.in_practice(_taken, coach.opened.bringing, file)
        except CoachError as error:
            self.query_one("#went-wrong", Static).update(shown(str(error)))
            self.query_one(Input).focus()
            return
        for sentence in unread:
            self.notify(shown(sentence), severity="warning", timeout=12, markup=False)
        self.dismiss(rehearsing.id)


def _taken(bringing: Bringing, file: Path | None) -> tuple[Rehearsing, tuple[str, ...]]:
    """The rehearsal that it now stands with, and what could not be read of the file. Raises CoachError."""
    if file is None:
        raise NotNow("There is no file yet.", "Type where it is.")
    taken = take_in(file)
    if not isinstance(taken.found, Response):
        raise NotNow("That was brought to a supervisor; it did not come back from one.", "Look for the other file.")
    return bringing.take_in(taken.found), taken.unread
