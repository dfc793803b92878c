"""The conversation: the family's lines, the practitioner's replies, and a reply box."""

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalGroup
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Button, Static, TextArea

from coach.errors import SaidElsewhere
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Distress, Question
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.compat import lay_out_once
from coach.tui.dialogs.dialog import may_go
from coach.tui.send_reply import ReplyView, send_reply, skip_reply, view_conversation
from coach.tui.text import NO_REAL_CASES, sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.reply_input import ReplyBox
from coach.tui.widgets.transcript import Transcript

BREATH, PAUSE = 0.15, 0.45
"""Seconds without a key after which the words in the box are read ahead: after the end of a sentence, and else."""
KEPT_ALREADY = "What you said is kept already, as you go. What stands in the box is kept once you send it."


class ConversationScreen(Page):
    """The conversation of one rehearsal.

    Everything that changes the rehearsal takes the lock `_turn` first, one action at a time.
    """

    WHERE = "conversation"
    HELP = """\
Type what you would say, in your own words and your own way of speaking. Spelling does not matter. Enter sends.

What you say decides what they say next. There is no right line.

Pause clears the screen. Skip moves on without a word and is never counted. Take back gives you your last line to \
say differently. Stop asks whether to keep it, and leaves. Debrief ends here and looks back. What you said is kept \
as you go."""
    BINDINGS = make_bindings("conversation")
    AUTO_FOCUS = "#box"

    def __init__(self, rehearsal: Rehearsal, draft: str = "") -> None:
        super().__init__()
        lay_out_once(self)
        self.rehearsal = rehearsal
        self.draft = draft
        self._turn = asyncio.Lock()
        self._notice = ""
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        dialogue = self.rehearsal.script.dialogue
        with Vertical(id="column"):
            yield Static(Content(sanitize(f"{dialogue.title}  -  {dialogue.you_are}")), classes="title")
            yield Transcript()
            yield Static("", id="notice", markup=False)
            with VerticalGroup(id="saying"):
                yield Static(NO_REAL_CASES, id="no-real-cases")
                with HorizontalGroup():
                    yield ReplyBox(self.draft)
                    yield Button("Send", id="send", classes="main")
            with HorizontalGroup(id="ended", classes="buttons"):
                yield Button("Look back on it", id="look-back", classes="main")
                yield Button("Take back", id="take-back")
                yield Button("Start page", id="leave")
        yield Keys()

    @property
    def box(self) -> ReplyBox:
        """The box in which replies are typed."""
        return self.query_one(ReplyBox)

    @work
    async def on_mount(self) -> None:
        self.box.cursor_blink = not self.coach.still
        async with self._turn:
            now = await self.coach.in_practice(view_conversation, self.rehearsal)
            await self.coach.in_practice(self.rehearsal.prepare)
            await self.query_one(Transcript).fill(now.turns)
            self.query_one("#no-real-cases").display = len(now.turns) == 1
            self._show_state(now.over, now.notice)
        await self.query_one(Transcript).prepare_next()
        await self.coach.in_practice(self.rehearsal.prepare_answers)
        self.coach.settle_down()

    # --- Reading ahead: what was read while its writer paused has its answer at once

    @on(TextArea.Changed, "#box")
    def begin_pause(self) -> None:
        """Forget what was read of other words, and wait for a pause."""
        self.rehearsal.forget_ahead()
        if self._pause is not None:
            self._pause.stop()
        ends = self.box.text.rstrip("\"'”’) \n").endswith((".", "?", "!", "…"))
        self._pause = self.set_timer(BREATH if ends else PAUSE, self._read_ahead)

    @work
    async def _read_ahead(self) -> None:
        if not self._turn.locked():
            await self.coach.in_practice(self.rehearsal.read_ahead, self.box.text)

    @work
    async def _prepare_next_answer(self) -> None:
        """Make ready what the next answer is drawn in, and what the next reply is compared with."""
        await self.query_one(Transcript).prepare_next()
        await self.coach.in_practice(self.rehearsal.prepare_next_answer)

    def on_unmount(self) -> None:
        self.rehearsal.forget_ahead()

    # --- Saying something

    @on(ReplyBox.Sent)
    @on(Button.Pressed, "#send")
    def send(self) -> None:
        """Send the reply in the box; ignored while the last reply is still being answered."""
        self.focus_box()
        if not self._turn.locked():
            self._send(self.box.text)

    @work
    async def _send(self, text: str, confirmed: frozenset[Question] = frozenset()) -> None:
        async with self._turn:
            try:
                came = await self.coach.in_practice(send_reply, self.rehearsal, text, confirmed)
            except SaidElsewhere as error:
                await self._show_elsewhere(error)
                return
            if isinstance(came, ReplyView):
                with self.app.batch_update():
                    self.box.clear_said(text)
                    await self._show_reply(came)
                self.focus_box()
                # The line comes first, and then what the next reply needs.
                self.call_after_refresh(self._prepare_next_answer)
                return
        if isinstance(came, Distress):
            await self._show_distress()
            return
        from coach.tui.dialogs.care import ask_about_words, words_after
        from coach.tui.dialogs.dialog import Dialog

        wanted = await self.app.push_screen_wait(Dialog(ask_about_words(came, text, self.coach.care)))
        if (words := words_after(wanted, came, text)) is not None:
            self.box.load_text(words)
            self._send(words, confirmed | {came.question})
        elif wanted == "pause":
            self.action_pause()
        else:
            self.focus_box()

    async def _show_elsewhere(self, error: SaidElsewhere) -> None:
        """Show what was said in another window meanwhile; the words in the box stay."""
        now = await self.coach.in_practice(view_conversation, self.rehearsal)
        await self.query_one(Transcript).fill(now.turns)
        self._show_state(now.over, now.notice)
        self.coach.tell(error)

    async def _show_reply(self, came: ReplyView) -> None:
        await self.query_one(Transcript).add(came.turns)
        self.query_one("#no-real-cases").display = False
        self._show_state(came.over, came.notice)

    async def _show_distress(self) -> None:
        """Remove the practitioner's words, also from the undo history, and show words of care."""
        from coach.tui.dialogs.care import show_distress

        self.box.load_text("")
        match await self.app.push_screen_wait(show_distress(self.coach.care)):
            case "pause":
                self.action_pause()
            case "stop":
                self.action_stop()

    def _show_state(self, over: bool, notice: str) -> None:
        """Show the reply box or, once the conversation is over, the buttons that lead on.

        Args:
            over: Whether the conversation is over.
            notice: A sentence to show, such as that the rehearsal is not stored; empty for none.
        """
        if notice != self._notice:
            self._notice = notice
            line = self.query_one("#notice", Static)
            line.update(sanitize(notice))
            line.display = bool(notice)
        was_over = self.has_class("-over")
        self.set_class(over, "-over")
        if over and not was_over:
            # Not a button: an Enter that was meant for the reply would press it.
            self.query_one(Transcript).focus(scroll_visible=False)
        elif was_over and not over:
            self.box.focus()

    # --- The keys

    @work
    async def action_pause(self) -> None:
        """Cover the screen with calming words until the practitioner returns."""
        from coach.tui.dialogs.care import PauseDialog

        async with self._turn:
            sheet = self.app.push_screen(PauseDialog(self.coach.care), wait_for_dismiss=True)
            before = self.rehearsal.attempt
            await self.coach.in_practice(self.rehearsal.pause)
            wanted = await sheet
            await self.coach.in_practice(self.rehearsal.resume)
            if self.rehearsal.attempt != before:
                await self._show_elsewhere(SaidElsewhere())
        if wanted == "stop":
            self.action_stop()

    def on_screen_resume(self) -> None:
        """Focus the box when a dialog above the conversation closes."""
        if self.is_mounted and not self.has_class("-over"):
            self.focus_box()

    def action_kept_already(self) -> None:
        """Say that there is nothing to save, because each reply is stored when it is sent."""
        self.notify(self.rehearsal.once_kept(KEPT_ALREADY))

    @work
    async def action_skip(self) -> None:
        """Skip this reply; a skipped reply is never counted."""
        async with self._turn:
            try:
                await self._show_reply(await self.coach.in_practice(skip_reply, self.rehearsal))
            except SaidElsewhere as error:
                await self._show_elsewhere(error)
            self.focus_box()

    @on(Button.Pressed, "#take-back")
    @work
    async def action_take_back(self) -> None:
        """Take the last reply back, and put its words into the box."""
        async with self._turn:
            try:
                words = await self.coach.in_practice(self.rehearsal.take_back)
            except SaidElsewhere as error:
                await self._show_elsewhere(error)
                return
            await self.query_one(Transcript).take_back()
            self._show_state(False, self.rehearsal.notice)
            self.box.restore(words)

    @on(Button.Pressed, "#look-back")
    @work
    async def action_finish(self) -> None:
        """End the conversation, and open its debrief."""
        async with self._turn:
            if not await may_go(self.app, (self,)):
                return
            await self.coach.in_practice(self.rehearsal.finish)
        self.coach.open_debrief(self.rehearsal)

    @work
    async def action_stop(self) -> None:
        """Leave the conversation, after asking whether to store the rehearsal or forget it.

        A rehearsal that is to be forgotten is asked about a second time.
        """
        from coach.tui.dialogs.confirm import STOP, confirm_keeping_nothing, show_closing
        from coach.tui.dialogs.dialog import Dialog

        wanted = await self.app.push_screen_wait(Dialog(STOP))
        replies = len(self.rehearsal.attempt.replies())
        if wanted == "nothing" and (replies or self.unkept()):
            wanted = await self.app.push_screen_wait(Dialog(confirm_keeping_nothing(replies)))
        if wanted is None or (wanted == "keep" and not await may_go(self.app, (self,))):
            return
        async with self._turn:
            try:
                await self.coach.in_practice(self.rehearsal.stop, keep=wanted == "keep")
            except SaidElsewhere as error:
                await self._show_elsewhere(error)
                return
        kept, not_kept = wanted == "keep", self.rehearsal.not_kept
        await self.app.push_screen_wait(
            Dialog(show_closing(self.coach.care, self.coach.closing_words, kept=kept, not_kept=not_kept))
        )
        self.coach.go_home()

    @work
    async def action_why(self) -> None:
        """Explain why the family answered the last reply as it did."""
        from coach.tui.dialogs.confirm import explain_answer
        from coach.tui.dialogs.dialog import Dialog

        self.app.push_screen(Dialog(explain_answer(await self.coach.in_practice(self.rehearsal.why_in_words))))

    async def action_earlier(self) -> None:
        """Show earlier lines of the transcript."""
        await self.query_one(Transcript).earlier()

    @on(Button.Pressed, "#leave")
    def leave(self) -> None:
        """Go to the home page; the rehearsal stays stored."""
        self.ask_first(self.coach.go_home)
