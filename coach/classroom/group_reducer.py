"""Events within a group: roles, consent, stages, the round, and people who ask to join.

`reducer.advance` hands every event of a group to `advance_group`.
"""

from collections.abc import Mapping
from dataclasses import replace

from coach.classroom.state import (
    BEFORE_TALKING,
    MOST_IN_A_GROUP,
    GroupState,
    PlenaryContribution,
    RoomState,
    Round,
    explain_refusal,
    find_next_stage,
)
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.class_events import (
    TRAINER,
    Agreed,
    AnsweredJoin,
    AskedForHelp,
    AskedToJoin,
    Chose,
    Contributed,
    Guessed,
    Happened,
    Helped,
    InGroup,
    Locked,
    Marked,
    Noted,
    OpenedGroup,
    Replayed,
    Role,
    RoundBegan,
    Stage,
    StageReached,
    SteppedBack,
    TimeIn,
    TimeOut,
    TookRole,
    Went,
    WentBack,
)
from coach.model.events import Ended, Replied, SaidAgain, Skipped

InRound = Happened | Went | WentBack | Noted | Guessed | Marked | Locked | Replayed
Admission = AskedToJoin | AnsweredJoin | OpenedGroup
FULL = f"A group has {MOST_IN_A_GROUP} people at most."
BY_ANYBODY = (StageReached, SteppedBack, RoundBegan, Helped, TimeOut, TimeIn)
"""What the trainer may do for a group too.

Who asks for a moment is not kept, so a time-out is nobody's own.
"""
ENDS_THE_WAY_BACK = (Happened, Went, WentBack, Replayed, Chose)
"""After one of these a group cannot step back: something was said or chosen since."""
NOTHING_HEARD = "Nothing was typed, so the coach heard nothing."
SEVERAL_PRACTITIONERS = "More than one of you was the practitioner of this round, so its counts are nobody's to give."
"""Said where counts of a round with several practitioners are asked for."""


def advance_group(state: RoomState, event: InGroup) -> RoomState:
    """Apply an event to a group of the room.

    Args:
        state: the room before the event.
        event: what happens in the group.

    Returns:
        The room after the event.

    Raises:
        NotNow: the event cannot happen now, with a sentence that says why.
    """
    if isinstance(event, Contributed):
        return _add_contribution(state, event)
    if isinstance(event, AskedToJoin | AnsweredJoin | OpenedGroup):
        return advance_admission(state, event)
    group = _find_group(state, event)
    match event:
        case Chose():
            group = _choose_scenario(state, group, event)
        case TookRole():
            group = _set_role(group, event)
        case Agreed():
            if not group.stage.is_at_least(Stage.NOTE):
                raise NotNow(say("There is no content note to read yet."))
            group = _add_agreement(group, event.by)
        case StageReached():
            return _reach_stage(state, group, event)
        case SteppedBack():
            return _step_back(state, group, event)
        case RoundBegan():
            group = _begin_round(state, group, event)
        case TimeOut() | TimeIn():
            group = replace(group, time_out=isinstance(event, TimeOut)).with_clock(state.is_paused, event.at)
        case AskedForHelp():
            group = replace(group, asked_for_help=group.asked_for_help or event.at)
        case Helped():
            group = replace(group, asked_for_help=None)
        case _:
            group = advance_round(state, group, event)
    # What came after the last stage would be lost by stepping back, so there is no way back then.
    if isinstance(event, ENDS_THE_WAY_BACK) or (isinstance(event, TookRole) and group.stage is Stage.GATHERING):
        group = replace(group, former=None)
    return _put_group(state, group)


def _put_group(state: RoomState, group: GroupState) -> RoomState:
    return replace(state, groups={**state.groups, group.id: group})


def _find_group(state: RoomState, event: InGroup) -> GroupState:
    """Find the event's group, and check that the person who acts belongs to it.

    The trainer may do a few things from outside.

    Raises:
        NotNow: there is no such group, or the person is not in it.
    """
    group = state.groups.get(event.group)
    if group is None:
        raise NotNow(say("There is no such group any more."), say("Find people to sit with."))
    if event.by == TRAINER and isinstance(event, BY_ANYBODY):
        return group
    if event.by not in group.people:
        raise NotNow(say("You are not in that group any more."), say("Find people to sit with."))
    return group


