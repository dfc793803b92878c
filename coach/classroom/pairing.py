"""Sitting people together by chance, without looking at anything but their ids. Whoever chose each other stays."""

import random
from collections.abc import Iterable, Mapping

TRIO = 3


def pair(
    groups: Mapping[str, tuple[str, ...]], loose: Iterable[str], seed: int
) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, ...], ...]]:
    """Who is added to which group, and which groups are made; trios, and pairs for the rest.

    `groups`: those that can still take somebody, with everybody in them. Nobody is left alone where it can be helped.
    """
    waiting = sorted(loose)
    random.Random(seed).shuffle(waiting)
    added: dict[str, tuple[str, ...]] = {}

    def size(group: str) -> int:
        return len(groups[group]) + len(added.get(group, ()))

    def add(group: str) -> None:
        added[group] = (*added.get(group, ()), waiting.pop())

    for wanted in (TRIO - 1, TRIO):
        for group in sorted(groups, key=lambda each: (-size(each), each)):
            while waiting and size(group) < wanted:
                add(group)
    if len(waiting) == 1 and groups:
        _last_one(groups, added, waiting)
    return added, _made(waiting)


def _last_one(groups: Mapping[str, tuple[str, ...]], added: dict[str, tuple[str, ...]], waiting: list[str]) -> None:
    """One person is over: they sit with somebody who would have been a pair's third, or make a group one larger."""
    third = next((group for group in added if len(groups[group]) == TRIO - 1), None)
    if third is not None:
        waiting.extend(added.pop(third))
        return
    smallest = min(groups, key=lambda each: (len(groups[each]) + len(added.get(each, ())), each))
    added[smallest] = (*added.get(smallest, ()), waiting.pop())


def _made(waiting: list[str]) -> tuple[tuple[str, ...], ...]:
    """Trios, and as few pairs as that allows. One alone is no group: they are left to choose."""
    if len(waiting) == 1:
        return ()
    pairs = {0: 0, 1: 2, 2: 1}[len(waiting) % TRIO]
    trios = (len(waiting) - 2 * pairs) // TRIO
    sizes = [TRIO] * trios + [2] * pairs
    made = []
    for size in sizes:
        here, waiting = tuple(waiting[:size]), waiting[size:]
        if here:
            made.append(here)
    return tuple(made)
