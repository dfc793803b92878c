"""The review of a submission: read line by line, answered, and handed back."""

from functools import partial

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, TabbedContent

from coach.content.validation import ReflectionModel, load_reflection_models
from coach.errors import CoachError
from coach.language.catalogue import say
from coach.model.rubric import Rubric
from coach.model.submission import (
    Review,
    SubmittedLine,
    View,
    agree_with_all,
    collect_own_words,
    find_comment,
    is_empty_review,
    list_unanswered_notes,
    reword_review,
    set_comment,
)
from coach.practice.safeguarding import ASKED, Question, look_for_details
from coach.rehearsal.script import Script
from coach.supervision.care_prompts import CarePrompt, choose_care_prompts
from coach.supervision.desk_texts import NOBODY, NONE_HERE, NONE_LEFT, NOT_HANDED_BACK, REVIEW_EMPTY, word_taken_back
from coach.supervision.documents import lay_out_context
from coach.supervision.inbox import Inbox, InboxItem
from coach.supervision.stores import ReviewDraft
from coach.supervision.submissions import KINDS_IN_WORDS, describe_addressee, describe_way
from coach.tui.base_app import BROAD, Page
from coach.tui.commands import make_bindings
from coach.tui.detail_check import NOT_KEPT, DetailCheck
from coach.tui.dialogs.confirm import confirm_agreeing, confirm_taking_back, show_care_prompts, show_message
from coach.tui.dialogs.dialog import Dialog
from coach.tui.dialogs.save import hand_back
from coach.tui.dialogs.verdicts import CommentDialog, CriterionDialog, CriterionView, Reasons, VerdictDialog
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.submission_view import KEYS_OF_VIEWS, LineFocused, LineRequest, ReviewForm, SubmissionTabs
from coach.tui.widgets.text import Prose, set_apart

NO_NOTE = "The coach read nothing into that line. Say with “a” what you see in it, or comment with “c”."
NOT_THEIRS = "That is not a line of theirs. “c” writes a comment beside it."
NO_RUBRIC = "The rubric it was read by is not here. “c” writes a comment beside it."
VIEWS = tuple(f"say('{view}')" for view in KEYS_OF_VIEWS)
"""The actions of the keys that agree, partly or not: the footer never offers one of them without the others."""
AGREED = "Said. “What was brought” shows it beside each line."


