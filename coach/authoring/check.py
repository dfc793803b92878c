"""`coach check`: reads content files, follows names, walks all states, plays the examples.

Begin with `check_library`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from coach.authoring.entry_checks import check_meanings
from coach.authoring.examples import check_example_names, check_offered, check_rubric_examples, list_heard, play_all
from coach.authoring.explore import Exploration, explore, run_side_by_side
from coach.authoring.style import HouseWord, check_craft, check_variant, load_house_words
from coach.content.library import Folder, GivenFile, Library, find_shipped_folders
from coach.content.references import check_dialogue, check_family, check_unsaved_exercise
from coach.content.yaml_reader import (
    Problem,
    ProblemList,
    UnusableContent,
    YamlFile,
    describe_problems,
    read_content,
    read_yaml,
)
from coach.errors import CoachError, NotKnown
from coach.matching.classifier import Matcher
from coach.matching.loading import Matchers
from coach.matching.masked_names import list_names
from coach.model.characters import count
from coach.model.exercise import Exercise
from coach.model.rubric import Rubric
from coach.model.scenario import Dialogue, Examples, Family
from coach.practice.reader import list_compared
from coach.rehearsal.script import Script, stage

# --- `coach check`: files are read, names followed, states walked and examples played

# --- Checking a scenario

FEW_EXAMPLES = 8
"""Example conversations that show how different people get on; with fewer, only the author's own way was tried."""


Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """The result of checking a scenario: problems, and how many files and examples were checked."""

    files: int
    examples: int
    problems: tuple[Problem, ...]
    note: str = ""
    """How many entries of the family's answer bank count; empty without a bank."""


class ScenarioParts(NamedTuple):
    """The files of a scenario that can be played, as models and with the places of their values."""

    read: YamlFile
    family_read: YamlFile
    dialogue: Dialogue
    family: Family
    rubric: Rubric


def check_names(
    library: Library, name: str, words: tuple[HouseWord, ...]
) -> tuple[tuple[Problem, ...], ScenarioParts | None]:
    """Check a scenario's files without playing it.

    Args:
        library: the library.
        name: the id of the scenario.
        words: words that authors should not use.

    Returns:
        The problems, and the scenario's parts; None for the parts if it cannot be played.
    """
    try:
        read, dialogue = library.read(library.file("dialogues", name), Dialogue)
    except UnusableContent as unusable:
        return (*unusable.problems, *_check_beside(library, name, _guess_family(library, name))), None
    try:
        family_read, family = library.read(_find_family_file(library, dialogue, name), Family)
    except UnusableContent as unusable:
        return (*unusable.problems, *_check_beside(library, name)), None
    try:
        rubric = library.rubric(dialogue.rubric)
    except UnusableContent as unusable:
        return tuple(unusable.problems), None
    except NotKnown as error:
        file = library.file("dialogues", name)
        place = read_yaml(file).place(("rubric",))
        return (Problem(file, *place, "unknown-rubric", error.message, error.advice),), None
    names = [*check_family(family_read, family, rubric), *check_dialogue(read, dialogue, family, rubric)]
    problems = (*read.warnings, *family_read.warnings, *names)
    if any(not problem.warning for problem in names):
        return problems, None
    craft = check_craft(read, dialogue, family_read, family, rubric, words)
    looked = ScenarioParts(read, family_read, dialogue, family, rubric)
    return (*problems, *craft, *_check_variant_names(library, read, dialogue)), looked


_NAMES_FAMILY = re.compile(rb"^family:\s*[\"']?(\w+)", re.MULTILINE)


def _guess_family(library: Library, name: str) -> Path | None:
    """Find the family's file of a dialogue that cannot be read, by the line that names it."""
    with suppress(UnusableContent, NotKnown):
        named = _NAMES_FAMILY.search(read_content(library.file("dialogues", name)))
        return library.file("personas", named[1].decode()) if named else None
    return None


