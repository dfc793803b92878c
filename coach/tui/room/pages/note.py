"""The content note, alone and first: each for themselves says that they have read it."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button

from coach.classroom.state import BEFORE_TALKING
from coach.classroom.views import RoomContext, ScenarioOffer
from coach.debrief.render import Block, Heading, Paragraph
from coach.model.class_events import Stage
from coach.practice.page_words import AT_YOU
from coach.tui.pair.page_data import CommandRequest, SeatRequest
from coach.tui.pair.round_widgets import BlockView, OnwardButtons, RoundPage, agree_to_read

ASKED = "If you would rather not, say so, or say nothing and choose. Another scenario is as good, and so is watching."
BEGUN = "Your group has begun. If you would rather not, leave the group with F7 (My place), and nobody asks why."
READ = "You have read it. The others read it in their own time."


class NotePage(RoundPage):
    """Nothing begins until everybody has read it; whoever comes in later reads it before anything else."""

    FIRST = "#agree, #go-on, BlockView"

    def compose(self) -> ComposeResult:
        yield BlockView()
        with HorizontalGroup(classes="buttons"):
            yield Button("I have read it", id="agree", classes="main")
            yield Button("Another scenario", id="another")
        yield OnwardButtons()

    async def fill(self) -> None:
        """The note, and who is still reading."""
        here = self.view.context
        agreed = not here.to_agree
        await self.query_one(BlockView).put(_note(here, agreed=agreed))
        self.query_one("#agree").display = not agreed
        self.query_one("#another").display = bool(_others(here)) and here.stage in BEFORE_TALKING
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


def _others(here: RoomContext) -> tuple[ScenarioOffer, ...]:
    return tuple(each for each in here.offers if here.chosen is None or each.id != here.chosen.id)


def _note(here: RoomContext, *, agreed: bool) -> tuple[Block, ...]:
    if here.chosen is None:
        return (Paragraph("Your trainer offers other scenarios now. Choose one of them."),)
    return (
        Heading(here.chosen.title, 1),
        Heading("Before you start"),
        Paragraph(here.chosen.content_note),
        *((Paragraph(AT_YOU),) if here.chosen.towards_practitioner else ()),
        Paragraph(READ if agreed else ASKED if here.stage in BEFORE_TALKING else BEGUN),
    )
