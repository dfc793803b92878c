"""What an exercise is, before it is done."""

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from coach.tui.exercise_cards import TO_BRING, WITH_WHOM, ExerciseCard
from coach.tui.shown import shown


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
    title = (shown(card.title), "bold $you")
    if card.problem or card.exercise is None:
        return Content.assemble(
            title,
            "\n\nThis exercise cannot be used. The others are not touched by it.\n\n",
            (shown(card.problem), "$wrong"),
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
    parts: list[Content | str | tuple[str, str]] = [title, "\n", whence, shown(exercise.why), "\n"]
    for lead, text in lines:
        if text:
            parts += ["\n", (f"{lead}  ", "$quiet"), shown(text)]
    return Content.assemble(*parts)


def _whence(card: ExerciseCard) -> str:
    """Where it is from, in a sentence; a login or a folder keeps its letters as they are."""
    return f"{shown(card.origin[:1].upper())}{shown(card.origin[1:])}."


def _titles(scenarios: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"“{title}”" for _, title in scenarios)