def _check_beside(library: Library, name: str, family: Path | None = None) -> Iterator[Problem]:
    """Yield what is wrong in itself with the files beside one that cannot be used.

    So that all of it is said in one round.

    Args:
        library: the library.
        name: the id of the scenario.
        family: the family's file, if it was not read yet.
    """
    beside: tuple[tuple[Path | None, type[Family | Examples]], ...] = (
        (family, Family),
        (library.examples_file(name), Examples),
    )
    for file, model in beside:
        if file is not None and file.exists():
            try:
                library.read(file, model)
            except UnusableContent as unusable:
                yield from unusable.problems


def check_scenario(
    matchers: Matchers, name: str, words: tuple[HouseWord, ...], embedding: Progress | None = None
) -> ScenarioReport:
    """Check a scenario: names, all states, suggested replies, examples, and the answer bank.

    If a file cannot be used, the later checks are left out.

    Args:
        matchers: the library, with the matchers of its rubrics.
        name: the id of the scenario.
        words: words that authors should not use.
        embedding: called with how many askings are embedded that had no vector yet, and of how many.
    """
    problems, looked = check_names(matchers.library, name, words)
    if looked is None:
        return ScenarioReport(2, 0, problems)
    script = stage(name, looked.dialogue, looked.family, looked.rubric)
    all_problems = [*problems, *_report_unreached(looked.read, explore(script, looked.rubric), looked.family_read)]
    matcher = matchers.matcher(looked.dialogue.rubric)
    all_problems += check_offered(looked.read, script, looked.rubric, matcher)
    played, differing, files = _play_examples(matchers.library, name, looked.read, script, matcher)
    note = ""
    if matchers.picker is not None and script.knows:
        of_dialogue, of_family = ProblemList(looked.read), ProblemList(looked.family_read)
        matchers.picker.prepare(list_compared(script), list_names(script.people.values()), embedding)
        note = check_meanings(of_dialogue, of_family, script, looked.family, matchers.picker).says(name)
        all_problems += [*of_dialogue.problems, *of_family.problems]
        matchers.picker.vectors.keep()
    return ScenarioReport(2 + files, played, (*all_problems, *differing), note)


def check_examples(library: Library, looked: ScenarioParts, script: Script, matcher: Matcher) -> tuple[Problem, ...]:
    """Play a scenario's examples, and return a problem for each expectation that is not met.

    Args:
        library: the library.
        looked: the scenario's parts.
        script: the scenario, ready to be played.
        matcher: the matcher of its rubric.
    """
    if not library.examples_file(script.scenario).exists():
        return ()
    return tuple(_play_examples(library, script.scenario, looked.read, script, matcher)[1])


def _play_examples(
    library: Library, name: str, read: YamlFile, script: Script, matcher: Matcher
) -> tuple[int, list[Problem], int]:
    """Play a scenario's examples, as they go where no entry of the answer bank is chosen.

    Args:
        library: the library.
        name: the id of the scenario.
        read: the dialogue's file, for the place of a problem.
        script: the scenario, ready to be played.
        matcher: the matcher of its rubric.

    Returns:
        How many were played, the problems, and how many files were read.
    """
    file = library.examples_file(name)
    problem_list = ProblemList(read)
    if not file.exists():
        problem_list.add(
            ("format",), "no-examples", "This scenario has no example conversations.", f"Write {file.name}."
        )
        return 0, problem_list.problems, 0
    try:
        examples_read, examples = library.read(file, Examples)
    except UnusableContent as unusable:
        return 0, list(unusable.problems), 1
    if unknown := check_example_names(examples_read, examples, script, matcher.rubric):
        return 0, unknown, 1
    played = play_all(examples_read, examples, script, matcher.rubric, matcher)
    of_examples = ProblemList(examples_read)
    if len(played) < FEW_EXAMPLES:
        of_examples.add(
            ("examples",),
            "few-conversations",
            f"So far there are {len(played)} example conversations, which is a start.",
            f"Go on to {FEW_EXAMPLES}: open, hesitant, going round it, hurried, hurting and mending, hurting and not.",
            warning=True,
        )
    return len(played), [*of_examples.problems, *(p for one in played for p in one.problems)], 1


