"""`coach rubric build`: makes again everything that is generated from a rubric's file.

Begin with `RubricBuild`. Generated are a model learnt from its examples, a page that lists its criteria, the schemas
that editors use, and, for a rubric that ships, `docs/library.md` and the ready-made content. Everything is worked out
first and written at the end, so a build that is cancelled has changed nothing.
"""

import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coach.authoring.explore import count_listening_turns
from coach.content.library import Library, find_shipped_folders, write_shipped
from coach.content.validation import build_schemas
from coach.errors import CoachError, ContentError, RecordsUnwritable
from coach.fitting.corpus import LabelledReply, read_labelled
from coach.matching.loading import Matchers, count_training, is_trained, prepare_training
from coach.matching.ml.few_shot import FEW_SHOT_FILE, FOLDS, LabelledExample
from coach.matching.ml.weight_files import locate_weights, write_atomically
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import Dialogue, Reality, Recommendation
from coach.rehearsal.script import stage

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


def tabulate_criteria(rubric: Rubric) -> Iterator[str]:
    """Yield a rubric's criteria and topics as tables of Markdown, one for each domain."""
    for domain, subject in rubric.domains.items():
        yield from ("", f"## {subject.name}", "", "| criterion | does | is | as in |", "| --- | --- | --- | --- |")
        for key, criterion in rubric.criteria.items():
            if criterion.domain == domain:
                example = f"“{criterion.counts[0]}”" if criterion.counts else ""
                cells = (f"`{key}`", _DOES[criterion.polarity], criterion.definition, example)
                yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
    yield from ("", "## What an opening can be about", "")
    yield from (
        "| topic | is | taken by | half taken by | a bare “Say more?” counts as |",
        "| --- | --- | --- | --- | --- |",
    )
    for key, topic in rubric.topics.items():
        if topic.taken_by:
            inherits = f"`{topic.inherits}`" if topic.inherits else ""
            row = (f"`{key}`", topic.plain, _quote_names(topic.taken_by), _quote_names(topic.partly_by), inherits)
            yield f"| {' | '.join(row)} |"


def _quote_names(criteria: tuple[str, ...]) -> str:
    """Return ids as Markdown code, with commas between them."""
    return ", ".join(f"`{key}`" for key in criteria)


