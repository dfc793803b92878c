"""A round at one laptop, on the screen: one page at a time, made anew for whoever's eyes it is for."""

import asyncio
from collections.abc import Callable
from typing import TypeVar, cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from coach.classroom.single_device import Laptop, Roles, Step
from coach.classroom.views import WatcherView
from coach.model.class_events import Mark, Role, Stage
from coach.practice.safeguarding import Care, Distress, NeedsConfirmation, Question
from coach.tui.commands import bindings
from coach.tui.dialogs.care import PAUSE
from coach.tui.dialogs.dialog import Dialog, may_go
from coach.tui.dialogs.save import ExportDialog
from coach.tui.pair.coach_page import CoachPage
from coach.tui.pair.looking_page import LookingPage, OutOfRolePage
from coach.tui.pair.page_data import (
    RoundStatus,
    holder_first,
    holder_within,
    read_status,
)
from coach.tui.pair.page_requests import CommandRequest, DraftChanged, LaptopRequest, ObserverRequest, SeatRequest
from coach.tui.pair.pages import (
    CardPage,
    ClosePage,
    CoverPage,
    EndPage,
    LaptopPage,
    LockPage,
    NotePage,
    RestPage,
    SealedPage,
    TalkPage,
)
from coach.tui.pair.pair_dialogs import (
    TIME_OUT,
    AskDialog,
    EndDialog,
    LeaveDialog,
    LetGoDialog,
    MarkDialog,
    MomentDialog,
    RealDialog,
)
from coach.tui.pair.round_page import RoundPage
from coach.tui.pair.speaking import SpeakingPage
from coach.tui.pair.spoken import SpokenPage
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.notices import AnswerLine
from coach.tui.widgets.reply_input import ReplyBox

# --- A round at one laptop: things are done in a thread of their own, and then it is shown how everything

T = TypeVar("T")
GONE = "What was typed last was not read, and is not kept."


class AtLaptop(SpeakingPage):
    """Doing something with the laptop, and saying something. A draft is gone with the round."""

    def __init__(self, laptop: Laptop) -> None:
        super().__init__()
        self.laptop = laptop
        self.now: RoundStatus | None = None
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

    def on_draft_changed(self, event: DraftChanged) -> None:
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

    def asks(self, why: NeedsConfirmation, words: str) -> Dialog:  # noqa: ARG002  # all see the screen, so no words
        """The same question, with a moment out before it, and without the words."""
        return RealDialog(why.details) if why.question is Question.REAL_PEOPLE else MomentDialog(self.coach.care)

    async def goes_back(self, wanted: str | None) -> None:
        """To a moment out, or to the words."""
        if wanted in (TIME_OUT, PAUSE):
            await self.do(Laptop.rest)
        else:
            await super().goes_back(wanted)


# --- The end of a round at one laptop: its words kept, taken along or let go; another round, or the close


class Ending(AtLaptop):
    """What becomes of a round. Nothing of it is kept unless somebody asks."""

    def __init__(self, laptop: Laptop) -> None:
        super().__init__(laptop)
        self._looked_at = False
        """The practitioner had the sheet for a file of their words."""

    @work(exclusive=True, group="asking")
    async def action_keep(self) -> None:
        """Keep it among the rehearsals of this machine's practitioner."""
        await self._keep()

    async def _keep(self) -> None:
        await self.do(Laptop.keep)
        if notice := self.coach.practice.keeping.notice:
            self.notify(notice, severity="warning", markup=False)

    @work(exclusive=True, group="asking")
    async def action_keep_no_longer(self) -> None:
        """It was kept by a slip, or thought better of."""
        await self.do(Laptop.keep_no_longer)
        self.notify("It is not kept any more.")

    def action_take_home(self) -> None:
        """The practitioner's words, as a file."""
        self._looked_at = True
        seat = self.laptop.seats[Role.PRACTITIONER]
        export = ExportDialog("my words", lambda form: seat.take_home(form)[1], lambda form: seat.take_home(form)[0])
        self.app.push_screen(export)

    @work(exclusive=True, group="asking")
    async def action_turned(self) -> None:
        """Another round, everybody one place on; they can still say otherwise."""
        await self._another(self.laptop.roles.turned(), self.laptop.scenario)

    @work(exclusive=True, group="asking")
    async def action_choose_again(self) -> None:
        """Roles and scenario as they were, to be changed or not; a scenario whose note was refused is not offered."""
        refused = self.now is not None and self.now.place.step is Step.NOTE
        await self._another(self.laptop.roles, "" if refused else self.laptop.scenario)

    async def _another(self, roles: Roles, scenario: str) -> None:
        if self.now is None or await self.let_go(self.now):
            self.coach.open_pair(scenario, roles, spoken=self.laptop.spoken)

    async def let_go(self, now: RoundStatus) -> bool:
        """Whether the round may go: words that nobody kept are asked about once."""
        if self.laptop.kept or self.laptop.spoken or self._looked_at or now.stage is not Stage.DONE:
            return True
        match await self.asked(LetGoDialog(holder_first(now, Role.PRACTITIONER))):
            case "keep":
                await self._keep()
            case None:
                return False
        return True

    async def show_close(self) -> None:
        """The last page."""
        raise NotImplementedError

    async def asked(self, sheet: AskDialog) -> str | None:
        """What a sheet gives back; a moment out is taken at once."""
        wanted = cast("str | None", await self.app.push_screen_wait(sheet))
        if wanted == TIME_OUT:
            await self.do(Laptop.rest)
            return None
        return wanted


# --- The commands of a round at one laptop: a moment out, going on, marking, stopping

MARKED = "Done. What was marked is shown once it is the observer's turn to speak."
NOTHING_SAID = "Nothing was replied yet, so there is nothing to mark."
ONLY_IN_THE_TALK = ("mark_now",)


