"""A round at one device, which two or three people pass between them.

It runs on a room in memory, by the same steps and rules as a round in any room. A page for one person stands behind a
cover: between two people the screen shows only whom the device goes to. What all may see is made from the
practitioner's view, which has no field for what the family keeps to itself, nor for the other roles' notes and marks
before these are shown to all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from coach.classroom.client import Clock
from coach.classroom.door import RoleNames, join, name_by_role
from coach.classroom.participant import Participant
from coach.classroom.views import ObserverView, PractitionerView, RoomContext, View, WatcherView
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.class_events import LineReaderNote, Mark, Role, RoomOpened, Stage
from coach.model.events import Ended
from coach.model.run_sheet import Part, PartPurpose, Sheet, Timer
from coach.options import BY_CHOICE, RehearseOptions
from coach.practice.safeguarding import Safeguard, known_words
from coach.practice.service import PracticeService
from coach.records.class_log import MemoryRoomLog

# --- Who has which role


def phrase_person(role: Role, name: str) -> str:
    """Return a person's name and role, or the role alone, for the middle of a sentence.

    Args:
        role: the role.
        name: the person's name; the role's own word if they gave none.
    """
    called = f"the {role.title().lower()}"
    return called if name == name_by_role(role) else f"{name}, {called}"


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
    """A step of the round at one device, with its own page: content note, brief, talk and so on."""

    NOTE = "note"
    BRIEF = "brief"
    TALK = "talk"
    NOTES = "notes"
    GUESSES = "guesses"
    MARKS = "marks"
    TOGETHER = "together"
    """Everybody speaks in turn, and then the coach: the stages of any room."""

    def title(self) -> str:
        """Return the page's title."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class DevicePage:
    """A page of the round, and the role whose person alone may see it; None for everybody."""

    step: DeviceStep
    role: Role | None = None


