"""A round at one laptop, on the screen: one page at a time, made anew for whoever's eyes it is for."""

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from coach.classroom.laptop import Laptop, Step
from coach.classroom.views import WatcherView
from coach.model.room import Stage
from coach.tui.pair.commanding import Commanding
from coach.tui.pair.now import Now, look
from coach.tui.pair.pages.closing import ClosePage
from coach.tui.pair.pages.cover import CoverPage, RestPage
from coach.tui.pair.pages.for_all import EndPage, NotePage
from coach.tui.pair.pages.page import LaptopPage
from coach.tui.pair.pages.private import CardPage, LockPage, SealedPage
from coach.tui.pair.pages.spoken import SpokenPage
from coach.tui.pair.pages.talking import TalkPage
from coach.tui.pair.words import somebody
from coach.tui.room.answer_line import AnswerLine
from coach.tui.room.pages.coach import CoachPage
from coach.tui.room.pages.looking import LookingPage
from coach.tui.room.pages.out_of_role import OutOfRolePage
from coach.tui.room.pages.page import RoomPage
from coach.tui.shown import shown
from coach.tui.widgets.keys import Keys

TICKS = 15.0
"""Seconds between two looks at the clock of a spoken round."""
BY_STEP: dict[Step, type[LaptopPage]] = {
    Step.NOTE: NotePage,
    Step.BRIEF: CardPage,
    Step.TALK: TalkPage,
    Step.NOTES: SealedPage,
    Step.GUESSES: SealedPage,
    Step.MARKS: LockPage,
}
TOGETHER: dict[Stage, type[RoomPage]] = {
    Stage.COACH_SPEAKS: CoachPage,
    Stage.OUT_OF_ROLE: OutOfRolePage,
}
"""Pages of any room, as nobody in particular sees them; until the coach speaks, people do."""


class PairScreen(Commanding):
    """The title, the page, and the keys. Pages that may not be seen now are not kept behind: they are not there."""

    WHERE = "pair"
    HELP = """\
One laptop for two or three of you. Some pages are for all of you, some for one alone: between them stands a cover \
that says whom the laptop goes to. Look away while it is somebody else's.

Time-out (F3) is for anybody, at any moment: plain words come, and nobody is named. What is for one alone goes back \
behind its cover.

Go on (F9) is what the main button of each page does. In a talk it ends the conversation and you look back; ending \
early is fine. Skip moves on without a word, and is never counted. Mark is for the observer, on the page that all see.

Where nobody types, the line-reader chooses what was done; Undo (F7) takes a wrong choice back, and on a small screen \
F5 changes between the lines and the observer's marks.

Nothing of a round is kept unless its practitioner asks for it at the end."""

    def __init__(self, laptop: Laptop) -> None:
        super().__init__(laptop)
        self._showing = asyncio.Lock()

    def unkept(self) -> bool:
        """Words in the box, or a round whose words nobody kept, took along or let go yet."""
        lost = not (self.laptop.kept or self.laptop.spoken or self._looked_at or self.closing)
        return bool(self.draft.strip()) or (lost and self.replied)

    def compose(self) -> ComposeResult:
        """Filled with the first look."""
        yield Static("", id="where-we-are", markup=False)
        yield AnswerLine()
        yield Vertical(id="body")
        yield Keys()

    @work(group="looking")
    async def on_mount(self) -> None:
        """Look for the first time."""
        await self.show_anew()
        if self.laptop.spoken and not self.coach.still:
            self.set_interval(TICKS, self._tick)

    @work(exclusive=True, group="ticking")
    async def _tick(self) -> None:
        await self.show_anew()

    async def show_anew(self) -> None:
        """Show how things stand now."""
        async with self._showing:
            before = self.now
            now = await self.coach.in_practice(look, self.laptop, self.coach.care, self.draft, before)
            if not self.is_attached or self.closing:
                return
            self.now = now
            body = self.query_one("#body")
            pages = list(body.query_children(RoomPage))
            if before and before.key == now.key and now.view is not None and pages:
                for page in pages:
                    await (page.show_now(now) if isinstance(page, LaptopPage) else page.show(now.view, now.more))
            elif before is None or before.key != now.key:
                self.answered()  # nothing said to one pair of eyes stays for the next
                if now.view is None:
                    self.app.clear_notifications()
                await self.put(self._page(now))
            self.query_one("#where-we-are", Static).update(shown(self._title(now)))
            self.refresh_bindings()

    async def put(self, page: Widget) -> None:
        """This page, and nothing of the one before."""
        body = self.query_one("#body")
        with self.app.batch_update():
            await body.remove_children()
            await body.mount(page)

    async def show_close(self) -> None:
        """The last page."""
        self.closing = True
        self.answered()
        await self.put(ClosePage(self.coach.care, kept=bool(self.laptop.kept), stopped=self.stopped))
        self.query_one("#where-we-are", Static).update("")
        self.refresh_bindings()

    def _page(self, now: Now) -> Widget:
        if now.resting:
            also, self.also = self.also, ""
            return RestPage(self.coach.care, also)
        if now.covered or now.view is None:
            return CoverPage(now)
        if now.place.step is Step.TALK and now.spoken:
            return SpokenPage(now)
        if now.place.step is not Step.TOGETHER:
            return BY_STEP[now.place.step](now)
        if now.stage is Stage.DONE:
            return EndPage(now)
        assert isinstance(now.view, WatcherView), "what all may see is nobody's view"
        return TOGETHER.get(now.stage, LookingPage)(now.view, now.more)

    def _title(self, now: Now) -> str:
        """Where a round is, and whom the page is for. Under a cover it says nothing."""
        chosen = now.view.here.chosen if now.view else None
        if chosen is None:
            return ""
        eyes = now.place.eyes
        if now.place.step is Step.TALK or eyes is None:
            return f"{chosen.title}  -  {now.stage.title()}"
        return f"{now.place.step.title()} for {somebody(now, eyes)}, alone  -  {chosen.title}"
