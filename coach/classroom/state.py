"""How things stand in a room: people, groups, and each group's round. Made only by folding the room's events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from coach.model.class_events import Counted, LineReaderNote, Mark, Marked, Role, Stage
from coach.model.events import Began, Event, Replied, SaidAgain, Skipped
from coach.model.run_sheet import Part, Sheet

MOST_IN_A_GROUP = 6
"""Three with a role, and some who watch. More cannot sit round one table."""


@dataclass(frozen=True, slots=True)
class RoomPerson:
    """Somebody who came in."""

    id: str
    name: str
    ticket: str = ""
    """The hash that their browser's ticket must have."""
    away: bool = False
    """Their screen is gone; their place is kept."""
    gone: bool = False
    """They left for good."""
    since: datetime | None = None
    """When they came in."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a group's, with everything said in it and about it."""

    group: str
    number: int
    scenario: str
    spoken: bool
    began: Began
    practitioner: str
    """Who began it as its practitioner. Whoever takes over in the middle has their own words, and no others."""
    happened: tuple[Event, ...] = ()
    """What happened in the conversation after its beginning; later attempts are lines said again."""
    said_by: tuple[str, ...] = ()
    """Who did each of those."""
    branches: tuple[str, ...] = ()
    """Where nobody types: the branches, in order."""
    over: bool = False
    """Nothing more is said in the round itself."""
    notes: Mapping[int, LineReaderNote] = field(default_factory=dict)
    guesses: Mapping[int, LineReaderNote] = field(default_factory=dict)
    marks: tuple[Marked, ...] = ()
    """Every observer's, as they stand now."""
    locked: frozenset[str] = frozenset()
    """Observers who have done marking."""
    replaying: Mapping[str, int] = field(default_factory=dict)
    """The line that each person chose to say in other words."""
    stood: timedelta = timedelta()
    """How long the room was paused or the group out of it, apart from what still lasts."""
    stands_since: datetime | None = None
    """Since when it stands still; None while it goes on."""

    def list_speakers(self) -> tuple[str, ...]:
        """Whose words it is made of. Before anybody spoke, and where nobody types, it is whoever began it."""
        first = zip(self.happened[: self.count_first_attempt()], self.said_by, strict=False)
        return tuple(dict.fromkeys(by for event, by in first if isinstance(event, Replied))) or (self.practitioner,)

    def count_seconds(self, now: datetime) -> int:
        """Seconds of it that have gone by; those in which everybody waited do not count."""
        went = (self.stands_since or now) - self.began.at - self.stood
        return max(int(went.total_seconds()), 0)

    def with_clock(self, still: bool, at: datetime) -> "Round":
        """It as of a moment at which everybody begins to wait, or goes on; the same where they did already."""
        if still is (self.stands_since is not None):
            return self
        if self.stands_since is None:
            return replace(self, stands_since=max(at, self.began.at))
        return replace(self, stood=self.stood + max(at - self.stands_since, timedelta()), stands_since=None)

    def list_events(self) -> tuple[Event, ...]:
        """The conversation as a rehearsal keeps it."""
        return (self.began, *self.happened)

    def count_replies(self) -> int:
        """How many replies the round itself has; lines said again do not count."""
        if self.spoken:
            return sum(branch != SKIPPED for branch in self.branches)
        first = self.happened[: self.count_first_attempt()]
        return sum(isinstance(event, Replied) for event in first)

    def count_moves(self) -> int:
        """Replies and skipped lines of the round itself."""
        if self.spoken:
            return len(self.branches)
        first = self.happened[: self.count_first_attempt()]
        return sum(isinstance(event, Replied | Skipped) for event in first)

    def count_first_attempt(self) -> int:
        """How many events belong to the round itself, before any line is said again."""
        again = (place for place, event in enumerate(self.happened) if isinstance(event, SaidAgain))
        return next(again, len(self.happened))

    def list_marks_of(self, person: str) -> tuple[Marked, ...]:
        """One observer's marks."""
        return tuple(mark for mark in self.marks if mark.by == person)

    def find_mark(self, person: str, opening: int) -> Mark | None:
        """One observer's mark on an opening."""
        marks = (
            m.mark for m in self.list_marks_of(person) if m.opening == opening and m.mark and not m.mark.of_a_reply()
        )
        return next(marks, None)


SKIPPED = "skipped"
"""The branch of a skipped line."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A person who had a role in a round and left it before its end."""

    person: str
    role: Role


