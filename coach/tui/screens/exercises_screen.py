"""The list of exercises, with a preview of the highlighted one."""

from collections.abc import Iterable
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from coach.language.catalogue import say
from coach.records.paths import write_export
from coach.supervision.desk_texts import NO_EXERCISES
from coach.supervision.exercise_cards import ExerciseCard, make_exercise_cards
from coach.supervision.exercises import ONLY_OWN, serialize_exercise, take_off_exercise
from coach.tui.base_app import Page
from coach.tui.cards import draw_exercise
from coach.tui.commands import make_bindings
from coach.tui.dialogs.confirm import confirm_taking_exercise_off
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText
from coach.tui.dialogs.file_import import FileImportDialog
from coach.tui.dialogs.save import FOR_OTHERS, SaveDialog, SaveWay
from coach.tui.text import sanitize
from coach.tui.widgets.choices import PreviewedList
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose


class ExercisePreview(Vertical):
    """A preview of an exercise, with buttons to do it, save it, or import another."""

    def __init__(self) -> None:
        super().__init__(id="exercise")

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="about-exercise"):
            yield Static("", id="exercise-words", markup=False)
        with HorizontalGroup(classes="buttons"):
            yield Button(say("Do this one"), id="do-it", classes="main", action="screen.do_exercise")
            yield Button(say("Save"), id="save-it", action="screen.save_exercise")
            yield Button(say("Take in"), id="take-it-in", action="screen.take_in_exercise")
            yield Button(say("Take off"), id="take-it-off", action="screen.take_exercise_off")

    def show(self, card: ExerciseCard | None) -> None:
        """Show an exercise's card, or nothing for None."""
        self.query_one("#exercise-words", Static).update(draw_exercise(card) if card else "")
        self.query_one("#do-it").display = card is not None and not card.problem
        self.query_one("#save-it").display = card is not None and card.exercise is not None
        self.query_one("#take-it-off").display = card is not None and card.is_own
        self.query_one(VerticalScroll).scroll_home(animate=False)


# --- One of several scenarios


class ScenarioChoiceDialog(Dialog):
    """A dialog that asks with which scenario to do an exercise; it returns the id, or None."""

    AUTO_FOCUS = "OptionList"

    def __init__(self, scenarios: tuple[tuple[str, str], ...]) -> None:
        """Make a dialog that offers scenarios, each by its id and its title."""
        super().__init__(DialogText("which", say("Which one?"), buttons=((CLOSE, say("None of them")),)))
        self.scenarios = scenarios

    def make_body(self) -> Iterable[Widget]:
        yield Prose(say("Take whichever you like. They are of equal standing, and each begins with its content note."))
        yield OptionList(*(Option(Content(sanitize(title)), id=key) for key, title in self.scenarios), id="which-one")

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """Close the dialog and return the chosen scenario's id."""
        self.dismiss(event.option_id)


# --- The screen


