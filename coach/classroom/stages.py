"""The order of a round: what comes next for a group, and why it cannot come yet."""

from coach.classroom.state import GroupState, RoomState
from coach.model.room import Role, Stage

SPEAKING = {Stage.LINE_READER_SPEAKS: Role.LINE_READER, Stage.OBSERVER_SPEAKS: Role.OBSERVER}
"""Turns to speak that are left out where nobody has the role."""
BEFORE_TALKING = (Stage.GATHERING, Stage.NOTE, Stage.BRIEF)
NEEDS_A_READER = "Nobody types in a spoken round, so somebody takes the line-reader's role first."
"""Whoever follows the script sees where it can lead, so it cannot be the practitioner."""
STILL_READING = "Waiting until everybody has read the content note."
"""Nobody is named: to hesitate over it is everybody's right."""


STILL_BRIEFED = "Waiting until everybody has read their brief."


def following(group: GroupState) -> Stage:
    """The stage after a group's own. After a finished round people gather again."""
    order = list(Stage)
    place = order.index(group.stage) + 1
    while place < len(order) and (role := SPEAKING.get(order[place])) and group.holding(role) is None:
        place += 1
    return order[place] if place < len(order) else Stage.GATHERING


def not_yet(state: RoomState, group: GroupState) -> str:
    """Why a group cannot go on to its next stage, in a sentence; empty where it can."""
    if group.stage in BEFORE_TALKING and group.holding(Role.PRACTITIONER) is None:
        return "Somebody takes the practitioner's role first. Nobody has to."
    if group.stage is Stage.GATHERING and not group.scenario:
        return "Choose a scenario first."
    if group.stage in BEFORE_TALKING and group.spoken and group.holding(Role.LINE_READER) is None:
        return NEEDS_A_READER
    if group.stage is Stage.NOTE and still_reading(state, group):
        return STILL_READING
    if group.stage is Stage.BRIEF and state.paused:
        return "The room is paused. The round begins when the trainer goes on."
    return ""


def waits(state: RoomState, group: GroupState) -> str:
    """What people wait for besides, in a sentence: nobody's brief is taken from under their eyes.

    No rule of the room's: its trainer can take a group on, and a log from before it was asked for is read as it is.
    """
    if refusal := not_yet(state, group):
        return refusal
    return STILL_BRIEFED if group.stage is Stage.BRIEF and still_briefed(state, group) else ""


def still_briefed(state: RoomState, group: GroupState) -> bool:
    """Whether anybody with a role has not read their brief. Somebody whose screen is gone is not waited for."""
    return any(each not in group.briefed and not state.people[each].away for each in group.roles)


def still_reading(state: RoomState, group: GroupState) -> bool:
    """Whether anybody has not agreed to the content note. Somebody whose screen is gone is not waited for."""
    return any(each not in group.agreed and not state.people[each].away for each in group.people)
