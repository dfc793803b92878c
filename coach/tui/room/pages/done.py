"""A round is finished: what goes home, what may be given, where to turn, and another round."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button

from coach.classroom.room_words import lay_out_end
from coach.classroom.round_words import BY_KEY
from coach.language.catalogue import say
from coach.tui.pair.page_data import CommandRequest
from coach.tui.pair.round_widgets import BlockView, OnwardButtons, RoundPage


class DonePage(RoundPage):
    """Nothing has to be done here."""

    FIRST = "#take-home, #go-on"

    def compose(self) -> ComposeResult:
        yield BlockView()
        with HorizontalGroup(classes="buttons", id="yours"):
            yield Button(say("Take it home"), id="take-home")
            yield Button(say("See the counts"), id="contribute")
        yield OnwardButtons()

    async def fill(self) -> None:
        """What is there to take or to give."""
        extras = self.extras
        if extras.care is not None:
            await self.query_one(BlockView).put(
                lay_out_end(
                    self.view,
                    extras.care,
                    take=extras.may_take_home,
                    counts=bool(extras.contribution),
                    given=extras.contributed,
                    too_few=extras.lacks_contributors,
                    controls=BY_KEY,
                )
            )
        self.query_one("#take-home").display = extras.may_take_home
        self.query_one("#contribute").display = bool(extras.contribution)
        self.query_one("#yours").display = extras.may_take_home or bool(extras.contribution)
        self.query_one(OnwardButtons).show(self.view.context)

    @on(Button.Pressed, "#take-home")
    def take_home(self) -> None:
        """As a file."""
        self.post_message(CommandRequest("take_home"))

    @on(Button.Pressed, "#contribute")
    def contribute(self) -> None:
        """Exactly the row, before anything goes."""
        self.post_message(CommandRequest("contribute"))
