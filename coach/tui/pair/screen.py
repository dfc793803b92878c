"""The screen of a round at one laptop: one page at a time, for those who may see it."""

import asyncio
from collections.abc import Callable
from typing import TypeVar, cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from coach.classroom.door import RoleNames
from coach.classroom.single_device import DeviceStep, SingleDeviceRound
from coach.classroom.views import WatcherView
from coach.language.catalogue import say
from coach.model.class_events import Mark, Role, Stage
from coach.practice.question_texts import PAUSE, words_after
from coach.practice.safeguarding import Distress, NeedsConfirmation, Question
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.care import ask_about_details, ask_for_whom
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText, may_go
from coach.tui.dialogs.save import ExportDialog
from coach.tui.pair.looking_page import CoachPage, LookingPage, OutOfRolePage
from coach.tui.pair.marking import TIME_OUT, MarkDialog, PairDialog
from coach.tui.pair.page_data import (
    CommandRequest,
    DraftChanged,
    LaptopRequest,
    ObserverRequest,
    RoundStatus,
    SayRequest,
    SeatRequest,
    name_holder_first,
    name_holder_within,
    read_status,
)
from coach.tui.pair.pages import (
    CardPage,
    ClosePage,
    CoverPage,
    EndPage,
    LockPage,
    NotePage,
    RestPage,
    SealedPage,
    SpokenPage,
    TalkPage,
)
from coach.tui.pair.round_widgets import LaptopPage, RoundPage
from coach.tui.pair.warm_up_screen import WarmUpScreen
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.notices import AnswerLine
from coach.tui.widgets.reply_input import ReplyBox

T = TypeVar("T")

TICKS = 15.0
"""Seconds between two looks at the clock of a spoken round."""
GONE = "What was typed last was not read, and is not kept."
MARKED = "Done. What was marked is shown once it is the observer's turn to speak."
NOTHING_SAID = "Nothing was replied yet, so there is nothing to mark."

BY_STEP: dict[DeviceStep, type[LaptopPage]] = {
    DeviceStep.NOTE: NotePage,
    DeviceStep.BRIEF: CardPage,
    DeviceStep.TALK: TalkPage,
    DeviceStep.NOTES: SealedPage,
    DeviceStep.GUESSES: SealedPage,
    DeviceStep.MARKS: LockPage,
}
TOGETHER: dict[Stage, type[RoundPage]] = {
    Stage.COACH_SPEAKS: CoachPage,
    Stage.OUT_OF_ROLE: OutOfRolePage,
}
"""Pages of any room, as nobody in particular sees them; at the other stages people speak, on a `LookingPage`."""


