"""What a library gives practice in: criteria, recommendations and realities."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.authoring.explore import count_listening_turns
from coach.content.library import Library
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import Dialogue, Reality, Recommendation
from coach.rehearsal.script import stage

# --- The criteria and topics of a rubric

_DOES = {
    Polarity.HELPFUL: "helps: `met`, `any_met`",
    Polarity.AVOIDANT: "steps round it: `met`",
    Polarity.HARMFUL: "hurts: `hurt`",
}


def describe_criteria(rubric: Rubric) -> Iterator[str]:
    """Markdown, which reads well enough as it is."""
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
    return ", ".join(f"`{key}`" for key in criteria)


# --- What a library gives practice in

ENOUGH_TURNS = 2
"""A criterion is exercised where the scenario's focus names it, or so many of its turns listen for it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """By id, each in the order of the library."""

    scenarios: dict[str, Dialogue]
    criteria: dict[str, dict[str, tuple[str, ...]]]
    """For each rubric that is used, each criterion of its own with the scenarios that exercise it."""
    recommendations: dict[Recommendation, tuple[str, ...]]
    realities: dict[Reality, tuple[str, ...]]

    def find_thin(self, fewest: int) -> dict[str, int]:
        """Criteria exercised by fewer scenarios than that."""
        found = {key: len(where) for each in self.criteria.values() for key, where in each.items()}
        return {key: count for key, count in found.items() if count < fewest}


def measure_coverage(library: Library, names: Iterable[str]) -> Coverage:
    """Look over these scenarios. Raises NotKnown or Unusable."""
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
            each: tuple(name for name, dialogue in scenarios.items() if each in dialogue.recommendations)
            for each in Recommendation
        },
        {each: tuple(name for name, dialogue in scenarios.items() if dialogue.reality is each) for each in Reality},
    )
