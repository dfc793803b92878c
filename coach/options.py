"""What a rehearsal is begun with, from the command line to every front end. Nothing heavy is imported here."""

from dataclasses import dataclass, field, fields
from typing import Any


def _define_option(summary: str, **argument: Any) -> str:
    """Define an option of `coach rehearse`; `argument` is what `add_argument` of argparse takes besides."""
    option: str = field(default="", metadata={"help": summary, **argument})
    return option


@dataclass(frozen=True, slots=True)
class RehearseOptions:
    """The options of `coach rehearse` that belong to the rehearsal. An empty one leaves the choice to the practitioner.

    The command line makes an argument of each field (`coach/cli/rehearsals.py`), every front end hands the whole on,
    and `PracticeService.begin` acts on it. So a new option is a field here, a field of the same name of the event
    `Began`, and what `begin` makes of it; what somebody types for it also joins `words` there, to pass the gates.
    """

    hints: str = _define_option("a hint after each reply, or none", choices=("each", "none"))
    """The value of a `Hints`; it stays a word here, so that the first frame waits for no model."""
    exercise: str = _define_option("for this exercise", metavar="NAME")
    intention: str = _define_option("something you want to practise", metavar="WORDS")

    @classmethod
    def read_from(cls, source: object) -> "RehearseOptions":
        """Read the options from attributes of the same names: of parsed arguments, or of how a rehearsal began.

        What the source does not name stays empty, such as with `coach` alone.
        """
        return cls(**{option.name: str(getattr(source, option.name, "")) for option in fields(cls)})


BY_CHOICE = RehearseOptions()
"""Nothing is said beforehand: everything is chosen as the rehearsal begins."""