class Commanding(Ending):
    """What the keys and the buttons do."""

    BINDINGS = bindings("pair")

    def __init__(self, laptop: Laptop) -> None:
        super().__init__(laptop)
        self.closing = False
        """On the last page."""
        self.stopped = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as Textual calls it
        """Marking is offered while the talk stands in the middle; covers are lifted by their own button."""
        now = self.now
        if action == "go_on" and not self.closing:
            return now is not None and not now.covered and not now.resting
        if action in ONLY_IN_THE_TALK:
            return self._talking() and not self.laptop.spoken and Role.OBSERVER in self.laptop.names
        return not (self.closing and action == "time_out")

    # ------------------------------------------------------------------------------------------ what pages want

    @work
    async def on_laptop_request(self, event: LaptopRequest) -> None:
        """Do it."""
        event.stop()
        await self.do(event.do)
        if event.said:
            self.notify(event.said)

    @work
    async def on_seat_request(self, event: SeatRequest) -> None:
        """Do it at the seat of whoever has the laptop."""
        event.stop()
        await self.do(lambda laptop: event.do(laptop.seat))

    @work
    async def on_observer_request(self, event: ObserverRequest) -> None:
        """Do it at the observer's."""
        event.stop()
        await self.do(lambda laptop: event.do(laptop.seats[Role.OBSERVER]))

    async def on_command_request(self, event: CommandRequest) -> None:
        """A command, from a button."""
        event.stop()
        await self.run_action(event.command)

    # ------------------------------------------------------------------------------------------ the keys

    @work
    async def action_time_out(self) -> None:
        """A moment out, or the end of one."""
        await self.do(Laptop.go_on_together if self.laptop.resting else Laptop.rest)

    @work(exclusive=True, group="asking")
    async def action_go_on(self) -> None:
        """What the main button of this page does. A cover is lifted by its own button, by whom it is for."""
        now = self.now
        if self.closing:
            self.coach.go_home()
        elif now is None or now.covered or now.resting:
            return
        elif now.stage is Stage.DONE:
            # One press too many leads to another round, never out of the session.
            await self._another(self.laptop.roles.turned(), self.laptop.scenario)
        elif self._talking() and now.view is not None and not now.view.here.over:
            if await self.asked(EndDialog()) == "end":
                await self.do(Laptop.go_on)
        elif not self.draft.strip() or await may_go(self.app, (self,)):
            self.draft = ""
            await self.do(Laptop.go_on)

    @work
    async def action_step_back(self) -> None:
        """Back to the turn before."""
        await self.do(Laptop.step_back)

    @work(exclusive=True, group="asking")
    async def action_close_round(self) -> None:
        """The close of a round that is over."""
        if self.now is not None and await self.let_go(self.now):
            await self.show_close()

    @work(exclusive=True, group="asking")
    async def action_mark_now(self) -> None:
        """The observer's mark, on the page that all see; which one is not shown."""
        marks = await self.coach.in_practice(self.laptop.to_mark)
        if not marks:
            self.notify(NOTHING_SAID)
        elif mark := await self.asked(MarkDialog(marks)):
            await self.do(lambda laptop: laptop.mark_last(Mark(mark)))
            self.notify(MARKED)

    def action_back(self) -> None:
        """Stop, once asked."""
        if self.closing:
            self.coach.go_home()
        else:
            self._leave()

    @work(exclusive=True, group="asking")
    async def _leave(self) -> None:
        if await self.asked(LeaveDialog(kept=bool(self.laptop.kept))):
            self.action_stop()

    @work
    async def action_stop(self) -> None:
        """No further; where to turn is said in any case."""
        self.stopped = self.laptop.stage is not Stage.DONE
        await self.show_close()

    def action_say_again(self, reply: int) -> None:
        """From a point of the coach's to its line."""
        for page in self.query(CoachPage):
            page.say_again(reply)

    def action_practise_marking(self) -> None:
        """Three short talks to mark."""
        from coach.tui.pair.warm_up_screen import WarmUpScreen

        self.app.push_screen(WarmUpScreen())

    def _talking(self) -> bool:
        now = self.now
        return now is not None and now.place.step is Step.TALK and now.view is not None and not self.closing


# --- A round at one laptop, on the screen: one page at a time, made anew for whoever's eyes it is for

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
TOGETHER: dict[Stage, type[RoundPage]] = {
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
            now = await self.coach.in_practice(read_status, self.laptop, self.coach.care, self.draft, before)
            if not self.is_attached or self.closing:
                return
            self.now = now
            body = self.query_one("#body")
            pages = list(body.query_children(RoundPage))
            if before and before.key == now.key and now.view is not None and pages:
                for page in pages:
                    await (page.show_now(now) if isinstance(page, LaptopPage) else page.show(now.view, now.extras))
            elif before is None or before.key != now.key:
                self.answered()  # nothing said to one pair of eyes stays for the next
                if now.view is None:
                    self.app.clear_notifications()
                await self.put(self._page(now))
            self.query_one("#where-we-are", Static).update(sanitize(self._title(now)))
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

    def _page(self, now: RoundStatus) -> Widget:
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
        return TOGETHER.get(now.stage, LookingPage)(now.view, now.extras)

    def _title(self, now: RoundStatus) -> str:
        """Where a round is, and whom the page is for. Under a cover it says nothing."""
        chosen = now.view.here.chosen if now.view else None
        if chosen is None:
            return ""
        eyes = now.place.eyes
        if now.place.step is Step.TALK or eyes is None:
            return f"{chosen.title}  -  {now.stage.title()}"
        return f"{now.place.step.title()} for {holder_within(now, eyes)}, alone  -  {chosen.title}"
