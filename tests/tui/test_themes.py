import asyncio
import contextlib
import itertools
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import get_args

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets import Button, Input, Tabs, TextArea
from textual.widgets._select import SelectCurrent

import coach.tui
from coach.practice.safeguarding import look_for_details
from coach.practice.service import PracticeService
from coach.tui.app import CoachApp
from coach.tui.dialogs.care import ask_about_details
from coach.tui.dialogs.confirm import confirm_forgetting
from coach.tui.dialogs.dialog import Dialog
from coach.tui.services import PageName
from coach.tui.themes import BORDERS, DEFAULT_COLOURS, PAIRS, THEMES
from coach.tui.widgets.picture_strip import PictureStrip
from tests.cases import a_few_quickly

from .conftest import Opens
from .found_styles import otherwise
from .rehearsed import hurt_and_mended
from .seeing import say, seen, shows, until

OURS = [theme for theme in THEMES if not theme.ansi]
ENOUGH = 4.5
ENOUGH_FOR_LINES = 3
LINES = re.compile("[\u2500-\u257f\u258a\u258c\u258e\u258f\u2590\u2594\u2595]")
"""What borders and rules are drawn with."""


def contrast(words: Color, ground: Color) -> float:
    """The contrast of WCAG 2: 1 to 21."""

    def luminance(color: Color) -> float:
        parts = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in color.normalized)
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    light, dark = sorted((luminance(words), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", OURS, ids=lambda theme: theme.name)
@pytest.mark.parametrize("pair", BORDERS, ids=lambda pair: f"{pair[0]} on {pair[1]}")
def test_every_line_can_be_seen(theme: Theme, pair: tuple[str, str]) -> None:
    colours = {**theme.to_color_system().generate(), **theme.variables}
    line, ground = (Color.parse(colours[name]) for name in pair)
    assert contrast(line, ground) >= ENOUGH_FOR_LINES


def test_a_box_to_type_in_can_be_told_from_the_page_in_high_contrast() -> None:
    """Boxes of one line have no border: their ground is what shows where they are."""
    (theme,) = (theme for theme in OURS if theme.name == "coach-high-contrast")
    box, page = (Color.parse(str(colour)) for colour in (theme.panel, theme.background))
    assert contrast(box, page) >= ENOUGH_FOR_LINES


@pytest.mark.parametrize("theme", OURS, ids=lambda theme: theme.name)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]} on {pair[1]}")
def test_every_pair_of_colours_can_be_read(theme: Theme, pair: tuple[str, str]) -> None:
    """Contrast measured from the look's own colours."""
    colours = {**theme.to_color_system().generate(), **theme.variables}
    words, ground = (Color.parse(colours[name]) for name in pair)
    assert contrast(words, ground) >= ENOUGH


def test_no_word_has_a_colour_that_is_not_measured() -> None:
    """Whatever `color:` says in a style sheet stands in the list of pairs."""
    sheets = [sheet.read_text("utf-8") for sheet in Path(coach.tui.__file__).parent.rglob("*.tcss")]
    used = {colour for sheet in sheets for colour in re.findall(r"^\s*color: \$([\w-]+)", sheet, re.MULTILINE)}
    assert used <= {words for words, _ in PAIRS}


