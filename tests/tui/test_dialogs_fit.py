"""Sheets stand whole on a small screen: every button can be seen, and so can what has the focus."""

from collections.abc import Callable

import pytest
from textual.widgets import Button

from coach.practice.question_texts import QuestionText
from coach.practice.safeguarding import Care, care, look_for_details
from coach.supervision.desk_texts import ask_same_practitioner
from coach.tui.app import CoachApp
from coach.tui.commands import MEANINGS
from coach.tui.dialogs.care import (
    PauseDialog,
    ask_about_details,
    ask_about_own_distress,
    ask_for_whom,
    make_dialog,
    mark_in_sentences,
    show_distress,
)
from coach.tui.dialogs.confirm import (
    ask_to_stop,
    confirm_forgetting,
    confirm_keeping_nothing,
    confirm_losing,
    confirm_taking_back,
    confirm_withdrawing,
    explain_answer,
    explain_page,
    offer_more,
    show_closing,
)
from coach.tui.dialogs.dialog import Dialog, DialogText, ask_about_unsaid_line, confirm_leaving_words
from coach.tui.screens.home_screen import HomeScreen

from .conftest import Opens
from .seeing import until

REAL = "I'm Mary Okonkwo, born 3 May 1990, of 12 Elm Road, LS6 2AB, and my number is 020 7946 0000. Ring me."
LONG = "A place whose name is as long as places for help in a town have them, on a line of 020 7946 0000"
CARE: Care = care()
DETAILS = look_for_details(REAL, frozenset())
TEXTS: dict[str, Callable[[], Dialog] | DialogText] = {
    "stop": ask_to_stop(),
    "stop a fourth attempt": ask_to_stop(3),
    "keep nothing": confirm_keeping_nothing(12),
    "keep nothing of a fourth attempt": confirm_keeping_nothing(12, 3),
    "closing": show_closing(CARE, "Take a moment.", kept=True),
    "losing": confirm_losing("The disk is full. Two rehearsals are here only until you close the coach."),
    "forgetting": confirm_forgetting(
        "Forget “They asked for a different worker”, 29 November 2026, 12:10?", shared=True
    ),
    "withdrawing": confirm_withdrawing("sue"),
    "taking back": confirm_taking_back("Ann (login ann)", shared=True),
    "leaving words": confirm_leaving_words(can_keep=True),
    "an unsaid line": ask_about_unsaid_line(can_keep=True),
    "the same practitioner": make_dialog(ask_same_practitioner("Mina", "Ask the head")),
    "putting away": make_dialog(
        QuestionText(
            "forget", "Put it away?", ("A promise. " * 90,), (("close", "Leave it"), ("forget", "Put it away"))
        )
    ),
    "details": ask_about_details(DETAILS, where=mark_in_sentences(REAL, DETAILS)),
    "for whom": ask_for_whom(CARE, harm=True),
    "own distress": ask_about_own_distress(CARE),
    "pause": lambda: PauseDialog(CARE),
    "distress": lambda: show_distress(CARE),
    "why": explain_answer(("It takes up what they had just said.",) * 12),
    "help": explain_page(HomeScreen.HELP, [(key, key, does) for key, (does, _) in MEANINGS.items()]),
    "more": offer_more(),
}


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=str)
async def test_every_sheet_is_whole_on_a_small_screen(opens: Opens, size: tuple[int, int]) -> None:
    """All of its buttons lie on the screen and inside it; long words scroll between them and the heading."""
    async with opens(size) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        for name, text in TEXTS.items():
            dialog = Dialog(text) if isinstance(text, DialogText) else text()
            app.push_screen(dialog)
            unasked = dialog.text.comes_unasked  # no button has the focus then
            await until(pilot, lambda dialog=dialog, unasked=unasked: app.screen is dialog and (app.focused or unasked))  # type: ignore[misc]
            await pilot.pause()
            screen, sheet = dialog.region, dialog.query_one(".sheet").region
            assert screen.contains_region(sheet), (name, sheet)
            for button in dialog.query(Button):
                assert sheet.contains_region(button.region), (name, button, button.region, sheet)
                assert button.region.height >= 1, (name, button)
            assert (app.focused is not None) or unasked
            assert app.focused is None or screen.overlaps(app.focused.region), (name, app.focused)
            words = dialog.query_one(".sheet-words")
            assert words.region.height >= 3 or not words.max_scroll_y, (name, words.region)
            dialog.dismiss(None)
            await until(pilot, lambda dialog=dialog: app.screen is not dialog)  # type: ignore[misc]


@pytest.mark.parametrize(("key", "chosen"), [("right", "close"), ("left", "forget")])
async def test_arrow_keys_lead_to_the_buttons_from_words_that_are_longer_than_the_sheet(
    opens: Opens, key: str, chosen: str
) -> None:
    """The words have the focus first, so that nobody agrees to what they could not see; Enter there chooses nothing."""
    async with opens((60, 20)) as pilot:
        dialog = Dialog(TEXTS["putting away"])  # type: ignore[arg-type]
        pilot.app.push_screen(dialog)
        await until(pilot, lambda: pilot.app.focused is not None and pilot.app.focused.has_class("sheet-words"))
        await pilot.press("enter")
        assert pilot.app.screen is dialog
        await pilot.press(key)
        await until(pilot, lambda: pilot.app.focused is not None and pilot.app.focused.id == chosen)
