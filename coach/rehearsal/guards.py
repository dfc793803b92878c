"""Whether a guard holds, and, where it does not, which part failed, in words an author can act on."""

from coach.model.guard import ANY_HURT, Guard
from coach.rehearsal.script import Script
from coach.rehearsal.state import Heard, Position


def failures(script: Script, guard: Guard, heard: Heard, at: Position) -> tuple[str, ...]:
    """The parts of a guard that fail for this reply at this position; empty when it holds."""
    return (*reply_failures(script, guard, heard), *standing_failures(guard, at))


def reply_failures(script: Script, guard: Guard, heard: Heard) -> tuple[str, ...]:
    """The parts that ask something of the words."""
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


def standing_failures(guard: Guard, at: Position) -> tuple[str, ...]:
    """The parts that ask how things stand."""
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


def silence_failures(script: Script, silence: str, heard: Heard, before: Position, now: Position) -> tuple[str, ...]:
    """Why a silence stays kept: already told, a hurt stands, or its own guard fails."""
    if silence in before.told:
        return (f"tells: {silence} has been told already",)
    if now.hurt:
        return (f"tells: {silence} stays kept while a hurt stands",)
    failed = failures(script, script.opens(silence), heard, before)
    return tuple(f"tells: {silence} needs {part}" for part in failed)
