"""Keys that mean the same on every page: letters where nothing takes words, and arrows between buttons."""

import asyncio

import pytest
from textual.widgets import Input, Static

from coach.tui.base_app import NO_WORDS_HERE, NO_WORDS_IN_DIALOG, TAB_TO_BOX, LetterGuard
from coach.tui.dialogs.dialog import Dialog, DialogText, TypedLine
from coach.tui.dialogs.save import SaveDialog, SaveWay
from coach.tui.screens.rehearsals_screen import RehearsalsScreen

from .conftest import Opens
from .seeing import at, shows, until

BURST = 1.0  # long enough for a machine with much else to do


@pytest.fixture
def as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters wait as long as they do for a person."""
    monkeypatch.setattr(LetterGuard, "burst", BURST)


@pytest.mark.usefixtures("as_typed")
async def test_a_word_runs_nothing_and_is_told_so(opens: Opens) -> None:
    async with opens() as pilot:
        pilot.app.open_page("rehearsals")  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(pilot.app.screen, RehearsalsScreen))
        page = pilot.app.screen
        await pilot.press(*"the blot")
        await shows(pilot, NO_WORDS_HERE)
        await asyncio.sleep(1.5 * BURST)
        assert pilot.app.screen is page
        assert len(pilot.app._notifications) == 1


@pytest.mark.usefixtures("as_typed")
async def test_a_letter_alone_does_what_it_does_a_moment_later(opens: Opens) -> None:
    async with opens() as pilot:
        pilot.app.open_page("rehearsals")  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(pilot.app.screen, RehearsalsScreen))
        page = pilot.app.screen
        await pilot.press("t")
        assert pilot.app.screen is page
        await until(pilot, lambda: pilot.app.screen is not page)


@pytest.mark.usefixtures("as_typed")
async def test_words_in_a_box_are_not_kept_back(opens: Opens) -> None:
    async with opens() as pilot:
        pilot.app.open_page("library")  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.query("Input"))
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await pilot.press(*"roma")
        assert pilot.app.screen.query_one("Input", Input).value == "roma"


async def test_left_and_right_go_between_buttons_that_stand_side_by_side(opens: Opens) -> None:
    """On a page and in a dialog alike; at the end of the row the focus stays."""
    async with opens() as pilot:
        pilot.app.open_briefing("bus")  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.query("#start"))
        pilot.app.screen.query_one("#start").focus()
        await at(pilot, "start")
        await pilot.press("right")
        await at(pilot, "another")
        await pilot.press("left", "left")
        await at(pilot, "start")
        pilot.app.push_screen(Dialog(DialogText("two", "Which?", (), (("one", "One"), ("other", "Other")))))
        await at(pilot, "one")
        await pilot.press("right", "right")
        await at(pilot, "other")


async def test_a_question_mark_opens_help_which_names_the_numbers_once(opens: Opens) -> None:
    async with opens() as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: pilot.app.screen.name == "help")
        words = " ".join(str(static.content) for static in pilot.app.screen.query(Static))
        assert words.count("By number") == 1
        assert "Number 1" not in words


async def test_down_goes_to_the_button_below_where_all_words_are_in_sight(opens: Opens) -> None:
    asks = DialogText("asks", "Which?", ("One of them.",), tuple((name, name) for name in ("one", "two", "three")))
    async with opens() as pilot:
        pilot.app.push_screen(Dialog(asks))
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "one")
        await pilot.press("down")
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "three")
        await pilot.press("up")
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "one")


async def test_ctrl_a_selects_what_was_typed_in_a_box_of_one_line(opens: Opens) -> None:
    async with opens() as pilot:
        box = TypedLine("ninety-nine")
        await pilot.app.screen.mount(box)
        box.focus()
        await pilot.press("ctrl+a", "7")
        await until(pilot, lambda: box.value == "7")


async def test_words_typed_beside_the_only_box_of_a_dialog_go_to_it(opens: Opens) -> None:
    """From a button as from a list; an offered path gives way, and words that were typed stay."""
    ways = (SaveWay("text", "Text", "agenda.txt"), SaveWay("page", "A page", "agenda.html"))
    async with opens() as pilot:
        pilot.app.push_screen(SaveDialog("Save", ways, lambda _, file: str(file)))
        await at(pilot, "ways")
        await pilot.press(*"notes.tx")
        box = pilot.app.screen.query_one("#place", Input)
        await until(pilot, lambda: box.value == "notes.tx")
        pilot.app.screen.query_one("#save").focus()
        await at(pilot, "save")
        await pilot.press("t")
        await until(pilot, lambda: box.value == "notes.txt")


async def test_enter_on_a_way_to_save_goes_on_to_the_file(opens: Opens) -> None:
    ways = (SaveWay("text", "Text", "agenda.txt"), SaveWay("page", "A page", "agenda.html"))
    async with opens() as pilot:
        for key, ending in (("down", ".html"), ("up", ".txt")):
            pilot.app.push_screen(SaveDialog("Save", ways if key == "down" else ways[::-1], lambda _, file: str(file)))
            await at(pilot, "ways")
            await pilot.press("down", "enter")
            await at(pilot, "place")
            assert pilot.app.screen.query_one("#place", Input).value.endswith(ending)
            await pilot.press("escape")


async def test_words_that_go_nowhere_in_a_dialog_are_said_to(opens: Opens) -> None:
    """Once, where it has no box; and where it has several, with the way to them."""
    two = DialogText("two", "Which?", (), (("one", "One"), ("other", "Other")))
    boxes = DialogText("boxes", "Which?", (lambda: (TypedLine(id="a"), TypedLine(id="b")),), (("one", "One"),))
    async with opens() as pilot:
        for text, said in ((two, NO_WORDS_IN_DIALOG), (boxes, TAB_TO_BOX)):
            pilot.app.push_screen(Dialog(text))
            await at(pilot, "one")
            pilot.app._letters._said = -100.0  # type: ignore[attr-defined]
            before = len(pilot.app._notifications)
            await pilot.press(*"hm")
            await shows(pilot, said)
            assert len(pilot.app._notifications) == before + 1
            assert pilot.app.focused is not None
            assert pilot.app.focused.id == "one"
            await pilot.press("escape")
