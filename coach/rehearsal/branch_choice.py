"""Spoken rounds: no text is typed; a person chooses the branch by which the family answers.

Begin with `list_branches` and `answer_by_branch`. What was said is not read. So each single thing that can have been
done stands for a reply of just that, and a branch stands for the least that it waits for. A silence is told on the
same terms as in a typed rehearsal: only where that least would open it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.conditions import ANY_HURT, Guard
from coach.model.reading import Form, QuestionKind, Sureness
from coach.model.scenario import Branch
from coach.rehearsal.decision import choose_default_answer
from coach.rehearsal.engine import (
    answer,
    apply_branch,
    apply_harm_and_repair,
    skip_line,
)
from coach.rehearsal.script import (
    Script,
    fit_branches,
    list_reply_failures,
    list_silence_failures,
    list_state_failures,
)
from coach.rehearsal.state import HURT, MENDED, OTHERWISE, SKIPPED, BranchOutput, Output, Position, Signals

FOLLOWS_UP = "follows_up"
"""What may have been done, besides criteria and forms: no more than to ask what they had just spoken of."""


def map_acts_to_branches(script: Script, at: Position) -> Mapping[str, str]:
    """Map each single thing a reply can do at this place to the branch that would answer it.

    A single thing is the id of a criterion, or a form that some branch waits for, or `follows_up`. Those that the
    family would answer as it answers small talk are left out.

    Args:
        script: the scenario to play.
        at: where the conversation stands; a repair is offered only if a hurt stands there.
    """
    if at.ending is not None:
        return {}
    nothing = (OTHERWISE, find_small_talk_branch(script, at))
    # The engine itself is asked, so that a spoken round cannot come to other answers than a typed one.
    branches = {done: _find_branch(script, at, heard) for done, heard in _list_single_acts(script, at)}
    return {done: branch for done, branch in branches.items() if branch not in nothing}


def find_small_talk_branch(script: Script, at: Position) -> str:
    """Return the id of the branch that answers small talk at this place."""
    return _find_branch(script, at, Signals(frozenset(), forms=frozenset((Form.STATEMENT,))))


def _list_single_acts(script: Script, at: Position) -> list[tuple[str, Signals]]:
    """List each single thing a reply can do here that the turn tells apart, with its signals."""
    branches = script.turn(at.turn).replies.values()
    guards = [guard for branch_lines in branches for guard in _collect_guards(script, branch_lines)]
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


def _find_branch(script: Script, at: Position, heard: Signals) -> str:
    """Return the id of the branch that answers these signals."""
    _, outputs = answer(script, at, heard)
    return next(output.branch for output in outputs if isinstance(output, BranchOutput))


def list_branches(script: Script, at: Position) -> tuple[str, ...]:
    """List the ids of the branches that can answer at this place: the turn's, then the family's.

    The family's own are `hurt`, `mended` and `otherwise`.
    """
    if at.ending is not None:
        return ()
    replies = script.turn(at.turn).replies
    own = tuple(key for key, branch in replies.items() if _is_possible(script, at, key, branch))
    # The family's own answers are offered only if no branch of the turn answers the same.
    hurts = any(ANY_HURT in replies[key].hurt for key in own)
    mends = any(script.mends in replies[key].met for key in own)
    hurt = (HURT,) if script.harmful and HURT not in at.used and not hurts else ()
    mended = (MENDED,) if at.hurt and script.mends and MENDED not in at.used and not mends else ()
    return (*own, *hurt, *mended, OTHERWISE)


def answer_by_branch(script: Script, before: Position, branch: str) -> tuple[Position, tuple[Output, ...]]:
    """Let the family answer by a branch that was chosen by hand.

    Args:
        script: the scenario to play.
        before: where the conversation stands.
        branch: the id of the branch that answers; `skipped` moves on.

    Returns:
        Where the conversation stands now, and what happened in it.

    Raises:
        NotNow: the conversation has ended, or that branch cannot answer here.
    """
    if before.ending is not None:
        raise NotNow(say("This conversation has ended."))
    if branch == SKIPPED:
        return skip_line(script, before)
    if branch not in list_branches(script, before) and branch not in map_acts_to_branches(script, before).values():
        raise NotNow(say("The talk cannot go there from here."))
    position, felt = apply_harm_and_repair(script, before, infer_signals(script, before, branch))
    own = script.turn(before.turn).replies.get(branch)
    position, outputs = apply_branch(script, position, branch, own or choose_default_answer(script, before, branch))
    return position, (*felt, *outputs)


def infer_signals(script: Script, at: Position, branch: str) -> Signals:
    """Return the signals of the smallest reply that this branch would answer."""
    own = script.turn(at.turn).replies.get(branch)
    if own is not None:
        return _infer_least(script, own)
    if branch == HURT:
        return Signals(frozenset(sorted(script.harmful)[:1]))
    if branch == MENDED and script.mends:
        return Signals(frozenset((script.mends,)))
    return Signals(frozenset())


def _collect_guards(script: Script, branch: Branch) -> tuple[Guard, ...]:
    """Return the conditions of a branch, and those of the silence that it tells, if any."""
    return (branch, script.opens(branch.tells)) if branch.tells else (branch,)


def _infer_least(script: Script, branch: Branch) -> Signals:
    """Return the fewest criteria and forms that fulfil all conditions of a branch."""
    guards = _collect_guards(script, branch)
    clear: set[str] = set()
    for guard in guards:
        clear.update(guard.met)
        if guard.any_met and not clear.intersection(guard.any_met):
            clear.add(guard.any_met[0])
        if guard.hurt and not clear & script.harmful:
            named = [name for name in guard.hurt if name != ANY_HURT]
            clear.update(named[:1] or sorted(script.harmful)[:1])
        if guard.helpful and not clear & script.helpful:
            # A criterion that a guard forbids would close the branch that this is meant to open.
            spare = script.helpful.difference(*(condition.not_met for condition in guards))
            clear.update(sorted(spare)[:1])
    forms = frozenset(form for guard in guards for form in guard.form)
    return Signals(frozenset(clear), forms=forms, follows_up=any(guard.follows_up for guard in guards))


def _is_possible(script: Script, at: Position, key: str, branch: Branch) -> bool:
    """Whether a branch can still answer: it is unused, and its state and silence allow it."""
    if key in at.used or list_state_failures(branch, at):
        return False
    if not branch.tells:
        return True
    heard = _infer_least(script, branch)
    return not list_silence_failures(script, branch.tells, heard, at, apply_harm_and_repair(script, at, heard)[0])


# --- The kinds of reply that a turn tells apart, for a walk through every state


NOTHING = Signals(frozenset())


class ReplyKind(NamedTuple):
    """A kind of reply that a turn tells apart: what was heard, and which branches fit."""

    heard: Signals
    branches: tuple[str, ...]
    does: "ReplyEffect"
    special: str = ""
    """What it does beyond criteria: `asks:yes` answers the family's question, `knows:puppies` asks for an entry."""


