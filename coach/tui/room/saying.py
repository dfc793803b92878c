"""Saying something in a room, and keeping what is typed until it is said."""

from textual import work
from textual.timer import Timer

from coach.classroom.participant import Participant
from coach.language.catalogue import say
from coach.practice.question_texts import PAUSE
from coach.practice.safeguarding import (
    Care,
    Distress,
    NeedsConfirmation,
    Question,
)
from coach.practice.service import PracticeService
from coach.tui.pair.page_data import DraftChanged
from coach.tui.pair.round_widgets import RoundPage
from coach.tui.room.commanding import Commanding
from coach.tui.room.sheets import TouchedDialog
from coach.tui.widgets.reply_input import ReplyBox

KEPT_AFTER = 1.0
"""Seconds of rest after which a draft is kept."""


class Saying(Commanding):
    """The box, whichever page it is on."""

    def __init__(self, seat: Participant, practice: PracticeService, care: Care) -> None:
        super().__init__(seat, practice, care)
        self._kept = ""
        self._resting: Timer | None = None

    def who_cares(self) -> Care:
        """What notices distress."""
        return self.care

    async def said(
        self, words: str, confirmed: frozenset[Question], *, again: bool
    ) -> NeedsConfirmation | Distress | None:
        """Say it, at the seat."""
        if why := await self.do(lambda seat: seat.submit(words, confirmed, again=again)):
            return why
        for page in self.query(RoundPage):
            page.clear_said(words)
        self.draft = "".join(box.text for box in self.query(ReplyBox))
        await self.keep_draft()
        return None

    async def put_aside(self) -> None:
        """Their words are gone at once, from the draft as well; a moment is offered, or the trainer."""
        await self.keep_draft()
        await self._look_after(self.care.distress_says)

    async def goes_back(self, wanted: str | None) -> None:
        """To the words, which stay in the box; with a moment first where it is wished."""
        if wanted == PAUSE:
            await self._look_after(self.care.pause)
        await super().goes_back(wanted)

    async def _look_after(self, says: str) -> None:
        """Offer a moment, or the trainer."""
        match await self.app.push_screen_wait(TouchedDialog(self.care, says)):
            case "moment":
                await self.do(lambda seat: seat.call_time_out())
            case "trainer":
                await self.do(lambda seat: seat.ask_for_help(), say("Your trainer knows."))

    # ------------------------------------------------------------------------------------------ drafts

    def on_draft_changed(self, event: DraftChanged) -> None:
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
        """Keep what stands in the box, if it is not kept yet. The seat keeps nothing that would be asked about."""
        words = self.draft
        if words != self._kept:
            self._kept = words
            await self.framed.in_practice(self.seat.keep_draft, words)
            if words == self.draft:  # what was said meanwhile is read already
                await self.framed.in_practice(self.seat.read_ahead, words)

    def take_up_draft(self) -> None:
        """Take up what was typed before a reload; in the practice's thread. What was said meanwhile is no draft."""
        self.draft = self._kept = self.seat.draft
        group = self.seat.group
        happened = group.round.happened if group and group.round else ()
        if any(getattr(event, "text", None) == self.draft for event in happened):
            self.draft = ""
