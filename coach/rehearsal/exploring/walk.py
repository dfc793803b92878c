"""Walk a dialogue from its beginning through every state, nearest first, and note what was met on the way."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from coach.rehearsal.exploring.compact import Compact, Move, Spot
from coach.rehearsal.state import Heard

MOST_STATES = 400_000
"""Where the walk stops by itself and says so."""
WAYS = 2
"""Of states that differ only in which branches of the turn were used up, so many are followed: the first ones found,
which have used up least."""

Progress = Callable[[int], None]
"""Told how many states were walked, now and then."""


@dataclass(slots=True)
class Walk:
    """What a walk met. Paths are the shortest: what was heard at each reply."""

    states: int = 0
    whole: bool = True
    """Nothing was left out: not by the most states, nor by following only the first ways through a turn."""
    turns: set[str] = field(default_factory=set)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each branch of a turn answered."""
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often its changes changed anything."""
    silences: dict[str, tuple[Heard, ...]] = field(default_factory=dict)
    endings: dict[str, tuple[Heard, ...]] = field(default_factory=dict)


def walk(compact: Compact, most: int = MOST_STATES, progress: Progress = lambda _: None) -> Walk:
    """Walk everything that can be reached. The same dialogue is always walked the same way."""
    found = Walk()
    begins = compact.start()
    came: dict[Spot, tuple[Spot, Move] | None] = {begins: None}
    ways: Counter[Spot] = Counter()
    todo = deque([begins])
    while todo:
        at = todo.popleft()
        found.states += 1
        found.turns.add(at.turn)
        if found.states % 5000 == 0:
            progress(found.states)
        for move in compact.turns[at.turn].moves:
            branch, there, ending, moved = compact.after(at, move)
            found.taken[at.turn, branch] += 1
            found.moved[at.turn, branch] += moved
            if there.told != at.told:
                for name, bit in compact.silences.items():
                    if bit & there.told & ~at.told:
                        found.silences.setdefault(name, _path(came, at, move))
            if ending is not None:
                found.endings.setdefault(ending, _path(came, at, move))
                continue
            if there in came:
                continue
            alike = there._replace(used=0, unmet=0)
            if ways[alike] >= WAYS or len(came) >= most:
                found.whole = False
                continue
            ways[alike] += 1
            came[there] = (at, move)
            todo.append(there)
    return found


def _path(came: dict[Spot, tuple[Spot, Move] | None], at: Spot, last: Move) -> tuple[Heard, ...]:
    return (*reversed(list(_back(came, at))), last.heard)


def _back(came: dict[Spot, tuple[Spot, Move] | None], at: Spot) -> Iterator[Heard]:
    step = came[at]
    while step is not None:
        before, move = step
        yield move.heard
        step = came[before]
