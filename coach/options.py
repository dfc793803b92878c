"""What a rehearsal is begun with, from the command line to every front end. Nothing heavy is imported here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RehearseOptions:
    """The options of `coach rehearse` that belong to the rehearsal. An empty one leaves the choice to its user.

    `hints` is the value of a `Hints`; it stays a word here, so that the first frame waits for no model.
    """

    hints: str = ""
    intention: str = ""
    exercise: str = ""
