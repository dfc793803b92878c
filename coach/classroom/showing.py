"""Each person's view of a room, made from how things stand. Here, and only here, it is narrowed to what they may see.

The function that builds a role's view takes values that were narrowed before: lines that were said, a brief, one's own
notes. It is never handed the script, the state, or what somebody else wrote and sealed.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from coach.classroom.cards import card
from coach.classroom.here import here
from coach.classroom.spoken import said_aloud, ways_in_words
from coach.classroom.state import GroupState, RoomState, Round
from coach.classroom.talk import Came, Talk
from coach.classroom.views import (
    Brief,
    Here,
    Keeps,
    LineReaderView,
    MarkShown,
    ObserverView,
    Offer,
    OpeningSeen,
    PersonRead,
    PractitionerView,
    Revealed,
    SaidLine,
    View,
    WatcherView,
)
from coach.model.dialogue import Dialogue
from coach.model.room import Marked, Role, Stage
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script


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
    brief = _brief(staged[0].dialogue, role) if role and group.stage.reached(Stage.BRIEF) else None
    laid_open = revealed(group, talk)
    said = talk.said() if talk else ()
    again = talk.said_again() if talk and group.stage.reached(Stage.COACH_SPEAKS) else ()
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
            briefed = group.stage.reached(Stage.BRIEF)
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
                _seen(came, this, person, staged[1]),
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
    if not (whole or group.stage.reached(Stage.PRACTITIONER_SPEAKS)):
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


def _may_speak(state: RoomState, group: GroupState, around: Here) -> bool:
    spoken_by = Role.LINE_READER if group.spoken and not around.screen_speaks else Role.PRACTITIONER
    free = not (state.paused or state.closed or group.time_out or around.over)
    return free and group.stage is Stage.TALKING and around.role is spoken_by


def _gone_from(came: tuple[Came, ...]) -> tuple[Came, ...]:
    return tuple(each for each in came if each.passed)


def _locked(state: RoomState, group: GroupState, came: tuple[Came, ...]) -> tuple[MarkShown, ...]:
    """Marks that are locked, once it is the observer's turn to speak."""
    if group.round is None or not group.stage.reached(Stage.OBSERVER_SPEAKS):
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


def _seen(came: tuple[Came, ...], this: Round | None, person: str, rubric: Rubric) -> tuple[OpeningSeen, ...]:
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
