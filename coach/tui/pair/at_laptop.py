"""A round at one laptop: things are done in a thread of their own, and then it is shown how everything stands."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from textual import work

from coach.classroom.laptop import Laptop
from coach.practice.details import look_for_details, without
from coach.tui.page import Page
from coach.tui.pair.now import Now
from coach.tui.pair.pages.talking import TalkPage
from coach.tui.pair.sheets import TIME_OUT, RealSheet
from coach.tui.room.asks import Drafted, Say
from coach.tui.room.pages.coach import CoachPage
from coach.tui.widgets.reply_box import ReplyBox

T = TypeVar("T")
GONE = "What was typed last was not read, and is not kept."


class AtLaptop(Page):
    """Doing something with the laptop, and saying something: looked over first, as everywhere."""

    def __init__(self, laptop: Laptop) -> None:
        super().__init__()
        self.laptop = laptop
        self.now: Now | None = None
        """What is shown; None before the first look."""
        self.draft = ""
        """What stands in the box. It is gone with the round."""
        self.also = ""
        """Said with a moment out, where words were taken away."""
        self._turn = asyncio.Lock()
        self._known: frozenset[str] = frozenset()

    async def show_anew(self) -> None:
        """Show how things stand now."""
        raise NotImplementedError

    async def do(self, call: Callable[[Laptop], T]) -> T:
        """Do something, and show what became of it, also where it is refused. Raises CoachError."""
        try:
            return await self.coach.in_practice(call, self.laptop)
        finally:
            await self.show_anew()

    def on_drafted(self, event: Drafted) -> None:
        """What is in the box stays with the round, so that a moment out loses nothing."""
        event.stop()
        self.draft = event.words

    def on_say(self, event: Say) -> None:
        """Say it; while an answer is on its way, this waits to be asked again."""
        event.stop()
        if not self._turn.locked():
            self._say(event.words, again=event.again)

    @work
    async def _say(self, words: str, *, again: bool, as_is: bool = False) -> None:
        async with self._turn:
            if self.coach.care.touched(words):
                await self._touched()
                return
            details = () if as_is else look_for_details(words, await self.coach.in_practice(self._known_words))
            if not details:
                await self.do(lambda laptop: laptop.seat.say_again(words) if again else laptop.seat.say(words))
                self._said(words)
                return
        match await self.app.push_screen_wait(RealSheet(details)):
            case "remove":
                box = self.query_one(ReplyBox)
                box.load_text(without(words, details))
                self._say(box.text, again=again, as_is=True)
            case "keep":
                self._say(words, again=again, as_is=True)
            case wanted if wanted == TIME_OUT:
                await self.do(Laptop.rest)
            case _:
                self.query_one(ReplyBox).focus()

    def _said(self, words: str) -> None:
        for page in (*self.query(TalkPage), *self.query(CoachPage)):
            page.said(words)

    async def _touched(self) -> None:
        """Somebody may have typed of their own distress: their words are gone, and neutral ones come, about nobody."""
        for box in self.query(ReplyBox):
            box.load_text("")
        self.draft, self.also = "", GONE
        await self.do(Laptop.rest)

    def _known_words(self) -> frozenset[str]:
        practice = self.coach.practice
        self._known = self._known or practice.known_words(practice.script(self.laptop.scenario))
        return self._known
