"""The partnership view on the screen: the last table that was made here, and nothing that is not in it."""

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Button

from coach.partnership.counts import Quarter
from coach.partnership.publishing import PublishedTables
from coach.records.paths import Places
from coach.tui.commands import list_commands
from coach.tui.screens.home_screen import HomeScreen
from coach.tui.screens.partnership_screen import PartnershipScreen
from tests.partnership.pools import FOURTEEN

from .conftest import Opens
from .rehearsed import saved, toasted
from .seeing import SIZES, flat, resized, shows, until


@pytest.fixture
def made(places: Places) -> None:
    PublishedTables(places.data / "partnership").publish(Quarter(2026, 1), FOURTEEN, date(2026, 4, 2))


async def view(pilot: object) -> PartnershipScreen:
    """Go there as the palette does, and wait for it."""
    (command,) = (each for each in list_commands("home") if each.id == "partnership")
    await pilot.app.screen.run_action(command.action)  # type: ignore[attr-defined]
    app = pilot.app  # type: ignore[attr-defined]
    await until(pilot, lambda: isinstance(app.screen, PartnershipScreen))  # type: ignore[arg-type]
    await shows(pilot, "Which subjects stay silent")  # type: ignore[arg-type]
    await pilot.pause()  # type: ignore[attr-defined]
    assert isinstance(app.screen, PartnershipScreen)
    return app.screen


async def test_it_shows_the_last_table_and_ends_with_questions(opens: Opens, made: None) -> None:
    async with opens((100, 80)) as pilot:
        await view(pilot)
        await shows(pilot, "Mostly passed by for 9, of 14 colleagues.")
        await shows(pilot, "What did families tell us?")


async def test_without_a_table_it_says_how_one_is_made(opens: Opens) -> None:
    """There is nothing to save, and a way back."""
    async with opens() as pilot:
        screen = await view(pilot)
        await shows(pilot, "No table has been made")
        assert not screen.query_one("#save-mine").display
        await pilot.press("e")
        await toasted(pilot, "nothing to save yet")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_it_is_saved_as_a_page_a_document_or_a_picture(opens: Opens, made: None, tmp_path: Path) -> None:
    async with opens() as pilot:
        await view(pilot)
        for way, (name, holds) in enumerate((("view.html", b"<svg"), ("view.docx", b"PK"), ("view.svg", b"<svg"))):
            assert holds in await saved(pilot, way, tmp_path / name, tmp_path / "view.html"), name


async def test_it_fits(opens: Opens, made: None) -> None:
    """It scrolls one way only; every button is inside."""
    async with opens() as pilot:
        screen = await view(pilot)
        async for size in resized(pilot, SIZES):
            assert screen.query_one("#mine").max_scroll_x == 0, size
            assert all(button.region.right <= size[0] for button in screen.query(Button)), size
            assert "Which subjects stay silent" in flat(pilot.app), size  # type: ignore[arg-type]
