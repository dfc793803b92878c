"""Names, numbers and time as they stand on a room's screens; and what was said, as turns of a transcript."""

from collections.abc import Iterable
from datetime import timedelta

from coach.classroom.single_device import by_role
from coach.classroom.views import RoomContext, SaidLine
from coach.model.class_events import Role, Stage
from coach.tui.send_reply import LineKind, ScreenLine, ScreenTurn
from coach.tui.text import shorten_name

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MINUTE = 60
SOON = 5
"""Replies before the end from which it is said how many are left."""


def listed(names: Iterable[str]) -> str:
    """“Amina, Tom and Priya”."""
    every = [shorten_name(name) for name in names]
    return " and ".join(filter(None, (", ".join(every[:-1]), *every[-1:])))


def whoever(here: RoomContext, role: Role, otherwise: str = "") -> str:
    """Who has a role, as this person reads it; `otherwise` where nobody has."""
    found = next((each for each in here.partners if each.role is role), None)
    if found is None:
        return otherwise
    if not found.you and found.name == by_role(role):
        return f"The {by_role(role).lower()}"
    return "You" if found.you else shorten_name(found.name)


def whom(here: RoomContext, role: Role) -> str:
    """The same in the middle of a sentence."""
    found = whoever(here, role)
    by_its_role = f"the {by_role(role).lower()}"
    return by_its_role if found.lower() in ("", by_its_role) else found


def by_whom(name: str) -> str:
    """Somebody in the middle of a sentence: at one laptop those without a name are called by their role."""
    return f"the {name.lower()}" if name in {by_role(role) for role in Role} else shorten_name(name)


def departed_in_words(here: RoomContext) -> str:
    """Who left the round with a role that nobody has now, and what works from here; nothing where nobody did."""
    if not here.departed or here.stage is Stage.DONE:
        return ""
    roles = {each.role for each in here.departed}
    who = listed(dict.fromkeys(each.name for each in here.departed))
    verb = "has" if len(here.departed) == 1 else "have"
    was = here.departed[0].role if len(roles) == 1 else None
    sentences = [f"{who} {verb} left{f', and was the {was.title().lower()}' if was and verb == 'has' else ''}."]
    if here.nobody_speaks():
        sentences.append("Go on without (F9 looks back), or start another round.")
    elif Role.LINE_READER in roles and here.stage is Stage.TALKING and not here.spoken:
        sentences.append("The screen speaks for the family.")
    if any(role in roles for role in here.may_take):
        sentences.append("The role can be taken from My place (F8).")
    return " ".join(sentences)


def left_in_words(here: RoomContext) -> str:
    """How many replies are left, about; nothing while there are many."""
    left = here.most_replies - here.replies
    if here.over or not 0 < left <= SOON:
        return ""
    return "One more reply, then you look back together." if left == 1 else f"About {NUMBERS[left]} more replies."


def time_left(left: timedelta) -> str:
    """The room's clock, without a hurry in it."""
    minutes = round(left.total_seconds() / 60)
    if left <= timedelta():
        return "time is up, no hurry"
    return "a minute left" if minutes <= 1 else f"about {minutes} min left"


def into_it(second: int) -> str:
    """How long the talk has gone on, to the second: `2:05 into the round`."""
    return f"{second // MINUTE}:{second % MINUTE:02} into the round"


def turns(said: Iterable[SaidLine], speaker: str) -> tuple[ScreenTurn, ...]:
    """Each reply with what was said to it. `speaker` is who replies, as this person reads it."""
    found: list[list[ScreenLine]] = [[]]
    for line in said:
        if line.reply or line.skipped:
            found.append([ScreenLine(LineKind.YOU, _own(line), speaker)])
        elif line.scene:
            found[-1].append(ScreenLine(LineKind.SCENE, line.text))
        else:
            found[-1].append(ScreenLine(LineKind.FAMILY, line.text, line.speaker, line.how))
    return tuple(tuple(turn) for turn in found if turn)


def parted(said: tuple[SaidLine, ...]) -> tuple[tuple[SaidLine, ...], tuple[SaidLine, ...]]:
    """What was said before, up to the practitioner's last words; and the family's last lines, to read out now."""
    own = [place for place, line in enumerate(said) if line.reply or line.skipped]
    last = own[-1] + 1 if own else 0
    return said[:last], said[last:]


def _own(line: SaidLine) -> str:
    if line.skipped:
        return "A line skipped."
    return line.text or (f"Said aloud. {line.chose}." if line.chose else "Said aloud.")
