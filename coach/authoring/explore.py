"""`coach explore`: walks all states of a dialogue, and reports what is never reached.

Begin with `explore`, or `explore_each` for several scenarios. `walk` is the walk itself.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple, TypeVar

from coach.content.library import Folder, GivenFile, Library
from coach.model.conditions import SCENE
from coach.model.rubric import Rubric
from coach.rehearsal.branch_choice import NOTHING
from coach.rehearsal.engine import answer, start
from coach.rehearsal.explorer import AnswerChoice, Code, Explorer, Moves
from coach.rehearsal.script import Script, stage
from coach.rehearsal.short_way import count_longest, list_turns_ahead
from coach.rehearsal.state import BranchOutput, EndingOutput, LinesOutput, Output, Signals, SilenceOutput

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


class _Lead(NamedTuple):
    """Where an answer leads: the bits of a state that stay, and those that are set."""

    keeps: Code
    sets: Code


_NOWHERE = _Lead(-1, 0)
"""Leads to the state itself, which is known."""


class _Answer(NamedTuple):
    """An answer of the family, with where it led from each kind of state that was met."""

    choice: AnswerChoice
    matters: Code
    leads: dict[Code, _Lead]


class _Replies(NamedTuple):
    """Replies to a turn, with what answered them in each kind of state that was met."""

    moves: Moves
    chooses: Code
    answers: dict[Code, tuple[_Answer, ...]]


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
    codec = explorer.codec
    alike_mask, holds = ~(codec.used | codec.unmet), codec.holds
    replies = tuple(tuple(_Replies(moves, moves.chooses, {}) for moves in there) for there in explorer.moves)
    led: dict[object, dict[Code, _Lead]] = {}
    # A queue, nearest first: the first path found to anything is a shortest one.
    todo = deque([begins])
    while todo:
        at = todo.popleft()
        walked.states += 1
        if walked.states % STATES_A_WORD == 0:
            progress(walked.states)
        for moves, chooses, known in replies[at & codec.turn]:
            if (answers := known.get(at & chooses)) is None:
                answers = known[at & chooses] = tuple(
                    _Answer(choice, choice.matters, led.setdefault((moves.turn, *choice[1:]), {}))
                    for choice in explorer.list_choices(moves, at)
                )
            for choice, matters, leads in answers:
                if (lead := leads.get(at & matters)) is None:
                    # Only the first state of a kind can reach anything new: later ones take the same step.
                    lead = leads[at & matters] = _note(walked, trail, explorer, choice, at)
                there = at & lead[0] | lead[1]
                # Known already, by a path no longer; or fewer entries are left, with which nothing new can come.
                if there in trail or not (there ^ at) & ~holds:
                    continue
                # States that differ only in used branches multiply fast, so only the first few of them are followed.
                alike = there & alike_mask
                taken = ways.get(alike, 0)
                if taken >= WAYS or len(trail) >= most:
                    walked.whole = False
                    continue
                ways[alike] = taken + 1
                trail[there] = (at, choice.heard)
                todo.append(there)
    return walked


def _note(walked: Walk, trail: Trail, explorer: Explorer, choice: AnswerChoice, at: Code) -> _Lead:
    """Record what an answer leads to, with the path to what was not reached before.

    Args:
        walked: what was reached so far.
        trail: where each state was met from.
        explorer: the possible steps.
        choice: the answer.
        at: the state.

    Returns:
        How it leads to another state.
    """
    passage, turn = explorer.find_passage(choice, at), explorer.codec.find_turn(at)
    walked.turns.add(turn)
    walked.taken.add((turn, passage.branch))
    if passage.moved:
        walked.moved.add((turn, passage.branch))
    for silence in passage.told:
        if silence not in walked.silences:
            walked.silences[silence] = _find_path(trail, at, choice.heard)
    if passage.ending is None:
        return _Lead(passage.keeps, passage.sets)
    if passage.ending not in walked.endings:
        walked.endings[passage.ending] = _find_path(trail, at, choice.heard)
    return _NOWHERE


def _find_path(trail: Trail, at: Code, last: Signals) -> tuple[Signals, ...]:
    """Return the signals heard on the path from the beginning to a state, then `last`."""
    path = [last]
    while (step := trail[at]) is not None:
        at, heard = step
        path.append(heard)
    return tuple(reversed(path))


# --- The report


@dataclass(frozen=True, slots=True)
class Leg:
    """A reply on a shortest path: its turn, its signals, the branch that answers, and its lines."""

    turn: str
    heard: tuple[str, ...]
    form: str
    branch: str
    lines: tuple[str, ...]

    def to_data(self) -> dict[str, object]:
        """Return the leg as data for JSON."""
        return {
            "turn": self.turn,
            "heard": list(self.heard),
            "form": self.form,
            "branch": self.branch,
            "lines": list(self.lines),
        }


@dataclass(frozen=True, slots=True)
class Exploration:
    """The result of walking a dialogue: what is never reached, and the shortest paths."""

    scenario: str
    states: int
    whole: bool
    turns: int
    replies: int
    turns_unreached: tuple[str, ...]
    replies_unreached: tuple[tuple[str, str, str], ...]
    """Turn, branch, and the branch that answers in its place."""
    silences_unreached: tuple[str, ...]
    endings_unreached: tuple[str, ...]
    traps: tuple[str, ...]
    """Turns from which saying nothing never comes to an end."""
    clamped: tuple[tuple[str, str], ...]
    """Branches whose changes never changed a scale, because it always stood at its end already."""
    short_unended: tuple[str, ...]
    """Turns from which the short way comes to no ending."""
    short_longest: int
    """The most replies, from reply 6 on, that the short way takes from any turn; 0 where it comes to no ending."""
    criteria: dict[str, int]
    """How many turns listen for each criterion by name."""
    silences: dict[str, tuple[Leg, ...]]
    endings: dict[str, tuple[Leg, ...]]

    def is_sound(self) -> bool:
        """Whether every part of the dialogue can be reached, and every path has an end."""
        return not (
            self.turns_unreached
            or self.replies_unreached
            or self.silences_unreached
            or self.endings_unreached
            or self.traps
            or self.short_unended
        )

    def to_data(self) -> dict[str, object]:
        """Return the exploration as data for JSON."""
        return {
            "scenario": self.scenario,
            "sound": self.is_sound(),
            "states": self.states,
            "whole": self.whole,
            "turns": {"all": self.turns, "unreached": list(self.turns_unreached)},
            "replies": {
                "all": self.replies,
                "unreached": [{"turn": t, "reply": r, "instead": i} for t, r, i in self.replies_unreached],
            },
            "silences": {
                "all": len(self.silences) + len(self.silences_unreached),
                "unreached": list(self.silences_unreached),
                "ways": {name: [leg.to_data() for leg in legs] for name, legs in self.silences.items()},
            },
            "endings": {
                "all": len(self.endings) + len(self.endings_unreached),
                "unreached": list(self.endings_unreached),
                "ways": {name: [leg.to_data() for leg in legs] for name, legs in self.endings.items()},
            },
            "traps": list(self.traps),
            "clamped": [{"turn": turn, "reply": reply} for turn, reply in self.clamped],
            "short_way": {"unended": list(self.short_unended), "longest": self.short_longest},
            "criteria": self.criteria,
        }

    def describe(self) -> Iterator[str]:
        """Yield what was found, as lines of text."""
        yield (
            f"{self.scenario}: {self.turns} turns, {self.replies} replies, "
            f"{len(self.silences) + len(self.silences_unreached)} silences, "
            f"{len(self.endings) + len(self.endings_unreached)} endings; {self.states:,} states walked."
        )
        for turn in self.turns_unreached:
            yield f"  No way leads to the turn '{turn}'."
        for turn, reply, instead in self.replies_unreached:
            yield f"  '{reply}' in '{turn}' is never taken: {_explain_never_taken(instead)}"
        for silence in self.silences_unreached:
            yield f"  The silence '{silence}' is never told."
        for ending in self.endings_unreached:
            yield f"  The ending '{ending}' is never come to."
        for turn in self.traps:
            yield f"  From '{turn}' someone who says nothing that is listened for never comes to an end."
        for turn in self.short_unended:
            yield f"  On the short way no ending comes from '{turn}'."
        for turn, reply in self.clamped:
            yield f"  The changes of '{reply}' in '{turn}' change nothing: the scales already stand at their ends."
        if self.is_sound():
            yield "  Everything in it can be reached, and every way has an end."
            yield f"  On the short way an ending comes from every turn, {self.short_longest} replies later at the most."

    def describe_ways(self) -> Iterator[str]:
        """Yield the shortest path to each silence and ending, as a transcript."""
        for kind, ways in (("silence", self.silences), ("ending", self.endings)):
            for name, legs in ways.items():
                yield ""
                yield f"Shortest way to the {kind} '{name}' ({len(legs)} replies):"
                for leg in legs:
                    yield f"  You, at '{leg.turn}': {' + '.join((*leg.heard, leg.form)).strip(' +') or 'anything else'}"
                    yield f"    {leg.branch}:"
                    yield from (f"      {line}" for line in leg.lines)


def _explain_never_taken(other: str) -> str:
    """Say why a branch is never taken: another always answers first, or its guard never holds."""
    return f"'{other}' always answers first." if other else "what it waits for never comes together."


def explore(
    script: Script, rubric: Rubric, most: int = MOST_STATES, progress: Progress = lambda _: None
) -> Exploration:
    """Walk through every state of a dialogue, and report what is never reached.

    Args:
        script: the scenario, ready to be played.
        rubric: its rubric.
        most: the number of states after which the walk stops.
        progress: called with the number of states walked, now and then.
    """
    explorer = Explorer(script)
    met = walk(explorer, most, progress)
    turns, longest = script.dialogue.turns, count_longest(script)
    answered = [(turn, key) for turn, played in turns.items() for key in played.replies]
    return Exploration(
        scenario=script.scenario,
        states=met.states,
        whole=met.whole,
        turns=len(turns),
        replies=len(answered),
        turns_unreached=tuple(turn for turn in turns if turn not in met.turns),
        replies_unreached=tuple(
            (turn, key, _find_branch_before(explorer, turn, key))
            for turn, key in answered
            if turn in met.turns and (turn, key) not in met.taken
        ),
        silences_unreached=tuple(name for name in script.silences if name not in met.silences),
        endings_unreached=tuple(name for name in script.dialogue.endings if name not in met.endings),
        traps=tuple(turn for turn in turns if not _comes_to_end(script, turn)),
        clamped=tuple(
            (turn, key)
            for turn, key in answered
            if _has_changes(script, turn, key) and (turn, key) in met.taken - met.moved
        ),
        short_unended=tuple(turn for turn in turns if not _ends_on_short_way(explorer, turn, longest)),
        short_longest=longest,
        criteria=count_listening_turns((script,), rubric),
        silences={name: _replay_way(script, met.silences[name]) for name in script.silences if name in met.silences},
        endings={
            name: _replay_way(script, met.endings[name]) for name in script.dialogue.endings if name in met.endings
        },
    )


def count_listening_turns(scripts: Iterable[Script], rubric: Rubric, *, openings: bool = True) -> dict[str, int]:
    """Count, for each criterion, the turns that wait for it by name.

    Args:
        scripts: the scenarios.
        rubric: the rubric with the criteria.
        openings: whether turns count too whose opening the criterion takes.
    """
    counts = dict.fromkeys(rubric.criteria, 0)
    for script in scripts:
        for turn in script.dialogue.turns.values():
            named = turn.listens_for()
            if openings and turn.opening:
                topic = rubric.topics.get(turn.opening.topic)
                named |= {*turn.opening.taken_by, *(topic.taken_by if topic else ())}
            for name in named & counts.keys():
                counts[name] += 1
    return counts


def _find_branch_before(explorer: Explorer, turn: str, key: str) -> str:
    """Return the branch that always answers first where this one would fit; empty if none does."""
    before = {kind.branches[0] for kind in explorer.kinds[turn] if key in kind.branches}
    return before.pop() if len(before) == 1 and key not in before else ""


def _comes_to_end(script: Script, turn: str) -> bool:
    """Whether a conversation in which no branch ever answers comes to an end from this turn."""
    been: set[str] = set()
    place: str | None = turn
    while place is not None and not script.is_ending(place):
        if place in been:
            return False
        been.add(place)
        place = script.turn(place).otherwise[-1].goto
    return place is not None


MOST_SHORT = 20
"""Replies of the short way that are tried where another turn comes to no ending, and the most cannot be counted."""


def _ends_on_short_way(explorer: Explorer, turn: str, longest: int) -> bool:
    """Whether the short way comes to an ending from a turn, whatever is replied there.

    That the way is there for every state, the turns say alone; the engine is asked for each kind of reply besides.

    Args:
        explorer: the explorer of the scenario.
        turn: the turn.
        longest: the most replies that the short way takes from any turn; 0 where that cannot be counted.
    """
    script = explorer.script
    if not list_turns_ahead(script, turn):
        return False
    begins = start(script).position
    for kind in explorer.kinds[turn]:
        position, heard = replace(begins, turn=turn), replace(kind.heard, short=True)
        for _ in range(longest or MOST_SHORT):
            position, _ = answer(script, position, heard, explain=False)
            heard = replace(NOTHING, short=True)
            if position.ending is not None:
                break
        else:
            return False
    return True


def _has_changes(script: Script, turn: str, key: str) -> bool:
    """Whether a branch is written to move a scale."""
    changes = script.turn(turn).replies[key].changes
    return bool(changes.trust or changes.guarded)


def _replay_way(script: Script, way: Iterable[Signals]) -> tuple[Leg, ...]:
    """Replay a path of the walk in the engine, and return its legs.

    Args:
        script: the scenario, ready to be played.
        way: the signals of each reply on the path.
    """
    position = start(script).position
    legs = []
    for heard in way:
        after, outputs = answer(script, position, heard)
        branch = next(output.branch for output in outputs if isinstance(output, BranchOutput))
        legs.append(
            Leg(
                position.turn,
                tuple(sorted(heard.clear)),
                next((form.value for form in heard.forms), "follows_up" if heard.follows_up else ""),
                branch,
                tuple(_render_lines(script, outputs)),
            )
        )
        position = after
    return tuple(legs)


def _render_lines(script: Script, outputs: Iterable[Output]) -> Iterator[str]:
    """Yield the family's lines in an answer, with marks for silences and endings."""
    for output in outputs:
        match output:
            case LinesOutput():
                for line in output.lines:
                    yield line.text if line.speaker == SCENE else f"{script.speaker(line)}: {line.text}"
            case SilenceOutput():
                yield f"[tells: {output.silence}]"
            case EndingOutput():
                yield f"[ending: {output.ending}]"
            case _:
                pass


