"""The page on which a practitioner chooses what to submit, previews it, and hands it over."""

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalGroup, VerticalScroll
from textual.timer import Timer
from textual.widgets import Button, Checkbox, Input, RadioSet, Select, Static

from coach.errors import CoachError, RecordsError
from coach.language.catalogue import say
from coach.model.characters import count
from coach.model.events import Replied
from coach.model.submission import Submission, SubmissionScope
from coach.page_words import EXACTLY, MAY_TEACH, NO_REAL_CASES, SCOPES, SUBMISSION_FIELDS
from coach.practice.rehearsal import Rehearsal
from coach.rehearsal.state import History
from coach.supervision.reflection import list_named_replies
from coach.supervision.submissions import (
    SubmissionChoice,
    describe_metadata,
    describe_own_words,
    find_mended_reply,
    find_mending_reply,
    find_next_reply,
    lay_out_submission,
)
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.detail_check import NOT_KEPT, NOT_SENT, DetailCheck
from coach.tui.dialogs.confirm import show_message
from coach.tui.dialogs.dialog import Dialog, TypedLine
from coach.tui.dialogs.save import hand_over, save_own_record
from coach.tui.text import sanitize
from coach.tui.widgets import choices as ticks
from coach.tui.widgets.choices import Choices, Tick
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose, draw_blocks

# --- The choices

FIELDS = tuple((f"own-{name}" if name != "who" else name, words, longest) for name, words, longest in SUBMISSION_FIELDS)
"""Each by its id, with what stands above it, also once it is filled, and how long it may be."""
LINE = 100
"""Letters of a line in the list of them, where it wraps."""


