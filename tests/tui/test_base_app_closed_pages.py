"""A page may go at any moment of its coming, with work under way in it: nothing breaks."""

import asyncio
from collections.abc import Callable

import pytest
from textual.css.query import NoMatches

from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.tui.app import CoachApp
from coach.tui.base_app import Page
from coach.tui.screens.agenda_screen import AgendaScreen
from coach.tui.screens.agreement_screen import AgreementScreen
from coach.tui.screens.briefing_screen import BriefingScreen
from coach.tui.screens.compare_attempts_screen import CompareAttemptsScreen
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.screens.debrief_screen import DebriefScreen
from coach.tui.screens.exercise_editor_screen import ExerciseEditorScreen
from coach.tui.screens.exercises_screen import ExercisesScreen
from coach.tui.screens.inbox_screen import InboxScreen
from coach.tui.screens.library_screen import LibraryScreen
from coach.tui.screens.own_practice_screen import OwnPracticeScreen
from coach.tui.screens.partnership_screen import PartnershipScreen
from coach.tui.screens.reflection_screen import ReflectionScreen
from coach.tui.screens.rehearsals_screen import RehearsalsScreen
from coach.tui.screens.settings_screen import SettingsScreen
from coach.tui.screens.submit_screen import SubmitScreen
from tests.cases import a_few_quickly

from .conftest import Opens
from .rehearsed import twice

PAGES: dict[str, Callable[[Rehearsal], Page]] = {
    "agenda": lambda _: AgendaScreen(),
    "before": lambda _: BriefingScreen("bus"),
    "bring": SubmitScreen,
    "conversation": ConversationScreen,
    "debrief": DebriefScreen,
    "desk": lambda _: InboxScreen(),
    "differences": lambda _: AgreementScreen(),
    "exercise form": lambda _: ExerciseEditorScreen(),
    "exercises": lambda _: ExercisesScreen(),
    "library": lambda _: LibraryScreen(),
    "my practice": lambda _: OwnPracticeScreen(),
    "partnership": lambda _: PartnershipScreen(),
    "reflect": ReflectionScreen,
    "rehearsals": lambda _: RehearsalsScreen(),
    "settings": lambda _: SettingsScreen(),
    "side by side": CompareAttemptsScreen,
}
QUICK = ("bring", "conversation", "debrief", "desk")
"""Pages with the most work under way in them; the slow tests try them all."""
TURNS = (0, 2, 5, 12, 20, 30, 50, 90)
"""Turns of the event loop after which a page goes."""


async def turns(many: int) -> None:
    for _ in range(many):
        await asyncio.sleep(0)


@pytest.mark.parametrize("page", a_few_quickly(PAGES, QUICK))
async def test_a_page_may_go_while_it_comes(opens: Opens, practice: PracticeService, page: str) -> None:
    """Whoever presses Escape at once is back where they were."""
    rehearsing = twice(practice)
    async with opens() as pilot:
        app = pilot.app
        for many in TURNS:
            app.call_later(app.push_screen, PAGES[page](rehearsing))
            await turns(many)
            app.call_later(app.pop_screen)  # as a key would, once what came before it is done
            await pilot.pause()
            assert app._exception is None, (page, many, app._exception)
        await pilot.pause()


@pytest.mark.parametrize(("page", "many"), a_few_quickly(zip(PAGES, TURNS * 2, strict=True), 4))
async def test_the_coach_may_close_while_a_page_comes(
    opens: Opens, practice: PracticeService, page: str, many: int
) -> None:
    """What is shown by then is nobody's."""
    rehearsing = twice(practice)
    async with opens() as pilot:
        pilot.app.call_later(pilot.app.push_screen, PAGES[page](rehearsing))
        await turns(many)


class Leaving(Page):
    """A page that cannot keep what it should keep as it goes."""

    async def on_unmount(self) -> None:
        raise OSError("the disk is full")


async def closes_after(opens: Opens, does: Callable[[CoachApp], object]) -> None:
    async with opens() as pilot:
        pilot.app.call_later(does, pilot.app)
        await pilot.pause()


async def test_what_is_not_there_on_a_page_that_stays_still_closes_the_coach(opens: Opens) -> None:
    """Only what goes is forgiven: a mistake of ours is not kept from anybody."""
    with pytest.raises(NoMatches):
        await closes_after(opens, lambda app: app.screen.query_one("#nowhere"))


async def test_what_the_coach_itself_raises_is_never_too_late(opens: Opens) -> None:
    """Something may not have been kept, whoever left the page meanwhile."""

    async def comes_and_goes(app: CoachApp) -> None:
        await app.push_screen(Leaving())
        app.pop_screen()

    with pytest.raises(OSError, match="the disk is full"):
        await closes_after(opens, comes_and_goes)