class ReplyEffect(NamedTuple):
    """Whether a reply hurts, repairs or helps the family, whichever branch answers it."""

    harms: bool
    mends: bool
    helps: bool


def list_reply_kinds(script: Script, turn: str) -> tuple[ReplyKind, ...]:
    """List the kinds of reply that a turn tells apart, each by its smallest, smallest first."""
    kinds: dict[tuple[object, ...], ReplyKind] = {}
    for heard in sorted(_list_least_replies(script, turn), key=lambda heard: len(heard.clear)):
        branches = tuple(fit.key for fit in fit_branches(script, turn, heard) if not fit.misses)
        # Sorted by size before, so the first of a kind is the smallest: that one is shown to authors.
        does = ReplyEffect(
            harms=bool(heard.clear & script.harmful),
            mends=script.mends in heard.clear,
            helps=bool(heard.clear & script.helpful),
        )
        meets = script.turn(turn).meets.items()
        met = [key for key, c in meets if c.needs_reply() and not list_reply_failures(script, c, heard)]
        special = f"meets:{','.join(met)}" if met else ""
        kinds.setdefault((does, branches, special), ReplyKind(heard, branches, does, special))
    return (*kinds.values(), *_list_special_kinds(script, turn, tuple(kinds.values())))


def _list_special_kinds(script: Script, turn: str, ordinary: tuple[ReplyKind, ...]) -> Iterator[ReplyKind]:
    """Yield the kinds of reply that answer, meet a condition, or ask for an entry.

    "Any entry" is one move: all that open no silence, and leave no mark that matters, hold the turn alike, so one of
    them stands for the rest. (That an
    entry moves the scales as the branch that it is said over would have, is left out: what is reached only by talking
    of something else counts as not reached.)

    Args:
        script: the scenario.
        turn: the id of the turn.
        ordinary: the kinds of reply that only criteria tell apart.
    """
    there = script.turn(turn)
    nothing = next(kind for kind in ordinary if kind.heard == NOTHING)
    for answered in there.asks:
        yield nothing._replace(heard=replace(NOTHING, answers=(answered,), alone=True), special=f"asks:{answered}")
    for key in there.meets:
        name = f"meets:{key}"
        yield nothing._replace(heard=replace(NOTHING, pick=name, sureness=Sureness.SURE), special=name)
    entries = script.list_entries(turn)
    looked_for = script.list_path_marks()
    opening = [name for name, entry in entries.items() if entry.opens or looked_for.intersection(entry.remember)]
    plain = [name for name, entry in entries.items() if name not in opening and entry.says]
    free = [name for name in plain if entries[name].always_holds() and entries[name].about is None]
    # As a question, for what was said is said again only where it is asked again.
    asked = replace(NOTHING, sureness=Sureness.SURE, question=QuestionKind.WHAT)
    for name in (*opening, *(free[:1] or plain)):
        yield nothing._replace(heard=replace(asked, pick=name), special=name)