def _find_family_file(library: Library, dialogue: Dialogue, name: str) -> Path:
    """Return the file of a dialogue's family. Raises UnusableContent if there is none."""
    try:
        return library.file("personas", dialogue.family)
    except NotKnown as error:
        file = library.file("dialogues", name)
        place = read_yaml(file).place(("family",))
        raise UnusableContent([Problem(file, *place, "unknown-family", error.message, error.advice)]) from None


def _check_variant_names(library: Library, read: YamlFile, dialogue: Dialogue) -> list[Problem]:
    """Check that the scenarios a dialogue names as original or alternative exist and fit."""
    problem_list = ProblemList(read)
    for part, other in (("variant_of", dialogue.variant_of), ("alternative", dialogue.alternative)):
        if other is None:
            continue
        try:
            there = library.dialogue(other)
        except NotKnown as error:
            problem_list.add((part,), "unknown-scenario", error.message, error.advice)
        except UnusableContent:
            continue  # said where that file is checked itself
        else:
            if part == "variant_of":
                problem_list.problems += check_variant(read, dialogue, there)
            elif dialogue.towards_practitioner and (there.towards_practitioner or there.rubric != dialogue.rubric):
                _report_no_other_choice(problem_list, part)
    if dialogue.towards_practitioner and dialogue.alternative is None:
        _report_no_other_choice(problem_list, "towards_practitioner")
    return problem_list.problems


def _report_no_other_choice(problem_list: ProblemList, part: str) -> None:
    """Warn that there is no other scenario for a practitioner who wants no racism themselves.

    Args:
        problem_list: the problems of the dialogue.
        part: the key of the dialogue at which it is said.
    """
    problem_list.add(
        (part,),
        "no-other-choice",
        "Racism towards the practitioner is no choice here: no scenario without it is named.",
        "Name one under `alternative`, read by the same rubric, that gives the same practice.",
        warning=True,
    )


def _report_unreached(read: YamlFile, explored: Exploration, family_read: YamlFile) -> list[Problem]:
    """Make a problem of each branch, ending and silence that the walk never reached."""
    problem_list, of_family = ProblemList(read), ProblemList(family_read)
    for turn, reply, instead in explored.replies_unreached:
        problem_list.add(
            ("turns", turn, "replies", reply),
            "never-taken",
            f"'{reply}' is never taken: "
            + (f"'{instead}' always answers first." if instead else "what it waits for never comes together."),
            "Move it up, narrow what stands before it, or take it out.",
        )
    for ending in explored.endings_unreached:
        problem_list.add(
            ("endings", ending),
            "never-ended",
            f"No way leads to the ending '{ending}'.",
            "Ask for less, or move it above an ending that always holds before it.",
        )
    for silence in explored.silences_unreached:
        of_family.add(
            ("silences", silence),
            "never-told",
            f"No way leads to the silence '{silence}'.",
            "Look at what it opens on: can that trust be won before the turn that tells it?",
        )
    for turn, reply in explored.clamped:
        problem_list.add(
            ("turns", turn, "replies", reply, "changes"),
            "changes-nothing",
            f"The changes of '{reply}' change nothing: the scales already stand at their ends there.",
            "Start the family lower, or take the changes out.",
            warning=True,
        )
    return [*problem_list.problems, *of_family.problems]


# --- Checking an exercise


def check_exercise(library: Library, name: str) -> tuple[Problem, ...]:
    """Check an exercise of the library. Raises NotKnown if there is none of that name."""
    try:
        read, exercise = library.read(library.file("exercises", name), Exercise)
    except UnusableContent as unusable:
        return unusable.problems
    return check_unsaved_exercise(library, read, exercise)


# --- Checking a library

WORTH_SHARING = 4
"""Scenarios from which several processes are worth their start."""

CHECKED_KINDS = ("dialogues", "personas", "rubrics", "exercises")
NOTHING_PLAYED = "No example was played, so nothing shows that these scenarios work."


