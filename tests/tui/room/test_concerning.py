"""In a class most of what happens happens elsewhere, and a screen is drawn anew only for what it could show."""

from coach.model.class_events import Role
from coach.tui.room.concerning import REST, Seen, can_wait, concern_of

from ...classroom.conftest import to_talking
from .conftest import Room, refreshed


def test_what_is_said_in_another_group_draws_nothing_here(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    dee = room.seat("Dee")
    dee.make_group()
    dee.take_role(Role.PRACTITIONER)
    dee.choose_scenario("bus")
    to_talking(dee)
    refreshed(ben)
    before = concern_of(ben)
    dee.say("Good afternoon.")
    assert ben.refresh()
    assert concern_of(ben) == before
    ann.say("Good afternoon.")
    ben.refresh()
    assert concern_of(ben) != before


def test_whoever_looks_for_a_group_sees_the_others_find_each_other(room: Room) -> None:
    ann = room.seat("Ann")
    before = concern_of(ann)
    room.seat("Ben").make_group()
    ann.refresh()
    assert concern_of(ann) != before


def test_what_the_trainer_does_is_seen_in_every_group(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    refreshed(cy)
    before = concern_of(cy)
    room.trainer.cover()
    cy.refresh()
    assert concern_of(cy) != before


def test_others_who_come_and_go_can_wait_and_nothing_else_can(room: Room) -> None:
    """A class that comes in is not drawn name by name; being seated, or what the trainer does, is there at once."""
    ann, ben = room.seat("Ann"), room.seat("Ben")
    before = concern_of(ann)
    room.seat("Cy")
    ann.refresh()
    assert can_wait(before, concern_of(ann), ann.person)
    room.trainer.cover()
    ann.refresh()
    assert not can_wait(before, concern_of(ann), ann.person)
    before = concern_of(ann)
    ben.make_group(ann.person)
    ann.refresh()
    assert not can_wait(before, concern_of(ann), ann.person)


def test_whoever_comes_and_goes_is_shown_once_nobody_does_or_after_a_while(room: Room) -> None:
    ann = room.seat("Ann")
    seen = Seen(concern_of(ann))
    for second in range(3):
        room.seat(f"Person {second}")
        ann.refresh()
        assert seen.rests(concern_of(ann), ann.person, float(second)), "they still come"
    assert not seen.rests(concern_of(ann), ann.person, 2.5), "nobody came since"
    seen = Seen(concern_of(ann))
    room.seat("Late")
    ann.refresh()
    assert seen.rests(concern_of(ann), ann.person, 10.0)
    room.seat("Later")
    ann.refresh()
    assert not seen.rests(concern_of(ann), ann.person, 10.0 + REST), "they come all the time"
