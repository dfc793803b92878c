"""`coach check`: reads content files, follows names, walks all states, plays the examples.

Begin with `check_library`. What a library gives practice in (`measure_coverage`) lies here too.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from coach.authoring.examples import check_example_names, check_offered, check_rubric_examples, play_all
from coach.authoring.explore import Exploration, count_listening_turns, explore, run_side_by_side
from coach.authoring.style import HouseWord, check_craft, check_variant, load_house_words
from coach.content.library import Folder, GivenFile, Library, find_shipped_folders
from coach.content.problems import Problem, UnusableContent, describe_problems
from coach.content.references import check_dialogue, check_family
from coach.content.validation import load_reflection_models
from coach.content.yaml_reader import ProblemList, YamlFile, read_yaml
from coach.errors import CoachError, NotKnown
from coach.matching.classifier import Matcher
from coach.matching.loading import Matchers
from coach.model.characters import count
from coach.model.exercise import Exercise
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import Dialogue, Examples, Family, Reality, Recommendation
from coach.rehearsal.script import Script, stage

# --- What a library gives practice in: criteria, recommendations and realities

# --- The criteria and topics of a rubric

_DOES = {
    Polarity.HELPFUL: "helps: `met`, `any_met`",
    Polarity.AVOIDANT: "steps round it: `met`",
    Polarity.HARMFUL: "hurts: `hurt`",
}


def describe_criteria(rubric: Rubric) -> Iterator[str]:
    """Yield a list of a rubric's criteria and topics, as lines of Markdown."""
    for domain, subject in rubric.domains.items():
        yield f"## {subject.name}"
        yield ""
        for key, criterion in rubric.criteria.items():
            if criterion.domain == domain:
                example = f" “{criterion.counts[0]}”" if criterion.counts else ""
                yield f"- `{key}` ({_DOES[criterion.polarity]}): {criterion.definition}{example}"
        yield ""
    yield "## What an opening can be about"
    yield ""
    for key, topic in rubric.topics.items():
        if topic.taken_by:
            also = f" A bare “Say more?” counts as `{topic.inherits}`." if topic.inherits else ""
            half = f" Half taken by {_quote_names(topic.partly_by)}." if topic.partly_by else ""
            yield f"- `{key}`: {topic.plain}. Taken by {_quote_names(topic.taken_by)}.{half}{also}"


def _quote_names(criteria: tuple[str, ...]) -> str:
    """Return ids as Markdown code, with commas between them."""
    return ", ".join(f"`{key}`" for key in criteria)


# --- What a library gives practice in

ENOUGH_TURNS = 2
"""A criterion is exercised where the scenario's focus names it, or so many of its turns listen for it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which scenarios give practice in each criterion, recommendation and reality, by id."""

    scenarios: dict[str, Dialogue]
    criteria: dict[str, dict[str, tuple[str, ...]]]
    """For each rubric that is used, each criterion of its own with the scenarios that exercise it."""
    recommendations: dict[Recommendation, tuple[str, ...]]
    realities: dict[Reality, tuple[str, ...]]

    def find_thin(self, fewest: int) -> dict[str, int]:
        """Return each criterion that fewer than `fewest` scenarios practise, with their number."""
        thin = {key: len(where) for criterion in self.criteria.values() for key, where in criterion.items()}
        return {key: count for key, count in thin.items() if count < fewest}