@dataclass(slots=True)
class CheckReport:
    """The result of a check: problems, and how many files and examples were checked."""

    checked: int = 0
    examples: int = 0
    problems: list[Problem] = field(default_factory=list)
    plays: bool = True
    """Whether scenarios were looked at, so that examples should have been played."""
    notes: list[str] = field(default_factory=list)
    """How many entries of each scenario's answer bank count, and how a rubric's own examples would be heard."""

    def add(self, checked: ScenarioReport) -> None:
        """Add the report of one scenario, or of a rubric."""
        self.checked += checked.files
        self.examples += checked.examples
        self.problems += checked.problems
        self.notes += [checked.note] if checked.note else []

    def is_empty(self) -> bool:
        """Whether nothing was checked and no problem was found."""
        return not (self.checked or self.problems)

    def find_exit_status(self) -> int:
        """Return 0 if all is well, 1 if there is an error, or if no example was played."""
        return int(any(not p.warning for p in self.problems) or (self.plays and not self.examples))

    def render_lines(self) -> list[str]:
        """Return errors, warnings (of many alike the first few), then the counts, as lines of text."""
        errors = sum(not p.warning for p in self.problems)
        warnings = len(self.problems) - errors
        return [
            *describe_problems(self.problems),
            *sorted(self.notes),
            f"{count(self.checked, 'file')} checked, {count(self.examples, 'example')} played: "
            f"{count(errors, 'error')}, {count(warnings, 'warning')}.",
            *([NOTHING_PLAYED] if self.plays and not self.examples else []),
        ]

    def to_data(self) -> dict[str, object]:
        """Return the report as data for JSON."""
        return {
            "checked": self.checked,
            "examples": self.examples,
            "problems": [problem.data() for problem in sorted(self.problems)],
            "notes": sorted(self.notes),
        }


def check_library(
    matchers: Matchers,
    names: tuple[str, ...] = (),
    progress: Progress = lambda _done, _all: None,
    *,
    shipped_too: bool = True,
    embedding: Progress | None = None,
) -> CheckReport:
    """Check content by name, or all of it; a family is checked in each of its scenarios.

    Args:
        matchers: the library, with the matchers of its rubrics.
        names: ids of scenarios, families, rubrics and exercises; none for all of them.
        progress: called with how many scenarios are checked, and of how many.
        shipped_too: whether shipped content is checked if there are no names.
        embedding: called with how many askings are embedded that had no vector yet, and of how many.

    Raises:
        NotKnown: there is nothing of such a name.
    """
    library = matchers.library
    named = {kind: _find_ids(library, kind, names, shipped_too=shipped_too) for kind in CHECKED_KINDS}
    scenarios = tuple(
        dict.fromkeys((*named["dialogues"], *_find_scenarios_of(library, named["personas"] if names else ())))
    )
    for name in names:
        if all(name not in ids for ids in named.values()):
            library.file("dialogues", name)  # says which names there are
    beside = library.find_misplaced_exercises()
    report = CheckReport(problems=[*library.find_excluded(), *library.left_out(), *beside], plays=bool(scenarios))
    rubrics = [_Work("rubrics", name) for name in named["rubrics"]]
    works = (*rubrics, *(_Work("dialogues", name) for name in scenarios))
    progress(0, len(scenarios))
    reports: dict[_Work, ScenarioReport] = {}
    for work, checked in _check_each(matchers, works, embedding):
        reports[work] = checked
        if work.kind == "dialogues":
            progress(sum(done.kind == "dialogues" for done in reports), len(scenarios))
    for work in rubrics:
        report.add(reports[work])
    for exercise in named["exercises"]:
        report.checked += 1
        report.problems += check_exercise(library, exercise)
    for family in _find_lone_families(library, named["personas"], scenarios):
        report.checked += 1
        report.problems += _check_family(library, family)
    for work in works[len(rubrics) :]:
        report.add(reports[work])
    report.problems = list(dict.fromkeys(report.problems))
    return report


def _find_ids(library: Library, kind: str, names: tuple[str, ...], *, shipped_too: bool) -> tuple[str, ...]:
    """Return the ids of one kind that are to be checked: those among `names`, or all."""
    if names:
        return tuple(entry.id for entry in library.shelf(kind) if entry.id in names)
    ships = () if shipped_too else tuple(folder.path for folder in find_shipped_folders())
    return tuple(entry.id for entry in library.shelf(kind) if not any(map(entry.file.is_relative_to, ships)))


