"""A rehearsal told in order: attempts, and in each the exchanges, with the lines before and after every reply."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coach.errors import NotNow
from coach.model.conditions import Line
from coach.model.events import (
    Began,
    BroughtAlong,
    CameBack,
    Disputed,
    Ended,
    Event,
    Kept,
    Lost,
    Reflected,
    Replied,
    SaidAgain,
    Skipped,
    TookBack,
)
from coach.rehearsal.engine import apply, start
from coach.rehearsal.script import Script
from coach.rehearsal.state import (
    AskBackOutput,
    BranchOutput,
    EndingOutput,
    HarmOutput,
    LinesOutput,
    Output,
    Position,
    RepairOutput,
    SilenceOutput,
    State,
)


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
        """What the family said to it."""
        return tuple(line for output in self.outputs if isinstance(output, LinesOutput) for line in output.lines)

    def branch(self) -> str:
        """What answered it."""
        return next(output.branch for output in self.outputs if isinstance(output, BranchOutput))

    @property
    def told_silences(self) -> tuple[str, ...]:
        """Silences told in answer."""
        return tuple(output.silence for output in self.outputs if isinstance(output, SilenceOutput))

    def hurts(self) -> tuple[str, ...]:
        """Harmful criteria met."""
        return tuple(c for output in self.outputs if isinstance(output, HarmOutput) for c in output.criteria)

    def asked_back(self) -> bool:
        """Whether the family asked what was meant instead of answering."""
        return any(isinstance(output, AskBackOutput) for output in self.outputs)

    @property
    def repair(self) -> str:
        """How a standing hurt was mended by it: `repaired`, `eased`, or nothing."""
        return next((output.how for output in self.outputs if isinstance(output, RepairOutput)), "")

    def topic_after(self) -> str:
        """What the talk is about now."""
        spoke = [output for output in self.outputs if isinstance(output, LinesOutput)]
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

    @property
    def told_silences(self) -> frozenset[str]:
        """Every silence told in it."""
        return frozenset(silence for exchange in self.exchanges for silence in exchange.told_silences)


@dataclass(frozen=True, slots=True)
class History:
    """A whole rehearsal."""

    began: Began | None
    state: State
    attempts: tuple[Attempt, ...]
    disputed: tuple[Disputed, ...] = ()
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

    def stops(self) -> str:
        """Why it stops before its end, in a sentence without its full stop; nothing where it does not."""
        if not self.diverges_at:
            return ""
        if self.lost:
            return "A part of this rehearsal was lost when its file was damaged"
        why = "the scenario has changed since, or an earlier coach took it up in two windows at once"
        return f"From {self.diverges_at} on, this can no longer be followed: {why}"

    def attempt(self, number: int = 0) -> Attempt:
        """An attempt by its number; the last one for 0."""
        return self.attempts[number - 1] if number else self.attempts[-1]


def start_history(script: Script) -> History:
    """The story of no events."""
    return History(None, start(script), (Attempt(1, (), "none"),))


def replay(script: Script, events: Iterable[Event]) -> History:
    """The story of these events; where today's content would answer otherwise, it stops there and says so."""
    story = start_history(script)
    for event in events:
        try:
            story = advance(script, story, event)
        except NotNow:
            if not story.lost:
                raise
            # What was lost led here, so that what follows cannot happen any more: it stops, and says so.
            story = advance(script, replace(story, diverges_at=f"reply {story.state.replies() + 1}"), event)
    return story


def advance(script: Script, story: History, event: Event) -> History:
    """The story one event on. Raises NotNow as `step` does."""
    if story.diverges_at and not isinstance(event, (Disputed, Reflected, Kept, BroughtAlong, CameBack, Lost)):
        return replace(story, unplaced=(*story.unplaced, event)) if isinstance(event, Replied) else story
    state, outputs = apply(script, story.state, event)
    if isinstance(event, Replied) and (diverges_at := _find_divergence(event, story.state, outputs)):
        return replace(story, diverges_at=diverges_at, unplaced=(event,))
    return _add_event(replace(story, state=state), event, story.state, outputs)


def _find_divergence(event: Replied, before: State, outputs: tuple[Output, ...]) -> str:
    """Where today's script answers a kept reply otherwise than it was answered."""
    now = name_answer(before, outputs)
    return f"reply {before.replies() + 1}" if event.answered and event.answered != now else ""


def name_answer(before: State, outputs: tuple[Output, ...]) -> str:
    """`turn/branch` of the answer, as `Replied.answered` keeps it."""
    branch = next(output.branch for output in outputs if isinstance(output, BranchOutput))
    return f"{before.position.turn}/{branch}"


def _add_event(story: History, event: Event, before: State, outputs: tuple[Output, ...]) -> History:
    last = story.attempts[-1]
    match event:
        case Began():
            spoke = next(output for output in outputs if isinstance(output, LinesOutput))
            return replace(story, began=event, attempts=(Attempt(1, spoke.lines, spoke.topic),))
        case Replied() | Skipped():
            return _replace_last(story, _add_exchange(last, event, before, story.state, outputs))
        case TookBack():
            return _replace_last(story, replace(last, exchanges=last.exchanges[:-1], ended=None, ending=None))
        case SaidAgain():
            left = story.attempt(event.attempt)
            kept = left.exchanges[: left.exchanges.index(left.replies()[event.reply - 1])]
            again = Attempt(last.number + 1, last.arrival, last.topic, kept, parted=event.reply)
            return replace(story, attempts=(*story.attempts, again))
        case Ended():
            return _replace_last(story, replace(last, ended=event.how))
        case Disputed():
            return replace(story, disputed=(*story.disputed, event))
        case Reflected():
            return replace(story, reflected=(*story.reflected, event))
        case BroughtAlong():
            others = tuple(each for each in story.brought if each.brought.id != event.brought.id)
            return replace(story, brought=others if event.withdrawn else (*others, event))
        case CameBack():
            return replace(story, came_back=(*story.came_back, event))
        case Kept():
            return replace(story, kept=event.keep)
        case Lost():
            return replace(story, lost=(*story.lost, event))
        case _:
            return story


def _replace_last(story: History, attempt: Attempt) -> History:
    return replace(story, attempts=(*story.attempts[:-1], attempt))


def _add_exchange(
    attempt: Attempt, event: Replied | Skipped, before: State, after: State, outputs: tuple[Output, ...]
) -> Attempt:
    number = len(attempt.replies()) + 1 if isinstance(event, Replied) else 0
    joins = number - 1 if number and before.position.asked else 0
    exchange = Exchange(
        number, event, joins, attempt.cue(), attempt.topic_now(), before.position, after.position, outputs
    )
    ending = next((output.ending for output in outputs if isinstance(output, EndingOutput)), None)
    return replace(attempt, exchanges=(*attempt.exchanges, exchange), ending=ending)
