"""Looking back: the first page of a debrief."""

import re
from dataclasses import replace
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input, OptionList, RadioSet, Static, TabbedContent

from coach.debrief.first_page import LearnerAnswers
from coach.debrief.render import word_picture
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED
from coach.practice.service import PracticeService
from coach.supervision.reflection import KEPT_UNDER
from coach.tui.dialogs.menu import MenuDialog
from coach.tui.dialogs.self_reflection import FirstAnswersDialog
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.screens.debrief_screen import DebriefScreen
from coach.tui.widgets.card_list import CardList, CardRow, CardView
from coach.tui.widgets.debrief_page import ONLY_YOU, LookingBack, OwnWordsBox
from coach.tui.widgets.debrief_tabs import LINES, DebriefTabs, list_debrief_entries
from coach.tui.widgets.picture_strip import MomentPane, PictureStrip, StripLayout
from coach.tui.widgets.transcript import OwnLine
from tests.submitting import submit_reply

from .conftest import Opens
from .rehearsed import hurt_and_mended, looking_back, page, toasted, twice, unsure
from .seeing import SIZES, at, click, flat, resized, seen, shows, until
from .test_themes import readable_in_every_look

MOST_STOPS = 7
"""Stops of the tab key on the page at first."""


async def to_keep(screen: DebriefScreen) -> CardList:
    """The list that has a card of the coach's, with the focus and its highlight on that card."""
    card = next(view for view in screen.query(CardView) if view.row.may_be_off)
    cards = card.parent
    assert isinstance(cards, CardList)
    cards.focus()
    cards.highlighted = cards.views.index(card)
    return cards


# --- The learner first


async def talked(pilot: Pilot[None], rehearsing: Rehearsal) -> None:
    """Come to the debrief straight from the conversation."""
    app = pilot.app
    app.open_conversation(rehearsing)  # type: ignore[attr-defined]
    await until(pilot, lambda: isinstance(app.screen, ConversationScreen))
    await pilot.pause()
    app.open_debrief(rehearsing)  # type: ignore[attr-defined]
    await until(pilot, lambda: isinstance(app.screen, FirstAnswersDialog) and app.screen.query("#would_take_back"))


async def test_after_a_conversation_the_practitioner_speaks_first(opens: Opens, practice: PracticeService) -> None:
    """Before any page: which line again, which taken back. Their words are kept, and the page opens with the line."""
    rehearsing = hurt_and_mended(practice)
    async with opens() as pilot:
        await talked(pilot, rehearsing)
        await shows(pilot, "which of your lines would you stand by?")
        assert "The conversation" not in flat(pilot.app), "nothing of the page can be seen yet"  # type: ignore[arg-type]
        await pilot.press("4")
        await shows(pilot, "Reply 4: “What does Sam say about it?”")
        await pilot.press("enter", *"banter", "enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen) and pilot.app.screen.query(LookingBack))
        assert [(event.on, event.words) for event in practice.go_on(rehearsing.id).story.reflected] == [
            ("would_say_again", "4"),
            ("would_take_back", "banter"),
        ]
        await until(pilot, lambda: "You would take this back" in page(pilot.app.screen))  # type: ignore[arg-type]
        chosen = [view for view in pilot.app.screen.query(CardView) if view.row.key.startswith("chosen")]
        assert [view.is_open for view in chosen] == [True, True], "their lines open the page"


async def test_after_the_two_questions_the_focus_is_on_what_they_brought(
    opens: Opens, practice: PracticeService
) -> None:
    """Not on the picture, which the two lines may push out of sight."""
    async with opens() as pilot:
        await talked(pilot, hurt_and_mended(practice))
        await pilot.press("4", "enter", *"banter", "enter", "enter")
        await until(pilot, lambda: pilot.app.screen.query("#card-chosen-again, .card") and pilot.app.focused)
        await until(pilot, lambda: "You would take this back" in page(pilot.app.screen))  # type: ignore[arg-type]
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "cards-first")
        assert pilot.app.screen.query_one("#page").scroll_y == 0


