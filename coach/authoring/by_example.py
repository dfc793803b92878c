"""What a rubric's own examples can teach: too few, too alike, or misread by a decision that never saw them."""

from collections.abc import Iterator
from itertools import combinations

from rapidfuzz.fuzz import ratio

from coach.content.found import Found
from coach.content.nodes import Path_, Read
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


def examples_of(read: Read, matcher: Matcher, lesson: Lesson | None) -> list[Problem]:
    """Warnings for criteria that are decided on by their examples; none for those that weights were fitted for.

    `lesson`: the examples laid out, where it is to be said which of them would be misread.
    """
    if matcher.by_wording_alone:
        return []
    fitted = matcher.meaning.criteria if matcher.meaning else frozenset()
    found = Found(read)
    for key, criterion in matcher.rubric.criteria.items():
        if key not in fitted and not criterion.wording:
            for part, code, text, advice in _few(criterion):
                found.add(("criteria", key, *part), code, text, advice, warning=True)
    for key, text in _misread(matcher, lesson) if lesson else ():
        found.add(("criteria", key), "example-misread", text, "Reword it, or add examples like it.", warning=True)
    return found.problems


def _few(criterion: Criterion) -> Iterator[tuple[Path_, str, str, str]]:
    """Where in the criterion, the code, and the two sentences."""
    count = len(criterion.counts)
    if count < ENOUGH:
        how = "is read by likeness alone" if count < FEWEST else "will be told apart less well"
        what = f"'{criterion.name}' has {count} examples and {how}."
        yield ("counts",), "few-examples", what, f"Give {ENOUGH}, each put differently."
    if len(criterion.not_) < NEAR_MISSES:
        what = f"'{criterion.name}' has {len(criterion.not_)} near-misses."
        yield ("not",), "few-near-misses", what, "Add what sounds like it and is not."
    for (_, one), (number, other) in combinations(enumerate(criterion.counts), 2):
        if ratio(one.casefold(), other.casefold()) >= ALIKE:
            what = f"“{other}” is all but the same as an example before it."
            yield ("counts", number), "examples-alike", what, "Put one of them differently."


def _misread(matcher: Matcher, lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Each criterion with a sentence on one of its misread examples."""
    odds = lesson.kept_out()
    for column, key in enumerate(lesson.criteria):
        if matcher.rubric.criteria[key].wording:
            continue
        judged = list(zip(lesson.documents, lesson.met[:, column], odds[:, column], strict=True))
        missed = [document.text for document, met, sure in judged if met and sure < CLEAR]
        wrong = [document.text for document, met, sure in judged if not met and sure >= CLEAR]
        yield from (
            (key, f"Without it, {key} would not be heard in its own example “{text}”.") for text in missed[:MOST]
        )
        yield from ((key, f"Without it, {key} is heard in “{text}”.") for text in wrong[:MOST])