SECONDS_PER_FIT = 0.3
"""What fitting one criterion takes, once its examples are encoded."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much it is."""
Write = Callable[[], Path]


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What a build will do, and about how long it takes, in seconds."""

    rubric: str
    trainings: tuple[str, ...]
    """The rubrics whose models are learnt again: this one, and those that build on it."""
    texts: int
    seconds: float

    def describe(self) -> str:
        """Return the plan as a sentence."""
        if not self.trainings:
            return f"{self.rubric}: nothing has to be learnt again. Pages and schemas are written in a second or two."
        names = " and ".join(self.trainings)
        about = max(1, round(self.seconds))
        return (
            f"{self.rubric}: {self.texts} examples and replies are read to learn {names}. "
            f"That takes about {about} seconds here. Ctrl+C cancels, and then nothing is changed."
        )


@dataclass
class RubricBuild:
    """The build of everything generated from one rubric."""

    matchers: Matchers
    name: str
    weights: Path
    """Where models of own rubrics are kept."""
    labelled: Sequence[Path] = ()
    """Files of labelled replies that teach beside the examples."""

    def __post_init__(self) -> None:
        self.writing = False  # from here on a build that is cancelled has changed something
        self.file = self.matchers.library.file("rubrics", self.name)
        self.ships = any(self.file.parent == folder.path / "rubrics" for folder in find_shipped_folders())
        if self.ships:  # what ships is learnt as everybody gets it: without a library or weights of one's own
            self.matchers = Matchers(Library(find_shipped_folders()))
            self.weights = locate_weights()
        self._replies = [reply for file in self.labelled for reply in read_labelled(file)]

    def plan(self) -> BuildPlan:
        """Find out what has to be done, and about how long it takes.

        Raises:
            NotKnown: there is no such rubric.
            UnusableContent: the rubric cannot be used.
        """
        self.matchers.matcher(self.name)  # says what is wrong with a phrase before anything takes time
        trainings = tuple(name for name in self._list_affected() if not self._is_done(name))
        texts, seconds = 0, 0.0
        for name in trainings:
            count, training = count_training(self.matchers, name)
            count += len(self._list_labelled(name))
            texts, seconds = texts + count, seconds + count * training + self._count_fits(name) * SECONDS_PER_FIT
        return BuildPlan(self.name, trainings, texts, seconds)

    def run(self, plan: BuildPlan, progress: Progress) -> list[Path]:
        """Build what was planned, and return the files that were written.

        Args:
            plan: the plan.
            progress: called with what is being done, how much is done, and of how much.

        Raises:
            RecordsUnwritable: a file cannot be written.
        """
        writes = [self._train(name, progress) for name in plan.trainings]
        writes += [*self._make_pages()]
        if self.ships:
            writes.append(write_shipped)
        self.writing = True
        written = []
        for write in writes:
            try:
                written.append(write())
            except OSError as error:
                why = (error.strerror or "no access").lower()
                what = f"{error.filename or self.weights} cannot be written: {why}."
                raise RecordsUnwritable(what, "Choose another folder.", title="Not built") from None
        return written

    def _list_affected(self) -> Iterator[str]:
        """Yield the id of this rubric, then of each that builds on it."""
        yield self.name
        for shelved in self.matchers.library.shelf("rubrics"):
            with suppress(ContentError):  # `coach check` says what is wrong with another rubric
                if shelved.id != self.name and self.matchers.library.rubric(shelved.id).builds_on == self.name:
                    yield shelved.id

    def _list_usable(self) -> Iterator[Rubric]:
        """Yield the rubrics of the library that load without an error."""
        for shelved in self.matchers.library.shelf("rubrics"):
            with suppress(ContentError):
                yield self.matchers.library.rubric(shelved.id)

    def _is_done(self, name: str) -> bool:
        """Whether a rubric's model is up to date, so that it need not be learnt again."""
        return not self._list_labelled(name) and is_trained(self.matchers, name, self.weights)

    def _count_fits(self, name: str) -> int:
        """Return how many fits learning a rubric takes, to estimate the time."""
        rubric = self.matchers.library.rubric(name)
        matcher = self.matchers.matcher(name)
        fitted = matcher.fitted.criteria if matcher.fitted else frozenset[str]()
        own = set(rubric.criteria) - fitted
        again = 0 if self._list_labelled(name) else len(own & rubric.of(Polarity.HARMFUL)) * FOLDS
        return len(own) + again

    def _list_labelled(self, name: str) -> list[LabelledReply]:
        """Return the labelled replies that teach a rubric: those given, for the one being built."""
        return self._replies if name == self.name else []

    def _train(self, name: str, progress: Progress) -> Write:
        """Learn a rubric's model from its examples; return a function that writes it."""
        examples = [
            LabelledExample(reply.reply, frozenset(reply.labels), frozenset(reply.contested), reply.cue)
            for reply in self._list_labelled(name)
        ]
        prepared = prepare_training(
            self.matchers, name, examples, progress=lambda done, whole: progress(f"Read for {name}", done, whole)
        )
        if prepared is None:
            raise CoachError(f"{name} has nothing to learn here.", "Install the coach with its weights first.")
        training, of = prepared
        model = training.learn(self.matchers.library.rubric(name).of(Polarity.HARMFUL))
        file = self.weights / name / FEW_SHOT_FILE

        def write() -> Path:
            model.save(file, of)
            return file

        return write

    def _make_pages(self) -> Iterator[Write]:
        """Yield a function for each page and schema that writes it.

        A shipped rubric's are written to the docs, an own rubric's to its library.
        """
        library = self.matchers.library
        rubrics = list(self._list_usable())
        if self.ships:
            folder = find_shipped_folders()[0].path.parent / "docs"
            if not (folder / "criteria.md").is_file():
                return  # an installed coach has no docs
            yield _make_text(folder / "criteria.md", build_criteria_page(rubrics))
            yield _make_text(folder / "library.md", build_library_page(library))
        else:
            inside = self.file.parent.name == "rubrics"
            folder = self.file.parent.parent if inside else self.file.parent
            page = build_criteria_page([library.rubric(self.name)])
            yield _make_text(folder / f"criteria-{self.name}.md", page)
        for name, schema in build_schemas(rubrics).items():
            yield _make_text(folder / "schemas" / f"{name}.schema.json", json.dumps(schema, indent=2) + "\n")


