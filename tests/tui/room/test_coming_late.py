"""Whoever was away, moved, or came in later reads the content note before anything else, and then takes part."""

import pytest

from coach.classroom.door import mark_away, mark_back
from coach.model.class_events import Stage
from coach.tui.room.pages.note import NotePage

from ...classroom.conftest import to_stage, to_talking
from ..seeing import flat, shows, until
from .conftest import Room, refreshed, sitting


@pytest.mark.parametrize("key", ["enter", "f9"])
async def test_a_practitioner_who_was_away_while_the_others_agreed_is_not_locked_out(room: Room, key: str) -> None:
    """They come back to the note, and from it to their own box."""
    ann, ben, cy = room.trio()
    mark_away(room.log, ann.person, room.clock)
    refreshed(ben, cy)
    ben.go_to_next_stage()
    ben.agree()
    refreshed(cy)
    cy.agree()
    refreshed(ben)
    ben.go_to_next_stage()
    for seat in (ben, cy):
        seat.agree()
    ben.go_to_next_stage()
    mark_back(room.log, ann.person, room.clock)
    async with sitting(room, ann) as pilot:
        await shows(pilot, "Racism on a bus, not described")
        await shows(pilot, "Your group has begun.")
        assert "There was a thing on the bus." not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot.press("f2")
        await pilot.pause()
        assert pilot.app.screen.query(NotePage)
        await pilot.press(key)
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "box")
        await shows(pilot, "There was a thing on the bus.")
    refreshed(ben)
    assert ben.group is not None
    assert ben.group.stage is Stage.TALKING


@pytest.mark.parametrize("stage", [Stage.TALKING, Stage.PRACTITIONER_SPEAKS, Stage.COACH_SPEAKS])
async def test_somebody_moved_into_a_round_reads_its_note_first(room: Room, stage: Stage) -> None:
    """Nothing of the round is on their screen before, whatever the group is doing."""
    ann, ben, cy = room.trio()
    di = room.seat("Di")
    to_talking(ann, ben, cy)
    ann.say("How has racism touched him?")
    refreshed(ben, cy)
    to_stage(stage, ann, ben, cy)
    room.trainer.refresh()
    room.trainer.move(di.person, "g1")
    async with sitting(room, di) as pilot:
        await shows(pilot, "Racism on a bus, not described")
        assert "racism touched him" not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot.press("enter")
        await until(pilot, lambda: not pilot.app.screen.query(NotePage))
    assert not room.again(di.person).build_view().context.to_agree


async def test_of_what_was_said_before_somebody_came_only_the_last_is_shown(room: Room) -> None:
    """A morning's messages are not read one by one by whoever comes late; what is said from then on is."""
    room.trainer.send_message("Good morning.")
    room.trainer.send_message("Ten minutes left.")
    di = room.seat("Di")
    room.trainer.refresh()
    room.trainer.send_message("Five minutes left.")
    async with sitting(room, di) as pilot:
        await shows(pilot, "Your trainer, 1 of 2: Ten minutes left.")
        await pilot.press("f10")
        await shows(pilot, "Your trainer: Five minutes left.")