def _choose_scenario(state: RoomState, group: GroupState, event: Chose) -> GroupState:
    if group.stage not in BEFORE_TALKING:
        raise NotNow(say("This round has begun."), say("Choose another scenario for the next one."))
    if state.scenarios and event.scenario not in state.scenarios:
        raise NotNow(say("That scenario is not offered here."), say("Choose one of those that are."))
    if (group.scenario, group.spoken) == (event.scenario, event.spoken):
        return group
    # Another scenario has another content note: all consent, and all that was seen, is of the old one.
    return replace(
        group,
        scenario=event.scenario,
        spoken=event.spoken,
        agreed=frozenset(),
        informed=frozenset(),
        stage=Stage.GATHERING,
        since=event.at if group.stage is not Stage.GATHERING else group.since,
    )


def _add_agreement(group: GroupState, person: str) -> GroupState:
    """Note that a person agreed to the content note.

    A second time, while the briefs are read, it means that they have read their brief.
    """
    briefed = group.briefed | ({person} if person in group.agreed and group.stage is Stage.BRIEF else set())
    return replace(group, agreed=group.agreed | {person}, briefed=briefed)


def _set_role(group: GroupState, event: TookRole) -> GroupState:
    """Give a person a role that is free, or take theirs away; no reason is asked for."""
    others: Mapping[str, Role] = {person: role for person, role in group.roles.items() if person != event.by}
    group = replace(group, briefed=group.briefed - {event.by})  # another role has another brief
    if event.role is None:
        return replace(group, roles=others)
    if refusal := find_role_refusal(group, event.by, event.role):
        raise refusal
    departed = tuple(departure for departure in group.departed if departure.role is not event.role)
    group = replace(group, roles={**others, event.by: event.role}, departed=departed)
    # These roles see the script or its openings, so whoever takes one cannot become the practitioner.
    reads = event.role is Role.LINE_READER and group.stage.is_at_least(Stage.BRIEF)
    listens = event.role is Role.OBSERVER and group.stage is Stage.TALKING
    return replace(group, informed=group.informed | {event.by}) if reads or listens else group


def find_role_refusal(group: GroupState, person: str, role: Role) -> NotNow | None:
    """Return the error that a person cannot take a role in their group now; None where they can.

    Args:
        group: the group as it stands.
        person: the person's id.
        role: the role they would take.
    """
    held = {other_role for other, other_role in group.roles.items() if other != person}
    if role is not Role.OBSERVER and role in held:
        return NotNow(
            say("Somebody is {role} already.", role=role.title().lower()), say("Take another role, or watch.")
        )
    if group.stage.is_at_least(Stage.LOOKING):
        return NotNow(say("This round has been played."), say("Take a role for the next one."))
    if role is Role.PRACTITIONER and person in group.informed:
        return NotNow(
            say("You have seen what the family keeps, or where it opens."),
            say("Take another role for this round, or watch."),
        )
    return None


def _is_new_round(group: GroupState, event: StageReached) -> bool:
    """Return whether a group begins anew because its practitioner left in the middle of a round."""
    left = group.stage is Stage.TALKING and group.find_holder(Role.PRACTITIONER) is None
    return left and event.stage is Stage.GATHERING


def _reach_stage(state: RoomState, group: GroupState, event: StageReached) -> RoomState:
    # The conversation begins by `RoundBegan` alone.
    if event.stage is Stage.TALKING or not (event.stage is find_next_stage(group) or _is_new_round(group, event)):
        raise NotNow(say("The group is at another point by now."))
    if refusal := explain_refusal(state, group):
        raise NotNow(refusal)
    # One step back at most: the group before has no group before it.
    # Before a round people go on together; only whom the trainer took along needs a way back.
    former = replace(group, former=None) if group.round or event.by == TRAINER else None
    after = replace(group, stage=event.stage, since=event.at, briefed=frozenset(), former=former)
    # At the briefs the line-reader reads what the family keeps.
    if event.stage is Stage.BRIEF and (reader := group.find_holder(Role.LINE_READER)):
        after = replace(after, informed=frozenset({reader}))
    if event.stage is Stage.GATHERING:
        gone = (group.round,) if group.round else ()
        # Nothing of the last round goes into the next, not even an open door.
        fresh = replace(after, roles={}, agreed=frozenset(), informed=frozenset(), round=None, time_out=False)
        fresh = replace(fresh, departed=(), asking=(), open=False)
        return replace(_put_group(state, fresh), past=(*state.past, *gone))
    if after.round and event.stage is Stage.LOOKING:
        after = replace(after, round=replace(after.round, over=True), time_out=False).with_clock(
            state.is_paused, event.at
        )
    if after.round and event.stage is Stage.OBSERVER_SPEAKS:  # they speak of marks that everybody sees
        after = replace(after, round=replace(after.round, locked=after.round.locked.union(group.list_observers())))
    if after.round and event.stage is Stage.COACH_SPEAKS:
        # The coach's reading must not change a mark, so all marks are locked before it speaks.
        everybody = after.round.locked.union(group.list_observers(), (mark.by for mark in after.round.marks))
        after = replace(after, round=replace(after.round, locked=everybody))
    return _put_group(state, after)


