"""States of a conversation, what an event changes in them, and exchanges and attempts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.model.conditions import Line
from coach.model.events import Replied, Skipped
from coach.model.reading import Certainty, Form

# --- What comes of an event


@dataclass(frozen=True, slots=True)
class LinesOutput:
    """Lines that the family says, and the topic that the talk has come to."""

    lines: tuple[Line, ...]
    topic: str


@dataclass(frozen=True, slots=True)
class TurnOutput:
    """The turn that the talk came to."""

    turn: str


@dataclass(frozen=True, slots=True)
class TrialOutput:
    """A branch that was tried, and the parts of its guard that failed, in words."""

    branch: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskBackOutput:
    """A question back: the reading was unsure between two answers that matter."""

    between: str
    """The branch that would have answered what was clear."""
    other: str
    """The branch that would have answered, had the possible been so."""
    possible: tuple[str, ...]
    """What may have been meant."""


@dataclass(frozen=True, slots=True)
class BranchOutput:
    """The branch that answered: a turn's own, or `otherwise`, `hurt`, `mended`, `skipped`."""

    branch: str


@dataclass(frozen=True, slots=True)
class SilenceOutput:
    """A silence that was told."""

    silence: str


@dataclass(frozen=True, slots=True)
class ScaleOutput:
    """A move of one of the two scales."""

    scale: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class HarmOutput:
    """The harmful criteria that a reply met; the family closed."""

    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepairOutput:
    """The end of a hurt: `repaired` in words, or `eased` by two helpful replies."""

    how: str


@dataclass(frozen=True, slots=True)
class EndingOutput:
    """An ending of its own that the conversation reached."""

    ending: str


Output = (
    LinesOutput
    | TurnOutput
    | TrialOutput
    | AskBackOutput
    | BranchOutput
    | SilenceOutput
    | ScaleOutput
    | HarmOutput
    | RepairOutput
    | EndingOutput
)


# --- How a conversation stands, and what a reply does to it


@dataclass(frozen=True, slots=True)
class Position:
    """Everything that the family's next answer can depend on, besides the reply.

    It is finite, so that it can be walked.
    """

    turn: str
    trust: int
    guarded: int
    told: frozenset[str] = frozenset()
    remembered: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    """Branches already taken on this visit to the turn."""
    unmet: int = 0
    """How often on this visit nothing fitted."""
    hurt: bool = False
    """A hurt stands that has not been mended; no silence is told while it does."""
    helpful_run: int = 0
    """Helpful replies in a row since the hurt; two reopen what it closed."""
    hurts: int = 0
    """How many of the family's own hurt lines were said."""
    mendings: int = 0
    asked: bool = False
    """The family has just asked what the practitioner meant; the next reply is read together with the last."""
    askings: int = 0
    """How often it has asked."""
    ending: str | None = None


@dataclass(frozen=True, slots=True)
class PastMove:
    """A reply or a skip that can be taken back, with the position before it."""

    before: Position
    reply: bool


@dataclass(frozen=True, slots=True)
class State:
    """A rehearsal at one moment: where the talk is, and the way back."""

    position: Position
    past: tuple[PastMove, ...] = ()
    earlier: tuple[tuple[PastMove, ...], ...] = ()
    """The ways of the attempts before this one, so that any of their lines can be said again."""
    paused: bool = False
    ended: str | None = None
    """`finished` or `stopped`, where the practitioner ended it."""

    def over(self) -> bool:
        """Whether nothing more can be said in this attempt."""
        return self.ended is not None or self.position.ending is not None

    def replies(self) -> int:
        """Count the replies of this attempt."""
        return sum(said.reply for said in self.past)


