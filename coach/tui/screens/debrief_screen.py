"""The debrief of an attempt: read, answered, submitted to supervision, or said again."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from textual import work
from textual.app import ComposeResult
from textual.widgets import Input

from coach.debrief.report import Debrief, VerdictMark
from coach.errors import NotNow, SaidElsewhere
from coach.model.events import Event
from coach.model.exercise import USUAL_MODEL, Exercise
from coach.options import RehearseOptions
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED
from coach.supervision.reflection import KEPT_UNDER
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.confirm import (
    confirm_forgetting,
    confirm_withdrawing,
    explain_answer,
    show_message,
    show_silences,
)
from coach.tui.dialogs.dialog import Dialog, may_go, text_of
from coach.tui.dialogs.file_import import FileImportDialog
from coach.tui.dialogs.save import ExportDialog, save_own_record
from coach.tui.dialogs.self_reflection import OwnPictureDialog
from coach.tui.dialogs.verdicts import DisputeDialog, OwnWord
from coach.tui.send_reply import DetailCheck
from coach.tui.services import find_reviews
from coach.tui.widgets.debrief_page import FitAnswer, Thought
from coach.tui.widgets.debrief_tabs import DebriefTabs, LookState, OutcomeCard, list_outcomes
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.notices import NotKeptLine
from coach.tui.widgets.text import Prose
from coach.tui.widgets.transcript import can_say_again, find_reply

WHICH = "Choose what to withdraw with Tab, then press it again."


class DebriefScreen(Page):
    """The debrief of one attempt of a rehearsal."""

    WHERE = "debrief"
    HELP = """\
Looking back begins with how openly race, culture and the family's experience of racism were explored in this \
conversation, in words, with the lines that show it. Then come the moments, three points at most, and a question \
you could take to supervision.

The conversation has the coach's notes beside your lines. Go from line to line with the arrow keys, or click one. \
Say it again goes back to just before that line, with your words in the box to change; this attempt is kept. If a \
note is not what you meant, say so: your word stands in your debrief, and both stay visible.

Where the coach wasn't certain it asks: press y if it fits, n if it is not what you meant, or leave it.

Bring chooses what of it to take to supervision, if anything. “Brought” has what you brought and what came back; \
you can withdraw it there, and give your own word on a supervisor's.

