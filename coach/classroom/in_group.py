"""What happens in a group: roles, consent, stages, a moment out, help. What is said in a round is `in_round`'s."""

from collections.abc import Mapping
from dataclasses import replace

from coach.classroom.admission import admission
from coach.classroom.in_round import in_round
from coach.classroom.stages import BEFORE_TALKING, following, not_yet
from coach.classroom.state import Contribution, GroupState, RoomState, Round
from coach.errors import NotNow
from coach.model.group import (
    Agreed,
    AnsweredJoin,
    AskedForHelp,
    AskedToJoin,
    Chose,
    Contributed,
    Happened,
    Helped,
    InGroup,
    OpenedGroup,
    Replayed,
    RoundBegan,
    StageReached,
    SteppedBack,
    TimeIn,
    TimeOut,
    TookRole,
    Went,
    WentBack,
)
from coach.model.happens import TRAINER
from coach.model.round import Role, Stage

BY_ANYBODY = (StageReached, SteppedBack, RoundBegan, Helped, TimeOut, TimeIn)
"""What the trainer may do for a group as well; who asks for a moment is not kept, so it is nobody's there."""
SAID = (Happened, Went, WentBack, Replayed, Chose)
"""Once one of these came, a group does not step back: something was said since, or other things were chosen."""
MIXED = "More than one of you was the practitioner of this round, so its counts are nobody's to give."


def in_group(state: RoomState, event: InGroup) -> RoomState:
    """The room after something in a group. Raises NotNow where it cannot happen."""
    if isinstance(event, Contributed):
        return _contributed(state, event)
    if isinstance(event, AskedToJoin | AnsweredJoin | OpenedGroup):
        return admission(state, event)
    group = _theirs(state, event)
    match event:
        case Chose():
            group = _chose(state, group, event)
        case TookRole():
            group = _took_role(group, event)
        case Agreed():
            if not group.stage.reached(Stage.NOTE):
                raise NotNow("There is no content note to read yet.")
            group = _agreed(group, event.by)
        case StageReached():
            return _reached(state, group, event)
        case SteppedBack():
            return _stepped_back(state, group, event)
        case RoundBegan():
            group = _began(state, group, event)
        case TimeOut() | TimeIn():
            group = replace(group, time_out=isinstance(event, TimeOut)).standing(state.paused, event.at)
        case AskedForHelp():
            group = replace(group, asked_for_help=group.asked_for_help or event.at)
        case Helped():
            group = replace(group, asked_for_help=None)
        case _:
            group = in_round(state, group, event)
    if isinstance(event, SAID) or (isinstance(event, TookRole) and group.stage is Stage.GATHERING):
        group = replace(group, former=None)
    return _with(state, group)


def _with(state: RoomState, group: GroupState) -> RoomState:
    return replace(state, groups={**state.groups, group.id: group})


def _theirs(state: RoomState, event: InGroup) -> GroupState:
    """The group something happens in. Only its own people do anything there, and the trainer a few things."""
    group = state.groups.get(event.group)
    if group is None:
        raise NotNow("There is no such group any more.", "Find people to sit with.")
    if event.by == TRAINER and isinstance(event, BY_ANYBODY):
        return group
    if event.by not in group.people:
        raise NotNow("You are not in that group any more.", "Find people to sit with.")
    return group


def _chose(state: RoomState, group: GroupState, event: Chose) -> GroupState:
    if group.stage not in BEFORE_TALKING:
        raise NotNow("This round has begun.", "Choose another scenario for the next one.")
    if state.scenarios and event.scenario not in state.scenarios:
        raise NotNow("That scenario is not offered here.", "Choose one of those that are.")
    if (group.scenario, group.spoken) == (event.scenario, event.spoken):
        return group
    return replace(
        group,
        scenario=event.scenario,
        spoken=event.spoken,
        agreed=frozenset(),
        knows=frozenset(),
        stage=Stage.GATHERING,
        since=event.at if group.stage is not Stage.GATHERING else group.since,
    )


def _agreed(group: GroupState, person: str) -> GroupState:
    """The content note is read; said once more among the briefs, one's own brief is as well."""
    briefed = group.briefed | ({person} if person in group.agreed and group.stage is Stage.BRIEF else set())
    return replace(group, agreed=group.agreed | {person}, briefed=briefed)


def _took_role(group: GroupState, event: TookRole) -> GroupState:
    """A role is taken where it is free, and put down at any time. Nobody is asked why."""
    others: Mapping[str, Role] = {person: role for person, role in group.roles.items() if person != event.by}
    group = replace(group, briefed=group.briefed - {event.by})  # another role has another brief
    if event.role is None:
        return replace(group, roles=others)
    if refusal := role_refusal(group, event.by, event.role):
        raise refusal
    departed = tuple(each for each in group.departed if each.role is not event.role)
    group = replace(group, roles={**others, event.by: event.role}, departed=departed)
    reads = event.role is Role.LINE_READER and group.stage.reached(Stage.BRIEF)
    listens = event.role is Role.OBSERVER and group.stage is Stage.TALKING
    return replace(group, knows=group.knows | {event.by}) if reads or listens else group


