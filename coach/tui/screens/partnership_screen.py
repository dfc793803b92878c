"""The partnership page: the last quarter's table published on this machine, with its chart."""

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from coach.debrief.render import Heading, Paragraph
from coach.language.catalogue import say
from coach.partnership.publishing import TITLE, PublishedTable, PublishedTables, build_page, draw_chart, render_page
from coach.records.paths import write_export
from coach.supervision.documents import save_blocks
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.save import SaveDialog, SaveWay
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose, draw_blocks

WAYS = (
    SaveWay("page", "A page to print, with its picture", "partnership.html"),
    SaveWay("word", "A Word document", "partnership.docx"),
    SaveWay("picture", "The picture alone", "partnership.svg"),
)
NOTHING_YET = (
    Heading(TITLE, 1),
    Paragraph("No table has been made on this machine yet."),
    Paragraph(
        "Each quarter, once it is over, `coach partnership FOLDER` makes its table from what people contributed."
    ),
    Paragraph("Nothing is shown of fewer than ten people, and nothing that could point at a few."),
)


class PartnershipScreen(Page):
    """A page that shows the last published table."""

    WHERE = "partnership"
    HELP = """\
Which subjects stay silent across a workforce's rehearsals, by the quarter, from counts that people chose to \
contribute. It says what to commission, train or change. It says nothing of anybody, and cannot be cut any finer.

A quarter's table is made once, when it is over, with the command `coach partnership`. Save writes a page, a document \
or a picture."""
    BINDINGS = make_bindings("partnership")
    AUTO_FOCUS = "#mine"

    def __init__(self) -> None:
        super().__init__()
        self._table: PublishedTable | None = None
        self._tables: tuple[PublishedTable, ...] = ()

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="mine"):
            yield Vertical(Prose(say("One moment…"), classes="say quiet"), id="mine-words", classes="reading")
        with Horizontal(id="doing"):
            yield Button(say("Save to a file"), action="screen.save_partnership", compact=True, id="save-mine")
            yield Button(say("Back"), action="screen.back", compact=True)
        yield Keys()

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        list_tables = PublishedTables(self.coach.where.data / "partnership").list_tables
        self._tables = tuple(await self.coach.in_practice(list_tables))
        self._table = self._tables[-1] if self._tables else None
        blocks = tuple(build_page(self._table, self._tables)) if self._table else NOTHING_YET
        words = self.query_one("#mine-words")
        with self.app.batch_update():
            await words.remove_children()
            await words.mount(*draw_blocks(blocks))
        self.query_one("#save-mine").display = self._table is not None

    @work(exclusive=True, group="asking")
    async def action_save_partnership(self) -> None:
        """Save the table as a page, a document or a picture."""
        table = self._table
        if table is None:
            self.notify(say("There is nothing to save yet."))
            return

        def save(way: str, file: Path) -> str:
            if way == "word":
                return str(save_blocks(build_page(table, self._tables), file, TITLE))
            return str(write_export(file, draw_chart(table) if way == "picture" else render_page(table, self._tables)))

        if saved := await self.app.push_screen_wait(SaveDialog(say("Save the partnership view"), WAYS, save)):
            self.notify(sanitize(saved), title=say("Saved"), markup=False)
