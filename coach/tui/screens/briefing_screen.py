"""The briefing before a conversation: its content note alone, then the brief and options."""

from dataclasses import replace
from typing import cast

from textual import on, work
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static

from coach.errors import CoachError
from coach.language.catalogue import say
from coach.model.events import Hints
from coach.model.scenario import Dialogue
from coach.options import BY_CHOICE, RehearseOptions
from coach.page_words import NO_REAL_CASES
from coach.practice.safeguarding import ASKED
from coach.practice.scenario_cards import ScenarioCard, make_card
from coach.practice.service import PracticeService
from coach.practice.settings import Settings
from coach.rehearsal.short_way import ABOUT_SHORT, word_length
from coach.supervision.exercise_cards import describe_exercise
from coach.supervision.inbox import Inbox
from coach.supervision.reflection import KEPT_UNDER
from coach.tui.base_app import Page
from coach.tui.cards import draw_brief
from coach.tui.commands import make_bindings
from coach.tui.detail_check import DetailCheck
from coach.tui.dialogs.dialog import TypedLine
from coach.tui.services import PageName
from coach.tui.text import sanitize
from coach.tui.widgets.choices import Tick
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.notices import ContentNote

# --- The choices before a rehearsal, in sight above the button that begins it


def make_choice(label: str, *controls: Widget) -> HorizontalGroup:
    """Make a row of the choices: what is chosen, and the controls to choose it with."""
    return HorizontalGroup(Static(label, classes="choice-label"), *controls, classes="choice")


OWN, NONE = "own", "none"
WHOLE, SHORT = "whole", "short"


class IntentionChoice(VerticalGroup):
    """The choice of a practice intention: the scenario's, the practitioner's own words, or none."""

    ABOUT = "What you wrote on what to practise"

    def __init__(self, dialogue: Dialogue, begun: str = "", *, exercise: bool = False) -> None:
        """Offer a scenario's intentions.

        Args:
            dialogue: The scenario.
            begun: The intention that the command line gave; empty for none.
            exercise: Whether it is rehearsed for an exercise, which has something to practise of its own.
        """
        super().__init__()
        self._exercise = exercise
        self.dialogue = dialogue
        self._begun = begun

    def compose(self) -> ComposeResult:
        nothing = say("Nothing besides the exercise") if self._exercise else say("Nothing in particular")
        offered = [(sanitize(words), str(number)) for number, words in enumerate(self.dialogue.intentions)]
        chosen = next((key for words, key in offered if words == sanitize(self._begun)), OWN if self._begun else NONE)
        choices = (
            (nothing, NONE),
            *offered,
            (say("In my own words"), OWN),
        )
        yield make_choice(
            say("Practise"), Select[str](choices, value=chosen, allow_blank=False, compact=True, id="intention")
        )
        line = TypedLine(self._begun if chosen == OWN else "", placeholder="I will…", id="own-words", compact=True)
        row = make_choice("", line)
        row.display = chosen == OWN
        yield row

    @on(Select.Changed, "#intention")
    def show_own_line(self) -> None:
        """Show the line for the practitioner's own words when that choice is made."""
        own = self.query_one("#own-words", Input)
        was_shown, shows = bool(own.parent and own.parent.display), self._chosen == OWN
        cast("Widget", own.parent).display = shows
        if shows and not was_shown:
            own.focus()

    @property
    def _chosen(self) -> str:
        return str(self.query_one("#intention", Select).value)

    @property
    def own_words(self) -> str:
        """The intention in the practitioner's own words; empty where it is one of the scenario's."""
        return self.words if self._chosen == OWN else ""

    @property
    def left_out(self) -> bool:
        """Whether the practitioner typed their own words, and then chose another intention."""
        typed = self.query_one("#own-words", Input).value.strip()
        return typed not in {"", self._begun.strip()} and self._chosen != OWN

    def take_along(self) -> None:
        """Choose the practitioner's own typed words as the intention."""
        self.query_one("#intention", Select).value = OWN

    @property
    def words(self) -> str:
        """The chosen intention; empty for none."""
        if self._chosen == OWN:
            return self.query_one("#own-words", Input).value.strip()
        return "" if self._chosen == NONE else self.dialogue.intentions[int(self._chosen)]


class BriefingOptions(VerticalGroup):
    """The options before a rehearsal; none of them has to be changed."""

    ABOUT = "What you wrote about your own place"

    def __init__(self, about: str, settings: Settings, begun: RehearseOptions = BY_CHOICE) -> None:
        """Offer the options, set as in the settings.

        Args:
            about: How many replies the whole conversation has, in words.
            settings: The practitioner's settings.
            begun: What the command line said; what it left open is set as in the settings.
        """
        super().__init__(id="wishes")
        self.settings = settings
        self._about = about
        self._hints = Hints(begun.hints) if begun.hints else settings.hints
        self._short = begun.short

    def compose(self) -> ComposeResult:
        lengths = (
            (say("Whole, {about}", about=self._about), WHOLE),
            (say("Short, about {number}", number=ABOUT_SHORT), SHORT),
        )
        yield make_choice(
            say("How long"),
            Select[str](lengths, value=SHORT if self._short else WHOLE, allow_blank=False, compact=True, id="length"),
        )
        choices = ((say("Not until the end"), str(Hints.NONE)), (say("A line after each reply"), str(Hints.EACH)))
        yield make_choice(
            say("The coach speaks"),
            Select[str](choices, value=str(self._hints), allow_blank=False, compact=True, id="hints"),
        )
        if not self.settings.skip_identity:
            yield make_choice(
                say("Your own place"),
                TypedLine(placeholder=say("Role, power, yourself"), id="position", compact=True),
                Tick(say("Keep it"), id="keep-position"),
            )

    @property
    def hints(self) -> Hints:
        """Whether the coach speaks after each reply."""
        return Hints(str(self.query_one("#hints", Select).value))

    @property
    def short(self) -> bool:
        """Whether the conversation comes to an end soon."""
        return self.query_one("#length", Select).value == SHORT

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


