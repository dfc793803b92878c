"""The base of the coach's apps: themes, help, the command palette, and handling of errors.

`BaseApp` is the app, `Page` the base of its screens. Only Textual is imported at the top: everything slow is imported
once the first frame is on the screen.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar, cast

from textual import events, work
from textual.app import SystemCommand
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.dom import DOMNode
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widgets import TextArea
from textual.worker import WorkerFailed

from coach.errors import CoachError
from coach.tui.commands import COMMANDS, list_commands, make_bindings
from coach.tui.compat import PasteBoundApp, is_teardown_error
from coach.tui.dialogs.dialog import Dialog, Guarded, may_go, unkept_among
from coach.tui.services import CoachServices, services_of
from coach.tui.text import describe_crash, fill_in_store
from coach.tui.themes import DEFAULT_COLOURS, DEFAULT_THEME, THEMES, read_theme

if TYPE_CHECKING:
    from coach.tui.widgets.reply_input import ReplyBox

# --- Pages

BROAD = 100
"""Columns from which there is room for two."""


class Page(Guarded[None]):
    """A whole page of an app: a screen with a name in the table of commands, and a help text.

    `WHERE` is the name, `HELP` what F1 shows first; `{kept}` in it becomes the place where rehearsals are stored.
    """

    WHERE: ClassVar[str] = ""
    HELP: ClassVar[str] = ""

    BINDINGS = make_bindings("page")

    @property
    def coach(self) -> CoachServices:
        """The services of the coach's app, for pages that are shown in it."""
        return services_of(self)

    def answer(self, words: str) -> bool:  # noqa: ARG002  # for pages that have such a place
        """Show a short result on the page's answer line; return whether the page has such a line."""
        return False

    def action_turn_page(self, pages: int) -> None:
        """Scroll the page's longest text by pages, unless the focused widget uses the key itself."""
        long = [
            container
            for container in self.query(ScrollableContainer)
            if container.is_on_screen and container.max_scroll_y > 0
        ]
        if long:
            widest = max(long, key=lambda container: container.size.area)
            (widest.scroll_page_down if pages > 0 else widest.scroll_page_up)()

    def action_back(self) -> None:
        """Go back a page, after asking about typed words that would be lost."""
        self.ask_first(self._pop_page)

    def _pop_page(self) -> None:
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    # --- A page on which replies are typed: whatever is pressed or clicked, the next letter goes to the box.
    # Where no box can be seen, keys and clicks mean what they always do.

    @property
    def open_box(self) -> "ReplyBox | None":
        """The reply box, if the page has one that can be typed in."""
        for box in self.query("ReplyBox").results(TextArea):
            if box.focusable and all(
                ancestor.display for ancestor in box.ancestors_with_self if ancestor is not self.app
            ):
                return cast("ReplyBox", box)
        return None

    def focus_box(self) -> None:
        """Give the focus to the reply box, if it can be typed in."""
        # To focus it again would draw it again, while a reply is read.
        if self.focused is not None and self.focused.id == "box":
            return
        if (box := self.open_box) is not None and not box.has_focus:
            box.focus(scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        """Type a letter into the reply box if no other widget of the page uses it."""
        box = self.open_box
        if box is None or box.has_focus or not event.is_printable or event.character is None:
            return
        event.stop()
        self.set_focus(box, scroll_visible=False)
        box.insert(event.character)

    def on_click(self) -> None:
        """Return the focus to the reply box after a click on the transcript or on an empty place."""
        if self.focused is None or isinstance(self.focused, ScrollableContainer):
            self.focus_box()


# --- Apps

P = ParamSpec("P")
T = TypeVar("T")


class BaseApp(PasteBoundApp):
    """The base of the coach's apps. Slow work is done in its own thread, so no keystroke waits."""

    TITLE = "Conversation coach"
    BINDINGS = make_bindings("everywhere")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-usual"), (BROAD, "-broad")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-middling"), (30, "-tall")]
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self, settings: Path | None = None, *, still: bool = False, thread: ThreadPoolExecutor | None = None
    ) -> None:
        """Register the themes, and apply the one that the settings name.

        Args:
            settings: The settings file, in which the theme is looked for.
            still: Whether nothing may move on the screen, as in pictures.
            thread: The thread of a practice that several apps share.
        """
        super().__init__()
        self.still = still
        self._shares_thread = thread is not None
        self._thread = thread or ThreadPoolExecutor(1, "practice")
        self._clash = ""
        if still:
            self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = read_theme(settings) if settings else DEFAULT_THEME
        self.stylesheet.set_variables(self.get_css_variables())  # or the first frame's are parsed for Textual's theme

    @property
    def shared(self) -> bool:
        """Whether rehearsals are stored in a team's store."""
        return False

    def list_size_classes(self) -> tuple[str, ...]:
        """Return the classes that Textual gives a page for the terminal's size.

        A page that has them from the beginning is styled once instead of twice.
        """
        size = self.size
        kinds = ((self.HORIZONTAL_BREAKPOINTS, size.width), (self.VERTICAL_BREAKPOINTS, size.height))
        return tuple([name for least, name in kind if least <= many][-1] for kind, many in kinds)

    async def in_practice(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a slow function in the practice's thread, one call at a time, and return its result.

        Await it in a worker: a `CoachError` that is raised there is shown as a toast.
        """
        # One thread makes one call at a time, so that no store or matcher is used by two at once.
        call_it = asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *args, **kwargs))
        return await asyncio.shield(call_it)  # whoever leaves the page meanwhile, what was begun is done

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a message as a toast, or on the page's answer line if the page has one."""
        page = self.screen_stack[-1] if self.screen_stack else None
        if not (isinstance(page, Page) and page.answer(message)):
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def tell(self, error: CoachError) -> None:
        """Show an error's message with its advice as a toast."""
        self.notify(str(error), title=error.title, severity="error", timeout=12, markup=False)

    def go_home(self) -> None:
        """Close every screen above the home page."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    # --- Commands

    def action_help(self) -> None:
        """Open a dialog that explains this page and its keys."""
        from coach.tui.dialogs.confirm import explain_page

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
        self.push_screen(Dialog(explain_page(fill_in_store(page.HELP, self.shared), (*keys.values(), palette))))

    def action_home(self) -> None:
        """Go to the home page, after asking about typed words that would be lost."""
        self.ask_first(self.go_home)

    def ask_first(self, go: Callable[[], object]) -> None:
        """Call `go`, after asking about typed words on open pages that would be lost."""
        if unkept_among(self.screen_stack):
            self._ask_and_go(go)
        else:
            go()

    @work(exclusive=True, group="leaving")
    async def _ask_and_go(self, go: Callable[[], object]) -> None:
        if await may_go(self, self.screen_stack):
            go()

    async def action_quit(self) -> None:
        """Close the app, after asking about typed words that would be lost."""
        self.ask_first(self.exit)

    def action_look(self, theme: str) -> None:
        """Choose a theme."""
        self.theme = theme

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield the commands of this page for the command palette."""
        where = getattr(screen, "WHERE", "modal")
        # Textual's own are left out; its screenshot, for one, would write typed words to a file.
        for command in list_commands(where, "everywhere"):
            if command.palette:
                yield SystemCommand(command.words, command.tooltip, partial(screen.run_action, command.action))

    def get_key_display(self, binding: Binding) -> str:
        return "enter" if binding.key == "enter" else super().get_key_display(binding)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the coach's own colours, for themes that lack them."""
        return DEFAULT_COLOURS

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:  # noqa: ARG002  # as Textual calls it
        """Warn, once, that the practitioner's settings put two commands on the same key."""
        names = " and ".join(sorted(binding.description for binding in clashed_bindings))
        if not self._clash:
            self._clash = names
            self.notify(f"One key in your settings means more than one thing: {names}.", severity="warning")

    # --- Closing

    async def on_unmount(self) -> None:
        if not self._shares_thread:
            self._thread.shutdown(wait=False)

    def _handle_exception(self, error: Exception) -> None:
        """Show a CoachError as a toast, ignore a closed page's errors, close on any other error.

        Textual's own handler prints local variables, and with them what the practitioner typed.
        """
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(error, WorkerFailed) and isinstance(cause, CoachError):
            self.tell(cause)
            return
        # A worker may still be at work on a page that was closed; what it finds missing then is no fault.
        if is_teardown_error(cause, self):
            return
        self.fail(cause if isinstance(cause, Exception) else error, describe_crash(cause))