@dataclass(frozen=True, slots=True)
class Step:
    """One event applied: how things stood, how they stand now, and everything that came of it."""

    before: Position
    state: State
    outputs: tuple[Output, ...] = ()

    @property
    def after(self) -> Position:
        """The position that the event led to."""
        return self.state.position

    @property
    def branch(self) -> str:
        """The branch that answered; empty for an event that nothing answers."""
        return next((output.branch for output in self.outputs if isinstance(output, BranchOutput)), "")

    @property
    def answered(self) -> str:
        """The answer as `Replied.answered` keeps it: `turn/branch`."""
        return f"{self.before.turn}/{self.branch}"

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that the family says now."""
        return tuple(line for output in self.outputs if isinstance(output, LinesOutput) for line in output.lines)

    @property
    def topic(self) -> str:
        """The topic of the talk after these lines; empty where nothing was said."""
        return next((output.topic for output in reversed(self.outputs) if isinstance(output, LinesOutput)), "")

    @property
    def ending(self) -> str | None:
        """The ending that the conversation reached with this event."""
        return next((output.ending for output in self.outputs if isinstance(output, EndingOutput)), None)


@dataclass(frozen=True, slots=True)
class Signals:
    """What moves the family in a reading: clear criteria, forms, and whether it follows up."""

    clear: frozenset[str]
    possible: frozenset[str] = frozenset()
    """What may be there too: it never moves the family, but it may make them ask."""
    forms: frozenset[Form] = frozenset()
    follows_up: bool = False
    traces: frozenset[str] = frozenset()

    @classmethod
    def of(cls, event: Replied, harmful: frozenset[str] = frozenset(), mends: str | None = None) -> "Signals":
        """Take from a reply what moves the family, with the reply before it after an ask-back.

        What is clear in words that may have hurt as well is only possible; but whoever mends is heard.
        """
        settled = {verdict.criterion for verdict in event.settled if verdict.certainty is Certainty.CLEAR}
        clear = (event.reading.clear() | settled) - event.reading.doubtful(harmful, mends)
        reading = event.reading
        traces = frozenset(trace.id for trace in reading.traces)
        return cls(clear, reading.possible() - clear, frozenset(reading.forms), reading.follows_up, traces)

    def heard_in(self, heard_as: Mapping[str, str]) -> frozenset[str]:
        """Find the criteria that the family hears in traces."""
        return frozenset(heard_as[trace] for trace in self.traces if trace in heard_as)

    def answered_to(self, heard_as: Mapping[str, str]) -> "Signals":
        """Add to what is clear what the family hears in traces."""
        if not self.traces:
            return self
        also = self.heard_in(heard_as)
        return replace(self, clear=self.clear | also, possible=self.possible - also)

    def assume_possible(self) -> "Signals":
        """Suppose that everything possible is clear."""
        return replace(self, clear=self.clear | self.possible, possible=frozenset())


# --- What was said, in order


@dataclass(frozen=True, slots=True)
class Exchange:
    """A reply (or a skip) with the family's lines before and after it."""

    number: int
    """The reply's number in its attempt, from 1; 0 for a skip."""
    event: Replied | Skipped
    joins: int
    """The reply, by number, that this one was read together with because the family had asked back; 0 for none."""
    cue: tuple[Line, ...]
    topic: str
    before: Position
    after: Position
    outputs: tuple[Output, ...]

    def lines(self) -> tuple[Line, ...]:
        """The lines that the family answered with."""
        return tuple(line for output in self.outputs if isinstance(output, LinesOutput) for line in output.lines)

    def branch(self) -> str:
        """The branch that answered."""
        return next(output.branch for output in self.outputs if isinstance(output, BranchOutput))

    @property
    def told_silences(self) -> tuple[str, ...]:
        """The silences told in answer."""
        return tuple(output.silence for output in self.outputs if isinstance(output, SilenceOutput))

    def hurts(self) -> tuple[str, ...]:
        """The harmful criteria that the reply met."""
        return tuple(c for output in self.outputs if isinstance(output, HarmOutput) for c in output.criteria)

    def asked_back(self) -> bool:
        """Whether the family asked what was meant instead of answering."""
        return any(isinstance(output, AskBackOutput) for output in self.outputs)

    @property
    def repair(self) -> str:
        """How a standing hurt was mended by it: `repaired`, `eased`, or nothing."""
        return next((output.how for output in self.outputs if isinstance(output, RepairOutput)), "")

    def topic_after(self) -> str:
        """The topic of the talk after this exchange."""
        spoke = [output for output in self.outputs if isinstance(output, LinesOutput)]
        return spoke[-1].topic if spoke else self.topic


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way through a rehearsal. The first is number 1; each `say it again` starts another."""

    number: int
    arrival: tuple[Line, ...]
    topic: str
    exchanges: tuple[Exchange, ...] = ()
    parted: int = 0
    """The reply at which it leaves the attempt before it; 0 for the first."""
    ended: str | None = None
    ending: str | None = None

    def replies(self) -> tuple[Exchange, ...]:
        """The exchanges in which the practitioner said something."""
        return tuple(exchange for exchange in self.exchanges if exchange.number)

    def cue(self) -> tuple[Line, ...]:
        """The family's last lines, which the next reply answers."""
        return self.exchanges[-1].lines() if self.exchanges else self.arrival

    def topic_now(self) -> str:
        """The topic that the talk has come to."""
        return self.exchanges[-1].topic_after() if self.exchanges else self.topic

    @property
    def told_silences(self) -> frozenset[str]:
        """Every silence told in this attempt."""
        return frozenset(silence for exchange in self.exchanges for silence in exchange.told_silences)