async def test_tab_goes_from_a_card_to_what_it_asks(opens: Opens, practice: PracticeService) -> None:
    """With two of them open, too: Tab never leads into a card above."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        cards = screen.query_one("#cards-first", CardList)
        cards.enter(1)
        await pilot.press("enter", "down", "enter")
        own = cards.views[1]
        assert own.row.key == "own-lines"
        await until(pilot, lambda: len(screen.query("#cards-first Button")) and own.query(Button))
        await pilot.press("tab")
        assert screen.focused is not None
        assert own in screen.focused.ancestors
        cards.focus()
        await pilot.press("enter", "tab")
        assert isinstance(screen.focused, PictureStrip), "a folded card asks nothing"


async def test_n_on_the_first_page_is_for_cards_alone(opens: Opens, practice: PracticeService) -> None:
    """Where the focus is on no card it opens nothing; in the conversation it is for the coach's notes."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        screen.query_one("#more").focus()
        await pilot.press("n")
        await pilot.pause()
        assert pilot.app.screen is screen
        await until(pilot, lambda: screen.query(OwnLine))
        screen.query_one(DebriefTabs).to_line(1)
        await until(pilot, lambda: isinstance(screen.focused, OwnLine))
        await pilot.press("n")
        await until(pilot, lambda: pilot.app.screen is not screen)


async def test_each_of_the_two_questions_is_skipped_with_enter(opens: Opens, practice: PracticeService) -> None:
    """Nothing is kept of a question that was skipped, and it is offered again on the page."""
    rehearsing = hurt_and_mended(practice)
    async with opens() as pilot:
        await talked(pilot, rehearsing)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))
        await shows(pilot, "Which line would you stand by")
        assert not practice.go_on(rehearsing.id).story.reflected


async def test_what_was_typed_to_the_two_questions_is_not_lost_by_escape(
    opens: Opens, practice: PracticeService
) -> None:
    async with opens() as pilot:
        await talked(pilot, hurt_and_mended(practice))
        await pilot.press("4", "escape")
        await until(pilot, lambda: pilot.app.screen.name == "unkept")


async def test_escape_from_the_two_questions_asks_and_no_letter_after_it_is_a_command(
    opens: Opens, practice: PracticeService
) -> None:
    """With nothing typed too: what is typed next would be commands of the debrief."""
    async with opens() as pilot:
        await talked(pilot, hurt_and_mended(practice))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "skip-questions")
        await pilot.press(*"bel")
        await pilot.pause()
        assert pilot.app.screen.name == "skip-questions"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FirstAnswersDialog))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "skip-questions")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))


async def test_f1_explains_the_two_questions_and_escape_comes_back_to_them(
    opens: Opens, practice: PracticeService
) -> None:
    async with opens() as pilot:
        await talked(pilot, hurt_and_mended(practice))
        await shows(pilot, "f1 Help")
        await pilot.press("4", "f1")
        await until(pilot, lambda: pilot.app.screen.name == "help")
        await shows(pilot, "which one is meant")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, FirstAnswersDialog))
        assert pilot.app.screen.query_one("#would_say_again", Input).value == "4"


async def test_the_two_questions_show_the_replies_and_their_keys_at_every_size(
    opens: Opens, practice: PracticeService
) -> None:
    """Numbered, one line each, in a list that scrolls; the boxes, the button and the line of keys stay in sight."""
    attempt = hurt_and_mended(practice).story.attempt()
    one, *_ = attempt.exchanges
    texts = ("It was only banter.", *(f"What happened then, number {number}?" for number in range(2, 13)))
    many = tuple(
        replace(one, number=number, event=one.event.model_copy(update={"text": text}))
        for number, text in enumerate(texts, 1)
    )
    for size in SIZES:
        async with opens(size=size) as pilot:
            dialog = FirstAnswersDialog(replace(attempt, exchanges=many), LearnerAnswers(again="", back=""), frozenset)
            pilot.app.push_screen(dialog)
            for words in ("1 It was only banter.", "5 What happened then, number 5?", "To the debrief", "esc Close"):
                await shows(pilot, words)
            page = pilot.app.screen
            sheet = page.query_one(".sheet").content_region
            assert all(sheet.contains_region(widget.region) for widget in page.query("Input, Button"))
            await pilot.press(*["pagedown"] * 4)
            await shows(pilot, "12 What happened then, number 12?")
            await pilot.press("9")
            assert page.query_one("#would_say_again", Input).value == "9"