def find_exercise(desk: Inbox, key: str) -> tuple[str, tuple[str, ...], int]:
    """Describe an exercise, and return its content notes and replies; nothing for none.

    Args:
        desk: Finds the exercise.
        key: Its id; empty for none.
    """
    exercise = desk.find_exercise(key) if key else None
    if exercise is None:
        return "", (), 0
    return describe_exercise(exercise, desk.practice.library), exercise.content_notes, exercise.replies or 0


# --- The screen


class BriefingScreen(Page):
    """The briefing of a scenario. The rehearsal begins only when the practitioner says so."""

    WHERE = "briefing"
    HELP = """\
First the content note: what may be hard in this scenario. You can see another, or see what this one involves.

Then the brief: who you are, why you are there, what people are worried about. Choose something to practise if you \
like, or nothing; how long it is; and whether the coach says a line after each reply. Enter begins. The short way is \
the same conversation: from reply 6 on they come to what happens next, and to an end.

Your own place is for yourself: what about your role, your power or yourself might matter in this conversation? Nobody \
needs an answer, and nothing is made of it. It goes with the rehearsal only if you tick “Keep it”: \
then it stands with the brief (F2) and under More in the debrief.

“My own picture” has questions about whom you picture, for yourself alone; nothing of it is kept unless you ask.

The arrow keys and Page Down scroll the brief; Shift+Tab goes up to the choices above Begin."""
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
        self._replies = 0
        """Replies that the exercise asks for; 0 where it says none."""
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
            self._for_exercise, notes, self._replies = await self.coach.in_practice(find_exercise, desk, self.exercise)
        except CoachError as error:
            self.dismiss()
            self.coach.tell(error)
            return
        note = ContentNote(card, instead, notes, self._replies, short=self.coach.options.short)
        await self.query_one("#before").mount(note)
        self.query_one("#start").focus()

    @on(Button.Pressed, "#involves")
    def involve(self) -> None:
        """Show what may be hard in the scenario."""
        self.query_one(ContentNote).involve()

    def action_back(self) -> None:
        """Hide what the scenario involves, if that is shown; else go back a page."""
        if not any(note.fold() for note in self.query(ContentNote)):
            super().action_back()

    @on(Button.Pressed, "#another")
    def another(self) -> None:
        """Go back to the list of scenarios or exercises, after asking about typed words."""
        self.ask_first(self._to_another)

    def unkept(self) -> bool:
        """Return whether typed words would be lost, the answers on the own picture included."""
        return bool(self._picture) or super().unkept()

    def _to_another(self) -> None:
        page: PageName = "exercises" if self.exercise else "library"
        below = [screen for screen in self.app.screen_stack if getattr(screen, "WHERE", "") == page]
        if not below:
            self.coach.go_home()
            self.coach.open_page(page)
            return
        # The list as it was left, with what was searched for.
        while self.app.screen is not below[-1]:
            self.app.pop_screen()

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
        for_exercise = Static(Content(sanitize(self._for_exercise)), id="for-exercise")
        for_exercise.display = bool(self._for_exercise)
        await self.query_one("#before").mount(
            VerticalScroll(
                Static(Content(sanitize(self.dialogue.title)), classes="title"),
                for_exercise,
                Static(draw_brief(self.dialogue), id="brief-words"),
                Static(say(NO_REAL_CASES), id="no-real-cases"),
                id="brief",
                can_focus=False,
            ),
            VerticalGroup(
                IntentionChoice(self.dialogue, self.coach.options.intention, exercise=bool(self._for_exercise)),
                BriefingOptions(
                    say("about {number} replies", number=self._replies)
                    if self._replies
                    else word_length(self.dialogue),
                    self.coach.settings,
                    self.coach.options,
                ),
                id="before-it",
            ),
            HorizontalGroup(
                Button(say("Begin"), id="begin", classes="main"),
                Button(say("My own picture"), id="picture"),
                Button(say("Another scenario"), id="another"),
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
        await self.app.push_screen_wait(
            OwnPictureDialog("before", {}, self._picture, self.coach.settings, known, self._store_picture)
        )

    async def _store_picture(self, answers: dict[str, str]) -> None:
        """Hold answers about the practitioner's own picture until the rehearsal begins, and say so."""
        self._picture = answers
        if answers:
            self.notify(say("It is kept with the rehearsal once you begin."))

    def key_enter(self) -> None:
        """Press the main button where nothing has the focus yet: Enter that comes early is not lost."""
        if self.focused is None:
            for button in self.query("#start, #begin").results(Button):
                button.press()

    def action_brief(self, lines: int) -> None:
        """Scroll the brief while a button has the focus."""
        for brief in self.query("#brief"):
            brief.scroll_relative(y=lines, animate=False)

    @on(Input.Submitted)
    def go_on_to_begin(self) -> None:
        """Lead from a box in which something was typed to the button that begins."""
        self.query_one("#begin").focus()

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
                short=wishes.short,
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
