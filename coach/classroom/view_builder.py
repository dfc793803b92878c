"""The views of a room: what each person may see of it, made from its state.

A state is narrowed to what one person may see here and nowhere else. `build_view` makes a participant's view,
`build_board` the trainer's. A role's view is made from values that were narrowed before: lines that were said, a brief,
this person's own notes. It is never handed the script, the state, or a sealed note of another person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from coach.classroom.group_reducer import find_role_refusal
from coach.classroom.round_history import RoundHistory, RoundOpening, list_choices, list_lines_with_choices
from coach.classroom.run_sheets import find_card
from coach.classroom.state import (
    MOST_IN_A_GROUP,
    GroupState,
    RoomPerson,
    RoomState,
    Round,
    explain_refusal,
    explain_wait,
    find_next_stage,
)
from coach.classroom.views import (
    Board,
    BoardGroup,
    Brief,
    ConversationLine,
    FamilyMember,
    LineReaderView,
    LockedMark,
    ObservedOpening,
    ObserverView,
    PractitionerView,
    RevealedNotes,
    RoomContext,
    ScenarioOffer,
    TrainerMessage,
    View,
    VisibleGroup,
    VisiblePart,
    VisiblePerson,
    VisibleSilence,
    WatcherView,
)
from coach.content.yaml_reader import UnusableContent
from coach.errors import NotKnown, NotNow
from coach.language.catalogue import say
from coach.model.class_events import Marked, Role, Stage
from coach.model.rubric import Rubric
from coach.model.run_sheet import PartPurpose, Timer
from coach.model.scenario import Cover, Dialogue
from coach.practice.service import PracticeService
from coach.rehearsal.script import Script


def build_view(
    state: RoomState,
    person: str,
    now: datetime,
    offers: tuple[ScenarioOffer, ...],
    staged: tuple[Script, Rubric] | None,
    history: RoundHistory | None,
    cue: tuple[ConversationLine, ...] = (),
) -> View:
    """Build one person's view.

    Args:
        state: the room.
        person: the id of the person who looks.
        now: the time, for the clocks on the screen.
        offers: the scenarios that their group can choose.
        staged: the script and the rubric of the group's scenario, once it is chosen.
        history: the conversation of the group's round, once it has begun.
        cue: the lines of the warm-up.

    Returns:
        The view of the person's role; that of a watcher while they have no role, no group, or a note to read.
    """
    group = state.find_group_of(person)
    context = build_context(state, person, now, offers, cue)
    # Before consent to the content note, nothing of the round is in the view at all.
    if group is None or staged is None or context.to_agree:
        return WatcherView(context)
    round_, role = group.round, context.role
    brief = _make_brief(staged[0].dialogue, role) if role and group.stage.is_at_least(Stage.BRIEF) else None
    revealed = reveal_notes(group, history)
    said = history.list_lines() if history else ()
    again = history.list_lines_again() if history and group.stage.is_at_least(Stage.COACH_SPEAKS) else ()
    openings = history.list_openings() if history else ()
    locked = _list_locked_marks(state, group, openings)
    # Choices tell what the script holds, so they are only for roles that may see it.
    if history and round_ and round_.spoken and role in (Role.LINE_READER, Role.OBSERVER):
        said = list_lines_with_choices(history, staged[1])
    match role:
        case Role.PRACTITIONER:
            return PractitionerView(
                context,
                brief,
                said,
                may_speak=_may_speak(state, group, context),
                # Nobody notes anything without a line-reader, so there is nothing to guess.
                to_guess=tuple(opening.as_passed() for opening in _list_passed(openings))
                if group.find_holder(Role.LINE_READER)
                else (),
                guesses=round_.guesses if round_ else {},
                revealed=revealed,
                marks=locked,
                lines_again=again,
            )
        case Role.LINE_READER:
            script, rubric = staged
            briefed = group.stage.is_at_least(Stage.BRIEF)
            people = tuple(FamilyMember(member.called, member.about) for member in script.people.values())
            told = history.find_told_silences() if history else frozenset()
            keeps = tuple(VisibleSilence(silence.about, key in told) for key, silence in script.silences.items())
            follows = history is not None and context.spoken and _may_speak(state, group, context)
            # The last choice may have ended the conversation; it can be taken back all the same.
            slipped = context.spoken and bool(history and history.moves)
            return LineReaderView(
                context,
                brief,
                people if briefed else (),
                keeps if briefed else (),
                said,
                to_read=history.list_last_lines() if history and group.stage is Stage.TALKING else (),
                to_note=tuple(opening.as_passed() for opening in _list_passed(openings)),
                notes=round_.notes if round_ else {},
                choices=list_choices(history, rubric) if history and follows else (),
                may_take_back=slipped and _may_speak(state, group, replace(context, over=False)),
                revealed=revealed,
                marks=locked,
                lines_again=again,
            )
        case Role.OBSERVER:
            own = _describe_marks(state, round_.list_marks_of(person), openings) if round_ else ()
            return ObserverView(
                context,
                brief,
                said,
                _describe_openings(openings, round_, person, staged[1]),
                marks=locked or own,
                locked=round_ is not None and person in round_.locked,
                second=round_.count_seconds(now) if round_ else 0,
                revealed=revealed,
                lines_again=again,
            )
        case None:
            return WatcherView(context, said, revealed, locked, again)


def narrow_to_concern(state: RoomState, person: str) -> tuple[RoomState, GroupState | None]:
    """Return the part of a room that one person can see, to compare it with a later one.

    In a class, most of what happens happens in other groups; a page has to be built anew only where this differs.
    A person in no group, or whose group still gathers, sees the others find each other.
    """
    group = state.find_group_of(person)
    if group is None or group.stage is Stage.GATHERING:
        return state, group
    return replace(state, groups={}, past=()), group


def check_sealed(group: GroupState, history: RoundHistory | None, opening: int) -> None:
    """Check that an opening can still be noted. Raises NotNow.

    It can once the conversation has moved on from it, and until the notes are revealed.

    Args:
        group: the group.
        history: the round's conversation; None before it has begun.
        opening: the opening's number.
    """
    passed = {known.number for known in history.list_openings() if known.passed} if history is not None else set()
    if opening not in passed:
        raise NotNow(say("The talk is still at that opening."))
    if reveal_notes(group, history):
        raise NotNow(say("Notes and guesses have been laid open."))


def reveal_notes(group: GroupState, history: RoundHistory | None) -> tuple[RevealedNotes, ...]:
    """Return the notes and guesses on a round's openings, once they are revealed; else none.

    They are revealed together: once every opening has both, or when the debrief begins.

    An opening is where the family lets a subject be spoken of; the line-reader notes whether more could have been said.
    """
    if group.round is None or history is None or not history.over:
        return ()
    round_ = group.round
    openings = history.list_openings()
    # One sealed note laid open alone would tell its writer's side before the other's.
    whole = bool(openings) and all(
        opening.number in round_.notes and opening.number in round_.guesses for opening in openings
    )
    if not (whole or group.stage.is_at_least(Stage.PRACTITIONER_SPEAKS)):
        return ()
    return tuple(
        RevealedNotes(
            opening.number,
            opening.line,
            opening.speaker,
            round_.notes.get(opening.number),
            round_.guesses.get(opening.number),
        )
        for opening in openings
        if opening.number in round_.notes or opening.number in round_.guesses
    )


def _make_brief(dialogue: Dialogue, role: Role) -> Brief:
    intentions = dialogue.intentions if role is Role.PRACTITIONER else ()
    return Brief(
        dialogue.title,
        dialogue.you_are,
        dialogue.setting,
        dialogue.brief,
        dialogue.concern,
        find_card(dialogue, role),
        intentions,
    )


def _may_speak(state: RoomState, group: GroupState, context: RoomContext) -> bool:
    spoken_by = Role.LINE_READER if group.spoken and not context.screen_speaks else Role.PRACTITIONER
    free = not (state.is_paused or state.closed or group.time_out or context.over)
    return free and group.stage is Stage.TALKING and context.role is spoken_by


def _list_passed(openings: tuple[RoundOpening, ...]) -> tuple[RoundOpening, ...]:
    return tuple(opening for opening in openings if opening.passed)


def _list_locked_marks(
    state: RoomState, group: GroupState, openings: tuple[RoundOpening, ...]
) -> tuple[LockedMark, ...]:
    """List the observers' locked marks, once it is the observer's turn to speak; else none.

    Args:
        state: the room.
        group: the group whose round it is.
        openings: the round's openings, for their lines.
    """
    if group.round is None or not group.stage.is_at_least(Stage.OBSERVER_SPEAKS):
        return ()
    return _describe_marks(state, (mark for mark in group.round.marks if mark.by in group.round.locked), openings)


def _describe_marks(
    state: RoomState, marks: Iterable[Marked], openings: tuple[RoundOpening, ...]
) -> tuple[LockedMark, ...]:
    lines = {opening.number: opening.line for opening in openings}
    return tuple(
        LockedMark(
            state.people[mark.by].name, mark.opening, mark.reply, mark.mark, mark.second, lines.get(mark.opening, "")
        )
        for mark in marks
        if mark.mark and mark.by in state.people
    )


def _describe_openings(
    openings: tuple[RoundOpening, ...], round_: Round | None, person: str, rubric: Rubric
) -> tuple[ObservedOpening, ...]:
    return tuple(
        ObservedOpening(
            opening.number,
            opening.line,
            opening.speaker,
            opening.after,
            rubric.topics[opening.opening.topic].name,
            opening.opening.about,
            now=not opening.passed,
            mark=round_.find_mark(person, opening.number) if round_ else None,
        )
        for opening in openings
    )


# --- What every screen shows round its page


def build_context(
    state: RoomState,
    person: str,
    now: datetime,
    offers: tuple[ScenarioOffer, ...],
    cue: tuple[ConversationLine, ...] = (),
) -> RoomContext:
    """Build the part of a person's view that all pages share: people, groups, stage and clock.

    Args:
        state: the room.
        person: the id of the person who looks.
        now: the time, for the room's clock.
        offers: the scenarios that their group can choose.
        cue: the lines of the warm-up.
    """
    group = state.find_group_of(person)
    me = state.people.get(person)
    if me is not None and (me.waiting or me.kept_out):
        # Whoever was never let in learns nothing of the room: no name, no group, no message.
        return RoomContext(
            state.code, me.name, Stage.GATHERING, closed=state.closed, has_left=me.gone,
            waiting=me.waiting and not me.gone, kept_out=me.kept_out,
        )  # fmt: skip
    grouped = {member for other in state.groups.values() for member in other.people}
    context = RoomContext(
        code=state.code,
        own_name=me.name if me else "",
        stage=Stage.GATHERING,
        ungrouped=tuple(
            describe_person(member, you=person) for member in state.list_people() if member.id not in grouped
        ),
        groups=tuple(_describe_group(state, any_group, person) for any_group in state.groups.values()),
        offers=offers,
        most_replies=state.reply_limit,
        part=describe_part(state, now),
        cue=cue if is_warming_up(state, group) else (),
        paused=state.is_paused,
        covered=state.covered,
        closed=state.closed,
        has_left=me.gone if me else False,
        messages=tuple(
            TrainerMessage(message.at, message.words)
            for message in state.messages
            if message.reaches(person, group.id if group else "")
        ),
    )
    return _add_group(state, context, group, person) if group else context


def describe_person(person: RoomPerson, group: GroupState | None = None, you: str = "") -> VisiblePerson:
    """Describe a person as others see them.

    Args:
        person: the person who is seen.
        group: their group, for the role.
        you: the id of the person who looks.
    """
    role = group.roles.get(person.id) if group else None
    agreed = group is not None and person.id == you and person.id in group.agreed
    return VisiblePerson(person.id, person.name, role, person.away, person.id == you, agreed)


def is_warming_up(state: RoomState, group: GroupState | None) -> bool:
    """Return whether the members of a group do the warm-up now; a group in a round does not.

    Args:
        state: the room.
        group: the group; None for people in none.
    """
    part = state.find_part()
    return part is not None and part.does is PartPurpose.WARM_UP and (group is None or group.stage is Stage.GATHERING)


def describe_part(state: RoomState, now: datetime) -> VisiblePart | None:
    """Describe the current part of the run sheet, with the room's clock; None without a part."""
    part = state.find_part()
    if part is None or state.sheet is None:
        return None
    left = state.measure_remaining(now) if state.sheet.timer is Timer.SOFT else None
    return VisiblePart(part.title, part.what, part.does, part.minutes, left)