async def test_a_number_that_no_reply_has_is_said_to_be_none(opens: Opens, practice: PracticeService) -> None:
    """And Enter does not take it."""
    rehearsing = hurt_and_mended(practice)
    async with opens() as pilot:
        await talked(pilot, rehearsing)
        await pilot.press(*"99")
        await shows(pilot, "No reply has the number 99. You gave 4 replies.")
        await pilot.press("enter")
        await pilot.pause()
        assert getattr(pilot.app.focused, "id", "") == "would_say_again"
        await pilot.press("tab", *"reply 0", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FirstAnswersDialog)
        assert not practice.go_on(rehearsing.id).story.reflected


async def test_words_that_fit_two_replies_stay_once_for_their_number(opens: Opens, practice: PracticeService) -> None:
    """Enter once more keeps them as they are; a number is gone on with at once."""
    rehearsing = practice.begin("bus")
    for text in ("Where was the cake from?", "Hello.", "And who ate the cake?"):
        submit_reply(rehearsing, text)
    async with opens() as pilot:
        await talked(pilot, rehearsing)
        await pilot.press(*"cake", "enter")
        await shows(pilot, "Type the number of one, or press Enter once more.")
        assert getattr(pilot.app.focused, "id", "") == "would_say_again"
        await pilot.press("enter")
        await at(pilot, "would_take_back")
        await pilot.press("3", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))
    again = {event.on: event.words for event in practice.go_on(rehearsing.id).story.reflected}
    assert again == {"would_say_again": "cake", "would_take_back": "3"}


@pytest.mark.parametrize("box", ["would_say_again", "would_take_back"])
async def test_the_number_that_is_asked_for_takes_the_place_of_the_words(
    opens: Opens, practice: PracticeService, box: str
) -> None:
    """In both boxes: typed behind the words it would be a word that no reply has."""
    rehearsing = practice.begin("bus")
    for text in ("Where was the cake from?", "Hello.", "And who ate the cake?"):
        submit_reply(rehearsing, text)
    async with opens() as pilot:
        await talked(pilot, rehearsing)
        if box == "would_take_back":
            await pilot.press("enter")
            await at(pilot, box)
        await pilot.press(*"cake", "enter")
        await shows(pilot, "Type the number of one, or press Enter once more.")
        await pilot.press("3")
        await shows(pilot, "Reply 3: “And who ate the cake?”")
        assert pilot.app.screen.query_one(f"#{box}", Input).value == "3"
        await pilot.press("enter", *([] if box == "would_take_back" else ["enter"]))
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))
    assert {event.on: event.words for event in practice.go_on(rehearsing.id).story.reflected} == {box: "3"}


async def test_who_looks_back_later_is_not_stopped_by_questions(opens: Opens, practice: PracticeService) -> None:
    """From the list of rehearsals the page comes at once; the questions wait in its first line."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        assert pilot.app.screen is screen
        cards = screen.query_one("#cards-first", CardList)
        assert [view.row.key for view in cards.views] == ["intention", "own-lines"]


# --- The picture


async def test_the_picture_has_a_mark_for_each_reply_and_arrow_keys_move_along_it(
    opens: Opens, practice: PracticeService
) -> None:
    """The lines of the chosen moment stand below it, whole, and the main action is about it."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        picture = screen.query_one(PictureStrip)
        assert [mark.reply for mark in picture.picture.marks] == [1, 2, 3, 4]
        assert screen.focused is picture
        await pilot.press("home")
        await shows(pilot, "You: It was only banter.")
        await shows(pilot, "Say reply 1 again")
        await pilot.press("right")
        await shows(pilot, "You: I said banter. That was wrong. Tell me again.")
        await pilot.press("end", "right")
        await shows(pilot, "You: What does Sam say about it?")
        await shows(pilot, "Say reply 4 again")


async def test_enter_opens_the_moment_in_the_conversation(opens: Opens, practice: PracticeService) -> None:
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await until(pilot, lambda: screen.query(OwnLine))
        await pilot.press("home", "right", "enter")
        await until(pilot, lambda: isinstance(screen.focused, OwnLine))
        assert isinstance(screen.focused, OwnLine)
        assert screen.focused.reply == 2


