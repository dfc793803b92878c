"""One laptop for two or three people: a room of its own in memory, and whose eyes the screen is for, step by step.

The order is that of a round in any room. Whatever is for one pair of eyes stands behind a cover: between two people
nothing is shown but whom the laptop goes to. What all may see is made from the practitioner's view, which has no field
for anything that a family keeps, a sealed note or an unlocked mark.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from coach.classroom.client import Clock
from coach.classroom.door import join
from coach.classroom.participant import Participant
from coach.classroom.views import ObserverView, PractitionerView, RoomContext, View, WatcherView
from coach.errors import NotNow
from coach.model.class_events import LONGEST_NAME, LineReaderNote, Mark, Role, RoomOpened, Stage
from coach.model.events import Ended
from coach.model.run_sheet import Part, PartPurpose, Sheet, Timer
from coach.practice.service import PracticeService
from coach.records.class_log import MemoryRoomLog

# --- Who has which role

THIRD = "the practitioner and somebody who reads the lines, or observes, or both"


@dataclass(frozen=True, slots=True)
class RoleNames:
    """A name for each role that somebody has taken: an empty one where they would rather have none.

    None where nobody has the role. Without a line-reader the screen speaks for the family.
    """

    practitioner: str = ""
    line_reader: str | None = ""
    observer: str | None = ""

    def list_names(self) -> Mapping[Role, str]:
        """The roles that somebody has, each with how that person is called."""
        chosen = ((Role.PRACTITIONER, self.practitioner), (Role.LINE_READER, self.line_reader))
        both = (*chosen, (Role.OBSERVER, self.observer))
        return {role: _clean(name) or name_by_role(role) for role, name in both if name is not None}

    def find_problem(self, *, spoken: bool) -> str:
        """Why a round cannot be played like this, in a sentence; nothing where it can."""
        names = list(self.list_names().values())
        if len(names) == 1:
            return f"It takes two or three of you: {THIRD}."
        if spoken and self.line_reader is None:
            return "Where nobody types, somebody reads the lines and follows the script."
        if len({name.casefold() for name in names}) < len(names):
            return "Two of you have one name. Add a letter, so that it is plain whom a page is for."
        if any(len(name) > LONGEST_NAME for name in names):
            return f"A name of {LONGEST_NAME} letters is long enough for the screen."
        return ""

    def rotate(self) -> "RoleNames":
        """Everybody one place on: the practitioner reads next, the line-reader observes, the observer talks."""
        names: list[str | None] = [self.practitioner, self.line_reader, self.observer]
        there = [place for place, name in enumerate(names) if name is not None]
        moved = list(names)
        for place, after in zip(there, (*there[1:], there[0]), strict=True):
            moved[after] = names[place]
        return RoleNames(moved[0] or "", moved[1], moved[2])


def name_by_role(role: Role) -> str:
    """What somebody is called who gave no name."""
    return role.title()


def phrase_person(role: Role, name: str) -> str:
    """Somebody in the middle of a sentence: by name and role, or by role alone."""
    called = f"the {role.title().lower()}"
    return called if name == name_by_role(role) else f"{name}, {called}"


def _clean(name: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


# --- The pages of a round, and whom each is for

REPLIES = 8
SHEET = Sheet(
    title="One laptop",
    about="Two or three people round one laptop.",
    timer=Timer.NONE,
    replies=REPLIES,
    parts=(Part(title="A round", minutes=30, what="One round.", does=PartPurpose.ROUND),),
)


class DeviceStep(StrEnum):
    """What is done with the laptop."""

    NOTE = "note"
    BRIEF = "brief"
    TALK = "talk"
    NOTES = "notes"
    GUESSES = "guesses"
    MARKS = "marks"
    TOGETHER = "together"
    """Everybody speaks in turn, and then the coach: the room's own stages."""

    def title(self) -> str:
        """What whoever has the laptop has before them."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class DevicePage:
    """A step, and whose eyes it is for: everybody's where there is no role."""

    step: DeviceStep
    role: Role | None = None


