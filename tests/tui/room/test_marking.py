"""An observer's marks: the whole of what is marked, and the talk as it was there."""

import pytest
from textual.widgets import OptionList, Static

from ...classroom.conftest import to_talking
from ..seeing import seen, shows, until
from .conftest import Room, sitting


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_chosen_opening_is_read_whole_and_the_talk_moves_to_it(room: Room, size: tuple[int, int]) -> None:
    """In the list a long line is cut; and an earlier opening may have left the screen."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for words in ("How has racism touched him? " * 12, "What does Sam say about it? " * 12):
        ann.say(words)
    async with sitting(room, cy, size) as pilot:
        options = pilot.app.screen.query_one("#openings", OptionList)
        await until(pilot, lambda: options.option_count > 1)
        whole = pilot.app.screen.query_one("#whole-line", Static)
        await shows(pilot, "What does Sam say about it?")
        await pilot.press("home")
        await until(pilot, lambda: "There was a thing on the bus." in str(whole.render()))
        assert whole.region.height
        await until(pilot, lambda: "Opening 1: " in seen(pilot.app))  # type: ignore[arg-type]
