"""What an owner can do with a rehearsal from its debrief."""

import json
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from coach.debrief.report import IntentionOutcome
from coach.practice.service import PracticeService
from coach.tui.dialogs.save import ExportDialog
from coach.tui.dialogs.verdicts import DisputeDialog
from coach.tui.screens.home_screen import HomeScreen
from coach.tui.screens.rehearsals_screen import RehearsalsScreen
from coach.tui.widgets.debrief_page import make_intention_row

from .conftest import Opens
from .rehearsed import hurt_and_mended, looking_back, toasted, unfolded
from .seeing import click, flat, shows, until


@pytest.fixture(autouse=True)
def own_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing goes to the real home."""
    documents = tmp_path / "Documents"
    documents.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("coach.records.paths.user_documents_path", lambda: documents)
    return documents


async def test_export_saves_where_it_says_and_says_where(
    opens: Opens, practice: PracticeService, own_documents: Path
) -> None:
    """Enter in the box saves under the offered name, for its owner alone."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
        assert pilot.app.screen.query_one(Input).value == "~/Documents/the-bus-2026-03-11.txt"
        await click(pilot, "#save")
        await toasted(pilot, "the-bus-2026-03-11.txt")
        await until(pilot, lambda: pilot.app.screen is screen)
    assert "It was only banter." in (own_documents / "the-bus-2026-03-11.txt").read_text()


