"""The data of a conversation: states, what an event changes in them, and its history.

`State` and `Step` are what the engine takes and returns; `Signals` is what of a reading moves the family.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from coach.language.catalogue import say
from coach.model.conditions import SCENE, Line
from coach.model.events import (
    RULES,
    Began,
    BroughtAlong,
    CameBack,
    Contradicted,
    Disputed,
    Lost,
    Reflected,
    Replied,
    Skipped,
)
from coach.model.reading import Aspect, Certainty, Form, Hearing, QuestionKind, Reading, ShortAnswer, Sureness

# --- What comes of an event


@dataclass(frozen=True, slots=True)
class LinesOutput:
    """Output of a step: lines that the family says, and the topic after them."""

    lines: tuple[Line, ...]
    topic: str


@dataclass(frozen=True, slots=True)
class TurnOutput:
    """Output of a step: the turn that the conversation moved on to."""

    turn: str


@dataclass(frozen=True, slots=True)
class TrialOutput:
    """Output of a step: a branch that was tried, and the conditions that failed, in words."""

    branch: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskBackOutput:
    """Output of a step: the family asked what was meant, as two answers were possible."""

    between: str
    """The branch that would have answered what was clear."""
    other: str
    """The branch that would have answered, had the possible been so."""
    possible: tuple[str, ...]
    """What may have been meant."""


OTHERWISE, HURT, MENDED, SKIPPED, ASKED = "otherwise", "hurt", "mended", "skipped", "asked_back"
"""What answered, where it was none of the turn's own branches."""


@dataclass(frozen=True, slots=True)
class BranchOutput:
    """Output of a step: the branch that answered, the turn's own or a fixed one.

    The fixed ones are `otherwise`, `hurt`, `mended`, `skipped` and `asked_back`.
    """

    branch: str


@dataclass(frozen=True, slots=True)
class EntryOutput:
    """Output of a step: an entry of the answer bank was said, alone or after a branch."""

    entry: str
    """Its name, with its place."""
    instead: str
    """The branch that would have answered, or that answered first."""
    besides: bool
    """It was said with that branch's own line, and not instead of it."""
    also: str = ""
    """Another entry that was said with it, for another sentence."""


@dataclass(frozen=True, slots=True)
class HonestOutput:
    """Output of a step: the family received a statement, put a question off, or did not know."""

    kind: str
    """`receives`, `defers`, `lightly` or `doesnt_know`."""

    @property
    def leaves_open(self) -> bool:
        """Whether a question of weight stays without an answer: put off, or not known."""
        return self.kind not in ("receives", "lightly")


@dataclass(frozen=True, slots=True)
class SilenceOutput:
    """Output of a step: the family told something that it had kept to itself (a silence)."""

    silence: str


@dataclass(frozen=True, slots=True)
class ScaleOutput:
    """Output of a step: the family's trust or guardedness moved."""

    scale: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class HarmOutput:
    """Output of a step: the reply hurt, by these harmful criteria."""

    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepairOutput:
    """Output of a step: a hurt was repaired in words, or eased by two helpful replies."""

    how: str


@dataclass(frozen=True, slots=True)
class EndingOutput:
    """Output of a step: the conversation reached this ending."""

    ending: str