@dataclass(frozen=True, slots=True)
class GroupState:
    """A trio or pair, or whoever else sits together."""

    id: str
    number: int
    """Groups are numbered as they are made, from 1."""
    people: tuple[str, ...]
    since: datetime
    """When its stage began."""
    stage: Stage = Stage.GATHERING
    roles: Mapping[str, Role] = field(default_factory=dict)
    scenario: str = ""
    spoken: bool = False
    agreed: frozenset[str] = frozenset()
    """Whoever read the content note and goes on with it."""
    briefed: frozenset[str] = frozenset()
    """Whoever has read their brief as well."""
    informed: frozenset[str] = frozenset()
    """Whoever read what the family keeps, or saw its openings, in this round: they cannot be its practitioner now."""
    round: Round | None = None
    """The one going on, or finished last."""
    rounds: int = 0
    """How many were begun."""
    time_out: bool = False
    """Somebody asked for a moment; who, is not kept here."""
    asked_for_help: datetime | None = None
    open: bool = False
    """Anybody may join without asking, also while it is in conversation."""
    asking: tuple[str, ...] = ()
    """People who asked to join and have no answer yet."""
    departed: tuple[Departure, ...] = ()
    """Who left this round with a role that nobody has taken since."""
    former: "GroupState | None" = None
    """How it stood before it was taken on last, for as long as it can step back there."""

    @property
    def name(self) -> str:
        """The group on a screen."""
        return f"Group {self.number}"

    def find_holder(self, role: Role) -> str | None:
        """Who has a role; the first of them for observers."""
        return next((person for person in self.people if self.roles.get(person) is role), None)

    def list_observers(self) -> tuple[str, ...]:
        """Everybody who observes."""
        return tuple(person for person in self.people if self.roles.get(person) is Role.OBSERVER)

    def with_clock(self, paused: bool, at: datetime) -> "GroupState":
        """It with its round's own clock stopped where the room is paused or the group is out, and going where not."""
        return replace(self, round=self.round.with_clock(paused or self.time_out, at)) if self.round else self

    def is_in_conversation(self) -> bool:
        """Whether its round has begun and it does not gather again: what was said in it is its own."""
        return self.stage.is_at_least(Stage.TALKING)

    def may_be_joined(self) -> bool:
        """Whether people sit down with it without asking."""
        return self.open or not self.is_in_conversation()

    def screen_speaks(self) -> bool:
        """Whether nobody reads the family's lines, so that the screen speaks for them."""
        return self.find_holder(Role.LINE_READER) is None


@dataclass(frozen=True, slots=True)
class Message:
    """Something the trainer said."""

    at: datetime
    words: str
    to: frozenset[str]
    """Ids of people and groups; empty for everybody."""

    def reaches(self, person: str, group: str) -> bool:
        """Whether it is for this person of this group."""
        return not self.to or person in self.to or group in self.to


@dataclass(frozen=True, slots=True)
class PlenaryContribution:
    """Counts that somebody gave to the plenary."""

    person: str
    group: str
    round: int
    row: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class RoomState:
    """A room at one moment."""

    code: str = ""
    """Empty before it is opened."""
    sheet: Sheet | None = None
    scenarios: tuple[str, ...] = ()
    people: Mapping[str, RoomPerson] = field(default_factory=dict)
    groups: Mapping[str, GroupState] = field(default_factory=dict)
    groups_made: int = 0
    past: tuple[Round, ...] = ()
    """Rounds that their group has gone on from."""
    part: int | None = None
    """The part of the run sheet, from 0; None before the session starts."""
    part_began: datetime | None = None
    paused_since: datetime | None = None
    paused_for: timedelta = timedelta()
    """How long the room was paused in this part, apart from a pause that still lasts."""
    covered: bool = False
    messages: tuple[Message, ...] = ()
    contributions: tuple[PlenaryContribution, ...] = ()
    counts_pooled: bool = False
    """The counts are laid together, and no more come to them."""
    closed: bool = False
    rules: int = 1
    """Which rules its events are read by."""
    families: tuple[str, ...] = ()
    """What people of the families that are played are called."""

    @property
    def is_paused(self) -> bool:
        """Whether everybody waits."""
        return self.paused_since is not None

    def list_people(self) -> tuple[RoomPerson, ...]:
        """Everybody who came in and did not leave."""
        return tuple(person for person in self.people.values() if not person.gone)

    def list_present_people(self) -> tuple[RoomPerson, ...]:
        """Everybody of them whose screen is not gone."""
        return tuple(person for person in self.list_people() if not person.away)

    def list_people_asking(self, group: GroupState) -> tuple[RoomPerson, ...]:
        """Those who asked to join a group and still sit with nobody."""
        waiting = (self.people[each] for each in group.asking if each in self.people)
        return tuple(each for each in waiting if not each.gone and self.find_group_of(each.id) is None)

    def find_group_of(self, person: str) -> GroupState | None:
        """The group somebody is in."""
        return next((group for group in self.groups.values() if person in group.people), None)

    def find_part(self) -> Part | None:
        """The part of the run sheet that the room is in."""
        return self.sheet.parts[self.part] if self.sheet is not None and self.part is not None else None

    def measure_elapsed(self, now: datetime) -> timedelta:
        """How long the part has gone on; paused time does not count, and a clock that runs behind counts nothing."""
        if self.part_began is None:
            return timedelta()
        until = self.paused_since or now
        return max(until - self.part_began - self.paused_for, timedelta())

    def count_contributors(self) -> int:
        """How many people gave counts."""
        return len({each.person for each in self.contributions})

    def measure_remaining(self, now: datetime) -> timedelta | None:
        """What is left of the part's minutes, below nothing once they are over; None where there is no clock."""
        part = self.find_part()
        return timedelta(minutes=part.minutes) - self.measure_elapsed(now) if part else None

    def list_rounds_of(self, person: str) -> tuple[Round, ...]:
        """Every round with words of somebody's, or begun by them as its practitioner; first to last."""
        now = tuple(group.round for group in self.groups.values() if group.round)
        theirs = (each for each in (*self.past, *now) if person in each.list_speakers())
        return tuple(sorted(theirs, key=lambda each: each.began.at))

    def is_over(self, round_: Round) -> bool:
        """Whether nothing more is said in a round: it has ended, or its group is no more, or the room is closed."""
        group = self.groups.get(round_.group)
        goes_on = group is not None and group.round is not None and group.round.number == round_.number
        return round_.over or self.closed or not goes_on

    def is_over_for(self, person: str, round_: Round) -> bool:
        """Whether nothing more is said in it by somebody: it is over, or they have left its group."""
        return self.is_over(round_) or person not in self.groups[round_.group].people


