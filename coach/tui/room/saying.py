"""Saying something in a room: looked over first, as everywhere, and never lost."""

import asyncio

from textual import work
from textual.timer import Timer

from coach.classroom.seat import Seat
from coach.practice.care import Care
from coach.practice.details import look_for_details, without
from coach.practice.practice import Practice
from coach.tui.modals.details import DetailsSheet
from coach.tui.room.asks import Drafted, Say
from coach.tui.room.commanding import Commanding
from coach.tui.room.pages.coach import CoachPage
from coach.tui.room.pages.talking import PractitionerPage
from coach.tui.room.sheets import TouchedSheet
from coach.tui.widgets.reply_box import ReplyBox

KEPT_AFTER = 1.0
"""Seconds of rest after which a draft is kept."""


class Saying(Commanding):
    """The box, whichever page it is on."""

    def __init__(self, seat: Seat, practice: Practice, care: Care) -> None:
        super().__init__(seat, practice, care)
        self.draft = ""
        self._kept = ""
        self._turn = asyncio.Lock()
        self._resting: Timer | None = None
        self._known: tuple[str, frozenset[str]] = ("", frozenset())

    def on_say(self, event: Say) -> None:
        """Say it; while an answer is on its way, this waits to be asked again."""
        event.stop()
        if not self._turn.locked():
            self._say(event.words, again=event.again)

    @work
    async def _say(self, words: str, *, again: bool, as_is: bool = False) -> None:
        async with self._turn:
            if self.care.touched(words):
                await self._touched()
                return
            details = () if as_is else look_for_details(words, await self.framed.in_practice(self._known_words))
            if not details:
                await self.do(lambda seat: seat.say_again(words) if again else seat.say(words))
                for page in self.query("PractitionerPage, CoachPage").results(PractitionerPage | CoachPage):  # type: ignore[arg-type]  # isinstance takes a union
                    page.said(words)
                self.draft = "".join(box.text for box in self.query(ReplyBox))
                await self.keep_draft()
                return
        match await self.app.push_screen_wait(DetailsSheet(details)):
            case "remove":
                box = self.query_one(ReplyBox)
                box.load_text(without(words, details))
                self._say(box.text, again=again, as_is=True)
            case "keep":
                self._say(words, again=again, as_is=True)
            case _:
                pass

    async def _touched(self) -> None:
        """Their words are gone at once: from the box, from the draft, and from what ctrl+z could bring back."""
        for box in self.query(ReplyBox):
            box.load_text("")
        self.draft = ""
        await self.keep_draft()
        match await self.app.push_screen_wait(TouchedSheet(self.care, self.care.distress_says)):
            case "moment":
                await self.do(lambda seat: seat.time_out())
            case "trainer":
                await self.do(lambda seat: seat.ask_for_help(), "Your trainer knows.")

    def _known_words(self) -> frozenset[str]:
        """Words of the script, which are nobody's details."""
        group = self.seat.group
        scenario = group.scenario if group else ""
        if scenario and self._known[0] != scenario:
            self._known = scenario, self.practice.known_words(self.practice.script(scenario))
        return self._known[1]

    # ------------------------------------------------------------------------------------------ drafts

    def on_drafted(self, event: Drafted) -> None:
        """Keep it once the typing rests."""
        event.stop()
        self.draft = event.words
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(KEPT_AFTER, self._rested)

    @work(group="draft")
    async def _rested(self) -> None:
        await self.keep_draft()

    async def keep_draft(self) -> None:
        """Keep what stands in the box, if it is not kept yet."""
        words = self.draft
        if words != self._kept:
            self._kept = words
            await self.framed.in_practice(self.seat.keep_draft, words)

    def take_up_draft(self) -> None:
        """Take up what was typed before a reload; in the practice's thread. What was said meanwhile is no draft."""
        self.draft = self._kept = self.seat.draft
        group = self.seat.group
        happened = group.round.happened if group and group.round else ()
        if any(getattr(event, "text", None) == self.draft for event in happened):
            self.draft = ""
