"""A walk through every state of a dialogue with the engine, to find what can be reached.

Begin with `walk`. Most states are alike: a turn's branches look at a few silences and marks, and other things told
before change nothing there. So the engine is asked once for each kind of state (reduced to what the answer looks at),
and the result is applied to every state of the kind. A test compares such steps with the engine's own.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from coach.model.conditions import HIGHEST, Guard
from coach.model.scenario import END, MOST_HELD, Answer
from coach.rehearsal.branch_choice import ReplyEffect, list_reply_kinds
from coach.rehearsal.decision import HURT, MENDED
from coach.rehearsal.engine import RUN_THAT_EASES, apply, apply_harm_and_repair, start
from coach.rehearsal.script import BranchFit, Script, list_branch_failures
from coach.rehearsal.state import BranchOutput, Position, ScaleOutput, Signals, State, Step, TurnOutput

# --- A state in one number

Code = int
"""A state of the walk: the part of a position that decides which answers can follow, as the bits of one number."""


class _Bits(NamedTuple):
    """A range of bits within a large number, which holds one small number."""

    first: int
    widest: int

    @classmethod
    def after(cls, other: "_Bits | None", most: int) -> "_Bits":
        """Return the range after another one, wide enough for numbers up to `most`."""
        return cls(other.end if other else 0, (1 << most.bit_length()) - 1)

    @property
    def end(self) -> int:
        """The number of the first bit after this range."""
        return self.first + self.widest.bit_length()

    @property
    def mask(self) -> int:
        """The number in which exactly the bits of this range are set."""
        return self.widest << self.first

    def read(self, code: int) -> int:
        """Return the small number that this range of a code holds."""
        return code >> self.first & self.widest


class StateCodec:
    """Turns positions of a script into numbers (codes) and back, each part with its own bits.

    A walk meets hundreds of thousands of states, and a number is quick to compare, to reduce and to store. How many of
    the family's own lines were used is left out: it changes words, never the path. What is counted within a visit to a
    turn has the highest bits, so that `unmet` may grow.
    """

    def __init__(self, script: Script) -> None:
        turns = script.dialogue.turns
        self._turns = tuple(turns)
        self._abouts: tuple[str | None, ...] = (
            None,
            *dict.fromkeys(there.about for there in turns.values() if there.about),
        )
        self._turn_numbers = {turn: number for number, turn in enumerate(turns)}
        self._branches = {
            turn: (*there.replies, HURT, MENDED, *there.list_own_answers()) for turn, there in turns.items()
        }
        marks = dict.fromkeys(
            mark for there in turns.values() for answer in there.answers() for mark in answer.remember
        )
        # Marks of entries that only other entries look for have no bit: they change words, never the path.
        entries = [*script.knows.values(), *(entry for there in turns.values() for entry in there.asked.values())]
        looked_for = script.list_path_marks()
        marks |= dict.fromkeys(mark for entry in entries for mark in entry.remember if mark in looked_for)
        self._turn = _Bits.after(None, len(turns))
        self._trust = _Bits.after(self._turn, HIGHEST)
        self._guarded = _Bits.after(self._trust, HIGHEST)
        self._hurt = _Bits.after(self._guarded, 1)
        self._run = _Bits.after(self._hurt, RUN_THAT_EASES)
        self._holds = _Bits.after(self._run, MOST_HELD)
        self._about = _Bits.after(self._holds, len(self._abouts) - 1)
        told = _Bits.after(self._about, (1 << len(script.silences)) - 1)
        remembered = _Bits.after(told, (1 << len(marks)) - 1)
        self._used = _Bits.after(remembered, (1 << max(map(len, self._branches.values()))) - 1)
        self._unmet = _Bits(self._used.end, -1)
        self._told = {silence: 1 << told.first + number for number, silence in enumerate(script.silences)}
        self._remembered = {mark: 1 << remembered.first + number for number, mark in enumerate(marks)}
        self.turn, self.trust, self.guarded = self._turn.mask, self._trust.mask, self._guarded.mask
        self.hurt = self._hurt.mask | self._run.mask
        """Whether a hurt stands, and what was done for it."""
        self.standing = self.turn | self.trust | self.guarded | self.hurt
        """Where the talk is, and how the family is."""
        self.names = told.mask | remembered.mask
        """What was told, and what is remembered."""
        self.holds, self.about = self._holds.mask, self._about.mask
        """How many entries have held this visit, and the subject in play."""
        self.used, self.unmet = self._used.mask, self._unmet.mask

    def encode(self, at: Position) -> Code:
        """Turn a position into a number, leaving out the fields that decide nothing."""
        return (
            self._turn_numbers[at.turn] << self._turn.first
            | at.trust << self._trust.first
            | at.guarded << self._guarded.first
            | at.hurt << self._hurt.first
            | at.helpful_run << self._run.first
            | at.holds << self._holds.first
            | self._abouts.index(at.about) << self._about.first
            | self.mask_names(at.told, at.remembered)
            | self.mask_branches(at.turn, at.used)
            | at.unmet << self._unmet.first
        )

    def decode(self, code: Code) -> Position:
        """Turn a number back into a position, from which the engine can go on."""
        turn, used = self.find_turn(code), self._used.read(code)
        return Position(
            turn,
            trust=self._trust.read(code),
            guarded=self._guarded.read(code),
            told=frozenset(silence for silence, bit in self._told.items() if code & bit),
            remembered=frozenset(mark for mark, bit in self._remembered.items() if code & bit),
            used=frozenset(branch for number, branch in enumerate(self._branches[turn]) if used >> number & 1),
            unmet=self._unmet.read(code),
            hurt=bool(self._hurt.read(code)),
            helpful_run=self._run.read(code),
            holds=self._holds.read(code),
            about=self._abouts[self._about.read(code)],
        )

    def find_turn(self, code: Code) -> str:
        """Return the id of the turn in a coded position."""
        return self._turns[code & self.turn]

    def mask_names(self, silences: Iterable[str], marks: Iterable[str]) -> Code:
        """Return the bits of some silences and marks; names that no answer ever sets have no bit."""
        told = sum(self._told.get(name, 0) for name in {*silences})
        return told | sum(self._remembered.get(name, 0) for name in {*marks})

    def mask_branches(self, turn: str, branches: Iterable[str]) -> Code:
        """Return the bits that say which of these branches were used on a visit to the turn."""
        return sum(1 << self._used.first + self._branches[turn].index(branch) for branch in {*branches})


# --- States that are alike to their turn

Names = frozenset[str]


class Passage(NamedTuple):
    """A step from a kind of state: the signals, the branch that answered, and what it changed."""

    heard: Signals
    branch: str
    ending: str | None
    moved: bool
    """Whether the answer's own changes moved a scale."""
    told: Names
    """What was told by it."""
    keeps: Code
    """The bits that stay as they are in every state of the kind."""
    sets: Code
    """The bits that are set besides."""

    def lead_from(self, at: Code) -> Code:
        """Return the state to which this step leads from a state of its kind, both as numbers."""
        return at & self.keeps | self.sets


