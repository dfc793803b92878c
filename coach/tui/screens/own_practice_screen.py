"""The practitioner's own practice, for them alone: in words and lines, without totals."""

import asyncio
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from coach.language.catalogue import say
from coach.supervision.documents import save_blocks
from coach.supervision.reflection import PastRehearsal, lay_out_own_practice
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.save import SaveDialog, SaveWay
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose, draw_blocks

TITLE = "My practice"
"""Of a saved file, which is in English."""
WAYS = (
    SaveWay("text", "Plain text", "my-practice.txt"),
    SaveWay("page", "A page to read or print", "my-practice.html"),
    SaveWay("word", "A Word document", "my-practice.docx"),
)


class OwnPracticeScreen(Page):
    """The practitioner's own practice page: past rehearsals, intentions, and openings taken."""

    WHERE = "own_practice"
    HELP = """\
What you tried, what you wanted to practise and whether it happened, and the openings you met, by what they were \
about. It is for you alone: nothing is added up, and nobody else sees it.

It is made from the rehearsals that are still kept. Save writes it to a file of your own."""
    BINDINGS = make_bindings("own_practice")
    AUTO_FOCUS = "#mine"

    def __init__(self) -> None:
        super().__init__()
        self._past: tuple[PastRehearsal, ...] = ()
        """What was tried, from when the openings are read with them."""
        self._whole = asyncio.Event()

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="mine"):
            yield Vertical(
                Prose(say("One moment…"), classes="say quiet one-moment"), id="mine-words", classes="reading"
            )
        with Horizontal(id="doing"):
            yield Button(say("Save to a file"), action="screen.save_mine", compact=True, id="save-mine")
            yield Button(say("Choose a scenario"), action="screen.choose_scenario", compact=True, id="choose-one")
            yield Button(say("Back"), action="screen.back", compact=True)
        yield Keys()

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        self._past = tried = await self.coach.in_practice(self.coach.submission_service.list_tried)
        await self.query_one("#mine-words").mount(*draw_blocks(lay_out_own_practice(tried)), before=0)
        self.query_one("#save-mine").display = bool(tried)
        if not tried:
            self.query_one("#choose-one").focus()
        self.read_openings(tried)

    @work(group="later")
    async def read_openings(self, tried: tuple[PastRehearsal, ...]) -> None:
        """Add the openings below what was tried: reading the scenario of each takes longer."""
        past = await self.coach.in_practice(self.coach.submission_service.add_openings, tried)
        blocks, above = tuple(lay_out_own_practice(past)), len(tuple(lay_out_own_practice(tried)))
        page = self.query_one("#mine-words")
        with self.app.batch_update():
            await page.query(".one-moment").remove()
            await page.mount(*draw_blocks(blocks[above:]))
        self._past = past
        self._whole.set()

    @work(exclusive=True, group="asking")
    async def action_save_mine(self) -> None:
        """Save the page to a file for the practitioner alone."""
        if not self._past:
            self.notify(say("There is nothing to save yet."))
            return
        await self._whole.wait()

        def save(_: str, file: Path) -> str:
            return str(save_blocks(lay_out_own_practice(self._past), file, TITLE))

        if saved := await self.app.push_screen_wait(SaveDialog(say("Save my practice"), WAYS, save)):
            self.notify(sanitize(saved), title=say("Saved"), markup=False)

    def action_choose_scenario(self) -> None:
        """Open the library, to choose a scenario."""
        self.coach.open_page("library")
