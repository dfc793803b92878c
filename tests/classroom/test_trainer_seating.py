"""Who sits with whom when the trainer asks for it: trios, pairs for the rest, and nobody looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.classroom.trainer import assign_to_groups
from coach.errors import NotNow
from tests.classroom.conftest import Room, to_talking


@given(st.integers(0, 40), st.lists(st.integers(1, 3), max_size=8), st.integers())
def test_everybody_sits_somewhere_once_and_alone_only_where_nobody_else_is(
    loose: int, sizes: list[int], seed: int
) -> None:
    groups = {f"g{n}": tuple(f"p{n}_{m}" for m in range(size)) for n, size in enumerate(sizes)}
    people = [f"l{n}" for n in range(loose)]
    added, made = assign_to_groups(groups, people, seed)
    if loose == 1 and not groups:
        assert not added
        assert not made, "one alone is no group"
        return
    after = [(*there, *added.get(group, ())) for group, there in groups.items()] + list(made)
    seated = sorted(person for group in after for person in group)
    assert seated == sorted([*people, *(person for there in groups.values() for person in there)])
    assert all(len(group) <= 4 for group in after)
    alone = [group for group in after if len(group) == 1]
    if loose + len(sizes) > 1 and loose:
        assert not any(group[0] in people for group in alone)
    pairs = {group for group, there in groups.items() if len(there) == 2}
    assert len(pairs & added.keys()) <= (loose == 1 or sum(len(there) == 1 for there in groups.values()) == loose - 1)
    if not groups and loose >= 5:
        assert sum(len(group) == 2 for group in made) <= 2
        assert all(len(group) in (2, 3) for group in made)


def test_whoever_chose_each_other_stays_together(room: Room) -> None:
    seats = [room.seat(f"Person {n}") for n in range(7)]
    seats[0].make_group(seats[1].person)
    room.trainer.seat_everybody(seed=1)
    groups = room.trainer.state.groups.values()
    assert sorted(len(group.people) for group in groups) == [2, 2, 3]
    assert seats[0].person in next(group.people for group in groups if seats[1].person in group.people)
    before = room.trainer.state.groups
    room.trainer.seat_everybody(seed=2)
    assert room.trainer.state.groups == before


def test_two_who_chose_each_other_get_no_third_while_the_others_can_sit_without_them(room: Room) -> None:
    """Six are left: two trios, and the pair stays a pair."""
    seats = [room.seat(f"Person {n}") for n in range(8)]
    seats[0].make_group(seats[1].person)
    room.trainer.seat_everybody(seed=1)
    groups = room.trainer.state.groups.values()
    assert sorted(len(group.people) for group in groups) == [2, 3, 3]
    assert {seats[0].person, seats[1].person} in [set(group.people) for group in groups]


def test_one_who_is_left_over_joins_a_pair(room: Room) -> None:
    """Otherwise they would sit alone."""
    seats = [room.seat(f"Person {n}") for n in range(3)]
    seats[0].make_group(seats[1].person)
    room.trainer.seat_everybody(seed=1)
    (group,) = room.trainer.state.groups.values()
    assert set(group.people) == {seat.person for seat in seats}


def test_whoever_is_left_over_is_not_seated_alone(room: Room) -> None:
    """While all others talk, they are left to choose, and the trainer is told."""
    to_talking(*room.trio())
    room.seat("Di")
    with pytest.raises(NotNow, match="One person is left"):
        room.trainer.seat_everybody(seed=1)
    assert len(room.trainer.state.groups) == 1