class ExercisesScreen(Page):
    """The list of exercises, with a preview beside it, or below it on a narrow screen."""

    WHERE = "exercises"
    HELP = """\
An exercise suggests what to practise, with whom, and what you could bring back from it. None is set to anybody: do \
them in any order, or not at all.

Move with the arrow keys; what an exercise is about stands beside the list. One that somebody gave you in your team's \
store comes first, and says from whom. Enter does it. Where there is more than \
one scenario you choose; they are of equal standing.

Take in brings in one that came to you as a file. Save writes one to a file that you can hand on. Take off deletes one \
of your own exercises, taken in or made here; rehearsals of it stay. Nobody is told who did an exercise."""
    BINDINGS = make_bindings("exercises")
    AUTO_FOCUS = "#exercise-list"

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[ExerciseCard, ...] = ()

    def compose(self) -> ComposeResult:
        yield Prose("", say("Exercises"), classes="title")
        with Vertical(id="no-exercises"):
            yield Prose(say(NO_EXERCISES), classes="say")
            with Horizontal(classes="doing"):
                yield Button(say("Take in a file"), action="screen.take_in_exercise", compact=True)
        with Horizontal(id="exercises"):
            yield PreviewedList(id="exercise-list", markup=False)
            yield ExercisePreview()
        yield Keys()

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        await self._show()

    async def _show(self, key: str = "") -> None:
        """List the exercises, and highlight the one with this id, or else the first."""
        self.cards = await self.coach.in_practice(make_exercise_cards, self.coach.inbox)
        self.set_class(not self.cards, "-none-yet")
        listed = self.query_one("#exercise-list", OptionList)
        listed.clear_options()
        listed.add_options([Option(_draw_line(card)) for card in self.cards])
        if self.cards:
            listed.highlighted = next((place for place, card in enumerate(self.cards) if card.id == key), 0)
            listed.focus()
        else:
            self.query("#no-exercises Button").first().focus()

    @property
    def chosen_card(self) -> ExerciseCard | None:
        """The card of the highlighted exercise.

        Found by its place: an exercise that a supervisor gave may share its id with one of the library's.
        """
        place = self.query_one("#exercise-list", OptionList).highlighted
        return self.cards[place] if place is not None and place < len(self.cards) else None

    @on(OptionList.OptionHighlighted, "#exercise-list")
    def look_at(self) -> None:
        """Show the highlighted exercise in the preview."""
        self.query_one(ExercisePreview).show(self.chosen_card)

    @on(OptionList.OptionSelected, "#exercise-list")
    def take(self) -> None:
        """Open the chosen exercise's briefing."""
        self.action_do_exercise()

    @work(exclusive=True, group="asking")
    async def action_do_exercise(self) -> None:
        """Open the briefing of the exercise's scenario; if it has several, ask which one."""
        card = self.chosen_card
        if card is None or card.problem:
            return
        choices = card.choices()
        scenario = (
            choices[0][0] if len(choices) == 1 else await self.app.push_screen_wait(ScenarioChoiceDialog(choices))
        )
        if scenario:
            self.coach.open_briefing(scenario, card.id)

    @work(exclusive=True, group="asking")
    async def action_take_in_exercise(self) -> None:
        """Import an exercise from a file, and show it."""
        sheet = FileImportDialog.for_exercise(self.coach.inbox, self.coach.where.library)
        if key := await self.app.push_screen_wait(sheet):
            await self._show(key)

    @work(exclusive=True, group="asking")
    async def action_take_exercise_off(self) -> None:
        """Delete one of the user's own exercises, after confirming."""
        card = self.chosen_card
        if card is None:
            return
        if not card.is_own:
            self.notify(f"{card.describe_origin()} {ONLY_OWN}", markup=False)
            return
        if not await self.app.push_screen_wait(Dialog(confirm_taking_exercise_off(card.title))):
            return
        library, own = self.coach.practice.library, self.coach.where.library
        file = await self.coach.in_practice(take_off_exercise, card.id, library, own)
        place = self.cards.index(card)
        await self._show(self.cards[place + 1].id if place + 1 < len(self.cards) else "")
        self.notify(sanitize(say("{name} is deleted.", name=file.name)), title=say("Taken off"), markup=False)

    @work(exclusive=True, group="asking")
    async def action_save_exercise(self) -> None:
        """Save the exercise as a file to give to other people."""
        card = self.chosen_card
        if card is None or card.exercise is None:
            return
        text = serialize_exercise(card.exercise)

        def save(_: str, file: Path) -> str:
            return str(write_export(file, text, for_others=True))

        sheet = SaveDialog(
            say("Save “{title}” to hand on", title=card.title),
            (SaveWay("file", "", f"{card.id}.yaml", say(FOR_OTHERS)),),
            save,
        )
        if saved := await self.app.push_screen_wait(sheet):
            self.notify(sanitize(saved), title=say("Saved"), markup=False)


def _draw_line(card: ExerciseCard) -> Content:
    whence = f"  {sanitize(card.origin)}" if card.given else ""
    return Content.assemble((sanitize(card.title), "bold"), whence, say("  cannot be used") if card.problem else "")
