"""How a round at one laptop stands, as its page is made from. Behind a cover there is nothing to make one from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from coach.classroom.laptop import Laptop, Place, Step
from coach.classroom.views import ObserverView, View
from coach.model.room import Note, Role, Stage
from coach.practice.care import Care
from coach.tui.room.more import More, more

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
    sealed: Mapping[int, Note] = field(default_factory=dict)
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
