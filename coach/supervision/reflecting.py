"""Questions for afterwards: one model of reflection, its questions, and where its answers are kept."""

from pathlib import Path

from coach.content.binding import bind
from coach.content.nodes import read_yaml
from coach.debrief.happened import INTENTION
from coach.model.brought import OwnWords
from coach.model.events import Reflected
from coach.model.exercise import ReflectionModel
from coach.model.frozen import Frozen, Id, Prose
from coach.supervision.bias import KEPT_UNDER, every_question

FILE = Path(__file__).with_name("reflection.yaml")
SUPERVISION = "supervision"
"""What a thought is about where no model asked for it, and `INTENTION`."""
ALSO_ASKED = {INTENTION: "Did what you wanted happen?", SUPERVISION: "The question for supervision"}


class Questions(Frozen):
    """A model of reflection as it is offered."""

    name: Prose
    questions: dict[Id, Prose]


class Models(Frozen):
    """The file of them."""

    format: int = 1
    models: dict[ReflectionModel, Questions]


def models(file: Path = FILE) -> dict[ReflectionModel, Questions]:
    """Every model with its questions. Raises Unusable."""
    return bind(read_yaml(file), Models).models


def kept_under(model: ReflectionModel, question: str) -> str:
    """What an answer to a question is kept under, in `Reflected.on`."""
    return f"{model.value}.{question}"


def answers(reflected: tuple[Reflected, ...], known: dict[ReflectionModel, Questions]) -> tuple[OwnWords, ...]:
    """What a practitioner wrote, each with what was asked; the last answer to a question is the one that stands."""
    found: dict[str, OwnWords] = {}
    for event in reflected:
        found[event.on] = OwnWords(asked=_asked(event.on, known), words=event.words)
    return tuple(found.values())


def asked(on: str) -> str:
    """What was asked, for what an answer is kept under; also about one's own picture. Raises Unusable."""
    if on.startswith(KEPT_UNDER):
        return every_question().get(on.removeprefix(KEPT_UNDER), on)
    return _asked(on, models())


def _asked(on: str, known: dict[ReflectionModel, Questions]) -> str:
    name, _, question = on.partition(".")
    for model, each in known.items():
        if model.value == name and question in each.questions:
            return each.questions[question]
    return ALSO_ASKED.get(on, on.replace("_", " ").replace(".", ": ").capitalize())
