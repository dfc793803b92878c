"""How much of everything is measured: the whole, and the least with which each part runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """How often and of what sizes the parts measure."""

    rounds: int
    """Starts of a program, and twice as many rehearsals or readings as a third of it."""
    turns: tuple[int, ...]
    shipped: tuple[str, ...]
    """Scenarios that ship, which are explored."""
    scenarios: tuple[int, ...]
    checked: tuple[int, ...]
    """Scenarios that are checked whole, each with conversations; what takes longer is reckoned from the last."""
    rehearsals: tuple[int, ...]
    served: tuple[int, ...]
    """Rehearsals behind one's own coach in a browser."""
    room: tuple[str, ...]
    """The parts of a class."""


WHOLE = Sizes(
    rounds=7,
    turns=(10, 100, 1000),
    shipped=("wrong_box",),
    scenarios=(20, 200, 2000),
    checked=(20, 100),
    rehearsals=(100, 5000, 50_000),
    served=(100, 5000, 50_000),
    room=("one", "class", "hundred", "browsers", "flood", "kill", "rehearsal"),
)
LEAST = Sizes(
    rounds=1,
    turns=(3,),
    shipped=(),
    scenarios=(2,),
    checked=(1,),
    rehearsals=(25,),
    served=(3,),
    room=("least",),
)
