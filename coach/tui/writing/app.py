"""The app of `coach write`: it watches an author's files, and plays the draft on a save."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import ParamSpec, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, ItemGrid, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Select, Static

from coach.authoring.live import Beginning, Playthrough, ReplayedReply, ScenarioDraft
from coach.authoring.unanswered import STAYS, AnswerBank, ReplyCluster
from coach.content.yaml_reader import Problem
from coach.debrief.evidence import get_reply
from coach.errors import CoachError, NotNow
from coach.language.catalogue import say
from coach.model.conditions import HIGHEST, LOWEST, SCENE, Line
from coach.model.reading import Certainty
from coach.records.paths import Places
from coach.rehearsal.script import Script
from coach.tui.commands import make_bindings
from coach.tui.compat import PasteBoundApp
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText, Guarded, TypedLine, may_go
from coach.tui.text import sanitize
from coach.tui.themes import THEMES, read_theme
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.reply_input import ReplyBox
from coach.tui.widgets.searchable_list import ListEntry, SearchableList
from coach.tui.widgets.text import Prose, set_apart

# --- The played draft in words


def describe_position(played: Playthrough) -> str:
    """Say on one line where the played conversation stands: turn, trust, and what was told."""
    if played.story is None:
        return say("This cannot be played yet: mend what is named here, and save.")
    at = played.story.state.position
    told = f", told {', '.join(sorted(at.told))}" if at.told else ""
    marks = f", remembers {', '.join(sorted(at.remembered))}" if at.remembered else ""
    hurt = ", hurt" if at.hurt else ""
    where = f"ended: {at.ending}" if at.ending else at.turn
    return f"{where} · trust {at.trust}, guarded {at.guarded}{hurt}{told}{marks}"


def draw_problems(problems: Iterable[Problem]) -> Iterator[Prose]:
    """Yield a widget for each problem with its line and its code, errors first."""
    problem_list = sorted(problems, key=lambda problem: (problem.warning, problem.file, problem.line))
    for problem in problem_list:
        kind = say("Look at") if problem.warning else say("Mend")
        lead = f"{kind} {problem.file.name}, line {problem.line} ({problem.code})."
        yield Prose(problem.describe(), lead, classes="fault")
    if not problem_list:
        yield Prose(say("Nothing to mend."), classes="fault quiet")


def draw_conversation(played: Playthrough) -> Iterator[Static]:
    """Yield the widgets of everything that is said, with what each reply did."""
    if played.script is None:
        return
    yield from _draw_lines(played.script, played.find_arrival())
    for number, step in enumerate(played.steps, 1):
        yield Static(
            Content.assemble((f"{number}. You", "bold $you"), "\n", sanitize(step.text)), classes="said by-you"
        )
        yield Static(Content(_describe_step(step)), classes="did", markup=False)
        for sentence in step.outvoted:
            yield Static(Content(f"Outvoted: {sanitize(sentence)}"), classes="did", markup=False)
        yield from _draw_lines(played.script, step.exchange.lines())
    for text in played.unsaid:
        yield Static(
            Content(say("Not said, because it has ended: {sanitize}", sanitize=sanitize(text))),
            classes="did",
            markup=False,
        )


def _draw_lines(script: Script, lines: Iterable[Line]) -> Iterator[Static]:
    for line in lines:
        if line.speaker == SCENE:
            yield Static(Content(sanitize(line.text)), classes="said by-scene", markup=False)
        else:
            how = f"  ({sanitize(line.how)})" if line.how else ""
            who = (sanitize(script.speaker(line)), "bold $family")
            yield Static(Content.assemble(who, (how, "$quiet"), "\n", sanitize(line.text)), classes="said by-family")


def _describe_step(step: ReplayedReply) -> str:
    """Say what was read in a reply, which branch answered it, and which one did before the save."""
    reading = get_reply(step.exchange).reading
    clear = [v.criterion for v in reading.verdicts if v.certainty is Certainty.CLEAR]
    possible = [f"{v.criterion}?" for v in reading.verdicts if v.certainty is Certainty.POSSIBLE]
    heard = ", ".join([*clear, *possible]) or "nothing"
    told = "".join(f" Tells {silence}." for silence in step.exchange.told_silences)
    changed = say(" Before the save it was {before}.", before=step.before) if step.before else ""
    return f"Heard {heard} ({', '.join(reading.forms) or 'no form'}). {step.name_branch()} answers.{told}{changed}"


# --- Choosing where to begin

AS_WRITTEN = "as written"


class BeginningDialog(ModalScreen[Beginning | None]):
    """A dialog to choose the turn, trust and guardedness at which the conversation begins.

    Trust and guardedness are the scales from 0 to 4 on which the family's position lies.
    """

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "#turn"

    def __init__(self, script: Script, now: Beginning) -> None:
        super().__init__()
        self._script = script
        self._now = now

    def compose(self) -> ComposeResult:
        turns = [(name, name) for name in self._script.dialogue.turns]
        with Vertical(classes="sheet"):
            yield Static(say("Begin somewhere else"), classes="sheet-heading", markup=False)
            yield Select(turns, value=self._script.dialogue.begins, allow_blank=False, id="turn")
            for scale, now in (("trust", self._now.trust), ("guarded", self._now.guarded)):
                degrees = [(say(AS_WRITTEN), -1), *((str(n), n) for n in range(LOWEST, HIGHEST + 1))]
                with Horizontal(classes="scale"):
                    yield Label(scale.capitalize())
                    yield Select(degrees, value=-1 if now is None else now, allow_blank=False, id=scale, compact=True)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button(say("Begin there"), id="begin")
                yield Button(say("Leave it"), id="close")

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Close with the chosen beginning, or without one."""
        if event.button.id == "close":
            self.dismiss(None)
            return
        self.dismiss(
            Beginning(str(self.query_one("#turn", Select).value), self._scale("trust"), self._scale("guarded"))
        )

    def _scale(self, name: str) -> int | None:
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, int) and value >= LOWEST else None

    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(None)


