"""The debrief of an attempt: read, answered, submitted to supervision, or said again."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from coach.debrief.attempt_pairs import can_go_to_start, can_say_again, find_reply
from coach.debrief.first_page import DebriefPage
from coach.debrief.page_builder import read_answers
from coach.debrief.render import lay_out_more, word_picture
from coach.debrief.report import INTENTION, Debrief, VerdictMark, combine_reflections
from coach.errors import NotNow, SaidElsewhere
from coach.language.catalogue import say
from coach.model.events import Event
from coach.model.exercise import USUAL_MODEL, Exercise
from coach.options import RehearseOptions
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED
from coach.supervision.desk_texts import MY_ANSWER
from coach.supervision.outcomes import LookState, list_outcomes
from coach.supervision.reflection import KEPT_UNDER, group_by_question, list_own_words_before, make_question_key
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.detail_check import DetailCheck
from coach.tui.dialogs.confirm import (
    confirm_forgetting_rehearsal,
    confirm_withdrawing,
    explain_answer,
    explain_talk,
    show_blocks,
    show_message,
    show_own_words,
    show_reading,
    show_silences,
)
from coach.tui.dialogs.dialog import Dialog, may_go, text_of
from coach.tui.dialogs.file_import import FileImportDialog
from coach.tui.dialogs.menu import MenuDialog
from coach.tui.dialogs.save import ExportDialog, hand_to_another, save_own_record
from coach.tui.dialogs.self_reflection import FirstAnswersDialog, OwnPictureDialog
from coach.tui.dialogs.verdicts import CommentDialog, DisputeDialog, OwnWord
from coach.tui.services import find_reviews, find_stranded
from coach.tui.widgets.card_list import CardList
from coach.tui.widgets.debrief_page import FitAnswer, LookingBackContent, Thought
from coach.tui.widgets.debrief_tabs import DebriefTabs, OutcomeCard, find_focused_reply, list_debrief_entries
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.notices import NotKeptLine
from coach.tui.widgets.picture_strip import PictureStrip
from coach.tui.widgets.text import Prose

NO_OTHER = "Your team's store has no other supervisor. You can withdraw it, or bring it as a file."
WHICH = "Choose what to withdraw with Tab, then press w again."


class DebriefScreen(Page):
    """The debrief of one attempt of a rehearsal."""

    WHERE = "debrief"
    HELP = """\
Looking back begins with you: which line you would stand by, and which you would take back. Then comes the \
conversation as a picture, with one mark for each of your replies. It shows what they did straight after. It is no \
score of you.

Go along the picture with the arrow keys, or click a mark: what was said there stands below it, or beside it on a wide \
screen. Enter shows it in the conversation, with the coach's notes. Say again goes back to just before that line, with \
your words in the box to change. This attempt is kept.

Up and down go from card to card. Enter opens one. Each has whole lines of the conversation. If a card is not so, \
press n: it is marked so, and both readings are kept. Pressing n again puts it back. The next time it stands last.

The digits 1 to 4 choose a tab. More has everything else: how you talk, what stayed silent, attempts side by side, \
bringing it to supervision. You choose what to bring, if anything. “Brought” has what you brought and what came \
back. You can withdraw it there.