class SingleDeviceRound:
    """A round at one laptop. For one thread; nothing of it is kept but what `keep` is asked to keep."""

    def __init__(
        self, practice: PracticeService, clock: Clock, roles: RoleNames, scenario: str, *, spoken: bool = False
    ) -> None:
        """Sit down and open the content note. Raises NotNow, NotKnown or Unusable."""
        if wrong := roles.find_problem(spoken=spoken):
            raise NotNow(wrong)
        self.roles = roles
        self.names: Mapping[Role, str] = roles.list_names()
        self.scenario = scenario
        self.spoken = spoken
        self.covered = False
        """The next page is for other eyes: until `uncover`, nothing of it may be on the screen."""
        self.in_time_out = False
        """Somebody asked for a moment. Who, is not known here either."""
        self.kept = ""
        """The id of the rehearsal that it was kept as; empty while it is not."""
        self._practice = practice
        self._clock = clock
        self._sealed: dict[Role, dict[int, LineReaderNote]] = {Role.LINE_READER: {}, Role.PRACTITIONER: {}}
        self._order = tuple(_plan_pages(self.names, spoken=spoken))
        self._at = 0
        log = MemoryRoomLog(RoomOpened(at=clock(), code="LAPTOP", sheet=SHEET, scenarios=(scenario,)))
        people = {role: join(log, name, clock, by_role=True) for role, name in self.names.items()}
        self.participants = {
            role: Participant(log, practice, person, clock, shared=True) for role, person in people.items()
        }
        first, *others = self.participants.values()
        first.make_group(*(seat.person for seat in others))
        for role, seat in self.participants.items():
            seat.take_role(role)
        first.choose_scenario(scenario, spoken=spoken)
        first.go_to_next_stage()

    # --- What the page shows now

    @property
    def page(self) -> DevicePage:
        """What is done now, and whose eyes it is for."""
        return self._order[self._at]

    @property
    def stage(self) -> Stage:
        """Where the round is."""
        group = self._first.group
        return group.stage if group else Stage.GATHERING

    @property
    def is_over(self) -> bool:
        """Nothing more is said in the round."""
        return self._first.build_view().context.over

    @property
    def participant(self) -> Participant:
        """Whose page it is; the practitioner's where it is everybody's."""
        return self._seat(self.page.role or Role.PRACTITIONER)

    def build_view(self, role: Role | None = None) -> View:
        """What the page now is made from; with a role, that person's own view."""
        if role is None and self.page.role is None:
            view = self._seat(Role.PRACTITIONER).build_view()
            assert isinstance(view, PractitionerView | WatcherView), "a practitioner's view is nobody else's"
            return build_shared_view(view)
        return self._seat(role or self.page.role or Role.PRACTITIONER).build_view()

    def list_sealed_notes(self) -> Mapping[int, LineReaderNote]:
        """What whoever has the laptop noted or guessed so far, by opening."""
        return dict(self._sealed.get(self.page.role, {})) if self.page.role else {}

    # --- Going on, marking and keeping

    def uncover(self) -> None:
        """Whoever it is for has the laptop."""
        self.covered = False

    def go_on(self) -> None:
        """Finish what is done now, and go on to what comes next. Raises NotNow where something is missing yet."""
        place = self.page
        match place.step:
            case DeviceStep.NOTE:
                for seat in self.participants.values():
                    seat.agree()
                self._first.go_to_next_stage()
            case DeviceStep.TALK:
                self._end()
            case DeviceStep.NOTES | DeviceStep.GUESSES:
                self._lay_down(place)
            case DeviceStep.MARKS:
                self.participant.lock_marks()
            case DeviceStep.TOGETHER:
                self._first.go_to_next_stage()
            case DeviceStep.BRIEF:
                self.participant.agree()
        self._to_next()

    def step_back(self) -> None:
        """Back to the turn before, once it is for everybody. Raises NotNow where something was said since."""
        self._first.step_back(self.stage)

    def seal(self, opening: int, note: LineReaderNote) -> None:
        """A note or a guess of whoever has the laptop; it can be changed until they hand it on."""
        self._sealed[self.page.role or Role.PRACTITIONER][opening] = note

    def list_marks(self) -> tuple[Mark, ...]:
        """What can be marked on the page that all see: what a reply did, and an opening where one stood before it."""
        view = self.build_view(Role.OBSERVER) if Role.OBSERVER in self.participants else None
        if not isinstance(view, ObserverView) or not view.context.replies:
            return ()
        stood = any(each.after < view.context.replies for each in view.openings)
        return tuple(mark for mark in Mark if stood or mark.of_a_reply())

    def mark_last(self, mark: Mark) -> None:
        """The observer's mark, made on the page that all see: of the last reply, or of the opening before it.

        Quiet where there is none: the others would see by a refusal which kind was tried. Raises NotNow where nobody
        observes.
        """
        if Role.OBSERVER not in self.participants:
            raise NotNow("Nobody observes in this round.")
        seat = self._seat(Role.OBSERVER)
        view = seat.build_view()
        assert isinstance(view, ObserverView), "the observer's seat"
        before = [each.number for each in view.openings if each.after < view.context.replies]
        if view.context.replies and (mark.of_a_reply() or before):
            seat.mark(0 if mark.of_a_reply() else before[-1], 0, mark)

    def call_time_out(self) -> None:
        """Somebody asked for a moment. A page for one pair of eyes goes back behind its cover."""
        self.in_time_out = True
        self.covered = self.covered or self.page.role is not None
        self._first.call_time_out()

    def end_time_out(self) -> None:
        """Everybody is ready again."""
        self._first.end_time_out()
        self.in_time_out = False

    def keep(self) -> str:
        """Keep the round as a rehearsal of its practitioner's, once that is asked for; its id.

        Lines that were said again are not in it: nobody knows who typed them. The same goes for what is taken home.
        Raises NotNow where nothing was typed, or it is kept already.
        """
        if self.kept:
            raise NotNow("It is kept already.")
        events = self._seat(Role.PRACTITIONER).list_own_events()
        if not isinstance(events[-1], Ended):  # people who go on to look back have ended it without saying so
            events = (*events, Ended(at=self._clock(), how="finished"))
        self.kept = self._practice.new_id()
        for number, event in enumerate(events):
            self._practice.keeping.append(self.kept, events[:number], event)
        return self.kept

    def forget(self) -> None:
        """Delete what was kept of this round, for good; quiet where nothing is. Raises NotKnown or RecordsError."""
        if self.kept:
            self._practice.keeping.forget(self.kept)
            self.kept = ""

    # --- Helpers

    @property
    def _first(self) -> Participant:
        """Whoever goes on for all: each sees how it stands by the log."""
        return self._seat(Role.PRACTITIONER)

    def _seat(self, role: Role) -> Participant:
        seat = self.participants[role]
        seat.refresh()
        return seat

    def _end(self) -> None:
        if not self.is_over:
            self._seat(Role.LINE_READER if self.spoken else Role.PRACTITIONER).end_conversation()
        self._first.go_to_next_stage()

    def _lay_down(self, place: DevicePage) -> None:
        for opening, note in self._sealed[place.role or Role.PRACTITIONER].items():
            if place.step is DeviceStep.NOTES:
                self.participant.note(opening, note)
            else:
                self.participant.guess(opening, note)

    def _to_next(self) -> None:
        if self._at + 1 == len(self._order):
            return
        self._at += 1
        self.covered = True
        if self.page.step in (DeviceStep.TALK, DeviceStep.TOGETHER):
            self._first.go_to_next_stage()


