"""Some chosen things in a form: what they are called, and a button to choose others."""

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Button

from coach.tui.widgets.debrief_words import Words


class ChosenOnes(VerticalGroup):
    """`name` names the field."""

    def __init__(self, name: str, nothing: str, button: str) -> None:
        """`nothing` is said where none is chosen."""
        super().__init__(name=name, id=f"chosen-{name}")
        self._nothing = nothing
        self._chosen = nothing
        self._button = button

    def compose(self) -> ComposeResult:
        yield Words(self._chosen, classes="chosen")
        yield Button(self._button, action=f"screen.choose('{self.name}')", compact=True, id=f"choose-{self.name}")

    def show(self, names: tuple[str, ...]) -> None:
        """These are chosen."""
        self._chosen = "\n".join(f"- {name}" for name in names) or self._nothing
        for words in self.query(Words):  # none before they are there; then they come with it
            words.update(Words(self._chosen).content)
