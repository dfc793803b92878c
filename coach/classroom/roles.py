"""Who does what at one laptop: two or three people, by names they choose or by their roles alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.model.room import LONGEST_NAME, Role

THIRD = "the practitioner and somebody who reads the lines, or observes, or both"


@dataclass(frozen=True, slots=True)
class Roles:
    """A name for each role that somebody has taken: an empty one where they would rather have none.

    None where nobody has the role. Without a line-reader the screen speaks for the family.
    """

    practitioner: str = ""
    line_reader: str | None = ""
    observer: str | None = ""

    def taken(self) -> Mapping[Role, str]:
        """The roles that somebody has, each with how that person is called."""
        chosen = ((Role.PRACTITIONER, self.practitioner), (Role.LINE_READER, self.line_reader))
        both = (*chosen, (Role.OBSERVER, self.observer))
        return {role: _plain(name) or by_role(role) for role, name in both if name is not None}

    def wrong(self, *, spoken: bool) -> str:
        """Why a round cannot be played like this, in a sentence; nothing where it can."""
        names = list(self.taken().values())
        if len(names) == 1:
            return f"It takes two or three of you: {THIRD}."
        if spoken and self.line_reader is None:
            return "Where nobody types, somebody reads the lines and follows the script."
        if len({name.casefold() for name in names}) < len(names):
            return "Two of you have one name. Add a letter, so that it is plain whom a page is for."
        if any(len(name) > LONGEST_NAME for name in names):
            return f"A name of {LONGEST_NAME} letters is long enough for the screen."
        return ""

    def turned(self) -> "Roles":
        """Everybody one place on: the practitioner reads next, the line-reader observes, the observer talks."""
        names: list[str | None] = [self.practitioner, self.line_reader, self.observer]
        there = [place for place, name in enumerate(names) if name is not None]
        moved = list(names)
        for place, after in zip(there, (*there[1:], there[0]), strict=True):
            moved[after] = names[place]
        return Roles(moved[0] or "", moved[1], moved[2])


def by_role(role: Role) -> str:
    """What somebody is called who gave no name."""
    return role.title()


def named(role: Role, name: str) -> str:
    """Somebody in the middle of a sentence: by name and role, or by role alone."""
    called = f"the {role.title().lower()}"
    return called if name == by_role(role) else f"{name}, {called}"


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())
