"""The log is the room's one truth: whatever happens can be folded, nobody's words are lost, a restart repeats none."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.classroom.participant import Participant
from coach.classroom.reducer import advance, advance_leniently, fold
from coach.classroom.state import RoomState
from coach.errors import NotNow
from coach.model.class_events import (
    RULES,
    Agreed,
    AnsweredJoin,
    AskedForHelp,
    AskedToJoin,
    Chose,
    Contributed,
    Counted,
    Covered,
    Disconnected,
    Grouped,
    Guessed,
    Happened,
    Helped,
    Joined,
    LaidTogether,
    Left,
    LineReaderNote,
    Locked,
    Mark,
    Marked,
    Moved,
    Noted,
    OpenedGroup,
    PartReached,
    Reconnected,
    Replayed,
    Role,
    RoomClosed,
    RoomEvent,
    RoomOpened,
    RoomPaused,
    RoomResumed,
    RoundBegan,
    Stage,
    StageReached,
    SteppedBack,
    TimeIn,
    TimeOut,
    Told,
    TookRole,
    Uncovered,
    Went,
)
from coach.model.events import (
    Began,
    Disputed,
    Ended,
    Event,
    Paused,
    Reflected,
    Replied,
    SaidAgain,
    Skipped,
    Stance,
    TookBack,
)
from coach.records.class_log import MemoryRoomLog
from tests.classroom.conftest import SHEET, Room, to_stage, to_talking
from tests.conftest import START, reading

PEOPLE = ("p1", "p2", "p3", "p4")
GROUPS = ("g1", "g2")
OPENED = RoomOpened(at=START, code="MOSSY", sheet=SHEET)
OPENED_NOW = OPENED.model_copy(update={"rules": RULES})
BEGAN = Began(at=START, scenario="bus", content="c", coach="0", matcher="m")
CONVERSED: tuple[Event, ...] = (
    Replied(at=START, text="Well then", reading=reading("asks"), answered=""),
    Skipped(at=START),
    Ended(at=START, how="finished"),
    SaidAgain(at=START, reply=1, attempt=1),
    TookBack(at=START),
    Paused(at=START),
)


def room_events() -> st.SearchStrategy[RoomEvent]:
    """Anything that anybody could send at any time."""
    by, group, opening = st.sampled_from(("", *PEOPLE)), st.sampled_from(GROUPS), st.integers(1, 3)
    at = st.integers(0, 5000).map(lambda seconds: START + timedelta(seconds=seconds))

    def of(kind: type, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[RoomEvent]:
        return st.builds(kind, at=at, by=by, **fields)

    return st.one_of(
        st.builds(Joined, at=at, by=st.sampled_from(PEOPLE), name=st.sampled_from(("Ann", "Ben", "ann ", "Cy"))),
        *(
            of(kind)
            for kind in (Left, Disconnected, Reconnected, RoomPaused, RoomResumed, Covered, Uncovered, LaidTogether)
        ),
        of(Grouped, group=group, people=st.lists(st.sampled_from(PEOPLE), max_size=4).map(tuple)),
        of(Moved, person=st.sampled_from(PEOPLE), group=st.sampled_from(("", *GROUPS))),
        of(Chose, group=group, scenario=st.just("bus"), spoken=st.booleans()),
        of(TookRole, group=group, role=st.sampled_from((None, *Role))),
        of(StageReached, group=group, stage=st.sampled_from(Stage)),
        of(RoundBegan, group=group, number=st.integers(1, 2), began=st.just(BEGAN)),
        of(Happened, group=group, happened=st.sampled_from(CONVERSED)),
        of(Went, group=group, branch=st.sampled_from(("told", "skipped"))),
        of(Noted, group=group, opening=opening, note=st.sampled_from(LineReaderNote)),
        of(Guessed, group=group, opening=opening, note=st.sampled_from(LineReaderNote)),
        of(
            Marked, group=group, opening=st.integers(0, 2), reply=st.integers(0, 3), mark=st.sampled_from((None, *Mark))
        ),
        of(Replayed, group=group, reply=opening),
        of(AskedToJoin, group=group),
        of(AnsweredJoin, group=group, person=st.sampled_from(PEOPLE), admitted=st.booleans()),
        of(OpenedGroup, group=group, open=st.booleans()),
        of(SteppedBack, group=group, stage=st.sampled_from(Stage)),
        of(PartReached, part=st.integers(0, 3)),
        of(Told, to=st.just(()), words=st.just("Hello")),
        of(Contributed, group=group, round=st.just(1), row=st.just((Counted(topic="child"),))),
        *(of(kind, group=group) for kind in (Agreed, Locked, TimeOut, TimeIn, AskedForHelp, Helped)),
    )


def sound(state: RoomState) -> None:
    """What always holds."""
    seated = [person for group in state.groups.values() for person in group.people]
    assert len(seated) == len(set(seated))
    assert all(not state.people[person].gone for person in seated)
    for group in state.groups.values():
        assert group.people
        assert set(group.roles) <= set(group.people)
        for role in (Role.PRACTITIONER, Role.LINE_READER):
            assert list(group.roles.values()).count(role) <= 1
        if group.stage in (Stage.NOTE, Stage.BRIEF):
            assert group.scenario
        if group.round:
            assert group.round.count_replies() <= SHEET.replies
        assert group.former is None or group.former.former is None
        if group.stage.is_at_least(Stage.TALKING):
            assert group.round is not None


def likely(state: RoomState) -> list[RoomEvent]:
    """Events that take a room further, so that random ones meet rounds as well."""
    found: list[RoomEvent] = []
    for group in state.groups.values():
        first = group.people[0]
        more = {"at": START, "group": group.id}
        found += [
            TookRole(by=first, role=Role.PRACTITIONER, **more),
            Chose(by=first, scenario="bus", **more),
            *(Agreed(by=person, **more) for person in group.people),
            *(StageReached(by=first, stage=stage, **more) for stage in Stage),
            RoundBegan(by=first, number=group.rounds + 1, began=BEGAN, **more),
            Happened(by=first, happened=CONVERSED[0], **more),
            *((SteppedBack(by=first, stage=group.former.stage, **more),) if group.former else ()),
            *(AskedToJoin(by=each.id, **more) for each in state.list_people() if state.find_group_of(each.id) is None),
            *(
                AnsweredJoin(by=first, person=each.id, admitted=True, **more)
                for each in state.list_people_asking(group)
            ),
        ]
    return found


SEATED: tuple[RoomEvent, ...] = (
    *(Joined(at=START, by=person, name=name) for person, name in zip(PEOPLE, ("Ann", "Ben", "Cy", "Dee"), strict=True)),
    Grouped(at=START, by="p1", group="g1", people=PEOPLE[:3]),
)


@given(
    st.lists(st.one_of(st.integers(0, 999), st.integers(0, 999), room_events()), max_size=50),
    st.sampled_from((OPENED, OPENED_NOW)),
)
@settings(max_examples=60, deadline=None)
def test_anything_that_happened_can_be_folded_and_the_room_stays_sound(
    steps: list[int | RoomEvent], opened: RoomOpened
) -> None:
    log: list[RoomEvent] = [opened, *SEATED]
    state = fold(log)
    refusals = []
    for step in steps:
        onward = likely(state)
        if isinstance(step, int) and not onward:
            continue
        event = onward[step % len(onward)] if isinstance(step, int) else step
        try:
            state = advance(state, event)
        except NotNow as refused:
            refusals.append(refused.message)
            continue
        log.append(event)
        sound(state)
    assert all(message.endswith(".") for message in refusals)
    assert fold(log) == state
    if not state.closed:
        assert advance(state, RoomClosed(at=START)).closed


@given(st.lists(room_events(), max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_log_that_something_has_spoilt_still_opens(events: list[RoomEvent]) -> None:
    state = fold([OPENED, *events])
    sound(state)
    assert advance_leniently(state, OPENED) == state


def test_two_who_act_at_once_lose_nothing(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    seats = [room.again(seat.person) for seat in (ann, ben, cy)]
    failed: list[Exception] = []

    def often(do: Callable[[], None]) -> None:
        try:
            for _ in range(40):
                do()
        except NotNow as error:
            failed.append(error)

    words = [f"Reply {number}." for number in range(3)]

    def talk() -> None:
        for text in words:
            seats[0].say(text)

    threads = [
        threading.Thread(target=talk),
        threading.Thread(target=often, args=(seats[1].ask_for_help,)),
        threading.Thread(target=often, args=(seats[2].end_time_out,)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    kept = [event for _, event in room.log.read()]
    assert sum(isinstance(event, AskedForHelp) for event in kept) == 40
    assert sum(isinstance(event, TimeIn) for event in kept) == 40
    said = [e.happened.text for e in kept if isinstance(e, Happened) and isinstance(e.happened, Replied)]
    assert said == words


def test_after_a_restart_everybody_is_where_they_were_and_no_line_stands_twice(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say("How has racism touched him?")
    ann.say("What does Sam say about it?")
    for seat in (ben, cy):
        seat.refresh()
    cy.mark(1, 0, Mark.TAKEN)
    ben.note(1, LineReaderNote.MORE)
    copied = MemoryRoomLog(*(event for _, event in room.log.read()))
    for seat in (ann, ben, cy):
        seat.refresh()
        again = Participant(copied, room.practice, seat.person, lambda: START)
        before, after = seat.build_view(), again.build_view()
        assert after.lines == before.lines
        assert after.context == before.context
        mine = [line.text for line in after.lines if line.reply]
        assert mine == ["How has racism touched him?", "What does Sam say about it?"]
        texts = [(line.speaker, line.text) for line in after.lines if line.text]
        assert len(texts) == len(set(texts))
        assert again.state == seat.state


def test_what_is_said_is_kept_before_anybody_sees_it(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)

    class Refusing(MemoryRoomLog):
        def append(self, expected: int, *events: RoomEvent, said_by: str = "") -> bool:
            raise NotNow("The disk is full.")

    broken = Refusing(*(event for _, event in room.log.read()))
    seat = Participant(broken, room.practice, ann.person, room.clock)
    before = seat.build_view()
    with pytest.raises(NotNow, match="disk"):
        seat.say("How has racism touched him?")
    assert seat.build_view().lines == before.lines
    to_stage(Stage.DONE, ann, ben, cy)


def test_a_group_keeps_no_dispute_and_no_reflection_of_anybodys(room: Room) -> None:
    """What somebody thinks of the coach's reading is said aloud; a log that all are in is no place for it."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say("How has racism touched him?")
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    for thought in (
        Reflected(at=START, on="intention", words="Mine"),
        Disputed(at=START, attempt=1, reply=1, criterion="asks", stance=Stance.FAIR),
    ):
        with pytest.raises(NotNow, match="not done in a round"):
            advance(ann.state, Happened(at=START, by=ann.person, group="g1", happened=thought))


