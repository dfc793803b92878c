"""What a reply could mean to one turn: for each branch, the least that makes it fit, and nothing at all.

A larger reply only ever makes more branches fit, so the least ones reach everything that can be reached.
"""

from collections.abc import Iterator
from itertools import product

from coach.model.guard import ANY_HURT, Guard
from coach.model.reading import Form
from coach.rehearsal.guards import reply_failures
from coach.rehearsal.script import Script
from coach.rehearsal.state import Heard

NOTHING = Heard(frozenset())


def patterns(script: Script, turn: str) -> tuple[Heard, ...]:
    """The least replies that this turn could tell apart, nothing first, in the author's order."""
    branches, named = script.turn(turn).replies.values(), script.turn(turn).listens_for()
    found = [NOTHING, *_least(script, Guard(helpful=True), named), *_least(script, Guard(hurt=(ANY_HURT,)), named)]
    if script.mends:
        found.append(Heard(frozenset({script.mends})))
    for branch in branches:
        guards = [branch.asks()]
        if branch.tells:
            guards = [_both(guard, script.opens(branch.tells)) for guard in guards]
        for guard in guards:
            found += _least(script, guard, named)
    return tuple(dict.fromkeys(found))


def _both(one: Guard, other: Guard) -> Guard:
    """What a reply must be for both to hold. An `any_met` of the second is met by any of its own."""
    met = one.met + other.met
    forms = tuple(form for form in one.form if form in other.form) or one.form or other.form
    narrower = tuple(name for name in one.any_met if name in other.any_met)
    if one.any_met and other.any_met and narrower:
        return one.model_copy(update={"met": met, "any_met": narrower, "form": forms})
    extra = () if set(other.any_met) & set(met) else other.any_met
    if one.any_met and extra:
        return one.model_copy(update={"met": (*met, one.any_met[0]), "any_met": extra, "form": forms})
    follows = one.follows_up or other.follows_up
    return one.model_copy(update={"met": met, "any_met": one.any_met or extra, "form": forms, "follows_up": follows})


def _least(script: Script, guard: Guard, named: frozenset[str]) -> Iterator[Heard]:
    """The least replies for which what a guard asks of the words holds."""
    hurts: tuple[str, ...] = guard.hurt
    if ANY_HURT in hurts:
        hurts = (next((h for h in sorted(script.harmful) if h not in named), min(script.harmful, default="")),)
    any_met: tuple[str, ...] = () if set(guard.any_met) & set(guard.met) else guard.any_met
    choices = product(any_met or ("",), [h for h in hurts if h] or ("",), guard.form or (None,))
    for one, hurt, form in choices:
        clear = {*guard.met, one, hurt} - {""}
        if guard.helpful and not clear & script.helpful:
            clear.add(_unnamed(script, named, guard.not_met))
        heard = Heard(frozenset(clear), forms=frozenset({Form(form)} if form else ()), follows_up=guard.follows_up)
        if not reply_failures(script, guard, heard):
            yield heard


def _unnamed(script: Script, named: frozenset[str], barred: tuple[str, ...]) -> str:
    """Something helpful that the turn does not listen for by name, so that only the general branches fit."""
    others = sorted(script.helpful - {script.mends or ""} - set(barred))
    return next((name for name in others if name not in named), others[0] if others else "")