def role_refusal(group: GroupState, person: str, role: Role) -> NotNow | None:
    """Why a person cannot take a role in their group now; None where they can."""
    held = {each for other, each in group.roles.items() if other != person}
    if role is not Role.OBSERVER and role in held:
        return NotNow(f"Somebody is {role.title().lower()} already.", "Take another role, or watch.")
    if group.stage.reached(Stage.LOOKING):
        return NotNow("This round has been played.", "Take a role for the next one.")
    if role is Role.PRACTITIONER and person in group.knows:
        return NotNow(
            "You have seen what the family keeps, or where it opens.", "Take another role for this round, or watch."
        )
    return None


def _begins_anew(group: GroupState, event: StageReached) -> bool:
    """Whether a group whose practitioner left in the middle gathers for another round."""
    left = group.stage is Stage.TALKING and group.holding(Role.PRACTITIONER) is None
    return left and event.stage is Stage.GATHERING


def _reached(state: RoomState, group: GroupState, event: StageReached) -> RoomState:
    if event.stage is Stage.TALKING or not (event.stage is following(group) or _begins_anew(group, event)):
        raise NotNow("The group is at another point by now.")
    if refusal := not_yet(state, group):
        raise NotNow(refusal)
    former = replace(group, former=None) if group.round else None
    after = replace(group, stage=event.stage, since=event.at, briefed=frozenset(), former=former)
    if event.stage is Stage.BRIEF and (reader := group.holding(Role.LINE_READER)):
        after = replace(after, knows=frozenset({reader}))
    if event.stage is Stage.GATHERING:
        gone = (group.round,) if group.round else ()
        fresh = replace(after, roles={}, agreed=frozenset(), knows=frozenset(), round=None, time_out=False)
        fresh = replace(fresh, departed=(), asking=(), open=False)
        return replace(_with(state, fresh), past=(*state.past, *gone))
    if after.round and event.stage is Stage.LOOKING:
        after = replace(after, round=replace(after.round, over=True), time_out=False).standing(state.paused, event.at)
    if after.round and event.stage is Stage.OBSERVER_SPEAKS:  # they speak of marks that everybody sees
        after = replace(after, round=replace(after.round, locked=after.round.locked.union(group.observers())))
    if after.round and event.stage is Stage.COACH_SPEAKS:
        everybody = after.round.locked.union(group.observers(), (mark.by for mark in after.round.marks))
        after = replace(after, round=replace(after.round, locked=everybody))
    return _with(state, after)


def _began(state: RoomState, group: GroupState, event: RoundBegan) -> GroupState:
    if group.stage is not Stage.BRIEF or event.number != group.rounds + 1:
        raise NotNow("The group is at another point by now.")
    if event.began.scenario != group.scenario:
        raise NotNow("The group chose another scenario by now.")
    practitioner = group.holding(Role.PRACTITIONER)
    if practitioner is None or (refusal := not_yet(state, group)):
        raise NotNow(refusal if practitioner else "Somebody takes the practitioner's role first. Nobody has to.")
    begun = Round(group.id, event.number, group.scenario, group.spoken, event.began, practitioner)
    knows = group.knows.union(group.observers())  # from its first line on they see what it opens
    former = replace(group, former=None)
    talking = replace(group, stage=Stage.TALKING, since=event.at, knows=knows, former=former)
    return replace(talking, round=begun, rounds=event.number, time_out=False)


def _stepped_back(state: RoomState, group: GroupState, event: SteppedBack) -> RoomState:
    """The group where it was before it was taken on last. People who came or left since did so all the same."""
    former = group.former
    if former is None or former.stage is not event.stage:
        raise NotNow("The group is at another point by now.", "Something was said or chosen since.")
    here, this = set(group.people), group.round or former.round
    if group.stage is Stage.GATHERING:
        if here.difference(former.people):
            raise NotNow("Somebody sat down with you since.", "What was said before is not theirs to see.")
        roles = {person: role for person, role in former.roles.items() if person in here}
        group = replace(group, roles=roles, agreed=former.agreed & here, knows=former.knows, departed=former.departed)
    if this and former.round:
        this = replace(this, over=former.round.over, locked=former.round.locked)
    back = replace(
        group,
        stage=former.stage,
        since=former.since,
        briefed=former.briefed & here,
        time_out=group.time_out or former.time_out,
        round=this if former.round else None,
        rounds=former.rounds,
        former=None,
    )
    past = tuple(each for each in state.past if this is None or (each.group, each.number) != (this.group, this.number))
    return _with(replace(state, past=past), back.standing(state.paused, event.at))


def _contributed(state: RoomState, event: Contributed) -> RoomState:
    """Counts of a round of one's own, once, and before the counts are laid together."""
    if state.laid_together:
        raise NotNow("The counts have been laid together already.")
    theirs = {(each.group, each.number): each for each in state.rounds_of(event.by)}
    this = theirs.get((event.group, event.round))
    if this is None:
        raise NotNow("Only the practitioner of a round can give its counts.")
    if not state.is_over(this):
        raise NotNow("The round is still going on.")
    if this.speakers() != (event.by,):
        raise NotNow(MIXED)
    if any(
        (each.person, each.group, each.round) == (event.by, event.group, event.round) for each in state.contributions
    ):
        raise NotNow("These counts are in already.")
    given = Contribution(event.by, event.group, event.round, event.row)
    return replace(state, contributions=(*state.contributions, given))
