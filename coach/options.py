"""The options that a rehearsal begins with, from the command line to every front end.

Nothing heavy is imported here, because the first frame waits for this module.
"""

from dataclasses import dataclass, field, fields
from typing import Any


def _define_option(summary: str, **argument: Any) -> str:
    """Define a text option of `coach rehearse`, empty by default.

    Args:
        summary: the help text of the option.
        argument: further keywords for argparse's `add_argument`.
    """
    option: str = field(default="", metadata={"help": summary, **argument})
    return option


@dataclass(frozen=True, slots=True)
class RehearseOptions:
    """The options of `coach rehearse` that belong to the rehearsal; an empty one is left open.

    What is left open, the practitioner chooses when the rehearsal begins. The command line makes an argument of each
    field (`coach/cli/rehearsals.py`), every front end hands the whole on, and `PracticeService.begin` acts on it. So a
    new option is a field here, a field of the same name of the event `Began`, and what `begin` makes of it; an option
    whose value is free text also joins `words` there, to pass the gates.
    """

    hints: str = _define_option("a hint after each reply, or none", choices=("each", "none"))
    """The value of a `Hints`; it stays a word here, so that the first frame waits for no model."""
    exercise: str = _define_option("for this exercise", metavar="NAME")
    intention: str = _define_option("something you want to practise", metavar="WORDS")

    @classmethod
    def read_from(cls, source: object) -> "RehearseOptions":
        """Read the options from the attributes of another object that have the same names.

        Args:
            source: parsed arguments, or the event with which a rehearsal began. An option that it has no attribute for
                stays
                empty.
        """
        return cls(**{option.name: str(getattr(source, option.name, "")) for option in fields(cls)})


BY_CHOICE = RehearseOptions()
"""Nothing is said beforehand: everything is chosen as the rehearsal begins."""
