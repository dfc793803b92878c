"""What lies over a page: a moment out, screens that the trainer covered, a session that is over for somebody."""

from collections.abc import Iterator

from textual import on
from textual.containers import HorizontalGroup, Vertical
from textual.widgets import Button

from coach.classroom.room_words import ENDED, Over, lay_out_cover
from coach.classroom.round_words import BY_KEY
from coach.language.catalogue import say
from coach.practice.safeguarding import Care
from coach.tui.pair.page_data import CommandRequest, PageExtras, SeatRequest
from coach.tui.pair.round_widgets import BlockView

OF_THE_PAGE = frozenset(
    {
        *("my_brief", "time_out", "skip", "was_read", "ask_trainer", "my_place", "leave_room", "go_on"),
        *("choose_another", "practise_marking", "take_home", "contribute", "put_cue_away", "say_again"),
        *("step_back", "begin_anew"),
    }
)
"""What is done on a page. Under a cover it is refused, or it would show what the cover hides."""
MAY_UNDER = {
    Over.TIME_OUT: ("time_out", "ask_trainer", "my_place", "leave_room"),
    Over.ALONE: ("time_out", "ask_trainer", "my_place", "leave_room"),
    Over.COVERED: ("time_out", "ask_trainer", "leave_room"),
    Over.CLOSED: ("take_home",),
    Over.LEFT: ("take_home",),
    Over.WAITING: ("leave_room",),
    Over.KEPT_OUT: ("take_home",),
}
"""But for these: a moment, help and the way out are always there, and what is one's own at the end."""


class Cover(Vertical):
    """Neutral words, and nothing of what was said. The page under it keeps what stood in it."""

    def __init__(self, care: Care) -> None:
        super().__init__(id="cover")
        self._care = care

    async def show(self, lies: Over, extras: PageExtras, why: str = "") -> None:
        """Show a cover's words, and what can be done. Nothing is made before anything lies over a page.

        Args:
            lies: what lies over the page.
            extras: what the page shows besides its view.
            why: why the trainer keeps this person out.
        """
        if not self.children:
            if lies is Over.NOTHING:
                return
            await self.mount(BlockView(), HorizontalGroup(*_buttons(), classes="buttons"))
        take = lies in ENDED and extras.may_take_home
        await self.query_one(BlockView).put(lay_out_cover(lies, self._care, take=take, controls=BY_KEY, why=why))
        self.query_one("#together").display = self.query_one("#ask").display = lies is Over.TIME_OUT
        self.query_one("#come-back").display = lies is Over.ALONE
        self.query_one("#cover-home").display = take
        self.query_one("#close").display = lies in ENDED

    def focus_first(self) -> None:
        """To the first thing that can be done, if there is one."""
        for button in self.query(Button):
            if button.display:
                button.focus(scroll_visible=False)
                return
        self.query_one(BlockView).focus(scroll_visible=False)

    @on(Button.Pressed)
    def press(self, event: Button.Pressed) -> None:
        """Do it."""
        event.stop()
        match event.button.id:
            case "together":
                self.post_message(SeatRequest(lambda seat: seat.end_time_out()))
            case "come-back":
                self.post_message(CommandRequest("time_out"))
            case "ask":
                self.post_message(SeatRequest(lambda seat: seat.ask_for_help(), say("Your trainer knows.")))
            case "cover-home":
                self.post_message(CommandRequest("take_home"))
            case _:
                self.app.exit()


def _buttons() -> Iterator[Button]:
    yield Button(say("Go on together"), id="together", classes="main")
    yield Button(say("Go on"), id="come-back", classes="main")
    yield Button(say("Ask your trainer to come"), id="ask")
    yield Button(say("Take it home"), id="cover-home")
    yield Button(say("Close"), id="close")