def _begin_round(state: RoomState, group: GroupState, event: RoundBegan) -> GroupState:
    if group.stage is not Stage.BRIEF or event.number != group.rounds + 1:
        raise NotNow(say("The group is at another point by now."))
    if event.began.scenario != group.scenario:
        raise NotNow(say("The group chose another scenario by now."))
    practitioner = group.find_holder(Role.PRACTITIONER)
    if practitioner is None or (refusal := explain_refusal(state, group)):
        raise NotNow(refusal if practitioner else say("Somebody takes the practitioner's role first. Nobody has to."))
    begun = Round(group.id, event.number, group.scenario, group.spoken, event.began, practitioner)
    knows = group.informed.union(group.list_observers())  # from its first line on they see what it opens
    former = replace(group, former=None)
    talking = replace(group, stage=Stage.TALKING, since=event.at, informed=knows, former=former)
    return replace(talking, round=begun, rounds=event.number, time_out=False)


def _step_back(state: RoomState, group: GroupState, event: SteppedBack) -> RoomState:
    """Return the group to the stage before, with the people who are in it now.

    Raises NotNow where something was said or chosen since.
    """
    former = group.former
    if former is None or former.stage is not event.stage:
        raise NotNow(say("The group is at another point by now."), say("Something was said or chosen since."))
    members, round_ = set(group.people), group.round or former.round
    if group.stage is Stage.GATHERING:
        # Stepping back would show these people a round that they were not in.
        if members.difference(former.people):
            raise NotNow(say("Somebody sat down with you since."), say("What was said before is not theirs to see."))
        roles = {person: role for person, role in former.roles.items() if person in members}
        group = replace(
            group, roles=roles, agreed=former.agreed & members, informed=former.informed, departed=former.departed
        )
    # Marks, notes and guesses stay; only what the later stage ended or locked is undone.
    if round_ and former.round:
        round_ = replace(round_, over=former.round.over, locked=former.round.locked)
    back = replace(
        group,
        stage=former.stage,
        since=former.since,
        briefed=former.briefed & members,
        time_out=group.time_out or former.time_out,
        round=round_ if former.round else None,
        rounds=former.rounds,
        former=None,
    )
    past = tuple(
        past_round
        for past_round in state.past
        if round_ is None or (past_round.group, past_round.number) != (round_.group, round_.number)
    )
    return _put_group(replace(state, past=past), back.with_clock(state.is_paused, event.at))


def _add_contribution(state: RoomState, event: Contributed) -> RoomState:
    """Add the counts of openings in a round to the room's plenary.

    The round's only practitioner gives them, once, and before the counts are pooled; else NotNow is raised.
    """
    if state.counts_pooled:
        raise NotNow(say("The counts have been laid together already."))
    # The person must have spoken in it: a group's id alone gives nobody a right to its counts.
    theirs = {(own_round.group, own_round.number): own_round for own_round in state.list_rounds_of(event.by)}
    round_ = theirs.get((event.group, event.round))
    if round_ is None:
        raise NotNow(say("Only the practitioner of a round can give its counts."))
    if not state.is_over(round_):
        raise NotNow(say("The round is still going on."))
    if round_.list_speakers() != (event.by,):
        raise NotNow(say(SEVERAL_PRACTITIONERS))
    if state.has_contribution(event.by, round_):
        raise NotNow(say("These counts are in already."))
    given = PlenaryContribution(event.by, event.group, event.round, event.row)
    return replace(state, contributions=(*state.contributions, given))


# --- The round: lines, notes, guesses and marks