def _make_text(file: Path, text: str) -> Write:
    """Return a function that writes a text to a file."""

    def write() -> Path:
        write_atomically(file, text.encode())
        return file

    return write


# --- The page of criteria


def build_criteria_page(rubrics: Sequence[Rubric]) -> str:
    """Return a page of Markdown on all criteria and topics of some rubrics."""
    pages = [
        "# Criteria and topics",
        "",
        "Made by `coach rubric build`. `coach criteria` shows the same as a list.",
        "",
    ]
    for rubric in rubrics:
        pages += [f"# {rubric.title}", "", *textwrap.wrap(rubric.about, 118), *tabulate_criteria(rubric), ""]
    return "\n".join(pages)


# --- The page of the library

_TURNS_OUT = {
    Reality.FOUNDED: "The worry is founded",
    Reality.PARTLY_FOUNDED: "It is partly founded",
    Reality.UNFOUNDED: "It is unfounded",
    Reality.NO_CONCERN: "There is no safeguarding worry",
    Reality.BETWEEN_COLLEAGUES: "Between colleagues; no family's story is played out",
}


def build_library_page(library: Library) -> str:
    """Return a page of Markdown on a library's scenarios, and what each gives practice in."""
    coverage = measure_coverage(library, [shelved.id for shelved in library.shelf("dialogues")])
    return "\n".join(_list_library_lines(library, coverage)) + "\n"


def _list_library_lines(library: Library, coverage: Coverage) -> Iterator[str]:
    """Yield the lines of the page on a library."""
    yield "# The library"
    yield ""
    yield (
        "Made by `python docs/make.py` from the scenarios themselves. It gives away how things turn out.\n"
        "So read it as a trainer or a supervisor, and not before you practise."
    )
    yield ""
    yield f"## {len(coverage.scenarios)} scenarios"
    yield ""
    yield "| scenario | you are | with | how hot | read by people who share its experience |"
    yield "| --- | --- | --- | --- | --- |"
    for name, dialogue in coverage.scenarios.items():
        family = library.family(dialogue.family)
        of = f", a variant of `{dialogue.variant_of}`" if dialogue.variant_of else ""
        asked = " (racism towards the practitioner: only for who chooses it)" if dialogue.towards_practitioner else ""
        read = "yes" if dialogue.review_status.value == "reviewed" else "not yet"
        yield (
            f"| {dialogue.title} (`{name}`{of}){asked} | {dialogue.you_are} | {family.name} | "
            f"{dialogue.difficulty.value} | {read} |"
        )
    yield ""
    yield "## Content notes, and minutes"
    yield ""
    yield "Each player reads the note before anything else of a scenario is shown."
    yield ""
    yield "| scenario | minutes | content note |"
    yield "| --- | --- | --- |"
    for name, dialogue in coverage.scenarios.items():
        yield f"| {dialogue.title} (`{name}`) | {dialogue.minutes} | {dialogue.content_note} |"
    yield ""
    yield "## What the Panel asks for, and where it is practised"
    yield ""
    yield "| the report asks leaders for | scenarios |"
    yield "| --- | --- |"
    for recommendation, names in coverage.recommendations.items():
        yield f"| {recommendation.asks()} | {_join_names(names)} |"
    for rubric, criteria in coverage.criteria.items():
        yield ""
        yield f"## Criteria of `{rubric}`, and the scenarios that exercise them"
        yield ""
        yield "A scenario exercises a criterion where its focus names it, or two of its turns or more listen for it."
        yield ""
        yield "| criterion | scenarios | which |"
        yield "| --- | --- | --- |"
        for key, names in criteria.items():
            yield f"| `{key}` | {len(names)} | {_join_names(names)} |"
    yield ""
    yield "## How things turn out"
    yield ""
    yield "A family's background tells nobody what will turn out to be so, nor who did harm where it was done."
    yield ""
    yield "| in the end | scenarios | which |"
    yield "| --- | --- | --- |"
    for reality, names in coverage.realities.items():
        if names:
            yield f"| {_TURNS_OUT[reality]} | {len(names)} | {_join_names(names)} |"


def _join_names(names: tuple[str, ...]) -> str:
    """Return ids as Markdown code with commas between them, or `none`."""
    return ", ".join(f"`{name}`" for name in names) or "none"
