"""A file as it will be, and what is still to mend in it."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.tui.filling import Made
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import heading

NOTHING_STILL = "Nothing is missing. Save it, or give it to people."


class FilePreview(VerticalScroll):
    """Kept up with the form. What it is shown before its own widgets are there, it shows once they are."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # as widgets call it
        super().__init__(id=id)
        self._made: Made | None = None

    def compose(self) -> ComposeResult:
        yield Static("", markup=False, classes="still")
        yield heading("The file, as it stands")
        yield Static("", markup=False, classes="file-words")

    def on_mount(self) -> None:
        """Show what came too early."""
        if self._made is not None:
            self.show(self._made)

    def show(self, made: Made) -> None:
        """Show what the form comes to."""
        self._made = made
        if not self.query(".file-words"):
            return
        lines = [Content.assemble(("Still: ", "bold"), shown(each)) for each in made.still]
        self.query_one(".still", Static).update(Content("\n").join(lines) if lines else NOTHING_STILL)
        self.query_one(".file-words", Static).update(shown(made.text))