def _add_group(state: RoomState, context: RoomContext, group: GroupState, person: str) -> RoomContext:
    refusal = explain_wait(state, group)
    round_, members = group.round, set(group.people)
    departed = (departure for departure in group.departed if departure.person not in members)
    may_take = tuple(role for role in Role if find_role_refusal(group, person, role) is None)
    return replace(
        context,
        stage=group.stage,
        group=group.id,
        group_name=group.name,
        partners=tuple(describe_person(state.people[member], group, person) for member in group.people),
        role=group.roles.get(person),
        chosen=next((offer for offer in context.offers if offer.id == group.scenario), None),
        spoken=group.spoken,
        to_agree=group.stage.is_at_least(Stage.NOTE) and person not in group.agreed,
        to_read=group.stage is Stage.BRIEF and person in group.roles and person not in group.briefed,
        screen_speaks=group.screen_speaks(),
        round=group.rounds,
        replies=round_.count_replies() if round_ else 0,
        over=round_.over if round_ else False,
        may_take=tuple(role for role in may_take if role is not group.roles.get(person)),
        departed=tuple(
            VisiblePerson(departure.person, state.people[departure.person].name, departure.role)
            for departure in departed
        ),
        asking=tuple(describe_person(member) for member in state.list_people_asking(group)),
        group_open=group.open,
        back_to=group.former.stage if group.former else None,
        next_stage=None if refusal else find_next_stage(group),
        refusal=refusal,
        time_out=group.time_out,
        asked_for_help=group.asked_for_help is not None,
    )