def _find_lone_families(library: Library, families: tuple[str, ...], scenarios: tuple[str, ...]) -> Iterator[str]:
    """Yield the families that are in none of the scenarios."""
    met = set()
    for scenario in scenarios if families else ():
        with suppress(UnusableContent):  # said where that file is checked itself
            met.add(library.dialogue(scenario).family)
    yield from (family for family in families if family not in met)


def _find_scenarios_of(library: Library, families: tuple[str, ...]) -> Iterator[str]:
    """Yield the ids of the scenarios that these families are in."""
    for shelved in library.shelf("dialogues") if families else ():
        try:
            if library.dialogue(shelved.id).family in families:
                yield shelved.id
        except UnusableContent:
            continue  # said where that file is checked itself


class _Work(NamedTuple):
    """A part of a check that can be done in another process: a scenario, or a rubric."""

    kind: str
    name: str


def _check_each(
    matchers: Matchers, works: Sequence[_Work], embedding: Progress | None
) -> Iterator[tuple[_Work, ScenarioReport]]:
    """Yield each work with its report, using several processes if there are many scenarios."""
    if sum(work.kind == "dialogues" for work in works) < WORTH_SHARING:
        words = load_house_words()
        yield from ((work, _check_work(matchers, words, work, embedding)) for work in works)
        return
    library = matchers.library
    # The longest first, and rubrics last, so that no process is left with much where the others are done.
    works = sorted(works, key=partial(_measure_work, library), reverse=True)
    check = partial(_check_elsewhere, library.folders, library.given, matchers.weights)
    yield from zip(works, run_side_by_side(check, works), strict=True)


def _measure_work(library: Library, work: _Work) -> tuple[bool, int]:
    """Measure how long a work takes, beside others."""
    with suppress(CoachError, OSError):
        return work.kind == "dialogues", library.file(work.kind, work.name).stat().st_size
    return False, 0


def _check_work(
    matchers: Matchers, words: tuple[HouseWord, ...], work: _Work, embedding: Progress | None = None
) -> ScenarioReport:
    """Check a scenario or a rubric.

    Args:
        matchers: the library, with the matchers of its rubrics.
        words: words that authors should not use.
        work: what is checked.
        embedding: called with how many askings are embedded that had no vector yet, and of how many.
    """
    if work.kind == "rubrics":
        return _check_rubric(matchers, work.name)
    return check_scenario(matchers, work.name, words, embedding)


def _check_elsewhere(
    folders: tuple[Folder, ...], given: tuple[GivenFile, ...], weights: tuple[Path, ...], work: _Work
) -> ScenarioReport:
    """Check a scenario or a rubric in another process, with what was opened there."""
    matchers, words = _open_elsewhere(folders, given, weights)
    return _check_work(matchers, words, work)


@cache
def _open_elsewhere(
    folders: tuple[Folder, ...], given: tuple[GivenFile, ...], weights: tuple[Path, ...]
) -> tuple[Matchers, tuple[HouseWord, ...]]:
    """Open a library and its matchers, once for all that a process checks."""
    return Matchers(Library(folders, given=given), weights), load_house_words()


def _check_family(library: Library, name: str) -> tuple[Problem, ...]:
    """Check a family that is in no scenario yet."""
    try:
        read, _ = library.read(library.file("personas", name), Family)
    except UnusableContent as unusable:
        return unusable.problems
    return read.warnings


def _check_rubric(matchers: Matchers, name: str) -> ScenarioReport:
    """Check a rubric and its examples."""
    try:
        matcher = matchers.matcher(name)
    except UnusableContent as unusable:
        return ScenarioReport(1, 0, unusable.problems)
    read, _ = matchers.library.read(matchers.library.file("rubrics", name), Rubric)
    base = matchers.library.rubric(matcher.rubric.builds_on).criteria if matcher.rubric.builds_on else {}
    own = frozenset(matcher.rubric.criteria) - frozenset(base)
    lesson = matchers.find_untrained(name)
    problems = tuple(check_rubric_examples(read, matcher, lesson, own))
    return ScenarioReport(1, 0, problems, "\n".join(list_heard(matcher, lesson)) if lesson else "")
