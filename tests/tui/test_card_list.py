"""A list of cards: what a key does to a card can be seen where it is done."""

from textual.pilot import Pilot

from coach.practice.service import PracticeService
from coach.tui.screens.debrief_screen import DebriefScreen
from coach.tui.widgets.card_list import CardList, CardView
from coach.tui.widgets.picture_strip import PictureStrip

from .conftest import Opens
from .rehearsed import hurt_and_mended, looking_back, toasted
from .seeing import SIZES, click, shows, until

SMALLEST = SIZES[-1]


async def open_all(pilot: Pilot[None], screen: DebriefScreen) -> CardList:
    """Open every card of the list below the picture: it is longer than the screen then."""
    cards = screen.query_one("#cards", CardList)
    for view in cards.views:
        await view.set_open(True)
    await until(pilot, lambda: all(view.size.height > 1 for view in cards.views))
    return cards


def sees(screen: DebriefScreen, view: CardView) -> bool:
    """Whether the line of a card is on the screen."""
    return screen.can_view_partial(view.query_one(".card-head"))


async def test_the_chosen_card_is_in_view_when_the_focus_comes_to_its_list(
    opens: Opens, practice: PracticeService
) -> None:
    """By Tab from elsewhere, and by the arrow keys from the picture above."""
    async with looking_back(opens, hurt_and_mended(practice), SMALLEST) as (pilot, screen):
        cards = await open_all(pilot, screen)
        strip, last = screen.query_one(PictureStrip), cards.views[-1]
        strip.focus()
        await until(pilot, lambda: not sees(screen, last))
        cards.highlighted = len(cards.views) - 1
        await pilot.pause()
        await pilot.press("tab")
        await until(pilot, lambda: screen.focused is cards and sees(screen, last))
        strip.focus()
        await until(pilot, lambda: not sees(screen, last))
        await pilot.press("down")
        await until(pilot, lambda: screen.focused is cards and sees(screen, cards.views[0]))


async def test_the_chosen_card_stays_in_view_when_the_lines_above_it_grow(
    opens: Opens, practice: PracticeService
) -> None:
    """The reply that it is about may have more lines below the picture than the one before."""
    async with looking_back(opens, hurt_and_mended(practice), SMALLEST) as (pilot, screen):
        cards = screen.query_one("#cards", CardList)
        for view in (*cards.views, *reversed(cards.views)):
            cards.focus()
            cards.highlighted = cards.views.index(view)
            await pilot.pause()
            await until(pilot, lambda view=view: sees(screen, view))  # type: ignore[misc]
            await pilot.pause()
            assert sees(screen, view)


async def test_n_marks_no_card_that_is_out_of_sight(opens: Opens, practice: PracticeService) -> None:
    """It brings the chosen card into view first and says so; then it marks it, and names it by its heading."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing, SMALLEST) as (pilot, screen):
        cards = await open_all(pilot, screen)
        cards.focus()
        view = next(view for view in reversed(cards.views) if view.row.may_be_off)
        cards.highlighted = cards.views.index(view)
        await until(pilot, lambda: sees(screen, view))
        screen.query_one("#page").scroll_home(animate=False)
        await until(pilot, lambda: not screen.can_view_partial(view))
        await pilot.press("n")
        await toasted(pilot, f"This is the chosen card: “{view.row.title}”. Press n again to mark it as not so.")
        await until(pilot, lambda: sees(screen, view))
        assert not view.row.is_off
        await pilot.press("n")
        await toasted(pilot, f"Marked as not so: “{view.row.title}”. Press n again to put it back.")
        await shows(pilot, f"Not so: {view.row.title}")
        await pilot.press("n")
        await toasted(pilot, f"Put back: “{view.row.title}”.")
        assert sees(screen, view)
        assert not practice.go_on(rehearsing.id).story.contradicted


async def test_the_line_of_a_marked_card_is_in_view(opens: Opens, practice: PracticeService) -> None:
    """Of a card whose line had gone out of sight above, too: the line says that it is marked."""
    async with looking_back(opens, hurt_and_mended(practice), SMALLEST) as (pilot, screen):
        cards = await open_all(pilot, screen)
        cards.focus()
        view = max((view for view in cards.views if view.row.may_be_off), key=lambda view: view.size.height)
        cards.highlighted = cards.views.index(view)
        await until(pilot, lambda: sees(screen, view))
        top = int(screen.query_one("#page").scroll_y) + view.region.y - screen.query_one("#page").region.y
        screen.query_one("#page").scroll_to(y=top + 2, animate=False)
        await until(pilot, lambda: not sees(screen, view) and screen.can_view_partial(view))
        await pilot.press("n")
        await until(pilot, lambda: view.row.is_off and sees(screen, view))


async def test_a_click_marks_the_card_that_is_clicked(opens: Opens, practice: PracticeService) -> None:
    """Where another was chosen and is out of sight, the page does not move away under the pointer."""
    async with looking_back(opens, hurt_and_mended(practice), SMALLEST) as (pilot, screen):
        cards = await open_all(pilot, screen)
        screen.query_one(PictureStrip).focus()
        cards.highlighted = len(cards.views) - 1
        view = next(view for view in cards.views if view.row.may_be_off)
        view.query_one(".not-so").scroll_visible(animate=False)
        await until(pilot, lambda: screen.can_view_partial(view.query_one(".not-so")))
        view.query_one(".not-so").add_class("clicked-here")
        await click(pilot, ".clicked-here")
        await toasted(pilot, f"Marked as not so: “{view.row.title}”.")
        assert view.row.is_off
