"""The engine in small: the same steps on a state of a few numbers, fast enough to walk every one.

`tests/rehearsal/test_exploring.py` walks both side by side; every path it finds is played again by the engine itself.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from coach.model.conditions import ANY_HURT, HIGHEST, LOWEST, Guard
from coach.model.reading import Form
from coach.model.scenario import END, Answer, Changes
from coach.rehearsal.engine import HURT, MENDED, OTHERWISE, RUN_THAT_EASES, list_reply_failures
from coach.rehearsal.script import Script
from coach.rehearsal.state import Signals

# --- What a reply could mean to one turn: for each branch, the least that makes it fit, and nothing at al

NOTHING = Signals(frozenset())


def patterns(script: Script, turn: str) -> tuple[Signals, ...]:
    """The least replies that this turn could tell apart, nothing first, in the author's order."""
    branches, named = script.turn(turn).replies.values(), script.turn(turn).listens_for()
    found = [NOTHING, *_least(script, Guard(helpful=True), named), *_least(script, Guard(hurt=(ANY_HURT,)), named)]
    if script.mends:
        found.append(Signals(frozenset({script.mends})))
    for branch in branches:
        guards = [branch.asks()]
        if branch.tells:
            guards = [_both(guard, script.opens(branch.tells)) for guard in guards]
        for guard in guards:
            found += _least(script, guard, named)
    return tuple(dict.fromkeys(found))


def _both(one: Guard, other: Guard) -> Guard:
    """What a reply must be for both to hold. An `any_met` of the second is met by any of its own."""
    met = one.met + other.met
    forms = tuple(form for form in one.form if form in other.form) or one.form or other.form
    narrower = tuple(name for name in one.any_met if name in other.any_met)
    if one.any_met and other.any_met and narrower:
        return one.model_copy(update={"met": met, "any_met": narrower, "form": forms})
    extra = () if set(other.any_met) & set(met) else other.any_met
    if one.any_met and extra:
        return one.model_copy(update={"met": (*met, one.any_met[0]), "any_met": extra, "form": forms})
    follows = one.follows_up or other.follows_up
    return one.model_copy(update={"met": met, "any_met": one.any_met or extra, "form": forms, "follows_up": follows})


def _least(script: Script, guard: Guard, named: frozenset[str]) -> Iterator[Signals]:
    """The least replies for which what a guard asks of the words holds."""
    hurts: tuple[str, ...] = guard.hurt
    if ANY_HURT in hurts:
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
    """Something helpful that the turn does not listen for by name, so that only the general branches fit."""
    others = sorted(script.helpful - {script.mends or ""} - set(barred))
    return next((name for name in others if name not in named), others[0] if others else "")


# --- The engine in small: the same steps on a state of a few numbers, fast enough to walk every one


class Spot(NamedTuple):
    """A position as numbers. `told`, `marks` and `used` are sets, a bit for each of their names."""

    turn: str
    trust: int
    guarded: int
    hurt: bool
    run: int
    told: int
    marks: int
    used: int
    unmet: int


class Standing(NamedTuple):
    """What a guard asks of how things stand."""

    trust: tuple[int, int]
    guarded: tuple[int, int]
    told: int
    not_told: int
    marks: int
    not_marks: int
    while_hurt: bool | None

    def holds(self, at: Spot) -> bool:
        """Whether it holds here."""
        return (
            self.trust[0] <= at.trust <= self.trust[1]
            and self.guarded[0] <= at.guarded <= self.guarded[1]
            and self.told & at.told == self.told
            and not self.not_told & at.told
            and self.marks & at.marks == self.marks
            and not self.not_marks & at.marks
            and (self.while_hurt is None or self.while_hurt == at.hurt)
        )


ANY = Standing((LOWEST, HIGHEST), (LOWEST, HIGHEST), 0, 0, 0, 0, None)
"""What nothing is asked of."""


class Outcome(NamedTuple):
    """What an answer does."""

    trust: int
    guarded: int
    marks: int
    tells: int
    goto: str | None


class Candidate(NamedTuple):
    """A branch that fits these words, if things stand right."""

    branch: str
    bit: int
    standing: Standing | None
    """Nothing where the guard asks nothing of how things stand."""
    silence: Standing | None
    outcome: Outcome


