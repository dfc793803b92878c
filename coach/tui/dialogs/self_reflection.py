"""Dialogs in which practitioners speak first: their two lines, their picture of a family."""

from collections.abc import Awaitable, Callable, Mapping

from textual import on, work
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from coach.debrief.first_page import AGAIN, BACK, LearnerAnswers
from coach.debrief.moments import explain_unchosen, find_chosen_reply, find_typed_number, list_fitting_replies
from coach.debrief.page_builder import HOW_TO_ANSWER, QUESTIONS
from coach.language.catalogue import say
from coach.model.characters import count
from coach.page_words import fill_in_store
from coach.practice.settings import Settings
from coach.rehearsal.state import Attempt
from coach.supervision.reflection import choose_bias_questions
from coach.tui.commands import make_bindings
from coach.tui.detail_check import DetailCheck
from coach.tui.dialogs.confirm import ask_to_skip_questions
from coach.tui.dialogs.dialog import Dialog, Guarded, TypedLine, scroll_lines, scroll_pages
from coach.tui.services import services_of
from coach.tui.text import sanitize
from coach.tui.widgets.choices import Tick
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.reply_input import OwnBox, QuestionBox
from coach.tui.widgets.text import Prose

FOR_YOU = (
    "For yourself, and only if you like. Close this and nothing is kept. What you keep stays with this rehearsal, "
    "{kept}, and is never handed over."
)


class OwnPictureDialog(ModalScreen[dict[str, str] | None], Guarded[dict[str, str] | None]):
    """A dialog on the practitioner's own picture of a family, for themselves alone.

    It hands what is to be stored to `store`, by question, wherever the practitioner says to keep it, and then returns
    it; None where the dialog was closed and nothing is kept.
    """

    BINDINGS = make_bindings("modal", "own_picture")
    AUTO_FOCUS = ""
    CAN_KEEP = True

    def __init__(
        self,
        when: str,
        before: Mapping[str, tuple[str, ...]],
        drafts: Mapping[str, str],
        settings: Settings,
        known: frozenset[str],
        store: Callable[[dict[str, str]], Awaitable[object]],
    ) -> None:
        """Make the dialog for one moment, before or after a rehearsal.

        Args:
            when: `before` or `after` the rehearsal.
            before: what was stored earlier, by question.
            drafts: what waits to be stored, by question.
            settings: whether questions about the practitioner's identity are left out.
            known: words of the script, whose people are invented.
            store: keeps the answers.
        """
        super().__init__()
        self._store = store
        self._kept: dict[str, str] | None = None
        self.when = when
        self.before = before
        self.drafts = drafts
        self.skips = settings.skip_identity
        self.known = known
        self._real_people = DetailCheck()

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(say("My own picture"), classes="sheet-heading")
            with VerticalScroll(classes="sheet-words", can_focus=False):
                yield Prose(fill_in_store(say(FOR_YOU), services_of(self).shared))
                yield Vertical(id="own-picture")
                yield Tick(say("Leave out questions about my own identity"), value=self.skips, id="leave-out")
            with ItemGrid(classes="buttons", min_column_width=26, stretch_height=False):
                yield Button(say("Close, keep nothing"), id="close")
                yield Button(say("Keep with this rehearsal"), id="keep")

    async def on_mount(self) -> None:
        """Show the questions, scrolled to the top.

        Focusing a box in the usual way would scroll past the introduction.
        """
        await self._ask(self.skips)
        self.query(OwnBox).first().focus(scroll_visible=False)

    @on(Tick.Changed, "#leave-out")
    @work
    async def leave_out(self, event: Tick.Changed) -> None:
        """Leave out the questions on identity, or show them, and store the choice in the settings."""
        await self._ask(event.value)
        await services_of(self).keep_settings(skip_identity=event.value)

    async def _ask(self, skips: bool) -> None:
        """Show the questions, each with a box; boxes that stay keep what was typed in them.

        Args:
            skips: whether the questions about the practitioner's own identity are left out.
        """
        asked = await services_of(self).in_practice(choose_bias_questions, self.when, skip_identity=skips)
        there = {box.key: box for box in self.query(QuestionBox)}
        for key, box in there.items():
            if key not in asked:
                await box.remove()
        new = [
            QuestionBox(key, question, self.before.get(key, ()), self.drafts.get(key, ""))
            for key, question in asked.items()
            if key not in there
        ]
        await self.query_one("#own-picture").mount_all(new)

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Store the answers or close, by the pressed button."""
        if event.button.id == "keep":
            self._keep()
        else:
            self.action_close()

    def action_keep_words(self) -> None:
        """Keep the answers and close, by the key that keeps words elsewhere."""
        self._keep()

    @work(exclusive=True, group="keep")
    async def _keep(self) -> None:
        """Keep the answers and close."""
        if await self.keep_typed():
            self.dismiss(self._kept)

    async def keep_typed(self) -> bool:
        """Keep the answers, unless one is too long; return whether they are kept.

        Real people's details in them are asked about first.
        """
        asked = [box for box in self.query(QuestionBox) if box.words]
        if refused := next((box for box in asked if box.refused), None):
            self.notify(refused.refused, severity="warning", timeout=12)
            refused.query_one(OwnBox).focus()
            return False
        typed = {box.key: box.words for box in asked}
        kept = await self._real_people.check(self, typed, self.known)
        if kept is None:
            return False
        await self._store(kept)
        self._kept = kept
        return True

    def action_close(self) -> None:
        """Close; words that were typed are asked about, and kept where the answer is to keep them."""
        self.ask_first(lambda: self.dismiss(self._kept))


# --- The practitioner's own two lines, before the page of a debrief


SEVERAL = 2
"""Replies that words fit alike, from which on nobody knows which is meant."""


class FirstAnswersDialog(ModalScreen[LearnerAnswers | None], Guarded[LearnerAnswers | None]):
    """A dialog that asks which lines the practitioner would stand by, and take back.

    It comes before the coach says anything.

    It returns the answers, each of which may be empty; None where it was closed.
    """

    HELP = """\