def _describe_group(state: RoomState, group: GroupState, person: str) -> VisibleGroup:
    names = tuple(state.people[member].name for member in group.people)
    room, free = len(group.people) < MOST_IN_A_GROUP, group.may_be_joined()
    asked = person in group.asking
    return VisibleGroup(group.id, group.name, names, group.stage, room and free, room and not free, asked)


# --- The trainer's board

MINUTE = 60


def build_board(state: RoomState, now: datetime, titles: Mapping[str, str]) -> Board:
    """Build the trainer's board: groups, stages and minutes.

    No field of it could hold a participant's words.

    Args:
        state: the room.
        now: the time, for the clocks.
        titles: the scenarios' titles by id.

    Returns:
        The board; the group that waits for help longest comes first.
    """
    part = state.find_part()
    grouped = {person for group in state.groups.values() for person in group.people}
    groups = [_describe_group_on_board(state, group, now, titles) for group in state.groups.values()]
    return Board(
        code=state.code,
        title=state.sheet.title if state.sheet else "",
        parts=tuple(sheet_part.title for sheet_part in state.sheet.parts) if state.sheet else (),
        part_number=state.part,
        part=describe_part(state, now),
        say=part.say if part else (),
        groups=tuple(sorted(groups, key=_rank_by_wait, reverse=True)),
        ungrouped=tuple(describe_person(person) for person in state.list_people() if person.id not in grouped),
        paused=state.is_paused,
        covered=state.covered,
        closed=state.closed,
        messages=tuple(TrainerMessage(message.at, message.words) for message in state.messages),
        contributors=state.count_contributors(),
        waiting=tuple(map(describe_person, state.list_waiting_people())),
        newcomers_wait=state.newcomers_wait,
    )


