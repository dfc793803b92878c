"""The coach in a terminal. Only Textual is imported here: the rest is opened once the first frame is on the screen."""

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work
from textual.screen import Screen

from coach.options import RehearseOptions
from coach.records.places import Places
from coach.tui.going import Going
from coach.tui.guarded import may_go
from coach.tui.screens.home import HomeScreen
from coach.tui.themes import THEMES

if TYPE_CHECKING:
    from coach.practice.care import Care
    from coach.practice.practice import Practice
    from coach.practice.settings import Settings
    from coach.tui.opening import Opened

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
        made: Callable[[], "Practice"] | None = None,
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
    def practice(self) -> "Practice":
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
            from coach.tui.opening import open_coach

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
            from coach.tui.modals.not_kept import NotKeptSheet

            if isinstance(self.screen, NotKeptSheet):
                self.screen.dismiss(None)
            if await self.push_screen_wait(NotKeptSheet(lost)) != "leave":
                return
        self.exit()

    async def _exercise_may_go(self) -> bool:
        """Ask about an exercise that was begun and not saved: it stays only for as long as the coach is open."""
        from coach.tui.modals.unkept import UnkeptSheet

        if self.exercise is None or not self.exercise.begun():
            return True
        sheet = UnkeptSheet(can_keep=False, about="The exercise that you began")
        return await self.push_screen_wait(sheet) == "leave"

    async def on_unmount(self) -> None:
        """Let go of the file of rehearsals."""
        if self._opened is not None:
            await self.in_practice(self.practice.keeping.close)
            await self.in_practice(self.opened.desk.table.close)
            self.opened.lookout.close()
