"""`coach check`: every file of the library read, its names followed, and its examples played."""

from dataclasses import dataclass, field
from pathlib import Path

from coach.authoring.by_example import examples_of
from coach.authoring.examples import play_all
from coach.content.library import Library
from coach.content.problems import Problem, Unusable
from coach.content.references import check_dialogue, check_family
from coach.errors import NotKnown
from coach.model.dialogue import Dialogue
from coach.model.examples import Examples
from coach.model.family import Family
from coach.practice.practice import Practice
from coach.rehearsal.script import stage


@dataclass(slots=True)
class Report:
    """What was looked at, and what was found."""

    checked: int = 0
    examples: int = 0
    problems: list[Problem] = field(default_factory=list)

    def status(self) -> int:
        """0 where all is well; 1 where something is to mend. Running no example is a failure."""
        return int(any(not p.warning for p in self.problems) or not self.examples)

    def lines(self) -> list[str]:
        """The problems in the order of their places, then the counts."""
        found = [problem.says() for problem in sorted(self.problems)]
        errors = sum(not p.warning for p in self.problems)
        warnings = len(self.problems) - errors
        return [
            *found,
            f"{self.checked} files checked, {self.examples} examples played: {errors} errors, {warnings} warnings.",
            *(["No example was played, so nothing shows that these scenarios work."] if not self.examples else []),
        ]

    def data(self) -> dict[str, object]:
        """The same as data."""
        return {
            "checked": self.checked,
            "examples": self.examples,
            "problems": [problem.data() for problem in sorted(self.problems)],
        }


def check_library(practice: Practice, names: tuple[str, ...] = ()) -> Report:
    """Check scenarios by name, or everything there is. Raises NotKnown for a name that is not there."""
    library, report = practice.library, Report()
    scenarios = names or tuple(shelved.id for shelved in library.shelf("dialogues"))
    for name in scenarios:
        library.file("dialogues", name)
    report.problems += library.doubled()
    if not names:
        for shelved in library.shelf("rubrics"):
            _check_rubric(practice, shelved.id, report)
    for name in scenarios:
        _check_scenario(practice, name, report)
    return report


def _check_scenario(practice: Practice, name: str, report: Report) -> None:
    library = practice.library
    report.checked += 2
    try:
        read, dialogue = library.read(library.file("dialogues", name), Dialogue)
        family_read, family = library.read(_family_file(library, dialogue, name), Family)
        rubric = library.rubric(dialogue.rubric)
    except Unusable as unusable:
        report.problems += unusable.problems
        return
    report.problems += read.warnings + family_read.warnings
    found = [*check_family(family_read, family, rubric), *check_dialogue(read, dialogue, family, rubric)]
    report.problems += found
    if any(not problem.warning for problem in found):
        return
    file = library.examples_file(name)
    if not file.exists():
        report.problems.append(
            Problem(
                read.file,
                1,
                1,
                "no-examples",
                "This scenario has no example conversations.",
                f"Write some in {file.name}.",
            )
        )
        return
    report.checked += 1
    try:
        examples_read, examples = library.read(file, Examples)
    except Unusable as unusable:
        report.problems += unusable.problems
        return
    script = stage(name, dialogue, family, rubric)
    played = play_all(examples_read, examples, script, rubric, practice.matcher(dialogue.rubric))
    report.examples += len(played)
    report.problems += [problem for one in played for problem in one.problems]


def _family_file(library: Library, dialogue: Dialogue, name: str) -> Path:
    try:
        return library.file("personas", dialogue.family)
    except NotKnown as error:
        file = library.file("dialogues", name)
        raise Unusable([Problem(file, 1, 1, "unknown-family", error.message, error.advice)]) from None


def _check_rubric(practice: Practice, name: str, report: Report) -> None:
    report.checked += 1
    try:
        matcher = practice.matcher(name)
    except Unusable as unusable:
        report.problems += unusable.problems
        return
    report.problems += examples_of(practice.library.file("rubrics", name), matcher)