async def test_escape_in_a_moment_goes_back_to_the_picture_it_was_opened_from(
    opens: Opens, practice: PracticeService
) -> None:
    """And a second one leaves the debrief; a conversation that was opened by its tab is left at once."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await until(pilot, lambda: screen.query(OwnLine))
        await pilot.press("home", "right", "enter")
        await until(pilot, lambda: isinstance(screen.focused, OwnLine))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(screen.focused, PictureStrip))
        assert pilot.app.screen is screen
        assert not screen.query_one(DebriefTabs).at_lines
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await until(pilot, lambda: screen.query(OwnLine))
        screen.query_one(TabbedContent).active = LINES
        await until(pilot, lambda: screen.query_one(DebriefTabs).at_lines)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)


async def test_escape_in_a_moment_goes_back_to_the_mark_though_they_chose_lines_of_their_own(
    opens: Opens, practice: PracticeService
) -> None:
    """Their own two lines stand above the picture and are about another reply."""
    rehearsing = hurt_and_mended(practice)
    rehearsing.answer_page(LearnerAnswers(again="4", back="banter"), 1, ASKED)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await until(pilot, lambda: screen.query(OwnLine))
        picture, theirs = screen.query_one(PictureStrip), screen.query_one("#cards-first", CardList)
        theirs.highlighted = next(place for place, view in enumerate(theirs.views) if view.row.replies)
        await until(pilot, lambda: picture.chosen == theirs.views[theirs.highlighted].row.replies[0])
        assert picture.chosen != 2
        picture.focus()
        await pilot.press("home", "right", "enter")
        await until(pilot, lambda: isinstance(screen.focused, OwnLine))
        await pilot.press("escape")
        await until(pilot, lambda: screen.focused is picture)
        await pilot.pause()
        assert picture.chosen == 2
        await shows(pilot, "Say reply 2 again")


async def test_enter_shows_a_reply_far_down_in_the_conversation_marked(opens: Opens, practice: PracticeService) -> None:
    """Also before the conversation is made: it comes at that reply, in sight and with the focus on it."""
    rehearsing = hurt_and_mended(practice)
    async with opens((60, 20)) as pilot:
        app = pilot.app
        app.open_debrief(rehearsing)  # type: ignore[attr-defined]
        await until(pilot, lambda: app.screen.query(PictureStrip))
        app.screen.query_one(PictureStrip).focus()
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(app.focused, OwnLine) and app.focused.reply == 4)
        await shows(pilot, "Say it again")
        line, conversation = app.screen.query_one("#line-4"), app.screen.query_one("#conversation")
        assert conversation.region.y <= line.region.y < conversation.region.bottom


async def test_the_picture_is_moved_along_by_mouse_too(opens: Opens, practice: PracticeService) -> None:
    """A click chooses a reply; one more shows it in the conversation."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await until(pilot, lambda: screen.query(OwnLine))
        drawn = StripLayout(screen.query_one(PictureStrip).picture, 70)
        place = (drawn.label + drawn.cell + 1, 1)
        await pilot.pause()
        await pilot.click(PictureStrip, offset=place)
        await shows(pilot, "Say reply 2 again")
        await pilot.click(PictureStrip, offset=place, times=2)
        await until(pilot, lambda: isinstance(screen.focused, OwnLine))


async def test_the_picture_goes_on_in_a_second_row_where_it_is_wider_than_the_screen(
    opens: Opens, practice: PracticeService
) -> None:
    """No reply is left out, and each column is found again by the mouse."""
    async with looking_back(opens, hurt_and_mended(practice)) as (_, screen):
        picture = screen.query_one(PictureStrip).picture
    narrow = StripLayout(picture, 8)
    assert narrow.height == len(narrow.banks) * narrow.bank_height
    assert [mark.reply for marks in narrow.banks for mark in marks] == [1, 2, 3, 4]
    found = {narrow.find_reply(x, y) for x in range(12) for y in range(narrow.height)}
    assert found >= {1, 2, 3, 4}


