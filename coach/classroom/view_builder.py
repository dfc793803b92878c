"""Each person's view of a room, made from how things stand. Here, and only here, it is narrowed to what they may see.

The function that builds a role's view takes values that were narrowed before: lines that were said, a brief, one's own
notes. It is never handed the script, the state, or what somebody else wrote and sealed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from coach.classroom.group_reducer import role_refusal
from coach.classroom.round_history import Came, Talk, said_aloud, ways_in_words
from coach.classroom.run_sheets import card
from coach.classroom.state import MOST_IN_A_GROUP, GroupState, Person, RoomState, Round, following, not_yet, waits
from coach.classroom.views import (
    Board,
    Brief,
    GroupOnBoard,
    GroupSeen,
    Keeps,
    LineReaderView,
    MarkShown,
    ObserverView,
    Offer,
    OpeningSeen,
    PartSeen,
    PersonRead,
    PractitionerView,
    Revealed,
    RoomContext,
    SaidLine,
    Someone,
    View,
    WatcherView,
    Words,
)
from coach.content.problems import UnusableContent
from coach.errors import NotKnown
from coach.model.class_events import Marked, Role, Stage
from coach.model.rubric import Rubric
from coach.model.run_sheet import PartPurpose, Timer
from coach.model.scenario import Cover, Dialogue
from coach.practice.service import PracticeService
from coach.rehearsal.script import Script

# --- What everybody's screen has round it: people, the group's stage, the room's clock, what the trainer


def here(
    state: RoomState, person: str, now: datetime, offers: tuple[Offer, ...], cue: tuple[SaidLine, ...] = ()
) -> RoomContext:
    """The surroundings of one person's screen. `offers`: what their group can choose from. `cue`: of the warm-up."""
    group = state.group_of(person)
    me = state.people.get(person)
    grouped = {each for other in state.groups.values() for each in other.people}
    around = RoomContext(
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
    return part is not None and part.does is PartPurpose.WARM_UP and (group is None or group.stage is Stage.GATHERING)


def part_seen(state: RoomState, now: datetime) -> PartSeen | None:
    """The part of the run sheet, with the room's clock."""
    part = state.part_now()
    if part is None or state.sheet is None:
        return None
    left = state.left(now) if state.sheet.timer is Timer.SOFT else None
    return PartSeen(part.title, part.what, part.does, part.minutes, left)


def _with_group(state: RoomState, around: RoomContext, group: GroupState, person: str) -> RoomContext:
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
        to_agree=group.stage.is_at_least(Stage.NOTE) and person not in group.agreed,
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


# --- Each person's view of a room, made from how things stand. Here, and only here, it is narrowed to wha


def show(
    state: RoomState,
    person: str,
    now: datetime,
    offers: tuple[Offer, ...],
    staged: tuple[Script, Rubric] | None,
    talk: Talk | None,
    cue: tuple[SaidLine, ...] = (),
) -> View:
    """What one person may see. `staged` and `talk` are of their group's scenario and round, where it has them.

    `cue`: the lines of the warm-up.
    """
    group = state.group_of(person)
    around = here(state, person, now, offers, cue)
    if group is None or staged is None or around.to_agree:
        return WatcherView(around)
    this, role = group.round, around.role
    brief = _brief(staged[0].dialogue, role) if role and group.stage.is_at_least(Stage.BRIEF) else None
    laid_open = revealed(group, talk)
    said = talk.said() if talk else ()
    again = talk.said_again() if talk and group.stage.is_at_least(Stage.COACH_SPEAKS) else ()
    came = talk.openings() if talk else ()
    locked = _locked(state, group, came)
    if talk and this and this.spoken and role in (Role.LINE_READER, Role.OBSERVER):
        said = said_aloud(talk, staged[1])
    match role:
        case Role.PRACTITIONER:
            return PractitionerView(
                around,
                brief,
                said,
                may_speak=_may_speak(state, group, around),
                to_guess=tuple(each.spot() for each in _gone_from(came)) if group.holding(Role.LINE_READER) else (),
                guesses=this.guesses if this else {},
                revealed=laid_open,
                marks=locked,
                said_again=again,
            )
        case Role.LINE_READER:
            script, rubric = staged
            briefed = group.stage.is_at_least(Stage.BRIEF)
            people = tuple(PersonRead(each.called, each.about) for each in script.people.values())
            told = talk.told() if talk else frozenset()
            keeps = tuple(Keeps(each.about, key in told) for key, each in script.silences.items())
            follows = talk is not None and around.spoken and _may_speak(state, group, around)
            slipped = around.spoken and bool(talk and talk.moves)
            return LineReaderView(
                around,
                brief,
                people if briefed else (),
                keeps if briefed else (),
                said,
                to_read=talk.said_last() if talk and group.stage is Stage.TALKING else (),
                to_note=tuple(each.spot() for each in _gone_from(came)),
                notes=this.notes if this else {},
                ways=ways_in_words(talk, rubric) if talk and follows else (),
                may_take_back=slipped and _may_speak(state, group, replace(around, over=False)),
                revealed=laid_open,
                marks=locked,
                said_again=again,
            )
        case Role.OBSERVER:
            own = _marks(state, this.marks_of(person), came) if this else ()
            return ObserverView(
                around,
                brief,
                said,
                _seen_group(came, this, person, staged[1]),
                marks=locked or own,
                locked=this is not None and person in this.locked,
                second=this.second(now) if this else 0,
                revealed=laid_open,
                said_again=again,
            )
        case None:
            return WatcherView(around, said, laid_open, locked, again)


def revealed(group: GroupState, talk: Talk | None) -> tuple[Revealed, ...]:
    """Notes and guesses, together or not at all: once every opening has both, or when the debrief begins."""
    if group.round is None or talk is None or not talk.over:
        return ()
    this = group.round
    came = talk.openings()
    whole = bool(came) and all(each.number in this.notes and each.number in this.guesses for each in came)
    if not (whole or group.stage.is_at_least(Stage.PRACTITIONER_SPEAKS)):
        return ()
    return tuple(
        Revealed(each.number, each.line, each.speaker, this.notes.get(each.number), this.guesses.get(each.number))
        for each in came
        if each.number in this.notes or each.number in this.guesses
    )


def _brief(dialogue: Dialogue, role: Role) -> Brief:
    intentions = dialogue.intentions if role is Role.PRACTITIONER else ()
    return Brief(
        dialogue.title,
        dialogue.you_are,
        dialogue.setting,
        dialogue.brief,
        dialogue.concern,
        card(dialogue, role),
        intentions,
    )


def _may_speak(state: RoomState, group: GroupState, around: RoomContext) -> bool:
    spoken_by = Role.LINE_READER if group.spoken and not around.screen_speaks else Role.PRACTITIONER
    free = not (state.paused or state.closed or group.time_out or around.over)
    return free and group.stage is Stage.TALKING and around.role is spoken_by


def _gone_from(came: tuple[Came, ...]) -> tuple[Came, ...]:
    return tuple(each for each in came if each.passed)


def _locked(state: RoomState, group: GroupState, came: tuple[Came, ...]) -> tuple[MarkShown, ...]:
    """Marks that are locked, once it is the observer's turn to speak."""
    if group.round is None or not group.stage.is_at_least(Stage.OBSERVER_SPEAKS):
        return ()
    return _marks(state, (mark for mark in group.round.marks if mark.by in group.round.locked), came)


def _marks(state: RoomState, marks: Iterable[Marked], came: tuple[Came, ...]) -> tuple[MarkShown, ...]:
    lines = {each.number: each.line for each in came}
    return tuple(
        MarkShown(
            state.people[each.by].name, each.opening, each.reply, each.mark, each.second, lines.get(each.opening, "")
        )
        for each in marks
        if each.mark and each.by in state.people
    )


def _seen_group(came: tuple[Came, ...], this: Round | None, person: str, rubric: Rubric) -> tuple[OpeningSeen, ...]:
    return tuple(
        OpeningSeen(
            each.number,
            each.line,
            each.speaker,
            each.after,
            rubric.topics[each.opening.topic].name,
            each.opening.about,
            now=not each.passed,
            mark=this.mark_on(person, each.number) if this else None,
        )
        for each in came
    )


# --- The trainer's board: groups, stages and minutes. It has no words of anybody's, and no field that cou

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


# --- What a room's groups choose from, as far as it is read before consenting


def offers(state: RoomState, practice: PracticeService) -> tuple[Offer, ...]:
    """The scenarios the trainer chose; where none were, all but those with racism towards the practitioner.

    What cannot be read is left out.
    """
    if not state.scenarios:
        return tuple(
            _offer(each.id, each.cover)
            for each in practice.scenarios()
            if each.cover and not each.cover.towards_practitioner
        )
    found = []
    for scenario in state.scenarios:
        try:
            found.append(_offer(scenario, practice.library.cover(scenario)))
        except (UnusableContent, NotKnown):
            continue
    return tuple(found)


def _offer(scenario: str, cover: Cover) -> Offer:
    return Offer(
        scenario,
        cover.title,
        cover.content_note,
        cover.difficulty.value,
        cover.minutes,
        cover.towards_practitioner,
        cover.alternative or "",
    )
