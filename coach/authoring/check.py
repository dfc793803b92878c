"""`coach check`: every file of the library read, its names followed, its ways walked, and its examples played."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from coach.authoring.by_example import examples_of
from coach.authoring.craft import house_words
from coach.authoring.exercise import check_exercise
from coach.authoring.scenario import Checked, check_scenario
from coach.authoring.side_by_side import side_by_side
from coach.content.library import Folder, Given, Library
from coach.content.problems import Problem, Unusable
from coach.matching.opening import Matchers
from coach.model.family import Family
from coach.model.rubric import Rubric

WORTH_SHARING = 4
"""Scenarios from which several processes are worth their start."""
TOGETHER = 3
"""Scenarios that one process checks before it says how far it is."""

Progress = Callable[[int, int], None]
"""Told how many scenarios are checked, of how many."""


NOTHING_PLAYED = "No example was played, so nothing shows that these scenarios work."


@dataclass(slots=True)
class Report:
    """What was looked at, and what was found."""

    checked: int = 0
    examples: int = 0
    problems: list[Problem] = field(default_factory=list)
    plays: bool = True
    """Whether scenarios were looked at, so that examples should have been played."""

    def status(self) -> int:
        """0 where all is well; 1 where something is to mend. Running no example is a failure."""
        return int(any(not p.warning for p in self.problems) or (self.plays and not self.examples))

    def lines(self) -> list[str]:
        """The problems in the order of their places, then the counts."""
        found = [problem.says() for problem in sorted(self.problems)]
        errors = sum(not p.warning for p in self.problems)
        warnings = len(self.problems) - errors
        return [
            *found,
            f"{self.checked} files checked, {_so_many(self.examples, 'example')} played: "
            f"{_so_many(errors, 'error')}, {_so_many(warnings, 'warning')}.",
            *([NOTHING_PLAYED] if self.plays and not self.examples else []),
        ]

    def data(self) -> dict[str, object]:
        """The same as data."""
        return {
            "checked": self.checked,
            "examples": self.examples,
            "problems": [problem.data() for problem in sorted(self.problems)],
        }


def check_library(
    matchers: Matchers,
    names: tuple[str, ...] = (),
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """Check things by name, or everything there is. A family is checked in every scenario that it is in.

    Raises NotKnown for a name that is not there.
    """
    library = matchers.library
    named = {kind: _of_kind(library, kind, names) for kind in ("dialogues", "personas", "rubrics", "exercises")}
    scenarios = tuple(dict.fromkeys((*named["dialogues"], *_with(library, named["personas"] if names else ()))))
    for name in names:
        if all(name not in found for found in named.values()):
            library.file("dialogues", name)  # says which names there are
    report = Report(problems=[*library.doubled(), *library.left_out()])
    for rubric in named["rubrics"]:
        report.checked += 1
        report.problems += _rubric(matchers, rubric)
    for exercise in named["exercises"]:
        report.checked += 1
        report.problems += check_exercise(library, exercise)
    for family in named["personas"] if names and not scenarios else ():
        report.checked += 1
        report.problems += _family(library, family)
    report.plays = bool(scenarios)
    for done, checked in enumerate(_each(matchers, scenarios), 1):
        report.checked += checked.files
        report.examples += checked.examples
        report.problems += checked.problems
        progress(done, len(scenarios))
    report.problems = list(dict.fromkeys(report.problems))
    return report


def _of_kind(library: Library, kind: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(shelved.id for shelved in library.shelf(kind) if not names or shelved.id in names)


def _with(library: Library, families: tuple[str, ...]) -> Iterator[str]:
    """The scenarios that these families are in."""
    for shelved in library.shelf("dialogues") if families else ():
        try:
            if library.dialogue(shelved.id).family in families:
                yield shelved.id
        except Unusable:
            continue  # said where that file is checked itself


def _so_many(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _each(matchers: Matchers, scenarios: tuple[str, ...]) -> Iterator[Checked]:
    if len(scenarios) < WORTH_SHARING:
        words = house_words()
        yield from (check_scenario(matchers, name, words) for name in scenarios)
        return
    some = [scenarios[first : first + TOGETHER] for first in range(0, len(scenarios), TOGETHER)]
    for found in side_by_side(partial(_some, matchers.library.folders, matchers.library.given, matchers.weights), some):
        yield from found


def _some(
    folders: tuple[Folder, ...], given: tuple[Given, ...], weights: tuple[Path, ...], names: Iterable[str]
) -> list[Checked]:
    """Check a few, in a process of its own."""
    matchers, words = Matchers(Library(folders, given=given), weights), house_words()
    return [check_scenario(matchers, name, words) for name in names]


def _family(library: Library, name: str) -> tuple[Problem, ...]:
    """What can be said of a family that is in no scenario yet."""
    try:
        read, _ = library.read(library.file("personas", name), Family)
    except Unusable as unusable:
        return unusable.problems
    return read.warnings


def _rubric(matchers: Matchers, name: str) -> tuple[Problem, ...]:
    try:
        matcher = matchers.matcher(name)
    except Unusable as unusable:
        return unusable.problems
    read, _ = matchers.library.read(matchers.library.file("rubrics", name), Rubric)
    return tuple(examples_of(read, matcher, matchers.to_be_learnt(name)))