async def test_the_picture_has_the_same_in_words(opens: Opens, practice: PracticeService) -> None:
    rehearsal = hurt_and_mended(practice)
    async with looking_back(opens, rehearsal) as (pilot, screen):
        screen.action_picture_in_words()
        await shows(pilot, "The picture in words")
        words = " ".join(str(each.render()) for each in pilot.app.screen.query("Static"))
        assert "In reply 2, you put something right." in words
        said = word_picture(rehearsal.page().picture)
        assert len(said) > 1, "who named which subject too"
        assert all(line in words for line in said)


@pytest.mark.slow
async def test_on_a_wide_screen_the_lines_stand_beside_the_page(opens: Opens, practice: PracticeService) -> None:
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        async for size in resized(pilot, ((140, 45), (100, 30))):
            shown = [pane for pane in screen.query(MomentPane) if pane.display]
            assert [pane.has_class("side") for pane in shown] == [size[0] >= 120]
            if size[0] >= 120:
                assert shown[0].region.x >= screen.query_one("#page").region.right


# --- Cards


async def test_cards_stand_in_the_order_of_every_front_end(opens: Opens, practice: PracticeService) -> None:
    async with looking_back(opens, hurt_and_mended(practice)) as (_, screen):
        assert screen.page
        shown = [view.row.key for view in screen.query(CardView) if view.row.may_be_off]
        assert shown == [card.id for card in screen.page.cards]


async def test_a_card_is_one_line_that_enter_opens_and_folds(opens: Opens, practice: PracticeService) -> None:
    """Open, it has the whole lines that it is about, and stays open when the page is made anew."""
    async with looking_back(opens, hurt_and_mended(practice), (80, 24)) as (pilot, screen):
        cards = await to_keep(screen)
        view = cards.views[cards.highlighted]
        if view.is_open:
            await pilot.press("enter")
        await until(pilot, lambda: view.size.height == 1)
        await pilot.press("enter")
        await until(pilot, lambda: view.size.height > 1)
        screen.show_anew()
        await until(pilot, lambda: not view.is_attached)
        await until(pilot, lambda: screen.query(f"#{view.id}") and screen.query_one(f"#{view.id}", CardView).is_open)
        await until(pilot, lambda: isinstance(screen.focused, CardList))


async def test_a_card_opened_while_it_is_being_drawn_comes_open() -> None:
    """On a busy machine Enter comes between the drawing of a card and its coming."""

    class HastyView(CardView):
        def compose(self) -> ComposeResult:
            yield from super().compose()
            self.is_open = True

    class OneCardApp(App[None]):
        def compose(self) -> ComposeResult:
            yield HastyView(
                CardRow("keep", "One to keep", "“Sit down.”", lambda: iter([Static("Below")])), is_open=False
            )

    async with OneCardApp().run_test() as pilot:
        await until(pilot, lambda: pilot.app.query(".card-body"))
        assert "▾" in str(pilot.app.query_one(".card-head", Static).render())


async def test_arrow_keys_go_through_the_whole_page(opens: Opens, practice: PracticeService) -> None:
    """From the picture down to the cards, and up over it to those above."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await pilot.press("down")
        assert screen.focused is screen.query_one("#cards")
        await pilot.press("up")
        assert isinstance(screen.focused, PictureStrip)
        await pilot.press("up")
        cards = screen.query_one("#cards-first", CardList)
        assert screen.focused is cards
        assert cards.highlighted == len(cards.views) - 1


async def test_what_is_not_so_is_taken_off_by_one_key_and_put_back_by_it(
    opens: Opens, practice: PracticeService
) -> None:
    """Both readings are kept: what the coach said, and that it is not so. The card stays highlighted in its place."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing, (60, 20)) as (pilot, screen):
        cards = screen.query_one("#cards", CardList)
        cards.focus()
        cards.highlighted = 1
        await pilot.pause()
        view, column = cards.views[1], screen.query_one("#page")
        scrolled = column.scroll_y
        assert scrolled, "the cards stand below the first screen"
        await shows(pilot, "Not so")
        await pilot.press("n")
        await shows(pilot, f"Not so: {view.row.title}")
        await until(pilot, lambda: screen.page and screen.page.taken_off)
        assert screen.page
        (off,) = screen.page.taken_off
        (event,) = practice.go_on(rehearsing.id).story.contradicted
        assert event.card == off.id == view.row.key
        assert off.title in event.said
        assert screen.focused is cards
        assert cards.views[cards.highlighted] is view
        assert abs(column.scroll_y - scrolled) <= 1, "the page stays where it was"
        await pilot.press("n")
        await toasted(pilot, "Put back: ")
        await until(pilot, lambda: screen.page and not screen.page.taken_off)
        assert not practice.go_on(rehearsing.id).story.contradicted
        assert not view.row.is_off


