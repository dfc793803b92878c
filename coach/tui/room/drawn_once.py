"""A screen that is drawn once where Textual would draw it twice: a class of them is drawn on one laptop."""

import asyncio

from textual.events import Resize
from textual.screen import Screen


class DrawnOnce(Screen[None]):
    """Within `batch_update`, lay out what is new before the batch ends, and it is drawn once, with its final sizes."""

    async def laid_out(self) -> None:
        """Lay out once unseen: what is new asks for it again once it has a size, and would be drawn twice for that."""
        self.post_message(Resize(self.size, self.size))
        for _ in range(2):  # what follows a layout is behind it
            done = asyncio.Event()
            self.call_later(done.set)
            await done.wait()

    async def _on_resize(self, event: Resize) -> None:
        """A size that has passed by since is let go: a layout of it would ask for another, and so would that, for ever.

        Each layout of another size posts that size to the screen once more, so two that are under way take turns.
        """
        if event.size != self.app.size:
            event.stop()
            event.prevent_default()

    def _compositor_refresh(self) -> None:
        """While nothing is drawn, what is to be drawn stays so. Textual would make it, and pass it over."""
        if not self.app._batch_count:
            super()._compositor_refresh()
