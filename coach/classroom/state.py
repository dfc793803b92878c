"""The state of a room: its people, its groups, and each group's round.

`RoomState` holds it all. A state is never changed: `reducer.advance` makes the next one from an event of the room's
log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.class_events import Counted, LineReaderNote, Mark, Marked, Role, Stage
from coach.model.events import Began, Event, Replied, SaidAgain
from coach.model.run_sheet import Part, Sheet

MOST_IN_A_GROUP = 6
"""Three with a role and three who watch: more cannot sit round one table."""


@dataclass(frozen=True, slots=True)
class RoomPerson:
    """A person who came into the room."""

    id: str
    name: str
    ticket: str = ""
    """The hash of the ticket in this person's browser."""
    away: bool = False
    """Whether the person's screen is gone. Their place is kept."""
    gone: bool = False
    """Whether the person left for good."""
    since: datetime | None = None
    """When the person came in."""
    waiting: bool = False
    """Whether the person waits at the door until the trainer admits them."""
    kept_out: str = ""
    """Why the trainer keeps the person out, in a sentence; empty for everybody else."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round of a group, with everything that was said in it and about it."""

    group: str
    number: int
    scenario: str
    spoken: bool
    began: Began
    practitioner: str
    """The person who began the round as its practitioner.

    A person who takes over later owns their own words, and no others.
    """
    happened: tuple[Event, ...] = ()
    """The events of the conversation after its beginning. Later attempts are lines said again."""
    said_by: tuple[str, ...] = ()
    """The person who did each event of `happened`."""
    branches: tuple[str, ...] = ()
    """In a spoken round: the branches that the line-reader chose, in order."""
    over: bool = False
    """Whether the conversation has ended."""
    notes: Mapping[int, LineReaderNote] = field(default_factory=dict)
    """The line-reader's note on each opening, by the opening's number."""
    guesses: Mapping[int, LineReaderNote] = field(default_factory=dict)
    """The practitioner's guess at that note, by the opening's number."""
    marks: tuple[Marked, ...] = ()
    """All observers' marks, as they stand now."""
    locked: frozenset[str] = frozenset()
    """The observers who have finished marking."""
    replaying: Mapping[str, int] = field(default_factory=dict)
    """The number of the reply that each person chose to say again."""
    stood: timedelta = timedelta()
    """How long the round's clock was stopped so far, without a stop that still lasts."""
    stands_since: datetime | None = None
    """Since when the round's clock is stopped; None while it runs."""

    def list_speakers(self) -> tuple[str, ...]:
        """List the people who said the round's replies, in order of their first reply.

        Where nothing was typed yet, or the round is spoken, that is only the practitioner who began it.
        """
        first = zip(self.happened[: self.count_first_attempt()], self.said_by, strict=False)
        return tuple(dict.fromkeys(by for event, by in first if isinstance(event, Replied))) or (self.practitioner,)

    def count_seconds(self, now: datetime) -> int:
        """Count the seconds that the round has lasted, without pauses and time-outs."""
        went = (self.stands_since or now) - self.began.at - self.stood
        return max(int(went.total_seconds()), 0)

    def with_clock(self, still: bool, at: datetime) -> "Round":
        """Return the round with its clock stopped or running.

        Args:
            still: whether the clock stops.
            at: the moment at which it stops or starts.
        """
        if still is (self.stands_since is not None):
            return self
        if self.stands_since is None:
            return replace(self, stands_since=max(at, self.began.at))
        return replace(self, stood=self.stood + max(at - self.stands_since, timedelta()), stands_since=None)

    def list_events(self) -> tuple[Event, ...]:
        """List the events of the conversation, as those of a rehearsal."""
        return (self.began, *self.happened)

    def count_replies(self) -> int:
        """Count the replies of the round, without those said again."""
        if self.spoken:
            return sum(branch != SKIPPED for branch in self.branches)
        first = self.happened[: self.count_first_attempt()]
        return sum(isinstance(event, Replied) for event in first)

    def count_first_attempt(self) -> int:
        """Count the events of the round before the first reply that is said again."""
        again = (place for place, event in enumerate(self.happened) if isinstance(event, SaidAgain))
        return next(again, len(self.happened))

    def list_marks_of(self, person: str) -> tuple[Marked, ...]:
        """List one observer's marks."""
        return tuple(mark for mark in self.marks if mark.by == person)

    def find_mark(self, person: str, opening: int) -> Mark | None:
        """Find one observer's mark on an opening (taken up or not), by the opening's number."""
        marks = (
            m.mark for m in self.list_marks_of(person) if m.opening == opening and m.mark and not m.mark.of_a_reply()
        )
        return next(marks, None)


