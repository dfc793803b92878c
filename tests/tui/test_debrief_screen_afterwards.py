"""What is done in a debrief afterwards leaves whoever does it where they were, or shows them what came of it."""

from pathlib import Path

import pytest
from textual.widgets import Input

from coach.model.submission import SubmissionScope
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.supervision.importing import serialize_handed_over
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from coach.tui.dialogs.file_import import FileImportDialog
from coach.tui.dialogs.verdicts import DisputeDialog
from coach.tui.widgets.transcript import Conversation, OwnLine

from .conftest import Opens
from .rehearsed import hurt_and_mended, looking_back, toasted
from .seeing import shows, until
from .test_submit_screen import answered, at_brought, moment


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_word_on_a_note_leaves_the_line_that_was_looked_at_on_the_screen(
    opens: Opens, practice: PracticeService, size: tuple[int, int]
) -> None:
    async with looking_back(opens, hurt_and_mended(practice), size) as (pilot, screen):
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(screen.focused, OwnLine))
        await pilot.press("up")
        await until(pilot, lambda: screen.query_one(Conversation).scroll_y)
        await pilot.pause()
        there = screen.query_one(Conversation).scroll_y
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog))
        await until(pilot, lambda: pilot.app.focused)
        before = screen.query_one(Conversation)
        pilot.app.screen.query_one("#fair").press()  # type: ignore[attr-defined]
        await toasted(pilot, "Your word stands.")
        await until(pilot, lambda: screen.query(Conversation) and screen.query_one(Conversation) is not before)
        await until(pilot, lambda: screen.query_one(Conversation).scroll_y == there)
        assert isinstance(screen.focused, OwnLine)


@pytest.mark.slow
async def test_an_answer_taken_in_as_a_file_is_shown_and_said(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """On a small screen too, where what came back stands far below the top."""
    rehearsing = hurt_and_mended(practice)
    brought = moment(practice, places, rehearsing, tmp_path / "m.coach.json")
    for number in range(4):  # later ones stand above it
        quiet = SubmissionService(practice, SubmissionStores.__new__(SubmissionStores))
        other = quiet.preview(rehearsing, SubmissionChoice(SubmissionScope.QUESTION, question="And now?"))
        quiet.submit_to_file(rehearsing, other, tmp_path / f"{number}.coach.json")
    (tmp_path / "back.coach.json").write_text(serialize_handed_over(answered(brought)))
    async with looking_back(opens, rehearsing, (80, 24)) as (pilot, screen):
        await at_brought(pilot, screen)
        screen.action_came_back()
        await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "back.coach.json")
        await pilot.press("enter")
        await toasted(pilot, "Taken in.")
        await shows(pilot, "Stop [b]here[/b]")


async def test_what_was_brought_can_be_withdrawn_by_its_key_from_beside_it(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """Without going into it first; where there is more than one, it is asked which."""
    rehearsing = hurt_and_mended(practice)
    moment(practice, places, rehearsing, tmp_path / "m.coach.json")
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await pilot.press("w")
        await pilot.pause()
        assert pilot.app.screen is screen
        await at_brought(pilot, screen)
        await pilot.press("w")
        await until(pilot, lambda: pilot.app.screen.name == "withdraw")
        await pilot.press("escape")
        moment(practice, places, rehearsing, tmp_path / "n.coach.json")
        screen.show_brought()
        await until(pilot, lambda: len(screen.query(".brought-thing")) == 2)
        screen.query_one("#brought-page").focus()
        await pilot.press("w")
        await toasted(pilot, "Choose what to withdraw")
        await pilot.press("w")
        await until(pilot, lambda: pilot.app.screen.name == "withdraw")
