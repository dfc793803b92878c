"""Rules that spoke in a reply and were outvoted: what an author is told of them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from coach.model.reading import Certainty

NO_NAMES: Mapping[str, str] = {}


class Decider(StrEnum):
    """What decided in a rule's place."""

    WEIGHTS = "weights"
    """The weights that were fitted for the criterion."""
    CRITERION = "criterion"
    """Another criterion, which the rule names under `unless_met`."""
    TAKEN_BACK = "taken back"
    """A "but" after the words, which takes them back."""


class OutvotedRule(NamedTuple):
    """A rule that matched, and what was decided instead."""

    criterion: str
    rule: str
    words: str
    """The words of the reply that the rule matched."""
    wanted: Certainty
    heard: Certainty | None
    """What the criterion is in the reading; None where it is not in it."""
    decider: Decider
    others: tuple[str, ...] = ()
    """The criteria that the rule gave way to."""
    likely: float | None = None
    """How likely the fitted weights take the criterion to be, from 0 to 1."""
    needed: float | None = None
    """How likely it would have to be for what the rule wanted."""


def describe_outvoted(outvoted: OutvotedRule, names: Mapping[str, str] = NO_NAMES) -> str:
    """Say in a sentence which rule matched which words, what was decided instead, and by what.

    Args:
        outvoted: the rule.
        names: what the criteria are called; a criterion that is not in it goes by its id.
    """
    name = names.get(outvoted.criterion, outvoted.criterion)
    rule = f"The rule {outvoted.rule} of {name} matched “{outvoted.words}”"
    if outvoted.decider is Decider.TAKEN_BACK:
        return f"{rule}, and what follows takes it back."
    if outvoted.decider is Decider.CRITERION:
        others = ", ".join(names.get(other, other) for other in outvoted.others)
        return f"{rule}, and was {_name_outcome(outvoted.heard)}, because it gives way to {others} (unless_met)."
    how = ""
    if outvoted.likely is not None and outvoted.needed is not None:
        needs = f"{outvoted.needed:.2f} are needed" if outvoted.needed < NEVER else "nothing is enough"
        how = f": they give it {outvoted.likely:.2f}, and for {outvoted.wanted.value} {needs}"
    return f"{rule}, and was outvoted by the fitted weights, so it is {_name_outcome(outvoted.heard)}{how}."


NEVER = 0.9995
"""A likelihood that no reply reaches: a criterion that never was precise enough is never clear."""


def _name_outcome(heard: Certainty | None) -> str:
    return "only possible" if heard is Certainty.POSSIBLE else "not heard"
