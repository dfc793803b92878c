"""The form for a record of a supervision talk, to be saved as a document and signed by both."""

from datetime import date

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from coach.errors import NotNow
from coach.practice.safeguarding import ASKED
from coach.supervision.agenda import format_day, parse_day
from coach.supervision.desk_texts import ABOUT_SHEET, SHEET_FIELDS
from coach.supervision.sheet import TITLE, SupervisionSheet, save_sheet, split_date, split_lines, word_action
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.detail_check import DetailCheck
from coach.tui.dialogs.dialog import TypedLine, text_of
from coach.tui.dialogs.save import SaveDialog, SaveWay
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.reply_input import OwnBox
from coach.tui.widgets.text import Prose, draw_heading

NOT_SAVED = "It has not been saved."


class SheetScreen(Page):
    """The form for a record of a supervision talk; nothing is kept but the saved file."""

    WHERE = "sheet_form"
    HELP = """\
A record of a supervision talk, for your service's own file: the date, what was discussed in a line, what each of you \
will do and by when, the next date, and room for both to sign.

Fill in as much as you like. What you leave empty becomes a line to write on by hand. Your open actions stand under \
what you will do, to change or take away. F9 saves it as a Word document, a page or plain text, readable by you alone. \
The coach keeps nothing of it."""
    BINDINGS = make_bindings("sheet_form")
    AUTO_FOCUS = "#practitioner"

    def __init__(self) -> None:
        super().__init__()
        self._detail_check = DetailCheck(own_words=False)

    def compose(self) -> ComposeResult:
        yield Prose("", TITLE, classes="title")
        with VerticalScroll(id="sheet-form", can_focus=False), Vertical(classes="reading"):
            yield Prose(ABOUT_SHEET, classes="say quiet")
            yield from self._ask("day", TypedLine(id="day", compact=True, max_length=40))
            yield from self._ask("practitioner", TypedLine(id="practitioner", compact=True, max_length=100))
            yield from self._ask("supervisor", TypedLine(id="supervisor", compact=True, max_length=100))
            yield from self._ask("discussed", OwnBox("", "discussed"))
            yield from self._ask("supervisor_actions", OwnBox("", "supervisor"))
            yield from self._ask("practitioner_actions", OwnBox("", "practitioner"))
            yield from self._ask(
                "next_day",
                TypedLine(id="next", placeholder="31 December, or in a month", compact=True, max_length=40),
            )
            yield Static("", id="went-wrong", markup=False)
            with Horizontal(classes="onward"):
                yield Button("Save the sheet (F9)", action="screen.save_sheet", classes="main", id="save-sheet")
        yield Keys()

    def _ask(self, field: str, box: Widget) -> ComposeResult:
        yield draw_heading(SHEET_FIELDS[field])
        yield box

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        inbox = self.coach.inbox
        actions = await self.coach.in_practice(inbox.actions.list_open)
        signed = await self.coach.in_practice(inbox.find_signature)
        self._fill("#day", format_day(inbox.actions.today))
        self._fill("#supervisor", signed)
        box = self.query_one("#box-supervisor", OwnBox)
        if not box.words:
            box.load_text("\n".join(map(word_action, actions)))
            self.settle(box)
        self.call_after_refresh(self._begin_at_the_top)

    def _begin_at_the_top(self) -> None:
        """Show the form from its beginning, or as near to it as lets the cursor be seen."""
        self.query_one("#sheet-form", VerticalScroll).scroll_home(animate=False, immediate=True)
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def _fill(self, field: str, words: str) -> None:
        box = self.query_one(field, Input)
        if not box.value:
            box.value = words
            self.settle(box)

    @on(Input.Blurred, "#day, #next")
    def look_at_days(self) -> None:
        """Show what is wrong with a day that was typed."""
        self.query_one("#went-wrong", Static).update(self._read_days()[1])

    def _read_days(self) -> tuple[dict[str, date | None], str]:
        """Read both days; with a sentence on the one that is none."""
        days: dict[str, date | None] = {}
        for field in ("day", "next"):
            try:
                days[field] = parse_day(self.query_one(f"#{field}", Input).value, self.coach.inbox.actions.today)
            except NotNow as error:
                return days, str(error)
        return days, ""

    @work(exclusive=True, group="asking")
    async def action_save_sheet(self) -> None:
        """Save the sheet as a document, after its words are looked over for real people's details."""
        days, wrong = self._read_days()
        refused = next((box.refused for box in self.query(OwnBox) if box.refused), "")
        self.query_one("#went-wrong", Static).update(wrong or refused)
        if wrong or refused:
            self.notify(wrong or refused)
            self.query_one("#day" if wrong and "day" not in days else "#next" if wrong else OwnBox).focus()
            return
        discussed, supervisor, practitioner = (split_lines(text_of(box)) for box in self.query(OwnBox))
        # What is asked about is each line without the day by which it is done.
        typed = {line: split_date(line)[0] for line in (*discussed, *supervisor, *practitioner)}
        looked_over = await self._detail_check.check(self, typed, frozenset(), NOT_SAVED)
        if looked_over is None:
            return
        as_it_goes = {line: f"{looked_over[line]}{split_date(line)[1]}" for line in typed}
        sheet = SupervisionSheet(
            day=days["day"],
            practitioner=self.query_one("#practitioner", Input).value.strip(),
            supervisor=self.query_one("#supervisor", Input).value.strip(),
            discussed="\n".join(as_it_goes[line] for line in discussed),
            supervisor_actions=tuple(as_it_goes[line] for line in supervisor),
            practitioner_actions=tuple(as_it_goes[line] for line in practitioner),
            next_day=days["next"],
        )
        if said := await self.app.push_screen_wait(_save_sheet(sheet)):
            for box in self.find_typed():
                self.settle(box)
            self.notify(sanitize(said), title="Saved", markup=False)


def _save_sheet(sheet: SupervisionSheet) -> SaveDialog:
    """Make the dialog that saves a sheet for the supervisor alone."""
    name = f"supervision-{sheet.day:%Y-%m-%d}" if sheet.day else "supervision"
    ways = (
        SaveWay("word", "A Word document, to sign", f"{name}.docx"),
        SaveWay("page", "A page to print", f"{name}.html"),
        SaveWay("text", "Plain text", f"{name}.txt"),
    )
    return SaveDialog("Save the sheet", ways, lambda _, file: f"It is in {save_sheet(sheet, file, confirmed=ASKED)}.")
