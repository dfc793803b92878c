"""What somebody wants to practise: one of the scenario's, their own words, or nothing in particular."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Input, RadioSet, Static

from coach.model.dialogue import Dialogue
from coach.tui.guarded import TypedLine
from coach.tui.shown import shown
from coach.tui.widgets.ticks import Choice

OWN, NONE = "own", "none"


class Intention(VerticalGroup):
    """The practice intention. Nobody needs one."""

    ABOUT = "What you wrote on what to practise"

    def __init__(self, dialogue: Dialogue, begun: str = "") -> None:
        """`begun`: an intention that was given before this page opened."""
        super().__init__()
        self.dialogue = dialogue
        self._begun = begun

    def compose(self) -> ComposeResult:
        """The choices, and a line to write on."""
        yield Static("Something you want to practise", classes="heading")
        with RadioSet(id="intention"):
            offered = self._begun in self.dialogue.intentions
            for number, words in enumerate(self.dialogue.intentions):
                yield Choice(Content(shown(words)), value=words == self._begun, id=f"intention-{number}")
            yield Choice("In my own words", value=bool(self._begun) and not offered, id=OWN)
            yield Choice("Nothing in particular", value=not self._begun, id=NONE)
        line = TypedLine("" if offered else self._begun, placeholder="I will…", id="own-words", compact=True)
        line.display = bool(line.value)
        yield line

    @on(RadioSet.Changed, "#intention")
    def own_words(self, event: RadioSet.Changed) -> None:
        """A line to write on, for who wants their own words."""
        own = self.query_one("#own-words", Input)
        own.display = event.pressed.id == OWN
        if own.display:
            own.focus()

    @property
    def own(self) -> str:
        """The same where it is in their own words; nothing where it is one of the scenario's."""
        return self.words if self.query_one(f"#{OWN}", Choice).value else ""

    @property
    def left_out(self) -> bool:
        """Whether words of their own were typed here, and then another intention was chosen."""
        typed = self.query_one("#own-words", Input).value.strip()
        return typed not in {"", self._begun.strip()} and not self.query_one(f"#{OWN}", Choice).value

    def take_along(self) -> None:
        """Their own words are meant after all."""
        self.query_one(f"#{OWN}", Choice).value = True

    @property
    def words(self) -> str:
        """The practice intention; nothing if there is none."""
        pressed = self.query_one("#intention", RadioSet).pressed_button
        key = pressed.id if pressed and pressed.id else NONE
        if key == OWN:
            return self.query_one("#own-words", Input).value.strip()
        return "" if key == NONE else self.dialogue.intentions[int(key.removeprefix("intention-"))]
