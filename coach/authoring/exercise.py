"""Everything that is checked of an exercise: that what it names is there, and that nobody is pressed into it."""

from coach.content.found import Found
from coach.content.library import Library
from coach.content.nodes import Read
from coach.content.problems import Problem, Unusable
from coach.errors import CoachError, NotKnown
from coach.model.dialogue import Dialogue
from coach.model.exercise import Exercise


def check_exercise(library: Library, name: str) -> tuple[Problem, ...]:
    """Check one exercise. Raises NotKnown where there is none of that name."""
    try:
        read, exercise = library.read(library.file("exercises", name), Exercise)
    except Unusable as unusable:
        return unusable.problems
    return look_over(library, read, exercise)


def look_over(library: Library, read: Read, exercise: Exercise) -> tuple[Problem, ...]:
    """The same of one that stands in no library yet."""
    found = Found(read)
    dialogues: list[Dialogue] = []
    for part, names in (("scenarios", exercise.scenarios), ("alternatives", exercise.alternatives)):
        for number, scenario in enumerate(names):
            try:
                dialogues.append(library.dialogue(scenario))
            except NotKnown as error:
                found.add((part, number), "unknown-scenario", error.message, error.advice)
            except Unusable:
                continue  # said where that file is checked itself
    _focus(found, exercise, library, dialogues)
    if not exercise.alternatives and any(each.towards_practitioner for each in dialogues):
        found.add(
            ("scenarios",),
            "no-alternative",
            "This scenario has racism towards the practitioner, and there is no other to choose.",
            "Name one of equal standing in `alternatives`; nobody is set such a scenario.",
        )
    return (*read.warnings, *found.problems)


def _focus(found: Found, exercise: Exercise, library: Library, dialogues: list[Dialogue]) -> None:
    known: set[str] = set()
    for dialogue in dialogues:
        try:
            rubric = library.rubric(dialogue.rubric)
        except CoachError:
            return  # said where that rubric is checked itself
        known |= {*rubric.criteria, *rubric.domains}
    for number, name in enumerate(exercise.focus):
        if dialogues and name not in known:
            found.add(
                ("focus", number),
                "unknown-criterion",
                f"There is no criterion or domain called '{name}'.",
                "Use one of the rubric's, by its id.",
            )
