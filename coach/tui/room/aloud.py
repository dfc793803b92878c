"""What the line-reader reads out now: large, alone, and nothing else."""

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.classroom.views import SaidLine
from coach.tui.text import sanitize


class Aloud(VerticalScroll, can_focus=True):
    """The family's last lines, each with who says it and how."""

    BORDER_TITLE = "To read aloud"

    def __init__(self) -> None:
        super().__init__(Static("", markup=False), id="aloud")
        self._lines: tuple[SaidLine, ...] | None = None

    def show(self, lines: tuple[SaidLine, ...]) -> None:
        """These lines, from the first."""
        if lines == self._lines:
            return
        self._lines = lines
        self.query_one(Static).update(_read_on(lines))
        self.display = bool(lines)
        self.scroll_home(animate=False)

    def to_the_end(self) -> None:
        """The last line into view: nothing is read out after it."""
        self.call_after_refresh(self.scroll_end, animate=False)


def _read_on(lines: tuple[SaidLine, ...]) -> Content:
    """Line by line; whoever goes on speaking is not named again, so that more of it is in view."""
    words = Content("")
    for before, line in zip((None, *lines), lines, strict=False):
        goes_on = before and not (before.scene or line.scene or line.how) and before.speaker == line.speaker
        if goes_on:
            words = Content.assemble(words, "\n", (sanitize(line.text), "bold"))
        else:
            words = Content.assemble(words, "\n\n" if before else "", _read(line))
    return words


def _read(line: SaidLine) -> Content:
    if line.scene:
        return Content.assemble((f"({sanitize(line.text)})", "$quiet italic"))
    how = f"  ({sanitize(line.how)})" if line.how else ""
    return Content.assemble(
        (sanitize(line.speaker), "bold $family"), (how, "$quiet"), "\n", (sanitize(line.text), "bold")
    )