# --- The order of a round

SPEAKING = {Stage.LINE_READER_SPEAKS: Role.LINE_READER, Stage.OBSERVER_SPEAKS: Role.OBSERVER}
"""Turns to speak that are left out where nobody has the role."""
BEFORE_TALKING = (Stage.GATHERING, Stage.NOTE, Stage.BRIEF)
NEEDS_A_READER = "Nobody types in a spoken round, so somebody takes the line-reader's role first."
"""Whoever follows the script sees where it can lead, so it cannot be the practitioner."""
STILL_READING = "Waiting until everybody has read the content note."
"""Nobody is named: to hesitate over it is everybody's right."""


STILL_BRIEFED = "Waiting until everybody has read their brief."


def find_next_stage(group: GroupState) -> Stage:
    """The stage after a group's own. After a finished round people gather again."""
    order = list(Stage)
    place = order.index(group.stage) + 1
    while place < len(order) and (role := SPEAKING.get(order[place])) and group.find_holder(role) is None:
        place += 1
    return order[place] if place < len(order) else Stage.GATHERING


def explain_refusal(state: RoomState, group: GroupState) -> str:
    """Why a group cannot go on to its next stage, in a sentence; empty where it can."""
    if group.stage in BEFORE_TALKING and group.find_holder(Role.PRACTITIONER) is None:
        return "Somebody takes the practitioner's role first. Nobody has to."
    if group.stage is Stage.GATHERING and not group.scenario:
        return "Choose a scenario first."
    if group.stage in BEFORE_TALKING and group.spoken and group.find_holder(Role.LINE_READER) is None:
        return NEEDS_A_READER
    if group.stage is Stage.NOTE and is_reading_note(state, group):
        return STILL_READING
    if group.stage is Stage.BRIEF and state.is_paused:
        return "The room is paused. The round begins when the trainer goes on."
    return ""


def explain_wait(state: RoomState, group: GroupState) -> str:
    """What people wait for besides, in a sentence: nobody's brief is taken from under their eyes.

    No rule of the room's: its trainer can take a group on, and a log from before it was asked for is read as it is.
    """
    if refusal := explain_refusal(state, group):
        return refusal
    return STILL_BRIEFED if group.stage is Stage.BRIEF and is_reading_briefs(state, group) else ""


def is_reading_briefs(state: RoomState, group: GroupState) -> bool:
    """Whether anybody with a role has not read their brief. Somebody whose screen is gone is not waited for."""
    return any(each not in group.briefed and not state.people[each].away for each in group.roles)


def is_reading_note(state: RoomState, group: GroupState) -> bool:
    """Whether anybody has not agreed to the content note. Somebody whose screen is gone is not waited for."""
    return any(each not in group.agreed and not state.people[each].away for each in group.people)