class SingleDeviceRound:
    """A round that two or three people play by passing one device between them.

    For one thread. Nothing of it is stored unless `keep` is called.
    """

    def __init__(
        self,
        practice: PracticeService,
        clock: Clock,
        roles: RoleNames,
        scenario: str,
        *,
        spoken: bool = False,
        options: RehearseOptions = BY_CHOICE,
    ) -> None:
        """Begin a round at its first page, the content note.

        Args:
            practice: the library and the reading of replies.
            clock: tells the time.
            roles: who has which role.
            scenario: what is played.
            spoken: whether nobody types.
            options: what was chosen for the round; what a round takes of it is kept where the round is.

        Raises:
            NotNow: a round cannot be played with these roles.
            NotKnown: there is no such scenario.
            UnusableContent: the scenario has problems.
            WordsHeld: an option holds words that a gate stops.
        """
        if wrong := roles.find_problem(spoken=spoken):
            raise NotNow(wrong)
        self.roles = roles
        self.names: Mapping[Role, str] = roles.list_names()
        self.scenario = scenario
        self.spoken = spoken
        self._chosen = options.list_for_rounds()
        Safeguard(lambda: known_words(practice.script(scenario))).hold_own_words(map(str, self._chosen.values()))
        self.covered = False
        """Whether the next page is for another person.

        Until `uncover`, nothing of it may be on the screen.
        """
        self.in_time_out = False
        """Whether a person asked for a moment. Who asked is not known here either."""
        self.kept = ""
        """The id of the rehearsal that the round was kept as; empty while it is not."""
        self._practice = practice
        self._clock = clock
        self._sealed: dict[Role, dict[int, LineReaderNote]] = {Role.LINE_READER: {}, Role.PRACTITIONER: {}}
        self._order = tuple(_plan_pages(self.names, spoken=spoken))
        self._at = 0
        # A room like any other, but in memory: the rules are the same, and nothing is stored.
        log = MemoryRoomLog(RoomOpened(at=clock(), code="LAPTOP", sheet=SHEET, scenarios=(scenario,)))
        people = {role: join(log, name, clock, by_role=True) for role, name in self.names.items()}
        self.participants = {
            role: Participant(log, practice, person, clock, shared=True) for role, person in people.items()
        }
        first, *others = self.participants.values()
        first.make_group(*(participant.person for participant in others))
        for role, participant in self.participants.items():
            participant.take_role(role)
        first.choose_scenario(scenario, spoken=spoken)
        first.go_to_next_stage()

    # --- What the page shows now

    @property
    def page(self) -> DevicePage:
        """The page that the round is at."""
        return self._order[self._at]

    @property
    def stage(self) -> Stage:
        """The group's stage."""
        group = self._practitioner.group
        return group.stage if group else Stage.GATHERING

    @property
    def is_over(self) -> bool:
        """Whether the conversation has ended."""
        return self._practitioner.build_view().context.over

    @property
    def participant(self) -> Participant:
        """The participant whose page is shown; the practitioner where the page is for everybody."""
        return self._refresh(self.page.role or Role.PRACTITIONER)

    def build_view(self, role: Role | None = None) -> View:
        """Build the view for the page that is shown, or with a role that person's own view."""
        if role is None and self.page.role is None:
            view = self._refresh(Role.PRACTITIONER).build_view()
            assert isinstance(view, PractitionerView | WatcherView), "a practitioner's view is nobody else's"
            # All look at it together, so it must be made of what the practitioner may see.
            return build_shared_view(view)
        return self._refresh(role or self.page.role or Role.PRACTITIONER).build_view()

    def list_sealed_notes(self) -> Mapping[int, LineReaderNote]:
        """Map openings' numbers to what the person at the device noted or guessed so far.

        An opening is where the family lets a subject be spoken of.
        """
        return dict(self._sealed.get(self.page.role, {})) if self.page.role else {}

    # --- Going on, marking and keeping

    def uncover(self) -> None:
        """Uncover a page for one person, once they have the device."""
        self.covered = False

    def go_on(self) -> None:
        """Finish the page and show the next. Raises NotNow where something is missing yet."""
        page = self.page
        match page.step:
            case DeviceStep.NOTE:
                for participant in self.participants.values():
                    participant.agree()
                self._practitioner.go_to_next_stage()
            case DeviceStep.TALK:
                self._end_conversation()
            case DeviceStep.NOTES | DeviceStep.GUESSES:
                self._give_sealed_notes(page)
            case DeviceStep.MARKS:
                self.participant.lock_marks()
            case DeviceStep.TOGETHER:
                self._practitioner.go_to_next_stage()
            case DeviceStep.BRIEF:
                self.participant.agree()
        self._turn_page()

    def step_back(self) -> None:
        """Return to the role that spoke before, among the pages for everybody.

        Raises NotNow where something was said since.
        """
        self._practitioner.step_back(self.stage)

    def seal(self, opening: int, note: LineReaderNote) -> None:
        """Store the note or guess of the person at the device, hidden from the others.

        It can be changed until they hand the device on.

        An opening is where the family lets a subject be spoken of.

        Args:
            opening: the opening's number.
            note: the note or guess.
        """
        self._sealed[self.page.role or Role.PRACTITIONER][opening] = note

    def list_marks(self) -> tuple[Mark, ...]:
        """List the marks that the observer can give now, on the last reply or the opening before it.

        An opening is where the family lets a subject be spoken of.
        """
        view = self.build_view(Role.OBSERVER) if Role.OBSERVER in self.participants else None
        if not isinstance(view, ObserverView) or not view.context.replies:
            return ()
        stood = any(opening.after < view.context.replies for opening in view.openings)
        return tuple(mark for mark in Mark if stood or mark.of_a_reply())

    def mark_last(self, mark: Mark) -> None:
        """Set the observer's mark on the last reply or opening, while everybody sees the screen.

        A mark of a reply goes to the last reply, any other to the last opening that the family gave before it. Where
        there is no such reply or opening nothing happens: a refusal would show the others which kind of mark was tried.

        Raises:
            NotNow: nobody observes in this round.
        """
        if Role.OBSERVER not in self.participants:
            raise NotNow(say("Nobody observes in this round."))
        participant = self._refresh(Role.OBSERVER)
        view = participant.build_view()
        assert isinstance(view, ObserverView), "the observer's seat"
        before = [opening.number for opening in view.openings if opening.after < view.context.replies]
        if view.context.replies and (mark.of_a_reply() or before):
            participant.mark(0 if mark.of_a_reply() else before[-1], 0, mark)

    def call_time_out(self) -> None:
        """Stop for a moment. A page for one person is covered again."""
        self.in_time_out = True
        # A page for one person must not lie open while people rest.
        self.covered = self.covered or self.page.role is not None
        self._practitioner.call_time_out()

    def end_time_out(self) -> None:
        """End the pause that `call_time_out` began."""
        self._practitioner.end_time_out()
        self.in_time_out = False

    def keep(self) -> str:
        """Store the round among the practitioner's rehearsals, and return the rehearsal's id.

        Replies said again in other words are not in it, because nobody knows who typed them.

        Raises:
            NotNow: nothing was typed, or the round is stored already.
        """
        if self.kept:
            raise NotNow(say("It is kept already."))
        began, *others = self._refresh(Role.PRACTITIONER).list_own_events()
        events = (began.model_copy(update=self._chosen), *others)
        if not isinstance(events[-1], Ended):  # people who go on to look back have ended it without saying so
            events = (*events, Ended(at=self._clock(), how="finished"))
        self.kept = self._practice.new_id()
        # Event by event, as a rehearsal is stored, so that a crash leaves a shorter one and no broken one.
        for number, event in enumerate(events):
            self._practice.keeping.append(self.kept, events[:number], event)
        return self.kept

    def forget(self) -> None:
        """Delete the stored rehearsal of this round, for good. Does nothing where nothing is stored.

        Raises NotKnown or RecordsError.
        """
        if self.kept:
            self._practice.keeping.forget(self.kept)
            self.kept = ""

    # --- Helpers

    @property
    def _practitioner(self) -> Participant:
        """The practitioner, who acts for everybody on shared pages; brought up to date with the log."""
        return self._refresh(Role.PRACTITIONER)

    def _refresh(self, role: Role) -> Participant:
        participant = self.participants[role]
        participant.refresh()
        return participant

    def _end_conversation(self) -> None:
        if not self.is_over:
            self._refresh(Role.LINE_READER if self.spoken else Role.PRACTITIONER).end_conversation()
        self._practitioner.go_to_next_stage()

    def _give_sealed_notes(self, page: DevicePage) -> None:
        for opening, note in self._sealed[page.role or Role.PRACTITIONER].items():
            if page.step is DeviceStep.NOTES:
                self.participant.note(opening, note)
            else:
                self.participant.guess(opening, note)

    def _turn_page(self) -> None:
        if self._at + 1 == len(self._order):
            return
        # Also before a page for all: the last person's page must not stand there while it is passed on.
        self._at += 1
        self.covered = True
        if self.page.step in (DeviceStep.TALK, DeviceStep.TOGETHER):
            self._practitioner.go_to_next_stage()


