"""Notices on a page: a content note, a rehearsal not stored, the result of a command."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import ItemGrid, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Static

from coach.language.catalogue import find_language, say
from coach.page_words import AT_YOU
from coach.practice.conversation_view import offer_end
from coach.practice.rehearsal import Rehearsal
from coach.practice.scenario_cards import ScenarioCard
from coach.rehearsal.short_way import ABOUT_SHORT, WHAT_ENDS_IT
from coach.tui.cards import draw_scenario
from coach.tui.commands import COMMANDS, find_key
from coach.tui.services import services_of
from coach.tui.text import sanitize


class ContentNote(VerticalScroll, can_focus=False):
    """The content note of a scenario, shown alone with three buttons.

    What the scenario involves is said only when the practitioner asks for it.
    """

    def __init__(
        self,
        card: ScenarioCard,
        instead: str = "",
        exercise: tuple[str, ...] = (),
        replies: int = 0,
        *,
        short: bool = False,
    ) -> None:
        """Make the content note of a scenario.

        Args:
            card: the scenario.
            instead: the title of another scenario of equal standing, if there is one.
            exercise: what may be hard in the exercise besides, a note each.
            replies: about how many replies the exercise asks for; 0 for the whole conversation.
            short: whether the short way was chosen already.
        """
        super().__init__(id="note")
        self.exercise = exercise
        self._replies = replies
        self._short = short
        self.card = card
        self.instead = instead

    def compose(self) -> ComposeResult:
        yield Static(Content(sanitize(self.card.title)), classes="title")
        yield Static(say("Before you start"), classes="heading")
        yield Static(Content(sanitize(self.card.content_note)), id="content-note")
        if self.exercise:
            notes = Content("\n").join(Content(sanitize(note)) for note in self.exercise)
            yield Static(Content.assemble((f"{say('And in this exercise:')}\n", "bold"), notes), id="exercise-notes")
        if self.card.towards_practitioner:
            yield Static(say(AT_YOU), id="at-you")
        with ItemGrid(classes="buttons", min_column_width=26, stretch_height=False):
            yield Button(say("Start"), id="start", classes="main")
            if self.instead:
                yield Button(Content(say("Take “{instead}”", instead=sanitize(self.instead))), id="instead")
            yield Button(say("Another scenario"), id="another")
            yield Button(say("See what it involves"), id="involves")
        may = say("You can pause, skip a line, take one back, or stop at any time.")
        ends = say(WHAT_ENDS_IT, way=name_key(self, "finish"))
        yield Static(" ".join((self._say_length(), may, ends)), id="how-long")
        yield Static(Content(sanitize(self.card.review)), id="review", classes="quiet")
        if caution := find_language().caution:
            yield Static(caution, id="language-caution", classes="quiet")
        yield Static("", id="involved")

    def _say_length(self) -> str:
        if self._replies:
            return say("The exercise asks for about {replies} replies.", replies=self._replies)
        if self._short:
            return say("The short way: about {number} replies.", number=ABOUT_SHORT)
        return say("About {minutes} minutes.", minutes=self.card.minutes)

    def involve(self) -> None:
        """Show what the scenario involves."""
        involved = self.query_one("#involved", Static)
        involved.update(draw_scenario(self.card, has_brief=True))
        involved.display = True
        # The buttons stay in sight above it, and with them what has the focus.
        self.call_after_refresh(self.query_one("#involves").scroll_visible, top=True)

    def fold(self) -> bool:
        """Hide what the scenario involves; return whether it was shown."""
        involved = self.query_one("#involved", Static)
        was_shown, involved.display = involved.display, False
        return bool(was_shown)


# --- Words that are not kept


class NotKeptLine(Static):
    """A line that says why the rehearsal is held in memory only; hidden where it is stored."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__("", classes="not-kept", markup=False)
        self._rehearsing = rehearsal

    def on_mount(self) -> None:
        self.show_now()

    def show_now(self) -> None:
        """Update the line, or hide it."""
        words = self._rehearsing.not_kept
        self.update(sanitize(words))
        self.display = bool(words)


# --- How a conversation is ended


def name_key(widget: Widget, command: str) -> str:
    """Return what a sentence calls the key of a command, which may be the practitioner's own.

    Args:
        widget: the widget that shows the sentence.
        command: the command's name.
    """
    named = next(one for one in COMMANDS if one.id == command)
    key = find_key(named, services_of(widget).settings.keys)
    return widget.app.get_key_display(Binding(key, "")).upper()


class EndOffer(Static):
    """A quiet line that says how to end a conversation once its practitioner has said goodbye."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__("", id="end-offer", markup=False)
        self.display = False
        self._rehearsing = rehearsal

    def show_now(self) -> None:
        """Update the line, or hide it."""
        words = offer_end(self._rehearsing, name_key(self, "finish"))
        self.update(words)
        self.display = bool(words)


# --- The answer to a command

STANDS = 8.0
"""Seconds that it stands, unless another page comes before."""


class AnswerLine(Static):
    """A line for the result of a command. It covers nothing, as a toast would."""

    def __init__(self) -> None:
        super().__init__("", id="answer", markup=False)
        self.display = False
        self._going: Timer | None = None

    def say(self, words: str) -> None:
        """Show a result for some seconds, replacing the one before."""
        if self._going is not None:
            self._going.stop()
        self._going = self.set_timer(STANDS, self.put_away)
        self.update(sanitize(words))
        self.display = True

    def put_away(self) -> None:
        """Hide the line."""
        if self.display:
            self.display = False
            self.update("")
