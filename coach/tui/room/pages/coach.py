"""The coach, last: three points at most, everybody's reading side by side, and one line to say again."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import TabbedContent, TabPane

from coach.classroom.views import RoomContext
from coach.debrief.builder import LIMITS
from coach.debrief.report import Debrief
from coach.model.class_events import Role
from coach.tui.room.beside import NOT_HEARD, AllBeside
from coach.tui.room.onward import Onward
from coach.tui.room.pages.page import RoomPage
from coach.tui.room.replay import Replay
from coach.tui.room.words import whoever
from coach.tui.widgets.debrief_page import PointCard
from coach.tui.widgets.text import Prose, heading

ALOUD_AGAIN = "A line can be said again here where it was typed. Of a spoken round, take another turn in another round."
NO_POINTS = "The coach has no point to make of this one."


class CoachPage(RoomPage):
    """People have spoken; now it is the coach's turn, and it may be wrong."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        with TabbedContent(id="coach-tabs"):
            with TabPane("The coach", id="coach-says"), VerticalScroll(classes="written"):
                yield from _points(self.view.here, self.more.debrief)
            with TabPane("Side by side", id="side-by-side"):
                if self.more.comparison is not None:
                    yield AllBeside(self.view.here, self.more.comparison)
            if not self.view.here.spoken:  # nobody would answer: the talk has gone on from there
                with TabPane("Say one again", id="say-again"):
                    yield Replay()
        yield Onward()

    async def fill(self) -> None:
        """What was said again meanwhile."""
        for replay in self.query(Replay):
            await replay.show(self.view, self.more)
        self.query_one(Onward).show(self.view.here)

    def say_again(self, reply: int) -> None:
        """From a point of the coach's to its line."""
        for replay in self.query(Replay):
            self.query_one(TabbedContent).active = "say-again"
            replay.choose_reply(reply)

    def said(self, words: str) -> None:
        """It was said in other words."""
        for replay in self.query(Replay):
            replay.said(words)


def _points(here: RoomContext, debrief: Debrief | None) -> Iterator[Vertical | Prose]:
    if debrief is None:
        yield Prose(NOT_HEARD, classes="say first")
        yield Prose(ALOUD_AGAIN, classes="say")
        return
    yield Vertical(*_reading(here, debrief), classes="reading")


def _reading(here: RoomContext, debrief: Debrief) -> Iterator[Vertical | Prose]:
    who = whoever(here, Role.PRACTITIONER)
    lead = "" if who == "You" else f"To {who or 'the practitioner'}; the others listen."
    yield Prose(debrief.headline, lead, classes="say first")
    yield from (PointCard(point, debrief.question, who or "The practitioner") for point in debrief.points)
    if not debrief.points:
        yield Prose(NO_POINTS, classes="say")
    if debrief.question:
        yield heading("A question to take along")
        yield Prose(debrief.question, classes="say first")
    yield Prose(f"{LIMITS} {debrief.reads_less_well}".strip(), "Please remember:", classes="say")