Output = (
    LinesOutput
    | TurnOutput
    | TrialOutput
    | AskBackOutput
    | BranchOutput
    | EntryOutput
    | HonestOutput
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

    The number of positions is finite, so that a program can walk through them all.
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
    disclosed: bool = False
    """The family has just told a silence; whatever is said to that is not asked about."""
    holds: int = 0
    """How many entries have held this visit to the turn."""
    about: str | None = None
    """The subject in play, which "it" means."""
    said: frozenset[str] = frozenset()
    """Entries and honest lines that were said, by name; it matters only for which lines are said the next time."""
    deferred: int = 0
    """Questions put off in this conversation."""
    put_off: bool = False
    """The last reply was put off, or answered by not knowing."""
    spoken: int = 0
    """Lines used of those that are said in turn."""
    ending: str | None = None


WORDS_ALONE = ("hurts", "mendings", "disclosed", "said", "deferred", "put_off", "spoken")
"""The parts of a position that decide which words are said, and never where the conversation goes."""


@dataclass(frozen=True, slots=True)
class PastMove:
    """A reply or a skip that can be taken back, with the position before it."""

    before: Position
    reply: bool


@dataclass(frozen=True, slots=True)
class State:
    """The state of a rehearsal: the position, past moves, and whether it is paused or ended."""

    position: Position
    past: tuple[PastMove, ...] = ()
    earlier: tuple[tuple[PastMove, ...], ...] = ()
    """The ways of the attempts before this one, so that any of their lines can be said again."""
    paused: bool = False
    ended: str | None = None
    """`finished` or `stopped`, where the practitioner ended it."""

    def over(self) -> bool:
        """Whether this attempt has ended, so that no more replies can be given."""
        return self.ended is not None or self.position.ending is not None

    def replies(self) -> int:
        """The number of replies in this attempt."""
        return sum(said.reply for said in self.past)


@dataclass(frozen=True, slots=True)
class Step:
    """The result of applying an event: the position before, the state after, and the outputs."""

    before: Position
    state: State
    outputs: tuple[Output, ...] = ()

    @property
    def after(self) -> Position:
        """The position after the event."""
        return self.state.position

    @property
    def branch(self) -> str:
        """The id of the branch that answered; empty for an event that is not answered."""
        return next((output.branch for output in self.outputs if isinstance(output, BranchOutput)), "")

    @property
    def answered(self) -> str:
        """What answered, as `turn/branch`, with `+entry` where another entry was said with it."""
        spoke = next((output for output in self.outputs if isinstance(output, EntryOutput)), None)
        other = (spoke.entry if spoke.besides else spoke.also) if spoke else ""
        return f"{self.before.turn}/{self.branch}" + (f"+{other}" if other else "")

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that the family says in this step."""
        return tuple(line for output in self.outputs if isinstance(output, LinesOutput) for line in output.lines)

    @property
    def topic(self) -> str:
        """The id of the topic after these lines; empty if the family says nothing."""
        return next((output.topic for output in reversed(self.outputs) if isinstance(output, LinesOutput)), "")

    @property
    def led_to(self) -> str:
        """The id of the turn or the ending in which the talk stands after the event."""
        return self.after.ending or self.after.turn

    @property
    def ending(self) -> str | None:
        """The id of the ending that the event led to; None if it led to none."""
        return next((output.ending for output in self.outputs if isinstance(output, EndingOutput)), None)


@dataclass(frozen=True, slots=True)
class Signals:
    """The part of a reading that moves the family: criteria, forms, traces, and `follows_up`."""

    clear: frozenset[str]
    possible: frozenset[str] = frozenset()
    """What may be there too: it never moves the family, but it may make them ask."""
    forms: frozenset[Form] = frozenset()
    follows_up: bool = False
    traces: frozenset[str] = frozenset()
    rules: int = RULES
    """The version of the rules by which the family answers."""
    to: str | None = None
    """The person spoken to, where that is known."""
    question: QuestionKind | None = None
    """What the reply asks; None for a statement."""
    answers: tuple[ShortAnswer, ...] = ()
    """How it answers the family's own question, the surest first."""
    alone: bool = False
    """It is that answer and nothing else."""
    pick: str = ""
    """The name of the entry chosen for it; empty for none."""
    sureness: Sureness = Sureness.UNSURE
    received: frozenset[str] = frozenset()
    """Criteria that are clear in its other sentences."""
    states: bool = False
    """The entry answers a statement, and no question."""
    also: str = ""
    """The name of a second entry, chosen for another sentence; empty for none."""
    also_first: bool = False
    """What the second entry answers was said first."""
    also_states: bool = False
    """The second entry answers a statement, and no question."""
    likely: frozenset[str] = frozenset()
    """Of what is possible, what is likelier than not: only that makes the family ask."""
    aspects: frozenset[Aspect] = frozenset()
    """What else it does, such as saying nothing."""
    short: bool = False
    """It is answered on the short way."""
    leads: str | None = None
    """On the short way: the turn or the ending in which the talk stood after it, once that is known."""
    early: bool = False
    """On the short way: the family may still go on to something that they were about to tell."""

    @classmethod
    def of(cls, event: Replied, harmful: frozenset[str] = frozenset(), mends: str | None = None) -> "Signals":
        """Make the signals of a reply.

        After an ask-back, together with those of the reply before it.

        A clear criterion in words that more likely hurt becomes only possible, except the one that repairs a hurt.

        Args:
            event: the reply, with its reading.
            harmful: the ids of the harmful criteria.
            mends: the id of the criterion that repairs a hurt.
        """
        settled = {verdict.criterion for verdict in event.settled if verdict.certainty is Certainty.CLEAR}
        reading, hearing, pick = event.reading, event.hearing or Hearing(), event.pick
        clear = (reading.clear() | settled) - event.doubtful(harmful, mends)
        return cls(
            clear,
            reading.possible() - clear,
            frozenset(reading.forms),
            reading.follows_up,
            frozenset(trace.id for trace in reading.traces),
            event.rules,
            hearing.to,
            hearing.question,
            hearing.answers,
            hearing.alone,
            pick.entry if pick else "",
            pick.sureness if pick else Sureness.UNSURE,
            frozenset(pick.received if pick else ()) & clear,
            bool(pick and pick.states),
            pick.also if pick else "",
            bool(pick and pick.also_first),
            bool(pick and pick.also_states),
            frozenset(verdict.criterion for verdict in reading.verdicts if verdict.is_likely) - clear,
            frozenset(hearing.aspects),
            event.short,
            event.leads,
        )

    def heard_in(self, heard_as: Mapping[str, str]) -> frozenset[str]:
        """Return the criteria that the family hears in traces (words that meet no criterion)."""
        return frozenset(heard_as[trace] for trace in self.traces if trace in heard_as)

    def answered_to(self, heard_as: Mapping[str, str]) -> "Signals":
        """Return the signals with the criteria that the family hears in traces counted as clear."""
        if not self.traces:
            return self
        also = self.heard_in(heard_as)
        return replace(self, clear=self.clear | also, possible=self.possible - also)

    def assume_possible(self) -> "Signals":
        """Return the signals in which every possible criterion counts as clear."""
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
    said_before: str = ""
    """What the practitioner had said before the cue; empty for the first reply."""

    def lines(self) -> tuple[Line, ...]:
        """The lines with which the family answered."""
        return tuple(line for output in self.outputs if isinstance(output, LinesOutput) for line in output.lines)

    def find_first_words(self) -> str:
        """Find the family's first line after the reply; empty if there is none."""
        return next((line.text for line in self.lines() if line.speaker != SCENE), "")

    def branch(self) -> str:
        """The id of the branch that answered."""
        return next(output.branch for output in self.outputs if isinstance(output, BranchOutput))

    @property
    def told_silences(self) -> tuple[str, ...]:
        """The ids of the silences (things kept until asked) that the family told in its answer."""
        return tuple(output.silence for output in self.outputs if isinstance(output, SilenceOutput))

    @property
    def text(self) -> str:
        """What the practitioner said; empty for a skip."""
        return self.event.text if isinstance(self.event, Replied) else ""

    @property
    def reading(self) -> Reading | None:
        """How the reply was read; None for a skip."""
        return self.event.reading if isinstance(self.event, Replied) else None

    def hurts(self) -> tuple[str, ...]:
        """The ids of the harmful criteria that the reply met."""
        return tuple(c for output in self.outputs if isinstance(output, HarmOutput) for c in output.criteria)

    def asked_back(self) -> bool:
        """Whether the family asked what was meant instead of answering."""
        return any(isinstance(output, AskBackOutput) for output in self.outputs)

    @property
    def repair(self) -> str:
        """How the reply put an earlier hurt right: `repaired`, `eased`, or empty if it did not."""
        return next((output.how for output in self.outputs if isinstance(output, RepairOutput)), "")

    @property
    def repaired(self) -> bool:
        """Whether the reply put an earlier hurt right in words; `why` says so of it."""
        return self.repair == "repaired"

    def topic_after(self) -> str:
        """The id of the topic that the conversation has after this exchange."""
        spoke = [output for output in self.outputs if isinstance(output, LinesOutput)]
        return spoke[-1].topic if spoke else self.topic


@dataclass(frozen=True)  # without slots, for the cached property
class Attempt:
    """An attempt: one way through a rehearsal.

    The first is number 1; `say it again` begins another.
    """

    number: int
    arrival: tuple[Line, ...]
    topic: str
    exchanges: tuple[Exchange, ...] = ()
    parted: int = 0
    """The reply at which it leaves the attempt before it; 0 for the first."""
    ended: str | None = None
    ending: str | None = None

    def replies(self) -> tuple[Exchange, ...]:
        """The exchanges in which the practitioner replied, without those that were skipped."""
        return self._replies

    @cached_property
    def _replies(self) -> tuple[Exchange, ...]:
        """The replies, found once: a debrief asks for them ten times for each reply."""
        return tuple(exchange for exchange in self.exchanges if exchange.number)

    def cue(self) -> tuple[Line, ...]:
        """The family's last lines, which the next reply answers."""
        return self.exchanges[-1].lines() if self.exchanges else self.arrival

    def said_last(self) -> str:
        """What the practitioner said last; empty before the first reply."""
        said = (exchange.event.text for exchange in reversed(self.exchanges) if isinstance(exchange.event, Replied))
        return next(said, "")

    def topic_now(self) -> str:
        """The id of the topic that the conversation has now."""
        return self.exchanges[-1].topic_after() if self.exchanges else self.topic

    @property
    def told_silences(self) -> frozenset[str]:
        """The ids of the silences (things kept until asked) that the family told in this attempt."""
        return frozenset(silence for exchange in self.exchanges for silence in exchange.told_silences)


# --- A whole rehearsal


@dataclass(frozen=True, slots=True)
class History:
    """A whole rehearsal, replayed: its attempts, disputes, reflections and submissions."""

    began: Began | None
    state: State
    attempts: tuple[Attempt, ...]
    disputed: tuple[Disputed, ...] = ()
    contradicted: tuple[Contradicted, ...] = ()
    """The cards of the debrief that the practitioner called not so, and did not put back."""
    reflected: tuple[Reflected, ...] = ()
    brought: tuple[BroughtAlong, ...] = ()
    """What was handed over of it, and is not withdrawn."""
    came_back: tuple[CameBack, ...] = ()
    kept: bool = False
    diverges_at: str = ""
    """The reply, such as `reply 4`, from which on a replay answers otherwise than was answered; empty for none.

    The scenario has changed, or (by a coach before two windows were kept apart) it was gone on with in two at once.
    """
    lost: tuple[Lost, ...] = ()
    """What was lost of it when its file was damaged."""
    unplaced: tuple[Replied, ...] = ()
    """Replies after the place where it parts: they were said, and it is not known any more to what."""

    def find_own_note(self, attempt: int, reply: int, criterion: str) -> str:
        """Find the words that were last said of a verdict; empty if there are none.

        Args:
            attempt: the number of the attempt.
            reply: the number of the reply.
            criterion: the id of the verdict's criterion.
        """
        where = (attempt, reply, criterion)
        said = [one.note for one in self.disputed if (one.attempt, one.reply, one.criterion) == where]
        return said[-1] if said else ""

    def stops(self) -> str:
        """Return why the rehearsal cannot be followed to its end, without a full stop.

        Empty if it can.
        """
        if not self.diverges_at:
            return ""
        if self.lost:
            return say("A part of this rehearsal was lost when its file was damaged")
        why = say("the scenario has changed since, or an earlier coach took it up in two windows at once")
        return say(
            "From {diverges_at} on, this can no longer be followed: {why}", diverges_at=self.diverges_at, why=why
        )

    def attempt(self, number: int = 0) -> Attempt:
        """Return an attempt by its number, from 1; 0 means the last one."""
        return self.attempts[number - 1] if number else self.attempts[-1]

    def find_last_spoken(self) -> int:
        """Return the number of the last attempt in which something was said; 0 if there is none."""
        return next((attempt.number for attempt in reversed(self.attempts) if attempt.replies()), 0)
