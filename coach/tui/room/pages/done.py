"""A round is finished: what goes home, what may be given, a line said again, where to turn, and another round."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button

from coach.classroom.room_words import lay_out_end
from coach.classroom.round_words import BY_KEY
from coach.classroom.views import View, has_lines_to_say_again
from coach.language.catalogue import say
from coach.tui.pair.looking_page import ReplayPanel
from coach.tui.pair.page_data import CommandRequest, PageExtras
from coach.tui.pair.round_widgets import BlockView, OnwardButtons, RoundPage


class DonePage(RoundPage):
    """Nothing has to be done here."""

    FIRST = "#take-home, #go-on"

    def __init__(self, view: View, extras: PageExtras) -> None:
        super().__init__(view, extras)
        self._again = bool(extras.draft) and has_lines_to_say_again(view)
        """Whether the round's lines are shown in place of the words, to say one again."""

    def compose(self) -> ComposeResult:
        yield BlockView()
        yield ReplayPanel()
        with HorizontalGroup(classes="buttons", id="yours"):
            yield Button(say("Take it home"), id="take-home")
            yield Button(say("See the counts"), id="contribute")
            yield Button(say("Say one again"), id="say-one-again")
        yield OnwardButtons()

    async def fill(self) -> None:
        """What is there to take, to give, or to say again."""
        extras, again = self.extras, has_lines_to_say_again(self.view)
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
        self.query_one("#say-one-again").display = again
        self.query_one("#yours").display = extras.may_take_home or bool(extras.contribution) or again
        self.query_one(OnwardButtons).show(self.view.context)
        await self._show_lines(self._again and again)

    async def _show_lines(self, again: bool) -> None:
        """Show the lines to say again, or else the words of the end."""
        panel = self.query_one(ReplayPanel)
        self.query_one(BlockView).display, panel.display = not again, again
        self.query_one("#say-one-again", Button).label = say("Back to the end") if again else say("Say one again")
        if again:  # a panel that is not seen would take the focus
            await panel.show(self.view, self.extras)

    def clear_said(self, words: str) -> None:
        """Remove the words of a reply that has been said from the box; what was typed since stays."""
        self.query_one(ReplayPanel).clear_said(words)

    @on(Button.Pressed, "#say-one-again")
    async def say_one_again(self) -> None:
        """Show the round's lines, of which one can be said in other words; or the words of the end."""
        self._again = not self._again
        await self._show_lines(self._again)
        if self._again and (lines := self.query_one("#own-lines")).display:
            lines.focus()

    @on(Button.Pressed, "#take-home")
    def take_home(self) -> None:
        """As a file."""
        self.post_message(CommandRequest("take_home"))

    @on(Button.Pressed, "#contribute")
    def contribute(self) -> None:
        """Exactly the row, before anything goes."""
        self.post_message(CommandRequest("contribute"))