def advance_round(state: RoomState, group: GroupState, event: InRound) -> GroupState:
    """Apply an event to a group's round.

    Args:
        state: the room before the event.
        group: the group whose round it is.
        event: what happens in the round.

    Returns:
        The group after the event.

    Raises:
        NotNow: the event cannot happen now, with a sentence that says why.
    """
    round_ = group.round
    if round_ is None:
        raise NotNow(say("This group is not in a round."))
    match event:
        case Happened():
            round_ = _add_conversation_event(state, group, round_, event)
        case Went():
            _check_may_speak(state, group, round_, event, spoken=True)
            round_ = replace(round_, branches=(*round_.branches, event.branch))
        case WentBack():
            round_ = _take_back_branch(state, group, round_, event)
        case Noted():
            _check_may_note(group, event, Role.LINE_READER)
            round_ = replace(round_, notes={**round_.notes, event.opening: event.note})
        case Guessed():
            _check_may_note(group, event, Role.PRACTITIONER)
            round_ = replace(round_, guesses={**round_.guesses, event.opening: event.note})
        case Marked():
            round_ = _add_mark(group, round_, event)
        case Locked():
            _check_may_mark(group, round_, event)
            round_ = replace(round_, locked=round_.locked | {event.by})
        case Replayed():
            _check_may_replay(group, round_, event.reply)
            round_ = replace(round_, replaying={**round_.replaying, event.by: event.reply})
    return replace(group, round=round_)


def _take_back_branch(state: RoomState, group: GroupState, round_: Round, event: WentBack) -> Round:
    """Take back the last branch of a spoken round, with the notes on openings after it.

    In a spoken round nobody types: the line-reader chooses the branch that the conversation took.
    """
    if not round_.branches:
        raise NotNow(say("Nothing was chosen yet."))
    before = replace(round_, branches=round_.branches[:-1], over=False)
    _check_may_speak(state, group, before, event, spoken=True)
    replies, openings = before.count_replies(), event.openings
    return replace(
        before,
        notes={number: note for number, note in round_.notes.items() if number <= openings},
        guesses={number: note for number, note in round_.guesses.items() if number <= openings},
        marks=tuple(mark for mark in round_.marks if mark.opening <= openings and mark.reply <= replies),
    )


def _add_conversation_event(state: RoomState, group: GroupState, round_: Round, event: Happened) -> Round:
    happened = event.happened
    match happened:
        case Replied() | Skipped() if group.stage is Stage.TALKING:
            _check_may_speak(state, group, round_, event, spoken=False)
        case Ended() if group.stage is Stage.TALKING:
            if round_.over:
                raise NotNow(say("This conversation has ended."))
            _check_role(group, event, _find_speaker(group, round_))
        case SaidAgain():
            _check_may_replay(group, round_, happened.reply)
            if happened.attempt != 1:
                raise NotNow(say("A line is said again from the round itself."))
        case Replied():
            _check_may_replay(group, round_, 1)
            if not round_.happened or not isinstance(round_.happened[-1], SaidAgain) or round_.said_by[-1] != event.by:
                raise NotNow(say("Choose the line to say again first."))
        case _:
            raise NotNow(say("That is not done in a round."), say("A line is said aloud, so it is not taken back."))
    over = round_.over or isinstance(happened, Ended)
    return replace(round_, happened=(*round_.happened, happened), said_by=(*round_.said_by, event.by), over=over)


def _check_role(group: GroupState, event: InRound, role: Role) -> None:
    if group.roles.get(event.by) is not role:
        raise NotNow(say("That is for the {role}.", role=role.title().lower()))


def _check_may_speak(state: RoomState, group: GroupState, round_: Round, event: InRound, *, spoken: bool) -> None:
    if group.stage is not Stage.TALKING or round_.over:
        raise NotNow(say("This conversation has ended."), say("Go on to look back on it."))
    if round_.spoken is not spoken:
        raise NotNow(say("Nobody types in this round.") if round_.spoken else say("This round is typed."))
    if state.is_paused:
        raise NotNow(say("The room is paused."), say("What you typed stays where it is."))
    if group.time_out:
        raise NotNow(say("Somebody asked for a moment."), say("Go on together when everybody is ready."))
    if state.sheet is not None and round_.count_replies() >= state.sheet.replies:
        raise NotNow(say("That was the last reply of this round."), say("Go on to look back on it."))
    _check_role(group, event, _find_speaker(group, round_))


def _find_speaker(group: GroupState, round_: Round) -> Role:
    """Return the role that moves the round on: the practitioner; if spoken, the line-reader.

    In a spoken round nobody types, and the line-reader chooses the branch that the conversation took.
    """
    reader = round_.spoken and group.find_holder(Role.LINE_READER) is not None
    return Role.LINE_READER if reader else Role.PRACTITIONER


def _check_may_note(group: GroupState, event: Noted | Guessed, role: Role) -> None:
    _check_role(group, event, role)
    if group.stage not in (Stage.TALKING, Stage.LOOKING):
        raise NotNow(say("Notes and guesses have been laid open."))


def _check_may_mark(group: GroupState, round_: Round, event: Marked | Locked) -> None:
    if event.by == TRAINER or group.roles.get(event.by) is not Role.OBSERVER:
        raise NotNow(say("That is for the observer."))
    if event.by in round_.locked:
        raise NotNow(say("Your marks are locked."))


