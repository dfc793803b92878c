"""Whatever people call themselves at one laptop is only letters."""

import pytest
from textual.widgets import Input

from tests.tui.conftest import Opens
from tests.tui.seeing import shows, until

from .sitting import app_of, lift, to_cover


@pytest.mark.parametrize("spoken", [False, True])
async def test_a_name_like_markup_breaks_no_cover_and_no_frame(opens: Opens, spoken: bool) -> None:
    """On the button that lifts a cover, and above the lines to read aloud."""
    async with opens() as pilot:
        app = app_of(pilot)
        app.open_pair("bus", spoken=spoken)
        await until(pilot, lambda: app.screen.query("#offered") and app.screen.query_one("#offered").option_count)  # type: ignore[attr-defined]
        for role, name in (("practitioner", "[/x]"), ("line_reader", "[/y]"), ("observer", "[b]Cy")):
            app.screen.query_one(f"#name-{role}", Input).value = name
        await pilot.press("f9")
        await shows(pilot, "Before you start")
        for button in ("I am [/x]", "I am [/y]", "I am [b]Cy"):
            await to_cover(pilot)
            await shows(pilot, button)
            await lift(pilot)
        await to_cover(pilot)
        await lift(pilot)
        await shows(pilot, "[/y] reads aloud")
