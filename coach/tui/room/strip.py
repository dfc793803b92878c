"""What stands above every page: where one is, the room's clock, whether the room waits, what the trainer said."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from coach.classroom.views import Here
from coach.tui.room.asks import Wanted
from coach.tui.room.words import time_left
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import set_apart

PAUSED = "The room is paused. What you typed stays where it is."
ASKED = "Your trainer knows that you would like them to come. F6 says that nobody needs to come any more."
FROM = "Your trainer:"


class Strip(Vertical):
    """Two lines at most; a message stays until it is read."""

    def __init__(self) -> None:
        super().__init__(id="strip")
        self._group: str | None = None
        """Where this person sat when this was shown last; None before the first look."""
        self._newest: datetime | None = None
        """When the newest message was said that was seen here."""
        self._read: datetime | None = None
        """When the newest message was said that was read here."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="where"):
            yield Static("", id="where-we-are", markup=False)
            yield Static("", id="clock", markup=False)
        yield Static("", id="waiting", markup=False)

    async def show(self, here: Here) -> None:
        """How things stand; a message that is new is told as well."""
        self.query_one("#where-we-are", Static).update(shown(_where(here)))
        self.query_one("#clock", Static).update(shown(_clock(here)))
        waiting = PAUSED if here.paused else ASKED if here.asked_for_help else ""
        self.query_one("#waiting", Static).update(waiting)
        self.query_one("#waiting").display = bool(waiting)
        if self._group is None:
            self._read = here.messages[-2].at if here.messages[1:] else None
        elif self._is_new(here):
            self.notify(shown(here.messages[-1].words), title="From your trainer", timeout=15, markup=False)
        self._group = here.group
        self._newest = max(filter(None, (self._newest, *(each.at for each in here.messages))), default=None)
        unread = [each for each in here.messages if self._read is None or each.at > self._read]
        await self._message(unread[-1].words if unread else "")

    async def _message(self, words: str) -> None:
        """A line of its own, from when there is something to read."""
        if not self.query("#message"):
            if not words:
                return
            read = Button("Read", id="was-read", compact=True)
            await self.mount(Horizontal(Static("", id="message-words", markup=False), read, id="message"))
        self.query_one("#message-words", Static).update(set_apart(FROM, words))
        self.query_one("#message").display = bool(words)

    def _is_new(self, here: Here) -> bool:
        """Whether the last message was only just said: one that a group had before somebody joined it is not new."""
        if not here.messages:
            return False
        return here.messages[-1].at > self._newest if self._newest else here.group == self._group

    def was_read(self) -> None:
        """Put the message away."""
        self._read = self._newest
        self.query("#message").set(display=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The button does what the key does."""
        event.stop()
        self.post_message(Wanted("was_read"))


def _where(here: Here) -> str:
    if not here.group:
        return f"Room {here.code}"
    title = f"  -  {here.chosen.title}" if here.chosen else ""
    return f"{here.group_name}: {here.stage.title()}{title}"


def _clock(here: Here) -> str:
    if here.part is None:
        return ""
    return here.part.title if here.part.left is None else f"{here.part.title}, {time_left(here.part.left)}"