class SubmissionChoices(VerticalGroup):
    """The form in which a practitioner chooses how much to submit, and what to add to it."""

    def __init__(
        self, rehearsal: Rehearsal, attempt: int, what: SubmissionScope, has_own_words: bool, reply: int = 0
    ) -> None:
        super().__init__(id="bring-choices")
        self._reply = reply
        self._rehearsal = rehearsal
        self._story = rehearsal.story
        self._attempt = attempt
        self._lines = _list_lines(rehearsal.story, attempt)
        self._what = what if self._lines else SubmissionScope.QUESTION
        self._has_own_words = has_own_words
        began = rehearsal.story.began
        self._has_exercise = bool(began and began.exercise)
        self._mended: frozenset[int] = frozenset()
        self._mending: frozenset[int] = frozenset()
        self._unmended: frozenset[int] = frozenset()

    def compose(self) -> ComposeResult:
        if len(self._story.attempts) > 1:
            yield Select(
                [(Text(name), number) for number, name in _name_attempts(self._story, self._attempt)],
                value=self._attempt,
                allow_blank=False,
                id="which-attempt",
                compact=True,
            )
        with Choices(id="how-much"):
            for what, words in ((SubmissionScope(name), words) for name, words in SCOPES.items()):
                if self._lines or what is SubmissionScope.QUESTION:
                    yield ticks.Choice(words, value=what is self._what, id=f"what-{what}")
        # Given at once: a value that is set before the box is there is chosen, and the box says that none is.
        yield Select(
            self._make_options(),
            prompt=say("Which of your lines?"),
            value=self._reply if self._reply in {number for number, _ in self._lines} else Select.NULL,
            id="which-line",
            compact=True,
        )
        yield Tick(say("And the reply that mended it"), value=True, id="with-mending")
        yield Tick(say("And my next reply"), id="with-next")
        yield Static(say("If you like"), classes="heading")
        for name, words, longest in FIELDS:
            yield Static(words, classes="label")
            yield TypedLine(id=name, max_length=longest, compact=True)
        if self._has_own_words:
            yield Tick(self._name_own_words(), id="with-own-words")
        if self._has_exercise:
            yield Tick(say("The name of the exercise goes along"), id="with-exercise")
        yield Tick(say("The coach's notes go along"), value=True, id="with-notes")
        yield Tick(say("May be counted, without a name"), id="may-teach")
        yield Static(say(MAY_TEACH), id="about-may-teach", classes="quiet")

    def on_mount(self) -> None:
        self.fit()

    def _make_options(self) -> list[tuple[Text, int]]:
        return [(Text(sanitize(shorten(f"{number}. {text}"))), number) for number, text in self._lines]

    def _name_own_words(self) -> str:
        """Name what was written afterwards, with the lines that go along with it."""
        words = describe_own_words("my", list_named_replies(self._rehearsal, self._attempt))
        return say("{words} go along", words=f"{words}{',' if ',' in words else ''}")

    def show_attempt(self, attempt: int) -> None:
        """Offer the lines of another attempt; what is typed and ticked stays.

        Args:
            attempt: The attempt's number.
        """
        self._attempt, self._lines = attempt, _list_lines(self._story, attempt)
        self.query_one("#which-line", Select).set_options(self._make_options())
        for tick in self.query("#with-own-words").results(Tick):
            tick.label = self._name_own_words()
            tick.refresh(layout=True)  # other words need other room

    def offer(self, mended: frozenset[int], unmended: frozenset[int], mending: frozenset[int]) -> None:
        """Offer to add, to a reply that may have hurt or repaired, the other of the two.

        Args:
            mended: The replies that a later one repaired.
            unmended: The replies that none repaired, and that have a next one.
            mending: The replies that repaired an earlier one.
        """
        self._mended, self._unmended, self._mending = mended, unmended, mending
        self.fit()

    @on(RadioSet.Changed)
    @on(Tick.Changed)
    @on(Select.Changed)
    def fit(self) -> None:
        """Show only the fields that belong to the choice.

        A question goes alone, and permission to count lines needs the notes.
        """
        lines = self.what is not SubmissionScope.QUESTION
        self.query_one("#which-line").display = self.what is SubmissionScope.MOMENT
        along = self.query_one("#with-mending", Tick)
        along.display = self._offers(self._mended | self._mending)
        it_mended = self._offers(self._mending)
        along.label = say("And the reply that it mended") if it_mended else say("And the reply that mended it")
        self.query_one("#with-next").display = self._offers(self._unmended)
        for box in self.query("#with-own-words, #with-exercise, #with-notes"):
            box.display = lines
        for box in self.query("#may-teach, #about-may-teach"):
            box.display = lines and self._is_ticked("with-notes")

    @property
    def what(self) -> SubmissionScope:
        """How much to submit: one moment, a question, or the whole."""
        pressed = self.query_one("#how-much", RadioSet).pressed_button
        return SubmissionScope(str(pressed.id).removeprefix("what-")) if pressed else self._what

    @property
    def choice(self) -> SubmissionChoice:
        """Everything that is chosen in the form now."""
        return SubmissionChoice(
            self.what,
            reply=self._line,
            who=self._read_line("who"),
            question=self._read_line("own-question"),
            note=self._read_line("own-note"),
            with_reflections=self._is_ticked("with-own-words"),
            with_notes=self._is_ticked("with-notes"),
            with_exercise=self._is_ticked("with-exercise"),
            may_teach=self._is_ticked("may-teach"),
            with_mending=self._offers(self._mended | self._mending) and self._is_ticked("with-mending"),
            with_next=self._offers(self._unmended) and self._is_ticked("with-next"),
        )

    @property
    def _line(self) -> int:
        line = self.query_one("#which-line", Select).selection
        return line if isinstance(line, int) else 0

    def _offers(self, lines: frozenset[int]) -> bool:
        return self.what is SubmissionScope.MOMENT and self._line in lines

    def _read_line(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _is_ticked(self, name: str) -> bool:
        return any(tick.value for tick in self.query(f"#{name}").results(Tick))


def _list_lines(story: History, attempt: int) -> list[tuple[int, str]]:
    """List the number and the words of each reply of an attempt that was said."""
    replies = [exchange.event for exchange in story.attempt(attempt).replies()]
    return [(number, event.text) for number, event in enumerate(replies, 1) if isinstance(event, Replied)]


def _name_attempts(story: History, chosen: int) -> list[tuple[int, str]]:
    """List the number and the name of each attempt with a line to bring, and of the chosen one."""
    return [
        (attempt.number, f"Attempt {attempt.number} of {len(story.attempts)}: {count(len(attempt.replies()), 'reply')}")
        for attempt in story.attempts
        if attempt.number == chosen or _list_lines(story, attempt.number)
    ]


def shorten(text: str) -> str:
    """Shorten a line after one of its words; a single long word in its middle."""
    line = " ".join(text.split())
    if len(line) <= LINE:
        return line
    begins = line[: LINE - 1].rpartition(" ")[0]
    return f"{begins if len(begins) > LINE // 2 else line[: LINE - 1]}…"


# --- The preview


class SubmissionPreview(VerticalScroll, can_focus=True):
    """A preview of the submission, drawn from the very value that is handed over.

    `brought` is what it shows; None where there is nothing yet.
    """

    def __init__(self) -> None:
        super().__init__(id="bring-preview")
        self.brought: Submission | None = None

    def compose(self) -> ComposeResult:
        yield Vertical(id="handed-over", classes="reading")

    async def show(self, brought: Submission | None, instead: str = "", exercise: str = "") -> None:
        """Show a submission, or a sentence on why there is none yet.

        Args:
            brought: the submission.
            instead: the sentence.
            exercise: the exercise whose name goes along, by its title.
        """
        y = self.scroll_y
        self.brought = brought
        page = self.query_one("#handed-over")
        with self.app.batch_update():
            await page.remove_children()
            if brought is None:
                await page.mount(Prose(instead, say("Nothing yet."), classes="say"))
            else:
                blocks = draw_blocks(lay_out_submission(brought, exercise=exercise), ":")
                words = (Prose("", say(EXACTLY), classes="say quiet"), *blocks)
                await page.mount(*words, Prose(describe_metadata(brought), say("For the coach:"), classes="say quiet"))
        self.call_after_refresh(self.scroll_to, y=y, animate=False)


# --- The screen

SOON = 0.25
"""Seconds without a keystroke before the preview is made again."""
BROUGHT_ALREADY = "Handed over. It stands under “Brought” in the debrief. Handing over once more brings a second thing."
LOOK_FIRST = "This is what goes along. Hand it over once you have read it."
OWN_STAYS = "Some of it is in what you wrote afterwards, all of which would stay behind then."


class SubmitScreen(Page):
    """The form for a submission, with the preview beside or below it."""

    WHERE = "submit"
    HELP = """\
Bring as much as you like, or nothing: the whole conversation, one moment of it, or just a question. A moment is one \
of your lines with what the family said before and after. A line that may have hurt and the one that mended it go \
along together, unless you untick it; where the coach read no mending, your next reply can go along if you tick it. Of \
several attempts, you choose one.

What will be handed over stands on the page, exactly. What is not there does not go along: no other line, no time, no \
file name, and nothing the family kept to itself.

Nothing goes to anybody by itself. Hand over writes a file, a page or a document for you to give on or keep; \
where your team has a store it can go to a supervisor there. You can withdraw it later.

My own record is something else: a draft for your record of learning, shown before it is saved, and for you alone."""
    BINDINGS = make_bindings("submit")
    AUTO_FOCUS = "#how-much"

    def __init__(self, rehearsal: Rehearsal, attempt: int = 0, what: str = "", reply: int = 0) -> None:
        """Make the page for an attempt.

        Args:
            rehearsal: The rehearsal.
            attempt: The attempt's number; 0 for the last one.
            what: The scope that is chosen at first; empty for a moment.
            reply: The reply that is chosen at first; 0 for none.
        """
        super().__init__()
        self._reply = reply
        self.rehearsal = rehearsal
        self.attempt = attempt or rehearsal.attempt.number
        self._what = SubmissionScope(what or SubmissionScope.MOMENT)
        self._shown: SubmissionChoice | None = None
        self._missing = ""
        """Why nothing could go along as chosen now; empty where something could."""
        self._seen: SubmissionChoice | None = None
        """The choice whose preview was looked at where it does not stand beside the form."""
        self._timer: Timer | None = None
        self._known: frozenset[str] = frozenset()
        self._detail_check = DetailCheck()

    def compose(self) -> ComposeResult:
        own_words = any(not reflection.for_oneself for reflection in self.rehearsal.story.reflected)
        yield Prose(self.rehearsal.script.dialogue.title, say("Bring to supervision:"), classes="title")
        yield Static("", classes="say", id="brought-already", markup=False)
        with VerticalScroll(id="bringing", can_focus=False):
            with VerticalScroll(id="bring-what", can_focus=False):
                yield SubmissionChoices(self.rehearsal, self.attempt, self._what, own_words, self._reply)
                yield Prose(say(NO_REAL_CASES), classes="say quiet")
            yield SubmissionPreview()
        with Horizontal(id="bring-on"):
            yield Button(say("Hand it over…"), action="screen.hand_over", id="hand-over", compact=True)
            yield Button(say("See what goes"), action="screen.see_it", compact=True, id="see-it")
            yield Button(say("My record…"), action="screen.record", compact=True, id="own-record")
            yield Button(say("Back"), action="screen.back", compact=True)
        yield Keys()

    @work(group="known")
    async def on_mount(self) -> None:
        self._known = await self.coach.in_practice(self.coach.practice.known_words, self.rehearsal.script)
        await self._offer_hurts()

    async def _offer_hurts(self) -> None:
        hurts = await self.coach.in_practice(_find_hurts, self.rehearsal, self.attempt)
        self.query_one(SubmissionChoices).offer(*hurts)
        self.show_anew()

    @on(Select.Changed, "#which-attempt")
    @work(exclusive=True, group="attempt")
    async def choose_attempt(self, event: Select.Changed) -> None:
        """Bring from another attempt."""
        if isinstance(event.value, int) and event.value != self.attempt:
            self.attempt = event.value
            self.query_one(SubmissionChoices).show_attempt(self.attempt)
            await self._offer_hurts()

    @property
    def preview(self) -> SubmissionPreview:
        """The preview of the submission."""
        return self.query_one(SubmissionPreview)

    @on(RadioSet.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    @on(Input.Changed)
    def soon(self) -> None:
        """Update the preview after a moment without a keystroke."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SOON, self.show_anew)

    @work(exclusive=True, group="preview")
    async def show_anew(self) -> None:
        """Make the submission from the choices again, and show it."""
        await self._look(anew=True)

    async def _look(self, anew: bool = False) -> None:
        """Make and show the submission, unless the one for these choices is shown already.

        Args:
            anew: Whether to make it in any case.
        """
        choice = self.query_one(SubmissionChoices).choice
        if not anew and choice == self._shown:
            return
        preview, make = self.preview, self.coach.submission_service.preview
        try:
            brought = await self.coach.in_practice(make, self.rehearsal, choice, self.attempt)
        except CoachError as error:
            self._missing = str(error)
            await preview.show(None, self._missing)
        else:
            self._missing = ""
            await preview.show(brought, exercise=self.coach.submission_service.name_exercise(brought))
        self._shown = choice

    def action_see_it(self) -> None:
        """Focus the preview."""
        self._seen = self._shown
        self.preview.focus()
        self.preview.scroll_visible(top=True, animate=False)

    @work(exclusive=True, group="asking")
    async def action_hand_over(self) -> None:
        """Hand over what the preview shows, after checking it for real people's details."""
        if not await self._can_go(say(NOT_SENT)) or not self._is_seen():
            return
        assert self.preview.brought is not None
        submission_service = self.coach.submission_service
        readers: tuple[str, ...] = ()
        login = ""
        if submission_service.stores.has_team_store:
            try:
                readers = await self.coach.in_practice(lambda: submission_service.stores.store.readers())
                login = await self.coach.in_practice(lambda: submission_service.stores.store.me())
            except RecordsError as error:
                self.coach.tell(error)  # a file can still be made
        sheet = hand_over(submission_service, self.rehearsal, self.preview.brought, readers, login)
        if said := await self.app.push_screen_wait(sheet):
            for box in self.find_typed():
                self.settle(box)  # it went along, or stayed behind as was chosen
            self.show_anew()  # another time it is another thing, with a number of its own
            already = self.query_one("#brought-already", Static)
            already.update(say(BROUGHT_ALREADY))
            already.display = True
            self.app.push_screen(Dialog(show_message(say("Done"), said)))

    @work(exclusive=True, group="asking")
    async def action_record(self) -> None:
        """Show a draft for the practitioner's record of learning, which is saved for them alone."""
        if not await self._can_go(say(NOT_KEPT)):
            return
        submission_service, brought = self.coach.submission_service, self.preview.brought
        assert brought is not None
        draft = await self.coach.in_practice(submission_service.draft_learning_record, self.rehearsal, brought)
        if said := await self.app.push_screen_wait(save_own_record(submission_service, draft)):
            self.app.push_screen(Dialog(show_message(say("Saved"), said)))

    def _is_seen(self) -> bool:
        """Return whether the preview was in sight as it is now; if not, go to it and say so."""
        if self.has_class("-broad") or self._seen == self._shown:
            return True
        self.action_see_it()
        self.notify(say(LOOK_FIRST))
        return False

    async def _can_go(self, so_far: str) -> bool:
        """Return whether there is a submission, without real details that are to be changed first.

        Args:
            so_far: The sentence that says what has not been done with it yet.
        """
        await self._look()
        choices = self.query_one(SubmissionChoices)
        if self.preview.brought is None:
            missing = self.query_one("#own-question" if choices.what is SubmissionScope.QUESTION else "#which-line")
            if missing.display:
                missing.focus()
            else:
                self.action_see_it()
            self.notify(sanitize(self._missing), timeout=4, markup=False)
            return False
        return await self._check_details(so_far) and self.preview.brought is not None

    async def _check_details(self, so_far: str) -> bool:
        """Ask once about real people's details in typed words; return False to change them first.

        Args:
            so_far: The sentence that says what has not been done with the words yet.
        """
        boxes = {name: self.query_one(name, Input) for name in ("#own-question", "#own-note")}
        own = (
            " ".join(reflection.words for reflection in self.preview.brought.reflections)
            if self.preview.brought
            else ""
        )
        typed = {**{name: box.value for name, box in boxes.items()}, "#with-own-words": own}
        stays = self._detail_check.strip(own, self._known) != own
        said = f"{so_far} {OWN_STAYS}" if stays else so_far
        wanted = await self._detail_check.ask(self, typed, self._known, said)
        if wanted == "remove":
            for box in boxes.values():
                box.value = self._detail_check.strip(box.value, self._known)
            if stays:
                self.query_one("#with-own-words", Checkbox).value = False
            await self._look()
            self.notify(say("Left out. Look at it once more, then go on."))
        return wanted == "keep"


def _find_hurts(rehearsal: Rehearsal, attempt: int) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Return three kinds of replies: repaired, not repaired with a next one, and repairing."""
    debrief = rehearsal.debrief(attempt)
    replies = [line.reply for line in debrief.transcript if line.reply]
    return (
        frozenset(reply for reply in replies if find_mending_reply(debrief, reply)),
        frozenset(reply for reply in replies if find_next_reply(debrief, reply)),
        frozenset(reply for reply in replies if find_mended_reply(debrief, reply)),
    )
