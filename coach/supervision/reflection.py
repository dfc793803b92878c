"""Questions for reflection, and the draft of a record of learning from the answers.

Social Work England asks what was done, what was learned, and what it changes for the people one works with; other
regulators ask much the same. It is a draft: nothing in it is made up, and what was not written is left open.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path

from coach.content.reflection_models import ReflectionModel, load_reflection_models
from coach.content.validation import bind
from coach.content.yaml_reader import read_yaml
from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.debrief.report import INTENTION
from coach.model.events import OWN_PICTURE, Reflected
from coach.model.submission import OwnWords, Submission
from coach.model.types import Frozen, Id, Prose
from coach.supervision.agenda import format_day

OPEN = "(yours to write)"


def draft_learning_record(
    brought: Submission,
    kept: tuple[tuple[str, OwnWords], ...],
    *,
    written: date,
    rehearsed: date,
    title: str = "",
    intention: str = "",
    came_back: bool = False,
) -> Iterator[Block]:
    """Draft a record of learning. `kept`: what the practitioner wrote, each with its key.

    `title` and `intention`: what was rehearsed, and what they wanted to practise, where what was brought does not say.
    `written` is today, `rehearsed` the day it was. `came_back`: whether something did.
    """
    yield Heading("Draft for my record of learning", 1)
    yield Paragraph(format_day(written), "Written on")
    yield Paragraph(
        "Mine to change. The people in a rehearsal are invented. Before I hand it on, I leave out anybody real."
    )
    yield Heading(_Heading.DID.value)
    name = brought.title or title
    what = f", “{name}”" if name else " with a scripted family"
    talked = ", and talked it over in supervision" if came_back else ""
    yield Paragraph(
        f"Rehearsed a conversation about race, culture and racism{what}, on {format_day(rehearsed)}{talked}."
    )
    if wanted := brought.intention or intention:
        yield ListItem(f"“{wanted}”", "What I wanted to practise")
    yield from _list_items(words for on, words in kept if _find_heading(on) is _Heading.DID)
    for heading in (_Heading.LEARNED, _Heading.CHANGES):
        yield Heading(heading.value)
        yield from tuple(_list_items(words for on, words in kept if _find_heading(on) is heading)) or (Paragraph(OPEN),)
    yield Heading("What I talked over, and with whom" if came_back else "What I would like to talk over")
    yield Paragraph(brought.question or OPEN)


class _Heading(StrEnum):
    """What an answer says, in a record of learning."""

    DID = "What I did"
    LEARNED = "What I learned"
    CHANGES = "What will change for children and families"


def _find_heading(answer_key: str) -> _Heading:
    """Find where an answer stands. What belongs to no model is something learned."""
    model_id, _, question = answer_key.partition(".")
    model = load_reflection_models().get(model_id)
    if answer_key == INTENTION or (model and question in model.did):
        return _Heading.DID
    return _Heading.CHANGES if model and question in model.changes else _Heading.LEARNED


def _list_items(written: Iterable[OwnWords]) -> Iterator[Block]:
    return (ListItem(each.words, each.asked) for each in written if each.words.strip())


# --- Questions about the own picture of a family

BIAS_FILE = Path(__file__).with_name("bias.yaml")
KEPT_UNDER = OWN_PICTURE
"""What an answer that was asked to be kept is kept under, in `Reflected.on`."""


class BiasQuestions(Frozen):
    """The file of them. Those under `identity` are left out for whoever wishes."""

    format: int = 1
    before: dict[Id, Prose]
    after: dict[Id, Prose]
    identity: dict[Id, Prose]


def load_bias_questions(file: Path = BIAS_FILE) -> dict[str, str]:
    """All of them, by id. Raises Unusable."""
    found = bind(read_yaml(file), BiasQuestions)
    return {**found.before, **found.after, **found.identity}


def choose_bias_questions(when: str, *, skip_identity: bool, file: Path = BIAS_FILE) -> dict[str, str]:
    """The questions for `before` or `after`, by id. Raises Unusable."""
    found = bind(read_yaml(file), BiasQuestions)
    own = {} if skip_identity else found.identity
    return {**(found.before if when == "before" else found.after), **own}


# --- Answers to a model of reflection

SUPERVISION = "supervision"
"""What a thought is about where no model asked for it, and `INTENTION`."""
ALSO_ASKED = {INTENTION: "Did what you wanted happen?", SUPERVISION: "The question for supervision"}


def make_answer_key(model_id: str, question: str) -> str:
    """What an answer to a question is kept under, in `Reflected.on`."""
    return f"{model_id}.{question}"


def pair_answers(reflected: tuple[Reflected, ...], known: dict[str, ReflectionModel]) -> tuple[OwnWords, ...]:
    """Pair each answer with its question; the last answer to a question stands."""
    found: dict[str, OwnWords] = {}
    for event in reflected:
        found[event.on] = OwnWords(asked=_find_model_question(event.on, known), words=event.words)
    return tuple(found.values())


def find_question(on: str) -> str:
    """Find the question of an answer by its key. Raises UnusableContent."""
    if on.startswith(KEPT_UNDER):
        return load_bias_questions().get(on.removeprefix(KEPT_UNDER), on)
    return _find_model_question(on, load_reflection_models())


def _find_model_question(on: str, known: dict[str, ReflectionModel]) -> str:
    name, _, question = on.partition(".")
    model = known.get(name)
    if model and question in model.questions:
        return model.questions[question]
    return ALSO_ASKED.get(on, on.replace("_", " ").replace(".", ": ").capitalize())
