"""Joining a group that is in conversation: a person asks, one of the group's people answers, or the group is open.

Before they are let in, the person who asks sees nothing of what was said there: they sit with nobody, so their view
has no field for it. Groups that gather, or read their notes and briefs, are joined without asking.
"""

from dataclasses import replace

from coach.classroom.state import MOST_IN_A_GROUP, GroupState, RoomState
from coach.errors import NotNow
from coach.model.group import AnsweredJoin, AskedToJoin, OpenedGroup

Admission = AskedToJoin | AnsweredJoin | OpenedGroup
FULL = f"A group has {MOST_IN_A_GROUP} people at most."


def admission(state: RoomState, event: Admission) -> RoomState:
    """The room after a person asked to join a group, was answered, or a group was opened. Raises NotNow."""
    group = state.groups.get(event.group)
    if group is None:
        raise NotNow("There is no such group any more.", "Find people to sit with.")
    match event:
        case AskedToJoin():
            return _asked(state, group, event.by)
        case AnsweredJoin():
            return _answered(state, group, event)
        case OpenedGroup():
            if event.by not in group.people:
                raise NotNow("You are not in that group any more.", "Find people to sit with.")
            return _put(state, replace(group, open=event.open))


def without_asking(state: RoomState, person: str) -> RoomState:
    """The room once a person asks no group any more: they sit down, or leave."""
    asked = [group for group in state.groups.values() if person in group.asking]
    for group in asked:
        state = _put(state, replace(group, asking=tuple(each for each in group.asking if each != person)))
    return state


def _asked(state: RoomState, group: GroupState, person: str) -> RoomState:
    known = state.people.get(person)
    if known is None or known.gone:
        raise NotNow("You are not in this room any more.", "Come in with the room's code again.")
    if state.group_of(person) is not None:
        raise NotNow("You sit with others.", "Leave your group first, then ask.")
    if group.may_be_joined():
        raise NotNow("Nobody needs to be asked there.", "Join them.")
    if len(group.people) >= MOST_IN_A_GROUP:
        raise NotNow(FULL, "Ask another group.")
    state = without_asking(state, person)
    group = state.groups[group.id]
    return _put(state, replace(group, asking=(*group.asking, person)))


def _answered(state: RoomState, group: GroupState, event: AnsweredJoin) -> RoomState:
    takes_back = event.by == event.person and not event.admitted
    if not takes_back and event.by not in group.people:
        raise NotNow("That is for the people of that group.")
    if event.person not in {each.id for each in state.asking(group)}:
        raise NotNow("They no longer ask.")
    if event.admitted and len(group.people) >= MOST_IN_A_GROUP:
        raise NotNow(FULL)
    state = without_asking(state, event.person)
    if not event.admitted:
        return state
    group = state.groups[group.id]
    return _put(state, replace(group, people=(*group.people, event.person)))


def _put(state: RoomState, group: GroupState) -> RoomState:
    return replace(state, groups={**state.groups, group.id: group})
