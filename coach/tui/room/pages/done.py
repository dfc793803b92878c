"""A round is finished: what goes home, what may be given, where to turn, and another round."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button

from coach.classroom.views import PractitionerView
from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.practice.safeguarding import Care
from coach.tui.room.asks import Wanted
from coach.tui.room.onward import Onward
from coach.tui.room.pages.page import RoomPage, Written
from coach.tui.room.words import listed

CLOSE = "That was a rehearsal. The people in it are invented."
ROUND_AGAIN = "For another round, take other roles if you like. The scenario stays until you choose another."
YOURS = (
    "What you said is yours. Take it home as a file, now or later from “My place” (F8); in this room it is deleted "
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


class DonePage(RoomPage):
    """Nothing has to be done here."""

    FIRST = "#take-home, #go-on"

    def compose(self) -> ComposeResult:
        yield Written()
        with HorizontalGroup(classes="buttons", id="yours"):
            yield Button("Take it home", id="take-home")
            yield Button("See the counts", id="contribute")
        yield Onward()

    async def fill(self) -> None:
        """What is there to take or to give."""
        more = self.more
        await self.query_one(Written).put(self._words())
        self.query_one("#take-home").display = more.may_take_home
        self.query_one("#contribute").display = bool(more.contribution)
        self.query_one("#yours").display = more.may_take_home or bool(more.contribution)
        self.query_one(Onward).show(self.view.here)

    def _words(self) -> Iterator[Block]:
        here, more = self.view.here, self.more
        yield Heading("This round is finished", 1)
        yield Paragraph(CLOSE)
        if more.may_take_home:
            yield Paragraph(YOURS)
        if more.contributed or more.contribution:
            yield Paragraph(GIVEN if more.contributed else GIVE)
        if not (isinstance(self.view, PractitionerView) or here.spoken):
            others = listed(
                each.name for each in here.partners if each.role is not None and each.role.value == "practitioner"
            )
            yield Paragraph(THEIRS.format(whose=f"{others}'s" if others else "the practitioner's"))
        yield Paragraph(ROUND_AGAIN)
        if more.care is not None:
            yield from after_care(more.care)

    @on(Button.Pressed, "#take-home")
    def take_home(self) -> None:
        """As a file."""
        self.post_message(Wanted("take_home"))

    @on(Button.Pressed, "#contribute")
    def contribute(self) -> None:
        """Exactly the row, before anything goes."""
        self.post_message(Wanted("contribute"))


def after_care(care: Care) -> Iterator[Block]:
    """Something to steady oneself by, and where to turn."""
    yield Heading("If any of it stays with you")
    yield Paragraph(care.grounding)
    yield from (ListItem(place) for place in care.signposts)
