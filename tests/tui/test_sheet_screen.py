"""A sheet to sign: theirs to write, looked over for real people, saved where they say, and kept nowhere else."""

from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, RadioSet

from coach.tui.app import CoachApp
from coach.tui.screens.sheet_screen import SheetScreen
from coach.tui.widgets.reply_input import OwnBox
from tests.submitting import promise

from .conftest import Opens
from .rehearsed import toasted
from .seeing import SIZES, resized, shows, until


async def at_the_sheet(pilot: Pilot[None], folder: Path, who: str = "") -> SheetScreen:
    """Open the form about something brought, for which an action was promised before."""
    app: CoachApp = pilot.app  # type: ignore[assignment]
    file = folder / f"{len(list(folder.glob('*.coach.json')))}.coach.json"
    promised = partial(promise, app.inbox, file, who=who, what="Ask for an interpreter")
    key = await app.in_practice(promised)
    app.open_sheet(key)
    await until(pilot, lambda: any(box.words for box in app.screen.query("#box-supervisor-actions").results(OwnBox)))
    assert isinstance(app.screen, SheetScreen)
    return app.screen


async def test_a_sheet_is_filled_in_saved_to_sign_and_kept_nowhere_else(opens: Opens, tmp_path: Path) -> None:
    """Today and what was promised stand there; a day that is none is said; what is saved is the owner's alone."""
    async with opens() as pilot:
        screen = await at_the_sheet(pilot, tmp_path)
        assert screen.query_one("#day", Input).value == "11 March 2026"
        screen.query_one("#practitioner", Input).value = "Ann"
        screen.query_one("#box-discussed", OwnBox).text = "A purple bicycle of a question."
        screen.query_one("#next-day", Input).value = "31/02"
        await pilot.press("f9")
        await toasted(pilot, "There is no such day.")
        assert screen.focused is screen.query_one("#next-day")
        screen.query_one("#next-day", Input).value = "in a month"
        await pilot.press("tab")
        await until(pilot, lambda: screen.query_one("#next-day", Input).value == "11 April 2026")
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.name == "save")
        pilot.app.screen.query_one(RadioSet).query("RadioButton").last().value = True  # type: ignore[attr-defined]
        await pilot.pause()
        pilot.app.screen.query_one("#place", Input).value = str(tmp_path / "sheet.txt")
        pilot.app.screen.query_one("#save").press()  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.name == "message")
        await shows(pilot, "It is in")
        await pilot.press("enter", "escape")
        await until(pilot, lambda: pilot.app.screen is not screen)
    text = (tmp_path / "sheet.txt").read_text()
    for words in ("Practitioner: Ann", "A purple bicycle", "Ask for an interpreter", "Date: 11 April 2026"):
        assert words in text
    assert (tmp_path / "sheet.txt").stat().st_mode & 0o077 == 0
    elsewhere = [file for file in tmp_path.rglob("*") if file.is_file() and file.name != "sheet.txt"]
    assert not any(b"purple bicycle" in file.read_bytes() for file in elsewhere)


async def test_what_is_typed_into_lines_that_stand_there_goes_on_behind_them(opens: Opens, tmp_path: Path) -> None:
    async with opens() as pilot:
        screen = await at_the_sheet(pilot, tmp_path)
        box = screen.query_one("#box-supervisor-actions", OwnBox)
        before = box.text
        box.focus()
        await pilot.press(*", soon")
        await until(pilot, lambda: box.text == f"{before}, soon")


async def test_what_was_typed_on_a_sheet_is_asked_about_before_it_is_lost(opens: Opens, tmp_path: Path) -> None:
    """But not what stood there already."""
    async with opens() as pilot:
        screen = await at_the_sheet(pilot, tmp_path)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)
        screen = await at_the_sheet(pilot, tmp_path)
        screen.query_one("#practitioner").focus()
        await pilot.press("A", "n", "n", "escape")
        await until(pilot, lambda: pilot.app.screen.name == "unkept")
        await shows(pilot, "is not kept anywhere")


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 20)])
async def test_a_sheet_opens_at_its_top_with_its_cursor_in_sight(
    opens: Opens, tmp_path: Path, size: tuple[int, int]
) -> None:
    """So what it says of saving is read first, and what is typed is seen."""
    async with opens(size) as pilot:
        screen = await at_the_sheet(pilot, tmp_path)
        form, field = screen.query_one("#sheet-form"), screen.query_one("#practitioner")
        await until(pilot, lambda: form.scroll_offset.y == 0 and form.region.contains_region(field.region))
        assert screen.focused is field


async def test_a_supervision_agreement_is_chosen_filled_in_and_saved(opens: Opens, tmp_path: Path) -> None:
    """From the desk; what is left empty is a line for a pen, and it is the owner's alone."""
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("inbox")
        await until(pilot, lambda: app.screen.query("#take-in"))
        await pilot.press("q")
        await until(pilot, lambda: app.screen.name == "which-sheet")
        app.screen.query_one("#agreement").press()  # type: ignore[attr-defined]
        await until(pilot, lambda: any(box.value for box in app.screen.query("SheetScreen #day").results(Input)))
        screen = app.screen
        async for _ in resized(pilot, SIZES):
            await shows(pilot, "Supervision agreement")
        screen.query_one("#box-stays", OwnBox).text = "All of it, unless a child is not safe."
        screen.query_one("#next-day", Input).value = "in six months"
        await pilot.press("f9")
        await until(pilot, lambda: app.screen.name == "save")
        place = app.screen.query_one("#place", Input)
        assert Path(place.value).name == "supervision-agreement-2026-03-11.docx"
        place.value = str(tmp_path / "agreement.md")
        app.screen.query_one("#save").press()  # type: ignore[attr-defined]
        await until(pilot, lambda: app.screen.name == "message")
    text = (tmp_path / "agreement.md").read_text("utf-8")
    for words in ("# Supervision agreement", "unless a child is not safe", "11 September 2026", "What it is for"):
        assert words in text
    assert (tmp_path / "agreement.md").stat().st_mode & 0o077 == 0


async def test_a_sheet_has_only_what_was_promised_to_the_one_whom_it_is_about(opens: Opens, tmp_path: Path) -> None:
    """With their name; not what stands on one's own list alone, and nothing where it is about nobody."""
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        await app.in_practice(app.inbox.actions.add, "Only on my own list")
        await app.in_practice(
            partial(promise, app.inbox, tmp_path / "sam.coach.json", who="Sam", what="Ask Sam's manager")
        )
        screen = await at_the_sheet(pilot, tmp_path, "Ann")
        assert screen.query_one("#practitioner", Input).value == "Ann"
        assert screen.query_one("#box-supervisor-actions", OwnBox).text == "Ask for an interpreter"
        await pilot.press("escape")
        app.open_page("sheet")
        await until(pilot, lambda: any(box.value for box in app.screen.query("SheetScreen #day").results(Input)))
        await pilot.pause()
        assert app.screen.query_one("#box-supervisor-actions", OwnBox).text == ""
        assert app.screen.query_one("#practitioner", Input).value == ""
