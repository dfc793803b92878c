"""Neutral words are the only ones on a covered screen, and at the end what is one's own can still be taken."""

import pytest
from textual.widgets import Static

from coach.model.class_events import Stage
from coach.practice.safeguarding import care
from coach.tui.dialogs.save import ExportDialog
from coach.tui.room.cover import Over
from coach.tui.room.screen import RoomScreen
from coach.tui.room.sheets import PlaceDialog

from ...classroom.conftest import to_stage, to_talking
from ..seeing import click, flat, shows, until
from .conftest import Room, refreshed, sitting

SHOWS_SOMETHING = ("my_brief", "practise_marking", "take_home", "choose_another", "contribute", "go_on", "skip")


@pytest.mark.parametrize("lies", [Over.COVERED, Over.TIME_OUT])
async def test_nothing_of_the_page_opens_over_a_cover(room: Room, lies: Over) -> None:
    """Neither by its key nor from the palette: the line-reader's brief has what the family keeps."""
    seats = room.trio()
    to_talking(*seats)
    ben = seats[1]
    async with sitting(room, ben) as pilot:
        if lies is Over.COVERED:
            room.trainer.cover()
        else:
            refreshed(ben)
            ben.call_time_out()
        await until(pilot, lambda: pilot.app.screen.has_class("-covered"))
        for action in SHOWS_SOMETHING:
            await pilot.app.screen.run_action(action)
        await pilot.press("f2", "f9")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, RoomScreen)
        assert "bus" not in flat(pilot.app)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(100, 30), (60, 20)])
async def test_somebody_who_sits_with_nobody_has_a_moment_as_well(room: Room, size: tuple[int, int]) -> None:
    """The same plain page: something to steady oneself by, and where to turn. Nobody else learns of it."""
    ann = room.seat("Ann")
    events = len(room.log.read())
    async with sitting(room, ann, size) as pilot:
        await pilot.press("f3")
        await shows(pilot, "A moment out")
        await until(pilot, lambda: pilot.app.screen.has_class("-covered"))
        words = " ".join(str(each.content) for each in pilot.app.screen.query("#cover Static").results(Static))
        assert care().grounding in words
        assert all(place.split(":")[0] in words for place in care().signposts)
        room.seat("Ben")
        await pilot.pause(0.1)
        assert pilot.app.screen.has_class("-covered")
        await pilot.press("enter")
        await shows(pilot, "You are here as Ann.")
    assert len(room.log.read()) == events + 1  # Ben, who came in


async def test_a_moment_out_can_be_ended_by_leaving(room: Room) -> None:
    """To stop altogether is fine, so one's place is a key away in a moment out as well."""
    seats = room.trio()
    to_talking(*seats)
    async with sitting(room, seats[0]) as pilot:
        await pilot.press("f3")
        await shows(pilot, "A moment out")
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlaceDialog))


@pytest.mark.parametrize("stage", [Stage.TALKING, Stage.DONE, Stage.GATHERING])
async def test_a_closed_room_offers_ones_own_words_wherever_the_group_was(room: Room, stage: Stage) -> None:
    """In the middle of the talk, at the end, and at the table again: the file is there, so the button is."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say("Right.")
    refreshed(ben, cy)
    if stage is not Stage.TALKING:
        to_stage(Stage.DONE, ann, ben, cy)
    if stage is Stage.GATHERING:
        ann.go_to_next_stage()
    room.trainer.refresh()
    room.trainer.close(forget=False)
    async with sitting(room, ann) as pilot:
        await shows(pilot, "What you said is still yours to take home.")
        await click(pilot, "#cover-home")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
    async with sitting(room, ben) as pilot:
        await shows(pilot, "This session has ended")
        assert not pilot.app.screen.query_one("#cover-home").display
