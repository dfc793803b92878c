"""The same work on many things at once, in processes of their own; what came of each, in the order it was asked."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")

MOST_AT_ONCE = 4
"""Processes side by side."""


def side_by_side(work: Callable[[A], R], things: Iterable[A]) -> Iterator[R]:
    """What comes of each. `work` and `things` go to other processes, so both can be pickled."""
    with ProcessPoolExecutor(min(os.cpu_count() or 1, MOST_AT_ONCE)) as processes:
        yield from processes.map(work, things)
