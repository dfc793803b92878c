"""The data of a round's pages, the messages that pages post, and how role-holders are named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from textual.message import Message

from coach.classroom.comparison import Comparison
from coach.classroom.door import name_by_role
from coach.classroom.participant import Participant
from coach.classroom.single_device import DevicePage, DeviceStep, SingleDeviceRound, phrase_person
from coach.classroom.views import ObserverView, PractitionerView, TrainerMessage, View
from coach.debrief.first_page import DebriefPage
from coach.language.catalogue import say
from coach.model.characters import shorten_name
from coach.model.class_events import Counted, LineReaderNote, Role, Stage
from coach.practice.safeguarding import Care

# --- What a page needs besides its view

AFTER = (Stage.COACH_SPEAKS, Stage.OUT_OF_ROLE, Stage.DONE)


@dataclass(frozen=True, slots=True)
class PageExtras:
    """What a page shows besides its view.

    Each part is read only where it is shown, because some of it is slow to make.
    """

    draft: str = ""
    """What stands in the box."""
    comparison: Comparison | None = None
    page: DebriefPage | None = None
    """None where nobody typed: the coach heard nothing then."""
    replaying: int = 0
    """The reply that this person is saying in other words."""
    contribution: tuple[Counted, ...] = ()
    """The row of counts that they could give; empty where there is none."""
    contributed: bool = False
    lacks_contributors: bool = False
    """No counts are asked for, because too few people are here for any to be shown."""
    care: Care | None = None
    """Words that look after people."""
    may_take_home: bool = False
    """There is a file of their own words now, whatever else goes on."""
    unread: tuple[TrainerMessage, ...] = ()
    """What the trainer said and was not put away, oldest first."""
    warm_up_note: str = ""
    """What may be hard in the lines of the warm-up, while it lasts."""


def read_extras(seat: Participant, view: View, care: Care, draft: str, before: PageExtras) -> PageExtras:
    """Read what a page shows besides its view; what never changes is taken from `before`.

    Args:
        seat: the participant whose view it is.
        view: the view.
        care: the words and signposts that look after participants.
        draft: what stands in the box.
        before: what went with the view before.
    """
    context = view.context
    if context.stage not in AFTER or not context.round or context.to_agree:
        return PageExtras(draft=draft, care=care, may_take_home=seat.may_take_home, unread=seat.list_unread())
    typed = not context.spoken
    yours = isinstance(view, PractitionerView) and typed
    contributed = yours and seat.has_contributed
    may_contribute = yours and not contributed and seat.may_contribute
    return PageExtras(
        draft=draft,
        comparison=before.comparison or seat.compare(),
        page=before.page or (seat.build_page() if typed else None),
        replaying=(seat.replayed_reply or 0) if typed else 0,
        contribution=(before.contribution or seat.preview_contribution()) if may_contribute else (),
        contributed=contributed,
        lacks_contributors=yours and seat.lacks_contributors,
        care=care,
        may_take_home=seat.may_take_home,
        unread=seat.list_unread(),
    )


# --- The status of a round at one laptop

Key = tuple[DevicePage, Stage, bool, bool, str]
"""Another key is another page."""


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """The state of a round at one laptop, as a page shows it. Behind a cover it has no view."""

    place: DevicePage
    stage: Stage
    covered: bool
    resting: bool
    names: Mapping[Role, str]
    spoken: bool
    kept: str
    view: View | None = None
    """None while nothing may be shown."""
    extras: PageExtras = field(default_factory=PageExtras)
    watching: ObserverView | None = None
    """Where nobody types: what the observer has on the same page, beside the line-reader."""
    sealed: Mapping[int, LineReaderNote] = field(default_factory=dict)
    """What whoever has the laptop noted or guessed so far."""

    @property
    def key(self) -> Key:
        """A key for the page: as long as it is the same, the same page is shown."""
        return self.place, self.stage, self.covered, self.resting, self.kept

    def name(self, role: Role) -> str:
        """Return the name of the person in a role; empty where nobody has the role."""
        return self.names.get(role, "")


def read_status(laptop: SingleDeviceRound, care: Care, draft: str, before: RoundStatus | None) -> RoundStatus:
    """Read the round's state for the page. It is slow: call it in the practice's thread.

    Args:
        laptop: the round.
        care: the words and signposts that look after participants.
        draft: what stands in the box.
        before: the status that is shown; None before the first.
    """
    place = laptop.page
    status = RoundStatus(
        place, laptop.stage, laptop.covered, laptop.in_time_out, laptop.names, laptop.spoken, laptop.kept
    )
    # Behind a cover there is no view: a page that is not made cannot be seen by the wrong participant.
    if status.covered or status.resting:
        return status
    view = laptop.build_view()
    beside = laptop.spoken and place.step is DeviceStep.TALK and Role.OBSERVER in laptop.names
    watching = laptop.build_view(Role.OBSERVER) if beside else None
    return replace(
        status,
        view=view,
        extras=read_extras(
            laptop.participant,
            view,
            care,
            draft,
            before.extras if before and before.key == status.key else PageExtras(),
        ),
        watching=watching if isinstance(watching, ObserverView) else None,
        sealed=laptop.list_sealed_notes(),
    )


# --- Role-holders by name, and the words of a cover

ONLY_THEY = "Press Enter when only they can see it."
ALL_OF_YOU = "Put the laptop where all of you can see it."
WHEN_SO = "Press Enter when that is so."
FROM_HERE = "From here on nothing is for one of you alone. Notes and guesses are laid open first."
NOTHING_TYPED = "Nobody types, and the coach hears nothing. Talk aloud."


def name_holder_within(status: RoundStatus, role: Role) -> str:
    """Name the person in a role, for the middle of a sentence."""
    return phrase_person(role, shorten_name(status.name(role)))


def name_holder_alone(status: RoundStatus, role: Role) -> str:
    """Name the person in a role by their name alone, or by the role if they gave none."""
    name = status.name(role)
    return phrase_person(role, name) if name == name_by_role(role) else shorten_name(name)


def name_holder_first(status: RoundStatus, role: Role) -> str:
    """Name the person in a role, for the beginning of a sentence."""
    words = name_holder_alone(status, role)
    return f"{words[0].upper()}{words[1:]}"


def write_cover(status: RoundStatus) -> tuple[str, ...]:
    """Return what a cover says: to whom the laptop goes, and when to press Enter."""
    place = status.place
    if place.step is DeviceStep.TALK and status.spoken:
        beside = f" and {name_holder_within(status, Role.OBSERVER)}" if status.name(Role.OBSERVER) else ""
        practitioner = name_holder_first(status, Role.PRACTITIONER)
        return (
            say(
                "Put the laptop before {holder_within}{beside}.",
                holder_within=name_holder_within(status, Role.LINE_READER),
                beside=beside,
            ),
            say(
                "{practitioner} sits where they cannot see it. {nothing_typed}",
                practitioner=practitioner,
                nothing_typed=NOTHING_TYPED,
            ),
            say(WHEN_SO),
        )
    if place.role is not None:
        return say("Hand the laptop to {holder_within}.", holder_within=name_holder_within(status, place.role)), say(
            ONLY_THEY
        )
    return say(ALL_OF_YOU), *((say(FROM_HERE),) if place.step is DeviceStep.TOGETHER else ()), say(WHEN_SO)


# --- What the pages of a round ask for. The screen that shows a page does it


class SeatRequest(Message):
    """Message: call a function with the participant whose page it is, then show `said`."""

    def __init__(self, do: Callable[[Participant], object], said: str = "") -> None:
        super().__init__()
        self.do = do
        self.said = said


class SayRequest(Message):
    """Message: say words as a reply of the round or, with `again`, as the reply said again."""

    def __init__(self, words: str, *, again: bool = False) -> None:
        super().__init__()
        self.words = words
        self.again = again


class DraftChanged(Message):
    """Message posted when the words in the box change."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class CommandRequest(Message):
    """Message: run a command of the screen, by its name in the table of commands."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self.command = command


class LaptopRequest(Message):
    """Message: call a function with the round, such as to go on or to uncover the page."""

    def __init__(self, do: Callable[[SingleDeviceRound], object], said: str = "") -> None:
        super().__init__()
        self.do = do
        self.said = said


class ObserverRequest(Message):
    """Message: call a function with the observer, from the page shared with a line-reader."""

    def __init__(self, do: Callable[[Participant], object]) -> None:
        super().__init__()
        self.do = do
