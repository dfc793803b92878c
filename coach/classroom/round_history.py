"""The history of a round: its lines in order, the openings that came up, and its position.

`replay_round` makes a `RoundHistory` of a typed or a spoken round alike. It holds the script, so screens are never
given it: `view_builder` takes from it only lines that were said.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coach.classroom.state import Round
from coach.classroom.views import ConversationLine, PassedOpening, SpokenChoice
from coach.errors import NotNow
from coach.model.conditions import ANY_HURT, SCENE, Line
from coach.model.events import Replied
from coach.model.reading import Form
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import Opening, Turn
from coach.rehearsal.branch_choice import FOLLOWS_UP, answer_by_branch, find_small_talk_branch, map_acts_to_branches
from coach.rehearsal.engine import apply, start
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import (
    HURT,
    MENDED,
    SKIPPED,
    Attempt,
    History,
    LinesOutput,
    Output,
    Position,
    SilenceOutput,
    TurnOutput,
)


@dataclass(frozen=True, slots=True)
class RoundMove:
    """A reply or a skipped reply, with the lines that the family answered."""

    reply: int
    """The reply's number from 1; 0 for a skipped line."""
    words: str
    """Empty in a spoken round."""
    lines: tuple[Line, ...]
    outputs: tuple[Output, ...]
    before: Position
    """The position before it."""
    branch: str = ""
    """The branch that the line-reader chose; empty in a typed round."""


@dataclass(frozen=True, slots=True)
class RoundOpening:
    """An opening that came up in a round.

    An opening is where the family lets a subject be spoken of.
    """

    number: int
    turn: str
    opening: Opening
    line: str
    speaker: str
    after: int
    """The number of the reply after which it came up; 0 for the first lines."""
    passed: bool
    """Whether the conversation has gone on from it, or ended."""

    def as_passed(self) -> PassedOpening:
        """Return the opening's line and number alone, for a note or a guess on it."""
        return PassedOpening(self.number, self.line, self.speaker, self.after)