SKIPPED = "skipped"
"""The branch that stands for a skipped line."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A person with a role who left the round before its end."""

    person: str
    role: Role


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group: people who sit together and play rounds."""

    id: str
    number: int
    """Groups are numbered from 1, in the order in which they are made."""
    people: tuple[str, ...]
    since: datetime
    """When the group reached its stage."""
    stage: Stage = Stage.GATHERING
    roles: Mapping[str, Role] = field(default_factory=dict)
    scenario: str = ""
    spoken: bool = False
    agreed: frozenset[str] = frozenset()
    """The people who read the content note and agreed to go on."""
    briefed: frozenset[str] = frozenset()
    """The people who have read their brief too."""
    informed: frozenset[str] = frozenset()
    """The people who saw what the family keeps, or its openings.

    They cannot be the practitioner of this round.
    """
    round: Round | None = None
    """The round that is going on, or was played last."""
    rounds: int = 0
    """How many rounds the group has begun."""
    time_out: bool = False
    """Whether a person asked for a moment. Who asked is kept nowhere."""
    asked_for_help: datetime | None = None
    """When the group asked the trainer to come over."""
    open: bool = False
    """Whether anybody may join without asking, even while the group is in conversation."""
    asking: tuple[str, ...] = ()
    """The people who asked to join and have no answer yet."""
    departed: tuple[Departure, ...] = ()
    """The people who left this round with a role that nobody has taken since."""
    former: "GroupState | None" = None
    """The group as it was before its last stage, for as long as it can step back there."""

    @property
    def name(self) -> str:
        """The group's name as screens show it."""
        return f"Group {self.number}"

    def find_holder(self, role: Role) -> str | None:
        """Return the id of the person who has a role (the first observer); None if nobody has it."""
        return next((person for person in self.people if self.roles.get(person) is role), None)

    def list_observers(self) -> tuple[str, ...]:
        """List the people who observe."""
        return tuple(person for person in self.people if self.roles.get(person) is Role.OBSERVER)

    def with_clock(self, paused: bool, at: datetime) -> "GroupState":
        """Return the group with its round's clock stopped or running.

        The clock stops while the room is paused, and while the group takes a time-out.

        Args:
            paused: whether the room is paused.
            at: the moment at which the clock stops or starts.
        """
        return replace(self, round=self.round.with_clock(paused or self.time_out, at)) if self.round else self

    def is_in_conversation(self) -> bool:
        """Tell whether the group's round has begun.

        From then on, what is said in it belongs to the group alone.
        """
        return self.stage.is_at_least(Stage.TALKING)

    def may_be_joined(self) -> bool:
        """Return whether people may join the group without asking."""
        return self.open or not self.is_in_conversation()

    def screen_speaks(self) -> bool:
        """Return whether the screen shows the family's lines to all, for want of a line-reader."""
        return self.find_holder(Role.LINE_READER) is None


@dataclass(frozen=True, slots=True)
class Message:
    """A message from the trainer to people and groups, or to everybody."""

    at: datetime
    words: str
    to: frozenset[str]
    """Ids of people and groups; empty for everybody."""

    def reaches(self, person: str, group: str) -> bool:
        """Tell whether the message is for a person, or for their group."""
        return not self.to or person in self.to or group in self.to


