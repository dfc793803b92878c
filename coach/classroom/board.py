"""The trainer's board: groups, stages and minutes. It has no words of anybody's, and no field that could hold them."""

from collections.abc import Mapping
from datetime import datetime

from coach.classroom.here import part_seen, someone
from coach.classroom.on_board import Board, GroupOnBoard
from coach.classroom.stages import following, not_yet
from coach.classroom.state import GroupState, RoomState
from coach.classroom.surroundings import Someone, Words

MINUTE = 60


def board(state: RoomState, now: datetime, titles: Mapping[str, str]) -> Board:
    """The board as of now; whoever waits for help longest comes first. `titles`: scenarios' titles by id."""
    part = state.part_now()
    grouped = {each for group in state.groups.values() for each in group.people}
    groups = [_group(state, group, now, titles) for group in state.groups.values()]
    return Board(
        code=state.code,
        title=state.sheet.title if state.sheet else "",
        parts=tuple(each.title for each in state.sheet.parts) if state.sheet else (),
        part_number=state.part,
        part=part_seen(state, now),
        say=part.say if part else (),
        groups=tuple(sorted(groups, key=_waiting, reverse=True)),
        free=tuple(someone(each) for each in state.here() if each.id not in grouped),
        paused=state.paused,
        covered=state.covered,
        closed=state.closed,
        messages=tuple(Words(each.at, each.words) for each in state.messages),
        contributors=state.contributors(),
    )


def _group(state: RoomState, group: GroupState, now: datetime, titles: Mapping[str, str]) -> GroupOnBoard:
    refusal = not_yet(state, group)
    return GroupOnBoard(
        id=group.id,
        name=group.name,
        stage=group.stage,
        people=tuple(someone(state.people[each], group) for each in group.people),
        minutes=_minutes(group.since, now),
        scenario=titles.get(group.scenario, group.scenario),
        spoken=group.spoken,
        round=group.rounds,
        replies=group.round.replies() if group.round else 0,
        asked_for_help=_minutes(group.asked_for_help, now) if group.asked_for_help else None,
        time_out=group.time_out,
        next_stage=None if refusal else following(group),
        not_yet=refusal,
        most_replies=state.sheet.replies if state.sheet else 0,
        back_to=group.former.stage if group.former else None,
        departed=tuple(
            Someone(each.person, state.people[each.person].name, each.role)
            for each in group.departed
            if each.person not in group.people
        ),
    )


def _waiting(group: GroupOnBoard) -> int:
    return -1 if group.asked_for_help is None else group.asked_for_help


def _minutes(since: datetime, now: datetime) -> int:
    return max(int((now - since).total_seconds()) // MINUTE, 0)
