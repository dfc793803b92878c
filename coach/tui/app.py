"""The coach in a terminal. Only Textual is imported here: the rest is opened once the first frame is on the screen."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import WorkerFailed

from coach.errors import CoachError
from coach.records.places import Places
from coach.tui.broken import plainly
from coach.tui.commands import COMMANDS, bindings, commands
from coach.tui.going import Going
from coach.tui.kept import said_where
from coach.tui.page import BROAD, Page
from coach.tui.screens.home import HomeScreen
from coach.tui.themes import ELSEWHERE, THEMES, chosen

if TYPE_CHECKING:
    from coach.practice.care import Care
    from coach.practice.practice import Practice
    from coach.practice.settings import Settings
    from coach.tui.opening import Opened

P = ParamSpec("P")
T = TypeVar("T")


STYLED_LATER = ("debrief.tcss", "bringing.tcss", "desk.tcss")
"""Styles that the first page does without."""


class CoachApp(Going):
    """The coach. The practice is used from one thread of its own, so that nothing it does can hold up a keystroke."""

    TITLE = "Conversation coach"
    CSS_PATH = ["coach.tcss"]
    BINDINGS = bindings("everywhere")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-usual"), (BROAD, "-broad")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-middling"), (30, "-tall")]
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        where: Places,
        folders: tuple[Path, ...] = (),
        *,
        scenario: str | None = None,
        rehearsal: str | None = None,
        made: Callable[[], "Practice"] | None = None,
        store: str = "",
        exercise: str = "",
        still: bool = False,
    ) -> None:
        """`made` gives another practice than the usual one; `still` keeps everything from moving, for pictures.

        `store`: the address of a team's store, if there is one; `exercise`: what the scenario is rehearsed for.
        """
        super().__init__()
        self.where = where
        self.still = still
        self._folders = folders
        self._first = (scenario, rehearsal)
        self._exercise = exercise
        self._made = made
        self._store = store
        self._thread = ThreadPoolExecutor(1, "practice")
        self._is_open = asyncio.Event()
        self._opened: Opened | None = None
        self._clash = ""
        if still:
            self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = chosen(where.settings)

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

    async def in_practice(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the practice in its own thread, one call at a time. Await it in a worker: a refusal becomes a toast."""
        call_it = asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *args, **kwargs))
        return await asyncio.shield(call_it)  # whoever leaves the page meanwhile, what was begun is done

    def tell(self, error: CoachError) -> None:
        """Say what could not be done, and what to do next."""
        self.notify(str(error), title=error.title, severity="error", timeout=12, markup=False)

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

    def action_help(self) -> None:
        """Explain this page and its keys."""
        from coach.tui.modals.help import HelpSheet

        page = self.screen
        if not isinstance(page, Page):
            return
        about = {command.id: command.tooltip for command in COMMANDS}
        keys = {
            active.binding.id: (
                self.get_key_display(active.binding),
                active.binding.description,
                about[active.binding.id],
            )
            for active in page.active_bindings.values()
            if active.binding.id in about
        }
        palette = ("^p", "Palette", "Every command by its words")
        self.push_screen(HelpSheet(said_where(page.HELP, self.shared), (*keys.values(), palette)))

    def action_home(self) -> None:
        """Go to the first page."""
        self.start_page()

    @work
    async def action_look(self, theme: str) -> None:
        """Choose a look, and keep it."""
        self.theme = theme
        await self.ready()
        await self.keep_settings(theme=theme)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette holds the table's commands for this page, and nothing else."""
        where = getattr(screen, "WHERE", "modal")
        for command in commands(where, "everywhere"):
            if command.palette:
                yield SystemCommand(command.words, command.tooltip, partial(screen.run_action, command.action))

    def get_key_display(self, binding: Binding) -> str:
        """Keys in words and letters."""
        return "enter" if binding.key == "enter" else super().get_key_display(binding)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names, for looks that do not have them."""
        return ELSEWHERE

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:  # noqa: ARG002
        """Two commands of somebody's own on one key: said once, in the settings' words."""
        names = " and ".join(sorted(binding.description for binding in clashed_bindings))
        if not self._clash:
            self._clash = names
            self.notify(f"One key in your settings means more than one thing: {names}.", severity="warning")

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
        self._is_open.set()
        if self.opened.notice:
            self.notify(self.opened.notice, severity="warning", timeout=12, markup=False)
        scenario, rehearsal = self._first
        if rehearsal:
            self.go_on(rehearsal)
        elif scenario:
            self.open_scenario(scenario, self._exercise)

    def _style_the_rest(self) -> None:
        """The styles of the other pages, which would hold up the first one by a third."""
        for name in STYLED_LATER:
            self.stylesheet.read(Path(__file__).with_name(name))
        self.refresh_css(animate=False)

    def _use(self, settings: "Settings") -> None:
        self.theme = settings.theme if settings.theme in {theme.name for theme in THEMES} else THEMES[0].name
        self.set_keymap(dict(settings.keys))
        self.set_class(settings.width == "narrow", "-narrow-text")

    async def on_unmount(self) -> None:
        """Let go of the file of rehearsals."""
        if self._opened is not None:
            await self.in_practice(self.practice.keeping.close)
            await self.in_practice(self.opened.desk.table.close)
        self._thread.shutdown(wait=False)

    def _handle_exception(self, error: Exception) -> None:
        """The one place where anything unforeseen ends up. A refusal is told; the rest closes the coach in a sentence.

        Textual's own way prints local variables, and with them what somebody typed.
        """
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(error, WorkerFailed) and isinstance(cause, CoachError):
            self.tell(cause)
            return
        self._return_code = 1
        if self._exception is None:
            self._exception = cause if isinstance(cause, Exception) else error
            self._exception_event.set()
        self.bell()
        self.panic(plainly(cause))