Before the coach says anything, you say which line of yours you would stand by, and which you would take back. Your \
replies stand above, one line each; the arrow keys and Page Up and Down read on in them while you type.

Answer with the number of a reply or a few words of it: the line below the box says which one is meant. Enter goes on, \
and skips a question that is empty. Both questions wait on the debrief too, on its first card.

Escape asks before it leaves."""
    BINDINGS = make_bindings("modal", "sheet", "first_answers")
    AUTO_FOCUS = "Input"

    def __init__(self, attempt: Attempt, before: LearnerAnswers, find_known: Callable[[], frozenset[str]]) -> None:
        """Make the dialog.

        Args:
            attempt: the attempt whose lines are meant.
            before: what was answered earlier.
            find_known: finds the words of the script, whose people are invented; it is slow, so nobody waits for it.
        """
        super().__init__(name="first-answers", classes="covers")
        self._attempt = attempt
        self._before = {AGAIN: before.again, BACK: before.back}
        self._find_known = find_known
        self._unclear: dict[str, str] = {}
        """The words, by question, of which it was said that they fit several replies."""
        self._real_people = DetailCheck()

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet", id="first-sheet"):
            yield Static(say("You first"), classes="sheet-heading")
            with VerticalScroll(classes="sheet-words", id="own-replies", can_focus=False):
                for said in self._attempt.replies():
                    words = sanitize(" ".join(said.text.split()))
                    yield Static(f"{said.number}  {words}", classes="own-reply", markup=False)
            yield Static(say(HOW_TO_ANSWER), classes="quiet how", markup=False)
            for key in QUESTIONS:
                yield Static(say(QUESTIONS[key]), markup=False)
                yield TypedLine(self._before[key], id=key, max_length=500, compact=True)
                yield Static("", id=f"meant-{key}", classes="quiet meant", markup=False)
            with ItemGrid(classes="buttons", min_column_width=26, stretch_height=False):
                yield Button(say("To the debrief"), id="go-on")
        yield Keys()

    @on(Input.Changed)
    def show_meant(self, event: Input.Changed) -> None:
        """Show which reply the typed words choose, or that no reply has the typed number."""
        self.query_one(f"#meant-{event.input.id}", Static).update(self._say_meant(event.value))

    def _say_meant(self, typed: str) -> str:
        if self._is_missing(typed):
            replies = count(len(self._attempt.replies()), "reply")
            return say(
                "No reply has the number {number}. You gave {replies}.",
                number=find_typed_number(typed),
                replies=replies,
            )
        if why := explain_unchosen(self._attempt, typed):
            return why
        reply = find_chosen_reply(self._attempt, typed) if typed.strip() else 0
        said = next((said.text for said in self._attempt.replies() if said.number == reply), "")
        return say("Reply {reply}: “{said}”", reply=reply, said=sanitize(" ".join(said.split()))) if reply else ""

    def _is_missing(self, typed: str) -> bool:
        """Return whether what was typed is a number that no reply has."""
        return find_typed_number(typed) is not None and not find_chosen_reply(self._attempt, typed)

    @on(Input.Submitted)
    def go_on(self, event: Input.Submitted) -> None:
        """Go on to the second question, and from there to the page."""
        event.stop()
        if self._may_mean_several(event):
            return
        if event.input.id == AGAIN and not self._is_missing(event.value):
            self.query_one(f"#{BACK}").focus()
        elif event.input.id == BACK:
            self._answer()

    def _may_mean_several(self, event: Input.Submitted) -> bool:
        """Say once of words that fit several replies that Enter keeps them all the same."""
        typed, key = event.value.strip(), str(event.input.id)
        if self._unclear.get(key) == typed or len(list_fitting_replies(self._attempt, typed)) < SEVERAL:
            return False
        if find_typed_number(typed) is not None or find_chosen_reply(self._attempt, typed):
            return False
        self._unclear[key] = typed
        event.input.select_all()  # the number that is asked for takes the place of the words
        # In place of why, which stood there: there is one line.
        self.query_one(f"#meant-{key}", Static).update(say("Type the number of one, or press Enter once more."))
        return True

    @on(Button.Pressed, "#go-on")
    def press(self) -> None:
        """Go on to the page with what was typed."""
        self._answer()

    @work(exclusive=True, group="keep")
    async def _answer(self) -> None:
        """Return the answers; real people's details in them are asked about first."""
        typed = {key: self.query_one(f"#{key}", Input).value.strip() for key in QUESTIONS}
        if missing := next((key for key, words in typed.items() if self._is_missing(words)), ""):
            self.query_one(f"#{missing}").focus()  # what is wrong with it stands below it
            return
        known = await services_of(self).in_practice(self._find_known) if any(typed.values()) else frozenset[str]()
        kept = await self._real_people.check(self, typed, known)
        if kept is not None:
            self.dismiss(LearnerAnswers(again=kept[AGAIN], back=kept[BACK]))

    def action_words(self, lines: int) -> None:
        """Scroll the replies by some lines."""
        scroll_lines(self, lines)

    def action_words_page(self, pages: int) -> None:
        """Scroll the replies by pages."""
        scroll_pages(self, pages)

    def action_close(self) -> None:
        """Skip the questions, after asking.

        It asks where nothing was typed too: the debrief behind it takes letters for commands.
        """
        if self.unkept():
            self.ask_first(lambda: self.dismiss(None))
        else:
            self._ask_and_skip()

    @work(exclusive=True, group="leaving")
    async def _ask_and_skip(self) -> None:
        if await self.app.push_screen_wait(Dialog(ask_to_skip_questions())):
            self.dismiss(None)
