"""The app over the small library, with a real store in a folder of the test's own."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coach.model.events import Hints
from coach.options import RehearseOptions
from coach.practice.service import PracticeService
from coach.practice.settings import Settings, write_settings
from coach.records.paths import Places
from coach.tui.app import CoachApp
from coach.tui.screens.conversation_screen import ConversationScreen

from . import quick
from .found_styles import FoundStyles
from .seeing import until

Opens = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture(scope="session")
def parsed() -> Iterator[quick.Parsed]:
    """Parsed styles, for all apps of this run; at its end they must still be what the sheets say."""
    parsed = quick.Parsed()
    yield parsed
    assert parsed.spoilt() == []


@pytest.fixture(scope="session")
def found() -> FoundStyles:
    """What was found in the styles, for all apps of this run."""
    return FoundStyles()


@pytest.fixture(autouse=True)
def quickly(parsed: quick.Parsed, found: FoundStyles, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the same styles again for each app, nor a wait for what has come to rest."""
    quick.use(parsed, found, monkeypatch)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page offers to save goes into a folder of the test's own, and never into that of whoever runs it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))


@pytest.fixture
def opens(practice: PracticeService, places: Places) -> Opens:
    """Open the coach on its first page: `async with opens(size=…, welcomed=…) as pilot`."""

    @asynccontextmanager
    async def opening(
        size: tuple[int, int] = (100, 30), scenario: str | None = None, store: str = "", **settings: object
    ) -> AsyncIterator[Pilot[None]]:
        write_settings(places.settings, Settings(**{"welcomed": True, **settings}))  # type: ignore[arg-type]
        app = CoachApp(places, made=lambda: practice, still=True, scenario=scenario, store=store)
        async with app.run_test(size=size, notifications=True) as pilot:
            await app.wait_until_open()
            await pilot.pause()
            yield pilot

    return opening


@pytest.fixture
def talks(opens: Opens) -> Opens:
    """Open the coach in the middle of a conversation about the bus."""

    @asynccontextmanager
    async def talking(
        size: tuple[int, int] = (100, 30), hints: Hints = Hints.NONE, **settings: object
    ) -> AsyncIterator[Pilot[None]]:
        async with opens(size, **settings) as pilot:
            app: CoachApp = pilot.app  # type: ignore[assignment]
            app.open_conversation(await app.in_practice(app.practice.begin, "bus", RehearseOptions(hints=hints.value)))
            await until(pilot, lambda: isinstance(app.screen, ConversationScreen) and app.screen.query(".said"))
            await pilot.pause()
            yield pilot

    return talking
