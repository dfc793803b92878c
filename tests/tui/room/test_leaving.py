"""Leaving a room, or being taken off its list: asked once, said plainly, and one's words go along."""

import pytest

from coach.model.class_events import Disconnected, Left, Reconnected, Stage
from coach.tui.dialogs.save import ExportDialog
from coach.tui.room.sheets import PlaceDialog

from ...classroom.conftest import to_stage, to_talking
from ..seeing import click, shows, until
from .conftest import Room, refreshed, sitting


@pytest.mark.parametrize("seated", [False, True])
async def test_a_room_is_left_once_that_is_asked(room: Room, seated: bool) -> None:
    """From “My place”, in a group or in none. Staying is the first answer; leaving frees the name."""
    ann = room.trio()[0] if seated else room.seat("Ann")
    async with sitting(room, ann) as pilot:
        for leaves in (False, True):
            await pilot.press("f7")
            await until(pilot, lambda: isinstance(pilot.app.screen, PlaceDialog))
            await pilot.press("end", "enter")
            await until(pilot, lambda: pilot.app.screen.name == "leave-room")
            await pilot.pause()
            if not leaves:
                await pilot.press("enter")
                await until(pilot, lambda: pilot.app.screen.name != "leave-room")
                assert not [each for _, each in room.log.read() if isinstance(each, Left)]
            else:
                await click(pilot, "#leave")
                await shows(pilot, "You are no longer in this room")
                await click(pilot, "#close")
                await until(pilot, lambda: pilot.app._exit)
    assert [each.by for _, each in room.log.read() if isinstance(each, Left)] == [ann.person]
    assert room.seat("Ann").person != ann.person


async def test_the_first_choice_about_ones_place_changes_nothing(room: Room) -> None:
    """An Enter too early does no harm; what is given up stands last, and each of it asks, with staying first."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    events = len(room.log.read())
    async with sitting(room, ann) as pilot:
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlaceDialog))
        assert isinstance(pilot.app.screen, PlaceDialog)
        keys = [key for key, _ in pilot.app.screen.ways]
        assert (keys[0], keys[-3:]) == ("stay", ["watch", "leave", "leave_room"])
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, PlaceDialog))
        for ups, asked in enumerate(("leave-room", "leave", "watch")):
            await pilot.press("f7")
            await until(pilot, lambda: isinstance(pilot.app.screen, PlaceDialog))
            await pilot.press("end", *["up"] * ups, "enter")
            await until(pilot, lambda name=asked: pilot.app.screen.name == name)  # type: ignore[misc]  # of this turn
            await pilot.pause()
            await pilot.press("enter")
            await until(pilot, lambda name=asked: pilot.app.screen.name != name)  # type: ignore[misc]  # of this turn
    assert len([event for _, event in room.log.read() if not isinstance(event, (Disconnected, Reconnected))]) == events


async def test_whoever_was_taken_off_the_list_reads_so_and_takes_their_words(room: Room) -> None:
    """Their screen turns plain by itself."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say("Right.")
    refreshed(ben, cy)
    to_stage(Stage.DONE, ann, ben, cy)
    async with sitting(room, ann) as pilot:
        room.trainer.refresh()
        room.trainer.remove(ann.person)
        await shows(pilot, "You are no longer in this room")
        await click(pilot, "#cover-home")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
