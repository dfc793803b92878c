"""Which parts of a guard fail: for the words of a reply, for how things stand, for a silence.

Begin with `list_failures`. Each failure is a few words for an author; no failure means that the guard holds.
"""

from coach.model.conditions import ANY_HURT, Guard
from coach.rehearsal.script import Script
from coach.rehearsal.state import Position, Signals


def list_failures(script: Script, guard: Guard, heard: Signals, at: Position) -> tuple[str, ...]:
    """List which conditions of a guard fail for a reply at a position; none if it holds."""
    return (*list_reply_failures(script, guard, heard), *list_state_failures(guard, at))


def list_reply_failures(script: Script, guard: Guard, heard: Signals) -> tuple[str, ...]:
    """List which conditions of a guard fail for the signals of a reply, in words."""
    failed = [f"met: {name} was not clear" for name in guard.met if name not in heard.clear]
    if guard.any_met and not heard.clear.intersection(guard.any_met):
        failed.append(f"any_met: none of {', '.join(guard.any_met)} was clear")
    failed += [f"not_met: {name} was clear" for name in guard.not_met if name in heard.clear]
    if guard.hurt:
        looked_for = script.harmful if ANY_HURT in guard.hurt else frozenset(guard.hurt)
        if not heard.clear & looked_for:
            failed.append(f"hurt: no {' or '.join(guard.hurt)} in the reply")
    if guard.helpful is not None and guard.helpful is not bool(heard.clear & script.helpful):
        failed.append("helpful: nothing helpful was clear" if guard.helpful else "helpful: something helpful was clear")
    if guard.form and not heard.forms.intersection(guard.form):
        failed.append(f"form: the reply has no {' or '.join(guard.form)}")
    if guard.follows_up and not heard.follows_up:
        failed.append("follows_up: not a bare open invitation that takes up the cue")
    return tuple(failed)


def list_state_failures(guard: Guard, at: Position) -> tuple[str, ...]:
    """List which conditions of a guard fail for the position of the conversation, in words."""
    failed = []
    for name, wanted, have in (("trust", guard.trust, at.trust), ("guarded", guard.guarded, at.guarded)):
        if wanted is not None and have not in wanted:
            failed.append(f"{name}: is {have}, asked for {wanted.says()}")
    failed += [f"told: {name} has not been told" for name in guard.told if name not in at.told]
    failed += [f"not_told: {name} has been told" for name in guard.not_told if name in at.told]
    failed += [f"remembers: no {name}" for name in guard.remembers if name not in at.remembered]
    failed += [f"not_remembers: {name} stands" for name in guard.not_remembers if name in at.remembered]
    if guard.while_hurt is not None and guard.while_hurt != at.hurt:
        failed.append("while_hurt: a hurt stands" if at.hurt else "while_hurt: no hurt stands")
    return tuple(failed)


def list_silence_failures(
    script: Script, silence: str, heard: Signals, before: Position, now: Position
) -> tuple[str, ...]:
    """List why the family keeps a silence: told before, still hurt, or a condition fails.

    Args:
        script: the scenario being played.
        silence: the id of the silence.
        heard: the signals of the reply.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
    """
    return list_telling_failures(
        script, silence, list_reply_failures(script, script.opens(silence), heard), before, now
    )


def list_telling_failures(
    script: Script, silence: str, unheard: tuple[str, ...], before: Position, now: Position
) -> tuple[str, ...]:
    """List why the family keeps a silence, knowing which conditions the reply fails (`unheard`).

    `before` is the position before the reply, `now` that after its hurt or repair.
    """
    if silence in before.told:
        return (f"tells: {silence} has been told already",)
    if now.hurt:
        return (f"tells: {silence} stays kept while a hurt stands",)
    failed = (*unheard, *list_state_failures(script.opens(silence), before))
    return tuple(f"tells: {silence} needs {part}" for part in failed)
