"""A walk through every state of a dialogue with the engine, to find what can be reached.

Begin with `walk`. Most states are alike: a turn's branches look at a few silences and marks, and other things told
before change nothing there. So the engine is asked once for each kind of state (reduced to what its turn looks at),
and the result is applied to every state of the kind. A test compares such steps with the engine's own.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from coach.model.conditions import ANY_HURT, Guard
from coach.model.reading import Form
from coach.model.scenario import END
from coach.rehearsal.engine import Script, apply, fit_branches, list_reply_failures, start
from coach.rehearsal.state import BranchOutput, Position, ScaleOutput, Signals, State, Step

# --- The kinds of reply that a turn tells apart

NOTHING = Signals(frozenset())


class ReplyKind(NamedTuple):
    """A kind of reply that a turn tells apart: its signals, and the branches that its words fit."""

    heard: Signals
    branches: tuple[str, ...]


def list_reply_kinds(script: Script, turn: str) -> tuple[ReplyKind, ...]:
    """List the kinds of reply that a turn tells apart, each by its smallest, smallest first."""
    kinds: dict[tuple[object, ...], ReplyKind] = {}
    for heard in sorted(_list_least_replies(script, turn), key=lambda heard: len(heard.clear)):
        branches = tuple(fit.key for fit in fit_branches(script, turn, heard) if not fit.misses)
        does = (bool(heard.clear & script.harmful), script.mends in heard.clear, bool(heard.clear & script.helpful))
        # Sorted by size before, so the first of a kind is the smallest: that one is shown to authors.
        kinds.setdefault((*does, branches), ReplyKind(heard, branches))
    return tuple(kinds.values())


def _list_least_replies(script: Script, turn: str) -> tuple[Signals, ...]:
    """List the smallest replies that a turn could tell apart, in the author's order."""
    branches, named = script.turn(turn).replies.values(), script.turn(turn).listens_for()
    found = [
        NOTHING,
        *_list_least(script, Guard(helpful=True), named),
        *_list_least(script, Guard(hurt=(ANY_HURT,)), named),
    ]
    if script.mends:
        found.append(Signals(frozenset({script.mends})))
    for branch in branches:
        guards = [branch.asks()]
        if branch.tells:
            guards = [_join_guards(guard, script.opens(branch.tells)) for guard in guards]
        for guard in guards:
            found += _list_least(script, guard, named)
    return tuple(dict.fromkeys(found))


def _join_guards(one: Guard, other: Guard) -> Guard:
    """Join two guards into one that demands of a reply what both demand.

    Both `any_met` lists become one list where they overlap; otherwise the first list gives one fixed criterion.
    """
    met = one.met + other.met
    forms = tuple(form for form in one.form if form in other.form) or one.form or other.form
    narrower = tuple(name for name in one.any_met if name in other.any_met)
    if one.any_met and other.any_met and narrower:
        return one.model_copy(update={"met": met, "any_met": narrower, "form": forms})
    # An `any_met` that `met` already fulfils demands nothing more.
    extra = () if set(other.any_met) & set(met) else other.any_met
    if one.any_met and extra:
        return one.model_copy(update={"met": (*met, one.any_met[0]), "any_met": extra, "form": forms})
    follows = one.follows_up or other.follows_up
    return one.model_copy(update={"met": met, "any_met": one.any_met or extra, "form": forms, "follows_up": follows})


def _list_least(script: Script, guard: Guard, named: frozenset[str]) -> Iterator[Signals]:
    """Yield the replies with the fewest signals that fulfil a guard's conditions on words.

    Args:
        script: the scenario.
        guard: the conditions.
        named: the criteria that the turn's branches name.
    """
    hurts: tuple[str, ...] = guard.hurt
    if ANY_HURT in hurts:
        # `any` is tried with a criterion that no branch names, or a branch for that one criterion would answer instead.
        hurts = (next((h for h in sorted(script.harmful) if h not in named), min(script.harmful, default="")),)
    any_met: tuple[str, ...] = () if set(guard.any_met) & set(guard.met) else guard.any_met
    choices = product(any_met or ("",), [h for h in hurts if h] or ("",), guard.form or (None,))
    for one, hurt, form in choices:
        clear = {*guard.met, one, hurt} - {""}
        if guard.helpful and not clear & script.helpful:
            clear.add(_find_unnamed(script, named, guard.not_met))
        heard = Signals(frozenset(clear), forms=frozenset({Form(form)} if form else ()), follows_up=guard.follows_up)
        if not list_reply_failures(script, guard, heard):
            yield heard


