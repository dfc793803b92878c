"""Stepping out of role on purpose."""

from collections.abc import Iterator

from textual.app import ComposeResult

from coach.classroom.views import RoomContext
from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.model.class_events import Role
from coach.tui.room.onward import Onward
from coach.tui.room.pages.page import RoomPage, Written
from coach.tui.room.words import whoever

EACH = "Each of you, one after the other. It is quick, and it matters more than it seems."
OWN_NAME = "Say your own name."
NOT_TRUE = "Say one thing about you that is not true of {whom}."
WHOM = {
    Role.PRACTITIONER: "the worker you were",
    Role.LINE_READER: "the person you read",
    Role.OBSERVER: "anybody in that story",
    None: "anybody in that story",
}
MOVE = "Move seats. Sit where somebody else sat, or stand up for a moment."
INVENTED = "That was a rehearsal. The people in it are invented; you are not."


class OutOfRolePage(RoomPage):
    """Your own name, one thing that is not true of the character, another seat."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        yield Written()
        yield Onward()

    async def fill(self) -> None:
        """The three steps."""
        await self.query_one(Written).put(_steps(self.view.here))
        self.query_one(Onward).show(self.view.here)


def _steps(here: RoomContext) -> Iterator[Block]:
    yield Heading("Out of role", 1)
    yield Paragraph(EACH)
    yield ListItem(OWN_NAME, "1")
    yield ListItem(NOT_TRUE.format(whom=WHOM[here.role]), "2")
    yield ListItem(MOVE, "3")
    reader = whoever(here, Role.LINE_READER)
    if reader and reader != "You":
        yield Paragraph(f"{reader} begins: they read somebody who is not them.")
    elif reader:
        yield Paragraph("You begin: you read somebody who is not you.")
    yield Paragraph(INVENTED)