The coach reads words. It can't hear you, it will miss things, and it sometimes misreads."""
    BINDINGS = make_bindings("debrief")
    AUTO_FOCUS = None
    CAN_KEEP = True

    def __init__(
        self,
        rehearsal: Rehearsal,
        attempt: int = 0,
        *,
        brought: bool = False,
        asks_first: bool = False,
        page: DebriefPage | None = None,
    ) -> None:
        """Make the screen for an attempt.

        Args:
            rehearsal: The rehearsal to look back on.
            attempt: The attempt's number; 0 for the last one.
            brought: Whether the debrief opens at its submissions.
            asks_first: Whether the practitioner is asked for their own two lines before the page is shown.
            page: The first page, where it is built already.
        """
        super().__init__()
        self.rehearsal = rehearsal
        self.attempt = attempt or rehearsal.attempt.number
        self.exercise: Exercise | None = None
        self.debrief: Debrief | None = None
        self.page: DebriefPage | None = None
        self._built = page if page and not asks_first else None
        """The page that was built before the screen was opened, until it is shown."""
        self._to_brought = brought
        self._asks_first = asks_first
        self._detail_check = DetailCheck()
        self._seen: tuple[Event, ...] = ()
        """The events at the time the debrief was last shown."""
        self._looked = LookState.NO_STORE
        self._stranded: frozenset[str] = frozenset()
        """Submissions that nobody can read, since their supervisor has left the team's store."""
        self._showing = asyncio.Lock()

    def compose(self) -> ComposeResult:
        yield Prose(self.rehearsal.script.dialogue.title, say("Looking back:"), classes="title")
        yield NotKeptLine(self.rehearsal)
        yield DebriefTabs(self.rehearsal.story)
        yield Keys()

    def on_mount(self) -> None:
        if self.coach.shared:
            self._looked = LookState.LOOKING
            self.look()
        story = self.rehearsal.story
        is_answered = read_answers(story, self.attempt).is_given
        if self._asks_first and story.attempt(self.attempt).replies() and not is_answered:
            # The page is shown once, with the answers: who has begun to read it would find it changed.
            self.action_answer_first(then_show=True)
            self.prepare()
        else:
            self.show_anew()

    @work(group="prepare")
    async def prepare(self) -> None:
        """Work out what takes long while the practitioner answers: the page comes sooner."""
        await self.coach.wait_until_open()
        await self.coach.in_practice(self.rehearsal.page, self.attempt)

    @work(group="show")
    async def show_anew(self) -> None:
        """Build the debrief again, and show it."""
        await self.coach.wait_until_open()
        async with self._showing:
            rehearsal, began = self.rehearsal, self.rehearsal.story.began
            self._seen = rehearsal.events
            if (page := self._built) is None:
                page = await self.coach.in_practice(rehearsal.page, self.attempt)
            self.page, self._built = page, None
            if began and began.exercise and self.exercise is None:
                self.exercise = await self.coach.in_practice(self.coach.inbox.find_exercise, began.exercise)
            self.query_one(NotKeptLine).show_now()
            self.refresh_bindings()  # it may be kept now, or no longer
            tabs = self.query_one(DebriefTabs)
            happened = combine_reflections(event.words for event in rehearsal.story.reflected if event.on == INTENTION)
            content = LookingBackContent(page, rehearsal.story, self.coach.care, happened, self.exercise)
            # The first page comes alone: the others may take a moment, and nobody waits for them.
            await tabs.show_page(content)
            await tabs.wait_until_drawn()
            self.debrief = await self.coach.in_practice(rehearsal.debrief, self.attempt)
            brought = await self.coach.in_practice(list_outcomes, rehearsal, self._stranded), self._looked
            await tabs.show_rest(self.debrief, rehearsal.story, brought)
            if self._to_brought:
                last = rehearsal.story.came_back[-1:]
                tabs.to_brought(last[0].response.brought if last else "")
                self._to_brought = False

    @work(group="show")
    async def show_brought(self) -> None:
        """Update the tab of submissions alone, because a box on another tab may hold typed words."""
        async with self._showing:
            self._seen = self.rehearsal.events
            brought = await self.coach.in_practice(list_outcomes, self.rehearsal, self._stranded)
            await self.query_one(DebriefTabs).show_brought((brought, self._looked))

    # --- The practitioner first

    @work(exclusive=True, group="asking")
    async def action_answer_first(self, *, then_show: bool = False) -> None:
        """Ask which lines the practitioner would stand by and take back; open the page with them.

        Args:
            then_show: Whether the page is not shown yet, and is to be whatever they answer.
        """
        story, practice = self.rehearsal.story, self.coach.practice
        find_known = partial(practice.known_words, self.rehearsal.script)
        sheet = FirstAnswersDialog(story.attempt(self.attempt), read_answers(story, self.attempt), find_known)
        answers = await self.app.push_screen_wait(sheet)
        if answers and answers.is_given:
            await self.coach.in_practice(self.rehearsal.answer_page, answers, self.attempt, ASKED)
            if not then_show:
                self.query_one(DebriefTabs).begin_anew()
            self.show_anew()
        elif then_show:
            self.show_anew()

    # --- Changing the rehearsal

    @work(group="change")
    async def change(self, change: Callable[[], object], said: str) -> None:
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
            say("Your word stands. The debrief is made again with it."),
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

    async def _check_details(self, words: str) -> dict[int, str] | None:
        """Return words as they may be stored, under the key 0; None to let the user change them."""
        known = await self.coach.in_practice(self.coach.practice.known_words, self.rehearsal.script)
        return await self._detail_check.check(self, {0: words}, known)

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Focus a widget; of a list of cards, which may be a long one, show the highlighted card."""
        cards = widget if scroll_visible and isinstance(widget, CardList) and widget is not self.focused else None
        super().set_focus(widget, scroll_visible and cards is None, from_app_focus)
        if cards:
            cards.show_highlighted()

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
            (box := self.query_one(f"#thought-{event.on}", Input)).value = ""
            for cards in box.ancestors:
                if isinstance(cards, CardList) and box is self.focused:
                    cards.take_focus_from(box)  # letters are keys again
            self.change(lambda: self.rehearsal.reflect(event.on, kept[0], ASKED), say("Kept with this rehearsal."))

    async def keep_typed(self) -> bool:
        """Store the thoughts typed in boxes, and return whether all of them are stored."""
        for box in self.find_typed():
            if (kept := await self._check_details(text_of(box))) is None:
                return False
            on = str(box.id).removeprefix("thought-")
            await self.coach.in_practice(self.rehearsal.reflect, on, kept[0], ASKED)
            self.settle(box)
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key for a note to the conversation: on the first page the same one is for cards."""
        elsewhere = action == "dispute" and not any(tabs.at_lines for tabs in self.query(DebriefTabs))
        if elsewhere or (action == "look_for" and not self.coach.shared):
            return False
        return super().check_action(action, parameters)

    def is_kept(self) -> bool:
        return self.rehearsal.story.kept

    def on_tabbed_content_tab_activated(self) -> None:
        """Show the keys of the tab that is active now."""
        self.refresh_bindings()

    def action_dispute(self, reply: int = 0) -> None:
        """Ask for the practitioner's word on the verdicts of a reply; 0 stands for the chosen reply."""
        chosen = reply or self.query_one(DebriefTabs).choose_reply()
        marks = tuple(mark for mark in (self.debrief.marks if self.debrief else ()) if mark.reply == chosen)
        if marks:
            self.ask_for_word(marks)
        elif chosen:
            self.notify(say("That line has no note to answer. How it is put, such as an open question, is no note."))
        else:
            self.notify(say("Choose the line whose note you want to answer, then press n again."), timeout=3)

    # --- Thinking about it

    def action_reflect(self) -> None:
        """Open the questions of the exercise's reflection model, or of the usual model."""
        model = self.exercise.reflection if self.exercise else USUAL_MODEL
        self.coach.open_reflection(self.rehearsal, model)

    @work(exclusive=True, group="asking")
    async def action_own_picture(self) -> None:
        """Ask about the practitioner's own picture of the family, and store the answers they choose."""
        before = group_by_question(self.rehearsal.story.reflected)
        known = await self.coach.in_practice(self.coach.practice.known_words, self.rehearsal.script)
        await self.app.push_screen_wait(
            OwnPictureDialog("after", before, {}, self.coach.settings, known, self._store_picture)
        )

    async def _store_picture(self, answers: Mapping[str, str]) -> None:
        """Store answers about the practitioner's own picture of the family, and say so."""
        for question, words in answers.items():
            await self.coach.in_practice(self.rehearsal.reflect, f"{KEPT_UNDER}{question}", words, ASKED)
        if answers:
            self.notify(self.rehearsal.once_kept(say("Kept with this rehearsal, for you alone.")))

    @work(exclusive=True, group="asking")
    async def action_own_words(self) -> None:
        """Show what the practitioner wrote for themselves and kept, before the rehearsal too."""
        own = await self.coach.in_practice(list_own_words_before, self.rehearsal.story)
        self.app.push_screen(Dialog(show_own_words(own)))

    # --- Supervision: what is brought, and what comes back

    def action_bring(self, what: str = "") -> None:
        """Open the page of a submission, at the reply that has the focus."""
        self.coach.open_submission(self.rehearsal, self.attempt, what, find_focused_reply(self.focused))

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
                self.notify(say(WHICH))

    @work(exclusive=True, group="asking")
    async def on_outcome_card_withdrawn(self, event: OutcomeCard.Withdrawn) -> None:
        """Withdraw a submission, after confirming."""
        thing, submission_service = event.thing, self.coach.submission_service
        if await self.app.push_screen_wait(Dialog(confirm_withdrawing(thing.event.to))):
            self.change(lambda: submission_service.withdraw(self.rehearsal, thing.brought.id), say("Withdrawn."))

    def on_outcome_card_answering(self, event: OutcomeCard.Answering) -> None:
        """Ask for the practitioner's word on a supervisor's view; all three views stay visible."""
        thing = event.thing
        if mark := thing.mark(event.reply, event.criterion):
            self.ask_for_word((mark,), thing.attempt, thing.view_in_words(event.reply, event.criterion))

    @work(exclusive=True, group="asking")
    async def on_outcome_card_replying(self, event: OutcomeCard.Replying) -> None:
        """Ask for the practitioner's answer to a question that came back, before or after the talk.

        It is kept with the rehearsal and goes to nobody. Words that are to be changed stand in the dialog again.
        """
        answer, words, kept = event.answer, event.answer.words, None
        while kept is None:
            words = await self.app.push_screen_wait(CommentDialog(say(MY_ANSWER), answer.asked, words))
            if words == answer.words:
                return
            kept = await self._check_details(words)
        said = say("Kept with this rehearsal.") if kept[0] else say("Taken away.")
        self.change(lambda: self.rehearsal.reflect(make_question_key(answer.asked), kept[0], ASKED), said)

    @work(exclusive=True, group="asking")
    async def on_outcome_card_bringing_again(self, event: OutcomeCard.BringingAgain) -> None:
        """Bring a submission to another supervisor, where the first has left the team's store."""
        brought, service = event.thing.event, self.coach.submission_service
        readers = await self.coach.in_practice(service.stores.store.readers)
        others = tuple(reader for reader in readers if reader != brought.to)
        if not others:
            self.notify(say(NO_OTHER))
        elif said := await self.app.push_screen_wait(hand_to_another(service, self.rehearsal, brought, others)):
            await self.app.push_screen_wait(Dialog(show_message(say("Handed over"), said)))
            self._stranded -= {brought.brought.id}
            self.show_anew()

    @work(exclusive=True, group="asking")
    async def on_outcome_card_recording(self, event: OutcomeCard.Recording) -> None:
        """Show a draft for the practitioner's record of learning, which is saved for them alone."""
        submission_service = self.coach.submission_service
        draft = await self.coach.in_practice(submission_service.draft_learning_record, self.rehearsal, event.brought)
        if said := await self.app.push_screen_wait(save_own_record(submission_service, draft)):
            self.app.push_screen(Dialog(show_message(say("Saved"), said)))

    @work(exclusive=True, group="looking")
    async def look(self) -> None:
        """Look for reviews in the team's store, silently if the store cannot be reached."""
        await self.coach.wait_until_open()
        if not (brought := tuple(event.brought.id for event in self.rehearsal.story.brought if event.to)):
            return
        reviews = await find_reviews(self.coach, brought)
        self._looked = LookState.AWAY if reviews is None else LookState.LOOKED
        self._stranded = await find_stranded(self.coach)
        if reviews:
            new = await self.coach.in_practice(self.coach.submission_service.keep_reviews, self.rehearsal, reviews)
            if new and not (self._to_brought or any(tabs.at_brought for tabs in self.query(DebriefTabs))):
                self.notify(say("Something came back from supervision. It stands under “Brought”."), timeout=8)
        self.show_brought()

    @work(group="change")
    async def action_look_for(self) -> None:
        """Fetch reviews from the team's store because the practitioner asked for it."""
        if not self.coach.submission_service.stores.has_team_store:
            self.notify(say("No team's store is in use here. What came back as a file is taken in as a file."))
            return
        new = await self.coach.in_practice(self.coach.submission_service.fetch, self.rehearsal)
        self.notify(say("Something came back.") if new else say("Nothing new came back yet."))
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
        self.notify(say("Taken in. It stands with what you brought."))
        self.show_anew()

    # --- Going on with the rehearsal

    def action_say_again(self, reply: int = 0) -> None:
        """Go back to just before a reply, with its old words in the box.

        The number 0 stands for the chosen reply.
        """
        story = self.rehearsal.story
        chosen = reply or self.query_one(DebriefTabs).choose_reply()
        if not chosen:
            self.notify(say("Choose the line you want to say again, then press s again."), timeout=3)
        elif can_say_again(story, self.attempt, chosen):
            self._go_back(chosen, find_reply(story, self.attempt, chosen), self.attempt)
        else:
            stops = story.stops() or say("That line is no longer there")
            self.coach.tell(NotNow(f"{stops}.", say("Look back on it as it was, or begin again from the start.")))

    def action_from_start(self) -> None:
        """Begin another attempt from the start; this attempt stays stored."""
        story = self.rehearsal.story
        if can_go_to_start(story):
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
        options, place = RehearseOptions.read_from(began), began.position
        again = await self.coach.in_practice(begin, began.scenario, options, position=place, confirmed=ASKED)
        self.coach.open_conversation(again)

    def action_look_at(self, attempt: int) -> None:
        """Show the debrief of another attempt."""
        self.attempt = attempt
        (tabs := self.query_one(DebriefTabs)).begin_anew()
        tabs.to_page()
        self.show_anew()

    def action_side_by_side(self) -> None:
        """Open the comparison of two attempts."""
        self.coach.open_comparison(self.rehearsal)

    # --- More: everything that is not on the page

    @work(exclusive=True, group="asking")
    async def action_more(self) -> None:
        """Offer everything that can be done with the rehearsal, and do what is chosen."""
        entries = list_debrief_entries(self.rehearsal.story, self.query_one(DebriefTabs).find_chosen())
        if action := await self.app.push_screen_wait(MenuDialog(say("More"), entries, self)):
            await self.run_action(action)

    def action_picture_in_words(self) -> None:
        """Show the picture of the conversation in words."""
        if self.page:
            self.app.push_screen(Dialog(show_reading(say("The picture in words"), *word_picture(self.page.picture))))

    def action_how_you_talk(self) -> None:
        """Show how the practitioner talked: what was counted, in words and without a norm."""
        if self.page:
            self.app.push_screen(Dialog(explain_talk(self.page.talk)))

    def action_parts(self) -> None:
        """Show every opening, the parts of the conversation, and where it hurt and was mended."""
        if self.debrief:
            self.app.push_screen(Dialog(show_blocks(say("The parts of this conversation"), lay_out_more(self.debrief))))

    def action_open_moment(self, reply: int = 0) -> None:
        """Show the conversation at a reply; 0 stands for the chosen one."""
        self.query_one(DebriefTabs).to_line(reply)

    def action_number(self, number: int) -> None:
        if not self.query_one(DebriefTabs).to_tab(number):
            super().action_number(number)

    def action_back(self) -> None:
        """Go back to the first page from a moment that was opened there, and else a page back."""
        if not self.query_one(DebriefTabs).return_to_page():
            super().action_back()

    def on_picture_strip_opened(self, event: PictureStrip.Opened) -> None:
        """Show the reply of the picture in the conversation."""
        self.action_open_moment(event.reply)

    # --- Contradicting the coach

    @work(group="change")
    async def on_card_list_not_so(self, event: CardList.NotSo) -> None:
        """Take a card off as not so, or put it back; both readings are kept.

        The page is not made anew: the card stays where it is, so that the same key undoes what it did.
        """
        row, rehearsal = event.row, self.rehearsal
        contradict = partial(rehearsal.contradict, row.key, "", self.attempt, withdrawn=row.is_off)
        await self.coach.in_practice(contradict)
        self.notify(rehearsal.once_kept(event.describe()), markup=False)
        async with self._showing:
            self._seen, self.page = rehearsal.events, await self.coach.in_practice(rehearsal.page, self.attempt)

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
        silent = self.rehearsal.what_stayed_silent
        self.app.push_screen(Dialog(show_silences(await self.coach.in_practice(silent, self.attempt))))

    def action_export(self) -> None:
        """Open the dialog that saves or copies the rehearsal."""
        self.app.push_screen(ExportDialog.of(self.rehearsal))

    def action_keep(self) -> None:
        """Keep the rehearsal beyond thirty days, or end that."""
        keep = not self.rehearsal.story.kept
        said = say("Kept. It stays until you forget it.") if keep else say("It goes by itself after thirty days.")
        self.change(lambda: self.rehearsal.keep(keep), said)

    @work(exclusive=True, group="asking")
    async def action_forget(self) -> None:
        """Delete the rehearsal, after confirming."""
        title, story = self.rehearsal.script.dialogue.title, self.rehearsal.story
        asks = confirm_forgetting_rehearsal(title, story, shared=self.coach.shared)
        if await self.app.push_screen_wait(Dialog(asks)):
            await self.coach.in_practice(self.coach.practice.forget, self.rehearsal.id)
            self.notify(say("Forgotten."))
            stack = self.app.screen_stack
            self.coach.go_home()
            if any(getattr(page, "WHERE", "") == "rehearsals" for page in stack):
                self.coach.open_page("rehearsals")
