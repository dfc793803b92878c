"""A run sheet before it is chosen: for whom it is, and its parts with their minutes."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.model.sheet import Sheet
from coach.tui.board.widgets.run_sheet import WHO
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import heading

NONE_YET = "No sheet is chosen yet."


class SheetPreview(VerticalScroll):
    """Minutes are offers: nothing ends by them."""

    def __init__(self) -> None:
        super().__init__(id="sheet-preview")

    def compose(self) -> ComposeResult:
        yield heading("How it would go")
        yield Static(NONE_YET, markup=False, id="how-it-goes")

    def show(self, sheet: Sheet | None) -> None:
        """Show it."""
        self.query_one("#how-it-goes", Static).update(_written(sheet) if sheet else NONE_YET)
        self.scroll_home(animate=False)


def _written(sheet: Sheet) -> Content:
    lines: list[Content] = [Content(shown(sheet.about)), Content("")]
    begins = 0
    for part in sheet.parts:
        when = f"{begins}–{begins + part.minutes}"
        lines.append(Content.assemble((f"{when:<8}", "bold"), shown(part.title), (f", {WHO[part.who]}", "$quiet")))
        begins += part.minutes
    lines += [Content(""), Content(f"{sheet.replies} replies a round.")]
    return Content("\n").join(lines)
