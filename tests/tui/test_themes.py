import itertools
import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import Theme
from textual.widgets import Tabs

import coach.tui
from coach.practice.service import PracticeService
from coach.tui.app import CoachApp
from coach.tui.themes import DEFAULT_COLOURS, PAIRS, THEMES
from coach.tui.widgets.debrief_page import LookingBack

from .conftest import Opens
from .found_styles import otherwise
from .rehearsed import hurt_and_mended
from .seeing import say, shows, until

OURS = [theme for theme in THEMES if not theme.ansi]
ENOUGH = 4.5


def contrast(words: Color, ground: Color) -> float:
    """The contrast of WCAG 2: 1 to 21."""

    def luminance(color: Color) -> float:
        parts = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in color.normalized)
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    light, dark = sorted((luminance(words), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


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
        await shows(pilot, "Something you want to practise")
        await readable_in_every_look(pilot)


@pytest.mark.slow
async def test_the_tab_that_has_the_focus_can_be_read(opens: Opens, practice: PracticeService) -> None:
    """On a debrief, where the keys of the arrows go from tab to tab."""
    rehearsal = hurt_and_mended(practice)
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_debrief(rehearsal)
        await until(pilot, lambda: isinstance(app.focused, LookingBack))
        app.screen.query_one(Tabs).focus()
        await until(pilot, lambda: isinstance(app.focused, Tabs))
        await readable_in_every_look(pilot)


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
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if not re.search(r"\w", segment.text) or style is None or style.color is None or style.bgcolor is None:
                continue
            words, ground = (Color.from_rich_color(colour) for colour in (style.color, style.bgcolor))
            assert contrast(words, ground) >= ENOUGH, (app.theme, segment.text, words, ground)
            drawn.add((words, ground))
    return drawn
