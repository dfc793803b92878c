"""Everything a dialogue can listen for in a rubric: its criteria by domain, and what its openings can be about."""

from collections.abc import Iterator

from coach.model.rubric import Polarity, Rubric

_DOES = {
    Polarity.HELPFUL: "helps: `met`, `any_met`",
    Polarity.AVOIDANT: "steps round it: `met`",
    Polarity.HARMFUL: "hurts: `hurt`",
}


def glossary(rubric: Rubric) -> Iterator[str]:
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
            half = f" Half taken by {_named(topic.partly_by)}." if topic.partly_by else ""
            yield f"- `{key}`: {topic.plain}. Taken by {_named(topic.taken_by)}.{half}{also}"


def _named(criteria: tuple[str, ...]) -> str:
    return ", ".join(f"`{key}`" for key in criteria)
