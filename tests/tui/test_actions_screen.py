"""The supervisor's own list: what was said, ticked off, added, and in a calendar."""

from pathlib import Path
from threading import Event

from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from coach.supervision.actions import OwnAction
from coach.tui.app import CoachApp
from coach.tui.screens.actions_screen import ActionsScreen
from coach.tui.screens.agenda_screen import AgendaScreen

from .conftest import Opens
from .seeing import shows, until


async def listed(pilot: Pilot[None]) -> ActionsScreen:
    """Open the list."""
    app: CoachApp = pilot.app  # type: ignore[assignment]
    app.open_page("actions")
    await until(pilot, lambda: isinstance(app.screen, ActionsScreen) and app.focused)
    assert isinstance(app.screen, ActionsScreen)
    return app.screen


async def added(pilot: Pilot[None], what: str, by: str) -> None:
    """Add an action by its key."""
    await pilot.press("a")
    await until(pilot, lambda: pilot.app.screen.name == "action" and pilot.app.focused)
    pilot.app.screen.query_one("#what", Input).value = what
    pilot.app.screen.query_one("#by", Input).value = by
    pilot.app.screen.query_one("#by").focus()
    await pilot.press("enter")


async def test_an_action_is_added_ticked_off_and_taken_off_by_keys(opens: Opens) -> None:
    """A date that is none is said, and nothing typed is lost by it; an agenda that others take home has none of it."""
    async with opens() as pilot:
        screen = await listed(pilot)
        await shows(pilot, "There is nothing here yet.")
        await added(pilot, "Ask for an interpreter", "31 February")
        await shows(pilot, "There is no such day.")
        assert pilot.app.screen.query_one("#what", Input).value == "Ask for an interpreter"
        pilot.app.screen.query_one("#by", Input).value = "in a fortnight"
        await pilot.press("enter")
        await shows(pilot, "Open Ask for an interpreter. By 25 March 2026")
        screen.coach.open_page("agenda")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))
        await shows(pilot, "How are you?")
        assert "Ask for an interpreter" not in " ".join(
            str(words.render()) for words in pilot.app.screen.query("Prose")
        )
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("enter")
        await shows(pilot, "Done Ask for an interpreter. Done on 11 March 2026")
        await pilot.press("enter")
        await shows(pilot, "Open Ask for an interpreter.")
        await pilot.press("ctrl+d")
        await until(pilot, lambda: pilot.app.screen.name == "take-off")
        await pilot.press("tab", "enter")
        await shows(pilot, "There is nothing here yet.")


async def test_one_that_may_hold_a_real_person_is_asked_about_and_can_be_changed(opens: Opens) -> None:
    """With the words as they were typed."""
    async with opens() as pilot:
        await listed(pilot)
        await added(pilot, "Ring Mary Okonkwo on mary@example.org", "")
        await until(pilot, lambda: pilot.app.screen.name == "details")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "action")
        assert pilot.app.screen.query_one("#what", Input).value == "Ring Mary Okonkwo on mary@example.org"


async def test_those_with_a_date_go_into_a_calendar_file(opens: Opens, tmp_path: Path) -> None:
    """And where none has one, it is said in the dialog that stays open."""
    async with opens() as pilot:
        await listed(pilot)
        await added(pilot, "Some day", "")
        await shows(pilot, "Some day. No date yet")
        await pilot.press("e")
        await until(pilot, lambda: pilot.app.screen.name == "save" and pilot.app.focused)
        pilot.app.screen.query_one("#place", Input).value = str(tmp_path / "my.ics")
        pilot.app.screen.query_one("#place").focus()
        await pilot.press("enter")
        await shows(pilot, "None of your open actions has a date.")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ActionsScreen) or pilot.app.screen.name == "unkept")
        if pilot.app.screen.name == "unkept":
            pilot.app.screen.dismiss("leave")
            await until(pilot, lambda: isinstance(pilot.app.screen, ActionsScreen))
        await added(pilot, "Ask", "1 April 2026")
        await shows(pilot, "Ask. By 1 April 2026")
        await pilot.press("e")
        await until(pilot, lambda: pilot.app.screen.name == "save" and pilot.app.focused)
        pilot.app.screen.query_one("#place", Input).value = str(tmp_path / "my.ics")
        pilot.app.screen.query_one("#place").focus()
        await pilot.press("enter")
        await shows(pilot, "It is in")
    assert b"SUMMARY:Ask\r\n" in (tmp_path / "my.ics").read_bytes()


async def test_the_desk_leads_to_the_list(opens: Opens) -> None:
    """By its key, and back."""
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("inbox")
        await shows(pilot, "Nothing has been brought to you yet.")
        await pilot.press("j")
        await until(pilot, lambda: isinstance(app.screen, ActionsScreen))


async def test_the_highlight_goes_with_the_action_that_is_ticked_off(opens: Opens) -> None:
    """It sinks below those that are open, and a second Enter opens it again, and changes no other."""
    async with opens() as pilot:
        screen = await listed(pilot)
        await added(pilot, "Bring the form", "18 March 2026")
        await shows(pilot, "Open Bring the form. By 18 March 2026")
        await added(pilot, "Ask the school", "25 March 2026")
        await shows(pilot, "Open Ask the school. By 25 March 2026")
        assert screen._chosen
        assert screen._chosen.what == "Bring the form"
        await pilot.press("enter")
        await shows(pilot, "Done Bring the form.")
        await until(pilot, lambda: screen.query_one("#list", OptionList).highlighted == 1)
        await pilot.press("enter")
        await shows(pilot, "Open Bring the form. By 18 March 2026")
        assert not any(action.done for action in screen._actions)


async def test_the_highlight_that_moves_while_the_list_is_read_stays_where_it_went(opens: Opens) -> None:
    """A team's store may be slow: whoever goes down meanwhile acts on what is highlighted, and on no other."""
    async with opens() as pilot:
        screen = await listed(pilot)
        for what, by in (("Bring the form", "18 March 2026"), ("Ask the school", "25 March 2026")):
            await added(pilot, what, by)
            await shows(pilot, f"Open {what}. By {by}")
        screen.query_one("#list", OptionList).highlighted = 0
        reading, read = Event(), Event()
        actions = screen.coach.inbox.actions
        at_once = actions.list_all

        def list_slowly() -> tuple[OwnAction, ...]:
            reading.set()
            read.wait(10)
            return at_once()

        actions.list_all = list_slowly  # type: ignore[method-assign]
        screen.show_anew()
        await until(pilot, reading.is_set)
        await pilot.press("down")
        await until(pilot, lambda: screen.query_one("#list", OptionList).highlighted == 1)
        listed_before = screen._actions
        read.set()
        await until(pilot, lambda: screen._actions is not listed_before)
        await pilot.pause()
        assert screen._chosen
        assert screen._chosen.what == "Ask the school"
