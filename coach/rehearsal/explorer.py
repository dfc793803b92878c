"""The steps that can follow each state of a dialogue, by the engine.

Begin with `Explorer`. Most states are alike: a turn's branches look at a few silences and marks, and other things told
before change nothing there. So what answers is chosen once for all states in which the same can be chosen, and the
engine is asked once for each kind of state (reduced to what the answer looks at); the result is applied to every state
of the kind. A test compares such steps with the engine's own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from coach.model.conditions import HIGHEST, Guard
from coach.model.scenario import END, MOST_HELD, Answer, Entry
from coach.rehearsal.branch_choice import NOTHING, ReplyEffect, ReplyKind, list_reply_kinds
from coach.rehearsal.decision import choose_default_answer
from coach.rehearsal.engine import RUN_THAT_EASES, apply, apply_harm_and_repair, start
from coach.rehearsal.script import BranchFit, Script, is_open, list_branch_failures, would_tell
from coach.rehearsal.state import HURT, MENDED, BranchOutput, Position, ScaleOutput, Signals, State, Step, TurnOutput

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
    """A step from a kind of state: the branch that answered, and what it changed."""

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


_OWN = {HURT: -1, MENDED: -2}
"""The family's own answers, in place of a branch's bit: a turn may have a branch of such a name."""


class AnswerChoice(NamedTuple):
    """What answers a reply: a branch or an entry, with the first reply behind it."""

    heard: Signals
    standing: _HurtStanding
    branch: Code
    """The branch that answers, or over which an entry is said: its bit, or what stands in `_OWN`, or 0."""
    special: str
    tells: bool
    """An entry tells its silence."""
    matters: Code
    """The bits of a state that can change what comes of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Replies to a turn whose answer is chosen by the same bits of a state.

    They are all that go by criteria, or those that ask for one entry.
    """

    turn: str
    replies: tuple[_Reply, ...]
    fits: tuple[BranchFit, ...]
    """The branches that one of the replies fits in words."""
    open: Code
    """The bits that decide which of those branches can answer, before any was used."""
    chooses: Code
    """The bits that decide what answers."""
    specials: dict[str, Code]
    """The bits that can change what comes of a reply besides by its criteria, by its name."""
    entry: Entry | None = None


class Explorer:
    """The possible steps from every state of a script, computed once for states that are alike."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.codec = StateCodec(script)
        turns = script.dialogue.turns
        self.kinds = {turn: list_reply_kinds(script, turn) for turn in turns}
        self._looked_for = script.list_path_marks()
        self._ends = self._mask_guards(script.dialogue.endings.values())
        self._results = {turn: self._mask_results(turn) for turn in turns}
        """What can change the result of the branch that answers, by its bit; by 0 for the turn's `otherwise`."""
        self._own = {turn: tuple(self.codec.mask_branches(turn, (own,)) for own in (HURT, MENDED)) for turn in turns}
        self.moves = tuple(tuple(self._list_moves(turn)) for turn in turns)
        """By the number of the turn: what can be replied there, first by criteria and then by each entry."""
        # What the engine was asked before, by what can matter for it.
        self._passages: dict[tuple[AnswerChoice, Code], Passage] = {}
        self._choices: dict[tuple[Moves, bool, bool, int, Code, Code, Code], tuple[AnswerChoice, ...]] = {}
        self._open: dict[tuple[Moves, Code, bool], Code] = {}
        self._standings: dict[tuple[ReplyEffect, bool, int], _HurtStanding] = {}
        self._last: tuple[Code, Position] | None = None

    def start(self) -> Code:
        """Return the state in which a conversation begins."""
        return self.codec.encode(start(self.script).position)

    def list_passages(self, at: Code) -> tuple[Passage, ...]:
        """List the possible steps from a state, in the order of the replies they answer."""
        there = self.moves[at & self.codec.turn]
        return tuple(self.find_passage(choice, at) for moves in there for choice in self.list_choices(moves, at))

    def find_passage(self, choice: AnswerChoice, at: Code) -> Passage:
        """Return the step that comes of an answer in a state.

        The engine is asked once for each kind of state.
        """
        matters = (choice, at & choice.matters)
        if (known := self._passages.get(matters)) is None:
            position = self._find_position(at)
            entry = self.script.find_entry(position.turn, choice.special)
            if entry and self._only_holds(entry):
                # Entries that only hold the turn are one move, up to the one with which the family goes on: what could
                # be answered in between can be answered without them.
                position = replace(position, holds=MOST_HELD)
            step = apply(self.script, State(position), choice.heard, explain=False)
            known = self._passages[matters] = self._make_passage(step, choice.matters)
        return known

    def list_choices(self, moves: Moves, at: Code) -> tuple[AnswerChoice, ...]:
        """List what can answer some of the replies in a state.

        Replies that leave the hurt alike, and that the same branch answers, lead to the same step.
        """
        position, entry, unused = self._find_position(at), moves.entry, ~at
        if entry and not is_open(self.script, position, entry):
            return ()  # asked in vain, which is answered as a reply without anything
        tells = entry is not None and would_tell(self.script, position, entry)
        still = self._find_open(moves, at, position, hurt=True) & unused
        calm = self._find_open(moves, at, position, hurt=False) & unused
        hurt, mended = (own & unused for own in self._own[moves.turn])
        matters = (moves, tells, position.hurt, position.helpful_run, still, calm, hurt | mended)
        if (known := self._choices.get(matters)) is not None:
            return known
        choices: dict[tuple[_HurtStanding, Code, str], AnswerChoice] = {}
        for heard, does, fits, special in moves.replies:
            standing = self._find_standing(position, heard, does)
            can = fits & (still if standing.hurt else calm)
            first = can & -can  # the lowest bit is the branch that the author put first
            if not first and does.harms and hurt:
                first = _OWN[HURT]
            elif not first and position.hurt and not standing.hurt and mended:
                first = _OWN[MENDED]
            # What a special reply does not bring about is answered as any reply: by the first branch that fits. Over an
            # entry, `otherwise` has no say.
            mask = moves.specials.get(special, 0) | (0 if entry and not first else self._results[moves.turn][first])
            choices.setdefault((standing, first, special), AnswerChoice(heard, standing, first, special, tells, mask))
        known = self._choices[matters] = tuple(choices.values())
        return known

    def _find_position(self, at: Code) -> Position:
        """Return a state as a position; all that can be replied to one is looked at in a row."""
        if self._last is None or self._last[0] != at:
            self._last = at, self.codec.decode(at)
        return self._last[1]

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

    def _find_open(self, moves: Moves, at: Code, position: Position, *, hurt: bool) -> Code:
        """Return the bits of the branches that could answer if the words fitted and none was used.

        Args:
            moves: the replies, and the branches that they may fit.
            at: the state.
            position: the same as a position.
            hurt: whether a hurt stands after the reply.
        """
        if not moves.fits:
            return 0
        matters = (moves, at & moves.open, hurt)
        if (known := self._open.get(matters)) is None:
            before, now = replace(position, used=frozenset()), replace(position, hurt=hurt)
            keys = [fit.key for fit in moves.fits if not list_branch_failures(self.script, fit, before, now)]
            known = self._open[matters] = self.codec.mask_branches(moves.turn, keys)
        return known

    def _make_passage(self, step: Step, matters: Code) -> Passage:
        """Make a passage from a step of the engine: which bits stay, and which are set.

        `matters` are the bits that can matter for what answered.
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
        return Passage(branch, step.after.ending, moved, told, keeps, after & ~(before & keeps))

    def _list_moves(self, turn: str) -> Iterator[Moves]:
        """Yield what can be replied to a turn: first all that goes by criteria, then each entry."""
        entries = self.script.list_entries(turn)
        kinds = self.kinds[turn]
        yield self._make_moves(turn, [kind for kind in kinds if kind.special not in entries])
        for kind in kinds:
            if kind.special in entries:
                yield self._make_moves(turn, [kind], entries[kind.special])

    def _make_moves(self, turn: str, kinds: list[ReplyKind], entry: Entry | None = None) -> Moves:
        """Group some kinds of reply, with the bits of a state that can matter for them.

        Args:
            turn: the id of the turn.
            kinds: the kinds of reply.
            entry: the entry that they ask for.
        """
        codec, script, there = self.codec, self.script, self.script.turn(turn)
        fitted = dict.fromkeys(key for kind in kinds for key in kind.branches)
        fits = tuple(BranchFit.of(key, branch) for key, branch in there.replies.items() if key in fitted)
        tells = [fit.branch.tells for fit in fits if fit.branch.tells]
        looks_at = codec.turn | codec.mask_names(tells, ())
        looks_at |= self._mask_guards([*(fit.branch for fit in fits), *(script.opens(silence) for silence in tells)])
        chooses = looks_at | codec.hurt
        if entry is None:
            chooses |= codec.mask_branches(turn, (*fitted, HURT, MENDED))
            specials = {kind.special: self._mask_special(turn, kind.special) for kind in kinds if kind.special}
        else:
            chooses |= codec.mask_branches(turn, fitted) | codec.about | self._mask_opening(entry)
            # A reply that says nothing else may meet a condition by that, which is answered instead.
            met = next((kind.special for kind in self.kinds[turn] if kind.heard == NOTHING), "")
            specials = {kind.special: self._mask_entry(turn, entry) for kind in kinds}
            if met or any(answer.tells for answer in there.otherwise):
                rest = (self._mask_special(turn, met) if met else 0) | self._results[turn][0]
                specials = {name: mask | rest for name, mask in specials.items()}
        replies = tuple(
            _Reply(kind.heard, kind.does, codec.mask_branches(turn, kind.branches), kind.special) for kind in kinds
        )
        return Moves(turn, replies, fits, looks_at, chooses, specials, entry)

    def _mask_results(self, turn: str) -> dict[Code, Code]:
        """Return the bits that can change what comes of the branch that answers, by its bit."""
        codec, there, begins = self.codec, self.script.turn(turn), start(self.script).position
        answers = {codec.mask_branches(turn, (key,)): branch for key, branch in there.replies.items()}
        own = {bit: choose_default_answer(self.script, begins, name) for name, bit in _OWN.items()}
        otherwise = codec.turn | codec.unmet
        for answer in there.otherwise:
            otherwise |= self._mask_answer(answer)
        return {bit: self._mask_answer(answer) for bit, answer in (answers | own).items()} | {0: otherwise}

    def _only_holds(self, entry: Entry) -> bool:
        """Whether an entry does nothing but hold the turn."""
        return not entry.opens and not self._looked_for.intersection(entry.remember)

    def _mask_opening(self, entry: Entry) -> Code:
        """Return the bits that decide whether an entry can be asked, and whether it tells."""
        opens = (entry.opens,) if entry.opens else ()
        guards = self._mask_guards([entry, *map(self.script.opens, opens)])
        return guards | self.codec.mask_names(opens, ()) | self.codec.hurt

    def _mask_entry(self, turn: str, entry: Entry) -> Code:
        """Return the bits that can change what comes of an entry that can be asked.

        Args:
            turn: the id of the turn.
            entry: the entry.
        """
        codec = self.codec
        mask = codec.turn | codec.mask_names((entry.opens,) if entry.opens else (), entry.remember)
        if not self._only_holds(entry):
            mask |= codec.holds
        return mask | (self._ends if self.script.turn(turn).otherwise[-1].goto == END else 0)

    def _mask_special(self, turn: str, special: str) -> Code:
        """Return the bits that can change what comes of a special reply, such as an answer.

        Args:
            turn: the id of the turn.
            special: what the reply does, such as `asks:yes` or `meets:the_pen`.
        """
        codec, there, script = self.codec, self.script.turn(turn), self.script
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
            mask |= self._ends & ~codec.hurt
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