# --- Work in several processes

A = TypeVar("A")
R = TypeVar("R")

MOST_AT_ONCE = 4
"""Processes side by side."""


def run_side_by_side(work: Callable[[A], R], things: Iterable[A]) -> Generator[R, None, None]:
    """Run a function on many things in several processes, and yield the results in order.

    Args:
        work: the function; it must be possible to pickle it.
        things: its arguments, which are pickled too.

    No process is left behind: not where the caller stops early or is interrupted, and not where it is killed.
    """
    others = set(multiprocessing.active_children())
    processes = ProcessPoolExecutor(min(os.cpu_count() or 1, MOST_AT_ONCE), initializer=_follow_parent)
    try:
        # Not `map`: it cancels what waits, and the pool's thread complains of that when its processes are ended.
        futures = [processes.submit(work, thing) for thing in things]
        for future in futures:
            yield future.result()
    except BaseException:
        # Their results are wanted no more, and a shutdown would wait for them.
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()
        raise
    finally:
        processes.shutdown()


RARELY = 200_000
"""New objects after which Python looks for circles of them, in a process that walks."""


def _follow_parent() -> None:
    """Leave Ctrl+C to the parent process, and end when that has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(RARELY)  # a walk makes millions of small things, and hardly any circle among them
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent process to end, then end this one at once."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


# --- Walking many dialogues


def explore_each(
    folders: tuple[Folder, ...],
    names: tuple[str, ...],
    most: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    given: tuple[GivenFile, ...] = (),
) -> list[Exploration]:
    """Explore several scenarios, using several processes.

    Args:
        folders: the folders of the library.
        names: the ids of the scenarios.
        most: the number of states after which a walk stops; the default if None.
        progress: called with how many scenarios are done, and of how many.
        given: content files named by their path.

    Raises:
        NotKnown: there is no such scenario.
        UnusableContent: a file of a scenario cannot be used.
    """
    most = MOST_STATES if most is None else most
    if len(names) < 2:
        return [_explore_one(folders, given, most, name) for name in names]
    explorations = []
    for exploration in run_side_by_side(partial(_explore_one, folders, given, most), names):
        explorations.append(exploration)
        progress(len(explorations), len(names))
    return explorations


def _explore_one(folders: tuple[Folder, ...], given: tuple[GivenFile, ...], most: int, name: str) -> Exploration:
    """Explore one scenario in a library opened for it."""
    library = Library(folders, given=given)
    dialogue = library.dialogue(name)
    rubric = library.rubric(dialogue.rubric)
    return explore(stage(name, dialogue, library.family(dialogue.family), rubric), rubric, most)
