"""The settings on the screen: each choice is kept as soon as it is made."""

from coach.practice.settings import read_settings
from coach.records.paths import Places
from coach.tui.app import CoachApp
from coach.tui.screens.settings_screen import SettingsScreen
from coach.tui.widgets.choices import Tick

from .conftest import Opens
from .seeing import until


async def test_plain_lines_are_asked_for_by_a_tick_and_kept(opens: Opens, places: Places) -> None:
    async with opens((100, 30)) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("settings")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen) and app.screen.query("#plain"))
        app.screen.query_one("#plain", Tick).value = True
        await until(pilot, lambda: read_settings(places.settings)[0].plain)
