"""What everybody's screen has round it: people, the group's stage, the room's clock, what the trainer said."""

from dataclasses import replace
from datetime import datetime

from coach.classroom.in_group import role_refusal
from coach.classroom.stages import following, waits
from coach.classroom.state import MOST_IN_A_GROUP, GroupState, Person, RoomState
from coach.classroom.surroundings import GroupSeen, Here, Offer, PartSeen, SaidLine, Someone, Words
from coach.model.room import Role, Stage
from coach.model.sheet import Does, Timer


def here(
    state: RoomState, person: str, now: datetime, offers: tuple[Offer, ...], cue: tuple[SaidLine, ...] = ()
) -> Here:
    """The surroundings of one person's screen. `offers`: what their group can choose from. `cue`: of the warm-up."""
    group = state.group_of(person)
    me = state.people.get(person)
    grouped = {each for other in state.groups.values() for each in other.people}
    around = Here(
        code=state.code,
        you=me.name if me else "",
        stage=Stage.GATHERING,
        free=tuple(someone(each, you=person) for each in state.here() if each.id not in grouped),
        groups=tuple(_seen(state, each, person) for each in state.groups.values()),
        offers=offers,
        most_replies=state.sheet.replies if state.sheet else 0,
        part=part_seen(state, now),
        cue=cue if warms_up(state, group) else (),
        paused=state.paused,
        covered=state.covered,
        closed=state.closed,
        gone=me.gone if me else False,
        messages=tuple(
            Words(each.at, each.words) for each in state.messages if each.reaches(person, group.id if group else "")
        ),
    )
    return _with_group(state, around, group, person) if group else around


def someone(person: Person, group: GroupState | None = None, you: str = "") -> Someone:
    """A person as others see them; `you` is who looks."""
    role = group.roles.get(person.id) if group else None
    agreed = group is not None and person.id == you and person.id in group.agreed
    return Someone(person.id, person.name, role, person.away, person.id == you, agreed)


def warms_up(state: RoomState, group: GroupState | None) -> bool:
    """Whether the room warms up, for somebody of this group: whoever is in a round is left alone with it."""
    part = state.part_now()
    return part is not None and part.does is Does.WARM_UP and (group is None or group.stage is Stage.GATHERING)


def part_seen(state: RoomState, now: datetime) -> PartSeen | None:
    """The part of the run sheet, with the room's clock."""
    part = state.part_now()
    if part is None or state.sheet is None:
        return None
    left = state.left(now) if state.sheet.timer is Timer.SOFT else None
    return PartSeen(part.title, part.what, part.does, part.minutes, left)


def _with_group(state: RoomState, around: Here, group: GroupState, person: str) -> Here:
    refusal = waits(state, group)
    this, here_too = group.round, set(group.people)
    departed = (each for each in group.departed if each.person not in here_too)
    may_take = tuple(each for each in Role if role_refusal(group, person, each) is None)
    return replace(
        around,
        stage=group.stage,
        group=group.id,
        group_name=group.name,
        partners=tuple(someone(state.people[each], group, person) for each in group.people),
        role=group.roles.get(person),
        chosen=next((offer for offer in around.offers if offer.id == group.scenario), None),
        spoken=group.spoken,
        to_agree=group.stage.reached(Stage.NOTE) and person not in group.agreed,
        to_read=group.stage is Stage.BRIEF and person in group.roles and person not in group.briefed,
        screen_speaks=group.screen_speaks(),
        round=group.rounds,
        replies=this.replies() if this else 0,
        over=this.over if this else False,
        may_take=tuple(each for each in may_take if each is not group.roles.get(person)),
        departed=tuple(Someone(each.person, state.people[each.person].name, each.role) for each in departed),
        asking=tuple(someone(each) for each in state.asking(group)),
        group_open=group.open,
        back_to=group.former.stage if group.former else None,
        next_stage=None if refusal else following(group),
        not_yet=refusal,
        time_out=group.time_out,
        asked_for_help=group.asked_for_help is not None,
    )


def _seen(state: RoomState, group: GroupState, person: str) -> GroupSeen:
    names = tuple(state.people[each].name for each in group.people)
    room, free = len(group.people) < MOST_IN_A_GROUP, group.may_be_joined()
    asked = person in group.asking
    return GroupSeen(group.id, group.name, names, group.stage, room and free, room and not free, asked)
