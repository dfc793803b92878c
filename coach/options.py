"""The options that a rehearsal begins with, from the command line to every front end.

Nothing heavy is imported here, because the first frame waits for this module.
"""

from dataclasses import dataclass, field, fields
from typing import Any, Self


def define_text(summary: str, *, rounds: bool = False, own_words: bool = False, **argument: Any) -> str:
    """Define an option of a rehearsal that takes a text, empty where it is not given.

    Args:
        summary: the help text of the option.
        rounds: whether `coach pair` takes the option too, for what is kept of a round.
        own_words: whether the practitioner types the text in their own words, so that it has to pass the gates.
        argument: further keywords for argparse's `add_argument`.
    """
    about = {"help": summary, "rounds": rounds, "own_words": own_words}
    option: str = field(default="", metadata={**about, **argument})
    return option


def define_flag(summary: str, *, rounds: bool = False) -> bool:
    """Define an option of a rehearsal without a value, which is either given or not.

    Args:
        summary: the help text of the option.
        rounds: whether `coach pair` takes the option too, for what is kept of a round.
    """
    about = {"help": summary, "rounds": rounds, "own_words": False}
    option: bool = field(default=False, metadata={**about, "action": "store_true"})
    return option


@dataclass(frozen=True, slots=True)
class RehearseOptions:
    """The options of `coach rehearse` that belong to the rehearsal; an empty one is left open.

    What is left open, the practitioner chooses when the rehearsal begins. The command line makes an argument of each
    field, `--two-words` of `two_words` (`add_rehearse_options` in `coach/cli/context.py`), every front end hands the
    whole on, `PracticeService.begin` stores it, and an export has it. So a new option is a field here, and a field of
    the same name of the event `Began`. With `own_words=True` the text passes the gates, and stands among the words
    that are exported where the scenario is gone; with `rounds=True` `coach pair` takes the option as well.
    """

    hints: str = define_text("a hint after each reply, or none", choices=("each", "none"))
    """The value of a `Hints`; it stays a word here, so that the first frame waits for no model."""
    exercise: str = define_text("for this exercise", metavar="NAME", rounds=True)
    intention: str = define_text("something you want to practise", own_words=True, metavar="WORDS")
    short: bool = define_flag("the short way: it comes to an end after about 8 replies")

    @classmethod
    def read_from(cls, source: object) -> Self:
        """Read the options from the attributes of another object that have the same names.

        Args:
            source: parsed arguments, or the event with which a rehearsal began. An option that it has no attribute for
                stays empty.
        """
        given: dict[str, Any] = {}
        for option in fields(cls):
            value = getattr(source, option.name, option.default)
            given[option.name] = value if isinstance(option.default, bool) else str(value)
        return cls(**given)

    def list_values(self) -> dict[str, Any]:
        """Map the names of all options to their values."""
        return {option.name: getattr(self, option.name) for option in fields(self)}

    def list_own_words(self) -> tuple[str, ...]:
        """List what the practitioner wrote as an option, in their own words."""
        written = (str(getattr(self, option.name)) for option in fields(self) if option.metadata["own_words"])
        return tuple(words for words in written if words)

    def list_for_rounds(self) -> dict[str, Any]:
        """Map the names of the options that a round at one laptop takes to their values."""
        return {option.name: getattr(self, option.name) for option in fields(self) if option.metadata["rounds"]}


BY_CHOICE = RehearseOptions()
"""Nothing is said beforehand: everything is chosen as the rehearsal begins."""
