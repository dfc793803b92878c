"""The screen on which observers practise marking three short transcripts. Nothing is stored."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.widgets import Button, Static

from coach.classroom.run_sheets import MarkedLine, WarmUp, load_warm_up
from coach.language.catalogue import say
from coach.model.class_events import Mark
from coach.tui.base_app import BaseApp, Page
from coach.tui.commands import make_bindings
from coach.tui.pair.marking import KEYS
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose, draw_heading

ASK = "What became of it? t taken, p partly, b passed by, h may have hurt, m mended."
SAME = "You say {yours}, and so does whoever marked this."
OTHER = "You say {yours}; whoever marked this says {theirs}. Both can be talked about."


class WarmUpScreen(Page):
    """A screen that shows a transcript line by line and asks for marks on its openings.

    The observer's own mark comes first, then the mark and the reason of its author.
    """

    WHERE = "warming_up"
    HELP = """\
Three short talks that somebody has marked, with reasons. Say your own mark first; then the reason is shown. You may \
see it otherwise. Nothing of this is kept or counted, and nobody sees it."""
    BINDINGS = [*make_bindings("warming_up"), *make_bindings("marking")]
    AUTO_FOCUS = "#warming-up"

    def __init__(self) -> None:
        super().__init__()
        self._warm: WarmUp | None = None
        self._talk = 0
        self._line = 0
        self._waits: MarkedLine | None = None

    def compose(self) -> ComposeResult:
        yield Static("", classes="title", id="warm-title")
        with VerticalScroll(id="warming-up", classes="written"):
            yield Vertical(id="so-far", classes="reading")
        yield Static(say(ASK), id="warm-asks", classes="asks")
        with ItemGrid(min_column_width=18, stretch_height=False, id="marks"):
            for mark, key in KEYS.items():
                yield Button(f"{key}  {mark.says()}", id=f"mark-{mark}", compact=True)
        with ItemGrid(min_column_width=26, stretch_height=False, classes="buttons", id="ways-on"):
            yield Button(say("Next talk"), id="next-talk", classes="main")
            yield Button(say("Back"), id="leave")
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Load the transcripts, and begin with the first."""
        app = self.app
        assert isinstance(app, BaseApp)
        self._warm = await app.in_practice(load_warm_up)
        await self._begin(0)

    async def _begin(self, talk: int) -> None:
        assert self._warm is not None
        self._talk, self._line, self._waits = talk, 0, None
        one = self._warm.transcripts[talk]
        self.query_one("#warm-title", Static).update(
            f"{self._warm.title}  -  {talk + 1} of {len(self._warm.transcripts)}"
        )
        page = self.query_one("#so-far")
        await page.remove_children()
        about = [] if talk else [Prose(self._warm.about, classes="say first")]
        await page.mount_all([*about, draw_heading(one.title), Prose(one.about, classes="say first quiet")])
        self.query_one("#warming-up", VerticalScroll).scroll_home(animate=False)
        await self._go_on()

    async def _go_on(self) -> None:
        """Show lines up to the next one that is to be marked."""
        assert self._warm is not None
        lines = self._warm.transcripts[self._talk].lines
        page = self.query_one("#so-far")
        self._waits = None
        while self._line < len(lines) and self._waits is None:
            line = lines[self._line]
            self._line += 1
            opening = f" (opening {line.opening})" if line.opening else ""
            await page.mount(Prose(line.text, f"{line.who}{opening}:", classes="say"))
            self._waits = line if line.asks() else None
        waits = self._waits is not None
        self.query_one("#warm-asks").display = self.query_one("#marks").display = waits
        last = self._talk + 1 == len(self._warm.transcripts)
        if not waits and last:
            await page.mount(Prose(self._warm.close, classes="say"))
        self.query_one("#ways-on").display = not waits
        self.query_one("#next-talk").display = not last
        if not waits:
            self.query_one("#leave" if last else "#next-talk").focus(scroll_visible=False)
        else:
            self.query_one("#warming-up").focus(scroll_visible=False)
        self.call_after_refresh(self.query_one("#warming-up", VerticalScroll).scroll_end, animate=False)

    @work(exclusive=True, group="marking")
    async def action_mark(self, mark: str) -> None:
        """Show the observer's mark on the line beside the author's mark and reason."""
        line = self._waits
        if line is None or line.mark is None:
            return
        self._waits = None
        yours, theirs = Mark(mark).says(), line.mark.says()
        said = (
            say(SAME, yours=f"“{yours}”") if yours == theirs else say(OTHER, yours=f"“{yours}”", theirs=f"“{theirs}”")
        )
        await self.query_one("#so-far").mount(Prose(said, classes="item"), Prose(line.why, classes="item"))
        await self._go_on()

    def action_unmark(self) -> None:
        """Do nothing: a mark stays, so that the author's reason can be compared with it."""

    @on(Button.Pressed, "#marks Button")
    def press(self, event: Button.Pressed) -> None:
        """Mark the waiting line by the pressed button."""
        self.action_mark(str(event.button.id).removeprefix("mark-"))

    @on(Button.Pressed, "#next-talk")
    @work
    async def another(self) -> None:
        """Show the next transcript."""
        await self._begin(self._talk + 1)

    @on(Button.Pressed, "#leave")
    def leave(self) -> None:
        """Go back to the page before."""
        self.action_back()
