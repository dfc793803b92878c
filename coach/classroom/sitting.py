"""Sitting in a room: who one is, whom one sits with, which role one takes, and going on together."""

from collections.abc import Callable, Sequence
from datetime import datetime

from coach.classroom.at_log import AtLog, Clock
from coach.classroom.going_on import beginning_anew, going_on, stepping_back
from coach.classroom.joining import leaving
from coach.classroom.state import GroupState, Person, RoomState
from coach.classroom.surroundings import Words
from coach.classroom.unread import Unread
from coach.errors import NotNow
from coach.model.room import (
    Agreed,
    AnsweredJoin,
    AskedForHelp,
    AskedToJoin,
    Chose,
    Grouped,
    Helped,
    OpenedGroup,
    Role,
    RoomEvent,
    Stage,
    TimeIn,
    TimeOut,
    TookRole,
)
from coach.practice.practice import Practice
from coach.records.rooms.log import RoomLog


class Sitting(AtLog):
    """What one person does in a room besides talking.

    Every method that does something raises NotNow, with a sentence, where it cannot be done just now.
    """

    def __init__(self, log: RoomLog, practice: Practice, person: str, clock: Clock) -> None:
        super().__init__(log, clock)
        self.person = person
        self._practice = practice
        self._unread = Unread(log, person)

    @property
    def me(self) -> Person:
        """Oneself. Raises NotNow where nobody by that id ever came in."""
        found = self.state.people.get(self.person)
        if found is None:
            raise NotNow("Nobody by that name is in this room.", "Come in with the room's code again.")
        return found

    @property
    def group(self) -> GroupState | None:
        """One's group, if one is in any."""
        return self.state.group_of(self.person)

    @property
    def role(self) -> Role | None:
        """One's role; None for whoever watches."""
        group = self.group
        return group.roles.get(self.person) if group else None

    def make_group(self, *people: str) -> str:
        """Sit together with these people (ids), or begin a group that others can join; its id."""
        made: list[str] = []

        def make(state: RoomState) -> Sequence[RoomEvent]:
            taken = [each for each in people if state.group_of(each) is not None]
            if taken:
                raise NotNow("Somebody of them has sat down with others.", "Ask them, or join their group.")
            made[:] = [f"g{state.groups_made + 1}"]
            return (Grouped(at=self._clock(), by=self.person, group=made[0], people=(self.person, *people)),)

        self._add(make)
        return made[0]

    def join_group(self, group: str) -> None:
        """Sit down with a group, without a role until one takes it. One that is in conversation is asked instead."""

        def make(state: RoomState) -> Sequence[RoomEvent]:
            there = state.groups.get(group)
            if there is None:
                raise NotNow("There is no such group any more.", "Find people to sit with.")
            if not there.may_be_joined() and self.person not in there.people:
                raise NotNow("That group is in conversation.", "Ask to join: they say whether they let you in.")
            people = (*(each for each in there.people if each != self.person), self.person)
            return (Grouped(at=self._clock(), by=self.person, group=group, people=people),)

        self._add(make)

    def ask_to_join(self, group: str) -> None:
        """Ask a group that is in conversation to let one in. Nothing said there is seen before."""
        self._add(lambda _: (AskedToJoin(at=self._clock(), by=self.person, group=group),))

    def ask_no_more(self) -> None:
        """Take back that one asked; quiet where one does not."""

        def make(state: RoomState) -> Sequence[RoomEvent]:
            asked = next((each.id for each in state.groups.values() if self.person in each.asking), None)
            return () if asked is None else (self._answer(asked, self.person, admitted=False),)

        self._add(make)

    def answer_join(self, person: str, *, admitted: bool) -> None:
        """Let somebody in who asked to join one's group, or do not. Raises NotNow where they no longer ask."""
        self._do(lambda group: self._answer(group.id, person, admitted=admitted))

    def open_group(self, *, open_: bool = True) -> None:
        """Let anybody join one's group without asking, or no longer."""
        self._do(lambda group: OpenedGroup(at=self._clock(), by=self.person, group=group.id, open=open_))

    def leave_group(self) -> None:
        """Get up. The group goes on."""

        def make(state: RoomState) -> Sequence[RoomEvent]:
            there = state.group_of(self.person)
            if there is None:
                return ()
            people = tuple(each for each in there.people if each != self.person)
            return (Grouped(at=self._clock(), by=self.person, group=there.id, people=people),)

        self._add(make)

    def leave_room(self) -> None:
        """Leave the room for good; quiet where one has, or it is closed. What one said stays one's own to take home."""
        self._add(lambda state: leaving(state, self.person, self._clock))
        self._log.keep_draft(self.person, "")
        self._unread.forget()

    def unread(self) -> tuple[Words, ...]:
        """What the trainer said to one, or one's group, that one has not put away; oldest first."""
        group, came = self.group, self.state.people.get(self.person)
        to = (self.person, group.id if group else "")
        messages = tuple(Words(each.at, each.words) for each in self.state.messages if each.reaches(*to))
        return self._unread.of(messages, came.since if came else None)

    def has_read(self, at: datetime) -> None:
        """What was said at that moment is read, and what was said before it."""
        self._unread.put_away(at)

    def take_role(self, role: Role | None) -> None:
        """Take a role, or put it down to watch. Nobody is asked why."""
        self._do(lambda group: TookRole(at=self._clock(), by=self.person, group=group.id, role=role))

    def choose(self, scenario: str, *, spoken: bool = False) -> None:
        """What the group plays, and whether it is typed or spoken. Consent is asked anew."""
        self._practice.script(scenario)
        self._do(
            lambda group: Chose(at=self._clock(), by=self.person, group=group.id, scenario=scenario, spoken=spoken)
        )

    def agree(self) -> None:
        """Go on with this content note; once more among the briefs, with one's own brief read."""
        self._do(lambda group: Agreed(at=self._clock(), by=self.person, group=group.id))

    def next_stage(self) -> None:
        """Go on together; nothing happens where somebody else was quicker."""
        group = self._mine(self.state)
        self._add(lambda state: going_on(state, group.id, group.stage, self.person, self._practice, self._clock))

    def step_back(self, pressed_at: Stage) -> None:
        """Return with the group to where it was taken on from; quiet where it is elsewhere than where one pressed.

        Raises NotNow where something was said or chosen since.
        """
        group = self._mine(self.state)
        self._add(lambda state: stepping_back(state, group.id, pressed_at, self.person, self._clock))

    def begin_anew(self) -> None:
        """Gather for another round, where the practitioner of this one has left."""
        group = self._mine(self.state)
        self._add(lambda state: beginning_anew(state, group.id, self.person, self._clock))

    def time_out(self) -> None:
        """Ask for a moment. Nobody is told who did, and it is written down nowhere."""
        self._do(lambda group: TimeOut(at=self._clock(), group=group.id))

    def time_in(self) -> None:
        """Go on together."""
        self._do(lambda group: TimeIn(at=self._clock(), group=group.id))

    def ask_for_help(self) -> None:
        """Ask the trainer to come over."""
        self._do(lambda group: AskedForHelp(at=self._clock(), by=self.person, group=group.id))

    def helped(self) -> None:
        """Nobody needs to come any more."""
        self._do(lambda group: Helped(at=self._clock(), by=self.person, group=group.id))

    def _answer(self, group: str, person: str, *, admitted: bool) -> AnsweredJoin:
        return AnsweredJoin(at=self._clock(), by=self.person, group=group, person=person, admitted=admitted)

    def _do(self, make: Callable[[GroupState], RoomEvent]) -> None:
        self._add(lambda state: (make(self._mine(state)),))

    def _mine(self, state: RoomState) -> GroupState:
        group = state.group_of(self.person)
        if group is None:
            raise NotNow("You are in no group just now.", "Find people to sit with.")
        return group
