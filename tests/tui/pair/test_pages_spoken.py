"""Where nobody types: the line-reader follows the script, the observer marks, and the coach heard nothing."""

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, TabbedContent

from coach.classroom.single_device import DeviceStep
from coach.tui.pair.round_widgets import ReadAloudPanel
from tests.tui.conftest import Opens
from tests.tui.seeing import flat, shows, until

from .sitting import app_of, go_on, lift, open_round, sit_down, to_cover


async def choose(pilot: Pilot[None], words: str) -> None:
    """The talk went this way, in plain words."""
    ways = pilot.app.screen.query_one("#ways", OptionList)
    ways.highlighted = next(place for place, way in enumerate(ways.options) if words in str(way.prompt))
    await pilot.press("enter")
    await pilot.pause()


@pytest.mark.slow
async def test_a_spoken_round_is_followed_marked_and_laid_side_by_side(opens: Opens) -> None:
    """Plain words for each way, lines to read out, single keys for marks; afterwards marks stand beside openings."""
    async with opens() as pilot:
        await sit_down(pilot, spoken=True)
        for _ in range(3):
            await to_cover(pilot)
            await lift(pilot)
        await to_cover(pilot)
        await shows(pilot, "Put the laptop before Ben, the line-reader and Cy, the observer.")
        await shows(pilot, "Amina sits where they cannot see it.")
        await lift(pilot)
        await shows(pilot, "There was a thing on the bus.")
        assert not pilot.app.screen.query("#box")
        await pilot.press("t")
        await shows(pilot, "1: taken.")
        await choose(pilot, "sks")
        await shows(pilot, "Sam has stopped singing.")
        await pilot.press("h")
        await shows(pilot, "Reply 1: may have hurt.")
        await pilot.press("left", "p")
        await shows(pilot, "1: partly.")
        await shows(pilot, "into the round")
        while pilot.app.screen.query_one("#following").display:
            await choose(pilot, "Something else")
            await pilot.pause()
        await pilot.press("f9")
        for _ in range(3):
            await lift(pilot)
            await to_cover(pilot)
        await lift(pilot)
        for _ in range(3):
            await go_on(pilot)
        await shows(pilot, "the coach heard nothing")
        pilot.app.screen.query_one(TabbedContent).active = "side-by-side"
        await shows(pilot, "Cy: partly")
        assert "The coach\n" not in flat(app_of(pilot))


async def test_words_and_choices_have_the_room_and_marks_come_on_demand(opens: Opens) -> None:
    """With two openings every choice is in sight; where there is room for one half alone F5 changes them."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TALK, spoken=True)
        await choose(pilot, "Asks about it")
        screen = pilot.app.screen
        for width, height, key, mark in ((100, 30, "", ""), (80, 24, "t", "taken"), (60, 20, "p", "partly")):
            if width < 100:
                await pilot.resize_terminal(width, height)
                await until(pilot, lambda: not screen.query_one("#marking").display)
            await shows(pilot, "Sam has stopped singing.")
            ways, aloud = screen.query_one("#ways", OptionList), screen.query_one(ReadAloudPanel)
            assert screen.find_widget(ways).visible_region.height >= ways.option_count > 2, (width, height)
            assert not aloud.max_scroll_y, (width, height)
            await shows(pilot, "into the round")
            if width < 100:
                await pilot.press(key)
                await shows(pilot, f"Opening 2: {mark}.")
                await pilot.press("f5")
                await shows(pilot, "1: not marked.")
                await pilot.press("f5")
                await shows(pilot, "Sam has stopped singing.")


async def test_a_wrong_choice_is_taken_back(opens: Opens) -> None:
    """F8, and the lines before it stand there again; an Enter with nothing chosen does nothing."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TALK, spoken=True)
        await pilot.press("enter")
        await shows(pilot, "There was a thing on the bus.")
        await choose(pilot, "It may have hurt")
        await shows(pilot, "Yes. Only that.")
        await pilot.press("f8")
        await shows(pilot, "There was a thing on the bus.")


async def test_a_line_can_be_skipped_aloud_as_well(opens: Opens) -> None:
    """F4 moves on without a word, and is counted by nobody."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TALK, spoken=True)
        before = flat(app_of(pilot))
        await pilot.press("f4")
        await until(pilot, lambda: flat(app_of(pilot)) != before)
        await pilot.press("h")
        await shows(pilot, "Nothing was replied yet.")
