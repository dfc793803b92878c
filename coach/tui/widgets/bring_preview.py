"""Exactly what will be handed over, drawn from the very value that goes into the file."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from coach.model.brought import Brought
from coach.supervision.handing_over import besides, brought_blocks
from coach.tui.widgets.debrief_words import Words, drawn

EXACTLY = "This is handed over, and nothing else."


class BringPreview(VerticalScroll, can_focus=True):
    """The preview, refreshed as choices change. `brought` is what it shows; None where there is nothing yet."""

    def __init__(self) -> None:
        super().__init__(id="bring-preview")
        self.brought: Brought | None = None

    def compose(self) -> ComposeResult:
        """Filled as soon as something is chosen."""
        yield Vertical(id="handed-over", classes="reading")

    async def show(self, brought: Brought | None, instead: str = "") -> None:
        """Show what would be handed over, or why there is nothing yet."""
        y = self.scroll_y
        self.brought = brought
        page = self.query_one("#handed-over")
        with self.app.batch_update():
            await page.remove_children()
            if brought is None:
                await page.mount(Words(instead, "Nothing yet.", classes="say"))
            else:
                words = (Words("", EXACTLY, classes="say quiet"), *drawn(brought_blocks(brought), ":"))
                await page.mount(*words, Words(besides(brought), classes="say quiet"))
        self.call_after_refresh(self.scroll_to, y=y, animate=False)
