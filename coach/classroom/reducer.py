"""The rules of a room: `advance` is the only way from one `RoomState` to the next.

It refuses what cannot happen with a sentence. `client.RoomClient._append` asks it before it writes an event, so a log
is only ever made of what could happen. Here are coming, leaving, sitting together, and what the trainer does to the
whole room; what happens within a group is in `group_reducer`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TypeVar

from coach.classroom.group_reducer import advance_group, drop_join_requests
from coach.classroom.state import MOST_IN_A_GROUP, Departure, GroupState, Message, RoomPerson, RoomState
from coach.errors import NameRefused, NotNow
from coach.language.catalogue import say
from coach.model.class_events import (
    TRAINER,
    Admitted,
    Covered,
    Disconnected,
    DoorAsked,
    Grouped,
    Joined,
    KeptOut,
    LaidTogether,
    Left,
    Moved,
    PartReached,
    Reconnected,
    RoomClosed,
    RoomEvent,
    RoomOpened,
    RoomPaused,
    RoomResumed,
    Stage,
    Told,
    Uncovered,
)
from coach.partnership.suppression import MIN_CONTRIBUTORS

MOST_PEOPLE = 120
"""How many people can be in a room at once."""
MOST_EVER = 600
"""How many can come in over time, so that coming and going does not fill a disk."""
MESSAGES_KEPT = 50
BY_THE_TRAINER = (
    Moved,
    PartReached,
    RoomPaused,
    RoomResumed,
    Covered,
    Uncovered,
    Told,
    LaidTogether,
    RoomClosed,
    DoorAsked,
    Admitted,
    KeptOut,
)
BY_WAITING = (Joined, Left, Disconnected, Reconnected)
"""What can be done by somebody who waits at the door."""
ADMITTED_FIRST = "You wait at the door."

RULES_WITH_ADMISSION = 2
"""The first version of the rules by which a group in conversation is asked first."""
IN_CONVERSATION = "That group is in conversation."

T = TypeVar("T")


def advance(state: RoomState, event: RoomEvent) -> RoomState:
    """Apply one event to a room.

    Args:
        state: the room before the event.
        event: what happens.

    Returns:
        The room after the event.

    Raises:
        NotNow: the event cannot happen now, with a sentence that says why.
        NameRefused: a person comes in by a name that is taken.
    """
    if isinstance(event, RoomOpened):
        return _open_room(state, event)
    if not state.code:
        raise NotNow(say("This room was never opened."))
    if state.closed and not isinstance(event, Left):  # also afterwards, a browser can be forgotten
        raise NotNow(say("This room is closed."), say("What you take home is still yours to take."))
    # A browser sends what it likes: who may do what is decided here, and not by the screen.
    if event.by != TRAINER and isinstance(event, BY_THE_TRAINER):
        raise NotNow(say("That is for the trainer."))
    if (person := state.people.get(event.by)) and person.waiting and not isinstance(event, BY_WAITING):
        raise NotNow(say(ADMITTED_FIRST), say("Your trainer lets you in."))
    match event:
        case Joined():
            return _add_person(state, event)
        case DoorAsked():
            return replace(state, newcomers_wait=event.waits)
        case Admitted():
            return _put_person(state, replace(_find_person(state, event.person), waiting=False))
        case KeptOut():
            return _remove_person(state, event.person, event.why)
        case Left():
            return _remove_person(state, event.by)
        case Disconnected() | Reconnected():
            person = _find_person(state, event.by)
            return _put_person(state, replace(person, away=isinstance(event, Disconnected)))
        case Grouped():
            return _seat_group(state, event)
        case Moved():
            return _move_person(state, event)
        case PartReached() | RoomPaused() | RoomResumed():
            state = _move_clock(state, event)
            # A pause may be entered later than it began, so the rounds' clocks stop when it began.
            at = state.paused_since or event.at
            return replace(
                state, groups={key: group.with_clock(state.is_paused, at) for key, group in state.groups.items()}
            )
        case Covered() | Uncovered():
            return replace(state, covered=isinstance(event, Covered))
        case Told():
            said = Message(event.at, event.words, frozenset(event.to))
            return replace(state, messages=(*state.messages, said)[-MESSAGES_KEPT:])
        case LaidTogether():
            return _pool_counts(state)
        case RoomClosed():
            return replace(state, closed=True, covered=False)
        case _:
            return advance_group(state, event)


def fold(events: Iterable[RoomEvent]) -> RoomState:
    """Replay a whole log, and return the room's state after it.

    An event that cannot have happened is passed over: a room that one event has spoilt must open for everybody else in
    it.
    """
    state = RoomState()
    for event in events:
        state = advance_leniently(state, event)
    return state


def advance_leniently(state: RoomState, event: RoomEvent) -> RoomState:
    """Apply an event from the log; return the same state where it cannot have happened."""
    try:
        return advance(state, event)
    except NotNow:
        return state


def replace_entry(among: Mapping[str, T], key: str, value: T) -> Mapping[str, T]:
    """Return a mapping with one value replaced, or added at its end."""
    return {**among, key: value}


def _open_room(state: RoomState, event: RoomOpened) -> RoomState:
    if state.code:
        raise NotNow(say("This room is open already."))
    scenarios = event.scenarios or event.sheet.scenarios
    return replace(
        state, code=event.code, sheet=event.sheet, scenarios=scenarios, rules=event.rules, families=event.families
    )


def _find_person(state: RoomState, person: str) -> RoomPerson:
    known = state.people.get(person)
    if known is None or known.gone:
        raise NotNow(say("Nobody by that name is in this room."), say("Come in with the room's code again."))
    return known


def _require_admitted(state: RoomState, person: str) -> None:
    """Raise NotNow for a person who is not in the room, or waits at its door."""
    if _find_person(state, person).waiting:
        raise NotNow(say("Somebody of them waits at the door."), say("The trainer lets people in."))


def _add_person(state: RoomState, event: Joined) -> RoomState:
    if not event.by or event.by in state.people:
        raise NotNow(say("That place is taken."), say("Come in again."))
    waiting = state.list_waiting_people()
    rows = (state.list_present_people(), tuple(person for person in waiting if not person.away))
    if any(len(row) >= MOST_PEOPLE for row in rows) or len(state.people) >= MOST_EVER:
        raise NotNow(say("This room is full."), say("Ask your trainer."))
    name = _fold_name(event.name)
    if any(_fold_name(person.name) == name for person in (*state.list_people(), *waiting)):
        raise NameRefused(
            say("Somebody here has that name already."), say("Add a letter, so that people can tell you apart.")
        )
    came = RoomPerson(event.by, event.name, event.ticket, since=event.at, waiting=state.newcomers_wait)
    return _put_person(state, came)


def _put_person(state: RoomState, person: RoomPerson) -> RoomState:
    return replace(state, people=replace_entry(state.people, person.id, person))


@lru_cache(4096)
def _fold_name(name: str) -> str:
    return " ".join(name.split()).casefold()


def _remove_person(state: RoomState, person: str, why: str = "") -> RoomState:
    """Take a person out of the room for good.

    Args:
        state: the room.
        person: the person's id.
        why: why the trainer keeps them out; empty where they may come in anew.
    """
    known = _find_person(state, person)
    state = drop_join_requests(_leave_group(state, person), person)
    return _put_person(state, replace(known, gone=True, away=False, kept_out=why))


def _seat_group(state: RoomState, event: Grouped) -> RoomState:
    people = tuple(dict.fromkeys(event.people))
    for person in people:
        _require_admitted(state, person)
    if len(people) > MOST_IN_A_GROUP:
        raise NotNow(
            say("A group has {most_in_a_group} people at most.", most_in_a_group=MOST_IN_A_GROUP),
            say("Make another group."),
        )
    old_group = state.groups.get(event.group)
    if old_group is None and not people:
        raise NotNow(say("There is no such group any more."))
    if event.by != TRAINER:
        _check_may_seat(state, event.by, old_group.people if old_group else (), people)
        if (
            # Older logs hold people who sat down unasked; they are read as they were.
            state.rules >= RULES_WITH_ADMISSION
            and old_group is not None
            and not old_group.may_be_joined()
            and set(people) - set(old_group.people)
        ):
            raise NotNow(say(IN_CONVERSATION), say("Ask to join: they say whether they let you in."))
    for person in people:
        if (before := state.find_group_of(person)) is not None and before.id != event.group:
            state = _leave_group(state, person)
        state = drop_join_requests(state, person)
    if old_group is None:
        number = state.groups_made + 1
        made = GroupState(event.group, number, people, event.at)
        return replace(state, groups=replace_entry(state.groups, event.group, made), groups_made=number)
    # Who is no longer listed gets up, with what that means for roles and consent.
    for person in set(old_group.people).difference(people):
        state = _leave_group(state, person)
    if not people:
        return state
    # The group may have been dissolved just now, when its last person got up.
    old_group = state.groups.get(event.group, replace(old_group, people=()))
    return replace(state, groups=replace_entry(state.groups, event.group, replace(old_group, people=people)))


def _check_may_seat(state: RoomState, person: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Check that a person changes only their own seat and those of people who are in no group.

    Args:
        state: the room.
        person: the id of the person who acts.
        before: the people in the group before.
        after: the people in it afterwards.

    Raises:
        NotNow: others would be taken out of this group, or out of another.
    """
    if set(before).difference(after) - {person}:
        raise NotNow(say("Everybody gets up for themselves."))
    came = set(after).difference(before) - {person}
    if any(state.find_group_of(member) is not None for member in came):
        raise NotNow(say("Somebody of them has sat down with others."), say("Ask them, or join their group."))
    if came and person not in after:
        raise NotNow(say("People sit down with you, or by themselves."))


