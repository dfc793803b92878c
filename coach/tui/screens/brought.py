"""One thing that was brought: read line by line, answered, and handed back."""

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from coach.errors import CoachError
from coach.model.brought import Response
from coach.model.exercise import ReflectionModel
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from coach.supervision.beside import beside
from coach.supervision.days import in_words
from coach.supervision.desk import Desk, OnDesk
from coach.supervision.drafts import Draft
from coach.supervision.handing_over import WHATS, sender
from coach.supervision.reflecting import Questions, models
from coach.tui.answering import Answering
from coach.tui.commands import bindings
from coach.tui.page import BROAD
from coach.tui.reasons import Reasons, Saw
from coach.tui.widgets.brought_line import Chosen
from coach.tui.widgets.brought_tabs import BroughtTabs
from coach.tui.widgets.debrief_words import Words, set_apart
from coach.tui.widgets.desk_list import NOBODY
from coach.tui.widgets.goes_back import GoesBack
from coach.tui.widgets.keys import Keys


class BroughtScreen(Answering):
    """It is read as it was brought. What is said of it stands beside it."""

    WHERE = "brought"
    HELP = """\
What somebody chose to bring: their question first, then each line with what the coach read in it and what they said \
of that.

Go from line to line with the arrow keys, or click one. With one of their lines chosen: y agrees with a note of the \
coach's, p agrees partly, n sees it otherwise, a says something that the coach did not; each asks why, and needs no \
answer. c writes beside any line. Enter goes to what stands beside it: the turn it was said in, and what the notes mean.

What goes back holds questions, something you will take up yourself, and what you are called. All of it is kept on \
this machine as you go. Nothing reaches anybody until you hand it back. You can change it and hand it back again, or \
take it back."""
    BINDINGS = bindings("brought")
    AUTO_FOCUS = None

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.script: Script | None = None
        self.place = 0

    def compose(self) -> ComposeResult:
        """Filled once it is read."""
        yield Words("", "Supervision", classes="title")
        yield Vertical(id="all-of-it")
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Read it, with what was said of it so far."""
        await self.coach.ready()
        try:
            found = await self.coach.in_practice(_read, self.coach.opened.desk, self.key)
        except CoachError as error:
            self.dismiss()
            self.coach.tell(error)
            return
        self.thing, self.script, self.rubric, self.draft, models_here, self.known = found
        brought = self.thing.brought
        self.query_one(".title", Words).update(_title(self.thing))
        page = self.query_one("#all-of-it")
        if brought is None:
            await page.mount(*(Words(words, classes="say") for words in self.thing.unread))
            return
        tabs = BroughtTabs(brought, self.rubric, self.draft, models_here)
        await page.mount(tabs)
        back = self.query_one(GoesBack)
        self.draft = Draft(response=back.said(self.draft.response), by=back.by)
        tabs.broad(self.is_broad)
        tabs.said(self.draft.response)
        tabs.to_whole()

    @property
    def is_broad(self) -> bool:
        """Whether there is room for two columns."""
        return self.size.width >= BROAD

    def on_resize(self, event: events.Resize) -> None:
        """More room, or less."""
        for tabs in self.query(BroughtTabs):
            tabs.broad(event.size.width >= BROAD)

    # ------------------------------------------------------------------------------------------ looking

    def on_chosen(self, event: Chosen) -> None:
        """Another line is looked at."""
        if event.place != self.place:
            self.place = event.place
            self.look_beside()

    def saw(self, reasons: Reasons, saw: Saw) -> None:
        """What is seen in a line besides has its meaning beside it."""
        super().saw(reasons, saw)
        self.look_beside()

    @work(exclusive=True, group="beside")
    async def look_beside(self) -> None:
        """Show what stands beside the line that is looked at."""
        if self.thing and self.thing.brought and self.draft:
            line = self.line(self.place)
            views = self.draft.response.views
            said = tuple(each.criterion for each in reversed(views) if line and line.reply == each.reply)
            blocks = beside(self.thing.brought, self.place, self.script, self.rubric, said)
            await self.query_one(BroughtTabs).beside(blocks)

    def action_beside(self) -> None:
        """To the turn it was said in, and what the notes mean."""
        for tabs in self.query(BroughtTabs):
            tabs.to_beside(self.is_broad)

    def action_goes_back(self) -> None:
        """To what goes back."""
        for tabs in self.query(BroughtTabs):
            tabs.to_back()

    def action_agenda(self) -> None:
        """To the agenda; what is said here stays."""
        self.coach.open_agenda()

    def action_back(self) -> None:
        """From elsewhere to what was brought, from there to the desk."""
        tabs = next(iter(self.query(BroughtTabs)), None)
        if tabs and not tabs.at_whole:
            tabs.to_whole(self.place)
        else:
            super().action_back()


def _read(
    desk: Desk, key: str
) -> tuple[OnDesk, Script | None, Rubric | None, Draft, dict[ReflectionModel, Questions], frozenset[str]]:
    """What was brought, what is known of it here, and what was said so far."""
    thing = desk.thing(key)
    brought = thing.brought
    script = desk.script(brought) if brought else None
    rubric = desk.rubric(brought) if brought else None
    said = thing.response or Response(brought=key, at=desk.practice.clock(), who=desk.called())
    by = in_words(said.action.by) if said.action and said.action.by else ""
    known = desk.known(brought) if brought else frozenset[str]()
    return thing, script, rubric, thing.draft or Draft(response=said, by=by), models(), known


def _title(thing: OnDesk) -> Content:
    """Who brought what."""
    brought = thing.brought
    about = f": {brought.title}" if brought and brought.title else ""
    return set_apart(
        f"{thing.who or NOBODY} ({sender(thing.who, thing.login, shared=thing.shared)}),",
        f"{WHATS[brought.what].lower()}{about}" if brought else "cannot be read",
    )