async def test_what_is_not_so_is_put_back_by_the_key_at_once(opens: Opens, practice: PracticeService) -> None:
    """However quickly it is pressed twice, one card comes off and the same one is put back."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await to_keep(screen)
        await pilot.press("n", "n")
        await toasted(pilot, "Put back: ")
        assert not practice.go_on(rehearsing.id).story.contradicted
        assert not screen.query(".card.-off")


async def test_what_was_taken_off_stands_last_the_next_time(opens: Opens, practice: PracticeService) -> None:
    rehearsing = hurt_and_mended(practice)
    key = rehearsing.page().cards[0].id
    rehearsing.contradict(key)
    async with looking_back(opens, rehearsing) as (_, screen):
        view = screen.query_one("#cards", CardList).views[-1]
        assert (view.row.key, view.row.is_off) == (key, True)


async def test_a_card_is_opened_and_taken_off_by_mouse(opens: Opens, practice: PracticeService) -> None:
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        cards = await to_keep(screen)
        view = cards.views[cards.highlighted]
        await pilot.pause()
        if not view.is_open:
            await pilot.click(view.query_one(".card-head"))
            await until(pilot, lambda: view.is_open and view.query(".not-so"))
        view.query_one(".not-so").scroll_visible(animate=False)
        await pilot.pause()
        await pilot.click(view.query_one(".not-so"))
        await toasted(pilot, "Marked as not so: ")


@pytest.mark.slow
async def test_the_first_look_is_one_screen_with_few_stops(opens: Opens, practice: PracticeService) -> None:
    """The picture, and every card by its line at least; seven stops of the tab key at most."""
    for made in (hurt_and_mended, twice, unsure):
        async with looking_back(opens, made(practice)) as (_, screen):
            assert len(screen.focus_chain) <= MOST_STOPS
            page_bottom = screen.query_one("#page").region.bottom
            assert screen.query_one("#cards").region.bottom <= page_bottom


async def test_nothing_counts_or_draws_a_person(opens: Opens, practice: PracticeService) -> None:
    """No percentage, star, bar or fraction anywhere on the page."""
    async with looking_back(opens, hurt_and_mended(practice)) as (_, screen):
        assert not re.search(r"%|★|☆|█|\d+\s*/\s*\d+|\d+ out of|score", page(screen))
        assert not screen.query("ProgressBar, Sparkline, Digits")


# --- Own words


async def test_whether_an_intention_happened_is_the_practitioners_to_say(
    opens: Opens, practice: PracticeService
) -> None:
    """One choice, with words of one's own if one likes; it is kept with the rehearsal and shown."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        cards = screen.query_one("#cards-first", CardList)
        cards.enter(1)
        await pilot.press("enter")
        await until(pilot, lambda: screen.query("#thought-intention"))
        screen.query_one("#thought-intention", Input).value = "I said [b]banter[/b] first"
        screen.query_one("#answers-intention", RadioSet).focus()
        await pilot.press("right", "space")
        await shows(pilot, "You wrote: I said [b]banter[/b] first")
        assert len(screen.focus_chain) <= MOST_STOPS + 1
    assert [(event.on, event.words) for event in practice.go_on(rehearsing.id).story.reflected] == [
        ("intention", "Partly. I said [b]banter[/b] first")
    ]