class PairScreen(Page):
    """The screen of a round at one laptop: the title, one page, and the keys.

    A page that may not be seen now is not kept behind: it is not there. The round is changed and read in the practice's
    thread, and then shown.
    """

    WHERE = "pair"
    HELP = """\
One laptop for two or three of you. Some pages are for all of you, some for one alone: between them stands a cover \
that says whom the laptop goes to. Look away while it is somebody else's.

Time-out (F3) is for anybody, at any moment: plain words come, and nobody is named. What is for one alone goes back \
behind its cover.

Go on (F9) is what the main button of each page does. In a talk it ends the conversation and you look back; ending \
early is fine. Skip moves on without a word, and is never counted. Mark is for the observer, on the page that all see.

Where nobody types, the line-reader chooses what was done; F8 takes a wrong choice back, and on a small screen \
F5 changes between the lines and the observer's marks.

Nothing of a round is kept unless its practitioner asks for it at the end."""
    BINDINGS = make_bindings("pair")

    def __init__(self, laptop: SingleDeviceRound) -> None:
        super().__init__()
        self.laptop = laptop
        self.status: RoundStatus | None = None
        """The status that is shown; None before the first look."""
        self.draft = ""
        """The words in the box. They are gone with the round."""
        self.replied = False
        """Whether anything was said, which would be lost with the round."""
        self.closing = False
        """Whether the last page is shown."""
        self.stopped = False
        """Whether the round was stopped before its end."""
        self._rest_notice = ""
        """What the next moment out says of words that were taken away."""
        self._exported = False
        """Whether the practitioner had the dialog for a file of their words."""
        # Two looks at once would put two pages in place; and a second Enter would say a reply twice.
        self._showing = asyncio.Lock()
        self._speaking = asyncio.Lock()

    def compose(self) -> ComposeResult:
        yield Static("", id="where-we-are", markup=False)
        yield AnswerLine()
        yield Vertical(id="body")
        yield Keys()

    @work(group="looking")
    async def on_mount(self) -> None:
        await self.show_anew()
        if self.laptop.spoken and not self.coach.still:
            self.set_interval(TICKS, self._tick)

    @work(exclusive=True, group="ticking")
    async def _tick(self) -> None:
        await self.show_anew()

    def unkept(self) -> bool:
        """Return whether words would be lost: in the box, or of a round that nobody stored."""
        lost = not (self.laptop.kept or self.laptop.spoken or self._exported or self.closing)
        return bool(self.draft.strip()) or (lost and self.replied)

    # --- Doing something with the laptop, and showing how the round stands

    async def do(self, call: Callable[[SingleDeviceRound], T]) -> T:
        """Call a function with the round, and update the page, also where the round refuses.

        Raises:
            CoachError: The round refused.
        """
        self.clear_answer()  # what came of the last thing is old by now
        try:
            return await self.coach.in_practice(call, self.laptop)
        finally:
            await self.show_anew()

    async def show_anew(self) -> None:
        """Show the round's present state, on a new page if the page's key has changed."""
        async with self._showing:
            before = self.status
            status = await self.coach.in_practice(read_status, self.laptop, self.coach.care, self.draft, before)
            # The screen may have been left while the practice's thread worked.
            if not self.is_attached or self.closing:
                return
            self.status = status
            body = self.query_one("#body")
            pages = list(body.query_children(RoundPage))
            if before and before.key == status.key and status.view is not None and pages:
                for page in pages:
                    if isinstance(page, LaptopPage):
                        await page.show_status(status)
                    else:
                        await page.show(status.view, status.extras)
            elif before is None or before.key != status.key:
                self.clear_answer()  # nothing said to one pair of eyes stays for the next
                # A toast about the last page would be seen by the next person, through the cover.
                if status.view is None:
                    self.app.clear_notifications()
                await self._put(self._make_page(status))
            self.query_one("#where-we-are", Static).update(sanitize(self._title(status)))
            self.refresh_bindings()

    async def _put(self, page: Widget) -> None:
        """Replace the page by another; nothing of the old one stays."""
        body = self.query_one("#body")
        with self.app.batch_update():
            await body.remove_children()
            await body.mount(page)

    def _make_page(self, status: RoundStatus) -> Widget:
        if status.resting:
            notice, self._rest_notice = self._rest_notice, ""
            return RestPage(self.coach.care, notice)
        if status.covered or status.view is None:
            return CoverPage(status)
        if status.place.step is DeviceStep.TALK and status.spoken:
            return SpokenPage(status)
        if status.place.step is not DeviceStep.TOGETHER:
            return BY_STEP[status.place.step](status)
        if status.stage is Stage.DONE:
            return EndPage(status)
        assert isinstance(status.view, WatcherView), "what all may see is nobody's view"
        return TOGETHER.get(status.stage, LookingPage)(status.view, status.extras)

    def _title(self, status: RoundStatus) -> str:
        """Return the title: the stage, and for whom the page is. Under a cover it is empty."""
        chosen = status.view.context.chosen if status.view else None
        if chosen is None:
            return ""
        eyes = status.place.role
        if status.place.step is DeviceStep.TALK or eyes is None:
            return f"{chosen.title}  -  {status.stage.title()}"
        return f"{status.place.step.title()} for {name_holder_within(status, eyes)}, alone  -  {chosen.title}"

    @property
    def _is_talking(self) -> bool:
        status = self.status
        return (
            status is not None and status.place.step is DeviceStep.TALK and status.view is not None and not self.closing
        )

    def answer(self, words: str) -> bool:
        """Show the result of an action on the answer line, until the next page; return True."""
        for line in self.query(AnswerLine):
            line.say(words)
        return True

    def clear_answer(self) -> None:
        """Clear the answer line: what it says belongs to the page before."""
        for line in self.query(AnswerLine):
            line.put_away()

    # --- Saying something: the words are looked over first, as everywhere, and never lost

    def on_say_request(self, event: SayRequest) -> None:
        """Say the words in the box; ignored while the last reply is still being answered."""
        event.stop()
        self.focus_box()
        if not self._speaking.locked():
            self._say(event.words, again=event.again)

    @work
    async def _say(self, words: str, *, again: bool, confirmed: frozenset[Question] = frozenset()) -> None:
        """Say a reply, after asking what the gates ask about its words.

        The gates stop words that may name a real person, or that are of the practitioner's own distress.

        Args:
            words: the reply as it was typed.
            again: whether it is a reply of the round in other words.
            confirmed: the questions that were answered already.
        """
        async with self._speaking:
            reason = await self._submit(words, confirmed, again=again)
            if reason is None:
                self.focus_box()
                return
            if isinstance(reason, Distress):
                await self._put_aside()
                return
        wanted = cast("str | None", await self.app.push_screen_wait(self._question_about(reason)))
        if (rest := words_after(wanted, reason, words)) is not None:
            for box in self.query(ReplyBox):
                box.load_text(rest)
            self._say(rest, again=again, confirmed=confirmed | {reason.question})
        elif wanted in (TIME_OUT, PAUSE):
            await self.do(SingleDeviceRound.call_time_out)
        else:
            for box in self.query(ReplyBox):
                box.focus()

    async def _submit(
        self, words: str, confirmed: frozenset[Question], *, again: bool
    ) -> NeedsConfirmation | Distress | None:
        """Say words as a reply and show them, or return what stops them.

        Args:
            words: the reply as it was typed.
            confirmed: the questions that were answered already.
            again: whether it is a reply of the round in other words.
        """
        if reason := await self.do(lambda laptop: laptop.participant.submit(words, confirmed, again=again)):
            return reason
        # Only what was said goes from the box: somebody may have typed on while it was on its way.
        for page in (*self.query(TalkPage), *self.query(CoachPage)):
            page.clear_said(words)
        self.replied = True
        self.draft = "".join(box.text for box in self.query(ReplyBox))
        return None

    async def _put_aside(self) -> None:
        """Empty the box of words of the participant's own distress, and begin a time-out."""
        for box in self.query(ReplyBox):
            box.load_text("")
        self.draft = ""
        self._rest_notice = say(GONE)
        await self.do(SingleDeviceRound.call_time_out)

    def _question_about(self, reason: NeedsConfirmation) -> Dialog:
        """Make the dialog that asks about a reply.

        Everybody can see it: so it does not show the words, and a time-out is one of the answers.
        """
        if reason.question is Question.REAL_PEOPLE:
            return PairDialog(ask_about_details(reason.details))
        return PairDialog(ask_for_whom(self.coach.care))

    def on_draft_changed(self, event: DraftChanged) -> None:
        """Store the words in the box with the round, so that a time-out loses nothing."""
        event.stop()
        self.draft = event.words

    # --- What pages ask for

    @work
    async def on_laptop_request(self, event: LaptopRequest) -> None:
        """Call a function with the round, update the page, and show the request's message."""
        event.stop()
        await self.do(event.do)
        if event.said:
            self.notify(event.said)

    @work
    async def on_seat_request(self, event: SeatRequest) -> None:
        """Call a function with the participant whose page it is, and update the page."""
        event.stop()
        await self.do(lambda laptop: event.do(laptop.participant))

    @work
    async def on_observer_request(self, event: ObserverRequest) -> None:
        """Call a function with the observer's participant, and update the page."""
        event.stop()
        await self.do(lambda laptop: event.do(laptop.participants[Role.OBSERVER]))

    async def on_command_request(self, event: CommandRequest) -> None:
        """Run the command of a pressed button, by its name in the table of commands."""
        event.stop()
        await self.run_action(event.command)

    # --- The keys: a moment out, going on, marking

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as Textual calls it
        """Allow marking only during the conversation, and F9 only where no cover hides the page."""
        status = self.status
        if action == "go_on" and not self.closing:
            return status is not None and not status.covered and not status.resting
        if action == "mark_now":
            return self._is_talking and not self.laptop.spoken and Role.OBSERVER in self.laptop.names
        return not (self.closing and action == "time_out")

    @work
    async def action_time_out(self) -> None:
        """Begin a time-out, or end it."""
        await self.do(SingleDeviceRound.end_time_out if self.laptop.in_time_out else SingleDeviceRound.call_time_out)

    @work(exclusive=True, group="asking")
    async def action_go_on(self) -> None:
        """Do what the page's main button does.

        A page that hides words from others is lifted by its own button.
        """
        status = self.status
        if self.closing:
            self.coach.go_home()
        elif status is None or status.covered or status.resting:
            return
        elif status.stage is Stage.DONE:
            # One press too many leads to another round, never out of the session.
            await self._begin_another(self.laptop.roles.rotate(), self.laptop.scenario)
        elif self._is_talking and status.view is not None and not status.view.context.over:
            if await self._ask(PairDialog(END)) == "end":
                await self.do(SingleDeviceRound.go_on)
        elif not self.draft.strip() or await may_go(self.app, (self,)):
            self.draft = ""
            await self.do(SingleDeviceRound.go_on)

    @work
    async def action_step_back(self) -> None:
        """Return to the role that spoke before."""
        await self.do(SingleDeviceRound.step_back)

    @work(exclusive=True, group="asking")
    async def action_mark_now(self) -> None:
        """Ask the observer for a mark while everybody looks; the mark given is not shown."""
        marks = await self.coach.in_practice(self.laptop.list_marks)
        if not marks:
            self.notify(say(NOTHING_SAID))
        elif mark := await self._ask(MarkDialog(marks)):
            await self.do(lambda laptop: laptop.mark_last(Mark(mark)))
            self.notify(say(MARKED))

    def action_say_again(self, reply: int) -> None:
        """Open the panel for saying a reply again, at the reply that a point of the coach is about."""
        for page in self.query(CoachPage):
            page.say_again(reply)

    def action_practise_marking(self) -> None:
        """Open three short transcripts on which to practise marking."""
        self.app.push_screen(WarmUpScreen())

    async def _ask(self, dialog: Dialog) -> str | None:
        """Show a dialog and return its answer; None where a time-out was begun from it."""
        wanted = cast("str | None", await self.app.push_screen_wait(dialog))
        if wanted == TIME_OUT:
            await self.do(SingleDeviceRound.call_time_out)
            return None
        return wanted

    # --- The end of a round: nothing of it is kept unless its practitioner asks for it

    @work(exclusive=True, group="asking")
    async def action_keep(self) -> None:
        """Store the round among the rehearsals of this machine's practitioner."""
        await self._keep()

    async def _keep(self) -> None:
        await self.do(SingleDeviceRound.keep)
        if notice := self.coach.practice.keeping.notice:
            self.notify(notice, severity="warning", markup=False)

    @work(exclusive=True, group="asking")
    async def action_keep_no_longer(self) -> None:
        """Delete the stored rehearsal of the round again, if it was stored by mistake."""
        await self.do(SingleDeviceRound.forget)
        self.notify(say("It is not kept any more."))

    def action_take_home(self) -> None:
        """Offer to export the practitioner's words to a file."""
        self._exported = True
        seat = self.laptop.participants[Role.PRACTITIONER]
        export = ExportDialog(
            say("my words"), lambda form: seat.export_round(form)[1], lambda form: seat.export_round(form)[0]
        )
        self.app.push_screen(export)

    @work(exclusive=True, group="asking")
    async def action_turned(self) -> None:
        """Begin another round in which each person takes the next role; roles can still be changed."""
        await self._begin_another(self.laptop.roles.rotate(), self.laptop.scenario)

    @work(exclusive=True, group="asking")
    async def action_choose_again(self) -> None:
        """Go back to the choice of roles and scenario.

        A scenario whose content note was refused is not chosen again.
        """
        refused = self.status is not None and self.status.place.step is DeviceStep.NOTE
        await self._begin_another(self.laptop.roles, "" if refused else self.laptop.scenario)

    async def _begin_another(self, roles: RoleNames, scenario: str) -> None:
        if self.status is None or await self._let_go(self.status):
            self.coach.open_pair(scenario, roles, spoken=self.laptop.spoken)

    async def _let_go(self, status: RoundStatus) -> bool:
        """Return whether the round may be lost; if nobody stored its words, that is asked once."""
        if self.laptop.kept or self.laptop.spoken or self._exported or status.stage is not Stage.DONE:
            return True
        match await self._ask(PairDialog(confirm_letting_go(name_holder_first(status, Role.PRACTITIONER)))):
            case "keep":
                await self._keep()
            case None:
                return False
        return True

    @work(exclusive=True, group="asking")
    async def action_close_round(self) -> None:
        """Show the last page of a round that is over."""
        if self.status is not None and await self._let_go(self.status):
            await self._show_close()

    def action_back(self) -> None:
        """Stop the round after asking; on the last page, go to the home page."""
        # From the last page nothing is left to ask about.
        if self.closing:
            self.coach.go_home()
        else:
            self._leave()

    @work(exclusive=True, group="asking")
    async def _leave(self) -> None:
        if await self._ask(PairDialog(confirm_stopping(kept=bool(self.laptop.kept)))):
            self.action_stop()

    @work
    async def action_stop(self) -> None:
        """Stop the round and show the last page, which says where to turn for help."""
        self.stopped = self.laptop.stage is not Stage.DONE
        await self._show_close()

    async def _show_close(self) -> None:
        self.closing = True
        self.clear_answer()
        await self._put(ClosePage(self.coach.care, kept=bool(self.laptop.kept), stopped=self.stopped))
        self.query_one("#where-we-are", Static).update("")
        self.refresh_bindings()


