"""The coach in a terminal. Only Textual is imported here: the rest is opened once the first frame is on the screen."""

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work
from textual.screen import Screen

from coach.options import RehearseOptions
from coach.records.paths import Places
from coach.tui.base_app import BaseApp
from coach.tui.dialogs.dialog import may_go
from coach.tui.screens.home_screen import HomeScreen
from coach.tui.themes import THEMES

if TYPE_CHECKING:
    from coach.classroom.single_device import Roles
    from coach.practice.rehearsal import Rehearsal
    from coach.practice.safeguarding import Care
    from coach.practice.service import PracticeService
    from coach.practice.settings import Settings
    from coach.tui.screens.agenda_screen import Clock
    from coach.tui.screens.exercise_editor_screen import ExerciseDraft
    from coach.tui.startup import Opened


# --- How one page leads to another. Each is imported when somebody goes there


class Going(BaseApp):
    """Ways through the coach. The first page always stays at the bottom."""

    clock: "Clock | None" = None
    """The agenda's clock, once somebody has looked at it."""
    exercise: "ExerciseDraft | None" = None
    """The exercise that is being made, for as long as the coach is open."""

    def open_scenario(self, scenario: str, exercise: str = "") -> None:
        """What comes before a rehearsal, for an exercise or for itself."""
        from coach.tui.screens.briefing_screen import BeforeScreen

        self.push_screen(BeforeScreen(scenario, exercise))

    def begin_again(self, rehearsing: "Rehearsal", draft: str = "") -> None:
        """To the conversation, with words in the box if there are any."""
        from coach.tui.screens.conversation_screen import ConversationScreen

        self.start_page()
        self.push_screen(ConversationScreen(rehearsing, draft))

    def open_debrief(self, rehearsing: "Rehearsal", attempt: int = 0, *, brought: bool = False) -> None:
        """Look back on an attempt (the last one for 0), or at what was brought; from a conversation, for good."""
        from coach.tui.screens.conversation_screen import ConversationScreen
        from coach.tui.screens.debrief_screen import DebriefScreen

        if any(isinstance(screen, ConversationScreen) for screen in self.screen_stack):
            self.start_page()
        self.push_screen(DebriefScreen(rehearsing, attempt, brought=brought))

    def open_rehearsals(self) -> None:
        """The list of one's own rehearsals."""
        from coach.tui.screens.rehearsals_screen import RehearsalsScreen

        self.push_screen(RehearsalsScreen())

    def open_library(self) -> None:
        """The scenarios to choose from."""
        from coach.tui.screens.library_screen import LibraryScreen

        self.push_screen(LibraryScreen())

    def open_exercises(self) -> None:
        """Exercises to choose from."""
        from coach.tui.screens.exercises_screen import ExercisesScreen

        self.push_screen(ExercisesScreen())

    def open_bring(self, rehearsing: "Rehearsal", attempt: int = 0, what: str = "") -> None:
        """What of a rehearsal to bring to supervision; `what` is how much, as a start."""
        from coach.tui.screens.submit_screen import BringScreen

        self.push_screen(BringScreen(rehearsing, attempt, what))

    def open_my_practice(self) -> None:
        """What one tried, for oneself alone."""
        from coach.tui.screens.own_practice_screen import MyPracticeScreen

        self.push_screen(MyPracticeScreen())

    def open_desk(self) -> None:
        """A supervisor's desk."""
        from coach.tui.screens.inbox_screen import DeskScreen

        self.push_screen(DeskScreen())

    def open_brought(self, key: str) -> None:
        """One thing that was brought to the desk."""
        from coach.tui.screens.review_screen import BroughtScreen

        self.push_screen(BroughtScreen(key))

    def open_agenda(self) -> None:
        """The agenda; its clock goes on while one is elsewhere."""
        from coach.tui.screens.agenda_screen import AgendaScreen, Clock

        self.clock = self.clock or Clock()
        self.push_screen(AgendaScreen(self.clock))

    def open_exercise_form(self) -> None:
        """Making an exercise."""
        from coach.tui.screens.exercise_editor_screen import ExerciseFormScreen

        self.push_screen(ExerciseFormScreen())

    def open_differences(self) -> None:
        """Where readers differ."""
        from coach.tui.screens.agreement_screen import DifferencesScreen

        self.push_screen(DifferencesScreen())

    def open_pair(self, scenario: str = "", roles: "Roles | None" = None, *, spoken: bool = False) -> None:
        """One laptop for two or three people: who does what, and what to play; another round begins there too."""
        from coach.tui.pair.pair_setup import RolesScreen

        for name in ("room.tcss", "pair.tcss"):
            self.stylesheet.read(Path(__file__).with_name(name))
        self.refresh_css(animate=False)
        self.start_page()
        self.push_screen(RolesScreen(scenario, roles, spoken=spoken))

    def action_partnership(self) -> None:
        """The partnership view, from the palette."""
        self.open_partnership()

    def open_partnership(self) -> None:
        """Which subjects stay silent, as it was shown on this machine."""
        from coach.tui.screens.partnership_screen import PartnershipScreen

        self.push_screen(PartnershipScreen())

    def open_settings(self) -> None:
        """What can be chosen."""
        from coach.tui.screens.settings_screen import SettingsScreen

        self.push_screen(SettingsScreen())


# --- The coach in a terminal. Only Textual is imported here: the rest is opened once the first frame is o

STYLED_LATER = ("debrief.tcss", "bringing.tcss", "desk.tcss")
"""Styles that the first page does without."""


