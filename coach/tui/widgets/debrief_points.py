"""The points of a debrief, three at most: quoted first, then wondered about."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button

from coach.debrief.parts import Point, PointKind
from coach.debrief.written import KINDS
from coach.tui.widgets.debrief_words import Words, heading, quote


class PointCard(Vertical):
    """Something to keep, to try, or to think about."""

    def __init__(self, point: Point, asked_later: str, who: str = "You") -> None:
        """`asked_later` is the question for supervision: it is often this point's, and is not asked twice.

        `who`: whose words they are, as whoever reads it would say.
        """
        super().__init__(classes="point")
        self._point = point
        self._asked_later = asked_later
        self._who = who

    def compose(self) -> ComposeResult:
        point = self._point
        yield heading(f"{KINDS[point.kind]}: {point.title}")
        if point.before:
            yield quote(point.before, point.before_speaker)
        yield quote(point.quote, f"{self._who}, reply {point.reply}" if point.reply else self._who)
        if point.after:
            yield quote(point.after, point.after_speaker)
        yield Words(point.thought, classes="say")
        for number, words in enumerate(point.could_say):
            yield Words(f"“{words}”", "You could try:" if number == 0 else "Or:", classes="item")
        if point.could_say:
            yield Words("Or your own third way.", classes="item")
        if point.wonder and point.wonder != self._asked_later:
            yield Words(point.wonder, "To wonder about:", classes="say")
        if point.kind is not PointKind.KEEP and point.reply:
            yield Button(
                f"Say reply {point.reply} again",
                action=f"screen.say_again({point.reply})",
                compact=True,
                tooltip="Go back to just before that line and try other words",
            )
