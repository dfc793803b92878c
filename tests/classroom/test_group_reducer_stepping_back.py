"""What takes a group along can be taken back, as long as nothing was said since; and nothing is lost by either."""

import pytest

from coach.classroom.door import mark_away
from coach.classroom.participant import Participant
from coach.classroom.room_words import describe_wait
from coach.errors import NotNow
from coach.model.class_events import LineReaderNote, Mark, Role, Stage
from tests.classroom.conftest import Room, to_stage, to_talking

TEXT = "How has racism touched him?"


def talking(room: Room) -> tuple[Participant, Participant, Participant]:
    """A trio in conversation, after one reply."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(TEXT)
    for seat in (ben, cy):
        seat.refresh()
    return ann, ben, cy


def test_a_conversation_that_the_trainer_ended_by_a_slip_goes_on_where_it_was(room: Room) -> None:
    ann, ben, cy = talking(room)
    room.trainer.refresh()
    room.trainer.advance_group("g1", Stage.TALKING)
    ann.refresh()
    assert ann.build_view().context.over
    assert room.trainer.build_board().groups[0].back_to is Stage.TALKING
    room.trainer.step_back("g1", Stage.LOOKING)
    ann.refresh()
    here = ann.build_view().context
    assert (here.stage, here.over, here.replies) == (Stage.TALKING, False, 1)
    ann.say("What does Sam say about it?")
    assert ann.build_view().context.replies == 2
    with pytest.raises(NotNow, match="no way back"):
        room.trainer.step_back("g1", Stage.TALKING)
    assert [seat.person for seat in (ben, cy)] == list(ann.state.groups["g1"].people[1:])


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage.is_at_least(Stage.PRACTITIONER_SPEAKS)])
def test_anybody_who_was_taken_along_in_the_debrief_can_bring_the_group_back(room: Room, stage: Stage) -> None:
    ann, ben, cy = talking(room)
    ben.note(1, LineReaderNote.MORE)
    cy.mark(1, 0, Mark.TAKEN)
    before = list(Stage)[list(Stage).index(stage) - 1]
    to_stage(before, ann, ben, cy)
    locked = cy.group.round.locked if cy.group and cy.group.round else None
    cy.go_to_next_stage()
    ann.refresh()
    assert ann.build_view().context.back_to is before
    ann.step_back(stage)
    for seat in (ann, ben, cy):
        seat.refresh()
        assert seat.build_view().context.stage is before
    assert cy.group is not None
    assert cy.group.round is not None
    assert cy.group.round.locked == locked
    assert cy.group.round.notes == {1: LineReaderNote.MORE}
    assert TEXT in [line.text for line in ann.build_view().lines]
    to_stage(Stage.DONE, ann, ben, cy)


def test_another_round_begun_by_a_slip_brings_back_the_last_one_with_its_roles(room: Room) -> None:
    ann, ben, cy = talking(room)
    to_stage(Stage.DONE, ann, ben, cy)
    cy.go_to_next_stage()
    assert cy.build_view().context.stage is Stage.GATHERING
    cy.step_back(Stage.GATHERING)
    ann.refresh()
    assert (ann.role, ann.build_view().context.stage) == (Role.PRACTITIONER, Stage.DONE)
    assert not ann.state.past
    assert ann.may_take_home


def test_nobody_who_sat_down_meanwhile_is_taken_back_into_what_was_said(room: Room) -> None:
    ann, ben, cy = talking(room)
    to_stage(Stage.DONE, ann, ben, cy)
    ann.go_to_next_stage()
    dee = room.seat("Dee")
    dee.join_group("g1")
    ann.refresh()
    with pytest.raises(NotNow, match="sat down"):
        ann.step_back(Stage.GATHERING)


def test_once_something_is_said_again_there_is_no_way_back(room: Room) -> None:
    ann, ben, cy = talking(room)
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    ann.choose_replay(1)
    assert ann.build_view().context.back_to is None
    with pytest.raises(NotNow, match="no way back"):
        ann.step_back(Stage.COACH_SPEAKS)


def test_two_who_step_back_at_once_go_one_step(room: Room) -> None:
    ann, ben, cy = talking(room)
    to_stage(Stage.LINE_READER_SPEAKS, ann, ben, cy)
    ann.step_back(Stage.LINE_READER_SPEAKS)
    ben.step_back(Stage.LINE_READER_SPEAKS)
    assert ben.build_view().context.stage is Stage.PRACTITIONER_SPEAKS


def test_a_beginning_by_a_slip_gives_everybody_their_brief_again(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    cy.refresh()
    cy.step_back(Stage.TALKING)
    ann.refresh()
    assert (ann.build_view().context.stage, ann.build_view().context.round) == (Stage.BRIEF, 0)
    ann.go_to_next_stage()
    ann.say(TEXT)
    assert ann.build_view().context.round == 1


def test_who_is_left_is_told_that_the_practitioner_left_and_offered_only_what_works(room: Room) -> None:
    ann, ben, cy = talking(room)
    ann.leave_room()
    for seat, held in ((ben, Role.LINE_READER), (cy, Role.OBSERVER)):
        seat.refresh()
        here = seat.build_view().context
        assert [(each.name, each.role) for each in here.departed] == [("Ann", Role.PRACTITIONER)]
        assert Role.PRACTITIONER not in here.may_take
        assert held not in here.may_take
        for role in here.may_take:
            seat.take_role(role)
            seat.take_role(held)
    cy.begin_new_round()
    assert cy.build_view().context.stage is Stage.GATHERING
    assert not cy.build_view().context.departed
    assert Role.PRACTITIONER in cy.build_view().context.may_take
    assert ann.may_take_home


def test_a_role_that_fell_free_is_taken_by_whoever_has_seen_nothing(room: Room) -> None:
    ann, ben, cy = talking(room)
    dee = room.seat("Dee")
    ben.open_group()
    dee.join_group("g1")
    ann.leave_room()
    dee.refresh()
    dee.agree()
    assert Role.PRACTITIONER in dee.build_view().context.may_take
    dee.take_role(Role.PRACTITIONER)
    assert not dee.build_view().context.departed
    dee.say(TEXT)
    with pytest.raises(NotNow, match="practitioner is here"):
        dee.begin_new_round()
    cy.refresh()
    assert cy.build_view().context.replies == 2


def test_before_a_round_a_group_that_the_trainer_took_on_can_be_brought_back(room: Room) -> None:
    """People who go on together need no way back; those who were taken along do."""
    ann, ben, cy = room.trio()
    room.trainer.refresh()
    (group,) = room.trainer.state.groups
    room.trainer.advance_group(group, Stage.GATHERING)
    assert room.trainer.build_board().groups[0].back_to is Stage.GATHERING
    ben.refresh()
    ben.step_back(Stage.NOTE)
    ann.refresh()
    ann.go_to_next_stage()
    assert ann.build_view().context.back_to is None
    for person in (ann, ben, cy):
        person.agree()
    room.trainer.refresh()
    room.trainer.advance_group(group, Stage.NOTE)
    room.trainer.step_back(group, Stage.BRIEF)
    assert room.trainer.build_board().groups[0].stage is Stage.NOTE
    ann.refresh()
    assert not ann.build_view().context.to_agree, "nobody agrees twice for it"


def test_a_role_that_falls_free_before_the_talk_is_said_with_what_can_be_done(room: Room) -> None:
    ann, ben, cy = room.trio()
    ann.go_to_next_stage()
    ben.refresh()
    ben.leave_room()
    ann.refresh()
    assert describe_wait(ann.build_view().context) == (
        "Ben has left, and was the line-reader. The role can be taken from “My place”."
    )
    ann.leave_group()
    cy.refresh()
    assert "Ben and Ann have left." in describe_wait(cy.build_view().context)
    cy.take_role(Role.PRACTITIONER)
    assert "Ben has left" in describe_wait(cy.build_view().context)


def test_a_practitioner_who_puts_the_role_down_leaves_nobody_waiting(room: Room) -> None:
    ann, ben, _ = talking(room)
    ann.take_role(None)
    ben.refresh()
    said = describe_wait(ben.build_view().context)
    assert said.startswith("Nobody is the practitioner now. Go on without")
    assert "start another round" in said


def test_a_partner_without_a_screen_is_seen_by_the_others(room: Room) -> None:
    ann, ben, cy = talking(room)
    mark_away(room.log, ben.person, room.clock)
    for other in (ann, cy):
        other.refresh()
        assert describe_wait(other.build_view().context) == ("Ben is without a screen just now. Their place is kept.")
    ben.refresh()
    assert not describe_wait(ben.build_view().context)