def _find_unnamed(script: Script, named: frozenset[str], barred: tuple[str, ...]) -> str:
    """Find a helpful criterion that no branch of the turn names; only general branches fit it."""
    others = sorted(script.helpful - {script.mends or ""} - set(barred))
    return next((name for name in others if name not in named), others[0] if others else "")


# --- States that are alike to their turn

Names = frozenset[str]


class WalkState(NamedTuple):
    """The part of a position that decides which answers can follow.

    How many of the family's own lines were used is left out: it changes words, never the path.
    """

    turn: str
    trust: int
    guarded: int
    hurt: bool
    helpful_run: int
    told: Names
    remembered: Names
    used: Names = frozenset()
    unmet: int = 0

    @classmethod
    def from_position(cls, at: Position) -> "WalkState":
        """Make a walk state from a position, without the fields that decide nothing."""
        return cls(at.turn, at.trust, at.guarded, at.hurt, at.helpful_run, at.told, at.remembered, at.used, at.unmet)

    def to_position(self) -> Position:
        """Make a position from this walk state, so that the engine can go on from it."""
        return Position(
            self.turn,
            self.trust,
            self.guarded,
            self.told,
            self.remembered,
            self.used,
            self.unmet,
            self.hurt,
            self.helpful_run,
        )


class Passage(NamedTuple):
    """A step from a kind of state: the signals, the branch that answered, and what it changed."""

    heard: Signals
    branch: str
    ending: str | None
    moved: bool
    """Whether the answer's own changes moved a scale."""
    told: Names
    """What was told by it."""
    remembered: Names
    after: WalkState
    """Where it leads from the reduced state."""

    def lead_from(self, at: WalkState) -> WalkState:
        """Apply the passage to a state of its kind; what the turn does not look at stays unchanged."""
        turn, trust, guarded, hurt, run, _, _, used, unmet = self.after
        told = at.told | self.told if self.told else at.told
        remembered = at.remembered | self.remembered if self.remembered else at.remembered
        return WalkState(turn, trust, guarded, hurt, run, told, remembered, used, unmet)


