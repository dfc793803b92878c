"""The content note, alone and first: each for themselves says that they have read it."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button

from coach.classroom.room_words import lay_out_note, list_other_offers
from coach.classroom.round_words import BY_KEY, agree_to_read
from coach.classroom.state import BEFORE_TALKING
from coach.language.catalogue import say
from coach.model.class_events import Stage
from coach.tui.pair.page_data import CommandRequest, SeatRequest
from coach.tui.pair.round_widgets import BlockView, OnwardButtons, RoundPage


class NotePage(RoundPage):
    """Nothing begins until everybody has read it; whoever comes in later reads it before anything else."""

    FIRST = "#agree, #go-on, BlockView"

    def compose(self) -> ComposeResult:
        yield BlockView()
        with HorizontalGroup(classes="buttons"):
            yield Button(say("I have read it"), id="agree", classes="main")
            yield Button(say("Another scenario"), id="another")
        yield OnwardButtons()

    async def fill(self) -> None:
        """The note, and who is still reading."""
        here = self.view.context
        agreed = not here.to_agree
        await self.query_one(BlockView).put(lay_out_note(here, BY_KEY))
        self.query_one("#agree").display = not agreed
        self.query_one("#another").display = bool(list_other_offers(here)) and here.stage in BEFORE_TALKING
        onward = self.query_one(OnwardButtons)
        onward.display = agreed
        onward.show(here)

    @on(Button.Pressed, "#agree")
    def agree(self) -> None:
        """Read; whoever is the last to read it takes everybody on."""
        self.post_message(SeatRequest(lambda seat: agree_to_read(seat, Stage.NOTE)))

    @on(Button.Pressed, "#another")
    def other(self) -> None:
        """Choose again, all of you."""
        self.post_message(CommandRequest("choose_another"))
