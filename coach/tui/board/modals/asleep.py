"""Time passed that nobody saw: the laptop slept, or the board was shut."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from textual.content import Content

from coach.classroom.views import Board
from coach.tui.board.words import some_minutes, standing
from coach.tui.modals.sheet import Sheet


class AsleepSheet(Sheet):
    """Gives back `pause`, or None to leave the clock as it is."""

    choices = (("pause", "Pause since then"), ("close", "Leave the clock"))

    def __init__(self, heading: str, since: datetime, until: datetime, now: Board) -> None:
        super().__init__()
        self.heading = heading
        self.since = since
        self.until = until
        self.now = now

    def words(self) -> Iterable[Content]:
        """How long, where the clock is, and what a pause would do."""
        passed = int((self.until - self.since) / timedelta(minutes=1))
        from_, to = (f"{moment.astimezone():%H:%M}" for moment in (self.since, self.until))
        yield Content(f"For about {some_minutes(passed)}, from {from_} to {to}. The room's clock went on:")
        yield Content(standing(self.now))
        yield Content("Pausing since then leaves that time out. The room waits until you go on with F4.")
