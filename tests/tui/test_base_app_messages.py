"""Messages that come for some seconds: they lie over nothing that is pressed."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Select, Tab, TextArea
from textual.widgets._toast import Toast

from coach.practice.service import PracticeService
from coach.tui.app import CoachApp
from tests.cases import a_few_quickly

from .conftest import Opens
from .seeing import SIZES, flat, resized, until
from .test_themes import GOES

LONG = "It is kept on this machine, for you alone, and nothing of it is sent anywhere until you hand it over."


@pytest.mark.parametrize("place", a_few_quickly(GOES, ["brief", "rehearsals", "submit", "debrief"]))
async def test_no_message_lies_over_what_can_be_pressed(opens: Opens, practice: PracticeService, place: str) -> None:
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        before = app.screen
        await GOES[place](app, practice)
        await until(pilot, lambda: app.screen is not before and app.focused)
        app.notify(LONG, title="A title", timeout=60)
        await until(pilot, lambda: app.screen.query(Toast) or app.screen.query("#answer"))
        async for size in resized(pilot, SIZES):
            await until(pilot, lambda: not covered(pilot))
            assert all(toast.region.bottom <= size[1] for toast in app.screen.query(Toast)), size


@pytest.mark.parametrize("place", ["brief", "conversation"])
async def test_ctrl_c_says_in_plain_words_which_key_closes(opens: Opens, practice: PracticeService, place: str) -> None:
    """A conversation shows a message as it is, on a line of its own: no markup may be in it."""
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        before = app.screen
        await GOES[place](app, practice)
        await until(pilot, lambda: app.screen is not before and app.focused)
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "what was answered is kept" in flat(app))
        assert "^q: Close; what was answered is kept" in flat(app)
        assert "[b]" not in flat(app)


def covered(pilot: Pilot[None]) -> list[object]:
    """What is pressed and lies under a message: only as much of each as its scrolled page lets be seen."""
    shown = {w: region.intersection(clip) for w, (region, clip) in pilot.app.screen._compositor.visible_widgets.items()}
    toasts = [region for w, region in shown.items() if isinstance(w, Toast) and region]
    assert toasts or pilot.app.screen.query("#answer")
    pressed = [(w, region) for w, region in shown.items() if isinstance(w, Button | Input | TextArea | Select | Tab)]
    return [w for w, region in pressed for toast in toasts if toast.overlaps(region)]
