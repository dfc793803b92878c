"""An agenda that a supervisor makes: of a moment, with what does not serve left out, saved with its day and names."""

from functools import partial
from pathlib import Path

from textual.widgets import Button, Input

from coach.model.submission import Action, Review, SubmissionScope
from coach.practice.service import PracticeService
from coach.tui.app import CoachApp
from coach.tui.screens.agenda_screen import AgendaPart, AgendaScreen
from tests.submitting import promise

from .conftest import Opens
from .handed import handed_over, reading
from .seeing import SIZES, resized, shows, until


async def test_an_agenda_made_from_a_moment_holds_it_and_is_saved_with_day_and_names(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """A part is left out by a key and put back by it; the file is named by who it is with, and by its day."""
    moment = handed_over(practice, tmp_path, SubmissionScope.MOMENT, reply=1)
    async with reading(opens, moment) as (pilot, screen):
        inbox = screen.coach.inbox
        promised = Review(brought=screen.key, at=practice.clock(), action=Action(what="Ask for other forms"))
        inbox.hand_back(promised, tmp_path / "back.coach.json")
        inbox.actions.add("Only on my own list")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen) and pilot.app.screen.query(AgendaPart))
        agenda = pilot.app.screen
        await until(pilot, lambda: isinstance(agenda.focused, AgendaPart))
        asks = "Ann would like to talk about: What did I miss?"
        for words in ("Brought: One moment, The bus, reply 1", asks, "Said before: Ask for other forms"):
            assert any(words in str(part.render()) for part in agenda.query("AgendaPart Prose")), words
        await pilot.press("down", "n")
        await shows(pilot, "Minutes 5 to 8, left out")
        await pilot.press("n")
        await until(pilot, lambda: not agenda.query(".-left-out"))
        await pilot.press("n", "e")
        await until(pilot, lambda: pilot.app.screen.name == "save-agenda")
        dialog = pilot.app.screen
        along = " ".join(str(words.render()) for words in dialog.query("Prose"))
        assert "What you said to them that you would take up goes along: Ask for other forms." in along
        async for size in resized(pilot, SIZES):
            for name in ("#save", "#close"):
                assert 0 < dialog.query_one(name).region.bottom <= size[1], (size, name)
        place = dialog.query_one("#place", Input)
        assert Path(place.value).name == "agenda-ann-2026-03-11.docx"
        dialog.query_one("#day", Input).value = "in a week"
        await until(pilot, lambda: Path(place.value).name == "agenda-ann-2026-03-18.docx")
        dialog.query_one("#day", Input).value = "31/02"
        dialog.query_one("#save").press()  # type: ignore[attr-defined]
        await shows(pilot, "There is no such day.")
        dialog.query_one("#day", Input).value = "18 March"
        dialog.query_one("#supervisor", Input).value = "Sue"
        dialog.query("RadioButton").last().value = True  # type: ignore[attr-defined]
        await until(pilot, lambda: place.value.endswith(".txt"))
        place.value = str(tmp_path / "agenda.txt")
        dialog.query_one("#save").press()  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.name == "message")
        await shows(pilot, "agenda.txt")
        await pilot.press("enter", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)
    text = (tmp_path / "agenda.txt").read_text("utf-8")
    for words in ("18 March 2026", "Ann and Sue", "What did I miss?", "The moment they chose", "Ask for other forms"):
        assert words in text
    assert "Only on my own list" not in text
    assert "What stays here" not in text


async def test_what_was_promised_to_somebody_who_signs_alike_is_asked_about_before_it_stands(
    opens: Opens, tmp_path: Path
) -> None:
    """Asked once, with the promise in view; Escape leaves it out, and a button asks anew."""
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        keys = [
            await app.in_practice(partial(promise, app.inbox, tmp_path / f"{what}.coach.json", who="Mina", what=what))
            for what in ("Ask the head", "Ask for forms")
        ]

        def read_promised() -> list[str]:
            said = [str(words.render()) for words in app.screen.query("AgendaPart Prose")]
            return [words.removeprefix("Said before: ") for words in said if words.startswith("Said before")]

        async def opened() -> None:
            await until(pilot, lambda: isinstance(app.screen.focused, AgendaPart))

        app.open_agenda(keys[0])
        await until(pilot, lambda: app.screen.name == "same-practitioner")
        await shows(pilot, "You told somebody who signs Mina that you would take this up: Ask for forms.")
        await pilot.press("escape")
        await opened()
        assert read_promised() == ["Ask the head"]
        assert app.screen.query_one("#who-anew").display, "who was not sure is asked again"
        app.screen.query_one("#who-anew", Button).press()
        await until(pilot, lambda: app.screen.name == "same-practitioner")
        await pilot.press("tab", "enter")
        await opened()
        assert sorted(read_promised()) == ["Ask for forms", "Ask the head"]
        await pilot.press("n")
        app.screen.query_one("#who-anew", Button).press()
        await until(pilot, lambda: app.screen.name == "same-practitioner")
        await pilot.press("tab", "tab", "enter")
        await opened()
        await until(pilot, lambda: read_promised() == ["Ask the head"])
        assert len(app.screen.query(".-left-out")) == 1
        await pilot.press("escape")
        app.open_agenda(keys[1])
        await opened()
        assert read_promised() == ["Ask for forms"]
