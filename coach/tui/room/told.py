"""The conversation of a round, so far: only what is new is added to it."""

from coach.tui.send_reply import LineKind, ScreenTurn
from coach.tui.widgets.transcript import Transcript, TurnLines

OPENING = "Opening {}: {}"
"""What stands over an opening, by its number and its topic."""


class SoFar(Transcript):
    """What was said. Whoever scrolled up stays there until something new is said."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[ScreenTurn, ...] = ()

    def on_resize(self) -> None:
        """Once more, by the size it has now: the newest line is brought into view by the size it had before."""
        self.refresh(layout=True)

    def show_opening(self, number: int) -> None:
        """Bring an opening into view, with what was said to it and after it."""
        drawn, begins = list(self.query(TurnLines)), OPENING.format(number, "")
        for lines, turn in zip(reversed(drawn), reversed(self._said), strict=False):
            for place, said in enumerate(turn):
                if said.kind is LineKind.COACH and said.speaker.startswith(begins):
                    self.scroll_to_center(lines.children[place], animate=False)
                    return

    async def show(self, turns: tuple[ScreenTurn, ...]) -> None:
        """Show a conversation."""
        before, self._said = self._said, turns
        if turns == before:
            return
        if before and turns[: len(before)] == before:
            await self.add(turns[len(before) :])
        else:
            await self.fill(turns)
