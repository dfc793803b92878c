"""A round's conversation as it is looked at, typed or spoken: lines in order, openings as they came up, where it is.

Made from a script, so it is narrowed here, once, to lines that were said. What a screen needs is taken from it by
`showing`; the script itself goes no further.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coach.classroom.state import Round
from coach.classroom.views import SaidLine, Spot, Way
from coach.errors import NotNow
from coach.model.conditions import ANY_HURT, SCENE, Line
from coach.model.events import Replied
from coach.model.reading import Form
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import Opening, Turn
from coach.rehearsal.branch_choice import FOLLOWS_UP, answer_by_branch, find_small_talk_branch, map_acts_to_branches
from coach.rehearsal.engine import HURT, MENDED, SKIPPED, apply, start
from coach.rehearsal.history import Attempt, History, replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import LinesOutput, Output, Position, SilenceOutput, TurnOutput


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
    story: History | None = None
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
        return frozenset(o.silence for move in self.moves for o in move.outputs if isinstance(o, SilenceOutput))

    def openings(self) -> tuple[Came, ...]:
        """The openings that came up, numbered from 1."""
        arrivals: list[tuple[str, tuple[Line, ...], int]] = [(self.script.dialogue.begins, self.arrival, 0)]
        reply = 0
        for move in self.moves:
            reply = move.reply or reply
            arrivals += [(o.turn, move.lines, reply) for o in move.outputs if isinstance(o, TurnOutput)]
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
    return _spoken(script, this) if this.spoken else typed(script, replay(script, this.events()), over=this.over)


def typed(script: Script, story: History, *, over: bool) -> Talk:
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
    state, outputs = apply(script, start(script), this.began)
    at = state.position
    arrival = _lines(outputs)
    moves: list[Move] = []
    replies = 0
    for branch in this.went:
        before = at
        try:
            at, outputs = answer_by_branch(script, at, branch)
        except NotNow:
            break  # the scenario has changed since; what was said up to here stands
        replies += branch != SKIPPED
        moves.append(Move(0 if branch == SKIPPED else replies, "", _lines(outputs), outputs, before, branch))
    return Talk(script, arrival, tuple(moves), at, this.over or at.ending is not None)


def _beginning(script: Script) -> Position:
    return start(script).position


def _lines(outputs: Iterable[Output]) -> tuple[Line, ...]:
    return tuple(line for output in outputs if isinstance(output, LinesOutput) for line in output.lines)


def _exchange(script: Script, move: Move) -> list[SaidLine]:
    mine = SaidLine("", move.words, reply=move.reply, skipped=not move.reply)
    return [mine, *(_shown(script, line) for line in move.lines)]


def _shown(script: Script, line: Line) -> SaidLine:
    return SaidLine(script.speaker(line), line.text, line.how, scene=line.speaker == SCENE)


# --- Spoken mode: what the practitioner can have done, each one thing and in words; the line-reader choos

FEW = 6
"""Things done that are offered at once, beside a hurt and something else; of more, the most telling."""
ALL_ALIKE = 5
"""Where the family answers so many things alike, none of them names what was done."""
SOMETHING_ELSE = "Something else, or small talk"
MAY_HAVE_HURT = "It may have hurt"
IN_ANOTHER_WAY = "It may have hurt in another way"
HELPED = "Did something that helps"
FORMS = {
    FOLLOWS_UP: "Asked to hear more",
    Form.OPEN_QUESTION: "Asked an open question",
    Form.CLOSED_QUESTION: "Asked a closed question",
    Form.REFLECTION: "Gave back what they heard",
    Form.AFFIRMATION: "Said what they value",
    Form.STATEMENT: "Told something",
}
"""How it was put, in words."""
ASKED = "Asked"
"""How a rubric's words for what was done begin where something was asked."""


def ways_in_words(talk: Talk, rubric: Rubric) -> tuple[Way, ...]:
    """What can have been done here, and where each leads."""
    return () if talk.over else _ways(talk.script, talk.at, rubric)


def said_aloud(talk: Talk, rubric: Rubric) -> tuple[SaidLine, ...]:
    """Everything said in a round, and by each reply what the line-reader chose for it."""
    moves = {move.reply: move for move in talk.moves if move.branch}
    return tuple(
        replace(line, chose=_chose(talk.script, moves[line.reply], rubric)) if line.reply in moves else line
        for line in talk.said()
    )


