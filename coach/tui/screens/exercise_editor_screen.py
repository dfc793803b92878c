"""The exercise editor: a form, and beside it the file that the form makes."""

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Select, Static, TabbedContent, TabPane, TextArea

from coach.content.library import Library
from coach.content.validation import ReflectionModel, load_reflection_models
from coach.language.catalogue import say
from coach.model.exercise import MOST_FOCUSES, Exercise, ExerciseDraft
from coach.supervision.desk_texts import NOBODY_IS_TOLD
from coach.supervision.exercises import (
    BRINGS_BACK,
    INSTEAD,
    NOT_GIVEN_YET,
    WITH_WHOM,
    DraftResult,
    FocusChoice,
    check_draft,
    collect_known_words,
    collect_typed_words,
    list_focuses,
    name_fields,
)
from coach.tui.base_app import BROAD, Page
from coach.tui.cards import list_scenarios
from coach.tui.commands import make_bindings
from coach.tui.detail_check import DetailCheck
from coach.tui.dialogs.confirm import show_message
from coach.tui.dialogs.dialog import PASSING, Dialog, TypedLine
from coach.tui.dialogs.save import give_exercise
from coach.tui.dialogs.verdicts import draw_criterion
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.reply_input import OwnBox
from coach.tui.widgets.searchable_list import ChoosingDialog, ChosenEntries, ListEntry
from coach.tui.widgets.text import Prose, draw_heading

# --- What can be practised in the chosen scenarios


def draw_focuses(library: Library, among: tuple[str, ...]) -> tuple[ListEntry, ...]:
    """Return the domains and criteria of some scenarios' rubrics as entries of a list."""
    return tuple(ListEntry(choice.key, choice.name, _draw_focus(choice)) for choice in list_focuses(library, among))


def _draw_focus(choice: FocusChoice) -> Content:
    criterion = choice.criterion
    if criterion is None:
        return Content(sanitize(choice.about))
    return draw_criterion(criterion.definition, criterion.counts, criterion.not_)


def find_domains(library: Library, among: tuple[str, ...]) -> frozenset[str]:
    """Return the ids of the domains in the rubrics of some scenarios."""
    return frozenset(choice.key for choice in list_focuses(library, among) if choice.criterion is None)


# --- The preview of the file

NOTHING_STILL = "Nothing is missing. Save it, or give it to people."


