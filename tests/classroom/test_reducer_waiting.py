"""Whoever waits at the door, or is kept out, does nothing in the room and learns nothing of it."""

import pytest

from coach.classroom.door import leave
from coach.classroom.participant import Participant
from coach.classroom.room_words import Over, find_cover
from coach.classroom.views import RoomContext
from coach.errors import NameRefused, NotNow
from coach.practice.safeguarding import WordsHeld
from tests.classroom.conftest import Room


def seen_by(seat: Participant) -> RoomContext:
    seat.refresh()
    return seat.build_view().context


def test_whoever_waits_sees_nothing_of_the_room_and_does_nothing_in_it(room: Room) -> None:
    ann = room.seat("Ann")
    room.trainer.send_message("We begin at ten.")
    room.trainer.set_newcomers_wait(waits=True)
    ben = room.seat("Ben")
    context = seen_by(ben)
    assert find_cover(context) is Over.WAITING
    assert (context.ungrouped, context.groups, context.offers, context.messages) == ((), (), (), ())
    assert ben.list_unread() == ()
    assert "Ann" not in repr(context)
    for act in (
        ben.make_group,
        lambda: ben.make_group(ann.person),
        lambda: ann.make_group(ben.person),
        lambda: room.trainer.move(ben.person, ""),
    ):
        with pytest.raises(NotNow, match="door"):
            act()  # type: ignore[operator]
    ben.keep_draft("Hello")
    assert not ben.draft
    assert [person.name for person in seen_by(ann).ungrouped] == ["Ann"]
    room.trainer.refresh()
    assert [person.name for person in room.trainer.build_board().waiting] == ["Ben"]
    assert [person.name for person in room.trainer.build_board().ungrouped] == ["Ann"]


def test_whoever_is_admitted_is_in_and_newcomers_come_straight_in_again(room: Room) -> None:
    room.trainer.set_newcomers_wait(waits=True)
    ben, cy, dee = room.seat("Ben"), room.seat("Cy"), room.seat("Dee")
    room.trainer.admit(ben.person)
    assert not seen_by(ben).waiting
    assert seen_by(cy).waiting
    leave(room.log, dee.person, room.clock)
    room.trainer.admit()
    room.trainer.admit()
    assert {person.name for person in seen_by(cy).ungrouped} == {"Ben", "Cy"}
    room.trainer.set_newcomers_wait(waits=False)
    assert not seen_by(room.seat("Eve")).waiting


def test_somebody_who_waits_holds_their_name_and_no_other_place(room: Room) -> None:
    from coach.classroom.reducer import MOST_PEOPLE

    room.trainer.set_newcomers_wait(waits=True)
    room.seat("Ben")
    with pytest.raises(NameRefused, match="that name"):
        room.seat("ben")
    for number in range(MOST_PEOPLE - 1):
        room.seat(f"Person {number}")
    with pytest.raises(NotNow, match="full"):
        room.seat("One more")
    room.trainer.set_newcomers_wait(waits=False)
    with pytest.raises(NotNow, match="full"):
        room.seat("One more")
    room.trainer.admit()
    with pytest.raises(NotNow, match="full"):
        room.seat("One more")


def test_whoever_is_kept_out_reads_why_and_nobody_takes_their_name(room: Room) -> None:
    ann, eve = room.seat("Ann"), room.seat("Eve")
    eve.make_group(ann.person)
    room.trainer.keep_out(eve.person, "This morning is for another team.")
    room.trainer.keep_out(eve.person, "Twice.")
    context = seen_by(eve)
    assert find_cover(context) is Over.KEPT_OUT
    assert context.kept_out == "This morning is for another team."
    assert "Ann" not in repr(context)
    assert [person.name for person in seen_by(ann).partners] == ["Ann"]
    assert "another team" not in repr(seen_by(ann))
    with pytest.raises(NotNow):
        eve.make_group()
    with pytest.raises(NameRefused, match="keeps somebody of that name out"):
        room.seat("E v e")


def test_a_reason_is_there_and_names_nobody_real(room: Room) -> None:
    eve = room.seat("Eve")
    with pytest.raises(NotNow, match="why"):
        room.trainer.keep_out(eve.person, "  ")
    with pytest.raises(WordsHeld):
        room.trainer.keep_out(eve.person, "Write to jo.smith@example.org first.")
    assert not seen_by(eve).has_left


def test_nobody_but_the_trainer_opens_the_door(room: Room) -> None:
    from coach.classroom.reducer import advance
    from coach.model.class_events import Admitted, DoorAsked, KeptOut

    ann = room.seat("Ann")
    state, at = ann.state, room.clock()
    for event in (
        DoorAsked(at=at, by=ann.person, waits=True),
        Admitted(at=at, by=ann.person, person=ann.person),
        KeptOut(at=at, by=ann.person, person=ann.person, why="No."),
    ):
        with pytest.raises(NotNow, match="trainer"):
            advance(state, event)
