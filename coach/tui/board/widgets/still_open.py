"""Rooms that were left open, before anything else on the first page: whoever sits in one waits for its trainer."""

from datetime import datetime, timedelta

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Button

from coach.classroom.left_open import LeftOpen
from coach.tui.board.words import how_many, some_minutes
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words

HOUR = timedelta(hours=1)
OR_ANOTHER = "Everybody in it is where they were. Or open a new one, with another code:"


class StillOpen(VerticalGroup):
    """A button each, the last used first and with the focus."""

    class GoOn(Message):
        """The room with this code is to be taken up again."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, rooms: tuple[LeftOpen, ...], now: datetime) -> None:
        super().__init__(id="still-open")
        self._rooms = rooms
        self._now = now

    def compose(self) -> ComposeResult:
        which = "A room was left open." if len(self._rooms) == 1 else "Rooms were left open."
        yield Words("", which, classes="say")
        for each in self._rooms:
            yield Button(Content(_go_on(each, self._now)), id=f"go-on-{each.code}", classes="main")
        yield Words(OR_ANOTHER, classes="say quiet")

    def on_mount(self) -> None:
        """The way back is the first thing at hand."""
        self.query(Button).first().focus(scroll_visible=False)

    @on(Button.Pressed)
    def chosen(self, event: Button.Pressed) -> None:
        """That one."""
        event.stop()
        self.post_message(self.GoOn(str(event.button.id).removeprefix("go-on-")))


def _go_on(room: LeftOpen, now: datetime) -> str:
    return f"Go on with {shown(room.code)}: {how_many(room.people)}, {_used(now - room.touched)}"


def _used(passed: timedelta) -> str:
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < HOUR:
        return f"{some_minutes(passed // timedelta(minutes=1))} ago"
    hours = passed // HOUR
    return "an hour ago" if hours == 1 else f"{hours} hours ago"