# --- Giving the last reply an answer, and keeping the conversation as an example

NEW_ENTRY, NEW_LOCAL_ENTRY, NO_ENTRY = "+everywhere", "+here", "+none"
"""The choices beside the entries that are there."""


class EntryChoiceDialog(ModalScreen[str | None]):
    """A dialog to choose the entry that a reply was meant for; it returns the entry's name."""

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "#found"

    def __init__(self, words: str, entries: tuple[ListEntry, ...]) -> None:
        """Make a dialog that offers entries.

        Args:
            words: what was said.
            entries: what can be chosen.
        """
        super().__init__()
        self.words = words
        self.entries = entries

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(say("What should have heard it?"), classes="sheet-heading", markup=False)
            yield Prose(f"“{self.words}” {STAYS}")
            yield SearchableList(self.entries)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button(say("Leave it"), id="close")

    @on(SearchableList.Taken)
    def take(self, event: SearchableList.Taken) -> None:
        """Close the dialog and return the chosen entry's name."""
        self.dismiss(event.key)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(None)


class WordsDialog(Dialog):
    """A dialog with one box, for a family's line or an example's name; it returns the words."""

    AUTO_FOCUS = "#words"

    def __init__(self, text: DialogText, begins_with: str = "") -> None:
        """Make a dialog with a box that holds some words already."""
        super().__init__(text)
        self._begins_with = begins_with

    def make_body(self) -> Iterable[Widget]:
        yield from super().make_body()
        yield TypedLine(self._begins_with, id="words", compact=True)

    @on(Input.Submitted)
    @on(Button.Pressed, "#take")
    def take(self, event: Input.Submitted | Button.Pressed) -> None:
        """Close the dialog and return the words in the box; without any it stays open."""
        event.stop()
        event.prevent_default()  # or the base would close the dialog a second time, and the coach with it
        if words := self.query_one("#words", TypedLine).value.strip():
            self.dismiss(words)


