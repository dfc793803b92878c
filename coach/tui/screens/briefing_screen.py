"""The briefing before a conversation: its content note alone, then the brief and options."""

from collections.abc import Iterator
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, RadioSet, Static

from coach.errors import CoachError
from coach.model.events import Hints
from coach.model.scenario import Dialogue
from coach.practice.safeguarding import ASKED
from coach.practice.service import PracticeService
from coach.practice.settings import Settings
from coach.supervision.inbox import Inbox
from coach.supervision.reflection import KEPT_UNDER
from coach.tui.base_app import Page
from coach.tui.cards import ScenarioCard, make_card, name_focus
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import TypedLine
from coach.tui.send_reply import DetailCheck
from coach.tui.text import NO_REAL_CASES, sanitize
from coach.tui.widgets.choices import Choice, Tick
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.notices import ContentNote

# --- The practice intention

OWN, NONE = "own", "none"


class IntentionChoice(VerticalGroup):
    """A list of practice intentions: the scenario's, the practitioner's own words, or none."""

    ABOUT = "What you wrote on what to practise"

    def __init__(self, dialogue: Dialogue, begun: str = "") -> None:
        """Offer a scenario's intentions.

        Args:
            dialogue: The scenario.
            begun: The intention that the command line gave; empty for none.
        """
        super().__init__()
        self.dialogue = dialogue
        self._begun = begun

    def compose(self) -> ComposeResult:
        yield Static("Something you want to practise", classes="heading")
        with RadioSet(id="intention"):
            offered = self._begun in self.dialogue.intentions
            for number, words in enumerate(self.dialogue.intentions):
                yield Choice(Content(sanitize(words)), value=words == self._begun, id=f"intention-{number}")
            yield Choice("In my own words", value=bool(self._begun) and not offered, id=OWN)
            yield Choice("Nothing in particular", value=not self._begun, id=NONE)
        line = TypedLine("" if offered else self._begun, placeholder="I will…", id="own-words", compact=True)
        line.display = bool(line.value)
        yield line

    @on(RadioSet.Changed, "#intention")
    def show_own_line(self, event: RadioSet.Changed) -> None:
        """Show the line for the practitioner's own words when that choice is made."""
        own = self.query_one("#own-words", Input)
        own.display = event.pressed.id == OWN
        if own.display:
            own.focus()

    @property
    def own_words(self) -> str:
        """The intention in the practitioner's own words; empty where it is one of the scenario's."""
        return self.words if self.query_one(f"#{OWN}", Choice).value else ""

    @property
    def left_out(self) -> bool:
        """Whether the practitioner typed their own words, and then chose another intention."""
        typed = self.query_one("#own-words", Input).value.strip()
        return typed not in {"", self._begun.strip()} and not self.query_one(f"#{OWN}", Choice).value

    def take_along(self) -> None:
        """Choose the practitioner's own typed words as the intention."""
        self.query_one(f"#{OWN}", Choice).value = True

    @property
    def words(self) -> str:
        """The chosen intention; empty for none."""
        pressed = self.query_one("#intention", RadioSet).pressed_button
        key = pressed.id if pressed and pressed.id else NONE
        if key == OWN:
            return self.query_one("#own-words", Input).value.strip()
        return "" if key == NONE else self.dialogue.intentions[int(key.removeprefix("intention-"))]


# --- The other choices


