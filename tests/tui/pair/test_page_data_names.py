"""Whatever people call themselves at one laptop is only letters."""

import pytest
from textual.widgets import Input

from coach.classroom.door import RoleNames
from coach.classroom.single_device import DeviceStep
from coach.model.class_events import Role
from tests.tui.conftest import Opens
from tests.tui.seeing import shows, until

from .sitting import app_of, lift, open_round, to_cover

NAMES = {"practitioner": "[/x]", "line_reader": "[/y]", "observer": "[b]Cy"}


@pytest.mark.slow
async def test_a_name_like_markup_breaks_no_cover_and_no_frame(opens: Opens) -> None:
    """On the button that lifts a cover, and above the lines to read aloud, whether they are typed to or spoken to."""
    async with opens() as pilot:
        app = app_of(pilot)
        app.open_pair("bus")
        await until(pilot, lambda: app.screen.query("#offered") and app.screen.query_one("#offered").option_count)  # type: ignore[attr-defined]
        for role, name in NAMES.items():
            app.screen.query_one(f"#name-{role}", Input).value = name
        await pilot.press("f9")
        await shows(pilot, "Before you start")
        for name in NAMES.values():
            await to_cover(pilot)
            await shows(pilot, f"I am {name}")
            await lift(pilot)
        await to_cover(pilot)
        await lift(pilot)
        await shows(pilot, "[/y] reads aloud")
        await open_round(pilot, DeviceStep.BRIEF, Role.OBSERVER, roles=RoleNames(*NAMES.values()), spoken=True)
        await to_cover(pilot)
        await shows(pilot, "Put the laptop before [/y], the line-reader and [b]Cy, the observer.")
        await lift(pilot)
        await shows(pilot, "[/y] reads aloud")
