"""Exercises as cards: what a practitioner sees of one before doing it."""

from collections.abc import Iterable
from dataclasses import dataclass

from coach.content.library import Library
from coach.errors import CoachError
from coach.model.exercise import Bring, Exercise, Mode
from coach.supervision.desk import Desk
from coach.supervision.exercises import Shown
from coach.supervision.reflecting import models

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


def cards(desk: Desk) -> tuple[ExerciseCard, ...]:
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