What a family kept to itself is shown only if you ask. The coach reads words. It can't hear you, it will miss things, \
and it sometimes misreads."""
    BINDINGS = make_bindings("debrief")
    AUTO_FOCUS = None
    CAN_KEEP = True

    def __init__(self, rehearsal: Rehearsal, attempt: int = 0, *, brought: bool = False) -> None:
        """Make the screen for an attempt.

        Args:
            rehearsal: The rehearsal to look back on.
            attempt: The attempt's number; 0 for the last one.
            brought: Whether the debrief opens at its submissions.
        """
        super().__init__()
        self.rehearsal = rehearsal
        self.attempt = attempt or rehearsal.attempt.number
        self.exercise: Exercise | None = None
        self.debrief: Debrief | None = None
        self._to_brought = brought
        self._detail_check = DetailCheck()
        self._seen: tuple[Event, ...] = ()
        """The events at the time the debrief was last shown."""
        self._looked = LookState.NO_STORE
        self._showing = asyncio.Lock()

    def compose(self) -> ComposeResult:
        yield Prose(self.rehearsal.script.dialogue.title, "Looking back:", classes="title")
        yield NotKeptLine(self.rehearsal)
        yield DebriefTabs(self.rehearsal.story)
        yield Keys()

    def on_mount(self) -> None:
        if self.coach.shared:
            self._looked = LookState.LOOKING
            self.look()
        self.show_anew()

    @work(group="show")
    async def show_anew(self) -> None:
        """Build the debrief again, and show it."""
        await self.coach.wait_until_open()
        async with self._showing:
            rehearsal, began = self.rehearsal, self.rehearsal.story.began
            self._seen = rehearsal.events
            self.debrief = await self.coach.in_practice(rehearsal.debrief, self.attempt)
            if began and began.exercise and self.exercise is None:
                self.exercise = await self.coach.in_practice(self.coach.inbox.find_exercise, began.exercise)
            brought = await self.coach.in_practice(list_outcomes, rehearsal), self._looked
            self.query_one(NotKeptLine).show_now()
            tabs = self.query_one(DebriefTabs)
            await tabs.show(self.debrief, rehearsal.story, self.coach.care, self.exercise, brought)
            if self._to_brought:
                last = rehearsal.story.came_back[-1:]
                tabs.to_brought(last[0].response.brought if last else "")
                self._to_brought = False

    @work(group="show")
    async def show_brought(self) -> None:
        """Update the tab of submissions alone, because a box on another tab may hold typed words."""
        async with self._showing:
            self._seen = self.rehearsal.events
            brought = await self.coach.in_practice(list_outcomes, self.rehearsal)
            await self.query_one(DebriefTabs).show_brought((brought, self._looked))

    # --- Changing the rehearsal

    @work(group="change")
    async def change(self, change: Callable[[], None], said: str) -> None:
        """Change the rehearsal and show its debrief again; no later action cancels the change.

        Args:
            change: The change, called in the practice's thread.
            said: The sentence that says what was done.
        """
        await self.coach.in_practice(change)
        self.notify(self.rehearsal.once_kept(said))
        self.show_anew()

    def _dispute(self, word: OwnWord, attempt: int = 0) -> None:
        mark, attempt = word.mark, attempt or self.attempt
        self.change(
            lambda: self.rehearsal.dispute(mark.reply, mark.criterion, word.stance, word.note, attempt, ASKED),
            "Your word stands. The debrief is made again with it.",
        )

    @work(exclusive=True, group="asking")
    async def ask_for_word(self, marks: tuple[VerdictMark, ...], attempt: int = 0, supervisor: str = "") -> None:
        """Ask for the practitioner's own word on one of the verdicts, and store it.

        A word that is changed because of a real person's detail is there again in the next dialog.

        Args:
            marks: The verdicts to choose from.
            attempt: The attempt they are of; 0 for the one that is shown.
            supervisor: What a supervisor said of the verdict, if a review did.
        """
        word: OwnWord | None = None
        while word := await self.app.push_screen_wait(DisputeDialog(marks, word, supervisor)):
            if looked_over := await self._check_details(word.note):
                self._dispute(replace(word, note=looked_over[0]), attempt)
                return

    async def _check_details(self, words: str) -> tuple[str] | None:
        """Return words as they may be stored, in a tuple of one; None to let the user change them."""
        known = await self.coach.in_practice(self.coach.practice.known_words, self.rehearsal.script)
        looked_over = await self._detail_check.check(self, {0: words}, known)
        return None if looked_over is None else (looked_over[0],)

    def on_screen_resume(self) -> None:
        """Show the debrief again if another screen has changed the rehearsal."""
        if self._seen and self.rehearsal.events is not self._seen:
            self.show_anew()

    # --- Answering the coach

    def on_fit_answer(self, event: FitAnswer) -> None:
        """Store the practitioner's answer whether an uncertain verdict fits."""
        self._dispute(OwnWord(event.mark, event.stance, ""))

    @work(exclusive=True, group="asking")
    async def on_thought(self, event: Thought) -> None:
        """Store the practitioner's thought; if it is to be changed first, it stays in its box."""
        if kept := await self._check_details(event.words):
            self.query_one(f"#thought-{event.on}", Input).value = ""
            self.change(lambda: self.rehearsal.reflect(event.on, kept[0], ASKED), "Kept with this rehearsal.")

    async def keep_typed(self) -> bool:
        """Store the thoughts typed in boxes, and return whether all of them are stored."""
        for box in self.find_typed():
            if (kept := await self._check_details(text_of(box))) is None:
                return False
            on = str(box.id).removeprefix("thought-")
            await self.coach.in_practice(self.rehearsal.reflect, on, kept[0], ASKED)
            self.settle(box)
        return True

    def action_dispute(self, reply: int = 0) -> None:
        """Ask for the practitioner's word on the verdicts of a reply; 0 stands for the chosen reply."""
        chosen = reply or self.query_one(DebriefTabs).choose_reply()
        marks = tuple(mark for mark in (self.debrief.marks if self.debrief else ()) if mark.reply == chosen)
        if marks:
            self.ask_for_word(marks)
        elif chosen:
            self.notify("The coach read nothing into that line, so there is nothing to answer.")
        else:
            self.notify("Choose the line whose note you want to answer, then press it again.", timeout=3)

    # --- Thinking about it

    def action_reflect(self) -> None:
        """Open the questions of the exercise's reflection model, or of the usual model."""
        model = self.exercise.reflection if self.exercise else USUAL_MODEL
        self.coach.open_reflection(self.rehearsal, model)

    @work(exclusive=True, group="asking")
    async def action_own_picture(self) -> None:
        """Ask about the practitioner's own picture of the family, and store the answers they choose."""
        before: dict[str, tuple[str, ...]] = {}
        for event in self.rehearsal.story.reflected:
            key = event.on.removeprefix(KEPT_UNDER)
            before[key] = (*before.get(key, ()), event.words)
        known = await self.coach.in_practice(self.coach.practice.known_words, self.rehearsal.script)
        sheet = OwnPictureDialog("after", before, {}, self.coach.settings, known)
        for question, words in (await self.app.push_screen_wait(sheet) or {}).items():
            await self.coach.in_practice(self.rehearsal.reflect, f"{KEPT_UNDER}{question}", words, ASKED)
            self.notify(self.rehearsal.once_kept("Kept with this rehearsal, for you alone."))

    # --- Supervision: what is brought, and what comes back

    def action_bring(self, what: str = "") -> None:
        """Open the page on which to choose what to submit to supervision."""
        self.coach.open_submission(self.rehearsal, self.attempt, what)

    def action_brought(self) -> None:
        """Show the tab with submissions and their reviews."""
        self.query_one(DebriefTabs).to_brought()

    def action_withdraw(self) -> None:
        """Withdraw the only submission, or show the tab of submissions to choose one."""
        if any(tabs.at_brought for tabs in self.query(DebriefTabs)):
            things = [card for card in self.query(OutcomeCard) if not card.thing.withdrawn]
            if len(things) == 1:
                things[0].action_withdraw()
            elif things:
                things[0].focus()
                self.notify(WHICH)

    @work(exclusive=True, group="asking")
    async def on_outcome_card_withdrawn(self, event: OutcomeCard.Withdrawn) -> None:
        """Withdraw a submission, after confirming."""
        thing, submission_service = event.thing, self.coach.submission_service
        if await self.app.push_screen_wait(Dialog(confirm_withdrawing(thing.event.to))):
            self.change(lambda: submission_service.withdraw(self.rehearsal, thing.brought.id), "Withdrawn.")

    def on_outcome_card_answering(self, event: OutcomeCard.Answering) -> None:
        """Ask for the practitioner's word on a supervisor's view; all three views stay visible."""
        thing = event.thing
        if mark := thing.mark(event.reply, event.criterion):
            self.ask_for_word((mark,), thing.attempt, thing.view_in_words(event.reply, event.criterion))

    @work(exclusive=True, group="asking")
    async def on_outcome_card_recording(self, event: OutcomeCard.Recording) -> None:
        """Show a draft for the practitioner's record of learning, which is saved for them alone."""
        submission_service = self.coach.submission_service
        draft = await self.coach.in_practice(submission_service.draft_learning_record, self.rehearsal, event.brought)
        if said := await self.app.push_screen_wait(save_own_record(submission_service, draft)):
            self.app.push_screen(Dialog(show_message("Saved", said)))

    @work(exclusive=True, group="looking")
    async def look(self) -> None:
        """Look for reviews in the team's store, silently if the store cannot be reached."""
        await self.coach.wait_until_open()
        if not (brought := tuple(event.brought.id for event in self.rehearsal.story.brought if event.to)):
            return
        reviews = await find_reviews(self.coach, brought)
        self._looked = LookState.AWAY if reviews is None else LookState.LOOKED
        if reviews:
            new = await self.coach.in_practice(self.coach.submission_service.keep_reviews, self.rehearsal, reviews)
            if new and not (self._to_brought or any(tabs.at_brought for tabs in self.query(DebriefTabs))):
                self.notify("Something came back from supervision. It stands under “Brought”.", timeout=8)
        self.show_brought()

    @work(group="change")
    async def action_look_for(self) -> None:
        """Fetch reviews from the team's store because the practitioner asked for it."""
        if not self.coach.submission_service.stores.has_team_store:
            self.notify("No team's store is in use here. What came back as a file is taken in as a file.")
            return
        new = await self.coach.in_practice(self.coach.submission_service.fetch, self.rehearsal)
        self.notify("Something came back." if new else "Nothing new came back yet.")
        self._to_brought, self._looked = True, LookState.LOOKED
        self.show_anew()

    @work(exclusive=True, group="asking")
    async def action_came_back(self) -> None:
        """Import a review from a file, and show the rehearsal it is about."""
        sheet = FileImportDialog.for_review(self.coach.submission_service)
        if not (rehearsal_id := await self.app.push_screen_wait(sheet)):
            return
        rehearsal = await self.coach.in_practice(self.coach.practice.go_on, rehearsal_id)
        if rehearsal_id != self.rehearsal.id:
            self.coach.open_debrief(rehearsal, brought=True)
            return
        self.rehearsal, self._to_brought = rehearsal, True
        self.notify("Taken in. It stands with what you brought.")
        self.show_anew()

    # --- Going on with the rehearsal

    def action_say_again(self, reply: int = 0) -> None:
        """Go back to just before a reply, with its old words in the box.

        The number 0 stands for the chosen reply.
        """
        story = self.rehearsal.story
        chosen = reply or self.query_one(DebriefTabs).choose_reply()
        if not chosen:
            self.notify("Choose the line you want to say again, then press it again.", timeout=3)
        elif can_say_again(story, self.attempt, chosen):
            self._go_back(chosen, find_reply(story, self.attempt, chosen), self.attempt)
        else:
            stops = story.stops() or "That line is no longer there"
            self.coach.tell(NotNow(f"{stops}.", "Look back on it as it was, or begin again from the start."))

    def action_from_start(self) -> None:
        """Begin another attempt from the start; this attempt stays stored."""
        story = self.rehearsal.story
        latest = story.attempt()
        if latest.exchanges and latest.exchanges[0].number and can_say_again(story, latest.number, 1):
            self._go_back(1, "")
        else:
            self._begin_anew()

    @work(exclusive=True, group="going")
    async def _go_back(self, reply: int, draft: str, attempt: int = 0) -> None:
        if not await may_go(self.app, (self,)):
            return
        try:
            await self.coach.in_practice(self.rehearsal.say_again, reply, attempt)
        except SaidElsewhere as error:
            self.coach.tell(error)
            self.show_anew()
            return
        self.coach.open_conversation(self.rehearsal, draft)

    @work(exclusive=True, group="going")
    async def _begin_anew(self) -> None:
        if not await may_go(self.app, (self,)):
            return
        began, begin = self.rehearsal.beginning, self.coach.practice.begin
        again = await self.coach.in_practice(
            begin,
            began.scenario,
            RehearseOptions.read_from(began),
            position=began.position,
            confirmed=ASKED,
        )
        self.coach.open_conversation(again)

    def action_look_at(self, attempt: int) -> None:
        """Show the debrief of another attempt."""
        self.attempt = attempt
        self.query_one(DebriefTabs).to_page()
        self.show_anew()

    def action_side_by_side(self) -> None:
        """Open the comparison of two attempts."""
        self.coach.open_comparison(self.rehearsal)

    def action_more(self) -> None:
        """Show or hide the part of the page behind "Show more"."""
        self.query_one(DebriefTabs).toggle_more()

    # --- Keeping, exporting, forgetting

    @work(exclusive=True, group="asking")
    async def action_why(self, reply: int) -> None:
        """Explain why the family answered a reply as it did."""
        self.app.push_screen(
            Dialog(explain_answer(await self.coach.in_practice(self.rehearsal.why_in_words, reply, self.attempt)))
        )

    @work(exclusive=True, group="asking")
    async def action_silent(self) -> None:
        """Show what the family kept silent about, because the practitioner asked for it.

        A silence is what the family keeps to itself until asked in a way that it can answer.
        """
        silences = await self.coach.in_practice(self.rehearsal.what_stayed_silent, self.attempt)
        self.app.push_screen(Dialog(show_silences(silences)))

    def action_export(self) -> None:
        """Open the dialog that saves or copies the rehearsal."""
        self.app.push_screen(ExportDialog.of(self.rehearsal))

    def action_keep(self) -> None:
        """Keep the rehearsal beyond thirty days, or end that."""
        keep = not self.rehearsal.story.kept
        said = "Kept. It stays until you forget it." if keep else "It goes by itself after thirty days."
        self.change(lambda: self.rehearsal.keep(keep), said)

    @work(exclusive=True, group="asking")
    async def action_forget(self) -> None:
        """Delete the rehearsal, after confirming."""
        title = self.rehearsal.script.dialogue.title
        if await self.app.push_screen_wait(
            Dialog(confirm_forgetting(f"Forget this rehearsal of “{title}”?", shared=self.coach.shared))
        ):
            await self.coach.in_practice(self.coach.practice.forget, self.rehearsal.id)
            self.notify("Forgotten.")
            self.coach.go_home()
