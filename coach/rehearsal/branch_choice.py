"""The conversation where nobody types: somebody who listens says what was done, and the family answers by that branch.

What was said is not read, so each thing that can have been done stands for a reply of just that, and a branch for the
least that it waits for. A silence is told on the same terms as ever: only where that least would open it.
"""

from collections.abc import Mapping
from dataclasses import replace

from coach.errors import NotNow
from coach.model.conditions import ANY_HURT, Guard
from coach.model.reading import Form
from coach.model.scenario import Branch
from coach.rehearsal.engine import (
    HURT,
    MENDED,
    OTHERWISE,
    SKIPPED,
    answer,
    apply_branch,
    apply_harm_and_repair,
    move_on,
    own_way,
    silence_failures,
    standing_failures,
)
from coach.rehearsal.script import Script
from coach.rehearsal.state import Answered, Output, Position, Signals

FOLLOWS_UP = "follows_up"
"""What may have been done, besides criteria and forms: no more than to ask what they had just spoken of."""


def done_here(script: Script, at: Position) -> Mapping[str, str]:
    """Each one thing that some branch waits for here (a criterion, a form), and the branch that a reply of it reaches.

    Without what the family would not tell from anything else. A hurt is put right only where one stands.
    """
    if at.ending is not None:
        return {}
    nothing = (OTHERWISE, something_else(script, at))
    found = {done: _reached(script, at, heard) for done, heard in _each_alone(script, at)}
    return {done: branch for done, branch in found.items() if branch not in nothing}


def something_else(script: Script, at: Position) -> str:
    """The branch that small talk reaches."""
    return _reached(script, at, Signals(frozenset(), forms=frozenset((Form.STATEMENT,))))


def _each_alone(script: Script, at: Position) -> list[tuple[str, Signals]]:
    branches = script.turn(at.turn).replies.values()
    guards = [guard for each in branches for guard in _guards(script, each)]
    names = dict.fromkeys(name for guard in guards for name in (*guard.met, *guard.any_met))
    if any(guard.helpful for guard in guards):
        names.update(dict.fromkeys(sorted(script.helpful)))
    names.update(dict.fromkeys(sorted(script.harmful)))
    forms = dict.fromkeys(form for guard in guards for form in guard.form)
    alone = [(name, Signals(frozenset((name,)))) for name in names if at.hurt or name != script.mends]
    alone += [(form.value, Signals(frozenset(), forms=frozenset((form,)))) for form in forms]
    if any(guard.follows_up for guard in guards):
        alone.append((FOLLOWS_UP, Signals(frozenset(), follows_up=True)))
    return alone


def _reached(script: Script, at: Position, heard: Signals) -> str:
    _, outputs = answer(script, at, heard)
    return next(output.branch for output in outputs if isinstance(output, Answered))


def ways(script: Script, at: Position) -> tuple[str, ...]:
    """The branches that the talk can take from here: the turn's own in their order, then the family's own ways."""
    if at.ending is not None:
        return ()
    replies = script.turn(at.turn).replies
    own = tuple(key for key, branch in replies.items() if _possible(script, at, key, branch))
    hurts = any(ANY_HURT in replies[key].hurt for key in own)
    mends = any(script.mends in replies[key].met for key in own)
    hurt = (HURT,) if script.harmful and HURT not in at.used and not hurts else ()
    mended = (MENDED,) if at.hurt and script.mends and MENDED not in at.used and not mends else ()
    return (*own, *hurt, *mended, OTHERWISE)


def answer_by(script: Script, before: Position, branch: str) -> tuple[Position, tuple[Output, ...]]:
    """The family's answer where the talk took this branch; `skipped` moves on. Raises NotNow where it cannot."""
    if before.ending is not None:
        raise NotNow("This conversation has ended.")
    if branch == SKIPPED:
        return move_on(script, before)
    if branch not in ways(script, before) and branch not in done_here(script, before).values():
        raise NotNow("The talk cannot go there from here.")
    position, felt = apply_harm_and_repair(script, before, supposed(script, before, branch))
    own = script.turn(before.turn).replies.get(branch)
    position, outputs = apply_branch(
        script, replace(position, asked=False), branch, own or own_way(script, before, branch)
    )
    return position, (*felt, *outputs)


def supposed(script: Script, at: Position, branch: str) -> Signals:
    """The least that a reply would be heard to do, had this branch answered it."""
    own = script.turn(at.turn).replies.get(branch)
    if own is not None:
        return _least(script, own)
    if branch == HURT:
        return Signals(frozenset(sorted(script.harmful)[:1]))
    if branch == MENDED and script.mends:
        return Signals(frozenset((script.mends,)))
    return Signals(frozenset())


def _guards(script: Script, branch: Branch) -> tuple[Guard, ...]:
    """What it waits for, itself and for what it tells."""
    return (branch, script.opens(branch.tells)) if branch.tells else (branch,)


def _least(script: Script, branch: Branch) -> Signals:
    guards = _guards(script, branch)
    clear: set[str] = set()
    for guard in guards:
        clear.update(guard.met)
        if guard.any_met and not clear.intersection(guard.any_met):
            clear.add(guard.any_met[0])
        if guard.hurt and not clear & script.harmful:
            named = [name for name in guard.hurt if name != ANY_HURT]
            clear.update(named[:1] or sorted(script.harmful)[:1])
        if guard.helpful and not clear & script.helpful:
            spare = script.helpful.difference(*(each.not_met for each in guards))
            clear.update(sorted(spare)[:1])
    forms = frozenset(form for guard in guards for form in guard.form)
    return Signals(frozenset(clear), forms=forms, follows_up=any(guard.follows_up for guard in guards))


def _possible(script: Script, at: Position, key: str, branch: Branch) -> bool:
    if key in at.used or standing_failures(branch, at):
        return False
    if not branch.tells:
        return True
    heard = _least(script, branch)
    return not silence_failures(script, branch.tells, heard, at, apply_harm_and_repair(script, at, heard)[0])
