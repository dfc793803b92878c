"""The agenda of a supervision session of fifty minutes, with a clock that can be ignored."""

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from coach.errors import RecordsError
from coach.supervision.actions import OwnAction
from coach.supervision.agenda import Agenda, AgendaSection, load_agenda
from coach.supervision.documents import save_blocks
from coach.supervision.inbox import Inbox
from coach.supervision.sheet import SAID_BEFORE, lay_out_agenda, word_action
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.save import FOR_OTHERS, SaveDialog, SaveWay
from coach.tui.services import Clock
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose

HERE = "about now by the clock"
WAYS = (
    SaveWay("word", "A Word document", "fifty-minutes.docx", FOR_OTHERS),
    SaveWay("page", "A page to read or print", "fifty-minutes.html", FOR_OTHERS),
    SaveWay("text", "Plain text", "fifty-minutes.txt", FOR_OTHERS),
)


class AgendaPart(Vertical, can_focus=True):
    """A section of the agenda: its title, questions and a note. The clock never scrolls to it."""

    BINDINGS = make_bindings("part")

    def __init__(self, part: AgendaSection, said_before: tuple[str, ...] = ()) -> None:
        """Make the widget of a section.

        Args:
            part: the section.
            said_before: what the supervisor said they would take up; shown where the section asks for it.
        """
        super().__init__(classes="part")
        self.part = part
        self._said_before = said_before if part.actions else ()

    def compose(self) -> ComposeResult:
        yield Prose("", self.part.title, classes="part-title")
        yield Prose(f"Minutes {self.part.begins} to {self.part.ends}", classes="quiet part-when")
        for question in self.part.ask:
            yield Prose(question, classes="say")
        for action in self._said_before:
            yield Prose(action, f"{SAID_BEFORE}:", classes="say")
        if self.part.note:
            yield Prose(self.part.note, classes="say quiet")

    def by_the_clock(self, current: bool) -> None:
        """Show whether the clock is in this section."""
        also = f", {HERE}" if current else ""
        self.query_one(".part-when", Prose).update(f"Minutes {self.part.begins} to {self.part.ends}{also}")

    def action_step(self, step: int) -> None:
        """Focus the section before or after this one, if there is one."""
        parts = list(self.screen.query(AgendaPart))
        place = parts.index(self) + step
        if 0 <= place < len(parts):
            parts[place].focus()


# --- The screen

EVERY = 5
"""Seconds between two looks at the clock."""
NOT_STARTED = "The clock is not started, and need not be."


class AgendaScreen(Page):
    """The agenda's sections below each other, with a line saying in which one the clock is."""

    WHERE = "agenda"
    HELP = """\
A talk of fifty minutes, in parts: what comes first, the moment somebody chose, saying it again, a child you both know \
of, the service, and what will be said to whom. It is an offer. Leave out what does not serve.

Start the clock if you like one. It says which part it is in, does not ring, and moves nobody: go from part to part \
with the arrow keys, or click one. It goes on while you look at what was brought.

Nothing of the talk is written down here. A sheet to sign is yours to write, for your service's own file. What you \
said before that you would take up stands in its part. Save the agenda writes it to a document."""
    BINDINGS = make_bindings("agenda")
    AUTO_FOCUS = "AgendaPart"

    def __init__(self) -> None:
        super().__init__()
        self.agenda: Agenda | None = None
        self._said_before: tuple[str, ...] = ()
        """What the supervisor said they would take up, and has not done yet."""

    @property
    def clock(self) -> Clock:
        """The clock, which runs on while the supervisor looks at another screen."""
        return self.coach.clock

    def compose(self) -> ComposeResult:
        yield Prose("", "Agenda", classes="title")
        yield Prose(NOT_STARTED, classes="quiet clock")
        yield VerticalScroll(id="parts", can_focus=False)
        with Horizontal(id="doing"):
            yield Button("Start the clock", action="screen.clock", compact=True, id="start-clock")
            yield Button("Reset the clock", action="screen.clock_anew", compact=True)
            yield Button("My actions", action="screen.my_actions", compact=True)
            yield Button("A sheet to sign", action="screen.sheet", compact=True)
            yield Button("Save the agenda", action="screen.save_agenda", compact=True)
        yield Keys()

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        self.agenda = await self.coach.in_practice(load_agenda)
        actions = await self.coach.in_practice(_list_open, self.coach.inbox)
        self._said_before = tuple(map(word_action, actions))
        self.query_one(".title", Prose).update(self.agenda.title)
        parts = (AgendaPart(part, self._said_before) for part in self.agenda.parts)
        await self.query_one("#parts").mount(Vertical(*parts, id="all"))
        self.query(AgendaPart).first().focus()
        self.look_at_the_clock()
        if not self.coach.still:
            self.set_interval(EVERY, self.look_at_the_clock)

    def look_at_the_clock(self) -> None:
        """Update the minutes, and the section in which the clock is."""
        if self.agenda is None:
            return
        current = self.agenda.find_section(self.clock.minutes) if self.clock.is_begun else None
        self.query_one(".clock", Prose).update(self._says(current))
        for place, part in enumerate(self.query(AgendaPart)):
            part.by_the_clock(place == current)
        start = self.query_one("#start-clock", Button)
        if str(start.label) != self._offers():
            start.label = self._offers()
            start.refresh(layout=True)  # other words need other room

    def action_clock(self) -> None:
        """Start or pause the clock."""
        self.clock.start_or_pause()
        self.look_at_the_clock()

    def action_clock_anew(self) -> None:
        """Reset the clock to zero."""
        self.clock.reset()
        self.look_at_the_clock()

    def action_my_actions(self) -> None:
        """Open the list of what the supervisor said they would take up."""
        self.coach.open_page("actions")

    def action_sheet(self) -> None:
        """Open the form for a record of the talk, to be signed."""
        self.coach.open_page("sheet")

    @work(exclusive=True, group="asking")
    async def action_save_agenda(self) -> None:
        """Save the agenda as a document, to print it or send it on."""
        if self.agenda is None:
            return
        agenda = self.agenda
        blocks = tuple(lay_out_agenda(agenda, self._said_before))

        def save(_: str, file: Path) -> str:
            return f"It is in {save_blocks(blocks, file, agenda.title, for_others=True)}."

        if said := await self.app.push_screen_wait(SaveDialog("Save the agenda", WAYS, save)):
            self.notify(sanitize(said), title="Saved", markup=False)

    def _says(self, current: int | None) -> str:
        if current is None or self.agenda is None:
            return NOT_STARTED
        minutes = int(self.clock.minutes)
        paused = "" if self.clock.is_going else "Paused. "
        if minutes >= self.agenda.parts[-1].ends:
            return f"{paused}About {minutes} minutes in, past the last part. Take what time you need."
        so_long = f"About {minutes} minutes in" if minutes > 1 else "Just begun" if minutes < 1 else "About a minute in"
        return f"{paused}{so_long}: {self.agenda.parts[current].title}"

    def _offers(self) -> str:
        if self.clock.is_going:
            return "Pause the clock"
        return "Resume the clock" if self.clock.is_begun else "Start the clock"


def _list_open(inbox: Inbox) -> tuple[OwnAction, ...]:
    """List the supervisor's open actions; none where the team's store is away."""
    try:
        return inbox.actions.list_open()
    except RecordsError:
        return ()
