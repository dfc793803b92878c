"""The script: a scenario ready to be played, without what is private to the family.

`stage` makes it; the engine plays it.
"""

from dataclasses import dataclass, field

from coach.model.conditions import Guard, Line, Lines
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import END, Branch, Dialogue, Family, Person, Scales, Silence, Turn, WhenHurt
from coach.rehearsal.state import Signals


@dataclass(frozen=True, slots=True)
class BranchFit:
    """A branch of a turn compared with the words of a reply, leaving out the position."""

    key: str
    branch: Branch
    failed: tuple[str, ...]
    """What the branch asks of the words that they do not hold."""
    silence_failed: tuple[str, ...]
    """What the silence that it tells asks of them besides."""
    ignores_state: bool
    """Whether it asks nothing of how things stand."""

    @classmethod
    def of(cls, key: str, branch: Branch) -> "BranchFit":
        """Make the fit of a branch whose conditions on the reply's words all hold."""
        return cls(key, branch, (), (), branch.ignores_state())

    @property
    def misses(self) -> bool:
        """Whether this reply can never be answered by the branch, whatever the state."""
        return bool(self.failed or self.silence_failed)


@dataclass(frozen=True, slots=True)
class Script:
    """A scenario ready to be played: the dialogue and its family, without what is private."""

    scenario: str
    dialogue: Dialogue
    people: dict[str, Person]
    starts: Scales
    when_hurt: WhenHurt
    hurt_lines: tuple[Lines, ...]
    mended_lines: tuple[Lines, ...]
    asks_back: tuple[Lines, ...]
    asked_straight: tuple[Lines, ...]
    silences: dict[str, Silence]
    helpful: frozenset[str]
    harmful: frozenset[str]
    mends: str | None
    heard_as: dict[str, str]
    """By trace: the criterion that a family hears in it."""
    fits: dict[tuple[str, Signals], tuple[BranchFit, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What `fit_branches` has found before, by turn and what was heard."""

    def turn(self, turn: str) -> Turn:
        """Return a turn by its id."""
        return self.dialogue.turns[turn]

    def speaker(self, line: Line) -> str:
        """Return the name to show beside a line; empty for a line of the scene."""
        person = self.people.get(line.speaker)
        return person.called if person else ""

    def opens(self, silence: str) -> Guard:
        """Return the conditions (guard) under which the family tells a silence."""
        return self.silences[silence].opens

    def is_ending(self, place: str) -> bool:
        """Whether a `goto` names an ending, or is `end`."""
        return place == END or place in self.dialogue.endings


def stage(scenario: str, dialogue: Dialogue, family: Family, rubric: Rubric) -> Script:
    """Join a dialogue, its family and its rubric into a script, leaving out `family.private`.

    A script is made nowhere else, so what is private reaches no part of the program that plays or shows a rehearsal.
    """
    return Script(
        scenario=scenario,
        dialogue=dialogue,
        people=dict(family.people),
        starts=family.starts,
        when_hurt=family.when_hurt,
        hurt_lines=family.hurt_lines,
        mended_lines=family.mended_lines,
        asks_back=family.asks_back,
        asked_straight=family.asked_straight,
        silences=dict(family.silences),
        helpful=rubric.of(Polarity.HELPFUL),
        harmful=rubric.of(Polarity.HARMFUL),
        mends=rubric.mends,
        heard_as={key: trace.heard_as for key, trace in rubric.traces.items() if trace.heard_as},
    )
