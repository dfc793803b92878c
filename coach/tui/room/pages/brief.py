"""What each role is told before talking. Each sees their own, and nobody the line-reader's but the line-reader."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button

from coach.classroom.round_words import BY_KEY, lay_out_card
from coach.classroom.views import ObserverView
from coach.language.catalogue import say
from coach.tui.pair.page_data import CommandRequest
from coach.tui.pair.round_widgets import BlockView, OnwardButtons, RoundPage


class BriefPage(RoundPage):
    """A card to read, for as long as one likes. Whoever begins takes everybody along."""

    FIRST = "#go-on, BlockView"

    def compose(self) -> ComposeResult:
        yield BlockView()
        with HorizontalGroup(classes="buttons", id="before-marking"):
            yield Button(say("Practise marking first"), id="practise", compact=True)
        yield OnwardButtons()

    async def fill(self) -> None:
        """One's own card."""
        await self.query_one(BlockView).put(lay_out_card(self.view, BY_KEY))
        self.query_one("#before-marking").display = isinstance(self.view, ObserverView)
        self.query_one(OnwardButtons).show(self.view.context)

    @on(Button.Pressed, "#practise")
    def practise(self) -> None:
        """Three short talks to mark before marking a person's."""
        self.post_message(CommandRequest("practise_marking"))
