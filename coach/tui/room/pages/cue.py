"""The warm-up on everybody's own screen: what may be hard, then a family's lines, and a box whose words go nowhere."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical
from textual.widgets import Button, Static

from coach.classroom.room_words import AFTERWARDS, NOWHERE, lay_out_cue, lay_out_cue_note
from coach.classroom.views import View
from coach.language.catalogue import say
from coach.tui.pair.page_data import CommandRequest, PageExtras
from coach.tui.pair.round_widgets import BlockView, RoundPage
from coach.tui.widgets.reply_input import OwnBox


class CuePage(RoundPage):
    """What is typed here is said to nobody, not even to the room's log as a draft."""

    FIRST = "OwnBox, #show-it"

    def __init__(self, view: View, extras: PageExtras) -> None:
        super().__init__(view, extras)
        self.open = not extras.warm_up_note
        """Whether the lines are on the page: only once they are wanted."""

    def compose(self) -> ComposeResult:
        yield BlockView()
        with HorizontalGroup(classes="buttons", id="whether"):
            yield Button(say("Show it"), id="show-it", classes="main", action="screen.go_on")
            yield Button(say("Not for me"), id="not-for-me")
        with Vertical(id="lines-are-here"):
            yield Static(say(NOWHERE), classes="asks", markup=False)
            yield OwnBox("", "warm-up")
            yield Static(say(AFTERWARDS), id="afterwards-asked", markup=False)
            with HorizontalGroup(classes="buttons"):
                yield Button(say("Done, go on"), id="go-on", classes="main", action="screen.go_on")

    @property
    def typed(self) -> bool:
        """Whether anything stands in the box."""
        return self.open and any(box.words for box in self.query(OwnBox))

    async def fill(self) -> None:
        """The note or, once they are wanted, the lines."""
        self.query_one("#whether").display = not self.open
        self.query_one("#lines-are-here").display = self.open
        await self.query_one(BlockView).put(
            lay_out_cue(self.view.context) if self.open else lay_out_cue_note(self.extras.warm_up_note)
        )

    async def open_up(self) -> None:
        """The lines are wanted."""
        self.open = True
        await self.fill()
        self.focus_first()

    @on(Button.Pressed, "#not-for-me")
    def pass_over(self) -> None:
        """They are not."""
        self.post_message(CommandRequest("put_cue_away"))
