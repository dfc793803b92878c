"""A library in which everything is broken opens all the same, and says of each file what is wrong with it."""

from pathlib import Path

import pytest

from coach.content.library import Folder, Library
from coach.model.characters import find_unsafe
from coach.practice.service import PracticeService
from coach.tui.screens.library_screen import LibraryScreen
from tests.content.test_yaml_reader_hostile import NAME, ODD

from .conftest import Opens
from .seeing import flat, until


@pytest.fixture
def practice(practice: PracticeService, tmp_path: Path) -> PracticeService:
    """The small library, and beside it one of each that cannot be used."""
    own = tmp_path / "theirs" / "dialogues"
    own.mkdir(parents=True)
    for number, (name, spoil) in enumerate(ODD.items()):
        if "00" not in name and "million" not in name:  # these are only slow, not strange
            spoil(own / f"odd_{number}.yaml")
    (own / f"{NAME}.yaml").write_text("format: 1\n", encoding="utf-8")
    practice.library = Library((*practice.library.folders, Folder(tmp_path / "theirs", "theirs")))
    return practice


async def test_the_shelf_opens_over_files_that_cannot_be_used(opens: Opens) -> None:
    async with opens() as pilot:
        app = pilot.app
        app.open_page("library")  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen) and "The bus" in flat(app))
        words = flat(app)
        assert "odd_" in words
        assert not find_unsafe(words)
    assert app.return_code in (0, None)
