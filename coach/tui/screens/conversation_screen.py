"""The conversation: the family's lines, the practitioner's replies, and a reply box."""

import asyncio
from time import monotonic

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Button, Static, TextArea

from coach.errors import SaidElsewhere
from coach.language.catalogue import say
from coach.model.exercise import Exercise
from coach.model.submission import OwnWords
from coach.page_words import EMPTY, KEPT_ALREADY, NO_REAL_CASES
from coach.practice.conversation_view import ReplyView, send_reply, skip_reply, view_conversation
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Distress, Question, is_long_reply
from coach.rehearsal.explain import describe_progress
from coach.supervision.exercise_cards import describe_exercise
from coach.supervision.reflection import list_own_words_before
from coach.tui.base_app import Page
from coach.tui.cards import draw_brief
from coach.tui.commands import make_bindings
from coach.tui.compat import lay_out_once
from coach.tui.dialogs.dialog import DialogText, ask_about_unsaid_line, may_go
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.notices import AnswerLine, EndOffer
from coach.tui.widgets.reply_input import ReplyBox
from coach.tui.widgets.transcript import Transcript

BREATH, PAUSE = 0.15, 0.45
"""Seconds without a key after which the words in the box are read ahead: after the end of a sentence, and else."""
UNSENT_FOR = 2.0
"""Seconds after the last key from which a line that is not sent is kept, in case its window closes."""
IN_SIGHT = 0.7
"""Seconds after which Enter at an ending looks back: one that comes sooner was meant for a reply."""
ROOM_FOR_SIDE = 110
"""Columns from which the brief has room beside the conversation."""
TOO_LATE_TO_WAIT = "That line can't be kept: it is too long, or the conversation was ended or forgotten elsewhere."