@dataclass(frozen=True, slots=True)
class PlenaryContribution:
    """The counts of openings in a round, as its practitioner contributed them to the plenary."""

    person: str
    group: str
    round: int
    row: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class RoomState:
    """A whole room at one moment."""

    code: str = ""
    """Empty before the room is opened."""
    sheet: Sheet | None = None
    scenarios: tuple[str, ...] = ()
    people: Mapping[str, RoomPerson] = field(default_factory=dict)
    groups: Mapping[str, GroupState] = field(default_factory=dict)
    groups_made: int = 0
    past: tuple[Round, ...] = ()
    """Rounds that their groups have finished and gone on from."""
    part: int | None = None
    """The current part of the run sheet, from 0; None before the session starts."""
    part_began: datetime | None = None
    paused_since: datetime | None = None
    paused_for: timedelta = timedelta()
    """How long the room was paused in this part, without a pause that still lasts."""
    covered: bool = False
    messages: tuple[Message, ...] = ()
    contributions: tuple[PlenaryContribution, ...] = ()
    counts_pooled: bool = False
    """Whether the contributions are pooled. Nobody can contribute after that."""
    closed: bool = False
    rules: int = 1
    """The version of the rules by which the room's events are read."""
    families: tuple[str, ...] = ()
    """The names of the families' people that are played. No participant may take one."""
    newcomers_wait: bool = False
    """Whether newcomers wait at the door until the trainer admits them."""

    @property
    def is_paused(self) -> bool:
        """Whether the room is paused."""
        return self.paused_since is not None

    @property
    def reply_limit(self) -> int:
        """How many replies a round has at most."""
        return self.sheet.replies if self.sheet else 0

    def list_people(self) -> tuple[RoomPerson, ...]:
        """List the people who came into the room and have not left it for good."""
        return tuple(person for person in self.people.values() if not (person.gone or person.waiting))

    def list_waiting_people(self) -> tuple[RoomPerson, ...]:
        """List the people who wait at the door until the trainer admits them."""
        return tuple(person for person in self.people.values() if person.waiting and not person.gone)

    def list_present_people(self) -> tuple[RoomPerson, ...]:
        """List the people in the room whose screens are connected."""
        return tuple(person for person in self.list_people() if not person.away)

    def list_people_asking(self, group: GroupState) -> tuple[RoomPerson, ...]:
        """List the people who asked to join a group and are still in none."""
        waiting = (self.people[person] for person in group.asking if person in self.people)
        return tuple(person for person in waiting if not person.gone and self.find_group_of(person.id) is None)

    def find_group_of(self, person: str) -> GroupState | None:
        """Find the group that a person is in."""
        return next((group for group in self.groups.values() if person in group.people), None)

    def require_group_of(self, person: str) -> GroupState:
        """Find the group that a person is in. Raises NotNow where there is none."""
        group = self.find_group_of(person)
        if group is None:
            raise NotNow(say("You are in no group just now."), say("Find people to sit with."))
        return group

    def find_part(self) -> Part | None:
        """Find the current part of the run sheet."""
        return self.sheet.parts[self.part] if self.sheet is not None and self.part is not None else None

    def measure_elapsed(self, now: datetime) -> timedelta:
        """Measure how long the current part has lasted, without pauses; never below zero."""
        if self.part_began is None:
            return timedelta()
        until = self.paused_since or now
        return max(until - self.part_began - self.paused_for, timedelta())

    def count_contributors(self) -> int:
        """Count the people who contributed a round's counts of openings to the plenary."""
        return len({contribution.person for contribution in self.contributions})

    def has_contribution(self, person: str, round_: Round) -> bool:
        """Return whether a person contributed the counts of openings in a round."""
        given = ((counts.person, counts.group, counts.round) for counts in self.contributions)
        return (person, round_.group, round_.number) in given

    def measure_remaining(self, now: datetime) -> timedelta | None:
        """Return the time left of the current part; negative once it is over, None without a part."""
        part = self.find_part()
        return timedelta(minutes=part.minutes) - self.measure_elapsed(now) if part else None

    def list_rounds(self) -> tuple[Round, ...]:
        """List every round that was begun: those that are past, then the groups' own."""
        return (*self.past, *(group.round for group in self.groups.values() if group.round))

    def list_rounds_of(self, person: str) -> tuple[Round, ...]:
        """List every round that a person spoke in or began as its practitioner, first to last."""
        theirs = (begun for begun in self.list_rounds() if person in begun.list_speakers())
        return tuple(sorted(theirs, key=lambda past_round: past_round.began.at))

    def is_over(self, round_: Round) -> bool:
        """Return whether a round's conversation is over.

        It ended, or its group was dissolved or began another round, or the room is closed.
        """
        group = self.groups.get(round_.group)
        goes_on = group is not None and group.round is not None and group.round.number == round_.number
        return round_.over or self.closed or not goes_on

    def is_over_for(self, person: str, round_: Round) -> bool:
        """Tell whether a round's conversation is over for one person, who may have left the group."""
        return self.is_over(round_) or person not in self.groups[round_.group].people


