"""Where the focus is on the tabs of a debrief: the keys go on from what is in view there."""

import pytest
from textual.widgets import Input, TabbedContent

from coach.practice.service import PracticeService
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.widgets.card_list import CardList
from coach.tui.widgets.picture_strip import PictureStrip
from coach.tui.widgets.transcript import OwnLine

from .conftest import Opens
from .rehearsed import hurt_and_mended, looking_back, twice
from .seeing import SIZES, shows, until


async def test_a_digit_puts_the_focus_on_the_line_that_had_it(opens: Opens, practice: PracticeService) -> None:
    """The arrow keys go on from there, and not from the first reply."""
    async with looking_back(opens, twice(practice)) as (pilot, screen):
        tabs = screen.query_one(TabbedContent)
        strip = screen.query_one(PictureStrip)
        strip.focus()
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(screen.focused, OwnLine))
        line = screen.focused
        assert isinstance(line, OwnLine)
        await pilot.press("1")
        await until(pilot, lambda: tabs.active == "tab-page" and screen.focused is strip)
        await pilot.press("2")
        await until(pilot, lambda: tabs.active == "tab-lines" and screen.focused is line)


@pytest.mark.parametrize("size", SIZES)
async def test_words_that_were_kept_leave_the_keys_to_the_page(
    opens: Opens, practice: PracticeService, size: tuple[int, int]
) -> None:
    """The card that was answered stays in view with the words in it, and a letter is a key again."""
    async with looking_back(opens, hurt_and_mended(practice), size) as (pilot, screen):
        for cards in screen.query(CardList):
            for place, view in enumerate(cards.views):
                if not view.is_open:
                    cards.highlighted = place
                    await cards.action_open_card()
        await until(pilot, lambda: screen.query("#thought-supervision"))
        box, cards = screen.query_one("#thought-supervision", Input), screen.query_one("#cards", CardList)
        cards.focus()
        await until(pilot, lambda: box.size and screen.focused is cards)
        await pilot.press("tab")
        await until(pilot, lambda: screen.focused is box and screen.can_view_entire(box))
        await pilot.press(*"Why", "enter")
        await until(pilot, lambda: not box.is_attached and screen.query("#thought-supervision"))
        await shows(pilot, "You wrote: Why")
        cards = screen.query_one("#cards", CardList)
        assert screen.focused is cards
        assert cards.views[cards.highlighted].query("#own-words-supervision"), "the answered card is the chosen one"
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
