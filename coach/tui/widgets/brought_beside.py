"""What stands beside a line: the turn it was said in, and what its notes mean."""

from collections.abc import Iterable

from textual.containers import VerticalScroll

from coach.debrief.written import Block
from coach.tui.widgets.debrief_words import Words, drawn

NO_LINE = "Choose a line to read what stands beside it."


class Beside(VerticalScroll):
    """Filled anew for each line that is looked at."""

    def compose(self) -> Iterable[Words]:
        """Nothing yet."""
        yield Words(NO_LINE, classes="say quiet")

    async def show(self, blocks: tuple[Block, ...]) -> None:
        """Show these."""
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(drawn(blocks, ":"))
        self.scroll_home(animate=False)
