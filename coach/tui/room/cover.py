"""What lies over a page: a moment out, screens that the trainer covered, a session that is over for somebody."""

from collections.abc import Iterator
from enum import StrEnum

from textual import on
from textual.containers import HorizontalGroup, Vertical
from textual.widgets import Button

from coach.classroom.views import RoomContext
from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.practice.safeguarding import Care
from coach.tui.pair.page_data import CommandRequest, PageExtras, SeatRequest
from coach.tui.pair.round_widgets import BlockView


class Over(StrEnum):
    """What covers the page, if anything does."""

    NOTHING = "nothing"
    TIME_OUT = "time_out"
    ALONE = "alone"
    """A moment out of somebody who sits with nobody: on their own screen, and known to nobody."""
    COVERED = "covered"
    CLOSED = "closed"
    GONE = "gone"
    LEFT = "left"


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
}
"""But for these: a moment, help and the way out are always there, and what is one's own at the end."""
HEADINGS = {
    Over.TIME_OUT: "A moment out",
    Over.ALONE: "A moment out",
    Over.COVERED: "Please look up",
    Over.CLOSED: "This session has ended",
    Over.GONE: "This session has ended",
    Over.LEFT: "You are no longer in this room",
}
SAYS = {
    Over.TIME_OUT: (
        "Your group takes a moment. Nobody has to say why, and the screen does not say who.",
        "Anybody goes on for everybody, when everybody is ready. Whoever would rather stop leaves with F7 (My place).",
    ),
    Over.ALONE: (
        "Take as long as you like. You sit with nobody just now, so nobody is told, and nothing waits for you.",
        "To have your trainer come over, put your hand up. To stop altogether, leave with F7 (My place).",
    ),
    Over.COVERED: ("Your trainer has covered everybody's screen. It is as you left it, and comes back by itself.",),
    Over.CLOSED: ("Thank you for coming. That was a rehearsal; the people in it are invented.",),
    Over.GONE: ("What was said in this room is deleted. That was a rehearsal; the people in it are invented.",),
    Over.LEFT: (
        "Your group goes on without you, and your name is free again. With the room's code you can come in anew.",
        "That was a rehearsal; the people in it are invented.",
    ),
}
ENDED = (Over.CLOSED, Over.GONE, Over.LEFT)
STILL_YOURS = "What you said is still yours to take home."


def over(here: RoomContext, *, alone: bool = False) -> Over:
    """What lies over this person's page; `alone`: they took a moment where they sat with nobody."""
    if here.has_left:
        return Over.LEFT
    if here.closed:
        return Over.CLOSED
    if here.covered:
        return Over.COVERED
    if here.time_out:
        return Over.TIME_OUT
    return Over.ALONE if alone else Over.NOTHING


class Cover(Vertical):
    """Neutral words, and nothing of what was said. The page under it keeps what stood in it."""

    def __init__(self, care: Care) -> None:
        super().__init__(id="cover")
        self._care = care

    async def show(self, lies: Over, extras: PageExtras) -> None:
        """These words, and what can be done. Nothing is made before anything lies over a page, which is seldom."""
        if not self.children:
            if lies is Over.NOTHING:
                return
            await self.mount(BlockView(), HorizontalGroup(*_buttons(), classes="buttons"))
        take = lies in (Over.CLOSED, Over.LEFT) and extras.may_take_home
        await self.query_one(BlockView).put(_words(lies, self._care, take=take))
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
                self.post_message(SeatRequest(lambda seat: seat.ask_for_help(), "Your trainer knows."))
            case "cover-home":
                self.post_message(CommandRequest("take_home"))
            case _:
                self.app.exit()


def _buttons() -> Iterator[Button]:
    yield Button("Go on together", id="together", classes="main")
    yield Button("Go on", id="come-back", classes="main")
    yield Button("Ask your trainer to come", id="ask")
    yield Button("Take it home", id="cover-home")
    yield Button("Close", id="close")


def _words(lies: Over, care: Care, *, take: bool) -> Iterator[Block]:
    if lies is Over.NOTHING:
        return
    yield Heading(HEADINGS[lies], 1)
    yield from (Paragraph(words) for words in SAYS[lies])
    if take:
        yield Paragraph(STILL_YOURS)
    if lies is not Over.COVERED:
        yield Paragraph(care.grounding)
        yield Heading("Where to turn")
        yield from (ListItem(place) for place in care.signposts)
