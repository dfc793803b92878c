"""Exercises as cards: what a practitioner sees of one before doing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from coach.content.library import Library
from coach.errors import CoachError
from coach.model.exercise import Bring, Exercise, Mode
from coach.practice.export import write_export
from coach.supervision.exercises import Shown, written
from coach.supervision.inbox import Inbox
from coach.supervision.reflection import models
from coach.tui.base_app import Page
from coach.tui.commands import bindings
from coach.tui.dialogs.confirm import WhichDialog
from coach.tui.dialogs.file_import import TakingInDialog
from coach.tui.dialogs.save import FOR_OTHERS, SaveDialog, Way
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose

WITH_WHOM = {
    Mode.SOLO: "On your own",
    Mode.PAIR: "Two of you",
    Mode.TRIO: "Three of you",
    Mode.SUPERVISION: "In supervision, the two of you",
}
TO_BRING = {
    Bring.ONE_MOMENT: "One moment. Yours to refuse.",
    Bring.ONE_QUESTION: "One question. Yours to refuse.",
    Bring.NOTHING: "Nothing.",
}
Titled = tuple[tuple[str, str], ...]
"""Scenarios by id, each with its title."""


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """An exercise as it is shown; `problem` says why one cannot be used."""

    id: str
    title: str
    origin: str
    problem: str = ""
    exercise: Exercise | None = None
    scenarios: Titled = ()
    alternatives: Titled = ()
    focus: tuple[str, ...] = ()
    reflection: str = ""
    given: bool = False
    """Whether it came through a team's store."""

    def choices(self) -> Titled:
        """Everything it can be done with, each once."""
        return tuple(dict((*self.scenarios, *self.alternatives)).items())


def cards(desk: Inbox) -> tuple[ExerciseCard, ...]:
    """A card for each exercise there is, those that somebody gave first."""
    given_first = sorted(desk.exercises(), key=lambda each: not each.given)
    return tuple(card(each, desk.practice.library) for each in given_first)


def card(found: Shown, library: Library) -> ExerciseCard:
    """One exercise's card."""
    exercise = found.exercise
    if exercise is None:
        return ExerciseCard(found.id, found.id.replace("_", " "), found.origin, found.problem, given=found.given)
    scenarios, problem = _titled(exercise.scenarios, library)
    alternatives, other = _titled(exercise.alternatives, library)
    return ExerciseCard(
        found.id,
        exercise.title,
        found.origin,
        "" if scenarios or alternatives else problem or other,
        exercise,
        scenarios,
        alternatives,
        focus_names(exercise, library),
        models()[exercise.reflection].name,
        found.given,
    )


def focus_names(exercise: Exercise, library: Library) -> tuple[str, ...]:
    """What it gives room for, in the plain words of its scenarios' rubrics."""
    names: dict[str, str] = {}
    for scenario in (*exercise.scenarios, *exercise.alternatives):
        try:
            rubric = library.rubric(library.cover(scenario).rubric)
        except CoachError:
            continue  # said beside the scenario itself
        names |= {key: subject.name for key, subject in rubric.domains.items()}
        names |= {key: criterion.name for key, criterion in rubric.criteria.items()}
    return tuple(names.get(key, key.replace("_", " ")) for key in exercise.focus)


def _titled(scenarios: Iterable[str], library: Library) -> tuple[Titled, str]:
    """Those that can be played, with their titles; and what is wrong with the last that cannot."""
    found, problem = [], ""
    for scenario in scenarios:
        try:
            found.append((scenario, library.cover(scenario).title))
        except CoachError as error:
            problem = str(error)
    return tuple(found), problem


# --- What an exercise is, before it is done


class ExercisePreview(Vertical):
    """A card laid open, and the ways on."""

    def __init__(self) -> None:
        super().__init__(id="exercise")

    def compose(self) -> ComposeResult:
        """The words, then the ways on."""
        with VerticalScroll(id="about-exercise"):
            yield Static("", id="exercise-words", markup=False)
        with HorizontalGroup(classes="buttons"):
            yield Button("Do this exercise", id="do-it", classes="main", action="screen.do_exercise")
            yield Button("Save it", id="save-it", action="screen.save_exercise")
            yield Button("Take in a file", id="take-it-in", action="screen.take_in_exercise")

    def show(self, card: ExerciseCard | None) -> None:
        """Lay this card open."""
        self.query_one("#exercise-words", Static).update(_laid_open(card) if card else "")
        self.query_one("#do-it").display = card is not None and not card.problem
        self.query_one("#save-it").display = card is not None and card.exercise is not None
        self.query_one(VerticalScroll).scroll_home(animate=False)


