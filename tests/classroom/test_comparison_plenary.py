"""The plenary: counts that people chose to give, from ten on, laid together once, and nobody in them to be seen."""

from typing import NoReturn

import pytest

from coach.classroom.participant import Participant
from coach.classroom.state import RoomState
from coach.errors import NotKnown, NotNow
from coach.model.class_events import Stage
from tests.classroom.conftest import Room, to_stage, to_talking


def alone(room: Room, name: str, text: str) -> Participant:
    """Somebody who played a round on their own, with the screen speaking for the family."""
    from coach.model.class_events import Role

    seat = room.seat(name)
    seat.make_group()
    seat.take_role(Role.PRACTITIONER)
    seat.choose_scenario("bus")
    to_talking(seat)
    seat.say(text)
    seat.say("What does Sam say about it?")
    seat.end_conversation()
    to_stage(Stage.DONE, seat)
    return seat


def test_what_is_given_is_exactly_what_was_shown_once_and_only_ones_own(room: Room) -> None:
    seat = alone(room, "Ann", "How has racism touched him?")
    row = seat.preview_contribution()
    assert not seat.has_contributed
    seat.contribute()
    assert seat.has_contributed
    given = seat.state.contributions[0]
    assert given.row == row
    assert sum(each.taken + each.partly + each.passed_by for each in row) == 1
    with pytest.raises(NotNow, match="already"):
        seat.contribute()


def test_nothing_is_shown_before_ten_people_gave_theirs(room: Room) -> None:
    for number in range(9):
        alone(room, f"Person {number}", "How has racism touched him?").contribute()
    room.trainer.refresh()
    plenary = room.trainer.build_plenary()
    assert (plenary.contributors, plenary.shortfall, plenary.subjects) == (9, 1, ())
    with pytest.raises(NotNow):
        room.trainer.pool_counts()


def test_counts_are_laid_together_once_so_that_nobody_can_be_subtracted(room: Room) -> None:
    for number in range(10):
        alone(room, f"Person {number}", "How has racism touched him?").contribute()
    late = alone(room, "Late", "It was only banter.")
    room.trainer.refresh()
    assert room.trainer.build_plenary().subjects == ()
    room.trainer.pool_counts()
    before = room.trainer.build_plenary()
    assert before.is_pooled
    child = next(each for each in before.subjects if each.subject == "child")
    assert child.taken == 10 or child.leaning == "taken"
    assert any("the child's voice" in sentence for sentence in before.sentences)
    with pytest.raises(NotNow, match="laid together"):
        late.contribute()
    room.trainer.refresh()
    assert room.trainer.build_plenary() == before
    assert not any(name in str(before) for name in ("Person", "Late"))


def test_an_empty_room_says_how_many_are_needed() -> None:
    from coach.classroom.comparison import build_plenary

    assert build_plenary(RoomState()).sentences == (
        "0 people have given their counts. Nothing is shown before 10 have.",
    )


def make_class(people: int, rounds: int, part: int) -> RoomState:
    """A room in trios, with nothing played yet, at a part of a run sheet with so many rounds."""
    from coach.classroom.state import GroupState, RoomPerson
    from coach.model.run_sheet import Part, PartPurpose, Sheet
    from tests.conftest import START

    parts = (
        Part(title="Welcome", minutes=5, what="Ground rules.", does=PartPurpose.WELCOME),
        *(Part(title=f"Round {n}", minutes=9, what="A round.", does=PartPurpose.ROUND) for n in range(rounds)),
        Part(title="Together", minutes=5, what="Patterns.", does=PartPurpose.PLENARY),
    )
    names = [f"p{number}" for number in range(people)]
    trios = [tuple(names[at : at + 3]) for at in range(0, people, 3)]
    return RoomState(
        sheet=Sheet(title="One", about="For tests.", replies=3, scenarios=("bus",), parts=parts),
        people={name: RoomPerson(name, name) for name in names},
        groups={f"g{at}": GroupState(f"g{at}", at, trio, START) for at, trio in enumerate(trios, 1)},
        part=part,
    )


def test_a_room_in_which_nobody_played_and_nobody_will_is_not_told_to_wait_for_ten() -> None:
    from coach.classroom.comparison import WITHOUT_NUMBERS, build_plenary

    plenary = build_plenary(make_class(15, 2, 3))
    assert plenary.too_few
    assert plenary.sentences == (WITHOUT_NUMBERS,)


def test_people_who_wait_at_the_door_are_not_in_the_room_yet() -> None:
    from coach.classroom.comparison import build_plenary
    from coach.classroom.state import RoomPerson

    assert not build_plenary(RoomState(people={"p1": RoomPerson("p1", "Ann", waiting=True)})).too_few


@pytest.mark.parametrize(
    ("people", "rounds", "part", "possible"),
    [
        (9, 2, 0, 6),  # before the first round: three trios, twice
        (12, 2, 0, 8),
        (15, 2, 0, 10),
        (15, 1, 0, 5),
        (30, 1, 0, 10),
        (14, 3, 0, 14),  # in three rounds everybody can be each role
        (15, 2, 2, 5),  # in the second round's part, with nothing played yet
        (15, 2, 3, 0),
    ],
)
def test_whoever_can_still_be_the_practitioner_is_counted_by_groups_and_rounds(
    people: int, rounds: int, part: int, possible: int
) -> None:
    """The usual class of six to fourteen never has ten, and is not told to wait for them."""
    from coach.classroom.comparison import count_possible_contributors

    assert count_possible_contributors(make_class(people, rounds, part)) == possible


def test_a_small_room_is_told_what_its_families_open_and_of_nobody_how_they_did(room: Room) -> None:
    from coach.classroom.comparison import ONE_WAY

    assert len(ONE_WAY) == 3
    for number in range(3):
        alone(room, f"Person {number}", "It was only banter.").contribute()
    room.trainer.refresh()
    plenary = room.trainer.build_plenary()
    assert plenary.too_few
    assert plenary.subjects == ()
    assert plenary.opened == ("the child's voice",)


def test_a_scenario_that_is_gone_since_its_round_takes_no_page_away(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(room, "Ann", "It was only banter.").contribute()
    room.trainer.refresh()

    def refuse(_: object, scenario: str) -> NoReturn:
        raise NotKnown(f"There is no scenario called '{scenario}'.")

    monkeypatch.setattr(type(room.practice.library), "dialogue", refuse)
    plenary = room.trainer.build_plenary()
    assert (plenary.contributors, plenary.opened) == (1, ()), "only what it opens is left out"
