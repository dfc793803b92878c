"""One's own practice: for oneself alone, in words, with nothing added up."""

import re
import threading
from pathlib import Path

import pytest
from textual.widgets import Button

from coach.practice.service import PracticeService
from coach.supervision.practitioner import SubmissionService
from coach.supervision.reflection import PastRehearsal
from coach.tui.app import CoachApp
from coach.tui.dialogs.save import SaveDialog
from coach.tui.screens.home_screen import HomeScreen
from coach.tui.screens.library_screen import LibraryScreen
from coach.tui.screens.own_practice_screen import OwnPracticeScreen
from tests.conftest import PATIENCE

from .conftest import Opens
from .rehearsed import hurt_and_mended, saved, toasted
from .seeing import SIZES, flat, resized, shows, until


async def mine(pilot: object) -> OwnPracticeScreen:
    """Go there, and wait for it."""
    app: CoachApp = pilot.app  # type: ignore[attr-defined]
    app.open_page("own_practice")
    await until(pilot, lambda: isinstance(app.screen, OwnPracticeScreen) and app.screen._whole.is_set())  # type: ignore[arg-type]
    await pilot.pause()  # type: ignore[attr-defined]
    assert isinstance(app.screen, OwnPracticeScreen)
    return app.screen


async def test_it_says_what_was_tried_wanted_and_spoken_to(opens: Opens, practice: PracticeService) -> None:
    """The intention and whether it happened in their own words; openings by what they were about, with their lines."""
    hurt_and_mended(practice).reflect("intention", "Partly. I said [b]it[/b] late")
    async with opens((100, 50)) as pilot:
        screen = await mine(pilot)
        await shows(pilot, "The bus, as worker")
        shown = " ".join(str(words.render()) for words in screen.query("#mine-words Prose"))
    assert "“Say the word first”. You said: Partly. You wrote: “I said [b]it[/b] late”" in shown
    assert "Pat spoke of Sam not singing." in shown
    assert "What does Sam say about it?" in shown
    assert not re.search(r"%|★|█|\d+\s*/\s*\d+|\d+ out of|score|streak|\d+ (replies|openings|rehearsals)", shown)


async def test_what_was_tried_shows_before_the_openings_are_read(
    opens: Opens, practice: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading each scenario takes longer than all else; what is saved meanwhile waits and is whole."""
    hurt_and_mended(practice)
    may_read, read = threading.Event(), SubmissionService.add_openings

    def wait_and_read(service: SubmissionService, tried: tuple[PastRehearsal, ...]) -> tuple[PastRehearsal, ...]:
        assert may_read.wait(PATIENCE)
        return read(service, tried)

    monkeypatch.setattr(SubmissionService, "add_openings", wait_and_read)
    async with opens((100, 50)) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("own_practice")
        try:
            await shows(pilot, "“Say the word first”. You have not said yet whether it happened.")
            assert "Pat spoke of" not in flat(app)
            await pilot.press("e")
            assert isinstance(app.screen, OwnPracticeScreen)
        finally:
            may_read.set()
        await until(pilot, lambda: isinstance(app.screen, SaveDialog))
        await pilot.press("escape")
        await shows(pilot, "Pat spoke of Sam not singing.")
        assert "One moment" not in flat(app)


async def test_an_answer_that_was_pressed_and_words_that_came_after_it_both_stand(
    opens: Opens, practice: PracticeService
) -> None:
    """In whichever order they were given; another answer takes the words of the one before with it."""
    rehearsing = hurt_and_mended(practice)
    for pressed, said in (
        ("Not yet. It was hard", "You said: Not yet. You wrote: “It was hard”"),
        ("Partly", "You said: Partly."),
        ("I said it late", "You said: Partly. You wrote: “I said it late”"),
        ("Twice", "You said: Partly. You wrote: “I said it late” “Twice”"),
    ):
        rehearsing.reflect("intention", pressed)
        assert rehearsing.debrief().happened.describe() == said
    async with opens((100, 50)) as pilot:
        await mine(pilot)
        await shows(pilot, "“Say the word first”. You said: Partly. You wrote: “I said it late” “Twice”")


async def test_nothing_yet_leads_to_the_scenarios(opens: Opens) -> None:
    """The empty page says what it is for, has nothing to save, and one way on."""
    async with opens() as pilot:
        screen = await mine(pilot)
        await shows(pilot, "Nothing here yet.")
        assert not screen.query_one("#save-mine").display
        await pilot.press("e")
        await toasted(pilot, "nothing to save yet")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))


async def test_it_can_be_saved_for_oneself(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """Each form is a file that only its owner can read; a name that was typed keeps its folder and stem."""
    hurt_and_mended(practice)
    async with opens() as pilot:
        await mine(pilot)
        for way, name in enumerate(("mine.txt", "mine.html", "mine.docx")):
            held = await saved(pilot, way, tmp_path / name, tmp_path / "mine.txt")
            assert (tmp_path / name).stat().st_mode & 0o077 == 0, name
            assert (b"PK" if way == 2 else b"Say the word first") in held, name


async def test_it_fits_and_escape_goes_back(opens: Opens, practice: PracticeService) -> None:
    """It scrolls one way only; every button is inside."""
    hurt_and_mended(practice)
    async with opens() as pilot:
        screen = await mine(pilot)
        async for size in resized(pilot, SIZES):
            assert screen.query_one("#mine").max_scroll_x == 0, size
            for button in screen.query(Button):
                assert button.region.right <= size[0], (size, button)
            assert "What I tried" in flat(pilot.app), size  # type: ignore[arg-type]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