class _Reply(NamedTuple):
    """A kind of reply that a turn tells apart, with the bits of the branches that its words fit."""

    heard: Signals
    does: ReplyEffect
    fits: Code
    special: str


class _HurtStanding(NamedTuple):
    """Whether a reply hurts, and whether the family is hurt after it, whichever branch answers."""

    harms: bool
    hurt: bool
    helpful_run: int


class _Choice(NamedTuple):
    """A branch that answers, by its bit (0 for the family's own answers), and its first reply."""

    heard: Signals
    standing: _HurtStanding
    branch: Code
    special: str


class _TurnMasks(NamedTuple):
    """The bits of a coded position that can matter at a turn, for each question to the engine."""

    ways: Code
    """For where a reply leads."""
    open: Code
    """For which branches can answer, before any was used."""
    answers: dict[Code, Code]
    """For what comes of the branch that answers, by its bit; by 0 for the family's own ways."""
    specials: dict[str, Code]
    """For what comes of a reply besides by its criteria, by its name."""
    holding: frozenset[str]
    """Entries that do nothing but hold the turn."""


class Explorer:
    """The possible steps from every state of a script, computed once for states that are alike."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.codec = StateCodec(script)
        turns = script.dialogue.turns
        self.kinds = {turn: list_reply_kinds(script, turn) for turn in turns}
        self._replies = {
            turn: tuple(
                _Reply(kind.heard, kind.does, self.codec.mask_branches(turn, kind.branches), kind.special)
                for kind in kinds
            )
            for turn, kinds in self.kinds.items()
        }
        self._branches = {
            turn: tuple(BranchFit.of(key, branch) for key, branch in there.replies.items())
            for turn, there in turns.items()
        }
        self._masks = {turn: self._find_masks(turn) for turn in turns}
        self._ways_masks = tuple(masks.ways for masks in self._masks.values())
        # What the engine was asked before, by what can matter for it.
        self._passages: dict[Code, tuple[Passage, ...]] = {}
        self._answers: dict[tuple[_HurtStanding, Code, str, Code], Passage] = {}
        self._choices: dict[tuple[str, bool, int, Code, Code], tuple[_Choice, ...]] = {}
        self._open: dict[tuple[Code, bool], Code] = {}
        self._standings: dict[tuple[ReplyEffect, bool, int], _HurtStanding] = {}

    def start(self) -> Code:
        """Return the state in which a conversation begins."""
        return self.codec.encode(start(self.script).position)

    def reduce(self, at: Code) -> Code:
        """Remove from a state the silences and marks that its turn does not look at."""
        return at & self._ways_masks[at & self.codec.turn]

    def list_passages(self, at: Code) -> tuple[Passage, ...]:
        """List the possible steps from a state, each once, in the order of the replies they answer."""
        kind = self.reduce(at)
        if (known := self._passages.get(kind)) is None:
            known = self._passages[kind] = tuple(self._find_passages(kind))
        return known

    def _find_passages(self, kind: Code) -> Iterator[Passage]:
        """Ask the engine for the steps from a kind of state, and yield each once."""
        at = self.codec.decode(kind)
        masks = self._masks[at.turn]
        met: set[tuple[object, ...]] = set()
        for heard, standing, first, special in self._list_choices(kind, at):
            # What a special reply does not bring about is answered as any reply: by the first branch that fits.
            mask = masks.answers[first] | masks.specials.get(special, 0)
            matters = (standing, first, special, kind & mask)
            if (passage := self._answers.get(matters)) is None:
                # Entries that only hold the turn are one move, up to the one with which the family goes on: what could
                # be answered in between can be answered without them.
                asked = replace(at, holds=MOST_HELD) if special in masks.holding else at
                step = apply(self.script, State(asked), heard, explain=False)
                passage = self._answers[matters] = self._make_passage(heard, step, mask)
            if (comes := passage[1:]) not in met:
                met.add(comes)
                yield passage if passage.heard is heard else Passage(heard, *comes)

    def _list_choices(self, kind: Code, at: Position) -> tuple[_Choice, ...]:
        """Return which branches answer the replies of a turn, each with the first reply behind it.

        Replies that leave the hurt alike, and that the same branch answers, lead to the same step.
        """
        unused = ~kind
        still, calm = self._find_open(kind, at, hurt=True) & unused, self._find_open(kind, at, hurt=False) & unused
        matters = (at.turn, at.hurt, at.helpful_run, still, calm)
        if (known := self._choices.get(matters)) is None:
            choices: dict[tuple[_HurtStanding, Code, str], _Choice] = {}
            for heard, does, fits, special in self._replies[at.turn]:
                standing = self._find_standing(at, heard, does)
                can = fits & (still if standing.hurt else calm)
                first = can & -can  # the lowest bit is the branch that the author put first
                choices.setdefault((standing, first, special), _Choice(heard, standing, first, special))
            known = self._choices[matters] = tuple(choices.values())
        return known

    def _find_standing(self, at: Position, heard: Signals, does: ReplyEffect) -> _HurtStanding:
        """Return whether a reply hurts, and whether the family is hurt after it, by the engine.

        Args:
            at: the position at which the reply is given.
            heard: the signals of the reply.
            does: what that reply does to the family.
        """
        matters = (does, at.hurt, at.helpful_run)
        if (known := self._standings.get(matters)) is None:
            now, _ = apply_harm_and_repair(self.script, at, heard)
            known = self._standings[matters] = _HurtStanding(does.harms, now.hurt, now.helpful_run)
        return known

    def _find_open(self, kind: Code, at: Position, *, hurt: bool) -> Code:
        """Return the bits of the branches that could answer if the words fitted and none was used.

        Args:
            kind: the kind of state, as a number.
            at: the same as a position.
            hurt: whether a hurt stands after the reply.
        """
        matters = (kind & self._masks[at.turn].open, hurt)
        if (known := self._open.get(matters)) is None:
            before, now = replace(at, used=frozenset()), replace(at, hurt=hurt)
            fits = self._branches[at.turn]
            keys = [fit.key for fit in fits if not list_branch_failures(self.script, fit, before, now)]
            known = self._open[matters] = self.codec.mask_branches(at.turn, keys)
        return known

    def _make_passage(self, heard: Signals, step: Step, matters: Code) -> Passage:
        """Make a passage from a step of the engine: which bits stay, and which are set.

        Args:
            heard: the signals of the reply.
            step: what the engine made of it.
            matters: the bits that can matter for the branch that answered.
        """
        branch, moved, stays = "", False, True
        for output in step.outputs:
            if isinstance(output, BranchOutput):
                branch = output.branch
            elif isinstance(output, ScaleOutput):
                moved = True
            elif isinstance(output, TurnOutput):
                stays = False
        codec = self.codec
        before, after = codec.encode(step.before), codec.encode(step.after)
        keeps = codec.names | (codec.trust | codec.guarded) & ~matters
        # A turn that names no subject keeps the one that was in play.
        if stays or self.script.turn(step.after.turn).about is None:
            keeps |= codec.about
        if stays:
            keeps |= codec.used
            if step.after.holds == step.before.holds:
                keeps |= codec.holds
            if step.after.unmet == step.before.unmet:
                keeps |= codec.unmet
        told = step.after.told - step.before.told
        return Passage(heard, branch, step.after.ending, moved, told, keeps, after & ~(before & keeps))

    def _find_masks(self, turn: str) -> _TurnMasks:
        """Return which bits of a coded position can matter at a turn."""
        codec, there = self.codec, self.script.turn(turn)
        own = there.list_own_answers().values()
        known = self.script.list_entries(turn)
        entries = [known[kind.special] for kind in self.kinds[turn] if kind.special in known]
        tells = [answer.tells for answer in (*there.replies.values(), *own) if answer.tells]
        tells += [entry.opens for entry in entries if entry.opens]
        guards = [
            *there.replies.values(),
            *there.meets.values(),
            *entries,
            *(self.script.opens(silence) for silence in tells),
        ]
        looks_at = codec.turn | codec.mask_names(tells, ()) | self._mask_guards(guards)
        answers = {
            codec.mask_branches(turn, (key,)): self._mask_answer(branch) for key, branch in there.replies.items()
        }
        family_own = codec.standing | codec.unmet | codec.mask_branches(turn, (HURT, MENDED))
        for answer in there.otherwise:
            family_own |= self._mask_answer(answer)
        specials = {kind.special: self._mask_special(turn, kind.special) for kind in self.kinds[turn] if kind.special}
        ways = looks_at | codec.standing | codec.used | codec.unmet
        for mask in specials.values():
            ways |= mask
        if any(answer.goto == END for answer in there.answers()):
            ways |= self._mask_guards(self.script.dialogue.endings.values())
        marks = self.script.list_path_marks()
        holding = frozenset(
            name for name, entry in known.items() if not entry.opens and not marks.intersection(entry.remember)
        )
        return _TurnMasks(ways, looks_at, answers | {0: family_own}, specials, holding)

    def _mask_special(self, turn: str, special: str) -> Code:
        """Return the bits that can change what comes of a special reply, such as an answer.

        Args:
            turn: the id of the turn.
            special: what the reply does, such as `asks:yes` or `knows:puppies`.
        """
        codec, there, script = self.codec, self.script.turn(turn), self.script
        ends = self._mask_guards(script.dialogue.endings.values())
        if entry := script.find_entry(turn, special):
            guards: list[Guard] = [entry, *([script.opens(entry.opens)] if entry.opens else [])]
            told = codec.mask_names((entry.opens,) if entry.opens else (), entry.remember)
            leads_to_end = there.otherwise[-1].goto == END
            return self._mask_guards(guards) | told | codec.hurt | codec.holds | codec.about | (ends * leads_to_end)
        mask = codec.turn | codec.hurt
        place, _, keys = special.partition(":")
        for key in keys.split(","):
            name, answer = f"{place}:{key}", there.list_own_answers().get(f"{place}:{key}")
            if answer is None:  # a reaction that gives a branch's answer
                branch = next(there.asks[kind].branch for kind in there.asks if kind == key)
                name, answer = branch or "", there.replies[branch or ""]
            mask |= self._mask_answer(answer) | codec.mask_branches(turn, (name,))
            mask |= self._mask_guards([answer] if isinstance(answer, Guard) else [])
            mask |= self._mask_guards([script.opens(answer.tells)] if answer.tells else [])
        return mask

    def _mask_answer(self, answer: Answer) -> Code:
        """Return the bits that can change the result of an answer.

        They are those of what it changes, and of what endings look at.

        The hurt is not among them: `_HurtStanding` says how it is after the reply.
        """
        codec = self.codec
        mask = codec.turn | codec.mask_names((answer.tells,) if answer.tells else (), answer.remember)
        if answer.changes.trust:
            mask |= codec.trust
        if answer.changes.guarded:
            mask |= codec.guarded
        if answer.goto == END:
            mask |= self._mask_guards(self.script.dialogue.endings.values()) & ~codec.hurt
        return mask

    def _mask_guards(self, guards: Iterable[Guard]) -> Code:
        """Return the bits that some conditions look at."""
        codec, mask = self.codec, 0
        for guard in guards:
            mask |= codec.mask_names((*guard.told, *guard.not_told), (*guard.remembers, *guard.not_remembers))
            if guard.trust is not None:
                mask |= codec.trust
            if guard.guarded is not None:
                mask |= codec.guarded
            if guard.while_hurt is not None:
                mask |= codec.hurt
        return mask


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

Trail = dict[Code, tuple[Code, Signals] | None]
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
    ways: dict[Code, int] = {}
    alike_mask, holds = ~(explorer.codec.used | explorer.codec.unmet), explorer.codec.holds
    leads: dict[Code, tuple[Passage, ...]] = {}
    # A queue, nearest first: the first path found to anything is a shortest one.
    todo = deque([begins])
    while todo:
        at = todo.popleft()
        walked.states += 1
        if walked.states % STATES_A_WORD == 0:
            progress(walked.states)
        kind = explorer.reduce(at)
        if (passages := leads.get(kind)) is None:
            # Only the first state of a kind can reach anything new: later ones take the same steps.
            passages = leads[kind] = _note(walked, trail, explorer, at)
        for passage in passages:
            there = at & passage.keeps | passage.sets  # `lead_from`, written out: this line runs millions of times
            # Known already, by a path that is no longer; or fewer entries are left, with which nothing new can come.
            if there in trail or not (there ^ at) & ~holds:
                continue
            # States that differ only in used branches multiply fast, so only the first few of them are followed.
            alike = there & alike_mask
            taken = ways.get(alike, 0)
            if taken >= WAYS or len(trail) >= most:
                walked.whole = False
                continue
            ways[alike] = taken + 1
            trail[there] = (at, passage.heard)
            todo.append(there)
    return walked


def _note(walked: Walk, trail: Trail, explorer: Explorer, at: Code) -> tuple[Passage, ...]:
    """Record what a state leads to, with the path to silences and endings not reached before.

    Returns:
        The passages that lead to another state, one for each state.
    """
    turn = explorer.codec.find_turn(at)
    walked.turns.add(turn)
    leads: dict[tuple[Code, Code], Passage] = {}
    for passage in explorer.list_passages(at):
        walked.taken.add((turn, passage.branch))
        if passage.moved:
            walked.moved.add((turn, passage.branch))
        for silence in passage.told:
            if silence not in walked.silences:
                walked.silences[silence] = _find_path(trail, at, passage.heard)
        if passage.ending is None:
            leads.setdefault((passage.keeps, passage.sets), passage)
        elif passage.ending not in walked.endings:
            walked.endings[passage.ending] = _find_path(trail, at, passage.heard)
    return tuple(leads.values())


def _find_path(trail: Trail, at: Code, last: Signals) -> tuple[Signals, ...]:
    """Return the signals heard on the path from the beginning to a state, then `last`."""
    path = [last]
    while (step := trail[at]) is not None:
        at, heard = step
        path.append(heard)
    return tuple(reversed(path))