class CoachApp(Going):
    """The coach. The practice is used from one thread of its own, so that nothing it does can hold up a keystroke."""

    CSS_PATH = ["coach.tcss"]

    def __init__(
        self,
        where: Places,
        folders: tuple[Path, ...] = (),
        *,
        scenario: str | None = None,
        rehearsal: str | None = None,
        made: Callable[[], "PracticeService"] | None = None,
        store: str = "",
        options: RehearseOptions | None = None,
        pair: bool = False,
        spoken: bool = False,
        still: bool = False,
    ) -> None:
        """`made` gives another practice than the usual one; `still` keeps everything from moving, for pictures.

        `store`: the address of a team's store, if there is one.
        `options`: what a rehearsal is begun with, as the command line said it; its exercise is for the first one.
        `pair`: two or three people are at this laptop; `spoken`: and nobody types.
        """
        super().__init__(where.settings, still=still)
        self.where = where
        self._folders = folders
        self._first = (scenario, rehearsal)
        self.options = options or RehearseOptions()
        self._pair = (pair, spoken)
        self._made = made
        self._store = store
        self._is_open = asyncio.Event()
        self._opened: Opened | None = None

    # ------------------------------------------------------------------------------------------ what pages use

    @property
    def opened(self) -> "Opened":
        """Everything that was opened. Only after `ready`."""
        assert self._opened is not None, "await ready() first"
        return self._opened

    @property
    def practice(self) -> "PracticeService":
        """The practice. Only after `ready`; call it through `in_practice`."""
        return self.opened.practice

    @property
    def care(self) -> "Care":
        """The words that look after whoever types. Only after `ready`."""
        return self.opened.care

    @property
    def settings(self) -> "Settings":
        """What the practitioner chose. Only after `ready`."""
        return self.opened.settings

    @property
    def shared(self) -> bool:
        """Whether what is rehearsed is kept in a team's store. Known before anything is open."""
        return bool(self._store)

    async def ready(self) -> None:
        """Wait until the practice is open."""
        await self._is_open.wait()

    async def keep_settings(self, **changes: Any) -> None:
        """Change settings, use them, and keep them. Raises RecordsError; they hold for now all the same."""
        from dataclasses import replace

        from coach.practice.settings import write_settings

        settings = self.settings.model_copy(update=changes)
        self._opened = replace(self.opened, settings=settings)
        self._use(settings)
        await self.in_practice(write_settings, self.where.settings, settings)

    # ------------------------------------------------------------------------------------------ commands

    @work
    async def go_on(self, rehearsal: str) -> None:
        """Take a kept rehearsal up where it was left."""
        self.begin_again(await self.in_practice(self.practice.go_on, rehearsal))

    def action_look(self, theme: str) -> None:
        """Choose a look, and keep it."""
        super().action_look(theme)
        self._keep_look(theme)

    @work
    async def _keep_look(self, theme: str) -> None:
        await self.ready()
        await self.keep_settings(theme=theme)

    # ------------------------------------------------------------------------------------------ opening, closing

    def get_default_screen(self) -> Screen[Any]:
        """The first page."""
        return HomeScreen()

    def on_mount(self) -> None:
        """Open the practice, once the first page is on the screen."""
        self.call_after_refresh(self._open)

    @work
    async def _open(self) -> None:
        def opening() -> "Opened":
            from coach.tui.startup import open_coach

            return open_coach(self.where, self._folders, self._made, self._store)

        self._opened = await self.in_practice(opening)
        self._style_the_rest()
        self._use(self.settings)
        self.settle_down()
        self._is_open.set()
        if self.opened.notice:
            self.notify(self.opened.notice, severity="warning", timeout=12, markup=False)
        scenario, rehearsal = self._first
        pair, spoken = self._pair
        if pair:
            self.open_pair(scenario or "", spoken=spoken)
        elif rehearsal:
            self.go_on(rehearsal)
        elif scenario:
            self.open_scenario(scenario, self.options.exercise)

    def settle_down(self) -> None:
        """What is loaded by now stays: a full collection would look at all of it again, and hold a key up 0.1 s.

        Not where there is no screen: whoever makes many apps in one process wants each of them back.
        """
        if not self.is_headless:
            gc.freeze()

    def _style_the_rest(self) -> None:
        """The styles of the other pages, which would hold up the first one by a third."""
        for name in STYLED_LATER:
            self.stylesheet.read(Path(__file__).with_name(name))
        self.refresh_css(animate=False)

    def _use(self, settings: "Settings") -> None:
        self.theme = settings.theme if settings.theme in {theme.name for theme in THEMES} else THEMES[0].name
        self.set_keymap(dict(settings.keys))
        self.set_class(settings.width == "narrow", "-narrow-text")

    async def action_quit(self) -> None:
        """Close the coach; where something could not be kept, once asked."""
        self._close()

    @work(exclusive=True, group="closing")
    async def _close(self) -> None:
        if not await may_go(self, self.screen_stack) or not await self._exercise_may_go():
            return
        if self._opened is not None and (lost := await self.in_practice(self.practice.keeping.only_here)):
            from coach.tui.dialogs.confirm import NotKeptDialog

            if isinstance(self.screen, NotKeptDialog):
                self.screen.dismiss(None)
            if await self.push_screen_wait(NotKeptDialog(lost)) != "leave":
                return
        self.exit()

    async def _exercise_may_go(self) -> bool:
        """Ask about an exercise that was begun and not saved: it stays only for as long as the coach is open."""
        from coach.tui.dialogs.dialog import UnkeptDialog

        if self.exercise is None or not self.exercise.begun():
            return True
        sheet = UnkeptDialog(can_keep=False, about="The exercise that you began")
        return await self.push_screen_wait(sheet) == "leave"

    async def on_unmount(self) -> None:
        """Let go of the file of rehearsals."""
        if self._opened is not None:
            await self.in_practice(self.practice.keeping.close)
            await self.in_practice(self.opened.desk.table.close)
            self.opened.lookout.close()
