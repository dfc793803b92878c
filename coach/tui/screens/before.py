"""What comes before a conversation: its content note, alone; then the brief, and what one wants of it."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from coach.errors import CoachError
from coach.model.dialogue import Dialogue
from coach.practice.practice import Practice
from coach.tui.commands import bindings
from coach.tui.page import Page
from coach.tui.screens.home import NO_REAL_CASES
from coach.tui.shelf import Card, card_of
from coach.tui.shown import shown
from coach.tui.widgets.content_note import ContentNote
from coach.tui.widgets.keys import Keys
from coach.tui.widgets.wishes import Wishes


class BeforeScreen(Page):
    """Nothing starts here until it is asked to."""

    WHERE = "before"
    HELP = """\
First the content note: what may be hard in this scenario. You can see another, or see what this one involves.

Then the brief: who you are, why you are there, what people are worried about. Choose something to practise if you \
like, or nothing, and whether the coach says a line after each reply. Enter begins.

The arrow keys scroll the brief, Tab and Shift+Tab go from one choice to the next."""
    BINDINGS = bindings("before")
    AUTO_FOCUS = "#start"

    def __init__(self, scenario: str) -> None:
        super().__init__()
        self.scenario = scenario
        self.dialogue: Dialogue | None = None

    def compose(self) -> ComposeResult:
        """Filled once the scenario is read."""
        yield Vertical(id="before")
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Read the scenario and show its content note."""
        await self.coach.ready()
        try:
            card, self.dialogue, instead = await self.coach.in_practice(_read, self.coach.practice, self.scenario)
        except CoachError as error:
            self.dismiss()
            self.coach.tell(error)
            return
        await self.query_one("#before").mount(ContentNote(card, instead))
        self.query_one("#start").focus()

    @on(Button.Pressed, "#involves")
    def involve(self) -> None:
        """Say more before deciding."""
        self.query_one(ContentNote).involve()

    @on(Button.Pressed, "#another")
    def another(self) -> None:
        """Back to the scenarios."""
        self.coach.start_page()
        self.coach.open_library()

    @on(Button.Pressed, "#instead")
    def instead(self) -> None:
        """The other one, of equal standing."""
        if self.dialogue and self.dialogue.alternative:
            self.app.switch_screen(BeforeScreen(self.dialogue.alternative))

    @on(Button.Pressed, "#start")
    @work
    async def brief(self) -> None:
        """The brief, and the choices."""
        if self.dialogue is None or self.query("#brief"):
            return
        await self.query_one(ContentNote).remove()
        await self.query_one("#before").mount(
            VerticalScroll(
                Static(Content(shown(self.dialogue.title)), classes="title"),
                Static(_brief(self.dialogue), id="brief-words"),
                Wishes(self.dialogue, self.coach.settings),
                Static(NO_REAL_CASES, id="no-real-cases"),
                id="brief",
            ),
            HorizontalGroup(
                Button("Begin", id="begin", classes="main"), Button("See another", id="another"), classes="buttons"
            ),
        )
        self.query_one("#begin").focus()

    def action_brief(self, lines: int) -> None:
        """Move the brief up or down while the way on has the focus."""
        for brief in self.query("#brief"):
            brief.scroll_relative(y=lines, animate=False)

    @on(Button.Pressed, "#begin")
    @work(exclusive=True, group="begin")
    async def begin(self) -> None:
        """Begin, and go to the conversation."""
        wishes = self.query_one(Wishes)
        rehearsing = await self.coach.in_practice(
            self.coach.practice.begin,
            self.scenario,
            intention=wishes.intention,
            hints=wishes.hints,
            position=wishes.position,
        )
        self.coach.begin_again(rehearsing)


def _read(practice: Practice, scenario: str) -> tuple[Card, Dialogue, str]:
    """The scenario's card, its dialogue, and the title of the one to take instead."""
    dialogue = practice.library.dialogue(scenario)
    instead = practice.library.dialogue(dialogue.alternative).title if dialogue.alternative else ""
    return card_of(practice, scenario), dialogue, instead


def _brief(dialogue: Dialogue) -> Content:
    return Content.assemble(
        ("You are  ", "$quiet"), shown(f"{dialogue.you_are}. {dialogue.setting}."), "\n\n",
        shown(dialogue.brief), "\n\n",
        ("What people are worried about  ", "$quiet"), shown(dialogue.concern),
    )  # fmt: skip
