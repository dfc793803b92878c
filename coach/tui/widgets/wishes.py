"""What somebody wants of a rehearsal before it begins. All of it can be left as it is."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, RadioSet, Static

from coach.model.dialogue import Dialogue
from coach.model.events import Hints
from coach.practice.settings import Settings
from coach.tui.shown import shown
from coach.tui.widgets.ticks import Choice, Tick

OWN, NONE = "own", "none"


class Wishes(VerticalGroup):
    """Choices, all of which can be left as they are."""

    def __init__(self, dialogue: Dialogue, settings: Settings) -> None:
        super().__init__(id="wishes")
        self.dialogue = dialogue
        self.settings = settings

    def compose(self) -> ComposeResult:
        """A heading and its choices, two or three times."""
        yield Static("Something you want to practise", classes="heading")
        with RadioSet(id="intention"):
            for number, words in enumerate(self.dialogue.intentions):
                yield Choice(Content(shown(words)), id=f"intention-{number}")
            yield Choice("In my own words", id=OWN)
            yield Choice("Nothing in particular", value=True, id=NONE)
        yield Input(placeholder="I will…", id="own-words", compact=True)
        yield Static("The coach speaks", classes="heading")
        with RadioSet(id="hints"):
            yield Choice("Not until the end", value=self.settings.hints is Hints.NONE)
            yield Choice("A line after each reply", value=self.settings.hints is Hints.EACH, id="each")
        if not self.settings.skip_identity:
            yield from self._position()

    def _position(self) -> Iterator[Widget]:
        yield Static("Your own place in it (only if you like)", classes="heading")
        yield Static(
            "What about your role, your power or yourself might matter in this conversation? "
            "Nobody needs an answer, and nothing is made of it.",
            classes="quiet",
        )
        yield Input(placeholder="For yourself", id="position", compact=True)
        yield Tick("Keep these words with the rehearsal", id="keep-position")

    @on(RadioSet.Changed, "#intention")
    def own_words(self, event: RadioSet.Changed) -> None:
        """A line to write on, for who wants their own words."""
        own = self.query_one("#own-words", Input)
        own.display = event.pressed.id == OWN
        if own.display:
            own.focus()

    @property
    def intention(self) -> str:
        """The practice intention; nothing if there is none."""
        pressed = self.query_one("#intention", RadioSet).pressed_button
        key = pressed.id if pressed and pressed.id else NONE
        if key == OWN:
            return self.query_one("#own-words", Input).value.strip()
        return "" if key == NONE else self.dialogue.intentions[int(key.removeprefix("intention-"))]

    @property
    def hints(self) -> Hints:
        """Whether the coach speaks after each reply."""
        return Hints.EACH if self.query_one("#each", Choice).value else Hints.NONE

    @property
    def position(self) -> str:
        """Their own thought on their position, only if they asked to keep it."""
        if self.settings.skip_identity or not self.query_one("#keep-position", Tick).value:
            return ""
        return self.query_one("#position", Input).value.strip()