def measure_coverage(library: Library, names: Iterable[str]) -> Coverage:
    """Work out what scenarios give practice in. Raises NotKnown or UnusableContent.

    Args:
        library: the library.
        names: the ids of the scenarios.
    """
    scenarios = {name: library.dialogue(name) for name in names}
    criteria: dict[str, dict[str, list[str]]] = {}
    for dialogue in scenarios.values():
        rubric = library.rubric(dialogue.rubric)
        base = library.rubric(rubric.builds_on).criteria if rubric.builds_on else {}
        if rubric.builds_on:
            criteria.setdefault(rubric.builds_on, {key: [] for key in base})
        criteria.setdefault(dialogue.rubric, {key: [] for key in rubric.criteria if key not in base})
    for name, dialogue in scenarios.items():
        rubric = library.rubric(dialogue.rubric)
        script = stage(name, dialogue, library.family(dialogue.family), rubric)
        for key, turns in count_listening_turns((script,), rubric, openings=False).items():
            if key in dialogue.focus or turns >= ENOUGH_TURNS:
                for own in criteria.values():
                    if key in own:
                        own[key].append(name)
    return Coverage(
        scenarios,
        {rubric: {key: tuple(where) for key, where in own.items()} for rubric, own in criteria.items()},
        {
            recommendation: tuple(
                name for name, dialogue in scenarios.items() if recommendation in dialogue.recommendations
            )
            for recommendation in Recommendation
        },
        {
            reality: tuple(name for name, dialogue in scenarios.items() if dialogue.reality is reality)
            for reality in Reality
        },
    )


# --- `coach check`: files are read, names followed, states walked and examples played

# --- Checking a scenario

FEW_EXAMPLES = 8
"""Example conversations that show how different people get on; with fewer, only the author's own way was tried."""


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """The result of checking a scenario: problems, and how many files and examples were checked."""

    files: int
    examples: int
    problems: tuple[Problem, ...]


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
        family_read, family = library.read(_find_family_file(library, dialogue, name), Family)
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


def check_scenario(matchers: Matchers, name: str, words: tuple[HouseWord, ...]) -> ScenarioReport:
    """Check a scenario: its names, all its states, its suggested replies, and its examples.

    If a file cannot be used, the later checks are left out.

    Args:
        matchers: the library, with the matchers of its rubrics.
        name: the id of the scenario.
        words: words that authors should not use.
    """
    problems, looked = check_names(matchers.library, name, words)
    if looked is None:
        return ScenarioReport(2, 0, problems)
    script = stage(name, looked.dialogue, looked.family, looked.rubric)
    all_problems = [*problems, *_report_unreached(looked.read, explore(script, looked.rubric), looked.family_read)]
    matcher = matchers.matcher(looked.dialogue.rubric)
    all_problems += check_offered(looked.read, script, looked.rubric, matcher)
    played, differing, files = _play_examples(matchers.library, name, looked.read, script, matcher)
    return ScenarioReport(2 + files, played, (*all_problems, *differing))


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
    """Play a scenario's examples.

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


def check_unsaved_exercise(library: Library, read: YamlFile, exercise: Exercise) -> tuple[Problem, ...]:
    """Check an exercise that need not be in the library.

    Args:
        library: the library, for the scenarios that it names.
        read: the exercise's file or text.
        exercise: the exercise.
    """
    problem_list = ProblemList(read)
    dialogues: list[Dialogue] = []
    for part, names in (("scenarios", exercise.scenarios), ("alternatives", exercise.alternatives)):
        for number, scenario in enumerate(names):
            try:
                dialogues.append(library.dialogue(scenario))
            except NotKnown as error:
                problem_list.add((part, number), "unknown-scenario", error.message, error.advice)
            except UnusableContent:
                continue  # said where that file is checked itself
    _check_focus(problem_list, exercise, library, dialogues)
    if exercise.reflection not in (models := load_reflection_models()):
        problem_list.add(
            ("reflection",),
            "unknown-reflection",
            f"There is no model of reflection called '{exercise.reflection}'.",
            f"There are {', '.join(models)}.",
        )
    if not exercise.alternatives and any(dialogue.towards_practitioner for dialogue in dialogues):
        problem_list.add(
            ("scenarios",),
            "no-alternative",
            "This scenario has racism towards the practitioner, and there is no other to choose.",
            "Name one of equal standing in `alternatives`; nobody is set such a scenario.",
        )
    return (*read.warnings, *problem_list.problems)


def _check_focus(problem_list: ProblemList, exercise: Exercise, library: Library, dialogues: list[Dialogue]) -> None:
    """Check that the focus of an exercise names criteria or domains of its scenarios' rubrics."""
    known: set[str] = set()
    for dialogue in dialogues:
        try:
            rubric = library.rubric(dialogue.rubric)
        except CoachError:
            return  # said where that rubric is checked itself
        known |= {*rubric.criteria, *rubric.domains}
    for number, name in enumerate(exercise.focus):
        if dialogues and name not in known:
            problem_list.add(
                ("focus", number),
                "unknown-criterion",
                f"There is no criterion or domain called '{name}'.",
                "Use one of the rubric's, by its id.",
            )


