"""Exercises as cards: what a practitioner sees of an exercise before doing it."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

from coach.content.library import Library
from coach.errors import CoachError
from coach.model.exercise import Exercise, ExerciseReturn, Mode
from coach.supervision.exercises import Shown
from coach.supervision.inbox import Inbox
from coach.supervision.reflection import models
from coach.tui.text import sanitize

WITH_WHOM = {
    Mode.SOLO: "On your own",
    Mode.PAIR: "Two of you",
    Mode.TRIO: "Three of you",
    Mode.SUPERVISION: "In supervision, the two of you",
}
TO_BRING = {
    ExerciseReturn.ONE_MOMENT: "One moment. Yours to refuse.",
    ExerciseReturn.ONE_QUESTION: "One question. Yours to refuse.",
    ExerciseReturn.NOTHING: "Nothing.",
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


def make_exercise_cards(desk: Inbox) -> tuple[ExerciseCard, ...]:
    """A card for each exercise there is, those that somebody gave first."""
    given_first = sorted(desk.exercises(), key=lambda each: not each.given)
    return tuple(make_exercise_card(each, desk.practice.library) for each in given_first)


def make_exercise_card(found: Shown, library: Library) -> ExerciseCard:
    """One exercise's card."""
    exercise = found.exercise
    if exercise is None:
        return ExerciseCard(found.id, found.id.replace("_", " "), found.origin, found.problem, given=found.given)
    scenarios, problem = _find_titles(exercise.scenarios, library)
    alternatives, other = _find_titles(exercise.alternatives, library)
    return ExerciseCard(
        found.id,
        exercise.title,
        found.origin,
        "" if scenarios or alternatives else problem or other,
        exercise,
        scenarios,
        alternatives,
        name_focus(exercise, library),
        models()[exercise.reflection].name,
        found.given,
    )


def name_focus(exercise: Exercise, library: Library) -> tuple[str, ...]:
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


def _find_titles(scenarios: Iterable[str], library: Library) -> tuple[Titled, str]:
    """Those that can be played, with their titles; and what is wrong with the last that cannot."""
    found, problem = [], ""
    for scenario in scenarios:
        try:
            found.append((scenario, library.cover(scenario).title))
        except CoachError as error:
            problem = str(error)
    return tuple(found), problem


def draw_exercise(card: ExerciseCard) -> Content:
    """A card in words, a lead before each line."""
    title = (sanitize(card.title), "bold $you")
    if card.problem or card.exercise is None:
        return Content.assemble(
            title,
            "\n\nThis exercise cannot be used. The others are not touched by it.\n\n",
            (sanitize(card.problem), "$wrong"),
            (f"\n\n{_draw_origin(card)}", "$quiet"),
        )
    exercise = card.exercise
    lines = (
        ("With", _join_titles(card.scenarios)),
        ("Or instead", _join_titles(card.alternatives)),
        ("Room for", "; ".join(card.focus)),
        ("With whom", WITH_WHOM[exercise.mode]),
        ("How long", f"About {exercise.replies} replies, or fewer"),
        ("Afterwards", card.reflection),
        ("To bring back", TO_BRING[exercise.bring]),
        ("Content notes", "; ".join(exercise.content_notes) or "Each scenario begins with its own."),
    )
    whence = (f"{_draw_origin(card)}\n", "bold" if card.given else "$quiet")
    parts: list[Content | str | tuple[str, str]] = [title, "\n", whence, sanitize(exercise.why), "\n"]
    for lead, text in lines:
        if text:
            parts += ["\n", (f"{lead}  ", "$quiet"), sanitize(text)]
    return Content.assemble(*parts)


def _draw_origin(card: ExerciseCard) -> str:
    """Where it is from, in a sentence; a login or a folder keeps its letters as they are."""
    return f"{sanitize(card.origin[:1].upper())}{sanitize(card.origin[1:])}."


def _join_titles(scenarios: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"“{title}”" for _, title in scenarios)