class Came(NamedTuple):
    """What answered, where that leads, and whether the answer's own changes moved a scale."""

    branch: str
    spot: Spot
    ending: str | None
    moved: bool


class Move(NamedTuple):
    """One reply that a turn tells apart from others, and what may answer it."""

    heard: Signals
    harms: bool
    mends: bool
    helps: bool
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """A turn: the moves in it, and what is said when nothing fits."""

    moves: tuple[Move, ...]
    otherwise: tuple[Outcome, ...]
    hurt_bit: int
    mended_bit: int


class Compact:
    """A script made small."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.silences = {name: 1 << place for place, name in enumerate(script.silences)}
        marks = [mark for turn in script.dialogue.turns.values() for a in turn.answers() for mark in a.remember]
        self.marks = {name: 1 << place for place, name in enumerate(dict.fromkeys(marks))}
        self.turns = {name: self._stay(name) for name in script.dialogue.turns}
        self.endings = [(key, self._standing(ending)) for key, ending in script.dialogue.endings.items()]

    def start(self) -> Spot:
        """Where a conversation begins."""
        starts = self.script.starts
        return Spot(self.script.dialogue.begins, starts.trust, starts.guarded, False, 0, 0, 0, 0, 0)

    def after(self, at: Spot, move: Move) -> Came:
        """One reply on."""
        hurt, run = self._feel(at, move)
        branch, bit, outcome = self._choose(at, move, hurt)
        unmet, used = (at.unmet + 1, at.used) if branch == OTHERWISE else (at.unmet, at.used | bit)
        trust = min(HIGHEST, max(LOWEST, at.trust + outcome.trust))
        guarded = min(HIGHEST, max(LOWEST, at.guarded + outcome.guarded))
        told, marks = at.told | outcome.tells, at.marks | outcome.marks
        moved = trust != at.trust or guarded != at.guarded
        if outcome.goto is None:
            return Came(branch, Spot(at.turn, trust, guarded, hurt, run, told, marks, used, unmet), None, moved)
        there = Spot(outcome.goto, trust, guarded, hurt, run, told, marks, 0, 0)
        ending = self._ending(there) if self.script.is_ending(outcome.goto) else None
        return Came(branch, there, ending, moved)

    def _feel(self, at: Spot, move: Move) -> tuple[bool, int]:
        if move.harms:
            return True, 0
        if not at.hurt:
            return False, at.run
        if move.mends:
            return False, 0
        if not move.helps:
            return True, 0
        return (False, 0) if at.run + 1 >= RUN_THAT_EASES else (True, at.run + 1)

    def _choose(self, at: Spot, move: Move, hurt: bool) -> tuple[str, int, Outcome]:
        for each in move.candidates:
            if at.used & each.bit or (each.standing and not each.standing.holds(at)):
                continue
            if each.silence and (hurt or at.told & each.outcome.tells or not each.silence.holds(at)):
                continue
            return each.branch, each.bit, each.outcome
        stay = self.turns[at.turn]
        if move.harms and not at.used & stay.hurt_bit:
            return HURT, stay.hurt_bit, Outcome(-1, 1, 0, 0, None)
        if at.hurt and not hurt and not at.used & stay.mended_bit:
            return MENDED, stay.mended_bit, Outcome(0, -1, 0, 0, None)
        return OTHERWISE, 0, stay.otherwise[min(at.unmet, len(stay.otherwise) - 1)]

    def _ending(self, there: Spot) -> str:
        if there.turn != END:
            return there.turn
        return next((key for key, standing in self.endings if standing.holds(there)), self.endings[-1][0])

    def _stay(self, name: str) -> Stay:
        turn = self.script.turn(name)
        bits = {key: 1 << place for place, key in enumerate((*turn.replies, HURT, MENDED))}
        moves: dict[tuple[object, ...], Move] = {}
        for heard in sorted(patterns(self.script, name), key=lambda heard: len(heard.clear)):
            move = self._move(name, heard, bits)
            moves.setdefault((move.harms, move.mends, move.helps, move.candidates), move)
        return Stay(
            tuple(moves.values()), tuple(self._outcome(each) for each in turn.otherwise), bits[HURT], bits[MENDED]
        )

    def _move(self, name: str, heard: Signals, bits: dict[str, int]) -> Move:
        script = self.script
        harms = bool(heard.clear & script.harmful)
        candidates = []
        for key, branch in script.turn(name).replies.items():
            if bool(branch.hurt) is not harms or list_reply_failures(script, branch, heard):
                continue
            silence = script.opens(branch.tells) if branch.tells else None
            if silence and list_reply_failures(script, silence, heard):
                continue
            candidates.append(
                Candidate(
                    key,
                    bits[key],
                    None if (standing := self._standing(branch)) == ANY else standing,
                    self._standing(silence) if silence else None,
                    self._outcome(branch),
                )
            )
        return Move(heard, harms, script.mends in heard.clear, bool(heard.clear & script.helpful), tuple(candidates))

    def _standing(self, guard: Guard) -> Standing:
        return Standing(
            (guard.trust.low, guard.trust.high) if guard.trust else (LOWEST, HIGHEST),
            (guard.guarded.low, guard.guarded.high) if guard.guarded else (LOWEST, HIGHEST),
            sum(self.silences[name] for name in set(guard.told)),
            sum(self.silences[name] for name in set(guard.not_told)),
            sum(self.marks[name] for name in set(guard.remembers)),
            sum(self.marks[name] for name in set(guard.not_remembers)),
            guard.while_hurt,
        )

    def _outcome(self, answer: Answer) -> Outcome:
        changes: Changes = answer.changes
        return Outcome(
            changes.trust,
            changes.guarded,
            sum(self.marks[mark] for mark in set(answer.remember)),
            self.silences[answer.tells] if answer.tells else 0,
            answer.goto,
        )


# --- Walk a dialogue from its beginning through every state, nearest first, and note what was met on the

MOST_STATES = 400_000
"""Where the walk stops by itself and says so."""
WAYS = 2
"""Of states that differ only in which branches of the turn were used up, so many are followed: the first ones found,
which have used up least."""

Progress = Callable[[int], None]
"""Told how many states were walked, now and then."""


@dataclass(slots=True)
class Walk:
    """What a walk met. Paths are the shortest: what was heard at each reply."""

    states: int = 0
    whole: bool = True
    """Nothing was left out: not by the most states, nor by following only the first ways through a turn."""
    turns: set[str] = field(default_factory=set)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each branch of a turn answered."""
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often its changes changed anything."""
    silences: dict[str, tuple[Signals, ...]] = field(default_factory=dict)
    endings: dict[str, tuple[Signals, ...]] = field(default_factory=dict)


def walk(compact: Compact, most: int = MOST_STATES, progress: Progress = lambda _: None) -> Walk:
    """Walk everything that can be reached. The same dialogue is always walked the same way."""
    found = Walk()
    begins = compact.start()
    came: dict[Spot, tuple[Spot, Move] | None] = {begins: None}
    ways: Counter[Spot] = Counter()
    todo = deque([begins])
    while todo:
        at = todo.popleft()
        found.states += 1
        found.turns.add(at.turn)
        if found.states % 5000 == 0:
            progress(found.states)
        for move in compact.turns[at.turn].moves:
            branch, there, ending, moved = compact.after(at, move)
            found.taken[at.turn, branch] += 1
            found.moved[at.turn, branch] += moved
            if there.told != at.told:
                for name, bit in compact.silences.items():
                    if bit & there.told & ~at.told:
                        found.silences.setdefault(name, _path(came, at, move))
            if ending is not None:
                found.endings.setdefault(ending, _path(came, at, move))
                continue
            if there in came:
                continue
            alike = there._replace(used=0, unmet=0)
            if ways[alike] >= WAYS or len(came) >= most:
                found.whole = False
                continue
            ways[alike] += 1
            came[there] = (at, move)
            todo.append(there)
    return found


def _path(came: dict[Spot, tuple[Spot, Move] | None], at: Spot, last: Move) -> tuple[Signals, ...]:
    return (*reversed(list(_back(came, at))), last.heard)


def _back(came: dict[Spot, tuple[Spot, Move] | None], at: Spot) -> Iterator[Signals]:
    step = came[at]
    while step is not None:
        before, move = step
        yield move.heard
        step = came[before]
