"""Where the store is away: the notice stands wherever one writes, nothing says Kept, and closing asks first."""

from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.tui.app import CoachApp
from coach.tui.dialogs.self_reflection import FirstAnswersDialog
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.screens.debrief_screen import DebriefScreen
from coach.tui.screens.reflection_screen import ReflectionScreen
from tests.practice.test_persistence import REFUSE, TAKE, again, disk

from .conftest import Opens
from .seeing import click, flat, shows, until

GONE = "it will be gone when you close the coach"


async def test_what_is_only_held_is_said_on_every_page_and_closing_asks_first(
    talks: Opens, practice: PracticeService, places: Places
) -> None:
    async with talks() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        assert isinstance(app.screen, ConversationScreen)
        rehearsing = app.screen.rehearsal
        disk(places, REFUSE)
        app.screen.box.load_text("How has racism touched him?")
        await pilot.press("enter")
        await shows(pilot, GONE)
        app.screen.action_finish()
        await until(pilot, lambda: app.screen.name == "end")
        await click(pilot, "#end")
        await until(pilot, lambda: isinstance(app.screen, FirstAnswersDialog))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, DebriefScreen))
        await shows(pilot, GONE)
        app.push_screen(ReflectionScreen(rehearsing))
        await until(pilot, lambda: isinstance(app.screen, ReflectionScreen) and app.screen.query("OwnBox"))
        await shows(pilot, GONE)
        await pilot.press("h", "m")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: rehearsing.story.reflected)
        await pilot.pause()
        assert "Kept with this rehearsal." not in flat(app)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.screen.name == "not-kept")
        await shows(pilot, "gone when the coach closes")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReflectionScreen))
        disk(places, TAKE)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
    assert again(places, practice.clock, rehearsing.id) == rehearsing.events


async def test_where_everything_is_kept_closing_asks_nothing(talks: Opens) -> None:
    async with talks() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
