"""Where readers differ: how often two saw a criterion alike, in words, and the lines they saw apart."""

from collections.abc import Iterator
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from coach.debrief.written import Block, Heading, Item, Quote, Say
from coach.practice.export import write_export
from coach.supervision.agreement import FEWEST, Agreement, Answered, agreements, as_spreadsheet, labelled, to_look_at
from coach.supervision.desk import Desk
from coach.tui.commands import bindings
from coach.tui.modals.saving import SaveSheet, Way
from coach.tui.modals.told import ToldSheet
from coach.tui.page import Page
from coach.tui.widgets.debrief_words import Words, drawn
from coach.tui.widgets.keys import Keys

ABOUT = (
    "The coach, whoever brought a line, and you read the same words. Here is where you saw them alike, and where not. "
    "It is about the coach's reading and the words, and says nothing of a person. Only lines that both of you said yes "
    "to are here."
)
NOTHING_YET = (
    "Nothing to compare yet. Lines show up here once you have said what you make of them, handed that back, and both "
    "of you said yes to counting."
)
SEEN_BY = {"coach": "the coach", "practitioner": "whoever said it", "supervisor": "you"}
WAYS = (
    Way("labelled", "Lines with what was seen in them, for `coach evaluate`", "labelled.jsonl"),
    Way("counts", "The counts, for a spreadsheet", "where-readers-differ.csv"),
)


class DifferencesScreen(Page):
    """Criterion by criterion, then line by line."""

    WHERE = "differences"
    HELP = """\
How often you and the coach saw a criterion alike, in all the lines that you have answered and that both of you said \
yes to. Below twenty lines nothing is said, because nothing can be.

Then the lines that somebody saw otherwise, with who saw what. They are worth talking over; the coach may well be the \
one who is wrong.

Save writes the lines, without names or dates, so that the coach can be measured against them or learn from them; or \
the counts, for a spreadsheet."""
    BINDINGS = bindings("differences")
    AUTO_FOCUS = "#differences"

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Answered, ...] = ()
        self.found: tuple[Agreement, ...] = ()

    def compose(self) -> ComposeResult:
        """The words, and saving them."""
        yield Words("", "Where readers differ", classes="title")
        yield VerticalScroll(id="differences")
        with Horizontal(id="doing"):
            yield Button("Save", action="screen.save", compact=True)
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Look at every line that was answered."""
        await self.coach.ready()
        self.lines, names = await self.coach.in_practice(_read, self.coach.opened.desk)
        self.found = agreements(self.lines)
        page = self.query_one("#differences")
        await page.mount(Vertical(*drawn(differences(self.lines, self.found, names)), classes="reading"))
        page.focus()

    @work(exclusive=True, group="asking")
    async def action_save(self) -> None:
        """Write lines or counts to a file."""
        if not self.lines:
            self.notify("There is nothing to save yet.")
        elif said := await self.app.push_screen_wait(SaveSheet("Save where readers differ", WAYS, self._save)):
            await self.app.push_screen_wait(ToldSheet("Saved", said))

    def _save(self, way: str, file: Path) -> str:
        """In the practice's thread. Raises RecordsError."""
        if way == "counts":
            return f"The counts are in {write_export(file, as_spreadsheet(self.found))}."
        rows = tuple(labelled(self.lines))
        path = write_export(file, "".join(f"{row}\n" for row in rows))
        return f"{_many(len(rows), 'line')} in {path}, without names or dates."


def differences(lines: tuple[Answered, ...], found: tuple[Agreement, ...], names: dict[str, str]) -> Iterator[Block]:
    """The page; `names` are the criteria's plain ones."""
    yield Say(ABOUT if lines else NOTHING_YET)
    if not lines:
        return
    yield Heading("Criterion by criterion")
    for each in found:
        yield Item(in_words(each), names.get(each.criterion, each.criterion.replace("_", " ")))
    apart = tuple(to_look_at(lines))
    yield Heading("Lines to look at")
    if not apart:
        yield Say("Everybody saw the same in every line so far.")
    for line, criterion, seen in apart:
        yield Quote(line.line.text)
        partly = " You partly agree." if criterion in line.partly() else ""
        partly = " You have not said." if criterion in line.unanswered() else partly
        name = names.get(criterion, criterion.replace("_", " "))
        yield Item(f"Seen by {_who(seen)}.{partly}" if seen else f"Seen by nobody for certain.{partly}", name)


def in_words(each: Agreement) -> str:
    """How two readers saw a criterion, without a number of merit."""
    if not each.enough:
        return f"Too few to say: it takes {FEWEST} lines that one of you saw it in."
    alike = f"You and the coach both saw it in {_many(each.both, 'line')}"
    apart = f"the coach alone in {each.only_coach}, you alone in {each.only_supervisor}"
    partly = f"; you partly agree in {each.partly}" if each.partly else ""
    return f"{alike}; {apart}{partly} (kappa {each.kappa:.2f})."


def _who(seen: str) -> str:
    return " and ".join(SEEN_BY[each] for each in seen.split(", "))


def _read(desk: Desk) -> tuple[tuple[Answered, ...], dict[str, str]]:
    return tuple(desk.answered()), desk.names()


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count:,} {what}s"
