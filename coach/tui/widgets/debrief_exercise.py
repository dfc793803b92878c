"""What an exercise asks for afterwards: its questions, and what was to be brought, which is theirs to refuse."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from coach.model.brought import What
from coach.model.exercise import Bring, Exercise
from coach.tui.widgets.debrief_words import Words

ASKS = {
    Bring.ONE_MOMENT: "It asks for one moment to bring, which is yours to refuse.",
    Bring.ONE_QUESTION: "It asks for one question to bring, which is yours to refuse.",
    Bring.NOTHING: "It asks for nothing to be brought.",
}
BRINGS = {
    Bring.ONE_MOMENT: ("Bring one moment", What.MOMENT),
    Bring.ONE_QUESTION: ("Bring one question", What.QUESTION),
}


def for_exercise(exercise: Exercise) -> ComposeResult:
    """One line, and two ways on."""
    yield Words(f"“{exercise.title}”. {ASKS[exercise.bring]}", "For the exercise:", classes="say")
    with Horizontal(classes="onward"):
        yield Button("Questions afterwards", action="screen.reflect", compact=True)
        if exercise.bring in BRINGS:
            words, what = BRINGS[exercise.bring]
            yield Button(words, action=f"screen.bring('{what}')", compact=True)