# --- The order of a round

SPEAKING = {Stage.LINE_READER_SPEAKS: Role.LINE_READER, Stage.OBSERVER_SPEAKS: Role.OBSERVER}
"""Turns to speak in the debrief that are left out where nobody has the role."""
BEFORE_TALKING = (Stage.GATHERING, Stage.NOTE, Stage.BRIEF)
NEEDS_A_READER = "Nobody types in a spoken round, so somebody takes the line-reader's role first."
"""Said where a spoken round has no line-reader.

The line-reader sees where the script can lead, so the practitioner cannot choose the branches too.
"""
STILL_READING = "Waiting until everybody has read the content note."
"""Names nobody: everybody may take their time over a content note."""


STILL_BRIEFED = "Waiting until everybody has read their brief."


def find_next_stage(group: GroupState) -> Stage:
    """Find the stage after a group's own. After a finished round the group gathers again."""
    order = list(Stage)
    place = order.index(group.stage) + 1
    while place < len(order) and (role := SPEAKING.get(order[place])) and group.find_holder(role) is None:
        place += 1
    return order[place] if place < len(order) else Stage.GATHERING


def explain_refusal(state: RoomState, group: GroupState) -> str:
    """Return a sentence on why a group cannot go to its next stage; empty where it can.

    These are the rules of the room itself: they hold for the trainer too.
    """
    if group.stage in BEFORE_TALKING and group.find_holder(Role.PRACTITIONER) is None:
        return say("Somebody takes the practitioner's role first. Nobody has to.")
    if group.stage is Stage.GATHERING and not group.scenario:
        return say("Choose a scenario first.")
    if group.stage in BEFORE_TALKING and group.spoken and group.find_holder(Role.LINE_READER) is None:
        return say(NEEDS_A_READER)
    if group.stage is Stage.NOTE and is_reading_note(state, group):
        return say(STILL_READING)
    if group.stage is Stage.BRIEF and state.is_paused:
        return say("The room is paused. The round begins when the trainer goes on.")
    return ""


def explain_wait(state: RoomState, group: GroupState) -> str:
    """Return a sentence on what a group waits for, briefs included; empty where it can go on.

    Waiting for the briefs is a courtesy and not a rule of the room: the trainer can take the group on, and logs from
    before there was such waiting are still valid.
    """
    if refusal := explain_refusal(state, group):
        return refusal
    return say(STILL_BRIEFED) if group.stage is Stage.BRIEF and is_reading_briefs(state, group) else ""


def is_reading_briefs(state: RoomState, group: GroupState) -> bool:
    """Return whether any person with a role has still to read their brief.

    A person whose screen is disconnected is not waited for.
    """
    return any(person not in group.briefed and not state.people[person].away for person in group.roles)


def is_reading_note(state: RoomState, group: GroupState) -> bool:
    """Return whether any person has still to agree to the content note.

    A person whose screen is disconnected is not waited for.
    """
    return any(person not in group.agreed and not state.people[person].away for person in group.people)