@dataclass(frozen=True, slots=True)
class RoundHistory:
    """The conversation of a round, replayed."""

    script: Script
    arrival: tuple[Line, ...]
    moves: tuple[RoundMove, ...]
    position: Position
    over: bool
    history: History | None = None
    """The rehearsal that it is; None for a spoken round."""

    def list_lines(self) -> tuple[ConversationLine, ...]:
        """List every line said in the round, in order, without replies that were said again."""
        lines = [_make_line(self.script, line) for line in self.arrival]
        for move in self.moves:
            lines += _list_exchange_lines(self.script, move)
        return tuple(lines)

    def list_last_lines(self) -> tuple[ConversationLine, ...]:
        """List the lines that the family said last."""
        lines = self.moves[-1].lines if self.moves else self.arrival
        return tuple(_make_line(self.script, line) for line in lines)

    def list_lines_again(self) -> tuple[ConversationLine, ...]:
        """List the reply that was last said in other words, with the family's answer."""
        if self.history is None or len(self.history.attempts) == 1:
            return ()
        round_ = self.history.attempt()
        # Skipped lines are moves too, and have no number of their own.
        moves = _list_moves(round_)[round_.parted - 1 + sum(not exchange.number for exchange in round_.exchanges) :]
        return tuple(line for move in moves for line in _list_exchange_lines(self.script, move))

    def find_told_silences(self) -> frozenset[str]:
        """Return the ids of the silences that the family has told."""
        return frozenset(o.silence for move in self.moves for o in move.outputs if isinstance(o, SilenceOutput))

    def list_openings(self) -> tuple[RoundOpening, ...]:
        """List the openings that came up, numbered from 1.

        An opening is where the family lets a subject be spoken of.
        """
        arrivals: list[tuple[str, tuple[Line, ...], int]] = [(self.script.dialogue.begins, self.arrival, 0)]
        reply = 0
        for move in self.moves:
            reply = move.reply or reply
            arrivals += [(o.turn, move.lines, reply) for o in move.outputs if isinstance(o, TurnOutput)]
        came: list[RoundOpening] = []
        for place, (turn, lines, after) in enumerate(arrivals):
            opening = self.script.turn(turn).opening
            if opening is None:
                continue
            line = next((said_line for said_line in reversed(lines) if said_line.speaker != SCENE), None)
            came.append(
                RoundOpening(
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


def replay_round(script: Script, round_: Round) -> RoundHistory:
    """Replay the conversation of a round.

    If the scenario has changed since and the family would answer differently now, the replay stops there.
    """
    return (
        _replay_spoken(script, round_)
        if round_.spoken
        else replay_typed(script, replay(script, round_.list_events()), over=round_.over)
    )


def replay_typed(script: Script, rehearsal_history: History, *, over: bool) -> RoundHistory:
    """Replay a typed round from its events, folded as a rehearsal.

    Args:
        script: the scenario's script.
        rehearsal_history: the rehearsal. Its first attempt is the round; later attempts are lines said again.
        over: whether the group has ended the conversation.
    """
    first = rehearsal_history.attempt(1)
    at = first.exchanges[-1].after if first.exchanges else _find_start(script)
    return RoundHistory(script, first.arrival, _list_moves(first), at, over or at.ending is not None, rehearsal_history)


def _list_moves(attempt: Attempt) -> tuple[RoundMove, ...]:
    return tuple(
        RoundMove(
            exchange.number,
            exchange.event.text if isinstance(exchange.event, Replied) else "",
            exchange.lines(),
            exchange.outputs,
            exchange.before,
        )
        for exchange in attempt.exchanges
    )


def _replay_spoken(script: Script, round_: Round) -> RoundHistory:
    step = apply(script, start(script), round_.began)
    at, arrival = step.after, step.lines
    moves: list[RoundMove] = []
    replies = 0
    for branch in round_.branches:
        before = at
        try:
            at, outputs = answer_by_branch(script, at, branch)
        except NotNow:
            break  # the scenario has changed since; what was said up to here stands
        replies += branch != SKIPPED
        moves.append(
            RoundMove(0 if branch == SKIPPED else replies, "", _list_family_lines(outputs), outputs, before, branch)
        )
    return RoundHistory(script, arrival, tuple(moves), at, round_.over or at.ending is not None)


def _find_start(script: Script) -> Position:
    return start(script).position


def _list_family_lines(outputs: Iterable[Output]) -> tuple[Line, ...]:
    return tuple(line for output in outputs if isinstance(output, LinesOutput) for line in output.lines)


def _list_exchange_lines(script: Script, move: RoundMove) -> list[ConversationLine]:
    mine = ConversationLine("", move.words, reply=move.reply, skipped=not move.reply)
    return [mine, *(_make_line(script, line) for line in move.lines)]


def _make_line(script: Script, line: Line) -> ConversationLine:
    return ConversationLine(script.speaker(line), line.text, line.how, scene=line.speaker == SCENE)


# --- Spoken rounds: what the line-reader can choose

FEW = 6
"""How many choices are offered at once, beside a hurt and "something else".

Where there are more, the most telling are offered, and the rest one step further in.
"""
ALL_ALIKE = 5
"""From this many acts on that the family answers alike, none of them is named."""
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
"""How a reply was put, in words."""
ASKED = "Asked"
"""How the rubric's words for an act begin where something was asked."""


def list_choices(history: RoundHistory, rubric: Rubric) -> tuple[SpokenChoice, ...]:
    """List what the practitioner can have done at this point, each with the branch it leads to.

    Args:
        history: the round so far.
        rubric: the scenario's rubric, for the words.
    """
    return () if history.over else _list_choices_at(history.script, history.position, rubric)


def list_lines_with_choices(history: RoundHistory, rubric: Rubric) -> tuple[ConversationLine, ...]:
    """List everything said in a round, each reply with the line-reader's choice for it.

    In a spoken round nobody types: the line-reader chooses what the practitioner did.
    """
    moves = {move.reply: move for move in history.moves if move.branch}
    return tuple(
        replace(line, chose=_describe_choice(history.script, moves[line.reply], rubric))
        if line.reply in moves
        else line
        for line in history.list_lines()
    )


def _list_choices_at(script: Script, at: Position, rubric: Rubric) -> tuple[SpokenChoice, ...]:
    turn = script.turn(at.turn)
    alike: dict[str, list[str]] = {}
    for act, reached in map_acts_to_branches(script, at).items():
        alike.setdefault(reached, []).append(act)
    # Acts that the family answers alike are one choice, named by its clearest act.
    hurts = [branch for branch in alike if _is_hurt(turn, branch)]
    took = sorted((name for name in alike if name not in hurts), key=lambda b: _rank_choice(turn, rubric, b, alike[b]))
    # One more than a few is still taken in at a glance; a page for a single rest is not worth it.
    seldom = took[FEW:] if len(took) > FEW + 1 else []
    most = max(took, key=lambda branch: len(alike[branch]), default="")
    ranked_choices = []
    for branch, acts in alike.items():
        named = min(acts, key=lambda act: _rank_act(rubric, act))
        rank = _rank_act(rubric, named)
        if branch in hurts:
            # Hurts come last, whatever their place in the rubric.
            rank, words = (len(Polarity), *rank), _describe_hurt(turn, rubric, branch, named, len(hurts))
        elif branch == most and len(acts) > ALL_ALIKE and rubric.mends not in acts:
            words = HELPED
        else:
            words = _describe_act(rubric, rubric.mends if branch == MENDED and rubric.mends else named)
        choice = SpokenChoice(branch, words, may_have_hurt=branch in hurts, seldom=branch in seldom)
        ranked_choices.append((rank, choice))
    choices = [choice for _, choice in sorted(ranked_choices, key=lambda ranked: ranked[0])]
    return (*choices, SpokenChoice(find_small_talk_branch(script, at), SOMETHING_ELSE))


def _is_hurt(turn: Turn, branch: str) -> bool:
    return branch == HURT or (branch in turn.replies and bool(turn.replies[branch].hurt))


def _describe_hurt(turn: Turn, rubric: Rubric, branch: str, named: str, many: int) -> str:
    """Describe a hurtful choice, without naming the act where the family answers any hurt alike.

    Args:
        turn: the turn.
        rubric: the rubric, for the act's name.
        branch: the branch that the choice leads to.
        named: the criterion of the act.
        many: how many such choices the turn has.
    """
    if branch == HURT or ANY_HURT in turn.replies[branch].hurt:
        return IN_ANOTHER_WAY if many > 1 else MAY_HAVE_HURT
    words = _describe_act(rubric, named)
    return f"{MAY_HAVE_HURT}: {words[0].lower()}{words[1:]}"


def _describe_choice(script: Script, move: RoundMove, rubric: Rubric) -> str:
    """Describe the branch that the line-reader chose.

    Rooms of earlier versions may hold a branch that is no longer offered: it is described by what it waits for.
    """
    if move.branch == SKIPPED:
        return ""
    for way in _list_choices_at(script, move.before, rubric):
        if way.branch == move.branch:
            return way.words
    turn = script.turn(move.before.turn)
    if _is_hurt(turn, move.branch):
        return MAY_HAVE_HURT
    if move.branch == MENDED and rubric.mends:
        return _describe_act(rubric, rubric.mends)
    branch = turn.replies.get(move.branch)
    waits = (*branch.met, *branch.any_met) if branch else ()
    return _describe_act(rubric, waits[0]) if waits else SOMETHING_ELSE


def _describe_act(rubric: Rubric, done: str) -> str:
    return FORMS[done] if done in FORMS else rubric.aloud(done)


def _rank_choice(
    turn: Turn, rubric: Rubric, branch: str, done: Iterable[str]
) -> tuple[bool | int | tuple[int, ...], ...]:
    """Return a sort key for a line-reader's choice: the most telling choices come first.

    First those for which the family tells something, then those that take the opening, then the rest.

    Args:
        turn: the turn.
        rubric: the scenario's rubric.
        branch: the branch that the choice leads to.
        done: the criteria or forms that lead there.
    """
    topic = rubric.topics.get(turn.find_topic())
    takes = {*(topic.taken_by + topic.also_taken_by if topic else ()), *(turn.opening.taken_by if turn.opening else ())}
    first = {reply_answer.criteria[0] for reply_answer in rubric.answers.values() if reply_answer.criteria}
    answer = turn.replies.get(branch)
    told = branch == MENDED or (answer is not None and bool(answer.tells or (rubric.mends or "") in answer.met))
    return (
        not told,
        takes.isdisjoint(done),
        first.isdisjoint(done),
        all(act in FORMS for act in done),
        min(_rank_in_subject(rubric, act) for act in done),
        min(_rank_act(rubric, act) for act in done),
    )


def _rank_in_subject(rubric: Rubric, done: str) -> int:
    return 0 if done in FORMS else rubric.in_domain(rubric.criteria[done].domain).index(done)


def _rank_act(rubric: Rubric, done: str) -> tuple[int, ...]:
    """Return a sort key for an act: asking, then what else helps, then avoiding, then hurting."""
    if done in FORMS:
        return 0, int(not FORMS[done].startswith(ASKED)), len(rubric.domains), list(FORMS).index(done)
    criterion = rubric.criteria[done]
    polarity = {Polarity.HELPFUL: 0, Polarity.AVOIDANT: 1, Polarity.HARMFUL: 2}[criterion.polarity]
    asked = int(not rubric.aloud(done).startswith(ASKED))
    return polarity, asked, list(rubric.domains).index(criterion.domain), list(rubric.criteria).index(done)
