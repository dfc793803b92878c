"""What stands above every page: where one is, the room's clock, whether the room waits, what the trainer said."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from coach.classroom.room_words import WOULD_JOIN, describe_place, describe_wait
from coach.classroom.round_words import BY_KEY, describe_time_left
from coach.classroom.views import RoomContext, TrainerMessage, VisiblePerson
from coach.language.catalogue import say
from coach.model.characters import shorten_name
from coach.tui.pair.page_data import CommandRequest, SeatRequest
from coach.tui.text import sanitize
from coach.tui.widgets.text import set_apart

FROM = "Your trainer:"
ROOM_FOR_BOTH = 80
"""Columns from which a part's title and its time stand beside the group's stage."""


class Strip(Vertical):
    """Two lines at most; each message stays until it is read, the oldest first."""

    def __init__(self) -> None:
        super().__init__(id="strip")
        self._asks: VisiblePerson | None = None
        """Who asks to join, and is shown."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="where"):
            yield Static("", id="where-we-are", markup=False)
            yield Static("", id="clock", markup=False)
        yield Static("", id="waiting", markup=False)

    async def show(self, here: RoomContext, unread: tuple[TrainerMessage, ...]) -> None:
        """How things stand, and what the trainer said that was not read yet."""
        self.query_one("#where-we-are", Static).update(sanitize(describe_place(here)))
        self.query_one("#clock", Static).update(sanitize(_clock(here, self.app.size.width)))
        waiting = describe_wait(here, BY_KEY)
        self.query_one("#waiting", Static).update(sanitize(waiting))
        self.query_one("#waiting").display = bool(waiting)
        await self._asking(here.asking)
        await self._message(unread)

    async def _asking(self, asking: tuple[VisiblePerson, ...]) -> None:
        """A line of its own, while somebody asks to join: the first of them, and both answers."""
        self._asks = asking[0] if asking else None
        if not self.query("#asking"):
            if not asking:
                return
            yes = Button(say("Let them in"), id="let-in", compact=True)
            no = Button(say("Not now"), id="not-now", compact=True)
            await self.mount(Horizontal(Static("", id="who-asks", markup=False), yes, no, id="asking"))
        self.query_one("#asking").display = bool(asking)
        if asking:
            self.query_one("#who-asks", Static).update(set_apart(WOULD_JOIN.format(shorten_name(asking[0].name)), ""))

    async def _message(self, unread: tuple[TrainerMessage, ...]) -> None:
        """A line of its own, from when there is something to read."""
        if not self.query("#message"):
            if not unread:
                return
            words = VerticalScroll(Static("", markup=False), id="message-words")
            await self.mount(Horizontal(words, Button(say("Read"), id="was-read", compact=True), id="message"))
        self.query_one("#message").display = bool(unread)
        if unread:
            lead = say(FROM) if len(unread) == 1 else f"{FROM[:-1]}, 1 of {len(unread)}:"
            self.query_one("#message-words > Static", Static).update(set_apart(lead, unread[0].words))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer whoever asks to join, or put the trainer's message away, as its key does."""
        event.stop()
        if event.button.id == "was-read":
            self.post_message(CommandRequest("was_read"))
        elif self._asks is not None:
            person, admitted = self._asks.id, event.button.id == "let-in"
            self.post_message(SeatRequest(lambda seat: seat.answer_join(person, admitted=admitted)))


def _clock(here: RoomContext, columns: int) -> str:
    """The part and what is left of it; where both would be cut, what is left."""
    if here.part is None:
        return ""
    if here.part.left is None:
        return here.part.title
    return (
        f"{here.part.title}, {describe_time_left(here.part.left)}"
        if columns >= ROOM_FOR_BOTH
        else describe_time_left(here.part.left)
    )