class ConversationScreen(Page):
    """The conversation of one rehearsal.

    Everything that changes the rehearsal takes the lock `_turn` first, one action at a time.
    """

    WHERE = "conversation"
    HELP = """\
Type what you would say, in your own words and your own way of speaking. Spelling does not matter. Enter sends.

What you say decides what they say next. There is no right line.

The line above says how far it is. Brief shows again who you are, what people are worried about, and what you want \
to practise. Page up and Page down, and the arrow keys while the box is empty, go through what was said.

Their lines come one after another; any key shows the rest. The settings turn that off.

Pause clears the screen. Skip moves on without a word and is never counted. Take back gives you your last line to \
say differently. Stop asks whether to keep it, and leaves. Debrief asks whether to end here, and looks back. What you \
said is kept as you go."""
    BINDINGS = make_bindings("conversation")
    AUTO_FOCUS = "#box"

    def __init__(self, rehearsal: Rehearsal, draft: str = "") -> None:
        super().__init__()
        lay_out_once(self)
        self.rehearsal = rehearsal
        self.draft = draft
        self._turn = asyncio.Lock()
        self._line = asyncio.Lock()
        """Taken while the line in the box is kept unasked: a reply need not wait for that."""
        self._sending = ""
        """The line that is being sent: it is no unsent one, though it stands in the box until it has its answer."""
        self._notice = ""
        self._ends = False
        """Whether the conversation is about to end, so that no line can wait in its box."""
        self._pause: Timer | None = None
        self._unsent: Timer | None = None
        """Runs until the line in the box is kept, in case its window closes."""
        self._is_kept = False
        """Whether such a line is kept now."""
        self._keeps_lines = True
        """Whether such a line may be kept: not once it was dropped, or the rehearsal with it."""
        self._exercise: Exercise | None = None
        self._over_since = 0.0
        self._to_come: tuple[bool, str] | None = None
        """Whether it is over, and the notice, once all lines are shown."""

    def compose(self) -> ComposeResult:
        dialogue = self.rehearsal.script.dialogue
        with VerticalScroll(id="side"):
            yield Static("", id="side-words", markup=False)
        with Vertical(id="column"):
            yield Static(Content(sanitize(f"{dialogue.title}  -  {dialogue.you_are}")), classes="title")
            yield Static("", id="how-far", markup=False)
            yield Transcript()
            yield AnswerLine()
            yield Static("", id="notice", markup=False)
            yield EndOffer(self.rehearsal)
            with VerticalGroup(id="saying"):
                yield Static(say(NO_REAL_CASES), id="no-real-cases")
                with HorizontalGroup():
                    # Who types on at once begins a new sentence.
                    yield ReplyBox(f"{self.draft} " if self.draft else "")
                    yield Button(say("Send"), id="send", classes="main")
            with HorizontalGroup(id="ended", classes="buttons"):
                yield Button(say("Look back on it"), id="look-back", classes="main")
                yield Button(say("Take back"), id="take-back")
                yield Button(say("Start page"), id="leave")
        # On a small terminal a newcomer finds here how to ask why; F1 lists the others.
        yield Keys("skip", "take_back")

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
            if key := self.rehearsal.beginning.exercise:
                self._exercise = await self.coach.in_practice(self.coach.inbox.find_exercise, key)
            await self.query_one(Transcript).fill(now.turns)
            self.query_one("#no-real-cases").display = len(now.turns) == 1
            self._show_state(now.over, now.notice)
            self._show_progress()
            if not (self.draft or now.over):
                self.box.restore(await self.coach.in_practice(self._take_kept_line))
        await self.query_one(Transcript).prepare_next()
        await self.coach.in_practice(self.rehearsal.prepare_answers)
        self.coach.settle_down()

    def _take_kept_line(self) -> str:
        """Take the line that was kept when this was left; it is in the box alone then."""
        if line := self.rehearsal.draft:
            self.rehearsal.keep_draft("")
        return line

    # --- Reading ahead: what was read while its writer paused has its answer at once

    @on(TextArea.Changed, "#box")
    def begin_pause(self) -> None:
        """Forget what was read of other words, and wait for a pause."""
        self.rehearsal.forget_ahead()
        if self._pause is not None:
            self._pause.stop()
        ends = self.box.text.rstrip("\"'”’) \n").endswith((".", "?", "!", "…"))
        self._pause = self.set_timer(BREATH if ends else PAUSE, self._read_ahead)
        self._keeps_lines = True
        if self._unsent is not None:
            self._unsent.stop()
        self._unsent = self.set_timer(UNSENT_FOR, self._keep_unsent)

    @work
    async def _keep_unsent(self) -> None:
        async with self._line:
            await self.keep_in_time()

    async def keep_in_time(self) -> None:
        """Store the line in the box unasked, or that there is none any more.

        Where the rehearsal is stored nowhere, the line is not either. A gate may refuse it.
        """
        words = self._find_unsaid_line()
        if self._sending:
            words = words.removeprefix(self._sending).strip()
        if self._keeps_lines and (words or self._is_kept) and not self.rehearsal.not_kept:
            await self.coach.in_practice(self.rehearsal.keep_draft, words)
            self._is_kept = bool(words)

    def _find_unsaid_line(self) -> str:
        """Return the line in the box; empty where it holds none."""
        # The words of a line that is said again were offered, and not typed: they wait all the same.
        is_offered = bool(self.draft) and self.box.text.strip() == self.draft.strip()
        return self.box.text if is_offered or self.unkept() else ""

    @work
    async def _read_ahead(self) -> None:
        if not self._turn.locked():
            await self.coach.in_practice(self.rehearsal.read_ahead, self.box.text.rstrip())

    @work
    async def _prepare_next_answer(self) -> None:
        """Make ready what the next answer is drawn in, and what the next reply is compared with."""
        self._show_progress()
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
        self.show_rest()
        if self._turn.locked() or self.has_class("-over"):
            return
        if not self.box.text.strip():
            self.answer(say(EMPTY))
        elif is_long_reply(self.box.text):
            self._send_if_meant(self.box.text.rstrip())
        else:
            self._send(self.box.text.rstrip())

    @work(exclusive=True, group="asking")
    async def _send_if_meant(self, text: str) -> None:
        """Ask whether a text as long as a pasted page is to be said; it stays in the box until then."""
        from coach.practice.question_texts import SAY, ask_about_long_reply
        from coach.tui.dialogs.care import make_dialog
        from coach.tui.dialogs.dialog import Dialog

        if await self.app.push_screen_wait(Dialog(make_dialog(ask_about_long_reply(text)))) == SAY:
            self._send(text)

    @work
    async def _send(self, text: str, confirmed: frozenset[Question] = frozenset()) -> None:
        async with self._turn:
            self._sending = text
            try:
                came = await self.coach.in_practice(send_reply, self.rehearsal, text, confirmed)
            except SaidElsewhere as error:
                await self._show_elsewhere(error)
                return
            finally:
                self._sending = ""
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
        from coach.practice.question_texts import words_after
        from coach.tui.dialogs.care import ask_about_words
        from coach.tui.dialogs.dialog import Dialog

        question = Dialog(ask_about_words(came, text, self.coach.care))
        wanted = await self.app.push_screen_wait(question)
        meanwhile = self.box.text.removeprefix(text) + question.typed_meanwhile
        words = words_after(wanted, came, text)
        self.box.load_text((text if words is None else words) + meanwhile)
        self.box.move_cursor(self.box.document.end)
        if words is not None:
            self._send(words, confirmed | {came.question})
        elif wanted == "pause":
            self.action_pause()
        else:
            self.focus_box()

    async def _show_elsewhere(self, error: SaidElsewhere) -> None:
        """Show what was said in another window meanwhile; the words in the box stay."""
        self._to_come = None
        now = await self.coach.in_practice(view_conversation, self.rehearsal)
        await self.query_one(Transcript).fill(now.turns)
        self._show_state(now.over, now.notice)
        self._show_progress()
        self.coach.tell(error)

    async def _show_reply(self, came: ReplyView) -> None:
        settings = self.coach.settings
        one_by_one = settings.pace == "spoken" and not self.coach.still and self.app.animation_level != "none"
        self.query_one("#no-real-cases").display = False
        for line in self.query(AnswerLine):
            line.put_away()
        if await self.query_one(Transcript).add(came.turns, one_by_one=one_by_one):
            self._to_come = came.over, came.notice
            self.box.reports_key = True
        else:
            self._show_state(came.over, came.notice)

    @on(ReplyBox.KeyPressed)
    def show_rest(self) -> None:
        """Show the lines that are still to come at once."""
        self.query_one(Transcript).show_rest()
        self._show_what_came()

    @on(Transcript.AllShown)
    def _show_what_came(self) -> None:
        """Show how the conversation stands, once all that was said is shown."""
        self.box.reports_key = False
        if self._to_come is not None:
            (over, notice), self._to_come = self._to_come, None
            self._show_state(over, notice)

    def on_key(self, event: events.Key) -> None:
        """Show the lines that are still to come by any key; at the end, Enter looks back."""
        if event.key == "enter" and self.focused is self.query_one(Transcript) and self._may_look_back():
            self.action_finish()
        self.show_rest()

    def _may_look_back(self) -> bool:
        """Whether the ending was in sight long enough that Enter is meant for its framed button."""
        return self.has_class("-over") and monotonic() - self._over_since >= IN_SIGHT

    def answer(self, words: str) -> bool:
        """Show a short result above the box, where it covers nothing."""
        for line in self.query(AnswerLine):
            line.say(words)
        return True

    # --- How far it is, and the brief

    def _show_progress(self) -> None:
        """Show how far the conversation is, and what the practitioner wants to practise."""
        asked_for = self._exercise.replies if self._exercise else 0
        far = describe_progress(self.rehearsal.script, self.rehearsal.story, asked_for)
        practising = (
            f" · {say('practising: {intention}', intention=intention)}"
            if (intention := self.rehearsal.beginning.intention)
            else ""
        )
        self.query_one("#how-far", Static).update(Content(sanitize(far + practising)), layout=False)

    def _list_brief(self) -> tuple[Content, str, str, tuple[OwnWords, ...]]:
        """Return the brief, the practice intention, the exercise, and the words kept before."""
        exercise = describe_exercise(self._exercise, self.coach.practice.library) if self._exercise else ""
        own = list_own_words_before(self.rehearsal.story)
        return draw_brief(self.rehearsal.script.dialogue), self.rehearsal.beginning.intention, exercise, own

    @work
    async def action_read_brief(self) -> None:
        """Show the brief beside the conversation where there is room for two, or over it."""
        from coach.tui.dialogs.confirm import list_brief, show_brief
        from coach.tui.dialogs.dialog import Dialog

        brief = await self.coach.in_practice(self._list_brief)
        if self.size.width < ROOM_FOR_SIDE:
            self.app.push_screen(Dialog(show_brief(*brief)))
            return
        self.query_one("#side-words", Static).update(Content("\n\n").join(list_brief(*brief)))
        self.toggle_class("-side")
        self.focus_box()

    def on_resize(self, event: events.Resize) -> None:
        """Close the brief beside the conversation where there is no more room for it."""
        if event.size.width < ROOM_FOR_SIDE:
            self.remove_class("-side")

    def action_turn_page(self, pages: int) -> None:
        """Scroll the transcript by pages; at its top, bring what was said before that."""
        if pages < 0 and self.query_one(Transcript).has_earlier:
            self.run_worker(self.query_one(Transcript).earlier())
        else:
            super().action_turn_page(pages)

    async def _show_distress(self) -> None:
        """Remove the practitioner's words, also from the undo history, and show words of care."""
        from coach.tui.dialogs.care import show_distress

        self.box.load_text("")
        await self.keep_in_time()  # the first words may have been kept while the practitioner paused
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
        self.query_one(EndOffer).show_now()
        was_over = self.has_class("-over")
        self.set_class(over, "-over")
        if over and not was_over:
            self._over_since = monotonic()
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
        self.notify(self.rehearsal.once_kept(say(KEPT_ALREADY)))

    @work
    async def action_skip(self) -> None:
        """Skip this reply; a skipped reply is never counted."""
        async with self._turn:
            try:
                await self._show_reply(await self.coach.in_practice(skip_reply, self.rehearsal))
                self._show_progress()
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
            self._to_come = None
            await self.query_one(Transcript).take_back()
            self._show_state(False, self.rehearsal.notice)
            self._show_progress()
            self.box.restore(words)

    @on(Button.Pressed, "#look-back")
    @work
    async def action_finish(self) -> None:
        """End the conversation, after asking once whether to, and open its debrief."""
        from coach.tui.dialogs.confirm import ask_to_end
        from coach.tui.dialogs.dialog import Dialog

        # Words in the box are asked about anyway, and one question is enough.
        asks = not (self.has_class("-over") or self.unkept())
        if asks and await self.app.push_screen_wait(Dialog(ask_to_end())) != "end":
            return
        async with self._turn:
            self._ends = True
            try:
                if not await may_go(self.app, (self,)):
                    return
            finally:
                self._ends = False
            await self.coach.in_practice(self.rehearsal.finish)
        self.coach.open_debrief(self.rehearsal)

    def may_keep(self) -> bool:
        return not self._ends

    def make_unkept_question(self) -> DialogText:
        return ask_about_unsaid_line(can_keep=self.may_keep())

    async def drop_typed(self) -> None:
        """Take the line away that was kept while it stood in the box."""
        self._keeps_lines = False
        await self.coach.in_practice(self.rehearsal.keep_draft, "")

    async def keep_typed(self) -> bool:
        """Store the line in the box for when the conversation goes on; a gate may ask first."""
        from coach.practice.question_texts import words_after
        from coach.tui.dialogs.care import ask_about_unsaid_words
        from coach.tui.dialogs.dialog import Dialog

        words, confirmed = self.box.text, frozenset[Question]()
        self._keeps_lines = False  # the line is not kept unasked meanwhile, nor is its place emptied
        while stopped := await self.coach.in_practice(self.rehearsal.keep_draft, words, confirmed):
            if isinstance(stopped, Distress):
                self._keeps_lines = True
                await self._show_distress()
                return False
            question = Dialog(ask_about_unsaid_words(stopped, words, self.coach.care))
            wanted = await self.app.push_screen_wait(question)
            kept = words_after(wanted, stopped, words)
            if kept is None:
                self._keeps_lines = True
                if wanted == "pause":
                    self.action_pause()
                return False
            words, confirmed = kept, confirmed | {stopped.question}
        if await self.coach.in_practice(lambda: self.rehearsal.draft) == words:
            return True
        self._keeps_lines = True
        self.notify(say(TOO_LATE_TO_WAIT), timeout=6)
        return False

    @work
    async def action_stop(self) -> None:
        """Leave the conversation, after asking whether to store the rehearsal or forget it.

        What is to be forgotten is asked about a second time; attempts before this one stay.
        """
        from coach.tui.dialogs.confirm import ask_to_stop, confirm_keeping_nothing
        from coach.tui.dialogs.dialog import Dialog

        earlier = self.rehearsal.earlier_attempts
        wanted = await self.app.push_screen_wait(Dialog(ask_to_stop(earlier)))
        replies = self.rehearsal.replies_at_stake
        at_stake = bool(replies) or self.unkept()
        if wanted == "nothing" and at_stake:
            wanted = await self.app.push_screen_wait(Dialog(confirm_keeping_nothing(replies, earlier)))
        if wanted is None or (wanted == "keep" and not await may_go(self.app, (self,))):
            return
        async with self._turn:
            self._keeps_lines = False
            try:
                await self.coach.in_practice(self.rehearsal.stop, keep=wanted == "keep")
            except SaidElsewhere as error:
                self._keeps_lines = True
                await self._show_elsewhere(error)
                return
        self.settle(self.box)  # what became of the line in it was decided: the closing page asks nothing of it
        await self._close(kept=wanted == "keep", may_undo=at_stake and wanted != "keep", earlier=earlier)

    async def _close(self, *, kept: bool, may_undo: bool = False, earlier: int = 0) -> None:
        """Show the closing page, which can bring back once what was not to be kept, and go home.

        The line that stood in the box comes back with it.
        """
        from coach.tui.dialogs.confirm import show_closing
        from coach.tui.dialogs.dialog import Dialog

        care, not_kept = self.coach.care, self.rehearsal.not_kept
        words = say(self.coach.closing_words)
        waits = kept and bool(await self.coach.in_practice(lambda: self.rehearsal.draft))
        closing = show_closing(
            care, words, kept=kept, not_kept=not_kept, may_undo=may_undo, earlier=earlier, line_waits=waits
        )
        if await self.app.push_screen_wait(Dialog(closing)) == "undo":
            await self.coach.in_practice(self.rehearsal.keep_after_all)
            if self.box.text.strip():
                await self.keep_typed()
            await self._close(kept=True)
        else:
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
