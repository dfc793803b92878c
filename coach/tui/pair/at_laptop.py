"""A round at one laptop: things are done in a thread of their own, and then it is shown how everything stands."""

from collections.abc import Callable
from typing import TypeVar

from coach.classroom.laptop import Laptop
from coach.practice.care import Care
from coach.practice.safeguarding import Distress, NeedsConfirmation, Question
from coach.tui.modals.confirming import PAUSE
from coach.tui.modals.sheet import Sheet
from coach.tui.pair.now import Now
from coach.tui.pair.pages.talking import TalkPage
from coach.tui.pair.sheets import TIME_OUT, MomentSheet, RealSheet
from coach.tui.room.asks import Drafted
from coach.tui.room.pages.coach import CoachPage
from coach.tui.room.speaking import Speaking
from coach.tui.widgets.reply_box import ReplyBox

T = TypeVar("T")
GONE = "What was typed last was not read, and is not kept."


class AtLaptop(Speaking):
    """Doing something with the laptop, and saying something. A draft is gone with the round."""

    def __init__(self, laptop: Laptop) -> None:
        super().__init__()
        self.laptop = laptop
        self.now: Now | None = None
        """What is shown; None before the first look."""
        self.also = ""
        """Said with a moment out, where words were taken away."""
        self.replied = False
        """Whether anything was said, which would be lost with the round."""

    async def show_anew(self) -> None:
        """Show how things stand now."""
        raise NotImplementedError

    async def do(self, call: Callable[[Laptop], T]) -> T:
        """Do something, and show what became of it, also where it is refused. Raises CoachError."""
        self.answered()  # what came of the last thing is old by now
        try:
            return await self.coach.in_practice(call, self.laptop)
        finally:
            await self.show_anew()

    def on_drafted(self, event: Drafted) -> None:
        """What is in the box stays with the round, so that a moment out loses nothing."""
        event.stop()
        self.draft = event.words

    # ------------------------------------------------------------------------------------------ saying something

    def who_cares(self) -> Care:
        """What notices distress."""
        return self.coach.care

    async def said(
        self, words: str, confirmed: frozenset[Question], *, again: bool
    ) -> NeedsConfirmation | Distress | None:
        """Say it, where all can see."""
        if why := await self.do(lambda laptop: laptop.seat.submit(words, confirmed, again=again)):
            return why
        for page in (*self.query(TalkPage), *self.query(CoachPage)):
            page.said(words)
        self.replied = True
        self.draft = "".join(box.text for box in self.query(ReplyBox))
        return None

    async def put_aside(self) -> None:
        """Somebody may have typed of their own distress: neutral words come, about nobody."""
        self.also = GONE
        await self.do(Laptop.rest)

    def asks(self, why: NeedsConfirmation, words: str) -> Sheet:  # noqa: ARG002  # all see the screen, so no words
        """The same question, with a moment out before it, and without the words."""
        return RealSheet(why.details) if why.question is Question.REAL_PEOPLE else MomentSheet(self.coach.care)

    async def goes_back(self, wanted: str | None) -> None:
        """To a moment out, or to the words."""
        if wanted in (TIME_OUT, PAUSE):
            await self.do(Laptop.rest)
        else:
            await super().goes_back(wanted)