class BriefingOptions(VerticalGroup):
    """The options before a rehearsal; none of them has to be changed."""

    ABOUT = "What you wrote about your own place"

    def __init__(self, settings: Settings, hints: str = "") -> None:
        """Offer the options, set as in the settings.

        Args:
            settings: The practitioner's settings.
            hints: Whether the coach speaks after each reply, as the command line said; empty for the settings'.
        """
        super().__init__(id="wishes")
        self.settings = settings
        self._hints = Hints(hints) if hints else settings.hints

    def compose(self) -> ComposeResult:
        yield Static("The coach speaks", classes="heading")
        with RadioSet(id="hints"):
            yield Choice("Not until the end", value=self._hints is Hints.NONE)
            yield Choice("A line after each reply", value=self._hints is Hints.EACH, id="each")
        if not self.settings.skip_identity:
            yield from self._position()

    def _position(self) -> Iterator[Widget]:
        yield Static("Your own place in it (only if you like)", classes="heading")
        yield Static(
            "What about your role, your power or yourself might matter in this conversation? "
            "Nobody needs an answer, and nothing is made of it.",
            classes="quiet",
        )
        yield TypedLine(placeholder="For yourself", id="position", compact=True)
        yield Tick("Keep these words with the rehearsal", id="keep-position")

    @property
    def hints(self) -> Hints:
        """Whether the coach speaks after each reply."""
        return Hints.EACH if self.query_one("#each", Choice).value else Hints.NONE

    @property
    def position(self) -> str:
        """The practitioner's words on their own identity; empty unless they chose to store them."""
        if self.settings.skip_identity or not self.query_one("#keep-position", Tick).value:
            return ""
        return self._typed_position

    @property
    def left_out(self) -> bool:
        """Whether the practitioner typed words on their identity that would not be stored."""
        return not self.settings.skip_identity and bool(self._typed_position) and not self.position

    def take_along(self) -> None:
        """Choose to store the words on the practitioner's identity."""
        self.query_one("#keep-position", Tick).value = True

    @property
    def _typed_position(self) -> str:
        return self.query_one("#position", Input).value.strip()


# --- The brief in words


def draw_brief(dialogue: Dialogue) -> Content:
    """Draw a scenario's brief: who the practitioner is, where, and what they know."""
    return Content.assemble(
        ("You are  ", "$quiet"), sanitize(f"{dialogue.you_are}. {dialogue.setting}."), "\n\n",
        sanitize(dialogue.brief), "\n\n",
        ("What people are worried about  ", "$quiet"), sanitize(dialogue.concern),
    )  # fmt: skip


def describe_exercise(desk: Inbox, exercise: str) -> tuple[str, tuple[str, ...]]:
    """Describe the exercise in a sentence, and return its content notes; nothing without one.

    Args:
        desk: Finds the exercise.
        exercise: Its id; empty for none.
    """
    listed = desk.find_exercise(exercise) if exercise else None
    if listed is None:
        return "", ()
    room = "; ".join(name_focus(listed, desk.practice.library))
    brief = f"For the exercise “{listed.title}”. {f'Room for: {room}. ' if room else ''}About {listed.replies} replies."
    return brief, listed.content_notes


# --- The screen


