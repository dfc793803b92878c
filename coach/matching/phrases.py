"""The parts a phrase is made of, and how each is found among words.

Nothing here knows about spelling: a word of a reply comes with every word it may have been meant for. Each part knows
which words it cannot do without, so that a phrase is tried only where it has a chance.

A part is asked once for all the places that were reached before it, never once for each way there: however its
brackets stand inside each other, a phrase takes no more steps than it has parts and a sentence has words.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain

GAP = 5
"""The most words `...` stands for."""
WIDEST = 60
"""Places in one sentence that are counted when the steps of a phrase are: few sentences have more words."""
Readings = Sequence[frozenset[str]]
"""For each word of a text, every word it may have been meant for."""
Reach = tuple[int, int]
"""How many words a part takes, at least and at most."""
Needs = tuple[frozenset[str], ...]
"""Groups of words of which every match has one each; no group twice."""


class Word:
    """One word, any of these."""

    __slots__ = ("any_of", "needs", "reach", "starts", "words")

    def __init__(self, any_of: frozenset[str]) -> None:
        self.any_of = any_of
        self.words: int = len(any_of)
        self.reach: Reach = (1, 1)
        self.needs: Needs = (any_of,)
        self.starts: frozenset[str] | None = any_of

    def ends(self, said: Readings, reached: Collection[int], stop: int) -> Collection[int]:
        """Where a match that begins at one of these places can end."""
        any_of = self.any_of
        return [at + 1 for at in reached if at < stop and not any_of.isdisjoint(said[at])]


class Gap:
    """Up to five words, whatever they are."""

    __slots__ = ()

    needs: Needs = ()
    starts: frozenset[str] | None = None
    words: int = 1
    reach: Reach = (0, GAP)

    def ends(self, said: Readings, reached: Collection[int], stop: int) -> Collection[int]:  # noqa: ARG002  # one shape for all parts
        """Where a match that begins at one of these places can end."""
        if len(reached) == 1:
            (at,) = reached
            return range(at, min(at + GAP, stop) + 1)
        return {end for at in reached for end in range(at, min(at + GAP, stop) + 1)}


class Either:
    """Any one of these; or none, where it is optional."""

    __slots__ = ("choices", "needs", "optional", "reach", "starts", "words")

    def __init__(self, choices: tuple["Part", ...], *, optional: bool = False) -> None:
        self.choices = choices
        self.optional = optional
        self.words: int = sum(choice.words for choice in choices)
        least, most = min(choice.reach[0] for choice in choices), max(choice.reach[1] for choice in choices)
        self.reach: Reach = (0 if optional else least, most)
        self.needs: Needs = ()
        if not optional and all(choice.needs for choice in choices):
            fewest = [min(each.needs, key=lambda group: len(group)) for each in choices]
            self.needs = (frozenset(chain.from_iterable(fewest)),)
        self.starts: frozenset[str] | None = None if optional else _union(choice.starts for choice in choices)

    def ends(self, said: Readings, reached: Collection[int], stop: int) -> Collection[int]:
        """Where a match that begins at one of these places can end."""
        found = set(reached) if self.optional else set()
        for choice in self.choices:
            found.update(choice.ends(said, reached, stop))
        return found


class Row:
    """One after the other."""

    __slots__ = ("needs", "parts", "reach", "starts", "words")

    def __init__(self, parts: tuple["Part", ...]) -> None:
        self.parts = parts
        self.words: int = sum(part.words for part in parts)
        self.reach: Reach = (sum(part.reach[0] for part in parts), sum(part.reach[1] for part in parts))
        self.needs: Needs = tuple(dict.fromkeys(chain.from_iterable(part.needs for part in parts)))
        self.starts: frozenset[str] | None = _first(parts)

    def ends(self, said: Readings, reached: Collection[int], stop: int) -> Collection[int]:
        """Where a match that begins at one of these places can end."""
        for part in self.parts:
            reached = part.ends(said, reached, stop)
            if not reached:
                break
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
                reached = ends(said, (at,), last)
                if reached:
                    found.append((at, min(reached)))
        return found


def count_steps(part: Part, places: int = 1) -> int:
    """How many steps a part takes at most from so many places: each of its words is looked for at each of them."""
    match part:
        case Word() | Gap():
            return places
        case Either():
            return 1 + sum(count_steps(choice, places) for choice in part.choices)
        case Row():
            steps = 0
            for each in part.parts:
                steps += count_steps(each, places)
                places = min(places + each.reach[1] - each.reach[0], WIDEST)
            return steps


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
