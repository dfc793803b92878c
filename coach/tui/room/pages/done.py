"""A round is finished: what goes home, what may be given, where to turn, and another round."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button

from coach.classroom.views import PractitionerView
from coach.debrief.render import Block, Heading, Paragraph
from coach.tui.pair.page_data import CommandRequest
from coach.tui.pair.round_widgets import BlockView, OnwardButtons, RoundPage
from coach.tui.pair.round_words import CLOSE, join_names, lay_out_after_care

ROUND_AGAIN = "For another round, take other roles if you like. The scenario stays until you choose another."
YOURS = (
    "What you said is yours. Take it home as a file, now or later from “My place” (F7); in this room it is deleted "
    "with the room."
)
GIVE = (
    "You can give this room's plenary a row of counts: how many openings, by subject, and what became of them. "
    "You see it first, now or later from “My place”, until the counts are laid together."
)
GIVEN = (
    "Your row of counts is in. No screen says whose it is. This room's own file notes who gave which until the room is "
    "deleted, so that everybody counts once."
)
THEIRS = "What was said is {whose} to take home. What you marked or noted stays with this room, and goes with it."


class DonePage(RoundPage):
    """Nothing has to be done here."""

    FIRST = "#take-home, #go-on"

    def compose(self) -> ComposeResult:
        yield BlockView()
        with HorizontalGroup(classes="buttons", id="yours"):
            yield Button("Take it home", id="take-home")
            yield Button("See the counts", id="contribute")
        yield OnwardButtons()

    async def fill(self) -> None:
        """What is there to take or to give."""
        extras = self.extras
        await self.query_one(BlockView).put(self._words())
        self.query_one("#take-home").display = extras.may_take_home
        self.query_one("#contribute").display = bool(extras.contribution)
        self.query_one("#yours").display = extras.may_take_home or bool(extras.contribution)
        self.query_one(OnwardButtons).show(self.view.context)

    def _words(self) -> Iterator[Block]:
        here, extras = self.view.context, self.extras
        yield Heading("This round is finished", 1)
        yield Paragraph(CLOSE)
        if extras.may_take_home:
            yield Paragraph(YOURS)
        if extras.contributed or extras.contribution:
            yield Paragraph(GIVEN if extras.contributed else GIVE)
        if not (isinstance(self.view, PractitionerView) or here.spoken):
            others = join_names(
                each.name for each in here.partners if each.role is not None and each.role.value == "practitioner"
            )
            yield Paragraph(THEIRS.format(whose=f"{others}'s" if others else "the practitioner's"))
        yield Paragraph(ROUND_AGAIN)
        if extras.care is not None:
            yield from lay_out_after_care(extras.care)

    @on(Button.Pressed, "#take-home")
    def take_home(self) -> None:
        """As a file."""
        self.post_message(CommandRequest("take_home"))

    @on(Button.Pressed, "#contribute")
    def contribute(self) -> None:
        """Exactly the row, before anything goes."""
        self.post_message(CommandRequest("contribute"))
