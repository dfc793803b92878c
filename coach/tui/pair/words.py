"""Who the laptop goes to, in words; and what else stands on covers."""

from coach.classroom.laptop import Step
from coach.classroom.roles import by_role, named
from coach.model.room import Role
from coach.tui.called import called
from coach.tui.pair.now import Now

ONLY_THEY = "Press Enter when only they can see it."
ALL_OF_YOU = "Put the laptop where all of you can see it."
WHEN_SO = "Press Enter when that is so."
FROM_HERE = "From here on nothing is for one of you alone. Notes and guesses are laid open first."
NOTHING_TYPED = "Nobody types, and the coach hears nothing. Talk aloud."


def somebody(now: Now, role: Role) -> str:
    """Somebody in the middle of a sentence."""
    return named(role, called(now.name(role)))


def short(now: Now, role: Role) -> str:
    """The same by name alone, where there is one."""
    name = now.name(role)
    return named(role, name) if name == by_role(role) else called(name)


def first(now: Now, role: Role) -> str:
    """The same at the beginning of one."""
    words = short(now, role)
    return f"{words[0].upper()}{words[1:]}"


def hand_over(now: Now) -> tuple[str, ...]:
    """What a cover says: whom the laptop goes to, and when to press Enter."""
    place = now.place
    if place.step is Step.TALK and now.spoken:
        beside = f" and {somebody(now, Role.OBSERVER)}" if now.name(Role.OBSERVER) else ""
        practitioner = first(now, Role.PRACTITIONER)
        return (
            f"Put the laptop before {somebody(now, Role.LINE_READER)}{beside}.",
            f"{practitioner} sits where they cannot see it. {NOTHING_TYPED}",
            WHEN_SO,
        )
    if place.eyes is not None:
        return f"Hand the laptop to {somebody(now, place.eyes)}.", ONLY_THEY
    return ALL_OF_YOU, *((FROM_HERE,) if place.step is Step.TOGETHER else ()), WHEN_SO
