"""What goes home, and with whom: what somebody said themselves, whatever became of the round, and nothing else."""

import json

import pytest

from coach.classroom.participant import Participant
from coach.errors import NotNow
from coach.model.class_events import Contributed, Counted, Role, Stage
from coach.model.events import Replied, SaidAgain
from coach.practice.export import ExportFormat
from tests.classroom.conftest import Room, to_stage, to_talking
from tests.exported import read_words

ASKS, BANTER, CHILD = "How has racism touched him?", "It was only banter.", "What does Sam say about it?"


def test_the_words_go_home_with_whoever_said_them(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(ASKS)
    with pytest.raises(NotNow, match="still going on"):
        ann.export_round()
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    name, text = ann.export_round()
    assert name.endswith(".txt")
    assert ASKS in text
    assert any(isinstance(event, Replied) for event in ann.list_own_events())
    for other in (ben, cy):
        with pytest.raises(NotNow, match="practitioner"):
            other.export_round()


def taken_over(room: Room) -> tuple[Participant, Participant, Participant]:
    """Ann says one thing, and puts her role down; Dee, who watched, says two."""
    ann, ben, cy = room.trio()
    dee = room.seat("Dee")
    dee.join_group("g1")
    to_talking(ann, ben, cy, dee)
    ann.say(ASKS)
    ann.take_role(None)
    dee.refresh()
    dee.take_role(Role.PRACTITIONER)
    dee.say(BANTER)
    dee.say(CHILD)
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy, dee)
    return ann, dee, cy


@pytest.mark.parametrize("form", list(ExportFormat))
def test_where_somebody_took_over_each_takes_home_their_own_words(room: Room, form: ExportFormat) -> None:
    ann, dee, cy = taken_over(room)
    hers, theirs = (read_words(seat.export_round(form)[1]) for seat in (ann, dee))
    assert ASKS in hers
    assert not any(words in hers for words in (BANTER, CHILD))
    assert ASKS not in theirs
    assert all(words in theirs for words in (BANTER, CHILD))
    with pytest.raises(NotNow, match="practitioner"):
        cy.export_round(form)


def test_between_ones_own_words_stands_what_the_family_said_and_a_gap(room: Room) -> None:
    ann, dee, _ = taken_over(room)
    gap = {"somebody_else": True}
    mine = json.loads(ann.export_round(ExportFormat.DATA)[1])["parts"][0]["transcript"]
    said = [line.text for line in ann.build_view().lines]
    assert [line.get("you", line.get("text", line.get("scene"))) for line in mine[:-1]] == said[: said.index(BANTER)]
    assert mine[-1] == gap
    theirs = json.loads(dee.export_round(ExportFormat.DATA)[1])["parts"][0]["transcript"]
    assert theirs[0] == gap
    assert theirs.count(gap) == 1
    assert next(line["text"] for line in theirs[1:] if "text" in line) == said[said.index(ASKS) + 1]


def test_a_round_of_two_people_is_nobodys_rehearsal_and_has_no_counts(room: Room) -> None:
    ann, dee, _ = taken_over(room)
    for seat in (ann, dee):
        assert not seat.may_contribute
        for cannot in (seat.list_own_events, seat.preview_contribution, seat.contribute):
            with pytest.raises(NotNow, match="More than one of you"):
                cannot()
        with pytest.raises(NotNow, match="More than one of you"):
            seat._append(
                lambda _, by=seat.person: (  # type: ignore[misc]  # a default holds the person of this turn
                    Contributed(at=room.clock(), by=by, group="g1", round=1, row=(Counted(topic="child"),)),
                )
            )


def test_whoever_spoke_alone_has_the_round_whoever_began_it(room: Room) -> None:
    ann, ben, cy = room.trio()
    dee = room.seat("Dee")
    dee.join_group("g1")
    to_talking(ann, ben, cy, dee)
    ann.take_role(None)
    dee.refresh()
    dee.take_role(Role.PRACTITIONER)
    dee.say(ASKS)
    to_stage(Stage.COACH_SPEAKS, ann, dee)
    assert [event.text for event in dee.list_own_events() if isinstance(event, Replied)] == [ASKS]
    assert (dee.may_contribute, dee.lacks_contributors) == (False, True), "of so few no counts are ever shown"
    room.fill()
    dee.refresh()
    assert (dee.may_contribute, dee.lacks_contributors) == (True, False)
    assert not ann.may_take_home


def test_what_others_say_again_is_in_nobodys_file(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(BANTER)
    ann.end_conversation()
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    for seat, words in ((cy, "The observer's own way."), (ann, ASKS), (ben, "The reader's own way.")):
        seat.refresh()
        seat.choose_replay(1)
        seat.say_again(words)
    ann.refresh()
    events = ann.list_own_events()
    assert [event.text for event in events if isinstance(event, Replied)] == [BANTER, ASKS]
    assert sum(isinstance(event, SaidAgain) for event in events) == 1
    text = ann.export_round()[1]
    assert ASKS in text
    assert "own way" not in text


def test_own_words_of_a_round_of_two_come_with_ones_own_said_again(room: Room) -> None:
    ann, dee, cy = taken_over(room)
    for seat, words in ((cy, "The observer's own way."), (ann, "May I ask how that was?")):
        seat.refresh()
        seat.choose_replay(1)
        seat.say_again(words)
    text = ann.export_round()[1]
    assert "May I ask how that was?" in text
    assert "own way" not in text
    dee.refresh()
    assert "May I ask" not in dee.export_round()[1]


def test_a_room_that_closes_in_the_middle_takes_no_words_away(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(ASKS)
    assert not ann.may_take_home
    room.trainer.close(forget=False)
    again = room.again(ann.person)
    assert again.may_take_home
    assert ASKS in again.export_round()[1]
    assert not again.may_contribute


def test_words_stay_with_whoever_said_them_when_the_group_or_the_room_is_left(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(ASKS)
    for seat in (ben, cy):
        seat.refresh()
        seat.leave_group()
    ann.leave_group()
    assert ann.state.groups == {}
    assert ASKS in ann.export_round()[1]
    ann.leave_room()
    assert ann.may_take_home
    assert ASKS in ann.export_round()[1]


def test_no_counts_are_given_of_a_round_that_others_may_still_speak_in(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(ASKS)
    ann.leave_group()
    assert ann.may_take_home
    assert not ann.may_contribute
    with pytest.raises(NotNow, match="still going on"):
        ann.contribute()
    to_stage(Stage.LOOKING, ben)
    room.fill()
    ann.refresh()
    assert ann.may_contribute
    ann.contribute()


def test_another_round_takes_the_last_one_from_nobody(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(ASKS)
    to_stage(Stage.GATHERING, ann, ben, cy)
    assert ann.may_take_home
    ben.take_role(Role.PRACTITIONER)
    to_talking(ben, ann, cy)
    ben.say(CHILD)
    ann.refresh()
    assert ASKS in ann.export_round()[1]
    room.trainer.close(forget=False)
    for seat, words in ((ann, ASKS), (ben, CHILD)):
        seat.refresh()
        assert words in seat.export_round()[1]


def test_the_last_round_is_the_one_that_began_last_whatever_group_it_was_in(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(ASKS)
    ann.end_conversation()
    ben.refresh()
    ann.leave_group()
    ann.make_group()
    ann.take_role(Role.PRACTITIONER)
    ann.choose_scenario("bus")
    to_talking(ann)
    ann.say(CHILD)
    ann.leave_group()
    assert [each.group for each in ann.state.list_rounds_of(ann.person)] == ["g1", "g2"]
    assert CHILD in ann.export_round()[1]
