"""Two copies of one file: whether all of one is in the other, and nothing is lost where that takes its place."""

from collections.abc import Iterator
from typing import Any

from coach.model.brought import Brought, BroughtLine, OwnWords
from coach.model.frozen import Frozen

WHEN = frozenset({"day", "at"})
"""What says nothing of how much is there, and may have been put in for a day that could not be read."""


def spoilt(copy: Brought) -> bool:
    """Whether something in it stands in for what could not be read."""
    return any(map(_stands_in, (*copy.lines, *copy.reflections)))


def part_of(less: Any, more: Any) -> bool:
    """Whether everything that one copy says is said in the other too, in the same order.

    What stands in for something that could not be read says nothing.
    """
    if isinstance(less, Frozen):
        return type(less) is type(more) and all(_in_it(less, more))
    if isinstance(less, tuple):
        rest = iter(more)
        return all(any(part_of(each, other) for other in rest) for each in less if not _stands_in(each))
    return bool(less == more)


def _stands_in(part: object) -> bool:
    return isinstance(part, BroughtLine | OwnWords) and part.stands_in()


def _in_it(less: Frozen, more: Frozen) -> Iterator[bool]:
    for name, field in type(less).model_fields.items():
        said = getattr(less, name)
        yield name in WHEN or said == field.default or part_of(said, getattr(more, name))
