"""One person's screen in a room. What it shows is made from their view alone, so a reload brings them back to it."""

import asyncio
from contextlib import ExitStack
from dataclasses import replace

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from coach.classroom.participant import Participant
from coach.classroom.room_words import Over, find_cover
from coach.classroom.views import View
from coach.errors import NotKnown
from coach.practice.safeguarding import Care
from coach.practice.service import PracticeService
from coach.tui.pair.page_data import CommandRequest, PageExtras, SeatRequest, read_extras
from coach.tui.pair.round_widgets import RoundPage
from coach.tui.room.concerning import Seen, concern_of
from coach.tui.room.cover import Cover
from coach.tui.room.drawn_once import DrawnOnce
from coach.tui.room.pages.cue import CuePage
from coach.tui.room.saying import Saying
from coach.tui.room.showing import Key, key_of, page_for
from coach.tui.room.strip import Strip
from coach.tui.trainer.board_text import read_warm_up_note
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.notices import AnswerLine


class RoomScreen(Saying, DrawnOnce):
    """The strip, the page, what may lie over it, and the keys."""

    WHERE = "room"
    AUTO_FOCUS = ""  # each page says what has the focus first
    HELP = """\
You are in a room with your class. Sit with people you choose, take a role or none, and go on together: whoever \
presses Go on takes the whole group along.

Time-out gives your group a moment: every screen of yours turns to plain words, and nobody is named. Trainer asks \
yours to come over. Under My place you put a role down, sit elsewhere, or leave; nobody is asked why.

What you type is kept as you type it. If the screen goes away, open it again: you come back to where you were.

Your trainer sees who sits with whom and where a group is, and no words of anybody's."""

    def __init__(self, seat: Participant, practice: PracticeService, care: Care) -> None:
        super().__init__(seat, practice, care)
        self._showing = asyncio.Lock()
        self._key: Key | None = None
        self._more = PageExtras()
        self._taken_up = False
        self._seen = Seen()

    @property
    def gone(self) -> bool:
        """Whether the room was deleted."""
        return self.lies is Over.GONE

    @property
    def behind(self) -> bool:
        """Whether something is known here that is not shown yet."""
        return not self._seen.is_all(concern_of(self.seat))

    def compose(self) -> ComposeResult:
        """Filled with the first look."""
        yield Strip()
        yield AnswerLine()
        yield Vertical(id="body")
        yield Cover(self.care)
        yield Keys()

    def on_mount(self) -> None:
        """Look for the first time; nothing is drawn before there is something to see."""
        self.query_one(Cover).display = False
        unseen = ExitStack()
        unseen.enter_context(self.app.batch_update())
        self._look_first(unseen)

    @work(group="looking")
    async def _look_first(self, unseen: ExitStack) -> None:
        with unseen:
            await self.show_anew()
            await self.laid_out()
        self._drawn_now()

    def _drawn_now(self) -> None:
        """After a batch: have something to draw, and with it what was put off."""
        self.query_one(Strip).refresh()

    async def show_anew(self, *, if_it_concerns: bool = False) -> None:
        """Take in what is new, and show it; or only where it can be seen from here.

        In a class, most of what happens happens in other groups: twenty-four screens drawn anew for each of it would
        keep everybody waiting.
        """
        async with self._showing:
            try:
                await self.framed.in_practice(self.seat.refresh)
            except NotKnown:
                await self._lies_over(Over.GONE)
                return
            concern, now = concern_of(self.seat), asyncio.get_running_loop().time()
            if if_it_concerns and self._seen.rests(concern, self.seat.person, now):
                return
            self._seen = Seen(concern)
            view, self._more = await self.framed.in_practice(self._look)
            await self._show(view)

    def _look(self) -> tuple[View, PageExtras]:
        """In the practice's thread."""
        if not self._taken_up:
            self._taken_up = True
            self.take_up_draft()
        view = self.warmed_up(self.seat.build_view())
        before = self._more if key_of(view) == self._key else PageExtras()
        found = read_extras(self.seat, view, self.care, self.draft, before)
        return view, replace(found, warm_up_note=self._note(view, before))

    def _note(self, view: View, before: PageExtras) -> str:
        """What may be hard in the warm-up's lines; while they are there."""
        return (
            (before.warm_up_note or read_warm_up_note(self.seat.state.sheet, self.practice)) if view.context.cue else ""
        )

    async def _show(self, view: View) -> None:
        if not self.is_attached:
            return
        self.view = view
        self.refresh_bindings()
        with self.app.batch_update():
            before = self.walk_children()
            await self.query_one(Strip).show(view.context, self._more.unread)
            body, key = self.query_one("#body"), key_of(view)
            if key == self._key:
                for page in body.query_children(RoundPage):
                    await page.show(view, self._more)
            else:
                self._key = key
                self.answered()
                await body.remove_children()
                await body.mount(page_for(view, self._more))
            await self._lies_over(find_cover(view.context, alone=self.alone), view.context.kept_out)
            if self.walk_children() != before:
                await self.laid_out()
        self._drawn_now()

    async def _lies_over(self, lies: Over, why: str = "") -> None:
        """Cover the page, or uncover it. Sheets in front of it go: neutral words have to be the only ones."""
        before, self.lies = self.lies, lies
        cover, body = self.query_one(Cover), self.query_one("#body")
        await cover.show(lies, self._more, why)
        if lies is before:
            return
        self.refresh_bindings()
        self.answered()
        covered = lies is not Over.NOTHING
        cover.display, body.display = covered, not covered
        self.set_class(covered, "-covered")
        if covered:
            await self._close_sheets()
            cover.focus_first()
        else:
            for page in body.query_children(RoundPage):
                page.focus_first()

    async def _close_sheets(self) -> None:
        while isinstance(self.app.screen, Screen) and self.app.screen is not self and self in self.app.screen_stack:
            await self.app.screen.dismiss(None)

    # ------------------------------------------------------------------------------------------ what pages want

    @work
    async def on_seat_request(self, event: SeatRequest) -> None:
        """Do it at the seat."""
        event.stop()
        await self.do(event.do, event.said)

    async def on_command_request(self, event: CommandRequest) -> None:
        """A command, from a button."""
        event.stop()
        await self.run_action(event.command)

    @work
    async def action_was_read(self) -> None:
        """Put the trainer's message away; the next one, if there is one, takes its place."""
        if self._more.unread and self.lies is Over.NOTHING:
            at = self._more.unread[0].at
            await self.do(lambda seat: seat.mark_read(at))

    def action_say_again(self, reply: int) -> None:
        """From a point of the coach's to its line."""
        from coach.tui.pair.looking_page import CoachPage

        for page in self.query(CoachPage):
            page.say_again(reply)

    def unkept(self) -> bool:
        """The warm-up's words, which are kept nowhere. What stands in the box of a round is kept as a draft."""
        return any(cue.typed for cue in self.query(CuePage))

    def action_back(self) -> None:
        """There is nothing behind this page."""
