"""The forms of what is signed: a record of a supervision talk, and a supervision agreement."""

from contextlib import suppress
from datetime import date

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Static

from coach.errors import NotKnown, NotNow, RecordsError
from coach.language.catalogue import say
from coach.practice.safeguarding import ASKED
from coach.supervision.agenda import format_day, parse_day
from coach.supervision.sheet import (
    AGREEMENT_FORM,
    PAPER_DAYS,
    PAPER_NAMES,
    RECORD_FORM,
    Paper,
    PaperForm,
    save_sheet,
    split_date,
    split_lines,
    word_action,
)
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.detail_check import DetailCheck
from coach.tui.dialogs.confirm import show_message
from coach.tui.dialogs.dialog import Dialog, TypedLine, text_of
from coach.tui.dialogs.save import SaveDialog, SaveWay
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.reply_input import OwnBox
from coach.tui.widgets.text import Prose, draw_heading

NOT_SAVED = "It has not been saved."


def make_agreement_screen() -> "SheetScreen":
    """Make the screen with the form for a supervision agreement."""
    return SheetScreen(AGREEMENT_FORM)


class SheetScreen(Page):
    """A form for a sheet to sign; nothing is kept but the saved file."""

    WHERE = "sheet_form"
    HELP = """\
A sheet for the two of you to sign. A record of a supervision talk, for your service's own file, has what was \
discussed in a line, what each of you will do and by when, and the next date. A supervision agreement has what the \
supervision is for, what stays between you, what is written down, and when you look at it again.

Fill in as much as you like. What you leave empty becomes a line to write on by hand. On a \
record that is opened from the agenda of something brought, what you promised that practitioner stands under what you \
will do, to change or take away. F9 saves it as a Word document, a page, Markdown or plain text, \
readable by you alone. The coach keeps nothing of it."""
    BINDINGS = make_bindings("sheet_form")
    AUTO_FOCUS = "#practitioner"

    def __init__(self, form: PaperForm = RECORD_FORM, submission: str = "") -> None:
        """Make the screen with a form.

        Args:
            form: the form; the record of a talk without one.
            submission: the id of what the talk is about; empty for nothing in particular.
        """
        super().__init__()
        self.form = form
        self._submission = submission
        self._detail_check = DetailCheck(own_words=False)

    def compose(self) -> ComposeResult:
        yield Prose("", self.form.title, classes="title")
        with VerticalScroll(id="sheet-form", can_focus=False), Vertical(classes="reading"):
            yield Prose(self.form.about, classes="say quiet")
            for field, words in self.form.labels.items():
                yield draw_heading(words)
                if field in self.form.texts:
                    yield OwnBox("", field.replace("_", "-"))
                else:
                    such_as = say("31 December, or in a month") if field == "next_day" else ""
                    longest = 40 if field in PAPER_DAYS else 100
                    yield TypedLine(id=_make_id(field), placeholder=such_as, compact=True, max_length=longest)
            yield Static("", id="went-wrong", markup=False)
            with Horizontal(classes="onward"):
                yield Button(say("Save the sheet (F9)"), action="screen.save_sheet", classes="main", id="save-sheet")
        yield Keys()

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        inbox = self.coach.inbox
        promised = await self.coach.in_practice(inbox.promises.find, self._submission)
        with suppress(NotKnown, RecordsError):
            if self._submission:
                self._fill("#practitioner", (await self.coach.in_practice(inbox.find_item, self._submission)).who)
        signed = await self.coach.in_practice(inbox.find_signature)
        self._fill("#day", format_day(inbox.actions.today))
        self._fill("#supervisor", signed)
        for box in self.query("#box-supervisor-actions").results(OwnBox):
            if not box.words:
                box.load_text("\n".join(map(word_action, promised.sure)))
                box.move_cursor(box.document.end)
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

    @on(Input.Blurred, "#day, #next-day")
    def look_at_days(self) -> None:
        """Show what is wrong with a day that was typed, or the whole day that was meant."""
        days, wrong = self._read_days()
        self.query_one("#went-wrong", Static).update(wrong)
        for field, day in days.items():
            # "In a month" means another day tomorrow, so the day itself is shown.
            if day and self._read(field) != format_day(day):
                self.query_one(f"#{_make_id(field)}", Input).value = format_day(day)

    def _read_days(self) -> tuple[dict[str, date | None], str]:
        """Read both days; with a sentence on the one that is none."""
        days: dict[str, date | None] = {}
        for field in PAPER_DAYS:
            try:
                days[field] = parse_day(self._read(field), self.coach.inbox.actions.today)
            except NotNow as error:
                return days, str(error)
        return days, ""

    def _read(self, field: str) -> str:
        return self.query_one(f"#{_make_id(field)}", Input).value.strip()

    @work(exclusive=True, group="asking")
    async def action_save_sheet(self) -> None:
        """Save the sheet as a document, after its words are looked over for real people's details."""
        days, wrong = self._read_days()
        refused = next((box.refused for box in self.query(OwnBox) if box.refused), "")
        self.query_one("#went-wrong", Static).update(wrong or refused)
        if wrong or refused:
            self.notify(wrong or refused)
            self.query_one("#day" if wrong and "day" not in days else "#next-day" if wrong else OwnBox).focus()
            return
        boxes = dict(zip(self.form.texts, self.query(OwnBox), strict=True))
        lines = {field: split_lines(text_of(box)) for field, box in boxes.items()}
        # What is asked about is each line without the day by which it is done.
        typed = {line: split_date(line)[0] for written in lines.values() for line in written}
        looked_over = await self._detail_check.check(self, typed, frozenset(), say(NOT_SAVED))
        if looked_over is None:
            return
        goes = {
            field: tuple(f"{looked_over[line]}{split_date(line)[1]}" for line in written)
            for field, written in lines.items()
        }
        sheet = self.form.make(days, {name: self._read(name) for name in PAPER_NAMES}, goes)
        if said := await self.app.push_screen_wait(_save_sheet(sheet, self.form.file_name)):
            for box in self.find_typed():
                self.settle(box)
            self.app.push_screen(Dialog(show_message(say("Saved"), said)))


def _make_id(field: str) -> str:
    return field.replace("_", "-")


def _save_sheet(sheet: Paper, name: str) -> SaveDialog:
    """Make the dialog that saves a sheet for the supervisor alone.

    Args:
        sheet: the sheet.
        name: the file's name, before the day.
    """
    name = f"{name}-{sheet.day:%Y-%m-%d}" if sheet.day else name
    ways = (
        SaveWay("word", say("A Word document, to sign"), f"{name}.docx"),
        SaveWay("page", say("A page to print"), f"{name}.html"),
        SaveWay("markdown", say("Markdown"), f"{name}.md"),
        SaveWay("text", say("Plain text"), f"{name}.txt"),
    )
    return SaveDialog(
        say("Save the sheet"),
        ways,
        lambda _, file: say("It is in {file}.", file=save_sheet(sheet, file, confirmed=ASKED)),
    )