def _laid_open(card: ExerciseCard) -> Content:
    """A card in words, a lead before each line."""
    title = (sanitize(card.title), "bold $you")
    if card.problem or card.exercise is None:
        return Content.assemble(
            title,
            "\n\nThis exercise cannot be used. The others are not touched by it.\n\n",
            (sanitize(card.problem), "$wrong"),
            (f"\n\n{_whence(card)}", "$quiet"),
        )
    exercise = card.exercise
    lines = (
        ("With", _titles(card.scenarios)),
        ("Or instead", _titles(card.alternatives)),
        ("Room for", "; ".join(card.focus)),
        ("With whom", WITH_WHOM[exercise.mode]),
        ("How long", f"About {exercise.replies} replies, or fewer"),
        ("Afterwards", card.reflection),
        ("To bring back", TO_BRING[exercise.bring]),
        ("Content notes", "; ".join(exercise.content_notes) or "Each scenario begins with its own."),
    )
    whence = (f"{_whence(card)}\n", "bold" if card.given else "$quiet")
    parts: list[Content | str | tuple[str, str]] = [title, "\n", whence, sanitize(exercise.why), "\n"]
    for lead, text in lines:
        if text:
            parts += ["\n", (f"{lead}  ", "$quiet"), sanitize(text)]
    return Content.assemble(*parts)


def _whence(card: ExerciseCard) -> str:
    """Where it is from, in a sentence; a login or a folder keeps its letters as they are."""
    return f"{sanitize(card.origin[:1].upper())}{sanitize(card.origin[1:])}."


def _titles(scenarios: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"“{title}”" for _, title in scenarios)


# --- Exercises to choose from: something to practise, with whom, and what to bring back if one likes

NONE_YET = (
    "There are no exercises here. They come with the coach, in a shared folder, or from a supervisor. "
    "You can rehearse any scenario without one."
)


class ExercisesScreen(Page):
    """The list, and the one under the cursor beside it; below it on a narrow screen."""

    WHERE = "exercises"
    HELP = """\
An exercise suggests what to practise, with whom, and what you could bring back from it. None is set to anybody: do \
them in any order, or not at all.

Move with the arrow keys; what an exercise is about stands beside the list. One that somebody gave you in your team's \
store comes first, and says from whom. Enter does it. Where there is more than \
one scenario you choose; they are of equal standing.

Take in brings in one that came to you as a file. Save writes one to a file that you can hand on. Nobody is told who \
did an exercise."""
    BINDINGS = bindings("exercises")
    AUTO_FOCUS = "#exercise-list"

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[ExerciseCard, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, and what one of them is."""
        yield Prose("", "Exercises", classes="title")
        with Vertical(id="no-exercises"):
            yield Prose(NONE_YET, classes="say")
            with Horizontal(classes="doing"):
                yield Button("Take in a file", action="screen.take_in_exercise", compact=True)
        with Horizontal(id="exercises"):
            yield OptionList(id="exercise-list", markup=False)
            yield ExercisePreview()
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Read what there is."""
        await self.coach.ready()
        await self._show()

    async def _show(self, key: str = "") -> None:
        """What there is now, at the one of that id or else at the first."""
        self.cards = await self.coach.in_practice(cards, self.coach.opened.desk)
        self.set_class(not self.cards, "-none-yet")
        listed = self.query_one("#exercise-list", OptionList)
        listed.clear_options()
        listed.add_options([Option(_line(each)) for each in self.cards])
        if self.cards:
            listed.highlighted = next((place for place, each in enumerate(self.cards) if each.id == key), 0)
            listed.focus()

    @property
    def chosen(self) -> ExerciseCard | None:
        """The one under the cursor. An exercise that was given may share its id with one of the library's."""
        place = self.query_one("#exercise-list", OptionList).highlighted
        return self.cards[place] if place is not None and place < len(self.cards) else None

    @on(OptionList.OptionHighlighted, "#exercise-list")
    def look_at(self) -> None:
        """Show what it is."""
        self.query_one(ExercisePreview).show(self.chosen)

    @on(OptionList.OptionSelected, "#exercise-list")
    def take(self) -> None:
        """Do it."""
        self.action_do_exercise()

    @work(exclusive=True, group="asking")
    async def action_do_exercise(self) -> None:
        """On to its scenario, or to a choice where there are several."""
        card = self.chosen
        if card is None or card.problem:
            return
        choices = card.choices()
        scenario = choices[0][0] if len(choices) == 1 else await self.app.push_screen_wait(WhichDialog(choices))
        if scenario:
            self.coach.open_scenario(scenario, card.id)

    @work(exclusive=True, group="asking")
    async def action_take_in_exercise(self) -> None:
        """Take in one that came as a file, and show it."""
        sheet = TakingInDialog.exercise(self.coach.opened.desk, self.coach.where.library)
        if key := await self.app.push_screen_wait(sheet):
            await self._show(key)

    @work(exclusive=True, group="asking")
    async def action_save_exercise(self) -> None:
        """Save it as a file to hand on."""
        card = self.chosen
        if card is None or card.exercise is None:
            return
        text = written(card.exercise)

        def save(_: str, file: Path) -> str:
            return str(write_export(file, text, for_others=True))

        sheet = SaveDialog(f"Save “{card.title}” to hand on", (Way("file", "", f"{card.id}.yaml", FOR_OTHERS),), save)
        if saved := await self.app.push_screen_wait(sheet):
            self.notify(sanitize(saved), title="Saved", markup=False)


def _line(card: ExerciseCard) -> Content:
    whence = f"  {sanitize(card.origin)}" if card.given else ""
    return Content.assemble((sanitize(card.title), "bold"), whence, "  cannot be used" if card.problem else "")