async def test_where_something_private_is_asked_it_is_said_that_nobody_sees_it(
    opens: Opens, practice: PracticeService
) -> None:
    """Whether what was wanted happened never goes along."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        screen.query_one("#cards-first", CardList).enter(1)
        await pilot.press("enter")
        await until(pilot, lambda: screen.query(OwnWordsBox))
        await shows(pilot, ONLY_YOU)


async def test_without_an_intention_none_is_asked_about(opens: Opens, practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "Right.")
    rehearsing.finish()
    async with looking_back(opens, rehearsing) as (pilot, _):
        assert "Did it happen?" not in flat(pilot.app)  # type: ignore[arg-type]


# --- More


async def test_everything_else_is_behind_one_menu(opens: Opens, practice: PracticeService) -> None:
    """With the keys that do the same on the page; Escape leaves it."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await click(pilot, "#more")
        await until(pilot, lambda: isinstance(pilot.app.screen, MenuDialog))
        words = [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]
        for part in ("coach's notes", "How you talk", "Every part", "silent", "supervision", "Export", "Forget"):
            assert any(part in entry for entry in words), part
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_what_was_written_before_the_rehearsal_and_kept_can_be_read(
    opens: Opens, practice: PracticeService
) -> None:
    """Their own place and their own picture stand under More; where nothing was kept, nothing is offered."""
    rehearsing = practice.begin("bus", position="I am her [b]manager[/b]")
    submit_reply(rehearsing, "How has racism touched him?")
    rehearsing.reflect(f"{KEPT_UNDER}picture", "A tall man")
    async with looking_back(opens, rehearsing) as (pilot, screen):
        assert "own_words" in {entry.action for entry in list_debrief_entries(screen.rehearsal.story, 1)}
        screen.action_own_words()
        await shows(pilot, "I am her [b]manager[/b]")
        await shows(pilot, "A tall man")
        await shows(pilot, "never handed over")
    async with looking_back(opens, hurt_and_mended(practice)) as (_, screen):
        assert "own_words" not in {entry.action for entry in list_debrief_entries(screen.rehearsal.story, 1)}


async def test_the_parts_of_the_conversation_are_in_the_menu(opens: Opens, practice: PracticeService) -> None:
    """Openings with how they stand, every part, and harm and repair."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await until(pilot, lambda: screen.debrief)
        screen.action_parts()
        await until(pilot, lambda: pilot.app.screen.name == "blocks" and pilot.app.screen.query(Button))
        words = " ".join(str(each.render()) for each in pilot.app.screen.query("Static"))
        for part in ("Openings", "Parts of the conversation", "Harm and repair"):
            assert part in words


async def test_how_you_talk_is_in_the_menu_and_sets_no_norm(opens: Opens, practice: PracticeService) -> None:
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        screen.action_how_you_talk()
        await shows(pilot, "How you talk")
        assert not re.search(r"should|too (many|few)|%", flat(pilot.app))  # type: ignore[arg-type]


# --- What no page does


async def test_no_inner_name_is_shown_while_a_debrief_opens(opens: Opens, practice: PracticeService) -> None:
    """Its tabs say that their pages are on the way, until they are there."""
    story = hurt_and_mended(practice).story
    async with opens() as pilot:
        await pilot.app.push_screen(Screen())
        await pilot.app.screen.mount(DebriefTabs(story))
        await shows(pilot, "One moment.")
        assert "TabPane" not in flat(pilot.app)  # type: ignore[arg-type]


async def test_a_rehearsal_with_nothing_said_is_met_kindly(opens: Opens, practice: PracticeService) -> None:
    """No picture and no card: there is little to look back on, and that is fine."""
    rehearsing = practice.begin("bus")
    rehearsing.finish()
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await shows(pilot, "That is fine.")
        assert not screen.query(PictureStrip)
        assert isinstance(screen.focused, Button)


async def test_brackets_and_control_characters_are_only_shown(opens: Opens, practice: PracticeService) -> None:
    """What was typed drives neither markup nor the terminal."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him? [red]\x1b[2J[/nothing]")
    rehearsing.finish()
    async with looking_back(opens, rehearsing) as (pilot, _):
        await shows(pilot, "[red]")
        await pilot.press("2")
        await shows(pilot, "[red]")
        assert "\x1b" not in seen(pilot.app)  # type: ignore[arg-type]


@pytest.mark.slow
async def test_it_fits(opens: Opens, practice: PracticeService) -> None:
    """At every size the page scrolls one way only, and no button stands outside it."""
    async with looking_back(opens, unsure(practice)) as (pilot, screen):
        for tab in ("1", "2"):
            await pilot.press(tab)
            async for size in resized(pilot, SIZES):
                at = (tab, size)
                for scrolled in screen.query("#page, Conversation"):
                    assert scrolled.max_scroll_x == 0, at
                for button in screen.query(Button):
                    assert button.region.right <= size[0], at
                    whole = not button.region or button.content_size.width >= len(str(button.label))
                    assert whole, f"words of {button} are cut at {at}"
                for head in screen.query(".card-head"):
                    assert head.region.height <= 1, f"words of {head} go on in a second line at {at}"