def _move_person(state: RoomState, event: Moved) -> RoomState:
    _require_admitted(state, event.person)
    if event.group and event.group not in state.groups:
        raise NotNow(say("There is no such group any more."))
    now = state.find_group_of(event.person)
    if now is not None and now.id == event.group:
        return state
    if event.group and len(state.groups[event.group].people) >= MOST_IN_A_GROUP:
        raise NotNow(
            say("A group has {most_in_a_group} people at most.", most_in_a_group=MOST_IN_A_GROUP),
            say("Make another group."),
        )
    state = _leave_group(state, event.person)
    if not event.group:
        return state
    state = drop_join_requests(state, event.person)
    group = state.groups[event.group]
    return replace(
        state, groups=replace_entry(state.groups, group.id, replace(group, people=(*group.people, event.person)))
    )


def _leave_group(state: RoomState, person: str) -> RoomState:
    """Take a person out of their group; a group without people is dissolved, its round kept."""
    group = state.find_group_of(person)
    if group is None:
        return state
    people = tuple(member for member in group.people if member != person)
    if not people:
        others = {key: any_group for key, any_group in state.groups.items() if key != group.id}
        return replace(state, groups=others, past=(*state.past, *((group.round,) if group.round else ())))
    roles = {holder: role for holder, role in group.roles.items() if holder != person}
    agreed, briefed = group.agreed - {person}, group.briefed - {person}
    departed = group.departed
    # A role that falls free is said on every screen, from the content note on.
    if (role := group.roles.get(person)) is not None and (group.round or group.stage is not Stage.GATHERING):
        departed = (*departed, Departure(person, role))
    left = replace(group, people=people, roles=roles, agreed=agreed, briefed=briefed, departed=departed)
    return replace(state, groups=replace_entry(state.groups, group.id, left))