def list_choices(bank: AnswerBank, cluster: ReplyCluster) -> tuple[ListEntry, ...]:
    """List the entries that words can be added to, nearest first, and the other choices."""
    near = [entry for entry, _ in cluster.nearest]
    turns = cluster.list_turns()
    rest = [entry for entry in bank.list_entries() if entry not in near and (not entry.turn or entry.turn in turns)]
    beside = (
        (NEW_ENTRY, say("A new entry, wherever the talk is")),
        (NEW_LOCAL_ENTRY, say("A new entry, in this turn alone")),
        (NO_ENTRY, say("None: no entry is meant for it")),
    )
    return (
        *(ListEntry(entry.name, entry.name, Content(sanitize(" / ".join(entry.askings)))) for entry in near),
        *(ListEntry(key, words, Content("")) for key, words in beside),
        *(ListEntry(entry.name, entry.name, Content(sanitize(" / ".join(entry.askings)))) for entry in rest),
    )


# --- The app

P = ParamSpec("P")
T = TypeVar("T")
LOOKS_EVERY = 0.5
"""Seconds between looks at the files."""
ANSWER_BUTTONS = (("take", "Write it"), (CLOSE, "Leave it"))
EXAMPLE_KEPT = (
    "What is it called, such as `open` or `hurt_and_mended`? The example expects from then on what comes of each "
    "reply where no entry of the answer bank is chosen. `coach check` plays it so. It stands in the file of examples."
)


