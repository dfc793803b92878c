"""A round's conversation as it is looked at, typed or spoken: lines in order, openings as they came up, where it is.

Made from a script, so it is narrowed here, once, to lines that were said. What a screen needs is taken from it by
`showing`; the script itself goes no further.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from coach.classroom.state import Round
from coach.classroom.views import SaidLine, Spot
from coach.errors import NotNow
from coach.model.dialogue import Opening
from coach.model.events import Replied
from coach.model.lines import SCENE, Line
from coach.rehearsal.answer import SKIPPED
from coach.rehearsal.by_branch import answer_by
from coach.rehearsal.outputs import Arrived, Output, Spoke, Told
from coach.rehearsal.script import Script
from coach.rehearsal.state import Position
from coach.rehearsal.step import start, step
from coach.rehearsal.story import Attempt, Story, tell


@dataclass(frozen=True, slots=True)
class Move:
    """A reply, or a skipped line, and what the family did."""

    reply: int
    """Its number, from 1; 0 for a skipped line."""
    words: str
    """Empty where nobody types."""
    lines: tuple[Line, ...]
    outputs: tuple[Output, ...]
    before: Position
    """How things stood before it."""
    branch: str = ""
    """What the line-reader was understood to choose; empty where somebody types."""


@dataclass(frozen=True, slots=True)
class Came:
    """An opening that came up."""

    number: int
    turn: str
    opening: Opening
    line: str
    speaker: str
    after: int
    """The reply after which it came; 0 for the very first lines."""
    passed: bool
    """The talk has gone on from it, or has ended."""

    def spot(self) -> Spot:
        """It as its line and nothing else."""
        return Spot(self.number, self.line, self.speaker, self.after)


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation of a round."""

    script: Script
    arrival: tuple[Line, ...]
    moves: tuple[Move, ...]
    at: Position
    over: bool
    story: Story | None = None
    """The rehearsal it is; None where nobody typed."""

    def said(self) -> tuple[SaidLine, ...]:
        """Everything said in the round itself, in order."""
        lines = [_shown(self.script, line) for line in self.arrival]
        for move in self.moves:
            lines += _exchange(self.script, move)
        return tuple(lines)

    def said_last(self) -> tuple[SaidLine, ...]:
        """The family's last lines."""
        lines = self.moves[-1].lines if self.moves else self.arrival
        return tuple(_shown(self.script, line) for line in lines)

    def said_again(self) -> tuple[SaidLine, ...]:
        """The line that was said again last, and what the family answered; nothing before there is one."""
        if self.story is None or len(self.story.attempts) == 1:
            return ()
        this = self.story.attempt()
        moves = _moves(this)[this.parted - 1 + sum(not each.number for each in this.exchanges) :]
        return tuple(line for move in moves for line in _exchange(self.script, move))

    def told(self) -> frozenset[str]:
        """The silences that were told."""
        return frozenset(o.silence for move in self.moves for o in move.outputs if isinstance(o, Told))

    def openings(self) -> tuple[Came, ...]:
        """The openings that came up, numbered from 1."""
        arrivals: list[tuple[str, tuple[Line, ...], int]] = [(self.script.dialogue.begins, self.arrival, 0)]
        reply = 0
        for move in self.moves:
            reply = move.reply or reply
            arrivals += [(o.turn, move.lines, reply) for o in move.outputs if isinstance(o, Arrived)]
        came: list[Came] = []
        for place, (turn, lines, after) in enumerate(arrivals):
            opening = self.script.turn(turn).opening
            if opening is None:
                continue
            line = next((each for each in reversed(lines) if each.speaker != SCENE), None)
            came.append(
                Came(
                    len(came) + 1,
                    turn,
                    opening,
                    line.text if line else "",
                    self.script.speaker(line) if line else "",
                    after,
                    passed=self.over or place < len(arrivals) - 1,
                )
            )
        return tuple(came)


def talk(script: Script, this: Round) -> Talk:
    """The conversation of a round. Where changed content would answer otherwise, it stops there and `story` says so."""
    return _spoken(script, this) if this.spoken else typed(script, tell(script, this.events()), over=this.over)


def typed(script: Script, story: Story, *, over: bool) -> Talk:
    """The conversation that a story is. Only its first attempt is the round; the others are lines said again."""
    first = story.attempt(1)
    at = first.exchanges[-1].after if first.exchanges else _beginning(script)
    return Talk(script, first.arrival, _moves(first), at, over or at.ending is not None, story)


def _moves(attempt: Attempt) -> tuple[Move, ...]:
    return tuple(
        Move(
            each.number,
            each.event.text if isinstance(each.event, Replied) else "",
            each.lines(),
            each.outputs,
            each.before,
        )
        for each in attempt.exchanges
    )


def _spoken(script: Script, this: Round) -> Talk:
    state, outputs = step(script, start(script), this.began)
    at = state.position
    arrival = _lines(outputs)
    moves: list[Move] = []
    replies = 0
    for branch in this.went:
        before = at
        try:
            at, outputs = answer_by(script, at, branch)
        except NotNow:
            break  # the scenario has changed since; what was said up to here stands
        replies += branch != SKIPPED
        moves.append(Move(0 if branch == SKIPPED else replies, "", _lines(outputs), outputs, before, branch))
    return Talk(script, arrival, tuple(moves), at, this.over or at.ending is not None)


def _beginning(script: Script) -> Position:
    return start(script).position


def _lines(outputs: Iterable[Output]) -> tuple[Line, ...]:
    return tuple(line for output in outputs if isinstance(output, Spoke) for line in output.lines)


def _exchange(script: Script, move: Move) -> list[SaidLine]:
    mine = SaidLine("", move.words, reply=move.reply, skipped=not move.reply)
    return [mine, *(_shown(script, line) for line in move.lines)]


def _shown(script: Script, line: Line) -> SaidLine:
    return SaidLine(script.speaker(line), line.text, line.how, scene=line.speaker == SCENE)