class Explorer:
    """The possible steps from every state of a script, computed once for states that are alike."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.kinds = {turn: list_reply_kinds(script, turn) for turn in script.dialogue.turns}
        self._looked_at = {turn: _find_looked_at(script, turn) for turn in script.dialogue.turns}
        self._passages: dict[WalkState, tuple[Passage, ...]] = {}

    def start(self) -> WalkState:
        """Return the state in which a conversation begins."""
        return WalkState.from_position(start(self.script).position)

    def reduce(self, at: WalkState) -> WalkState:
        """Remove from a state the silences and marks that its turn does not look at."""
        silences, marks = self._looked_at[at.turn]
        return at._replace(told=at.told & silences, remembered=at.remembered & marks)

    def list_passages(self, at: WalkState) -> tuple[Passage, ...]:
        """List the possible steps from a state, each once, in the order of the replies behind them."""
        kind = self.reduce(at)
        if (known := self._passages.get(kind)) is None:
            known = self._passages[kind] = tuple(self._find_passages(kind))
        return known

    def _find_passages(self, kind: WalkState) -> Iterator[Passage]:
        """Ask the engine for the steps from a kind of state, and yield each once."""
        state = State(kind.to_position())
        met = set()
        for heard, _ in self.kinds[kind.turn]:
            passage = _make_passage(heard, apply(self.script, state, heard, explain=False))
            if passage[1:] not in met:
                met.add(passage[1:])
                yield passage


def _make_passage(heard: Signals, step: Step) -> Passage:
    """Make a passage from a step of the engine."""
    before, after = step.before, step.after
    branch, moved = "", False
    for output in step.outputs:
        if isinstance(output, BranchOutput):
            branch = output.branch
        elif isinstance(output, ScaleOutput):
            moved = True
    return Passage(
        heard,
        branch,
        after.ending,
        moved,
        after.told - before.told,
        after.remembered - before.remembered,
        WalkState.from_position(after),
    )


def _find_looked_at(script: Script, turn: str) -> tuple[Names, Names]:
    """Return the ids of the silences and marks that the guards of a turn or its endings look at."""
    there = script.turn(turn)
    guards: list[Guard] = list(there.replies.values())
    tells = {branch.tells for branch in there.replies.values() if branch.tells}
    guards += [script.opens(silence) for silence in sorted(tells)]
    if any(answer.goto == END for answer in there.answers()):
        guards += script.dialogue.endings.values()
    silences = tells.union(*((*guard.told, *guard.not_told) for guard in guards))
    marks = frozenset[str]().union(*((*guard.remembers, *guard.not_remembers) for guard in guards))
    return frozenset(silences), marks


# --- The walk

MOST_STATES = 400_000
"""Where the walk stops by itself and says so."""
WAYS = 2
"""Of states that differ only in which branches of the turn were used up, so many are followed: the first ones found,
which have used up least."""
STATES_A_WORD = 5000
"""States walked between two words about the progress."""

Progress = Callable[[int], None]
"""Called with the number of states walked, now and then."""

Trail = dict[WalkState, tuple[WalkState, Signals] | None]
"""For each state that was met, the one that it was met from and what was heard there."""


@dataclass(slots=True)
class Walk:
    """What a walk reached: turns, branches, silences and endings, with a shortest path to each."""

    states: int = 0
    whole: bool = True
    """Nothing was left out: not by the most states, nor by following only the first ways through a turn."""
    turns: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)
    """The branches of turns that answered at least once."""
    moved: set[tuple[str, str]] = field(default_factory=set)
    """Those whose changes changed anything."""
    silences: dict[str, tuple[Signals, ...]] = field(default_factory=dict)
    endings: dict[str, tuple[Signals, ...]] = field(default_factory=dict)


def walk(explorer: Explorer, most: int = MOST_STATES, progress: Progress = lambda _: None) -> Walk:
    """Walk through every state of a dialogue that can be reached, always in the same order.

    Args:
        explorer: the possible steps from every state of the dialogue.
        most: the number of states after which the walk stops; `Walk.whole` is then False.
        progress: called with the number of states walked, now and then.

    Returns:
        The turns, branches, silences and endings that were reached.
    """
    walked = Walk()
    begins = explorer.start()
    trail: Trail = {begins: None}
    ways: Counter[WalkState] = Counter()
    # A queue, nearest first: the first path found to anything is a shortest one.
    todo = deque([begins])
    while todo:
        at = todo.popleft()
        walked.states += 1
        walked.turns.add(at.turn)
        if walked.states % STATES_A_WORD == 0:
            progress(walked.states)
        for passage in explorer.list_passages(at):
            _note(walked, trail, at, passage)
            if passage.ending is not None:
                continue
            there = passage.lead_from(at)
            # Known already, by a path that is no longer.
            if there in trail:
                continue
            # States that differ only in used branches multiply fast, so only the first few of them are followed.
            alike = there._replace(used=frozenset(), unmet=0)
            if ways[alike] >= WAYS or len(trail) >= most:
                walked.whole = False
                continue
            ways[alike] += 1
            trail[there] = (at, passage.heard)
            todo.append(there)
    return walked


def _note(walked: Walk, trail: Trail, at: WalkState, passage: Passage) -> None:
    """Record what a passage reaches, with the path to silences and endings not reached before."""
    walked.taken.add((at.turn, passage.branch))
    if passage.moved:
        walked.moved.add((at.turn, passage.branch))
    for silence in passage.told:
        if silence not in walked.silences:
            walked.silences[silence] = _find_path(trail, at, passage.heard)
    if passage.ending is not None and passage.ending not in walked.endings:
        walked.endings[passage.ending] = _find_path(trail, at, passage.heard)


def _find_path(trail: Trail, at: WalkState, last: Signals) -> tuple[Signals, ...]:
    """Return the signals heard on the path from the beginning to a state, then `last`."""
    path = [last]
    while (step := trail[at]) is not None:
        at, heard = step
        path.append(heard)
    return tuple(reversed(path))