def _pool_counts(state: RoomState) -> RoomState:
    if state.counts_pooled:
        raise NotNow(say("The counts are laid together already."))
    # With fewer, each could be worked out by the others.
    if (more := MIN_CONTRIBUTORS - state.count_contributors()) > 0:
        raise NotNow(
            say(
                "The counts of {more} more {what} needed first.",
                more=more,
                what="person is" if more == 1 else "people are",
            )
        )
    return replace(state, counts_pooled=True)


def _move_clock(state: RoomState, event: PartReached | RoomPaused | RoomResumed) -> RoomState:
    match event:
        case PartReached():
            if state.sheet is None or event.part >= len(state.sheet.parts):
                raise NotNow(say("The run sheet has no such part."))
            # A new part begins paused where the room is paused.
            since = event.at if state.paused_since else None
            return replace(state, part=event.part, part_began=event.at, paused_for=timedelta(), paused_since=since)
        case RoomPaused():
            if state.paused_since:
                raise NotNow(say("The room is paused already."))
            # A trainer may say afterwards that it began earlier, but not before the part did.
            return replace(state, paused_since=max(event.at, state.part_began or event.at))
        case RoomResumed():
            if not state.paused_since:
                raise NotNow(say("The room is not paused."))
            # A clock that was set back must not give minutes away.
            lasted = max(event.at - state.paused_since, timedelta())
            return replace(state, paused_since=None, paused_for=state.paused_for + lasted)