# --- What is asked before a talk or a round ends

END = DialogText(
    "end",
    "End this conversation here?",
    ("You look back on what there is. Ending early is fine.",),
    ((CLOSE, "Go on talking"), ("end", "End it, and look back")),
)
"""Whether the talk ends here. Answers: `end`, or None to go on talking."""


def confirm_stopping(*, kept: bool) -> DialogText:
    """Make the question before the round is stopped. Answers: `stop`, or None to stay."""
    return DialogText(
        "leave",
        say("Stop here?"),
        (say("Stopping is fine at any point."), "" if kept else say("Nothing of this round is kept.")),
        ((CLOSE, say("Stay")), ("stop", say("Stop"))),
    )


def confirm_letting_go(practitioner: str) -> DialogText:
    """Make the last question before a round's words are lost.

    Its answers are `let_go`, `keep`, or None.

    Args:
        practitioner: the name or the role of whose words they are, as the beginning of a sentence.
    """
    return DialogText(
        "let-go",
        say("Let this round go?"),
        (
            say(
                "{practitioner} says what becomes of the words. If nobody keeps them, they are gone once you go on.",
                practitioner=practitioner,
            ),
        ),
        ((CLOSE, say("Stay here")), ("let_go", say("Let it go")), ("keep", say("Keep it, then go on"))),
    )
