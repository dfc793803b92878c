"""Making an exercise: a form, and beside it the file it becomes."""

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import TabbedContent, TabPane

from coach.model.exercise import Exercise
from coach.supervision.exercises import known_in, typed_in
from coach.supervision.reflecting import models
from coach.tui.choosing import domains, focuses, scenarios
from coach.tui.commands import bindings
from coach.tui.filling import MOST_CRITERIA, Filling, Made, made
from coach.tui.modals.choosing import ChoosingSheet
from coach.tui.modals.give import GiveSheet
from coach.tui.modals.told import ToldSheet
from coach.tui.page import BROAD, Page
from coach.tui.real_people import RealPeople
from coach.tui.widgets.chosen_ones import ChosenOnes
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.exercise_fields import ExerciseFields
from coach.tui.widgets.file_preview import FilePreview
from coach.tui.widgets.findable import Thing
from coach.tui.widgets.keys import Keys

FORM, FILE = "tab-form", "tab-file"
NOT_SAVED = "It has not been saved or given to anybody."


class ExerciseFormScreen(Page):
    """What is filled in stays for as long as the coach is open, also when one looks elsewhere."""

    WHERE = "exercise_form"
    HELP = """\
An exercise suggests something to practise: which scenarios, what to look out for, what to bring back. It is given to \
people as a file, in a shared folder, or through your team's store, and it never asks who did it.

Fill in what you like. What is still missing, and the file as it stands, are beside the form, or in the other tab. \
Save asks where to. What is filled in stays while you look elsewhere.

A scenario with racism towards the practitioner needs another of equal standing beside it, and is never set to one \
person."""
    BINDINGS = bindings("exercise_form")
    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self.filling = Filling()
        self.made: Made | None = None
        self.scenarios: tuple[Thing, ...] = ()
        self._real_people = RealPeople(own_words=False)

    def compose(self) -> ComposeResult:
        """The form, filled once the shelf is read, and the file."""
        yield Words("", "An exercise", classes="title")
        with Horizontal(id="making"):
            with TabbedContent(id="tabs"):
                yield TabPane("The form", id=FORM)
                with TabPane("The file", id=FILE):
                    yield FilePreview()
            yield FilePreview(id="file-beside")
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Read the shelf, and put back what was filled in before."""
        await self.coach.ready()
        self.filling = self.coach.exercise or Filling()
        known = await self.coach.in_practice(models)
        self.scenarios = await self.coach.in_practice(scenarios, self.coach.practice)
        await self.query_one(f"#{FORM}").mount(ExerciseFields(self.filling, known))
        self.broad(self.size.width)
        self.look_over()
        self.query_one("#title").focus()

    def on_resize(self, event: events.Resize) -> None:
        """More room, or less."""
        self.broad(event.size.width)

    def broad(self, width: int) -> None:
        """With room for two columns, there is no tab for the second."""
        tabs = self.query_one(TabbedContent)
        if width >= BROAD:
            tabs.active = FORM
            tabs.hide_tab(FILE)
        else:
            tabs.show_tab(FILE)

    def on_exercise_fields_changed(self) -> None:
        """Something is otherwise now."""
        self.filling = self.query_one(ExerciseFields).filled(self.filling)
        self.look_over()

    @work(exclusive=True, group="looking")
    async def look_over(self) -> None:
        """Show what the form comes to, and keep it while the coach is open."""
        self.coach.exercise = self.filling
        library = self.coach.practice.library
        self.made = await self.coach.in_practice(made, self.filling, library)
        focus = await self.coach.in_practice(focuses, library, self.filling.scenarios)
        names = {thing.key: thing.name for thing in (*self.scenarios, *focus)}
        for field in self.query(ChosenOnes):
            chosen: tuple[str, ...] = getattr(self.filling, str(field.name))
            field.show(tuple(names.get(key, key) for key in chosen))
        for preview in self.query(FilePreview):
            preview.show(self.made)

    @work(exclusive=True, group="asking")
    async def action_choose(self, name: str) -> None:
        """Choose scenarios, or what to practise."""
        chosen: tuple[str, ...] = getattr(self.filling, name)
        things, whole = self.scenarios, frozenset[str]()
        if name == "focus":
            if not self.filling.scenarios:
                self.notify("Choose a scenario first: what can be practised depends on it.")
                return
            library = self.coach.practice.library
            things = await self.coach.in_practice(focuses, library, self.filling.scenarios)
            whole = await self.coach.in_practice(domains, library, self.filling.scenarios)
        heading = {"scenarios": "Scenarios", "focus": "What to practise", "alternatives": "Scenarios to take instead"}

        def refuses(keys: tuple[str, ...]) -> str:
            if name == "focus" and (len(keys) > MOST_CRITERIA or (len(keys) > 1 and whole & set(keys))):
                return "Up to three, or one whole domain. Take one out first."
            return ""

        taken = await self.app.push_screen_wait(ChoosingSheet(heading[name], things, chosen, refuses))
        if taken is not None:
            self.filling = self.filling.choosing(name, taken)
            self.look_over()

    def action_preview(self) -> None:
        """To the file as it stands, and back to the form."""
        if self.query_one(TabbedContent).active == FILE:
            self.action_back()
        elif self.size.width >= BROAD:
            self.query_one("#file-beside").focus()
        else:
            self.query_one(TabbedContent).active = FILE
            self.query_one(FilePreview).focus()

    @work(exclusive=True, group="asking")
    async def action_save(self) -> None:
        """Save it, or give it to people."""
        made_now = await self.coach.in_practice(made, self.filling, self.coach.practice.library)
        if made_now.exercise is None:
            self.notify(made_now.still[0], title="Not yet", markup=False)
            return
        if (exercise := await self._nobody_real(made_now.exercise)) is None:
            return
        desk = self.coach.opened.desk
        people = await self.coach.in_practice(desk.people)
        sheet = GiveSheet(desk, exercise, self.coach.where.library, people)
        if said := await self.app.push_screen_wait(sheet):
            self.coach.exercise = None
            await self.app.push_screen_wait(ToldSheet("Saved", said))

    async def _nobody_real(self, exercise: Exercise) -> Exercise | None:
        """The exercise as it may go to people, once what looks like a real person's detail was asked about."""
        typed = dict(enumerate(typed_in(exercise)))
        known = await self.coach.in_practice(known_in, self.coach.practice, exercise)
        looked_over = await self._real_people.looked_over(self, typed, known, NOT_SAVED)
        if looked_over is None:
            return None
        title, why, *notes = looked_over.values()
        return exercise.model_copy(update={"title": title, "why": why, "content_notes": tuple(notes)})

    def action_back(self) -> None:
        """From the file to the form, from the form back a page."""
        tabs = self.query_one(TabbedContent)
        if tabs.active == FILE:
            tabs.active = FORM
            self.query_one("#title").focus()
        else:
            super().action_back()