class BriefingScreen(Page):
    """The briefing of a scenario. The rehearsal begins only when the practitioner says so."""

    WHERE = "briefing"
    HELP = """\
First the content note: what may be hard in this scenario. You can see another, or see what this one involves.

Then the brief: who you are, why you are there, what people are worried about. Choose something to practise if you \
like, or nothing, and whether the coach says a line after each reply. Enter begins. For an exercise, what you want \
to practise is asked first.

“My own picture” has questions about whom you picture, for yourself alone; nothing of it is kept unless you ask.

The arrow keys scroll the brief, Tab and Shift+Tab go from one choice to the next."""
    BINDINGS = make_bindings("briefing")
    AUTO_FOCUS = "#start"

    def __init__(self, scenario: str, exercise: str = "") -> None:
        """Make the briefing of a scenario.

        Args:
            scenario: Its id.
            exercise: The id of the exercise that it is rehearsed for; empty for none.
        """
        super().__init__()
        self.scenario = scenario
        self.exercise = exercise
        self.dialogue: Dialogue | None = None
        self._for_exercise = ""
        self._detail_check = DetailCheck()
        self._picture: dict[str, str] = {}
        """Answers on their own picture of the family, that they asked to keep; in memory until it begins."""

    def compose(self) -> ComposeResult:
        yield Vertical(id="before")
        yield Keys()

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        try:
            card, self.dialogue, instead = await self.coach.in_practice(
                _read_scenario, self.coach.practice, self.scenario
            )
            desk = self.coach.inbox
            self._for_exercise, notes = await self.coach.in_practice(describe_exercise, desk, self.exercise)
        except CoachError as error:
            self.dismiss()
            self.coach.tell(error)
            return
        await self.query_one("#before").mount(ContentNote(card, instead, notes))
        self.query_one("#start").focus()

    @on(Button.Pressed, "#involves")
    def involve(self) -> None:
        """Show what may be hard in the scenario."""
        self.query_one(ContentNote).involve()

    @on(Button.Pressed, "#another")
    def another(self) -> None:
        """Go back to the list of scenarios or exercises, after asking about typed words."""
        self.ask_first(self._to_another)

    def unkept(self) -> bool:
        """Return whether typed words would be lost, the answers on the own picture included."""
        return bool(self._picture) or super().unkept()

    def _to_another(self) -> None:
        self.coach.go_home()
        if self.exercise:
            self.coach.open_page("exercises")
        else:
            self.coach.open_page("library")

    @on(Button.Pressed, "#instead")
    def instead(self) -> None:
        """Open the briefing of the alternative scenario, which is of equal standing."""
        if self.dialogue and self.dialogue.alternative:
            self.app.switch_screen(BriefingScreen(self.dialogue.alternative, self.exercise))

    @on(Button.Pressed, "#start")
    @work
    async def brief(self) -> None:
        """Replace the content note by the brief and the options."""
        if self.dialogue is None or self.query("#brief"):
            return
        await self.query_one(ContentNote).remove()
        intention = IntentionChoice(self.dialogue, self.coach.options.intention)
        brief = Static(draw_brief(self.dialogue), id="brief-words")
        for_exercise = Static(Content(sanitize(self._for_exercise)), id="for-exercise")
        await self.query_one("#before").mount(
            VerticalScroll(
                Static(Content(sanitize(self.dialogue.title)), classes="title"),
                *((for_exercise, intention, brief) if self._for_exercise else (brief, intention)),
                BriefingOptions(self.coach.settings, self.coach.options.hints),
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
        """Ask how the practitioner pictures the family; answers are stored as the rehearsal begins."""
        from coach.tui.dialogs.self_reflection import OwnPictureDialog

        known = await self.coach.in_practice(_known_words, self.coach.practice, self.scenario)
        sheet = OwnPictureDialog("before", {}, self._picture, self.coach.settings, known)
        if (kept := await self.app.push_screen_wait(sheet)) is not None:
            self._picture = kept
            if kept:
                self.notify("It is kept with the rehearsal once you begin.")

    def action_brief(self, lines: int) -> None:
        """Scroll the brief while a button has the focus."""
        for brief in self.query("#brief"):
            brief.scroll_relative(y=lines, animate=False)

    @on(Button.Pressed, "#begin")
    @work(exclusive=True, group="begin")
    async def begin(self) -> None:
        """Begin the rehearsal, after checking typed words for real people's details."""
        if not await self._ask_about_unkept():
            return
        wishes, intention = self.query_one(BriefingOptions), self.query_one(IntentionChoice)
        known = await self.coach.in_practice(_known_words, self.coach.practice, self.scenario)
        typed = {"intention": intention.own_words, "position": wishes.position}
        if (kept := await self._detail_check.check(self, typed, known)) is None:
            return
        rehearsal = await self.coach.in_practice(
            self.coach.practice.begin,
            self.scenario,
            replace(
                self.coach.options,
                intention=kept["intention"] or intention.words,
                hints=wishes.hints.value,
                exercise=self.exercise,
            ),
            position=kept["position"],
            confirmed=ASKED,
        )
        for question, words in self._picture.items():
            await self.coach.in_practice(rehearsal.reflect, f"{KEPT_UNDER}{question}", words, ASKED)
        self.coach.open_conversation(rehearsal)

    async def _ask_about_unkept(self) -> bool:
        """Ask about typed words that the options leave out; return whether to begin."""
        from coach.tui.dialogs.dialog import Dialog, confirm_leaving_words

        for part in (self.query_one(IntentionChoice), self.query_one(BriefingOptions)):
            if not part.left_out:
                continue
            wanted = await self.app.push_screen_wait(Dialog(confirm_leaving_words(can_keep=True, about=part.ABOUT)))
            if wanted is None:
                return False
            if wanted == "keep":
                part.take_along()
        return True


def _read_scenario(practice: PracticeService, scenario: str) -> tuple[ScenarioCard, Dialogue, str]:
    """Return the scenario's card, its dialogue, and the title of its alternative."""
    dialogue = practice.library.dialogue(scenario)
    instead = practice.library.dialogue(dialogue.alternative).title if dialogue.alternative else ""
    return make_card(practice, scenario), dialogue, instead


def _known_words(practice: PracticeService, scenario: str) -> frozenset[str]:
    """Return the words of the script, whose people are invented."""
    return practice.known_words(practice.script(scenario))