async def test_what_is_on_the_screen_can_be_read(talks: Opens) -> None:
    """Every letter drawn of a conversation, its sheets and its footer has contrast enough, measured as drawn."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        await readable_in_every_look(pilot)
        await pilot.press("f3")
        await shows(pilot, "Come back")
        await readable_in_every_look(pilot)


@pytest.mark.slow
async def test_the_first_pages_can_be_read(opens: Opens) -> None:
    """The same for choosing and reading before it begins."""
    async with opens(welcomed=False) as pilot:
        await shows(pilot, "Skip questions")
        await readable_in_every_look(pilot)
        await pilot.press("enter")
        await shows(pilot, "Racism on a bus")
        await readable_in_every_look(pilot)
        await pilot.press("enter")
        await shows(pilot, "See what it involves")
        await pilot.press("enter")
        await shows(pilot, "Nothing in particular")
        await readable_in_every_look(pilot)


@pytest.mark.slow
async def test_the_tab_that_has_the_focus_can_be_read(opens: Opens, practice: PracticeService) -> None:
    """On a debrief, where the keys of the arrows go from tab to tab."""
    rehearsal = hurt_and_mended(practice)
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_debrief(rehearsal)
        await until(pilot, lambda: isinstance(app.focused, PictureStrip))
        app.screen.query_one(Tabs).focus()
        await until(pilot, lambda: isinstance(app.focused, Tabs))
        await readable_in_every_look(pilot)


async def to_library(app: CoachApp, _: PracticeService) -> None:
    app.open_page("library")


async def to_briefing(app: CoachApp, _: PracticeService) -> None:
    app.open_briefing("bus")


async def to_brief(app: CoachApp, _: PracticeService) -> None:
    app.open_briefing("bus")
    while not app.screen.query("#start"):
        await asyncio.sleep(0.01)
    app.screen.query_one("#start", Button).press()


async def to_conversation(app: CoachApp, practice: PracticeService) -> None:
    app.open_conversation(practice.begin("bus"))


async def to_debrief(app: CoachApp, practice: PracticeService) -> None:
    app.open_debrief(hurt_and_mended(practice))


async def to_submission(app: CoachApp, practice: PracticeService) -> None:
    app.open_submission(hurt_and_mended(practice))


async def to_forgetting(app: CoachApp, _: PracticeService) -> None:
    app.push_screen(Dialog(confirm_forgetting("Forget “The bus”?", shared=False)))


async def to_details(app: CoachApp, _: PracticeService) -> None:
    details = look_for_details("I'm Mary Okonkwo of 12 Elm Road", frozenset())
    app.push_screen(Dialog(ask_about_details(details, where=())))


async def to_page(name: PageName, app: CoachApp, practice: PracticeService) -> None:
    hurt_and_mended(practice)
    app.open_page(name)


GOES = {
    "library": to_library,
    "content note": to_briefing,
    "brief": to_brief,
    "conversation": to_conversation,
    "debrief": to_debrief,
    "submit": to_submission,
    "forgetting": to_forgetting,
    "details": to_details,
    **{name: partial(to_page, name) for name in get_args(PageName) if name != "library"},
}
NAMES = re.compile(r"\b[A-Z][A-Za-z]+#[\w-]+|\b[A-Z][a-z]+[A-Z]\w+\(")
"""What Textual draws for a widget that has nothing to show yet."""


@pytest.mark.parametrize("place", a_few_quickly(GOES, ["library", "brief", "debrief", "rehearsals"]))
async def test_no_page_shows_the_name_of_a_widget_while_it_comes(
    opens: Opens, practice: PracticeService, place: str
) -> None:
    """Looked at again and again until the page has the focus, and a little longer."""
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        before, looks = app.screen, 0
        going = asyncio.create_task(GOES[place](app, practice))
        while looks < 20:
            await asyncio.sleep(0.005)
            with contextlib.suppress(KeyError):  # a widget has just come, and has no style yet
                shown = seen(app)
                assert not NAMES.search(shown), NAMES.search(shown)
            if app.screen is not before and app.focused:
                looks += 1
        await going


WITH_BOXES = ["library", "brief", "conversation", "submit", "rehearsals", "sheet"]
"""Pages on which something is typed or chosen in a box."""
STOPS = 30
"""As many stops of Tab as a page is walked for; no page has more that differ in kind."""


async def gone_to(place: str, pilot: Pilot[None], practice: PracticeService) -> CoachApp:
    """The app on a page, once it has come to rest with something focused."""
    app: CoachApp = pilot.app  # type: ignore[assignment]
    before = app.screen
    await GOES[place](app, practice)
    await until(pilot, lambda: app.screen is not before)
    await until(pilot, lambda: app.focused)
    await pilot.pause(0.1)
    return app


async def walked(pilot: Pilot[None]) -> AsyncIterator[CoachApp]:
    """The app at each stop of Tab on its page, in one look after the other."""
    app: CoachApp = pilot.app  # type: ignore[assignment]
    for theme in OURS:
        app.theme = theme.name
        await pilot.pause()
        stops: list[object] = []
        while app.focused not in stops and len(stops) < STOPS:
            stops.append(app.focused)
            yield app
            await pilot.press("tab")
            await pilot.pause()


@pytest.mark.parametrize("place", a_few_quickly(GOES, ["brief", "rehearsals", "settings"]))
async def test_whatever_has_the_focus_can_be_read(opens: Opens, practice: PracticeService, place: str) -> None:
    """Each stop of Tab, on each page, in each look: words 4.5 : 1 at least, borders and lines 3 : 1."""
    async with opens() as pilot:
        await gone_to(place, pilot, practice)
        async for app in walked(pilot):
            assert_readable(app)


@pytest.mark.parametrize("place", a_few_quickly(WITH_BOXES, ["brief", "submit"]))
async def test_the_edges_of_every_box_can_be_seen(opens: Opens, practice: PracticeService, place: str) -> None:
    """3 : 1 against what stands beside the box, as drawn, with the focus and without."""
    async with opens() as pilot:
        await gone_to(place, pilot, practice)
        edged = {theme.name: 0 for theme in OURS}
        async for app in walked(pilot):
            edged[app.theme] += len(assert_edged(app))
        assert all(edged.values()), edged


def assert_edged(app: CoachApp) -> set[Widget]:
    """The left edge of each box that is in sight has contrast enough; give back the boxes."""
    strips = app.screen._compositor.render_strips()
    boxes = set()
    for box, (region, clip) in app.screen._compositor.visible_widgets.items():
        whole = region.width and clip.contains_region(region)
        if not whole or not isinstance(box, Input | TextArea | SelectCurrent):
            continue
        (edge,) = (s for s in strips[region.y + region.height // 2].crop(region.x, region.x + 1) if s.text)
        assert edge.style is not None
        line, ground = (Color.from_rich_color(colour) for colour in (edge.style.color, edge.style.bgcolor))
        assert LINES.search(edge.text), (app.theme, box, edge.text)
        assert contrast(line, ground) >= ENOUGH_FOR_LINES, (app.theme, app.focused, box, line, ground)
        boxes.add(box)
    return boxes


async def test_what_is_remembered_of_the_styles_is_what_textual_finds(talks: Opens) -> None:
    """Tests of screens look in the style sheets once for widgets that are alike, whatever app they are in."""
    async with talks() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        for keys in ((), ("tab", "tab"), ("escape",), ("f3",), ("down", "tab"), ("escape",), ("f1",)):
            await pilot.press(*keys)
            await pilot.pause()
            for screen in app.screen_stack[1:]:
                assert otherwise(app.stylesheet, screen) == [], keys
        app.theme = OURS[-1].name
        await pilot.pause()
        assert otherwise(app.stylesheet, app.screen) == []


async def test_the_terminals_own_colours_have_all_our_names(talks: Opens) -> None:
    """A look that leaves colours to the terminal draws everything too."""
    async with talks(theme="ansi") as pilot:
        await shows(pilot, "There was a thing on the bus.")
        assert set(DEFAULT_COLOURS) <= set(pilot.app.theme_variables)


async def readable_in_every_look(pilot: Pilot[None]) -> None:
    """What stands on the screen now, with the colours changed under it."""
    looks = []
    for theme in OURS:
        pilot.app.theme = theme.name
        await pilot.pause()
        looks.append(assert_readable(pilot.app))  # type: ignore[arg-type]
    assert all(a != b for a, b in itertools.pairwise(looks)), "each look was drawn in its own colours"


def assert_readable(app: CoachApp) -> set[tuple[Color, Color]]:
    """Every letter on the screen has contrast enough; give back its colours."""
    drawn = set()
    page = app.screen._compositor.render_strips()
    if isinstance(app.screen, ModalScreen):  # the page behind a sheet is dimmed, so that the sheet stands out
        sheet = app.screen.query_one(".sheet").region
        page = [strip.crop(sheet.x, sheet.right) for strip in page[sheet.y : sheet.bottom]]
    for strip in page:
        for segment in strip:
            style = segment.style
            is_text, is_line = re.search(r"\w", segment.text), LINES.search(segment.text)
            if not (is_text or is_line) or style is None or style.color is None or style.bgcolor is None:
                continue
            words, ground = (Color.from_rich_color(colour) for colour in (style.color, style.bgcolor))
            enough = ENOUGH if is_text else ENOUGH_FOR_LINES
            assert contrast(words, ground) >= enough, (app.theme, app.focused, segment.text, words, ground)
            drawn.add((words, ground))
    return drawn