def _plan_pages(names: Mapping[Role, str], *, spoken: bool) -> list[DevicePage]:
    """The steps of a round, for those who sit there."""
    places = [DevicePage(DeviceStep.NOTE), *(DevicePage(DeviceStep.BRIEF, role) for role in names)]
    places.append(DevicePage(DeviceStep.TALK, Role.LINE_READER if spoken else None))
    if Role.LINE_READER in names:
        places += [DevicePage(DeviceStep.NOTES, Role.LINE_READER), DevicePage(DeviceStep.GUESSES, Role.PRACTITIONER)]
    if Role.OBSERVER in names:
        places.append(DevicePage(DeviceStep.MARKS, Role.OBSERVER))
    return [*places, DevicePage(DeviceStep.TOGETHER)]


def build_shared_view(view: PractitionerView | WatcherView) -> WatcherView:
    """What everybody round the laptop may see at once: nobody in it is “you”."""
    return WatcherView(build_shared_context(view.context), view.lines, view.revealed, view.marks, view.lines_again)


def build_shared_context(here: RoomContext) -> RoomContext:
    """The surroundings as nobody in particular sees them. There is a way back among the pages that are for all."""
    together = here.back_to is not None and here.back_to.is_at_least(Stage.PRACTITIONER_SPEAKS)
    partners = tuple(replace(each, is_self=False) for each in here.partners)
    return replace(here, own_name="", role=None, partners=partners, back_to=here.back_to if together else None)
