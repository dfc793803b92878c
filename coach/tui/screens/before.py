"""What comes before a conversation: its content note, alone; then the brief, and what one wants of it."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from coach.errors import CoachError
from coach.model.dialogue import Dialogue
from coach.practice.practice import Practice
from coach.practice.safeguarding import ASKED
from coach.supervision.bias import KEPT_UNDER
from coach.tui.briefs import brief_of, exercise_brief
from coach.tui.commands import bindings
from coach.tui.page import Page
from coach.tui.real_people import RealPeople
from coach.tui.screens.home import NO_REAL_CASES
from coach.tui.shelf import Card, card_of
from coach.tui.shown import shown
from coach.tui.widgets.content_note import ContentNote
from coach.tui.widgets.intention import Intention
from coach.tui.widgets.keys import Keys
from coach.tui.widgets.wishes import Wishes


class BeforeScreen(Page):
    """Nothing starts here until it is asked to."""

    WHERE = "before"
    HELP = """\
First the content note: what may be hard in this scenario. You can see another, or see what this one involves.

Then the brief: who you are, why you are there, what people are worried about. Choose something to practise if you \
like, or nothing, and whether the coach says a line after each reply. Enter begins. For an exercise, what you want \
to practise is asked first.

“My own picture” has questions about whom you picture, for yourself alone; nothing of it is kept unless you ask.

The arrow keys scroll the brief, Tab and Shift+Tab go from one choice to the next."""
    BINDINGS = bindings("before")
    AUTO_FOCUS = "#start"

    def __init__(self, scenario: str, exercise: str = "") -> None:
        """`exercise` is what it is rehearsed for, if anything."""
        super().__init__()
        self.scenario = scenario
        self.exercise = exercise
        self.dialogue: Dialogue | None = None
        self._for_exercise = ""
        self._real_people = RealPeople()
        self._picture: dict[str, str] = {}
        """Answers on their own picture of the family, that they asked to keep; in memory until it begins."""

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
            desk = self.coach.opened.desk
            self._for_exercise, notes = await self.coach.in_practice(exercise_brief, desk, self.exercise)
        except CoachError as error:
            self.dismiss()
            self.coach.tell(error)
            return
        await self.query_one("#before").mount(ContentNote(card, instead, notes))
        self.query_one("#start").focus()

    @on(Button.Pressed, "#involves")
    def involve(self) -> None:
        """Say more before deciding."""
        self.query_one(ContentNote).involve()

    @on(Button.Pressed, "#another")
    def another(self) -> None:
        """Back to the scenarios, or to the exercises, once what was typed was asked about."""
        self.ask_first(self._to_another)

    def unkept(self) -> bool:
        """Also what they asked to keep of their own picture, which waits for the rehearsal to begin."""
        return bool(self._picture) or super().unkept()

    def _to_another(self) -> None:
        self.coach.start_page()
        if self.exercise:
            self.coach.open_exercises()
        else:
            self.coach.open_library()

    @on(Button.Pressed, "#instead")
    def instead(self) -> None:
        """The other one, of equal standing."""
        if self.dialogue and self.dialogue.alternative:
            self.app.switch_screen(BeforeScreen(self.dialogue.alternative, self.exercise))

    @on(Button.Pressed, "#start")
    @work
    async def brief(self) -> None:
        """The brief, and the choices."""
        if self.dialogue is None or self.query("#brief"):
            return
        await self.query_one(ContentNote).remove()
        intention = Intention(self.dialogue, self.coach.options.intention)
        brief = Static(brief_of(self.dialogue), id="brief-words")
        for_exercise = Static(Content(shown(self._for_exercise)), id="for-exercise")
        await self.query_one("#before").mount(
            VerticalScroll(
                Static(Content(shown(self.dialogue.title)), classes="title"),
                *((for_exercise, intention, brief) if self._for_exercise else (brief, intention)),
                Wishes(self.coach.settings, self.coach.options.hints),
                Static(NO_REAL_CASES, id="no-real-cases"),
                id="brief",
            ),
            HorizontalGroup(
                Button("Begin", id="begin", classes="main"),
                Button("See another", id="another"),
                Button("My own picture", id="picture"),
                classes="buttons",
            ),
        )
        self.query_one("#begin").focus()

    @on(Button.Pressed, "#picture")
    @work(exclusive=True, group="asking")
    async def picture(self) -> None:
        """Questions about whom they picture. What they ask to keep waits here until it begins."""
        from coach.tui.modals.own_picture import OwnPictureSheet

        known = await self.coach.in_practice(_known, self.coach.practice, self.scenario)
        sheet = OwnPictureSheet("before", {}, self._picture, self.coach.settings, known)
        if (kept := await self.app.push_screen_wait(sheet)) is not None:
            self._picture = kept
            if kept:
                self.notify("It is kept with the rehearsal once you begin.")

    def action_brief(self, lines: int) -> None:
        """Move the brief up or down while the way on has the focus."""
        for brief in self.query("#brief"):
            brief.scroll_relative(y=lines, animate=False)

    @on(Button.Pressed, "#begin")
    @work(exclusive=True, group="begin")
    async def begin(self) -> None:
        """Begin, and go to the conversation, once what they wrote was asked about and looked over for real people."""
        if not await self._asked_about_unkept():
            return
        wishes, intention = self.query_one(Wishes), self.query_one(Intention)
        known = await self.coach.in_practice(_known, self.coach.practice, self.scenario)
        typed = {"intention": intention.own, "position": wishes.position}
        if (kept := await self._real_people.looked_over(self, typed, known)) is None:
            return
        rehearsing = await self.coach.in_practice(
            self.coach.practice.begin,
            self.scenario,
            intention=kept["intention"] or intention.words,
            hints=wishes.hints,
            position=kept["position"],
            exercise=self.exercise,
            confirmed=ASKED,
        )
        for question, words in self._picture.items():
            await self.coach.in_practice(rehearsing.reflect, f"{KEPT_UNDER}{question}", words, ASKED)
        self.coach.begin_again(rehearsing)

    async def _asked_about_unkept(self) -> bool:
        """Ask about words that would not go with the rehearsal as the choices stand; whether it may begin."""
        from coach.tui.modals.unkept import UnkeptSheet

        for part in (self.query_one(Intention), self.query_one(Wishes)):
            if not part.left_out:
                continue
            wanted = await self.app.push_screen_wait(UnkeptSheet(can_keep=True, about=part.ABOUT))
            if wanted is None:
                return False
            if wanted == "keep":
                part.take_along()
        return True


def _read(practice: Practice, scenario: str) -> tuple[Card, Dialogue, str]:
    """The scenario's card, its dialogue, and the title of the one to take instead."""
    dialogue = practice.library.dialogue(scenario)
    instead = practice.library.dialogue(dialogue.alternative).title if dialogue.alternative else ""
    return card_of(practice, scenario), dialogue, instead


def _known(practice: Practice, scenario: str) -> frozenset[str]:
    """Words of the script, whose people are invented."""
    return practice.known_words(practice.script(scenario))