def _describe_group_on_board(
    state: RoomState, group: GroupState, now: datetime, titles: Mapping[str, str]
) -> BoardGroup:
    refusal = explain_refusal(state, group)
    return BoardGroup(
        id=group.id,
        name=group.name,
        stage=group.stage,
        people=tuple(describe_person(state.people[person], group) for person in group.people),
        minutes=_count_minutes(group.since, now),
        scenario=titles.get(group.scenario, group.scenario),
        spoken=group.spoken,
        round=group.rounds,
        replies=group.round.count_replies() if group.round else 0,
        asked_for_help=_count_minutes(group.asked_for_help, now) if group.asked_for_help else None,
        time_out=group.time_out,
        next_stage=None if refusal else find_next_stage(group),
        refusal=refusal,
        most_replies=state.reply_limit,
        back_to=group.former.stage if group.former else None,
        departed=tuple(
            VisiblePerson(departure.person, state.people[departure.person].name, departure.role)
            for departure in group.departed
            if departure.person not in group.people
        ),
    )


def _rank_by_wait(group: BoardGroup) -> int:
    return -1 if group.asked_for_help is None else group.asked_for_help


def _count_minutes(since: datetime, now: datetime) -> int:
    return max(int((now - since).total_seconds()) // MINUTE, 0)


# --- The scenarios that a group can choose


def list_offers(state: RoomState, practice: PracticeService) -> tuple[ScenarioOffer, ...]:
    """List the scenarios that groups can choose, each with what people read before they consent.

    Those are the trainer's choice; where there is none, all without racism towards the practitioner. A scenario that
    cannot be read is left out.
    """
    if not state.scenarios:
        return tuple(
            _make_offer(offered.id, offered.cover)
            for offered in practice.scenarios()
            if offered.cover and not offered.cover.towards_practitioner
        )
    offers = []
    for scenario in state.scenarios:
        try:
            offers.append(_make_offer(scenario, practice.library.cover(scenario)))
        except (UnusableContent, NotKnown):
            continue
    return tuple(offers)


def _make_offer(scenario: str, cover: Cover) -> ScenarioOffer:
    return ScenarioOffer(
        scenario,
        cover.title,
        cover.content_note,
        cover.difficulty.value,
        cover.minutes,
        cover.towards_practitioner,
        cover.alternative or "",
    )