class ReviewScreen(Page):
    """A submission, with the supervisor's review beside it.

    Everything said is stored as a draft on this machine, and goes to nobody before it is handed back.
    """

    WHERE = "review"
    HELP = """\
What somebody chose to bring: their question first, then each line with what the coach read in it and what they said \
of that.

Go from line to line with the arrow keys, or click one. With one of their lines chosen: y agrees with a note of the \
coach's, p agrees partly, n sees it otherwise, a says something that the coach did not; each asks why, and needs no \
answer. g agrees with every note that you have said nothing of. c writes beside any line. Enter goes to what stands \
beside it: the turn it was said in, and what the notes mean.

F3 has what you may do where something is hard: a line that could be heard as racist, or somebody who may be in \
distress. It is an offer, and nobody is told that you looked.

What goes back holds questions, something you will take up yourself, and what you are called. All of it is kept on \
this machine as you go. Nothing reaches anybody until you hand it back. You can change it and hand it back again, or \
take it back."""
    BINDINGS = make_bindings("review")
    AUTO_FOCUS = None

    def __init__(self, key: str) -> None:
        """Make the screen for the submission with this id."""
        super().__init__()
        self.key = key
        self.thing: InboxItem | None = None
        self.script: Script | None = None
        self.rubric: Rubric | None = None
        self.draft: ReviewDraft | None = None
        self.place = 0
        """The line that is looked at, counted from 1."""
        self.known: frozenset[str] = frozenset()
        """Words of the script, whose people are invented."""
        self._detail_check = DetailCheck(own_words=False)
        self._typed: dict[tuple[int, str], str] = {}
        self._held = False
        """Whether some of what is said has to be asked about before it is kept."""
        self._prompts: tuple[CarePrompt, ...] = ()
        """What a supervisor may do, where something that was brought is hard."""
        self._passed: set[str] = set()
        """What need not be asked about: it is kept."""

    def compose(self) -> ComposeResult:
        yield Prose("", say("Supervision"), classes="title")
        yield Vertical(id="all-of-it")
        # Handing back is what it is all for; the others have buttons, or stand on the page of the answer.
        # A line has buttons for what is said of it, each with its letter.
        line = ("comment", *VIEWS)
        yield Keys("beside", "agree_all", "comment(0)", "also", "agenda", "if_hard", *line, together=VIEWS)

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        try:
            submission = await self.coach.in_practice(_read_submission, self.coach.inbox, self.key)
        except CoachError as error:
            self.dismiss()
            self.coach.tell(error)
            return
        self.thing, self.script, self.rubric, self.draft, models_here, self.known = submission
        brought = self.thing.brought
        self.query_one(".title", Prose).update(_draw_title(self.thing))
        page = self.query_one("#all-of-it")
        if brought is None:
            await page.mount(*(Prose(words, classes="say") for words in self.thing.unread))
            return
        self._prompts = choose_care_prompts(brought, self.coach.care)
        notices = tuple(prompt.notice for prompt in self._prompts)
        tabs = SubmissionTabs(brought, self.rubric, self.draft, models_here, notices, self.thing.exercise)
        await page.mount(tabs)
        back = self.query_one(ReviewForm)
        self.draft = ReviewDraft(response=back.fill_in(self.draft.response), by=back.by)
        tabs.broad(self.is_broad)
        tabs.show_review(self.draft.response)
        self._offer_taking_back()
        tabs.to_whole()

    @property
    def is_broad(self) -> bool:
        """Whether the screen is wide enough for two columns."""
        return self.size.width >= BROAD

    def on_resize(self, event: events.Resize) -> None:
        for tabs in self.query(SubmissionTabs):
            tabs.broad(event.size.width >= BROAD)

    # --- Letters where one types

    @property
    def is_typed_in(self) -> bool:
        """Whether the tab with the form is in front, where letters are words and run no command."""
        return any(tabs.at_back for tabs in self.query(SubmissionTabs))

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now; in front of the form no letters, which footer and help leave out."""
        active = super().active_bindings
        useless = self._list_useless()
        typed_in = self.is_typed_in  # a look through the whole page, so it is taken once and not for each key
        return {
            key: bound
            for key, bound in active.items()
            if not (typed_in and _is_letter(key)) and bound.binding.id not in useless
        }

    def _list_useless(self) -> frozenset[str]:
        """List the commands that would only say why they do nothing here."""
        line = self.line(self.place)
        says = () if line and line.notes else ("agree", "agree_partly", "otherwise")
        also = () if line and line.reply else ("also",)
        back = () if self.thing and self.thing.response else ("take_answer_back",)
        return frozenset((*says, *also, *back))

    def action_number(self, number: int) -> None:
        """Show a tab by its number; 3 is what goes back at every width."""
        match number:
            case 1:
                for tabs in self.query(SubmissionTabs):
                    tabs.to_whole(self.place)
            case 2 if not self.is_broad:
                self.action_beside()
            case 2 | 3:
                self.action_goes_back()

    def on_key(self, event: events.Key) -> None:
        """Keep a letter that no box took from running a command in front of the form."""
        if self.is_typed_in and _is_letter(event.character or ""):
            event.stop()

    @on(TabbedContent.TabActivated)
    def name_other_keys(self) -> None:
        """Let the footer name the keys of the tab that is in front now."""
        self.refresh_bindings()

    # --- Looking at a line

    def on_line_focused(self, event: LineFocused) -> None:
        """Show the turn and notes of the line that got the focus."""
        if event.place != self.place:
            self.place = event.place
            self.look_beside()
            self.refresh_bindings()  # what can be said of a line differs from line to line

    @work(exclusive=True, group="beside")
    async def look_beside(self) -> None:
        """Show the turn of the chosen line and the meaning of its notes beside it."""
        if self.thing and self.thing.brought and self.draft:
            line = self.line(self.place)
            views = self.draft.response.views
            said = tuple(view.criterion for view in reversed(views) if line and line.reply == view.reply)
            blocks = lay_out_context(self.thing.brought, self.place, self.script, self.rubric, said)
            await self.query_one(SubmissionTabs).show_line_notes(blocks)

    def action_beside(self) -> None:
        """Focus the column with the turn of the chosen line and the meaning of its notes."""
        for tabs in self.query(SubmissionTabs):
            tabs.to_beside(self.is_broad)

    def action_goes_back(self) -> None:
        """Show the tab with the rest of the review: questions, an action and a date."""
        for tabs in self.query(SubmissionTabs):
            tabs.to_back()

    def action_if_hard(self) -> None:
        """Show what a supervisor may do where something that was brought is hard."""
        self.app.push_screen(Dialog(show_care_prompts(self._prompts, self.coach.care)))

    def action_agenda(self) -> None:
        """Open the agenda of a talk about this; the review stays here."""
        self.coach.open_agenda(self.key)

    def action_back(self) -> None:
        """Go from another tab to the submission, and from there to the inbox."""
        tabs = next(iter(self.query(SubmissionTabs)), None)
        if tabs and not tabs.at_whole:
            tabs.to_whole(self.place)
        else:
            super().action_back()

    # --- Saying something

    def unkept(self) -> bool:
        """Return whether a typed reason would be lost, or words held back for real people's details."""
        return self._held or self._unsaid() or super().unkept()

    def describe_unkept(self) -> str:
        """Name what would be lost: a reason is typed in a dialog, and not to be seen on this page."""
        if self._unsaid() and not self._held and not super().unkept():
            return say("A reason that you typed, and did not say of any note,")
        return super().describe_unkept()

    def may_keep(self) -> bool:
        """Return whether everything typed can be stored; a reason without its view cannot."""
        return self._held and not self._unsaid() and not super().unkept()

    async def keep_typed(self) -> bool:
        """Ask about real people's details, then store the draft; return whether it is stored."""
        if self.draft is None or (response := await self._check_details(self.draft.response, say(NOT_KEPT))) is None:
            return False
        await self._keep_draft(self.draft.model_copy(update={"response": response}), ASKED)
        return not self._held

    def _unsaid(self) -> bool:
        return any(words.strip() for words in self._typed.values())

    def say(self, response: Review) -> None:
        """Show a changed review, and store it as a draft."""
        draft = ReviewDraft(response=response, by=self.query_one(ReviewForm).by)
        if draft == self.draft or self.draft is None:
            return
        before, self.draft = self.draft.response, draft
        if not self._held:
            self._passed.update(collect_own_words(before))
        new = [text for text in collect_own_words(response) if text not in self._passed]
        self._held = any(look_for_details(text, self.known) for text in new)  # at once: the page may be left at once
        if (before.views, before.comments) != (response.views, response.comments):
            self.query_one(SubmissionTabs).show_review(response)
        self._keep(draft)

    @work(group="keep")
    async def _keep(self, draft: ReviewDraft) -> None:
        await self._keep_draft(draft)

    async def _keep_draft(self, draft: ReviewDraft, confirmed: frozenset[Question] = frozenset()) -> None:
        why = await self.coach.in_practice(self.coach.inbox.keep_draft, draft, confirmed)
        if confirmed:
            self._passed.update(collect_own_words(draft.response))
        if draft == self.draft or confirmed:
            self._held = why is not None

    def on_review_form_changed(self) -> None:
        """Read the form's fields into the draft."""
        if self.draft:
            self.say(self.query_one(ReviewForm).fill_in(self.draft.response))

    def on_line_request(self, event: LineRequest) -> None:
        """Open the dialog for what the supervisor wants to say about a line."""
        line = self.line(event.place)
        if line is None:
            return
        match event.what:
            case "comment":
                self.action_comment(event.place)
            case "also":
                self._ask_for_criterion(line)
            case view:
                self._ask_for_view(line, View(view))

    @work(exclusive=True, group="asking")
    async def _ask_for_view(self, line: SubmittedLine, view: View) -> None:
        """Ask for the supervisor's view of the coach's notes on a line, with a reason.

        Args:
            line: The line.
            view: Whether they agree, partly or not.
        """
        if not line.notes:
            self.notify(say(NO_NOTE) if line.reply else say(NOT_THEIRS))
            return
        reasons = self._reasons(line)
        self.keep_view(reasons, await self.app.push_screen_wait(VerdictDialog(line, view, reasons)))

    @work(exclusive=True, group="asking")
    async def _ask_for_criterion(self, line: SubmittedLine) -> None:
        """Ask which criterion the supervisor sees in a line that the coach did not note."""
        if not line.reply or self.rubric is None:
            self.notify(say(NO_RUBRIC) if line.reply else say(NOT_THEIRS))
            return
        reasons = self._reasons(line)
        noted = frozenset(note.criterion for note in line.notes)
        self.keep_view(reasons, await self.app.push_screen_wait(CriterionDialog(self.rubric, noted, reasons)))

    def keep_view(self, reasons: Reasons, saw: CriterionView) -> None:
        """Store the supervisor's view of a line, and show its meaning beside the line.

        A reason that was typed and not said is there again in the next dialog.

        Args:
            reasons: The reasons given or typed so far.
            saw: The view.
        """
        self.say(reasons.with_it(saw))
        self.look_beside()

    @work(exclusive=True, group="asking")
    async def action_agree_all(self) -> None:
        """Agree with each of the coach's notes that nothing was said of, after confirming."""
        if not (self.thing and self.thing.brought and self.draft):
            return
        left = list_unanswered_notes(self.draft.response, self.thing.brought)
        if not left:
            noted = any(line.notes for line in self.thing.brought.replies())
            self.notify(say(NONE_LEFT) if noted else say(NONE_HERE))
            return
        said = len(self.draft.response.views)
        if await self.app.push_screen_wait(Dialog(confirm_agreeing(len(left), said))):
            self.say(agree_with_all(self.draft.response, self.thing.brought))
            self.look_beside()
            self.notify(say(AGREED), timeout=2)

    @work(exclusive=True, group="asking")
    async def action_comment(self, place: int) -> None:
        """Ask for a comment on a line, or on the whole submission for line 0."""
        line = self.line(place)
        if self.draft and (line or not place):
            heading = say("Beside this line") if line else say("On the whole")
            about, before = line.text if line else "", find_comment(self.draft.response, place)
            sheet = CommentDialog(heading, about, before, partial(self._keep_comment, place))
            from_button = isinstance(self.focused, Button)
            words = await self.app.push_screen_wait(sheet)
            self.say(set_comment(self.draft.response, place, words))
            if from_button:
                self.query_one(SubmissionTabs).back_to_line()

    async def _keep_comment(self, place: int, words: str) -> bool:
        """Store a comment that is being written; return whether it is stored."""
        assert self.draft is not None, "a comment is written on something that is read"
        self.say(set_comment(self.draft.response, place, words))
        await self._keep_draft(self.draft)
        return not self._held

    @work(exclusive=True, group="asking")
    async def action_hand_back(self) -> None:
        """Hand the review back, after showing it exactly as it goes."""
        if not (self.thing and self.thing.brought and self.draft):
            return
        desk, back = self.coach.inbox, self.query_one(ReviewForm)
        response = back.fill_in(self.draft.response).model_copy(update={"at": self.coach.practice.clock()})
        if is_empty_review(response):
            self.notify(say(REVIEW_EMPTY))
        elif wrong := back.cannot_go():
            self.query_one(SubmissionTabs).to_back("#by" if back.wrong_day() else "OwnBox")
            self.notify(wrong)
        elif looked_over := await self._check_details(response, say(NOT_HANDED_BACK)):
            thing, brought = self.thing, self.thing.brought
            if self._held:  # it stays begun where it is not handed back, and was asked about now
                await self._keep_draft(self.draft.model_copy(update={"response": looked_over}), ASKED)
            sheet = hand_back(desk, brought, looked_over, self.rubric, shared=thing.shared, login=thing.login)
            if said := await self.app.push_screen_wait(sheet):
                await self.app.push_screen_wait(Dialog(show_message(say("Handed back"), said)))
                self.dismiss()

    def _offer_taking_back(self) -> None:
        """Offer to take the answer back where there is one that was handed back."""
        is_answered = self.thing is not None and self.thing.response is not None
        self.query_one("#take-answer-back").display = is_answered
        self.refresh_bindings()

    @work(exclusive=True, group="asking")
    async def action_take_back(self) -> None:
        """Take the review back, after confirming; it stays here as a draft."""
        if self.thing is None or self.thing.brought is None:
            return
        desk = self.coach.inbox
        thing = await self.coach.in_practice(desk.find_item, self.thing.id)
        if thing.response is None:
            self.notify(say(NOT_HANDED_BACK))
            return
        promised = await self.coach.in_practice(desk.actions.describe_taking_back, thing.response)
        asks = confirm_taking_back(describe_addressee(thing.who, thing.login), promised, shared=thing.shared)
        if await self.app.push_screen_wait(Dialog(asks)):
            await self.coach.in_practice(desk.take_back, thing.id)
            self.thing = await self.coach.in_practice(desk.find_item, thing.id)
            self._offer_taking_back()
            self.notify(word_taken_back(shared=thing.shared))

    async def _check_details(self, response: Review, so_far: str) -> Review | None:
        """Return the review, checked for real people's details; None to let the user change it.

        Args:
            response: The review.
            so_far: The sentence that says what has not been done with it yet.
        """
        typed = dict(enumerate(collect_own_words(response)))
        match await self._detail_check.ask(self, typed, self.known, so_far):
            case "remove":
                return reword_review(response, lambda text: self._detail_check.strip(text, self.known))
            case "keep":
                return response
            case _:
                return None

    def line(self, place: int) -> SubmittedLine | None:
        """Return the line at a place, counted from 1."""
        lines = self.thing.brought.lines if self.thing and self.thing.brought else ()
        return lines[place - 1] if 0 < place <= len(lines) else None

    def _reasons(self, line: SubmittedLine) -> Reasons:
        assert self.draft is not None, "a line is chosen, so it is read"
        return Reasons(line.reply, self.draft.response, self._typed)


def _is_letter(key: str) -> bool:
    return len(key) == 1 and key.isalpha()


def _read_submission(
    desk: Inbox, key: str
) -> tuple[InboxItem, Script | None, Rubric | None, ReviewDraft, dict[str, ReflectionModel], frozenset[str]]:
    """Return a submission, its script and rubric if known here, and its review's draft."""
    thing = desk.find_item(key)
    brought = thing.brought
    script = desk.find_script(brought) if brought else None
    rubric = desk.find_rubric(brought) if brought else None
    said = thing.response or Review(brought=key, at=desk.practice.clock(), who=desk.find_signature())
    known = desk.collect_known_words(brought) if brought else frozenset[str]()
    return thing, script, rubric, thing.draft or ReviewDraft(response=said), load_reflection_models(), known


def _draw_title(thing: InboxItem) -> Content:
    """Return the title line: who made the submission, and what it is."""
    brought = thing.brought
    about = f": {brought.title}" if brought and brought.title else ""
    return set_apart(
        f"{thing.who or NOBODY} ({describe_way(thing.who, thing.login, shared=thing.shared)}),",
        f"{KINDS_IN_WORDS[brought.what].lower()}{about}" if brought else say("cannot be read"),
    )