def _add_mark(group: GroupState, round_: Round, event: Marked) -> Round:
    """Add an observer's mark: one for each opening, and for a reply both a hurt and a repair.

    An opening is where the family lets a subject be spoken of. A second mark of the same kind replaces the first.
    """
    _check_may_mark(group, round_, event)
    of_a_reply = event.mark.of_a_reply() if event.mark else event.opening == 0
    if event.mark and (event.opening == 0) is not of_a_reply:
        raise NotNow(say("Choose an opening for that.") if not of_a_reply else say("Choose a reply for that."))
    kept = tuple(mark for mark in round_.marks if not _replaces(mark, event, of_a_reply))
    return replace(round_, marks=(*kept, event) if event.mark else kept)


def _replaces(mark: Marked, event: Marked, of_a_reply: bool) -> bool:
    """Return whether a new mark replaces an old one, or takes it away.

    Args:
        mark: the old mark.
        event: the new one.
        of_a_reply: whether the new one is on a reply rather than an opening.
    """
    if mark.by != event.by or mark.mark is None or mark.mark.of_a_reply() is not of_a_reply:
        return False
    if of_a_reply:
        return mark.reply == event.reply and (event.mark is None or mark.mark is event.mark)
    return mark.opening == event.opening


def _check_may_replay(group: GroupState, round_: Round, reply: int) -> None:
    if round_.spoken:
        raise NotNow(say("Nothing was typed in this round."), say("Say the line again aloud."))
    if not group.stage.is_at_least(Stage.COACH_SPEAKS):
        raise NotNow(say("Lines are said again once the coach has spoken."))
    if reply > round_.count_replies():
        raise NotNow(
            say("There is no reply number {reply} to say again.", reply=reply), say("Choose one of the lines.")
        )


# --- Joining a group that is in conversation


def advance_admission(state: RoomState, event: Admission) -> RoomState:
    """Apply the event of a person who asks to join a group, or of the group's answer.

    Before the person is let in, their view shows nothing that was said in the group.

    Args:
        state: the room before the event.
        event: the request, the answer, or that the group opens itself.

    Returns:
        The room after the event.

    Raises:
        NotNow: the event cannot happen now, with a sentence that says why.
    """
    group = state.groups.get(event.group)
    if group is None:
        raise NotNow(say("There is no such group any more."), say("Find people to sit with."))
    match event:
        case AskedToJoin():
            return _add_join_request(state, group, event.by)
        case AnsweredJoin():
            return _answer_join_request(state, group, event)
        case OpenedGroup():
            if event.by not in group.people:
                raise NotNow(say("You are not in that group any more."), say("Find people to sit with."))
            return _put_group(state, replace(group, open=event.open))


def drop_join_requests(state: RoomState, person: str) -> RoomState:
    """Withdraw all of a person's requests to join, because they sat down with a group or left."""
    asked = [group for group in state.groups.values() if person in group.asking]
    for group in asked:
        state = _put_group(state, replace(group, asking=tuple(member for member in group.asking if member != person)))
    return state


def _add_join_request(state: RoomState, group: GroupState, person: str) -> RoomState:
    known = state.people.get(person)
    if known is None or known.gone:
        raise NotNow(say("You are not in this room any more."), say("Come in with the room's code again."))
    if state.find_group_of(person) is not None:
        raise NotNow(say("You sit with others."), say("Leave your group first, then ask."))
    if group.may_be_joined():
        raise NotNow(say("Nobody needs to be asked there."), say("Join them."))
    if len(group.people) >= MOST_IN_A_GROUP:
        raise NotNow(FULL, say("Ask another group."))
    state = drop_join_requests(state, person)
    group = state.groups[group.id]
    return _put_group(state, replace(group, asking=(*group.asking, person)))


def _answer_join_request(state: RoomState, group: GroupState, event: AnsweredJoin) -> RoomState:
    takes_back = event.by == event.person and not event.admitted
    if not takes_back and event.by not in group.people:
        raise NotNow(say("That is for the people of that group."))
    if event.person not in {person.id for person in state.list_people_asking(group)}:
        raise NotNow(say("They no longer ask."))
    if event.admitted and len(group.people) >= MOST_IN_A_GROUP:
        raise NotNow(FULL)
    state = drop_join_requests(state, event.person)
    if not event.admitted:
        return state
    group = state.groups[group.id]
    return _put_group(state, replace(group, people=(*group.people, event.person)))
