"""Which subjects stayed silent in this room: patterns, not people."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button

from coach.classroom.plenary import HONESTLY, Plenary
from coach.classroom.views import Board
from coach.tui.board.bars import bars
from coach.tui.board.modals.laying import LayingSheet
from coach.tui.board.page import BoardPage
from coach.tui.commands import bindings
from coach.tui.widgets.debrief_words import Words, heading
from coach.tui.widgets.keys import Keys

COUNTS_WHAT = (
    "Whoever wants to gives the counts of a round of their own: how many openings about a subject were taken, partly "
    "taken or passed by. No words, no names, no scenario."
)


class PlenaryScreen(BoardPage):
    """Counts once enough people gave theirs, and questions for the service at any time."""

    WHERE = "plenary"
    HELP: ClassVar[str] = """\
Which subjects stayed silent in this room, in numbers of people. Nothing is shown before ten people gave their counts, \
and no number below five; where a number could be worked out from others, those are kept back too.

With fewer than ten in the room, talk it over without numbers: the questions on the page are for that.

Lay the counts together once everybody who wants to has given theirs. Nobody can give more after that: two pictures, \
one before and one after, would say what one person gave.

This page can be shown to the whole room. It ends with questions for the service. Nobody is asked how they did."""
    BINDINGS = bindings("plenary")
    AUTO_FOCUS = "#silent"

    def __init__(self) -> None:
        super().__init__()
        self._shows: Plenary | None = None

    def compose(self) -> ComposeResult:
        """The page, and the one thing to do on it."""
        yield Words("", "Which subjects stayed silent in this room", classes="title")
        yield VerticalScroll(id="silent")
        with Horizontal(id="doing"):
            yield Button("Lay the counts together", action="screen.lay_together", compact=True, id="lay-together")
        yield Keys()

    async def on_mount(self) -> None:
        """Show how it stands."""
        await self.board.look()

    def show(self, now: Board) -> None:  # noqa: ARG002  # the counts are no part of the board
        """Show what may be shown."""
        self._show_anew()

    @work(exclusive=True, group="plenary")
    async def _show_anew(self) -> None:
        found = await self.board.in_practice(self.board.trainer.plenary)
        if found == self._shows:
            return
        self.query_one("#lay-together").display = not found.laid and not found.needed
        page = self.query_one("#silent", VerticalScroll)
        with self.app.batch_update():
            await page.remove_children()
            await page.mount(*_written(found))
        self._shows = found

    @work(exclusive=True, group="asking")
    async def action_lay_together(self) -> None:
        """Once asked, because nobody can give more afterwards."""
        if self._shows and await self.app.push_screen_wait(LayingSheet(self._shows.contributors)) == "lay":
            await self.board.act(self.board.trainer.lay_together)


def _written(found: Plenary) -> list[Words]:
    words = [] if found.too_few else [Words(COUNTS_WHAT, classes="say quiet")]
    if found.laid:
        words += [*bars(found), Words(HONESTLY, classes="say quiet")]
    else:
        words += [Words(says, classes="say") for says in found.says]
    if found.needed and not found.too_few:
        more = "One more is needed." if found.needed == 1 else f"{found.needed} more are needed."
        words.append(Words(more, classes="say"))
    words.append(heading("For all of us"))
    return [*words, *(Words(question, classes="say") for question in found.questions)]