class FilePreview(VerticalScroll):
    """A preview of the draft's file, with what is still missing from it."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # as widgets call it
        super().__init__(id=id)
        self._made: DraftResult | None = None

    def compose(self) -> ComposeResult:
        yield Static("", markup=False, classes="still")
        yield draw_heading(say("The file, as it stands"))
        yield Static("", markup=False, classes="file-words")

    def on_mount(self) -> None:
        """Show the draft that was given before the widgets existed."""
        if self._made is not None:
            self.show(self._made)

    def show(self, made: DraftResult) -> None:
        """Show the file that the draft would be saved as, and what it still needs."""
        self._made = made
        if not self.query(".file-words"):
            return
        lines = [Content.assemble(("Still: ", "bold"), sanitize(name_fields(sentence))) for sentence in made.still]
        self.query_one(".still", Static).update(Content("\n").join(lines) if lines else say(NOTHING_STILL))
        self.query_one(".file-words", Static).update(sanitize(made.text))


# --- The form


class ExerciseFields(VerticalScroll):
    """The fields of the form that are typed; the screen itself holds what is chosen from lists."""

    class Changed(Message):
        """Message posted when any field changes."""

    def __init__(self, draft: ExerciseDraft, models: dict[str, ReflectionModel]) -> None:
        super().__init__(id="form", can_focus=False, classes=PASSING)
        self._draft = draft
        self._models = models

    def compose(self) -> ComposeResult:
        now = self._draft
        with Vertical(classes="reading"):
            yield draw_heading(say("Title"))
            yield TypedLine(now.title, placeholder=say("A few words"), id="title", compact=True, max_length=200)
            yield draw_heading(say("Why, in one sentence"))
            yield TypedLine(now.why, placeholder=say("What it is good for"), id="why", compact=True, max_length=1000)
            yield draw_heading(say("Scenarios"))
            yield ChosenEntries("scenarios", say("None chosen yet."), say("Choose scenarios"))
            yield draw_heading(say("What to practise"))
            yield ChosenEntries("focus", say("Nothing in particular."), say("Choose up to three, or a whole domain"))
            yield draw_heading(say("With whom"))
            yield _make_select("mode", {mode.value: words for mode, words in WITH_WHOM.items()}, now.mode)
            yield draw_heading(say("About how many replies"))
            yield TypedLine(now.replies, placeholder=say("From 2 to 30"), id="replies", compact=True, max_length=4)
            yield draw_heading(say("Questions for afterwards"))
            yield _make_select("reflection", {key: model.name for key, model in self._models.items()}, now.reflection)
            yield draw_heading(say("What to bring back"))
            yield Prose(say(NOBODY_IS_TOLD), classes="say quiet first")
            yield _make_select("bring", {bring.value: words for bring, words in BRINGS_BACK.items()}, now.bring)
            yield draw_heading(say("What may be hard in it"))
            yield Prose(say("A note a line, besides the scenarios' own."), classes="say quiet first")
            yield OwnBox("\n".join(now.content_notes), "notes")
            yield draw_heading(say(INSTEAD))
            yield Prose(
                say("Of equal standing, for whoever would rather not play the first."), classes="say quiet first"
            )
            yield ChosenEntries("alternatives", say("None."), say("Choose others"))

    def read_draft(self, before: ExerciseDraft) -> ExerciseDraft:
        """Return the fields as a draft.

        Args:
            before: The draft whose lists of chosen items are taken over.
        """
        chosen = {name: str(self.query_one(f"#{name}", Select).value) for name in ("mode", "reflection", "bring")}
        typed = {name: self.query_one(f"#{name}", Input).value for name in ("title", "why", "replies")}
        notes = tuple(line.strip() for line in self.query_one(OwnBox).words.splitlines() if line.strip())
        return ExerciseDraft(
            **typed,
            **chosen,
            content_notes=notes,
            scenarios=before.scenarios,
            focus=before.focus,
            alternatives=before.alternatives,
        )

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def report_change(self) -> None:
        """Post that a field changed."""
        self.post_message(self.Changed())


def _make_select(name: str, choices: dict[str, str], now: str) -> Select[str]:
    options = [(sanitize(words), key) for key, words in choices.items()]
    return Select(options, value=now, allow_blank=False, compact=True, id=name)


# --- The screen

FORM, FILE = "tab-form", "tab-file"


class ExerciseEditorScreen(Page):
    """The exercise editor. Its draft stays while the app is open."""

    WHERE = "exercise_editor"
    HELP = """\
An exercise suggests something to practise: which scenarios, what to look out for, what to bring back. It is given to \
people as a file, in a shared folder, or through your team's store, and it never asks who did it.

Fill in what you like. What is still missing, and the file as it stands, are beside the form, or in the other tab. \
Save asks where to. What is filled in stays while you look elsewhere.