def _plan_pages(names: Mapping[Role, str], *, spoken: bool) -> list[DevicePage]:
    """Plan the pages of a round for the roles that are taken."""
    places = [DevicePage(DeviceStep.NOTE), *(DevicePage(DeviceStep.BRIEF, role) for role in names)]
    places.append(DevicePage(DeviceStep.TALK, Role.LINE_READER if spoken else None))
    if Role.LINE_READER in names:
        places += [DevicePage(DeviceStep.NOTES, Role.LINE_READER), DevicePage(DeviceStep.GUESSES, Role.PRACTITIONER)]
    if Role.OBSERVER in names:
        places.append(DevicePage(DeviceStep.MARKS, Role.OBSERVER))
    return [*places, DevicePage(DeviceStep.TOGETHER)]


def build_shared_view(view: PractitionerView | WatcherView) -> WatcherView:
    """Build the view of a page for everybody round the device: nobody in it is “you”."""
    return WatcherView(build_shared_context(view.context), view.lines, view.revealed, view.marks, view.lines_again)


def build_shared_context(context: RoomContext) -> RoomContext:
    """Build the context of a page for everybody; Back leads only to pages for everybody."""
    together = context.back_to is not None and context.back_to.is_at_least(Stage.PRACTITIONER_SPEAKS)
    partners = tuple(replace(person, is_self=False) for person in context.partners)
    return replace(context, own_name="", role=None, partners=partners, back_to=context.back_to if together else None)
