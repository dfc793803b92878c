"""Taking in a file that somebody handed over: what of it could not be read is said, sentence by sentence."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from coach.errors import CoachError
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown
from coach.tui.typed_file import typed_file
from coach.tui.widgets.debrief_words import Words

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

WHAT = (
    "A file that ends in .coach.json, from whoever chose to bring something. A copy of it is kept here, on this "
    "machine alone, and goes by itself after ninety days. The file itself stays where it is."
)
LIES_HERE = "It lies on the desk. What of it could not be read:"


class TakingInSheet(Sheet):
    """Gives back the id of what was taken in, or None."""

    AUTO_FOCUS = "Input"
    heading = "Take in a file"
    choices = (("take", "Take it in"), ("close", "Close"))

    def __init__(self) -> None:
        super().__init__()
        self._taken: str | None = None

    def words(self) -> Iterable[Widget]:
        """What a file is, where it lies, and what went wrong."""
        yield Words(WHAT)
        yield Input(placeholder="Where it is, such as ~/Downloads/bus.coach.json", id="place", compact=True)
        yield Static("", id="went-wrong", markup=False)

    @on(Input.Submitted)
    def enter(self) -> None:
        """Enter takes it in."""
        self._take()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Take it in, or go back."""
        event.prevent_default()
        if event.button.id == "take":
            self._take()
        else:
            self.dismiss(self._taken)

    def action_close(self) -> None:
        """Back to the desk."""
        self.dismiss(self._taken)

    @work(exclusive=True)
    async def _take(self) -> None:
        file = typed_file(self.query_one("#place", Input).value)
        if file is None:
            self._say("Where is it? Type its place, or drag the file here.")
            return
        coach = cast("CoachApp", self.app)
        try:
            thing, unread = await coach.in_practice(coach.opened.desk.take_in, file)
        except CoachError as error:
            self._say(str(error))
            return
        self._taken = thing.id
        if not unread:
            self.dismiss(thing.id)
            return
        self._say("\n".join((LIES_HERE, *unread)))
        self.query_one("#place").display = False
        self.query_one("#take").display = False
        self.query_one("#close").focus()

    def _say(self, words: str) -> None:
        self.query_one("#went-wrong", Static).update(shown(words))
