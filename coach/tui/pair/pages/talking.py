"""The talk on a page that all of you see: what was said, the line to read out now, and a box for the practitioner."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from coach.model.room import Role
from coach.tui.commands import bindings
from coach.tui.pair.now import Now
from coach.tui.pair.pages.page import Further, LaptopPage
from coach.tui.pair.words import first
from coach.tui.room.aloud import Aloud
from coach.tui.room.asks import Ask
from coach.tui.room.say_box import SayBox
from coach.tui.room.told import SoFar
from coach.tui.room.words import left_in_words, parted, turns

OVER = "That was the last of it. Take a breath before you look back."
TO_READ = "{reader} reads aloud"
THE_SCREEN = "The screen speaks"


class TalkPage(LaptopPage):
    """Nothing private is on it: it is made from what was said, and from nothing else."""

    FIRST = "#box, #go-on"
    BINDINGS = bindings("speaking")

    def __init__(self, now: Now) -> None:
        super().__init__(now)
        self._over = False

    def compose(self) -> ComposeResult:
        yield SoFar()
        yield Aloud()
        yield Static("", id="how-many", markup=False)
        yield SayBox("Say it", self.more.draft)
        yield Further("Look back")

    async def fill(self) -> None:
        """What is new."""
        here, now = self.view.here, self.now
        before, last = parted(self.view.said)
        aloud = self.query_one(Aloud)
        reader = now.name(Role.LINE_READER)
        title = TO_READ.format(reader=first(now, Role.LINE_READER)) if reader else THE_SCREEN
        aloud.border_title = Content(title)
        aloud.show(last)
        await self.query_one(SoFar).show(turns(before, first(now, Role.PRACTITIONER)))
        self.query_one(SayBox).show(open_=not here.over, first=not here.replies)
        words = OVER if here.over else left_in_words(here)
        self.query_one("#how-many", Static).update(words)
        self.query_one("#how-many").display = bool(words)
        self.query_one(Further).display = here.over
        if here.over and not self._over:
            self._over = True
            aloud.to_the_end()
            self.focus_first()

    def said(self, words: str) -> None:
        """It was said: the box is empty of it, and what was typed meanwhile stays."""
        self.query_one(SayBox).said(words)

    def action_skip(self) -> None:
        """Skip this line. Never counted."""
        if not self.view.here.over:
            self.post_message(Ask(lambda seat: seat.skip()))
