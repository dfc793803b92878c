"""The parts a phrase is made of, and how each is found among words.

Nothing here knows about spelling: a word of a reply comes with every word it may have been meant for. Each part knows
which words it cannot do without, so that a phrase is tried only where it has a chance.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

GAP = 5
"""The most words `...` stands for."""
Readings = Sequence[frozenset[str]]
"""For each word of a text, every word it may have been meant for."""
Needs = tuple[frozenset[str], ...]
"""Groups of words of which every match has one each."""


class Word:
    """One word, any of these."""

    __slots__ = ("any_of", "needs", "starts")

    def __init__(self, any_of: frozenset[str]) -> None:
        self.any_of = any_of
        self.needs: Needs = (any_of,)
        self.starts: frozenset[str] | None = any_of

    def ends(self, said: Readings, at: int, stop: int) -> Iterable[int]:
        """Where a match that begins at `at` can end."""
        return () if at >= stop or self.any_of.isdisjoint(said[at]) else (at + 1,)


class Gap:
    """Up to five words, whatever they are."""

    __slots__ = ()

    needs: Needs = ()
    starts: frozenset[str] | None = None

    def ends(self, said: Readings, at: int, stop: int) -> Iterable[int]:  # noqa: ARG002  # one shape for all parts
        """Where a match that begins at `at` can end."""
        return range(at, min(at + GAP, stop) + 1)


class Either:
    """Any one of these; or none, where it is optional."""

    __slots__ = ("choices", "needs", "optional", "starts")

    def __init__(self, choices: tuple["Part", ...], *, optional: bool = False) -> None:
        self.choices = choices
        self.optional = optional
        self.needs: Needs = ()
        if not optional and all(choice.needs for choice in choices):
            fewest = [min(each.needs, key=lambda group: len(group)) for each in choices]
            self.needs = (frozenset(chain.from_iterable(fewest)),)
        self.starts: frozenset[str] | None = None if optional else _union(choice.starts for choice in choices)

    def ends(self, said: Readings, at: int, stop: int) -> Iterable[int]:
        """Where a match that begins at `at` can end."""
        found = {at} if self.optional else set()
        for choice in self.choices:
            found.update(choice.ends(said, at, stop))
        return found


class Row:
    """One after the other."""

    __slots__ = ("needs", "parts", "starts")

    def __init__(self, parts: tuple["Part", ...]) -> None:
        self.parts = parts
        self.needs: Needs = tuple(chain.from_iterable(part.needs for part in parts))
        self.starts: frozenset[str] | None = _first(parts)

    def ends(self, said: Readings, at: int, stop: int) -> Iterable[int]:
        """Where a match that begins at `at` can end."""
        reached: Iterable[int] = (at,)
        for part in self.parts:
            following = {end for place in reached for end in part.ends(said, place, stop)}
            if not following:
                return following
            reached = following
        return reached


Part = Word | Gap | Either | Row


class Phrase:
    """One phrase, ready to be looked for."""

    __slots__ = ("needs", "part", "source", "starts")

    def __init__(self, source: str, part: Part) -> None:
        self.source = source
        self.part = part
        self.needs = part.needs
        self.starts = part.starts

    def find(self, said: Readings, first: int, last: int) -> list[tuple[int, int]]:
        """Every place in words `first` to `last` (not included) that says it, each as short as it can be."""
        starts, ends, found = self.starts, self.part.ends, []
        for at in range(first, last):
            if starts is None or not starts.isdisjoint(said[at]):
                reached = tuple(ends(said, at, last))
                if reached:
                    found.append((at, min(reached)))
        return found


def _union(groups: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    together: set[str] = set()
    for group in groups:
        if group is None:
            return None
        together |= group
    return frozenset(together)


def _first(parts: tuple[Part, ...]) -> frozenset[str] | None:
    """The words a row can begin with; None where it can begin with any."""
    together: set[str] = set()
    for part in parts:
        if isinstance(part, Either) and part.optional:
            inner = part.choices[0].starts
            if inner is None:
                return None
            together |= inner
            continue
        return None if part.starts is None else frozenset(together | part.starts)
    return None
