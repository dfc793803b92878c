"""What happens in a round: lines said, notes, guesses and marks, and lines said again afterwards."""

from dataclasses import replace

from coach.classroom.state import GroupState, RoomState, Round
from coach.errors import NotNow
from coach.model.events import Ended, Replied, SaidAgain, Skipped
from coach.model.room import (
    TRAINER,
    Guessed,
    Happened,
    Locked,
    Marked,
    Noted,
    Replayed,
    Role,
    Stage,
    Went,
    WentBack,
)

InRound = Happened | Went | WentBack | Noted | Guessed | Marked | Locked | Replayed


def in_round(state: RoomState, group: GroupState, event: InRound) -> GroupState:
    """The group after something in its round. Raises NotNow where it cannot happen."""
    this = group.round
    if this is None:
        raise NotNow("This group is not in a round.")
    match event:
        case Happened():
            this = _happened(state, group, this, event)
        case Went():
            _may_speak(state, group, this, event, spoken=True)
            this = replace(this, went=(*this.went, event.branch))
        case WentBack():
            this = _went_back(state, group, this, event)
        case Noted():
            _may_note(group, event, Role.LINE_READER)
            this = replace(this, notes={**this.notes, event.opening: event.note})
        case Guessed():
            _may_note(group, event, Role.PRACTITIONER)
            this = replace(this, guesses={**this.guesses, event.opening: event.note})
        case Marked():
            this = _marked(group, this, event)
        case Locked():
            _may_mark(group, this, event)
            this = replace(this, locked=this.locked | {event.by})
        case Replayed():
            _again(group, this, event.reply)
            this = replace(this, replaying={**this.replaying, event.by: event.reply})
    return replace(group, round=this)


def _went_back(state: RoomState, group: GroupState, this: Round, event: WentBack) -> Round:
    """The talk before its last choice, also where that was its end. What was said of later openings goes with it."""
    if not this.went:
        raise NotNow("Nothing was chosen yet.")
    before = replace(this, went=this.went[:-1], over=False)
    _may_speak(state, group, before, event, spoken=True)
    replies, openings = before.replies(), event.openings
    return replace(
        before,
        notes={number: note for number, note in this.notes.items() if number <= openings},
        guesses={number: note for number, note in this.guesses.items() if number <= openings},
        marks=tuple(mark for mark in this.marks if mark.opening <= openings and mark.reply <= replies),
    )


def _happened(state: RoomState, group: GroupState, this: Round, event: Happened) -> Round:
    happened = event.happened
    match happened:
        case Replied() | Skipped() if group.stage is Stage.TALKING:
            _may_speak(state, group, this, event, spoken=False)
        case Ended() if group.stage is Stage.TALKING:
            if this.over:
                raise NotNow("This conversation has ended.")
            _by(group, event, _speaker(group, this))
        case SaidAgain():
            _again(group, this, happened.reply)
            if happened.attempt != 1:
                raise NotNow("A line is said again from the round itself.")
        case Replied():
            _again(group, this, 1)
            if not this.happened or not isinstance(this.happened[-1], SaidAgain) or this.said_by[-1] != event.by:
                raise NotNow("Choose the line to say again first.")
        case _:
            raise NotNow("That is not done in a round.", "A line is said aloud, so it is not taken back.")
    over = this.over or isinstance(happened, Ended)
    return replace(this, happened=(*this.happened, happened), said_by=(*this.said_by, event.by), over=over)


def _by(group: GroupState, event: InRound, role: Role) -> None:
    if group.roles.get(event.by) is not role:
        raise NotNow(f"That is for the {role.title().lower()}.")


def _may_speak(state: RoomState, group: GroupState, this: Round, event: InRound, *, spoken: bool) -> None:
    if group.stage is not Stage.TALKING or this.over:
        raise NotNow("This conversation has ended.", "Go on to look back on it.")
    if this.spoken is not spoken:
        raise NotNow("Nobody types in this round." if this.spoken else "This round is typed.")
    if state.paused:
        raise NotNow("The room is paused.", "What you typed stays where it is.")
    if group.time_out:
        raise NotNow("Somebody asked for a moment.", "Go on together when everybody is ready.")
    if state.sheet is not None and this.replies() >= state.sheet.replies:
        raise NotNow("That was the last reply of this round.", "Go on to look back on it.")
    _by(group, event, _speaker(group, this))


def _speaker(group: GroupState, this: Round) -> Role:
    """Who moves the talk on: the practitioner, or, where nobody types, whoever follows the script."""
    reader = this.spoken and group.holding(Role.LINE_READER) is not None
    return Role.LINE_READER if reader else Role.PRACTITIONER


def _may_note(group: GroupState, event: Noted | Guessed, role: Role) -> None:
    _by(group, event, role)
    if group.stage not in (Stage.TALKING, Stage.LOOKING):
        raise NotNow("Notes and guesses have been laid open.")


def _may_mark(group: GroupState, this: Round, event: Marked | Locked) -> None:
    if event.by == TRAINER or group.roles.get(event.by) is not Role.OBSERVER:
        raise NotNow("That is for the observer.")
    if event.by in this.locked:
        raise NotNow("Your marks are locked.")


def _marked(group: GroupState, this: Round, event: Marked) -> Round:
    """One mark for an opening; a hurt and its mending stand side by side at a reply."""
    _may_mark(group, this, event)
    of_a_reply = event.mark.of_a_reply() if event.mark else event.opening == 0
    if event.mark and (event.opening == 0) is not of_a_reply:
        raise NotNow("Choose an opening for that." if not of_a_reply else "Choose a reply for that.")
    kept = tuple(mark for mark in this.marks if not _stands_for(mark, event, of_a_reply))
    return replace(this, marks=(*kept, event) if event.mark else kept)


def _stands_for(mark: Marked, event: Marked, of_a_reply: bool) -> bool:
    """Whether a new mark takes the place of an old one, or takes it away."""
    if mark.by != event.by or mark.mark is None or mark.mark.of_a_reply() is not of_a_reply:
        return False
    if of_a_reply:
        return mark.reply == event.reply and (event.mark is None or mark.mark is event.mark)
    return mark.opening == event.opening


def _again(group: GroupState, this: Round, reply: int) -> None:
    if this.spoken:
        raise NotNow("Nothing was typed in this round.", "Say the line again aloud.")
    if not group.stage.reached(Stage.COACH_SPEAKS):
        raise NotNow("Lines are said again once the coach has spoken.")
    if reply > this.replies():
        raise NotNow(f"There is no reply number {reply} to say again.", "Choose one of the lines.")
