"""What a rubric's own examples can teach: too few, too alike, or misread by a decision that never saw them."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from rapidfuzz.fuzz import ratio

from coach.content.problems import Problem
from coach.matching.matcher import Matcher
from coach.matching.meaning.learning import CLEAR, FEWEST, Lesson
from coach.model.rubric import Criterion

ENOUGH = 10
"""Examples that let a criterion be told apart well."""
NEAR_MISSES = 3
ALIKE = 88.0
"""Likeness, of a hundred, from which two examples teach no more than one."""
MOST = 3
"""Misread examples that are named for one criterion."""


def examples_of(file: Path, matcher: Matcher, lesson: Lesson | None) -> list[Problem]:
    """Warnings for criteria that are decided on by their examples; none for those that weights were fitted for.

    `lesson`: the examples laid out, where it is to be said which of them would be misread.
    """
    if matcher.by_wording_alone:
        return []
    fitted = matcher.meaning.criteria if matcher.meaning else frozenset()
    found: list[Problem] = []
    for key, criterion in matcher.rubric.criteria.items():
        if key not in fitted and not criterion.wording:
            found += [
                Problem(file, 1, 1, code, text, advice, warning=True) for code, text, advice in _few(key, criterion)
            ]
    return found + [
        Problem(file, 1, 1, "example-misread", text, "Reword it, or add examples like it.", warning=True)
        for text in (_misread(matcher, lesson) if lesson else ())
    ]


def _few(key: str, criterion: Criterion) -> Iterator[tuple[str, str, str]]:
    count = len(criterion.counts)
    if count < ENOUGH:
        how = "is read by likeness alone" if count < FEWEST else "will be told apart less well"
        yield "few-examples", f"{key} has {count} examples and {how}.", f"Give {ENOUGH}, each put differently."
    if len(criterion.not_) < NEAR_MISSES:
        yield "few-near-misses", f"{key} has {len(criterion.not_)} near-misses.", "Add what sounds like it and is not."
    for one, other in combinations(criterion.counts, 2):
        if ratio(one.casefold(), other.casefold()) >= ALIKE:
            yield (
                "examples-alike",
                f"Two examples of {key} are all but the same: “{one}”.",
                "Put one of them differently.",
            )


def _misread(matcher: Matcher, lesson: Lesson) -> Iterator[str]:
    odds = lesson.kept_out()
    for column, key in enumerate(lesson.criteria):
        if matcher.rubric.criteria[key].wording:
            continue
        judged = list(zip(lesson.documents, lesson.met[:, column], odds[:, column], strict=True))
        missed = [document.text for document, met, sure in judged if met and sure < CLEAR]
        wrong = [document.text for document, met, sure in judged if not met and sure >= CLEAR]
        yield from (f"Without it, {key} would not be heard in its own example “{text}”." for text in missed[:MOST])
        yield from (f"Without it, {key} would be heard in “{text}”." for text in wrong[:MOST])
