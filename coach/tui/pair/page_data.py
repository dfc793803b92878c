"""How a round at one laptop stands, as its page is made from. Behind a cover there is nothing to make one from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from textual.message import Message

from coach.classroom.participant import Participant
from coach.classroom.single_device import Laptop, Place, Step, by_role, named
from coach.classroom.views import ObserverView, View
from coach.model.class_events import LineReaderNote, Role, Stage
from coach.practice.safeguarding import Care
from coach.tui.room.more import More, more
from coach.tui.text import shorten_name

Key = tuple[Place, Stage, bool, bool, str]
"""Another key is another page."""


@dataclass(frozen=True, slots=True)
class Now:
    """A round at one laptop, at one moment."""

    place: Place
    stage: Stage
    covered: bool
    resting: bool
    names: Mapping[Role, str]
    spoken: bool
    kept: str
    view: View | None = None
    """None while nothing may be shown."""
    more: More = field(default_factory=More)
    watching: ObserverView | None = None
    """Where nobody types: what the observer has on the same page, beside the line-reader."""
    sealed: Mapping[int, LineReaderNote] = field(default_factory=dict)
    """What whoever has the laptop noted or guessed so far."""

    @property
    def key(self) -> Key:
        """Which page it is."""
        return self.place, self.stage, self.covered, self.resting, self.kept

    def name(self, role: Role) -> str:
        """How somebody is called; empty where nobody has the role."""
        return self.names.get(role, "")


def look(laptop: Laptop, care: Care, draft: str, before: Now | None) -> Now:
    """How it stands now. For the practice's thread."""
    place = laptop.place
    now = Now(place, laptop.stage, laptop.covered, laptop.resting, laptop.names, laptop.spoken, laptop.kept)
    if now.covered or now.resting:
        return now
    view = laptop.view()
    beside = laptop.spoken and place.step is Step.TALK and Role.OBSERVER in laptop.names
    watching = laptop.view(Role.OBSERVER) if beside else None
    return replace(
        now,
        view=view,
        more=more(laptop.seat, view, care, draft, before.more if before and before.key == now.key else More()),
        watching=watching if isinstance(watching, ObserverView) else None,
        sealed=laptop.sealed(),
    )


# --- Who the laptop goes to, in words; and what else stands on covers

ONLY_THEY = "Press Enter when only they can see it."
ALL_OF_YOU = "Put the laptop where all of you can see it."
WHEN_SO = "Press Enter when that is so."
FROM_HERE = "From here on nothing is for one of you alone. Notes and guesses are laid open first."
NOTHING_TYPED = "Nobody types, and the coach hears nothing. Talk aloud."


def somebody(now: Now, role: Role) -> str:
    """Somebody in the middle of a sentence."""
    return named(role, shorten_name(now.name(role)))


def short(now: Now, role: Role) -> str:
    """The same by name alone, where there is one."""
    name = now.name(role)
    return named(role, name) if name == by_role(role) else shorten_name(name)


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


# --- What pages at one laptop say when somebody wants something


class Does(Message):
    """Something to do with the laptop: go on, uncover, note something."""

    def __init__(self, do: Callable[[Laptop], object], said: str = "") -> None:
        super().__init__()
        self.do = do
        self.said = said


class Watched(Message):
    """Something to do at the observer's seat, from a page that they share with the line-reader."""

    def __init__(self, do: Callable[[Participant], object]) -> None:
        super().__init__()
        self.do = do
