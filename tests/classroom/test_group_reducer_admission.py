"""A group in conversation is joined only by those it lets in, and nothing said there is seen before."""

import pytest

from coach.classroom.participant import Participant
from coach.classroom.reducer import advance
from coach.errors import NotNow
from coach.model.class_events import AnsweredJoin, Grouped, Stage
from tests.classroom.conftest import Room, to_stage, to_talking

SECRET = "Purple elephants at the gate?"


def talking(room: Room) -> tuple[Participant, Participant, Participant, Participant]:
    """A trio in conversation, and Dee, who sits with nobody."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(SECRET)
    dee = room.seat("Dee")
    for seat in (ann, ben, cy):
        seat.refresh()
    return ann, ben, cy, dee


def test_nobody_sits_down_unasked_with_a_group_in_conversation(room: Room) -> None:
    ann, _, _, dee = talking(room)
    with pytest.raises(NotNow, match="in conversation"):
        dee.join_group("g1")
    seen = dee.build_view().context.groups[0]
    assert (seen.may_join, seen.may_ask, seen.asked) == (False, True, False)
    people = (*ann.state.groups["g1"].people, dee.person)
    with pytest.raises(NotNow, match="in conversation"):
        advance(dee.state, Grouped(at=room.clock(), by=dee.person, group="g1", people=people))


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage.is_at_least(Stage.TALKING)])
def test_whoever_asks_sees_nothing_that_was_said_and_is_let_in_by_one_of_them(room: Room, stage: Stage) -> None:
    ann, ben, cy, dee = talking(room)
    to_stage(stage, ann, ben, cy)
    dee.refresh()
    dee.ask_to_join("g1")
    assert dee.build_view().context.groups[0].asked
    assert SECRET not in repr(dee.build_view())
    assert dee.group is None
    for seat in (ann, ben, cy):
        seat.refresh()
        assert [each.name for each in seat.build_view().context.asking] == ["Dee"]
    ben.answer_join(dee.person, admitted=True)
    dee.refresh()
    assert dee.group is not None
    assert not ben.build_view().context.asking
    assert dee.build_view().context.to_agree, "the content note comes before anything that was said"
    assert SECRET not in repr(dee.build_view())


def test_a_group_may_say_no_and_whoever_asked_may_take_it_back(room: Room) -> None:
    ann, _, _, dee = talking(room)
    dee.ask_to_join("g1")
    ann.refresh()
    ann.answer_join(dee.person, admitted=False)
    dee.refresh()
    assert dee.group is None
    assert not dee.build_view().context.groups[0].asked
    dee.ask_to_join("g1")
    dee.withdraw_join_request()
    dee.withdraw_join_request()
    ann.refresh()
    assert not ann.build_view().context.asking
    with pytest.raises(NotNow, match="no longer ask"):
        ann.answer_join(dee.person, admitted=True)


def test_nobody_lets_themselves_or_others_in_from_outside(room: Room) -> None:
    _, _, _, dee = talking(room)
    eve = room.seat("Eve")
    dee.ask_to_join("g1")
    eve.refresh()
    for by in (dee.person, eve.person):
        event = AnsweredJoin(at=room.clock(), by=by, group="g1", person=dee.person, admitted=True)
        with pytest.raises(NotNow, match="people of that group"):
            advance(eve.state, event)


def test_a_group_can_open_itself_and_close_again(room: Room) -> None:
    ann, ben, _, dee = talking(room)
    ann.open_group()
    dee.refresh()
    assert dee.build_view().context.groups[0].may_join
    ben.refresh()
    ben.open_group(open_=False)
    with pytest.raises(NotNow, match="in conversation"):
        dee.join_group("g1")
    ben.open_group()
    dee.join_group("g1")
    assert dee.build_view().context.to_agree


def test_whoever_sits_down_elsewhere_asks_no_more(room: Room) -> None:
    ann, _, _, dee = talking(room)
    dee.ask_to_join("g1")
    dee.make_group()
    dee.leave_group()
    ann.refresh()
    assert not ann.build_view().context.asking


def test_groups_that_have_not_begun_to_talk_are_joined_as_ever(room: Room) -> None:
    room.trio()
    dee = room.seat("Dee")
    dee.join_group("g1")
    assert dee.group is not None
