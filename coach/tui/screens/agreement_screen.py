"""The agreement of readers: how often coach and supervisor saw a criterion alike."""

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from coach.language.catalogue import say
from coach.model.characters import count
from coach.records.paths import write_export
from coach.supervision.agreement import (
    Agreement,
    ReviewedLines,
    count_agreements,
    lay_out_agreement,
    render_spreadsheet,
    write_labelled_replies,
)
from coach.supervision.inbox import Inbox
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.confirm import show_message
from coach.tui.dialogs.dialog import Dialog
from coach.tui.dialogs.save import SaveDialog, SaveWay
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose, draw_blocks

WAYS = (
    SaveWay("labelled", "Lines with what was seen in them, to measure the coach against", "labelled.jsonl"),
    SaveWay("counts", "The counts, for a spreadsheet", "where-readers-differ.csv"),
)


class AgreementScreen(Page):
    """The agreement of supervisor and coach, criterion by criterion, then line by line."""

    WHERE = "agreement"
    HELP = """\
How often you and the coach saw a criterion alike, in all the lines that you have answered and that both of you said \
yes to. Below twenty lines nothing is said, because nothing can be.

Then the lines that somebody saw otherwise, with who saw what, and those that the coach wasn't sure of. They are worth \
talking over; the coach may well be the one who is wrong. Whoever said nothing of a note has no part in it.

Save writes the lines, without who wrote them or when, so that the coach can be measured against them or learn from \
them; or the counts, for a spreadsheet."""
    BINDINGS = make_bindings("agreement")
    AUTO_FOCUS = "#differences"

    def __init__(self) -> None:
        super().__init__()
        self.compared = ReviewedLines(())
        self.found: tuple[Agreement, ...] = ()

    def compose(self) -> ComposeResult:
        yield Prose("", say("Where readers differ"), classes="title")
        yield VerticalScroll(id="differences")
        with Horizontal(id="doing"):
            yield Button(say("Save"), action="screen.save", compact=True)
        yield Keys()

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        self.compared, names = await self.coach.in_practice(_compare_readers, self.coach.inbox)
        self.found = count_agreements(self.compared.lines)
        page = self.query_one("#differences")
        await page.mount(Vertical(*draw_blocks(lay_out_agreement(self.compared, self.found, names)), classes="reading"))
        page.focus()

    @work(exclusive=True, group="asking")
    async def action_save(self) -> None:
        """Save the labelled lines or the counts to a file."""
        if not self.compared.lines:
            self.notify(say("There is nothing to save yet."))
        elif said := await self.app.push_screen_wait(SaveDialog(say("Save where readers differ"), WAYS, self._save)):
            await self.app.push_screen_wait(Dialog(show_message(say("Saved"), said)))

    def _save(self, way: str, file: Path) -> str:
        """Write the file, and return a sentence that says where. Called in the practice's thread.

        Args:
            way: `counts` for a spreadsheet, `labelled` for the lines.
            file: The file to write.

        Raises:
            RecordsError: The file could not be written.
        """
        if way == "counts":
            return say("The counts are in {file}.", file=write_export(file, render_spreadsheet(self.found)))
        rows = tuple(write_labelled_replies(self.compared.lines, self.coach.inbox.collect_known_words))
        path = write_export(file, "".join(f"{row}\n" for row in rows))
        return say(
            "{count} in {path}, without who wrote them or when. A name in a line stays in it.",
            count=count(len(rows), "line"),
            path=path,
        )


def _compare_readers(desk: Inbox) -> tuple[ReviewedLines, dict[str, str]]:
    return desk.compare_readers(), desk.list_criterion_names()