class WritingApp(PasteBoundApp):
    """The app of `coach write`: problems, the conversation, and a box to try replies in."""

    TITLE = "Conversation coach: writing"
    CSS_PATH = ["../coach.tcss", "../boxes.tcss", "../pages.tcss", "writing.tcss"]
    BINDINGS = [*make_bindings("writing"), *make_bindings("reply")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-usual"), (100, "-broad")]

    def __init__(self, where: Places, draft: ScenarioDraft) -> None:
        super().__init__()
        self._draft = draft
        self._played: Playthrough | None = None
        self._looking = False
        self._of_examples: tuple[Problem, ...] = ()
        """What was to mend in the draft and its examples when they were last played; kept until the next save."""
        self._thread = ThreadPoolExecutor(1, "draft")
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = read_theme(where.settings)

    def get_default_screen(self) -> Guarded[None]:
        """Return a screen that asks before typed words are lost."""
        return Guarded(id="_default")

    async def action_quit(self) -> None:
        """Close the app, after asking about a reply that was typed and not sent."""
        self._quit()

    @work(exclusive=True, group="leaving")
    async def _quit(self) -> None:
        if await may_go(self, self.screen_stack):
            self.exit()

    def compose(self) -> ComposeResult:
        yield Prose("reading…", f"{self._draft.name}:", classes="title")
        with Horizontal(id="draft"):
            yield VerticalScroll(id="faults")
            yield VerticalScroll(id="talk")
        yield ReplyBox()
        yield Keys()

    def on_mount(self) -> None:
        self.query_one("#talk", VerticalScroll).anchor()
        self.query_one(ReplyBox).focus()
        self.set_interval(LOOKS_EVERY, self._look)
        self._look()

    @work(group="look")
    async def _look(self) -> None:
        """Play the draft again if a file was saved.

        One look at a time: a long one is waited for, never cut short.
        """
        if self._looking:
            return
        self._looking = True
        try:
            if await self._in_draft(self._draft.has_changed):
                self._of_examples = ()
                await self._show(await self._in_draft(self._draft.play))
                self._of_examples = await self._in_draft(self._draft.check_examples)
                await self._show_faults(self._of_examples)
        finally:
            self._looking = False

    @on(ReplyBox.Sent)
    @work(group="say")
    async def say(self) -> None:
        """Send the reply in the box, and play the conversation with it."""
        box = self.query_one(ReplyBox)
        text = box.text.strip()
        if not text or self._played is None or self._played.story is None:
            return
        if self._played.story.state.over():
            self.notify(say("It has ended. Take a reply back, or begin again."), markup=False)
            return
        box.clear_said(box.text)
        await self._show(await self._in_draft(self._draft.say, text))

    @work(group="say")
    async def action_take_back(self) -> None:
        """Take the last reply back, and put its words into the box."""
        words = await self._in_draft(self._draft.take_back)
        self.query_one(ReplyBox).restore(words)
        await self._show(await self._in_draft(self._draft.play))

    @work(group="say")
    async def action_from_start(self) -> None:
        """Begin again with nothing said; F8 brings back the replies that were left."""
        await self._show(await self._in_draft(self._draft.begin, self._draft.beginning))

    @work
    async def action_where(self) -> None:
        """Ask for another turn, trust and guardedness, and begin the conversation there."""
        if self._played is None or self._played.script is None:
            self.notify(say("Mend what is named here first."), markup=False)
            return
        sheet = BeginningDialog(self._played.script, self._draft.beginning)
        beginning: Beginning | None = await self.push_screen_wait(sheet)
        if beginning is not None:
            await self._show(await self._in_draft(self._draft.begin, beginning))

    @work
    async def action_hear(self) -> None:
        """Ask which entry should have heard the last reply, and add its words there."""
        with self._say_refusal():
            played = self._require_played()
            bank = await self._in_thread(self._draft.open_bank)
            cluster = await self._in_thread(self._draft.find_nearest, played)
            words = cluster.list_words()
            key = await self.push_screen_wait(EntryChoiceDialog(words[0], list_choices(bank, cluster)))
            if key is None:
                return
            if key in (NEW_ENTRY, NEW_LOCAL_ENTRY):
                turn = cluster.list_turns()[0] if key == NEW_LOCAL_ENTRY else ""
                speaker = next(iter(bank.family.people))
                text = DialogText(
                    "answer",
                    say("What does {called} say?", called=bank.family.people[speaker].called),
                    (),
                    ANSWER_BUTTONS,
                )
                line = await self.push_screen_wait(WordsDialog(text))
                if line is not None:
                    made = await self._in_thread(
                        bank.make_entry, bank.suggest_key(words[0], turn), words, {speaker: line}, turn
                    )
                    self.notify(f"Made: {made}", markup=False)
            elif key == NO_ENTRY:
                await self._in_thread(bank.leave_open, words)
                self.notify(say("Noted: no entry is meant for it."), markup=False)
            else:
                entry = next(entry for entry in bank.list_entries() if entry.name == key)
                await self._in_thread(bank.add_words, entry, words)
                self.notify(say("Added to {key}.", key=key), markup=False)

    @work
    async def action_keep_example(self) -> None:
        """Ask for a name, and keep the conversation so far as an example."""
        with self._say_refusal():
            played = self._require_played()
            text = DialogText("example", say("Keep this as an example"), (say(EXAMPLE_KEPT),), ANSWER_BUTTONS)
            key = await self.push_screen_wait(WordsDialog(text))
            if key is not None:
                file = await self._in_thread(self._draft.keep_example, played, key)
                self.notify(say("Kept in {name}.", name=file.name), markup=False)

    def _require_played(self) -> Playthrough:
        """Return the conversation. Raises NotNow where nothing can be played, or was said."""
        if self._played is None or self._played.story is None:
            raise NotNow(say("Mend what is named here first."))
        if not self._played.steps:
            raise NotNow(say("Nothing was said yet."))
        return self._played

    @contextmanager
    def _say_refusal(self) -> Iterator[None]:
        """Say why something could not be done, instead of closing."""
        try:
            yield
        except CoachError as error:
            self.notify(str(error), severity="warning", markup=False)

    async def _show(self, played: Playthrough) -> None:
        self._played = played
        self.query_one(".title", Prose).update(set_apart(f"{self._draft.name}:", describe_position(played)))
        await self._show_faults(tuple(dict.fromkeys((*played.problems, *self._of_examples))))
        if played.script is None:
            return  # what was said stays to be read while the file is being mended
        page = self.query_one("#talk", VerticalScroll)
        with self.batch_update():
            await page.remove_children()
            lines = list(draw_conversation(played))
            for line in lines[-1:]:
                line.add_class("-last")
            await page.mount_all(lines)

    async def _show_faults(self, problems: tuple[Problem, ...]) -> None:
        page = self.query_one("#faults", VerticalScroll)
        with self.batch_update():
            await page.remove_children()
            await page.mount_all(list(draw_problems(problems)))

    async def _in_draft(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function of the draft in its thread; a CoachError closes the app.

        One call is made at a time.
        """
        try:
            return await self._in_thread(call, *args, **kwargs)
        except CoachError as error:
            self.exit(return_code=error.status, message=f"{error.title}. {error}")
            raise

    async def _in_thread(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in the draft's thread. Raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *args, **kwargs))