def _list_least_replies(script: Script, turn: str) -> tuple[Signals, ...]:
    """List the smallest replies that a turn could tell apart, in the author's order."""
    branches, named = script.turn(turn).replies.values(), script.turn(turn).listens_for()
    least = [
        NOTHING,
        *_list_least(script, Guard(helpful=True), named),
        *_list_least(script, Guard(hurt=(ANY_HURT,)), named),
    ]
    if script.mends:
        least.append(Signals(frozenset({script.mends})))
    for condition in script.turn(turn).meets.values():
        least += _list_least(script, condition.asks(), named)
    for branch in branches:
        guards = [branch.asks()]
        if branch.tells:
            guards = [_join_guards(guard, script.opens(branch.tells)) for guard in guards]
        for guard in guards:
            least += _list_least(script, guard, named)
    return tuple(dict.fromkeys(least))


def _join_guards(one: Guard, other: Guard) -> Guard:
    """Join two sets of conditions into one that demands of a reply what both demand.

    Both `any_met` lists become one list where they overlap; otherwise the first list gives one fixed criterion.
    """
    met = one.met + other.met
    forms = tuple(form for form in one.form if form in other.form) or one.form or other.form
    narrower = tuple(name for name in one.any_met if name in other.any_met)
    if one.any_met and other.any_met and narrower:
        return one.model_copy(update={"met": met, "any_met": narrower, "form": forms})
    # An `any_met` that `met` already fulfils demands nothing more.
    extra = () if set(other.any_met) & set(met) else other.any_met
    if one.any_met and extra:
        return one.model_copy(update={"met": (*met, one.any_met[0]), "any_met": extra, "form": forms})
    follows = one.follows_up or other.follows_up
    return one.model_copy(update={"met": met, "any_met": one.any_met or extra, "form": forms, "follows_up": follows})


def _list_least(script: Script, guard: Guard, named: frozenset[str]) -> Iterator[Signals]:
    """Yield the smallest replies whose words fulfil some conditions.

    Args:
        script: the scenario.
        guard: the conditions.
        named: the criteria that the turn's branches name.
    """
    hurts: tuple[str, ...] = guard.hurt
    if ANY_HURT in hurts:
        # `any` is tried with a criterion that no branch names, or a branch for that one criterion would answer instead.
        hurts = (next((h for h in sorted(script.harmful) if h not in named), min(script.harmful, default="")),)
    any_met: tuple[str, ...] = () if set(guard.any_met) & set(guard.met) else guard.any_met
    choices = product(any_met or ("",), [h for h in hurts if h] or ("",), guard.form or (None,))
    for one, hurt, form in choices:
        clear = {*guard.met, one, hurt} - {""}
        if guard.helpful and not clear & script.helpful:
            clear.add(_find_unnamed(script, named, guard.not_met))
        heard = Signals(frozenset(clear), forms=frozenset({Form(form)} if form else ()), follows_up=guard.follows_up)
        if not list_reply_failures(script, guard, heard):
            yield heard


def _find_unnamed(script: Script, named: frozenset[str], barred: tuple[str, ...]) -> str:
    """Find a helpful criterion that no branch of the turn names; only general branches fit it."""
    others = sorted(script.helpful - {script.mends or ""} - set(barred))
    return next((name for name in others if name not in named), others[0] if others else "")