A scenario with racism towards the practitioner needs another of equal standing beside it, and is never set to one \
person."""
    BINDINGS = make_bindings("exercise_editor")
    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self.draft = ExerciseDraft()
        self.made: DraftResult | None = None
        self.scenarios: tuple[ListEntry, ...] = ()
        self._detail_check = DetailCheck(own_words=False)

    def compose(self) -> ComposeResult:
        yield Prose("", say("An exercise"), classes="title")
        with Horizontal(id="making"):
            with TabbedContent(id="tabs"):
                yield TabPane(say("The form"), id=FORM)
                with TabPane(say("The file"), id=FILE):
                    yield FilePreview()
            yield FilePreview(id="file-beside")
        yield Keys()

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        self.draft = self.coach.exercise or ExerciseDraft()
        known = await self.coach.in_practice(load_reflection_models)
        self.scenarios = await self.coach.in_practice(list_scenarios, self.coach.practice)
        await self.query_one(f"#{FORM}").mount(ExerciseFields(self.draft, known))
        self.broad(self.size.width)
        self.look_over()
        self.query_one("#title").focus()

    def on_resize(self, event: events.Resize) -> None:
        self.broad(event.size.width)

    def broad(self, width: int) -> None:
        """Show the file beside the form on a wide screen, and in its own tab on a narrow one."""
        tabs = self.query_one(TabbedContent)
        if width >= BROAD:
            tabs.active = FORM
            tabs.hide_tab(FILE)
        else:
            tabs.show_tab(FILE)

    def on_exercise_fields_changed(self) -> None:
        """Read the changed fields into the draft."""
        self.draft = self.query_one(ExerciseFields).read_draft(self.draft)
        self.look_over()

    @work(exclusive=True, group="looking")
    async def look_over(self) -> None:
        """Check the draft, show its file, and keep it while the app is open."""
        self.coach.exercise = self.draft
        library = self.coach.practice.library
        self.made = await self.coach.in_practice(check_draft, self.draft, library)
        focus = await self.coach.in_practice(draw_focuses, library, self.draft.scenarios)
        names = {thing.key: thing.name for thing in (*self.scenarios, *focus)}
        for field in self.query(ChosenEntries):
            chosen: tuple[str, ...] = getattr(self.draft, str(field.name))
            field.show(tuple(names.get(key, key) for key in chosen))
        for preview in self.query(FilePreview):
            preview.show(self.made)

    @work(exclusive=True, group="asking")
    async def action_choose(self, name: str) -> None:
        """Choose the scenarios, the focus, or the alternative scenarios, by the field's name."""
        chosen: tuple[str, ...] = getattr(self.draft, name)
        things, whole = self.scenarios, frozenset[str]()
        if name == "focus":
            if not self.draft.scenarios:
                self.notify(say("Choose a scenario first: what can be practised depends on it."))
                return
            library = self.coach.practice.library
            things = await self.coach.in_practice(draw_focuses, library, self.draft.scenarios)
            whole = await self.coach.in_practice(find_domains, library, self.draft.scenarios)
        heading = {"scenarios": say("Scenarios"), "focus": say("What to practise"), "alternatives": say(INSTEAD)}

        def refuses(keys: tuple[str, ...]) -> str:
            if name == "focus" and (len(keys) > MOST_FOCUSES or (len(keys) > 1 and whole & set(keys))):
                return say("Up to three, or one whole domain. Take one out first.")
            return ""

        taken = await self.app.push_screen_wait(ChoosingDialog(heading[name], things, chosen, refuses))
        if taken is not None:
            self.draft = self.draft.choose(name, taken)
            self.look_over()

    def action_preview(self) -> None:
        """Go to the file, or from there back to the form."""
        if self.query_one(TabbedContent).active == FILE:
            self.action_back()
        elif self.size.width >= BROAD:
            self.query_one("#file-beside").focus()
        else:
            self.query_one(TabbedContent).active = FILE
            self.query_one(FilePreview).focus()

    @work(exclusive=True, group="asking")
    async def action_save(self) -> None:
        """Save the exercise to a file, or give it to practitioners."""
        made_now = await self.coach.in_practice(check_draft, self.draft, self.coach.practice.library)
        if made_now.exercise is None:
            self.notify(name_fields(made_now.still[0]), title=say("Not yet"), markup=False)
            return
        if (exercise := await self._check_details(made_now.exercise)) is None:
            return
        desk = self.coach.inbox
        people = await self.coach.in_practice(desk.list_people)
        sheet = give_exercise(desk, exercise, self.coach.where.library, people)
        if said := await self.app.push_screen_wait(sheet):
            self.coach.exercise = None
            await self.app.push_screen_wait(Dialog(show_message(say("Saved"), said)))

    async def _check_details(self, exercise: Exercise) -> Exercise | None:
        """Return the exercise, checked for real people's details; None to let the user change it."""
        typed = dict(enumerate(collect_typed_words(exercise)))
        known = await self.coach.in_practice(collect_known_words, self.coach.practice, exercise)
        looked_over = await self._detail_check.check(self, typed, known, say(NOT_GIVEN_YET))
        if looked_over is None:
            return None
        title, why, *notes = looked_over.values()
        return exercise.model_copy(update={"title": title, "why": why, "content_notes": tuple(notes)})

    def action_back(self) -> None:
        """Go from the file to the form, and from the form to the page before."""
        tabs = self.query_one(TabbedContent)
        if tabs.active == FILE:
            tabs.active = FORM
            self.query_one("#title").focus()
        else:
            if self.coach.exercise not in (None, ExerciseDraft()):  # what was saved is no draft any more
                self.notify(say("The exercise stays as you left it while the coach is open."), timeout=4)
            super().action_back()
