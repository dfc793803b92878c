"""A tab of a debrief that is chosen by its digit: the keys go on from what is in view there."""

from textual.widgets import TabbedContent

from coach.practice.service import PracticeService
from coach.tui.widgets.picture_strip import PictureStrip
from coach.tui.widgets.transcript import OwnLine

from .conftest import Opens
from .rehearsed import looking_back, twice
from .seeing import until


async def test_a_digit_puts_the_focus_on_the_line_that_had_it(opens: Opens, practice: PracticeService) -> None:
    """The arrow keys go on from there, and not from the first reply."""
    async with looking_back(opens, twice(practice)) as (pilot, screen):
        tabs = screen.query_one(TabbedContent)
        strip = screen.query_one(PictureStrip)
        strip.focus()
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(screen.focused, OwnLine))
        line = screen.focused
        assert isinstance(line, OwnLine)
        await pilot.press("1")
        await until(pilot, lambda: tabs.active == "tab-page" and screen.focused is strip)
        await pilot.press("2")
        await until(pilot, lambda: tabs.active == "tab-lines" and screen.focused is line)
