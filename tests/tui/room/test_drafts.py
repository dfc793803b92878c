"""What is typed and not said: kept for a reload, unless it is of somebody's own distress."""

from textual.widgets import TextArea

from coach.tui.room.saying import KEPT_AFTER

from ...classroom.conftest import to_talking
from ..seeing import shows, until
from .conftest import Room, sitting

TOUCHED = "I can't cope, this happened to me."


async def test_words_of_ones_own_distress_are_no_draft(room: Room) -> None:
    """Also where they are never sent: what was kept of them before is gone as soon as they can be told."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        await shows(pilot, "There was a thing on the bus.")
        box = pilot.app.screen.query_one("#box", TextArea)
        box.text = "So"
        await pilot.pause(KEPT_AFTER)
        await until(pilot, lambda: room.again(ann.person).draft == "So")
        box.text = TOUCHED
        await pilot.pause(KEPT_AFTER)
        await until(pilot, lambda: room.again(ann.person).draft == "")
    assert room.again(ann.person).draft == ""
