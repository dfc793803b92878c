"""Spoken mode: what the practitioner can have done, each one thing and in words; the line-reader chooses.

A choice is a criterion or a form that some branch waits for. Of those that the family answers alike there is one,
named by the most telling, and all stand in an order that is the same at every turn.
"""

from collections.abc import Iterable
from dataclasses import replace

from coach.classroom.talk import Move, Talk
from coach.classroom.views import SaidLine, Way
from coach.model.dialogue import Turn
from coach.model.guard import ANY_HURT
from coach.model.reading import Form
from coach.model.rubric import Polarity, Rubric
from coach.rehearsal.answer import HURT, MENDED, SKIPPED
from coach.rehearsal.by_branch import FOLLOWS_UP, done_here, something_else
from coach.rehearsal.script import Script
from coach.rehearsal.state import Position

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
    for each, reached in done_here(script, at).items():
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
    return (*ways, Way(something_else(script, at), SOMETHING_ELSE))


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