def test_a_log_from_before_briefs_were_waited_for_is_read_as_it_was(room: Room) -> None:
    """Nobody said in it that they had read theirs, and the round that followed is in the room all the same."""
    seats = room.trio()
    seats[0].go_to_next_stage()
    for seat in seats:
        seat.agree()
    seats[0].go_to_next_stage()
    at = room.clock()
    began = RoundBegan(at=at, by="p1", group="g1", number=1, began=BEGAN)
    state = fold([*(event for _, event in room.log.read()), began])
    assert state.groups["g1"].stage is Stage.TALKING


def test_a_log_from_before_groups_were_asked_is_read_as_it_was(room: Room) -> None:
    """Whoever sat down in the middle of a conversation then sits there still; in a room of today they are asked."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    opened, *rest = (event for _, event in room.log.read())
    joined = Joined(at=START, by="p4", name="Dee")
    sat_down = Grouped(at=START, by="p4", group="g1", people=("p1", "p2", "p3", "p4"))
    before = opened.model_copy(update={"rules": 1})
    assert "p4" in fold([before, *rest, joined, sat_down]).groups["g1"].people
    assert "p4" not in fold([opened, *rest, joined, sat_down]).groups["g1"].people


def test_an_opening_that_was_kept_before_there_were_rules_still_opens() -> None:
    body = OPENED.model_dump_json(exclude={"rules"})
    assert RoomOpened.model_validate_json(body).rules == 1
