"""Cards of exercises, as front ends list and preview them."""

from collections.abc import Iterable
from dataclasses import dataclass

from coach.content.library import Library
from coach.content.validation import find_model_id, load_reflection_models
from coach.errors import CoachError
from coach.language.catalogue import say
from coach.model.exercise import Exercise
from coach.supervision.exercises import OWN_EXERCISES, TO_BRING, WITH_WHOM, ListedExercise, name_focus
from coach.supervision.inbox import Inbox

Titled = tuple[tuple[str, str], ...]
"""Scenarios by id, each with its title."""


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """What front ends show of an exercise; `problem` says why an exercise cannot be used."""

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

    @property
    def is_own(self) -> bool:
        """Whether it lies in the user's own library, from which it can be taken off."""
        return not self.given and self.origin == OWN_EXERCISES

    def describe_origin(self) -> str:
        """Say where it is from, with a capital; the rest of a login or folder unchanged."""
        return f"{self.origin[:1].upper()}{self.origin[1:]}."

    def list_lines(self) -> tuple[tuple[str, str], ...]:
        """List what is said of the exercise: a label such as `Scenario`, and a text."""
        if self.exercise is None:
            return ()
        lines = (
            (say("Scenario"), _join_titles(self.scenarios)),
            (say("Or instead"), _join_titles(self.alternatives)),
            (say("To practise"), "; ".join(self.focus)),
            (say("With whom"), WITH_WHOM[self.exercise.mode]),
            (say("How long"), say("About {replies} replies, or fewer", replies=self.exercise.replies)),
            (say("Afterwards"), self.reflection),
            (say("To bring"), TO_BRING[self.exercise.bring]),
            (say("Content notes"), "; ".join(self.exercise.content_notes) or say("Each scenario begins with its own.")),
        )
        return tuple((lead, text) for lead, text in lines if text)

    def choices(self) -> Titled:
        """Return the id and title of every scenario that the exercise can be done with, each once."""
        return tuple(dict((*self.scenarios, *self.alternatives)).items())


def make_exercise_cards(desk: Inbox) -> tuple[ExerciseCard, ...]:
    """Make a card for every exercise; those that a supervisor gave come first."""
    given_first = sorted(desk.list_exercises(), key=lambda exercise: not exercise.given)
    return tuple(make_exercise_card(exercise, desk.practice.library) for exercise in given_first)


def make_exercise_card(listed: ListedExercise, library: Library) -> ExerciseCard:
    """Make the card of an exercise, with its scenarios' titles from the library."""
    exercise = listed.exercise
    if exercise is None:
        return ExerciseCard(listed.id, listed.id.replace("_", " "), listed.origin, listed.problem, given=listed.given)
    scenarios, problem = _find_titles(exercise.scenarios, library)
    alternatives, other = _find_titles(exercise.alternatives, library)
    return ExerciseCard(
        listed.id,
        exercise.title,
        listed.origin,
        "" if scenarios or alternatives else problem or other,
        exercise,
        scenarios,
        alternatives,
        name_focus(exercise, library),
        load_reflection_models()[find_model_id(exercise.reflection)].name,
        listed.given,
    )


def _find_titles(scenarios: Iterable[str], library: Library) -> tuple[Titled, str]:
    """Return the id and title of each usable scenario, and what is wrong with one of the others."""
    titles, problem = [], ""
    for scenario in scenarios:
        try:
            titles.append((scenario, library.cover(scenario).title))
        except CoachError as error:
            problem = str(error)
    return tuple(titles), problem


def describe_exercise(exercise: Exercise, library: Library) -> str:
    """Describe an exercise in a few sentences, for the person who is about to do it."""
    room = "; ".join(name_focus(exercise, library))
    brief = say(
        "For the exercise “{title}”. {what}", title=exercise.title, what=f"To practise: {room}. " if room else ""
    )
    return f"{brief}About {exercise.replies} replies."


def _join_titles(scenarios: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"“{title}”" for _, title in scenarios)