# --- Checking a library

WORTH_SHARING = 4
"""Scenarios from which several processes are worth their start."""

CHECKED_KINDS = ("dialogues", "personas", "rubrics", "exercises")

Progress = Callable[[int, int], None]
"""Told how many scenarios are checked, of how many."""


NOTHING_PLAYED = "No example was played, so nothing shows that these scenarios work."


@dataclass(slots=True)
class CheckReport:
    """The result of a check: problems, and how many files and examples were checked."""

    checked: int = 0
    examples: int = 0
    problems: list[Problem] = field(default_factory=list)
    plays: bool = True
    """Whether scenarios were looked at, so that examples should have been played."""

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
        }


def check_library(
    matchers: Matchers,
    names: tuple[str, ...] = (),
    progress: Progress = lambda _done, _all: None,
    *,
    shipped_too: bool = True,
) -> CheckReport:
    """Check content by name, or all of it; a family is checked in each of its scenarios.

    Args:
        matchers: the library, with the matchers of its rubrics.
        names: ids of scenarios, families, rubrics and exercises; none for all of them.
        progress: called with how many scenarios are checked, and of how many.
        shipped_too: whether shipped content is checked if there are no names.

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
    report = CheckReport(problems=[*library.find_excluded(), *library.left_out()])
    for rubric in named["rubrics"]:
        report.checked += 1
        report.problems += _check_rubric(matchers, rubric, by_name=rubric in names)
    for exercise in named["exercises"]:
        report.checked += 1
        report.problems += check_exercise(library, exercise)
    for family in _find_lone_families(library, named["personas"], scenarios):
        report.checked += 1
        report.problems += _check_family(library, family)
    report.plays = bool(scenarios)
    progress(0, len(scenarios))
    for done, checked in enumerate(_check_each(matchers, scenarios), 1):
        report.checked += checked.files
        report.examples += checked.examples
        report.problems += checked.problems
        progress(done, len(scenarios))
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


def _check_each(matchers: Matchers, scenarios: tuple[str, ...]) -> Iterator[ScenarioReport]:
    """Yield the report of each scenario, using several processes if there are many."""
    if len(scenarios) < WORTH_SHARING:
        words = load_house_words()
        yield from (check_scenario(matchers, name, words) for name in scenarios)
        return
    library = matchers.library
    yield from run_side_by_side(partial(_check_elsewhere, library.folders, library.given, matchers.weights), scenarios)


def _check_elsewhere(
    folders: tuple[Folder, ...], given: tuple[GivenFile, ...], weights: tuple[Path, ...], name: str
) -> ScenarioReport:
    """Check a scenario in another process, with what was opened there."""
    matchers, words = _open_elsewhere(folders, given, weights)
    return check_scenario(matchers, name, words)


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


def _check_rubric(matchers: Matchers, name: str, *, by_name: bool) -> tuple[Problem, ...]:
    """Check a rubric and its examples.

    Args:
        matchers: the library, with the matchers of its rubrics.
        name: the id of the rubric.
        by_name: whether it was asked for by name; a shipped one's outvoted rules are reported only then.
    """
    try:
        matcher = matchers.matcher(name)
    except UnusableContent as unusable:
        return unusable.problems
    file = matchers.library.file("rubrics", name)
    read, _ = matchers.library.read(file, Rubric)
    ships = any(file.parent == folder.path / "rubrics" for folder in find_shipped_folders())
    own: frozenset[str] = frozenset()
    if by_name or not ships:
        base = matchers.library.rubric(matcher.rubric.builds_on).criteria if matcher.rubric.builds_on else {}
        own = frozenset(matcher.rubric.criteria) - frozenset(base)
    return tuple(check_rubric_examples(read, matcher, matchers.find_untrained(name), own))
