"""What a conversation is played from: a dialogue with its family's silences put in, and the private left out.

Privacy is structure: a `Script` is made once, here, and has no field that could hold what a family never tells.
Whatever is built from it (screens, debriefs, exports) cannot leak what it was never given.
"""

from dataclasses import dataclass, field

from coach.model.conditions import Guard, Line, Lines
from coach.model.family import Family, Person, Scales, Silence, WhenHurt
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import END, Branch, Dialogue, Turn
from coach.rehearsal.state import Signals


@dataclass(frozen=True, slots=True)
class BranchFit:
    """A branch of a turn beside the words of a reply, whatever else stands in its way."""

    key: str
    branch: Branch
    failed: tuple[str, ...]
    """What the branch asks of the words that they do not hold."""
    silence_failed: tuple[str, ...]
    """What the silence that it tells asks of them besides."""
    ignores_state: bool
    """Whether it asks nothing of how things stand."""

    @property
    def misses(self) -> bool:
        """Whether these words can never take this branch."""
        return bool(self.failed or self.silence_failed)


@dataclass(frozen=True, slots=True)
class Script:
    """A dialogue with its family, as `apply` needs it, and nothing that is private."""

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
        """Find a turn by its id."""
        return self.dialogue.turns[turn]

    def speaker(self, line: Line) -> str:
        """The name to show beside a line; empty for the scene."""
        person = self.people.get(line.speaker)
        return person.called if person else ""

    def opens(self, silence: str) -> Guard:
        """The guard on a silence."""
        return self.silences[silence].opens

    def is_ending(self, place: str) -> bool:
        """Whether a `goto` closes the conversation."""
        return place == END or place in self.dialogue.endings


def stage(scenario: str, dialogue: Dialogue, family: Family, rubric: Rubric) -> Script:
    """Put a dialogue and its family together. `family.private` does not pass this one door."""
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
