"""What a rubric's own examples can teach: too few, too alike, or misread by a decision that never saw them."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from rapidfuzz.fuzz import ratio

from coach.content.problems import Problem
from coach.matching.matcher import Matcher
from coach.matching.meaning.generic import CLEAR, FEWEST
from coach.model.rubric import Criterion

ENOUGH = 10
"""Examples that let a criterion be told apart well."""
NEAR_MISSES = 3
ALIKE = 88.0
"""Likeness, of a hundred, from which two examples teach no more than one."""
MOST = 3
"""Misread examples that are named for one criterion."""


def examples_of(file: Path, matcher: Matcher) -> list[Problem]:
    """Warnings for criteria that are decided on by their examples; none for those that weights were fitted for."""
    if matcher.generic is None:
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
        for text in _misread(matcher, fitted)
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


def _misread(matcher: Matcher, fitted: frozenset[str]) -> Iterator[str]:
    generic = matcher.generic
    if generic is None:
        return
    odds = generic.kept_out()
    for column, key in enumerate(generic.criteria):
        if key in fitted or matcher.rubric.criteria[key].wording:
            continue
        missed = [
            document.text
            for document, row in zip(matcher.likeness.documents, odds, strict=True)
            if document.criterion == key and document.counts and row[column] < CLEAR
        ]
        wrong = [
            document.text
            for document, row in zip(matcher.likeness.documents, odds, strict=True)
            if not (document.criterion == key and document.counts) and row[column] >= CLEAR
        ]
        yield from (f"Without it, {key} would not be heard in its own example “{text}”." for text in missed[:MOST])
        yield from (f"Without it, {key} would be heard in “{text}”." for text in wrong[:MOST])
