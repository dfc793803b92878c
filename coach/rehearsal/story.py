"""A rehearsal told in order: attempts, and in each the exchanges, with the lines before and after every reply."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from coach.model.events import (
    Began,
    Disputed,
    Ended,
    Event,
    Kept,
    Reflected,
    Replied,
    SaidAgain,
    Skipped,
    TookBack,
)
from coach.model.lines import Line
from coach.rehearsal.outputs import Answered, Closed, Output, Spoke, Told, WasHurt, WasMended
from coach.rehearsal.script import Script
from coach.rehearsal.state import Position, State
from coach.rehearsal.step import start, step


@dataclass(frozen=True, slots=True)
class Exchange:
    """A reply (or a skip) with the family's lines before and after it."""

    number: int
    """The reply's number in its attempt, from 1; 0 for a skip."""
    event: Replied | Skipped
    cue: tuple[Line, ...]
    topic: str
    before: Position
    after: Position
    outputs: tuple[Output, ...]

    def lines(self) -> tuple[Line, ...]:
        """What the family said to it."""
        return tuple(line for output in self.outputs if isinstance(output, Spoke) for line in output.lines)

    def branch(self) -> str:
        """What answered it."""
        return next(output.branch for output in self.outputs if isinstance(output, Answered))

    def told(self) -> tuple[str, ...]:
        """Silences told in answer."""
        return tuple(output.silence for output in self.outputs if isinstance(output, Told))

    def hurts(self) -> tuple[str, ...]:
        """Harmful criteria met."""
        return tuple(c for output in self.outputs if isinstance(output, WasHurt) for c in output.criteria)

    def mended(self) -> str:
        """How a standing hurt was mended by it: `repaired`, `eased`, or nothing."""
        return next((output.how for output in self.outputs if isinstance(output, WasMended)), "")

    def topic_after(self) -> str:
        """What the talk is about now."""
        spoke = [output for output in self.outputs if isinstance(output, Spoke)]
        return spoke[-1].topic if spoke else self.topic


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way through. The first is number 1; each `say it again` starts another."""

    number: int
    arrival: tuple[Line, ...]
    topic: str
    exchanges: tuple[Exchange, ...] = ()
    parted: int = 0
    """The reply at which it leaves the attempt before it; 0 for the first."""
    ended: str | None = None
    ending: str | None = None

    def replies(self) -> tuple[Exchange, ...]:
        """The exchanges in which something was said."""
        return tuple(exchange for exchange in self.exchanges if exchange.number)

    def cue(self) -> tuple[Line, ...]:
        """What the family said last."""
        return self.exchanges[-1].lines() if self.exchanges else self.arrival

    def topic_now(self) -> str:
        """What the talk is about."""
        return self.exchanges[-1].topic_after() if self.exchanges else self.topic

    def told(self) -> frozenset[str]:
        """Every silence told in it."""
        return frozenset(silence for exchange in self.exchanges for silence in exchange.told())


@dataclass(frozen=True, slots=True)
class Story:
    """A whole rehearsal."""

    began: Began | None
    state: State
    attempts: tuple[Attempt, ...]
    disputed: tuple[Disputed, ...] = ()
    reflected: tuple[Reflected, ...] = ()
    kept: bool = False
    parts_at: str = ""
    """Where a replay on changed content parts from what happened, in words; empty if it does not."""

    def attempt(self, number: int = 0) -> Attempt:
        """An attempt by its number; the last one for 0."""
        return self.attempts[number - 1] if number else self.attempts[-1]


@dataclass(slots=True)
class _Telling:
    """The story so far, while events are gone through."""

    state: State
    began: Began | None = None
    attempts: list[Attempt] = field(default_factory=list)
    disputed: list[Disputed] = field(default_factory=list)
    reflected: list[Reflected] = field(default_factory=list)
    kept: bool = False


def tell(script: Script, events: Iterable[Event]) -> Story:
    """The story of these events; where changed content would answer otherwise, it stops there and says so."""
    telling, parts_at = _Telling(start(script)), ""
    for event in events:
        if parts_at and not isinstance(event, (Disputed, Reflected, Kept)):
            continue
        before = telling.state
        telling.state, outputs = step(script, before, event)
        if isinstance(event, Replied) and (parts_at := _parting(event, before, outputs)):
            telling.state = before
            continue
        _tell_one(telling, event, before, outputs)
    return Story(
        telling.began,
        telling.state,
        tuple(telling.attempts) or (Attempt(1, (), "none"),),
        tuple(telling.disputed),
        tuple(telling.reflected),
        telling.kept,
        parts_at,
    )


def _parting(event: Replied, before: State, outputs: tuple[Output, ...]) -> str:
    """Where today's script answers a kept reply otherwise than it was answered."""
    now = place(before, outputs)
    if event.answered and event.answered != now:
        return f"reply {before.replies() + 1} was answered by {event.answered}, and would be by {now} today"
    return ""


def place(before: State, outputs: tuple[Output, ...]) -> str:
    """`turn/branch` of the answer, as `Replied.answered` keeps it."""
    branch = next(output.branch for output in outputs if isinstance(output, Answered))
    return f"{before.position.turn}/{branch}"


def _tell_one(telling: _Telling, event: Event, before: State, outputs: tuple[Output, ...]) -> None:
    attempts = telling.attempts
    match event:
        case Began():
            spoke = next(output for output in outputs if isinstance(output, Spoke))
            telling.began = event
            attempts.append(Attempt(1, spoke.lines, spoke.topic))
        case Replied() | Skipped():
            attempts[-1] = _with_exchange(attempts[-1], event, before, telling.state, outputs)
        case TookBack():
            attempts[-1] = replace(attempts[-1], exchanges=attempts[-1].exchanges[:-1], ended=None, ending=None)
        case SaidAgain():
            last = attempts[-1]
            index = last.exchanges.index(last.replies()[event.reply - 1])
            kept = last.exchanges[:index]
            attempts.append(Attempt(last.number + 1, last.arrival, last.topic, kept, parted=event.reply))
        case Ended():
            attempts[-1] = replace(attempts[-1], ended=event.how)
        case Disputed():
            telling.disputed.append(event)
        case Reflected():
            telling.reflected.append(event)
        case Kept():
            telling.kept = event.keep
        case _:
            pass


def _with_exchange(
    attempt: Attempt, event: Replied | Skipped, before: State, after: State, outputs: tuple[Output, ...]
) -> Attempt:
    number = len(attempt.replies()) + 1 if isinstance(event, Replied) else 0
    exchange = Exchange(number, event, attempt.cue(), attempt.topic_now(), before.position, after.position, outputs)
    ending = next((output.ending for output in outputs if isinstance(output, Closed)), None)
    return replace(attempt, exchanges=(*attempt.exchanges, exchange), ending=ending)