@pytest.mark.slow
async def test_picture_cards_and_menu_can_be_read_in_every_look(opens: Opens, practice: PracticeService) -> None:
    """Whichever of them has the focus, and on the highlight too."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await readable_in_every_look(pilot)
        await pilot.press("down")
        await until(pilot, lambda: isinstance(screen.focused, CardList))
        await readable_in_every_look(pilot)
        screen.action_more()
        await until(pilot, lambda: pilot.app.screen.query(OptionList))
        await readable_in_every_look(pilot)


async def test_what_was_said_is_looked_back_on_though_another_go_was_begun(
    opens: Opens, practice: PracticeService
) -> None:
    """A go from the start in which nothing was said yet hides nothing."""
    rehearsal = hurt_and_mended(practice)
    rehearsal.say_again(1)
    async with opens() as pilot:
        pilot.app.open_debrief(rehearsal)  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.query(PictureStrip))
        assert pilot.app.screen.attempt == 1  # type: ignore[attr-defined]


async def test_the_first_page_is_drawn_before_the_other_tabs_are_made(
    opens: Opens, practice: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others take as long as all before them, and nobody looks at them yet."""
    laid_out: list[bool] = []
    rest = DebriefTabs.show_rest

    async def look_then_show(tabs: DebriefTabs, *of: Any) -> None:
        laid_out.append(all(page.size for page in tabs.query(LookingBack)))
        await rest(tabs, *of)

    monkeypatch.setattr(DebriefTabs, "show_rest", look_then_show)
    rehearsing = hurt_and_mended(practice)
    async with opens() as pilot:
        pilot.app.open_debrief(rehearsing)  # type: ignore[attr-defined]
        await until(pilot, lambda: laid_out)
    assert laid_out == [True]


async def test_the_main_action_is_whole_at_every_reply(opens: Opens, practice: PracticeService) -> None:
    """Also where its words grow by a figure: “Say reply 10 again”."""
    rehearsing = hurt_and_mended(practice)
    page = rehearsing.page()
    marks = tuple(page.picture.marks[0].model_copy(update={"reply": number}) for number in range(1, 12))
    long = page.model_copy(update={"picture": page.picture.model_copy(update={"marks": marks})})
    async with opens() as pilot:
        screen = DebriefScreen(rehearsing, page=long)
        await pilot.app.push_screen(screen)
        await until(pilot, lambda: screen.query("#brought-page") and screen.query(PictureStrip))
        again = screen.query_one("#again", Button)
        screen.query_one(PictureStrip).focus()
        for key, reply in (("home", 1), ("end", 11)):
            await pilot.press(key)
            await until(pilot, lambda reply=reply: f"reply {reply} again" in str(again.label))
            await until(pilot, lambda: again.content_size.width == len(str(again.label)) + 2)


@pytest.mark.parametrize("size", [(140, 45), (60, 20)], ids=str)
async def test_no_key_looks_in_a_team_s_store_where_there_is_none(
    opens: Opens, practice: PracticeService, size: tuple[int, int]
) -> None:
    async with looking_back(opens, hurt_and_mended(practice), size) as (_, screen):
        assert "l" not in screen.active_bindings
        assert "Look" not in [key.description for key in screen.query("FooterKey")]  # type: ignore[attr-defined]


async def test_the_key_that_keeps_says_so_where_it_lets_go_again(opens: Opens, practice: PracticeService) -> None:
    rehearsing = hurt_and_mended(practice)

    def words() -> list[str]:
        return [key.description for key in screen.query("FooterKey") if key.key == "k"]  # type: ignore[attr-defined]

    async with looking_back(opens, rehearsing, (200, 45)) as (pilot, screen):
        await until(pilot, lambda: words() == ["Keep"])
        await pilot.press("k")
        await until(pilot, lambda: words() == ["Keep no longer"])
        await pilot.press("k")
        await until(pilot, lambda: words() == ["Keep"])
