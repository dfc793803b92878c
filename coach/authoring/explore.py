"""`coach explore`: what a walk through every state of a dialogue met, and what it never met."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from coach.content.library import Folder, GivenFile, Library
from coach.model.conditions import SCENE
from coach.model.rubric import Rubric
from coach.rehearsal.engine import Script, answer, stage, start
from coach.rehearsal.explorer import MOST_STATES, Explorer, Progress, walk
from coach.rehearsal.state import BranchOutput, EndingOutput, LinesOutput, Output, Signals, SilenceOutput


@dataclass(frozen=True, slots=True)
class Leg:
    """One reply of a shortest way: its turn, what was heard, and what answered."""

    turn: str
    heard: tuple[str, ...]
    form: str
    branch: str
    lines: tuple[str, ...]

    def to_data(self) -> dict[str, object]:
        """The leg as data."""
        return {
            "turn": self.turn,
            "heard": list(self.heard),
            "form": self.form,
            "branch": self.branch,
            "lines": list(self.lines),
        }


@dataclass(frozen=True, slots=True)
class Exploration:
    """What there is in a dialogue, what was reached, and the shortest ways."""

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
    criteria: dict[str, int]
    """How many turns listen for each criterion by name."""
    silences: dict[str, tuple[Leg, ...]]
    endings: dict[str, tuple[Leg, ...]]

    def is_sound(self) -> bool:
        """Everything in it can be reached, and everything leads to an end."""
        return not (
            self.turns_unreached
            or self.replies_unreached
            or self.silences_unreached
            or self.endings_unreached
            or self.traps
        )

    def to_data(self) -> dict[str, object]:
        """The exploration as data."""
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
            "criteria": self.criteria,
        }

    def describe(self) -> Iterator[str]:
        """What was found, in plain lines."""
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
        for turn, reply in self.clamped:
            yield f"  The changes of '{reply}' in '{turn}' change nothing: the scales already stand at their ends."
        if self.is_sound():
            yield "  Everything in it can be reached, and every way has an end."

    def describe_ways(self) -> Iterator[str]:
        """The shortest way to each silence and ending, as a transcript."""
        for kind, ways in (("silence", self.silences), ("ending", self.endings)):
            for name, legs in ways.items():
                yield ""
                yield f"Shortest way to the {kind} '{name}' ({len(legs)} replies):"
                for leg in legs:
                    yield f"  You, at '{leg.turn}': {' + '.join((*leg.heard, leg.form)).strip(' +') or 'anything else'}"
                    yield f"    {leg.branch}:"
                    yield from (f"      {line}" for line in leg.lines)


def _explain_never_taken(other: str) -> str:
    return f"'{other}' always answers first." if other else "what it waits for never comes together."


def explore(
    script: Script, rubric: Rubric, most: int = MOST_STATES, progress: Progress = lambda _: None
) -> Exploration:
    """Walk a dialogue and say what was met; the walk stops after `most` states."""
    explorer = Explorer(script)
    met = walk(explorer, most, progress)
    turns = script.dialogue.turns
    answered = [(turn, key) for turn, here in turns.items() for key in here.replies]
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
        criteria=count_listening_turns((script,), rubric),
        silences={name: _replay_way(script, met.silences[name]) for name in script.silences if name in met.silences},
        endings={
            name: _replay_way(script, met.endings[name]) for name in script.dialogue.endings if name in met.endings
        },
    )


def count_listening_turns(scripts: Iterable[Script], rubric: Rubric, *, openings: bool = True) -> dict[str, int]:
    """Count the turns that listen for each criterion, or with `openings` let it take theirs."""
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
    """Find the one branch that answers first wherever this one would fit, if there is one."""
    before = {kind.branches[0] for kind in explorer.kinds[turn] if key in kind.branches}
    return before.pop() if len(before) == 1 and key not in before else ""


def _comes_to_end(script: Script, turn: str) -> bool:
    """Whether somebody who is never answered by a branch comes to an end from here."""
    been: set[str] = set()
    here: str | None = turn
    while here is not None and not script.is_ending(here):
        if here in been:
            return False
        been.add(here)
        here = script.turn(here).otherwise[-1].goto
    return here is not None


def _has_changes(script: Script, turn: str, key: str) -> bool:
    changes = script.turn(turn).replies[key].changes
    return bool(changes.trust or changes.guarded)


def _replay_way(script: Script, way: Iterable[Signals]) -> tuple[Leg, ...]:
    """Replay a path that the search found, given as the signals of each reply, in the engine."""
    position = start(script).position
    legs = []
    for heard in way:
        after, outputs = answer(script, position, heard)
        branch = next(each.branch for each in outputs if isinstance(each, BranchOutput))
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


def run_side_by_side(work: Callable[[A], R], things: Iterable[A]) -> Iterator[R]:
    """What comes of each. `work` and `things` go to other processes, so both can be pickled."""
    with ProcessPoolExecutor(min(os.cpu_count() or 1, MOST_AT_ONCE)) as processes:
        yield from processes.map(work, things)


# --- Walking many dialogues


def explore_each(
    folders: tuple[Folder, ...],
    names: tuple[str, ...],
    most: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    given: tuple[GivenFile, ...] = (),
) -> list[Exploration]:
    """Walk each scenario. Raises NotKnown or Unusable for the first that cannot be walked."""
    most = MOST_STATES if most is None else most
    if len(names) < 2:
        return [_explore_one(folders, given, most, name) for name in names]
    found = []
    for each in run_side_by_side(partial(_explore_one, folders, given, most), names):
        found.append(each)
        progress(len(found), len(names))
    return found


def _explore_one(folders: tuple[Folder, ...], given: tuple[GivenFile, ...], most: int, name: str) -> Exploration:
    library = Library(folders, given=given)
    dialogue = library.dialogue(name)
    rubric = library.rubric(dialogue.rubric)
    return explore(stage(name, dialogue, library.family(dialogue.family), rubric), rubric, most)
