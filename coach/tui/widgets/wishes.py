"""How somebody wants a rehearsal before it begins. All of it can be left as it is."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widget import Widget
from textual.widgets import Input, RadioSet, Static

from coach.model.events import Hints
from coach.practice.settings import Settings
from coach.tui.guarded import TypedLine
from coach.tui.widgets.ticks import Choice, Tick


class Wishes(VerticalGroup):
    """Choices, all of which can be left as they are."""

    ABOUT = "What you wrote about your own place"

    def __init__(self, settings: Settings, hints: str = "") -> None:
        """`hints`: whether the coach speaks, as the command line said it; as in the settings where it did not."""
        super().__init__(id="wishes")
        self.settings = settings
        self._hints = Hints(hints) if hints else settings.hints

    def compose(self) -> ComposeResult:
        """A heading and its choices, once or twice."""
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
        """Their own thought on their position, only if they asked to keep it."""
        if self.settings.skip_identity or not self.query_one("#keep-position", Tick).value:
            return ""
        return self._typed

    @property
    def left_out(self) -> bool:
        """Whether words on their position were typed that would not be kept."""
        return not self.settings.skip_identity and bool(self._typed) and not self.position

    def take_along(self) -> None:
        """They are to be kept after all."""
        self.query_one("#keep-position", Tick).value = True

    @property
    def _typed(self) -> str:
        return self.query_one("#position", Input).value.strip()
