"""Where nobody types: the line-reader follows the script, and the observer marks beside them, on one page."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalGroup
from textual.content import Content
from textual.widgets import OptionList, Static

from coach.classroom.views import LineReaderView
from coach.model.room import Role
from coach.rehearsal.answer import SKIPPED
from coach.tui.commands import bindings
from coach.tui.pair.asks import Watched
from coach.tui.pair.now import Now
from coach.tui.pair.pages.page import Further, LaptopPage
from coach.tui.pair.words import first
from coach.tui.room.aloud import Aloud
from coach.tui.room.asks import Ask
from coach.tui.room.marking import Marking
from coach.tui.room.options import keep, way
from coach.tui.room.pages.page import MarksPage
from coach.tui.room.words import left_in_words

WHERE = "{practitioner} answers aloud. What did they do? Choose, and Enter."
OVER = "That was the last of it. Read it out, and take a breath before you look back."
MINUTE = 60


class SpokenPage(LaptopPage, MarksPage):
    """Lines to read out, ways the talk can have gone, and keys to mark with from wherever the focus is."""

    FIRST = "#ways, #go-on"
    BINDINGS = bindings("speaking", "spoken")

    def compose(self) -> ComposeResult:
        with Horizontal(id="side-by-side-here"):
            with Vertical(id="reading-out"):
                yield Aloud()
                with VerticalGroup(id="following"):
                    yield Static("", id="where-to", classes="asks", markup=False)
                    yield OptionList(id="ways", markup=False, compact=True)
                yield Static("", id="how-many", markup=False)
            if self.now.watching is not None:
                yield Beside()
        yield Further("Look back")

    async def fill(self) -> None:
        """The lines that come now, where they can lead, and what was marked."""
        view, here = self.view, self.view.here
        assert isinstance(view, LineReaderView), "the line-reader follows the script"
        self.query_one(Aloud).border_title = Content(f"{first(self.now, Role.LINE_READER)} reads aloud")
        self.query_one(Aloud).show(view.to_read)
        self.query_one("#where-to", Static).update(WHERE.format(practitioner=first(self.now, Role.PRACTITIONER)))
        ways = self.query_one("#ways", OptionList)
        before = [option.id for option in ways.options]
        keep(ways, [way(each) for each in view.ways])
        if before != [option.id for option in ways.options]:
            ways.highlighted = 0 if view.ways else None
        self.query_one("#following").display = bool(view.ways)
        words = OVER if here.over else left_in_words(here)
        self.query_one("#how-many", Static).update(words)
        self.query_one("#how-many").display = bool(words)
        self.query_one(Further).display = here.over
        for beside in self.query(Beside):
            beside.show(self.now)
        if here.over:
            self.focus_first()

    @on(OptionList.OptionSelected, "#ways")
    def went(self, event: OptionList.OptionSelected) -> None:
        """It went this way."""
        event.stop()
        branch = str(event.option_id)
        self.post_message(Ask(lambda seat: seat.went(branch)))

    def action_skip(self) -> None:
        """On without a word. Never counted."""
        if not self.view.here.over:
            self.post_message(Ask(lambda seat: seat.went(SKIPPED)))

    def action_opening(self, step: int) -> None:
        """Choose the opening before, or the next one."""
        for openings in self.query("#openings").results(OptionList):
            many = openings.option_count
            if many:
                openings.highlighted = max(0, min(many - 1, (openings.highlighted or 0) + step))


class Beside(Vertical):
    """The observer's half: the clock, openings as they come, and marks with the minute they were made in."""

    def compose(self) -> ComposeResult:
        yield Static("", id="into-it", markup=False)
        yield Marking()

    def show(self, now: Now) -> None:
        """What was marked, and how long the talk has gone on."""
        if now.watching is None:
            return
        self.query_one(Marking).show(now.watching)
        self.query_one("#locking").display = False  # marks are locked on the observer's own page, afterwards
        self.query_one("#into-it", Static).update(into_it(now.watching.second))

    def on_ask(self, event: Ask) -> None:
        """What is marked here is the observer's, and not the line-reader's whose page it is."""
        event.stop()
        self.post_message(Watched(event.do))


def into_it(second: int) -> str:
    """How long the talk has gone on, to the second: `2:05 into the round`."""
    return f"{second // MINUTE}:{second % MINUTE:02} into the round"
