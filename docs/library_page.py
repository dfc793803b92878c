"""docs/library.md: what ships, and what it gives practice in, drawn from the files themselves."""

from collections.abc import Iterator

from coach.authoring.check import Coverage, measure_coverage
from coach.content.library import Library, find_shipped_folders
from coach.model.scenario import Reality

_TURNS_OUT = {
    Reality.FOUNDED: "The worry is founded",
    Reality.PARTLY_FOUNDED: "It is partly founded",
    Reality.UNFOUNDED: "It is unfounded",
    Reality.NO_CONCERN: "There is no safeguarding worry",
    Reality.BETWEEN_COLLEAGUES: "Between colleagues; no family's story is played out",
}


def page() -> str:
    """The whole page."""
    library = Library(find_shipped_folders())
    found = measure_coverage(library, [shelved.id for shelved in library.shelf("dialogues")])
    return "\n".join(_lines(library, found)) + "\n"


def _lines(library: Library, found: Coverage) -> Iterator[str]:
    yield "# The library"
    yield ""
    yield (
        "Made by `python docs/make.py` from the scenarios themselves. It gives away how things turn out, so read it as "
        "a trainer or a supervisor, not before you practise."
    )
    yield ""
    yield f"## {len(found.scenarios)} scenarios"
    yield ""
    yield "| scenario | you are | with | how hot | read by people who share its experience |"
    yield "| --- | --- | --- | --- | --- |"
    for name, dialogue in found.scenarios.items():
        family = library.family(dialogue.family)
        of = f", a variant of `{dialogue.variant_of}`" if dialogue.variant_of else ""
        asked = " (racism towards the practitioner: only for who chooses it)" if dialogue.towards_practitioner else ""
        read = "yes" if dialogue.review_status.value == "reviewed" else "not yet"
        yield (
            f"| {dialogue.title} (`{name}`{of}){asked} | {dialogue.you_are} | {family.name} | "
            f"{dialogue.difficulty.value} | {read} |"
        )
    yield ""
    yield "## What the Panel asks for, and where it is practised"
    yield ""
    yield "| the report asks leaders for | scenarios |"
    yield "| --- | --- |"
    for each, names in found.recommendations.items():
        yield f"| {each.asks()} | {_named(names)} |"
    for rubric, criteria in found.criteria.items():
        yield ""
        yield f"## Criteria of `{rubric}`, and the scenarios that exercise them"
        yield ""
        yield "A scenario exercises a criterion where its focus names it, or two of its turns or more listen for it."
        yield ""
        yield "| criterion | scenarios | which |"
        yield "| --- | --- | --- |"
        for key, names in criteria.items():
            yield f"| `{key}` | {len(names)} | {_named(names)} |"
    yield ""
    yield "## How things turn out"
    yield ""
    yield "Nobody can tell from who a family is what will turn out to be so, nor who did harm where it was done."
    yield ""
    for reality, names in found.realities.items():
        if names:
            yield f"- {_TURNS_OUT[reality]}: {len(names)} ({_named(names)})"


def _named(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"
