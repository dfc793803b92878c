"""The conversation of a round, so far: only what is new is added to it."""

from coach.tui.turns import Turn
from coach.tui.widgets.transcript import Transcript


class SoFar(Transcript):
    """What was said. Whoever scrolled up stays there until something new is said."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[Turn, ...] = ()

    def on_resize(self) -> None:
        """Once more, by the size it has now: the newest line is brought into view by the size it had before."""
        self.refresh(layout=True)

    async def show(self, turns: tuple[Turn, ...]) -> None:
        """Show a conversation."""
        before, self._said = self._said, turns
        if turns == before:
            return
        if before and turns[: len(before)] == before:
            await self.add(turns[len(before) :])
        else:
            await self.fill(turns)
