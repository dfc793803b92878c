"""The warm-up on everybody's own screen: a family's lines, and a box whose words go nowhere."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button, Static

from coach.debrief.written import Block, Heading, Quote, Say
from coach.tui.room.pages.page import RoomPage, Written
from coach.tui.widgets.own_box import OwnBox

WRITE = "What would you say? Write one reply, for yourself alone."
NOWHERE = "Nobody sees this, and it is kept nowhere: it is gone when you go on, or when this page goes."
AFTERWARDS = "Then ask yourself: what word was hard to type?"


class CuePage(RoomPage):
    """What is typed here is said to nobody, not even to the room's log as a draft."""

    FIRST = "OwnBox"

    def compose(self) -> ComposeResult:
        yield Written()
        yield Static(NOWHERE, classes="asks", markup=False)
        yield OwnBox("", "warm-up")
        yield Static(AFTERWARDS, id="afterwards-asked", markup=False)
        with HorizontalGroup(classes="buttons"):
            yield Button("Done, go on", id="go-on", classes="main", action="screen.go_on")

    async def fill(self) -> None:
        """The lines."""
        await self.query_one(Written).put(self._words())

    def _words(self) -> Iterator[Block]:
        yield Heading("Warm-up", 1)
        for line in self.view.here.cue:
            yield Say(line.text) if line.scene else Quote(line.text, line.speaker)
        yield Say(WRITE)