def _ways(script: Script, at: Position, rubric: Rubric) -> tuple[Way, ...]:
    turn = script.turn(at.turn)
    alike: dict[str, list[str]] = {}
    for each, reached in map_acts_to_branches(script, at).items():
        alike.setdefault(reached, []).append(each)
    hurts = [branch for branch in alike if _hurts(turn, branch)]
    took = sorted((each for each in alike if each not in hurts), key=lambda b: _telling(turn, rubric, b, alike[b]))
    seldom = took[FEW:] if len(took) > FEW + 1 else []
    most = max(took, key=lambda each: len(alike[each]), default="")
    found = []
    for branch, done in alike.items():
        named = min(done, key=lambda each: _place(rubric, each))
        if branch in hurts:
            words, place = _hurt(turn, rubric, branch, named, len(hurts)), (len(Polarity), *_place(rubric, named))
        else:
            helped = branch == most and len(done) > ALL_ALIKE and rubric.mends not in done
            words = HELPED if helped else _words(rubric, rubric.mends if branch == MENDED and rubric.mends else named)
            place = _place(rubric, named)
        found.append((place, Way(branch, words, may_have_hurt=branch in hurts, seldom=branch in seldom)))
    ways = [way for _, way in sorted(found, key=lambda each: each[0])]
    return (*ways, Way(find_small_talk_branch(script, at), SOMETHING_ELSE))


def _hurts(turn: Turn, branch: str) -> bool:
    return branch == HURT or (branch in turn.replies and bool(turn.replies[branch].hurt))


def _hurt(turn: Turn, rubric: Rubric, branch: str, named: str, many: int) -> str:
    """What may have hurt; by no name where the family answers any hurt so."""
    if branch == HURT or ANY_HURT in turn.replies[branch].hurt:
        return IN_ANOTHER_WAY if many > 1 else MAY_HAVE_HURT
    words = _words(rubric, named)
    return f"{MAY_HAVE_HURT}: {words[0].lower()}{words[1:]}"


def _chose(script: Script, move: Move, rubric: Rubric) -> str:
    """The words of the choice; of a branch that rooms of before could be told, what it waits for first."""
    if move.branch == SKIPPED:
        return ""
    for way in _ways(script, move.before, rubric):
        if way.branch == move.branch:
            return way.words
    turn = script.turn(move.before.turn)
    if _hurts(turn, move.branch):
        return MAY_HAVE_HURT
    if move.branch == MENDED and rubric.mends:
        return _words(rubric, rubric.mends)
    branch = turn.replies.get(move.branch)
    waits = (*branch.met, *branch.any_met) if branch else ()
    return _words(rubric, waits[0]) if waits else SOMETHING_ELSE


def _words(rubric: Rubric, done: str) -> str:
    return FORMS[done] if done in FORMS else rubric.aloud(done)


def _telling(turn: Turn, rubric: Rubric, branch: str, done: Iterable[str]) -> tuple[bool | int | tuple[int, ...], ...]:
    """What the family tells something for comes first, then what takes the opening, then what a debrief begins with."""
    topic = rubric.topics.get(turn.about())
    takes = {*(topic.taken_by + topic.also_taken_by if topic else ()), *(turn.opening.taken_by if turn.opening else ())}
    first = {each.criteria[0] for each in rubric.answers.values() if each.criteria}
    answer = turn.replies.get(branch)
    told = branch == MENDED or (answer is not None and bool(answer.tells or (rubric.mends or "") in answer.met))
    return (
        not told,
        takes.isdisjoint(done),
        first.isdisjoint(done),
        all(each in FORMS for each in done),
        min(_in_its_subject(rubric, each) for each in done),
        min(_place(rubric, each) for each in done),
    )


def _in_its_subject(rubric: Rubric, done: str) -> int:
    return 0 if done in FORMS else rubric.in_domain(rubric.criteria[done].domain).index(done)


def _place(rubric: Rubric, done: str) -> tuple[int, ...]:
    """Asking, then what else helps, by the rubric's own order of subjects; then what avoids, then what hurts."""
    if done in FORMS:
        return 0, int(not FORMS[done].startswith(ASKED)), len(rubric.domains), list(FORMS).index(done)
    criterion = rubric.criteria[done]
    polarity = {Polarity.HELPFUL: 0, Polarity.AVOIDANT: 1, Polarity.HARMFUL: 2}[criterion.polarity]
    asked = int(not rubric.aloud(done).startswith(ASKED))
    return polarity, asked, list(rubric.domains).index(criterion.domain), list(rubric.criteria).index(done)
