"""Going on to a group's next stage: the events of it, whoever presses."""

import coach
from coach.classroom.at_log import Clock
from coach.classroom.stages import following, not_yet, waits
from coach.classroom.state import GroupState, RoomState
from coach.errors import NotNow
from coach.model.events import Began
from coach.model.room import TRAINER, Role, RoomEvent, RoundBegan, Stage, StageReached, SteppedBack
from coach.practice.practice import Practice


def going_on(
    state: RoomState, group: str, pressed_at: Stage, by: str, practice: Practice, clock: Clock
) -> tuple[RoomEvent, ...]:
    """What takes a group on from the stage somebody saw when they pressed; nothing where it is further by now.

    So two people who press at once do not skip a stage. Raises NotNow with what is still waited for.
    """
    this = state.groups.get(group)
    if this is None:
        raise NotNow("There is no such group any more.", "Find people to sit with.")
    if this.stage is not pressed_at:
        return ()
    if refusal := (not_yet if by == TRAINER else waits)(state, this):
        raise NotNow(refusal)
    stage = following(this)
    if stage is Stage.TALKING:
        return (_round(this, by, practice, clock),)
    return (StageReached(at=clock(), by=by, group=group, stage=stage),)


def stepping_back(state: RoomState, group: str, pressed_at: Stage, by: str, clock: Clock) -> tuple[RoomEvent, ...]:
    """What takes a group back to where it was before it was taken on; nothing where it is elsewhere by now.

    Raises NotNow where something was said or chosen since.
    """
    this = state.groups.get(group)
    if this is None:
        raise NotNow("There is no such group any more.", "Find people to sit with.")
    if this.stage is not pressed_at:
        return ()
    if this.former is None:
        raise NotNow("There is no way back from here.", "Something was said or chosen since.")
    return (SteppedBack(at=clock(), by=by, group=group, stage=this.former.stage),)


def beginning_anew(state: RoomState, group: str, by: str, clock: Clock) -> tuple[RoomEvent, ...]:
    """What ends a round whose practitioner left, so that the group gathers for another; nothing where it is further.

    Raises NotNow while the practitioner is here.
    """
    this = state.groups.get(group)
    if this is None:
        raise NotNow("There is no such group any more.", "Find people to sit with.")
    if this.stage is not Stage.TALKING:
        return ()
    if this.holding(Role.PRACTITIONER) is not None:
        raise NotNow("The practitioner is here.", "End the conversation, and look back first.")
    return (StageReached(at=clock(), by=by, group=group, stage=Stage.GATHERING),)


def _round(group: GroupState, by: str, practice: Practice, clock: Clock) -> RoundBegan:
    at = clock()
    rubric = practice.library.dialogue(group.scenario).rubric
    began = Began(
        at=at,
        scenario=group.scenario,
        content=practice.library.fingerprint(group.scenario),
        coach=coach.__version__,
        matcher="" if group.spoken else practice.matcher(rubric).version,
    )
    return RoundBegan(at=at, by=by, group=group.id, number=group.rounds + 1, began=began)
