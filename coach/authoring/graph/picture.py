"""What a picture of a dialogue shows: its turns in order, where each leads, and what is marked on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from coach.model.characters import on_one_line
from coach.model.dialogue import Branch
from coach.model.lines import SCENE
from coach.rehearsal.script import Script
from coach.rehearsal.story import Attempt


class Kind(StrEnum):
    """Why the talk goes from one turn to another."""

    OPENED = "opened"
    """A silence is told on the way."""
    ANSWERED = "answered"
    HURT = "hurt"
    ONWARD = "onward"
    """Nothing was listened for."""


@dataclass(frozen=True, slots=True)
class Node:
    """A turn or an ending."""

    id: str
    says: str
    topic: str = ""
    """Of its opening; empty where it has none."""
    hinted: bool = False
    tells: tuple[str, ...] = ()
    ending: bool = False
    visited: int = 0
    """Its place on the way of a rehearsal, from 1; 0 where it was not come to."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one turn to another, with the branches that take it."""

    start: str
    to: str
    kind: Kind
    branches: tuple[str, ...]
    walked: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes from the beginning on, each after whatever leads to it; then endings."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def ways_from(self, node: str) -> tuple[Edge, ...]:
        """The ways that leave a turn."""
        return tuple(edge for edge in self.edges if edge.start == node)


def picture(script: Script, attempt: Attempt | None = None) -> Picture:
    """A dialogue, with one attempt of a rehearsal laid over it where one is given."""
    way = _way(script, attempt) if attempt else []
    places = {name: place for place, name in reversed(list(enumerate(way, 1)))}
    steps = {(each.before.turn, each.branch()) for each in attempt.exchanges} if attempt else set()
    dialogue = script.dialogue
    nodes = []
    for name in _in_order(script):
        turn = dialogue.turns[name]
        told = dict.fromkeys(branch.tells for branch in turn.replies.values() if branch.tells)
        nodes.append(
            Node(
                name,
                on_one_line(next((s.text for s in reversed(turn.says) if s.speaker != SCENE), turn.says[-1].text)),
                turn.opening.topic if turn.opening else "",
                bool(turn.opening and turn.opening.weight.window() > 1),
                tuple(told),
                visited=places.get(name, 0),
            )
        )
    for name, ending in dialogue.endings.items():
        nodes.append(Node(name, on_one_line(ending.title), ending=True, visited=places.get(name, 0)))
    edges = [edge for name in dialogue.turns for edge in _edges(script, name, steps)]
    return Picture(on_one_line(dialogue.title), tuple(nodes), tuple(edges))


def _in_order(script: Script) -> list[str]:
    """The turns, each after every turn that leads to it, and otherwise as the author wrote them."""
    turns = script.dialogue.turns
    onward = {name: script.dialogue.leads_to(name) & turns.keys() for name in turns}
    waiting = {name: sum(name in places for places in onward.values()) for name in turns}
    ordered: list[str] = []
    while len(ordered) < len(turns):
        left = [name for name in turns if name not in ordered]
        name = next((name for name in left if not waiting[name]), left[0])
        ordered.append(name)
        for place in onward[name]:
            waiting[place] -= 1
    return ordered


def _edges(script: Script, name: str, steps: set[tuple[str, str]]) -> Iterable[Edge]:
    turn = script.turn(name)
    ways: dict[tuple[str, Kind], list[str]] = {}
    for key, branch in turn.replies.items():
        if branch.goto:
            ways.setdefault((branch.goto, _kind(branch)), []).append(key)
    for answer in turn.otherwise:
        if answer.goto:
            ways.setdefault((answer.goto, Kind.ONWARD), []).append("otherwise")
    for (place, kind), branches in ways.items():
        walked = any((name, branch) in steps for branch in branches)
        yield Edge(name, place, kind, tuple(dict.fromkeys(branches)), walked)


def _kind(branch: Branch) -> Kind:
    if branch.hurt:
        return Kind.HURT
    return Kind.OPENED if branch.tells else Kind.ANSWERED


def _way(script: Script, attempt: Attempt) -> list[str]:
    """The turns an attempt came through, and its ending if it reached one."""
    way = [script.dialogue.begins]
    for exchange in attempt.exchanges:
        if exchange.after.turn != way[-1]:
            way.append(exchange.after.turn)
    return [*way, attempt.ending] if attempt.ending else way
