"""A room: who comes in, who sits where, the room's one clock, and what the trainer does and sees."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.classroom.door import find_ticket_holder, hash_ticket, join
from coach.classroom.participant import Participant
from coach.classroom.trainer import Trainer
from coach.classroom.views import ObserverView
from coach.errors import NotKnown, NotNow
from coach.model.class_events import Mark, Role, Stage
from tests.classroom.conftest import SHEET, Room, to_talking


def test_the_second_of_one_name_adds_a_letter(room: Room) -> None:
    room.seat("Sal")
    with pytest.raises(NotNow) as refused:
        room.seat(" sal ")
    assert "letter" in refused.value.advice
    room.seat("Sal B")
    room.trainer.refresh()
    assert [each.name for each in room.trainer.build_board().ungrouped] == ["Sal", "Sal B"]


@pytest.mark.parametrize("name", ["", "  ", "\x00\x1b", "x" * 41])
def test_a_name_is_something_that_can_be_read_from_afar(room: Room, name: str) -> None:
    with pytest.raises(NotNow):
        room.seat(name)


def test_a_ticket_brings_the_same_person_back_until_they_leave_for_good(room: Room) -> None:
    ticket = hash_ticket("random")
    person = join(room.log, "Ann", room.clock, ticket)
    room.trainer.refresh()
    assert find_ticket_holder(room.trainer.state, ticket) == person
    assert find_ticket_holder(room.trainer.state, "") is None
    room.again(person).leave_room()
    room.trainer.refresh()
    assert find_ticket_holder(room.trainer.state, ticket) is None
    room.seat("Ann")


def test_people_sit_down_with_who_is_free_and_nobody_is_pulled_from_a_table(room: Room) -> None:
    ann, ben, cy, dee = (room.seat(name) for name in ("Ann", "Ben", "Cy", "Dee"))
    group = ann.make_group(ben.person)
    cy.refresh()
    with pytest.raises(NotNow, match="sat down with others"):
        cy.make_group(ben.person)
    cy.join_group(group)
    dee.refresh()
    assert [each.name for each in cy.build_view().context.partners] == ["Ann", "Ben", "Cy"]
    assert [each.name for each in dee.build_view().context.ungrouped] == ["Dee"]
    cy.leave_group()
    ben.leave_group()
    ann.leave_group()
    assert not ann.state.groups


def test_the_trainer_moves_somebody_and_their_old_group_goes_on(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    dee = room.seat("Dee")
    other = dee.make_group()
    room.trainer.move(cy.person, other)
    ann.say("How has racism touched him?")
    assert [each.name for each in ann.build_view().context.partners] == ["Ann", "Ben"]
    dee.refresh()
    assert [each.name for each in dee.build_view().context.partners] == ["Dee", "Cy"]
    assert dee.state.groups[other].roles == {}


def test_one_clock_is_the_rooms_and_paused_time_does_not_count(room: Room) -> None:
    now = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
    clock = [now]
    trainer = Trainer(room.log, room.practice, lambda: clock[0])
    assert trainer.build_board().part is None
    trainer.start()
    clock[0] = now + timedelta(minutes=2)
    trainer.pause()
    clock[0] = now + timedelta(minutes=30)
    part = trainer.build_board().part
    assert part is not None
    assert part.left == timedelta(minutes=3)
    trainer.resume_room()
    clock[0] = now + timedelta(minutes=34)
    part = trainer.build_board().part
    assert part is not None
    assert part.left == timedelta(minutes=-1)
    trainer.go_to_next_part()
    board = trainer.build_board()
    assert board.part is not None
    assert (board.part_number, board.part.left) == (1, timedelta(minutes=12))
    with pytest.raises(NotNow):
        trainer.go_to_next_part()


def test_a_key_that_is_pressed_twice_skips_no_part(room: Room) -> None:
    for _ in range(2):
        room.trainer.go_on_from(None)
    assert room.trainer.build_board().part_number == 0
    for _ in range(2):
        room.trainer.go_on_from(0)
    assert room.trainer.build_board().part_number == 1


def test_a_sheet_without_a_timer_shows_no_clock(room: Room) -> None:
    sheet = SHEET.model_copy(update={"timer": "none"})
    trainer = Trainer.open(room.shelf, room.practice, room.clock, "FERNS", sheet)
    trainer.start()
    part = trainer.build_board().part
    assert part is not None
    assert part.left is None


def test_the_board_shows_stages_and_who_waits_and_no_words(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say("Purple elephants at the gate?")
    cy.ask_for_help()
    cy.call_time_out()
    room.trainer.refresh()
    board = room.trainer.build_board()
    group = board.groups[0]
    assert (group.name, group.replies, group.time_out, group.asked_for_help) == ("Group 1", 1, True, 0)
    assert {each.name: each.role for each in group.people} == {
        "Ann": Role.PRACTITIONER,
        "Ben": Role.LINE_READER,
        "Cy": Role.OBSERVER,
    }
    assert "elephants" not in repr(board)
    assert "a thing on the bus" not in repr(board)
    room.trainer.mark_helped(group.id)
    assert room.trainer.build_board().groups[0].asked_for_help is None


def test_what_the_trainer_says_reaches_those_it_is_for(room: Room) -> None:
    ann, ben = room.seat("Ann"), room.seat("Ben")
    group = ann.make_group()
    room.trainer.send_message("Five minutes more.")
    room.trainer.send_message("Come back to the first line.", group)
    for seat in (ann, ben):
        seat.refresh()
    assert [each.words for each in ann.build_view().context.messages] == [
        "Five minutes more.",
        "Come back to the first line.",
    ]
    assert [each.words for each in ben.build_view().context.messages] == ["Five minutes more."]


def test_all_screens_are_covered_at_once(room: Room) -> None:
    ann = room.seat("Ann")
    room.trainer.cover()
    ann.refresh()
    assert ann.build_view().context.covered
    room.trainer.uncover()
    ann.refresh()
    assert not ann.build_view().context.covered


def test_a_closed_room_is_over_and_a_forgotten_one_is_gone(room: Room) -> None:
    ann = room.seat("Ann")
    room.trainer.close(forget=False)
    ann.refresh()
    assert ann.build_view().context.closed
    with pytest.raises(NotNow, match="closed"):
        ann.make_group()
    room.trainer.close(forget=True)
    with pytest.raises(NotKnown):
        ann.refresh()


def test_a_killed_trainer_comes_back_to_the_same_room(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say("How has racism touched him?")
    room.trainer.start()
    again = Trainer.resume(room.shelf, room.practice, room.clock, "MOSSY")
    room.trainer.refresh()
    assert again.state == room.trainer.state
    assert again.find_warm_up_cue()[-1].text == "There was a thing on the bus."


def test_only_the_trainer_does_what_is_the_trainers(room: Room) -> None:
    from coach.classroom.reducer import advance
    from coach.model.class_events import Covered, RoomClosed

    ann = room.seat("Ann")
    for event in (Covered(at=room.clock(), by=ann.person), RoomClosed(at=room.clock(), by=ann.person)):
        with pytest.raises(NotNow, match="trainer"):
            advance(ann.state, event)


def test_whoever_leaves_for_good_makes_room_and_their_name_is_free(room: Room) -> None:
    ann, ben = room.seat("Ann"), room.seat("Ben")
    ann.make_group(ben.person)
    ben.refresh()
    ben.keep_draft("Not said yet")
    ben.leave_room()
    ben.leave_room()
    assert ben.room_person.gone
    assert ben.build_view().context.has_left
    assert ben.draft == ""
    ann.refresh()
    assert [each.name for each in ann.build_view().context.partners] == ["Ann"]
    assert not ann.build_view().context.has_left
    with pytest.raises(NotNow):
        ben.make_group()
    room.seat("Ben")


def test_the_trainer_sees_somebody_out(room: Room) -> None:
    ann, ghost = room.seat("Ann"), room.seat("Ghost")
    room.trainer.remove(ghost.person)
    room.trainer.remove(ghost.person)
    assert [each.name for each in room.trainer.build_board().ungrouped] == ["Ann"]
    ghost.refresh()
    assert ghost.build_view().context.has_left
    ann.refresh()
    assert [each.name for each in ann.build_view().context.ungrouped] == ["Ann"]


def test_a_room_is_not_full_of_people_who_left(room: Room) -> None:
    from coach.classroom.reducer import MOST_PEOPLE

    for number in range(MOST_PEOPLE):
        seat = room.seat(f"Person {number}")
    with pytest.raises(NotNow, match="full"):
        room.seat("One more")
    room.trainer.remove(seat.person)
    room.seat("One more")


def test_the_trainer_takes_a_group_on_from_what_stood_on_the_board_and_skips_no_turn(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    room.trainer.refresh()
    shown = room.trainer.build_board().groups[0]
    ann.go_to_next_stage()
    room.trainer.refresh()
    room.trainer.advance_group(shown.id, shown.stage)
    assert room.trainer.build_board().groups[0].stage is Stage.LOOKING
    room.trainer.advance_group(shown.id, Stage.LOOKING)
    assert room.trainer.build_board().groups[0].stage is Stage.PRACTITIONER_SPEAKS


def test_the_second_of_a_mark_leaves_out_the_time_in_which_everybody_waited(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say("How has racism touched him?")
    assert ann.group is not None
    assert ann.group.round is not None
    began = ann.group.round.began.at
    clock = [began]
    watched = Participant(room.log, room.practice, cy.person, lambda: clock[0])
    trainer = Trainer(room.log, room.practice, lambda: clock[0])

    def at(seconds: int) -> None:
        clock[0] = began + timedelta(seconds=seconds)

    at(10)
    watched.call_time_out()
    at(100)
    trainer.pause()
    at(200)
    watched.end_time_out()
    at(300)
    view = watched.build_view()
    assert isinstance(view, ObserverView)
    assert view.second == 10
    trainer.resume_room()
    at(315)
    watched.mark(1, 0, Mark.TAKEN)
    view = watched.build_view()
    assert isinstance(view, ObserverView)
    assert (view.second, [mark.second for mark in view.marks]) == (25, [25])