async def test_another_form_changes_only_the_ending_of_the_name(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """A name one typed stays; data can be read back."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "mine.txt")
        await pilot.press("down", "down", "down", "down", "enter")
        await until(pilot, lambda: pilot.app.screen.query_one(Input).value.endswith("mine.json"))
        await click(pilot, "#save")
        await until(pilot, lambda: pilot.app.screen is screen)
    assert json.loads((tmp_path / "mine.json").read_text())["scenario"] == "bus"


async def test_what_cannot_be_saved_is_said_and_what_was_typed_stays(opens: Opens, practice: PracticeService) -> None:
    """The sheet stays open with the place to mend."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, _):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
        pilot.app.screen.query_one(Input).value = "/nowhere/at/all.txt"
        await click(pilot, "#save")
        await shows(pilot, "there is no folder called /nowhere/at")
        assert isinstance(pilot.app.screen, ExportDialog)
        assert pilot.app.screen.query_one(Input).value == "/nowhere/at/all.txt"


async def test_a_name_without_an_ending_gets_that_of_the_chosen_form(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Also where the form was chosen before the name was typed."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
        await pilot.press("down")
        await until(pilot, lambda: pilot.app.screen.query_one(Input).value.endswith(".docx"))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "mine of 3.12")
        await click(pilot, "#save")
        await until(pilot, lambda: pilot.app.screen is screen)
    assert [file.name for file in tmp_path.glob("mine*")] == ["mine of 3.12.docx"]


async def test_copying_is_offered_beside_saving(opens: Opens, practice: PracticeService) -> None:
    """The whole text goes to the clipboard, and what to do where there is none is said."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, _):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
        await click(pilot, "#copy")
        await toasted(pilot, "save it instead")
        assert "It was only banter." in pilot.app.clipboard


async def test_keeping_and_letting_go_again(opens: Opens, practice: PracticeService) -> None:
    """The key k keeps it beyond thirty days; once more and it goes by itself."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, _):
        await pilot.press("k")
        await toasted(pilot, "It stays until you forget it.")
        assert practice.rehearsals()[0].kept
        await pilot.press("k")
        await toasted(pilot, "It goes by itself after thirty days.")
        assert not practice.rehearsals()[0].kept


async def test_forgetting_asks_once_and_then_it_is_gone(opens: Opens, practice: PracticeService) -> None:
    """The safe answer has the focus; the other deletes, and leads to the first page."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await pilot.press("ctrl+d")
        await until(pilot, lambda: pilot.app.screen.name == "forget")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert practice.rehearsals()
        await pilot.press("ctrl+d")
        await until(pilot, lambda: pilot.app.screen.name == "forget")
        await click(pilot, "#forget")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        assert not practice.rehearsals()


async def test_forgetting_from_the_list_leads_back_to_it(opens: Opens, practice: PracticeService) -> None:
    """Where somebody came from My rehearsals, they are there again, without it."""
    hurt_and_mended(practice)
    async with opens() as pilot:
        app = pilot.app
        app.open_page("rehearsals")  # type: ignore[attr-defined]
        await shows(pilot, "4 replies")
        await pilot.press("d")
        await until(pilot, lambda: app.screen.query("#brought-page"))
        await pilot.press("ctrl+d")
        await until(pilot, lambda: app.screen.name == "forget")
        await click(pilot, "#forget")
        await until(pilot, lambda: isinstance(app.screen, RehearsalsScreen))
    assert not practice.rehearsals()


async def test_what_stayed_silent_is_shown_only_when_asked_for(opens: Opens, practice: PracticeService) -> None:
    """Nowhere on the pages; in a sheet of its own, with the words that telling is not a prize."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        words = " ".join(str(each.render()) for each in screen.query("Prose"))
        assert "what pat is afraid of" not in words.casefold()
        await pilot.press("u")
        await until(pilot, lambda: pilot.app.screen.name == "silent")
        await shows(pilot, "What Pat is afraid of Something is always kept.")
        assert "Telling is not a prize" in flat(pilot.app)  # type: ignore[arg-type]
        assert "PRIVATE" not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_escape_goes_back_and_never_quits(opens: Opens, practice: PracticeService) -> None:
    """From the debrief to where one came from."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, _):
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        assert pilot.app.is_running


async def test_help_explains_this_page_first(opens: Opens, practice: PracticeService) -> None:
    """F1 says what the page is for before its keys."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, _):
        await pilot.press("f1")
        await shows(pilot, "Looking back begins with")


async def test_a_thought_is_looked_over_for_real_people_before_it_is_kept(
    opens: Opens, practice: PracticeService
) -> None:
    """To be changed, it stays in its box; left out, the rest is kept."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await unfolded(pilot, "intention")
        screen.query_one("#thought-intention", Input).value = "Mary Okonkwo told me"
        for answer in ("close", "remove"):
            screen.query_one("#thought-intention", Input).post_message(
                Input.Submitted(screen.query_one("#thought-intention", Input), "")
            )
            await until(pilot, lambda: pilot.app.screen.name == "details" and pilot.app.screen.query(Button))
            assert not practice.go_on(rehearsing.id).story.reflected
            pilot.app.screen.query_one(f"#{answer}", Button).press()
            await until(pilot, lambda: pilot.app.screen is screen)
        await toasted(pilot, "Kept with this rehearsal.")
    assert [event.words for event in practice.go_on(rehearsing.id).story.reflected] == ["(left out) told me"]


async def test_ones_own_word_on_a_note_is_looked_over_for_real_people(opens: Opens, practice: PracticeService) -> None:
    """It goes along with what is brought. To be changed, it is there again."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        screen.action_dispute(1)
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog) and pilot.app.screen.query(Button))
        pilot.app.screen.query_one(Input).value = "Ring 020 7946 0000"
        pilot.app.screen.query_one("#not_meant", Button).press()
        await until(pilot, lambda: pilot.app.screen.name == "details" and pilot.app.screen.query(Button))
        pilot.app.screen.query_one("#close", Button).press()
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog) and pilot.app.screen.query(Button))
        assert pilot.app.screen.query_one(Input).value == "Ring 020 7946 0000"
        pilot.app.screen.query_one(Input).value = "I was quoting him"
        pilot.app.screen.query_one("#not_meant", Button).press()
        await toasted(pilot, "Your word stands.")
    assert [event.note for event in practice.go_on(rehearsing.id).story.disputed] == ["I was quoting him"]


@pytest.mark.parametrize("wanted", ["Say it in short plain words", "Say it in short plain words."])
def test_what_was_to_be_practised_ends_in_one_stop(wanted: str) -> None:
    row = make_intention_row(wanted, IntentionOutcome())
    assert row.brief == "Say it in short plain words. Did it happen?"
