"""The base of the coach's apps: themes, help, the command palette, and handling of errors.

`BaseApp` is the app, `Page` the base of its screens. Only Textual is imported at the top: everything slow is imported
once the first frame is on the screen.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar, cast

from textual import events, work
from textual.app import SystemCommand
from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.containers import ScrollableContainer
from textual.dom import DOMNode
from textual.notifications import SeverityLevel
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.worker import WorkerFailed

from coach.errors import CoachError
from coach.language.catalogue import say
from coach.page_words import fill_in_store
from coach.tui.commands import COMMANDS, list_commands, make_bindings
from coach.tui.compat import PasteBoundApp, is_teardown_error
from coach.tui.dialogs.dialog import BRIEFLY, Dialog, Guarded, is_box, lead_to_box, may_go, unkept_among
from coach.tui.garbage import GarbageCollector
from coach.tui.services import CoachServices, services_of
from coach.tui.text import describe_crash
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

    def is_kept(self) -> bool:
        """Return whether what the page shows is kept already, so that its key lets it go again."""
        return False

    def foresee(self, action: str) -> None:
        """Prepare for an action whose letter waits for the next key, and may be part of a word."""

    def action_turn_page(self, pages: int) -> None:
        """Scroll the page's longest text by pages, unless the focused widget uses the key itself."""
        if (longest := self._find_longest()) is not None:
            (longest.scroll_page_down if pages > 0 else longest.scroll_page_up)()

    def action_turn_lines(self, lines: int) -> None:
        """Scroll the page's longest text by some lines."""
        if (longest := self._find_longest()) is not None:
            longest.scroll_relative(y=lines, animate=False)

    def action_turn_to_edge(self, edge: int) -> None:
        """Scroll the page's longest text to its beginning or to its end."""
        if (longest := self._find_longest()) is not None:
            (longest.scroll_end if edge > 0 else longest.scroll_home)(animate=False)

    def _find_longest(self) -> ScrollableContainer | None:
        """Find the largest text of the page that can be scrolled; None where all of it is in sight."""
        long = [
            container
            for container in self.query(ScrollableContainer)
            if container.is_on_screen and container.max_scroll_y > 0
        ]
        return max(long, key=lambda container: container.size.area, default=None)

    def action_number(self, number: int) -> None:
        """Show the tab with a number, counted from 1, if the page has so many."""
        from textual.widgets import Tab, Tabs

        for tabs in self.query(Tabs):
            shown = [tab for tab in tabs.query(Tab) if tab.display and not tab.disabled]
            if number <= len(shown):
                tabs.active = str(shown[number - 1].id)
                tabs.focus()

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
        for box in self.query("ReplyBox"):
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


# --- The command palette


ASIDE = ("look_dark", "look_light", "look_high_contrast", "look_ansi")
"""Commands that the palette offers only to whoever searches: the first lines are for what is wanted most."""


AT_ONCE = 0.25
"""Seconds that the palette waits for the places it leads to, if it has something to show without them."""


class Palette(Provider):
    """The command palette: what can be done on this page, and every place to go to.

    A search looks in names and explanations, as Textual's own looks in names alone.
    """

    WORTH_LESS = 0.5
    """How much a word of the explanation is worth beside one of the name."""

    async def startup(self) -> None:
        """List what can be done here, and begin to read which places there are to go to."""
        app = cast("BaseApp", self.app)
        self._here = (*app.get_system_commands(self.screen), *app.list_pages(self.screen))
        self._places = asyncio.create_task(app.list_places())

    async def shutdown(self) -> None:
        self._places.cancel()

    async def _wait_for_places(self, seconds: float | None) -> list[SystemCommand]:
        """Return the places that were read, or none where that takes longer than some seconds.

        The palette shows nothing before a search is done, so what can be done here must not wait for a slow store.
        """
        with suppress(TimeoutError):  # the next letter ends this search, and not the reading
            return await asyncio.wait_for(asyncio.shield(self._places), seconds)
        return []

    async def discover(self) -> Hits:
        """Offer what is worth offering before anything is typed."""
        for name, about, call, is_offered in (*self._here, *await self._wait_for_places(AT_ONCE)):
            if is_offered:
                yield DiscoveryHit(name, call, help=about)

    async def search(self, query: str) -> Hits:
        """Offer the entries that have the typed words in their name or their explanation."""
        hits = [hit for entry in self._here if (hit := self._match(entry, query))]
        places = await self._wait_for_places(AT_ONCE if hits else None)
        for hit in (*hits, *(hit for entry in places if (hit := self._match(entry, query)))):
            yield hit

    def _match(self, entry: SystemCommand, query: str) -> Hit | None:
        matcher = self.matcher(query)
        score = max(matcher.match(entry.title), self.WORTH_LESS * _has_words(entry.help, query))
        return Hit(score, matcher.highlight(entry.title), entry.callback, help=entry.help) if score > 0 else None


def _has_words(text: str, query: str) -> bool:
    """Return whether a text has every word of a query, each of them whole."""
    return all(word in text.casefold() for word in query.casefold().split())


# --- Letters where nothing takes words

NUMBER = "number_"
"""How the ids of the commands begin that go by a number: help has one line for all of them."""
NUMBERS = ("1 to 9", "By number", "To the tab, or the line of the start page, with that number")
NO_WORDS_HERE = "Nothing here takes words. F1 lists the keys."
NO_WORDS_IN_DIALOG = "Nothing here takes words."
BOX_OPENERS = frozenset(command.id for command in COMMANDS if command.opens_box)
BOX_COMES_WITHIN = 2.0
"""Seconds for which keys wait for a box that a key opens."""
LOOK_FOR_BOX = 0.02
"""Seconds between two looks whether that box is there."""
TAB_TO_BOX = "The cursor is in no box, and nothing was typed. Tab goes to the boxes."


class LetterGuard:
    """Tells a letter that is a command from words that are typed where no box has the focus.

    A letter that a command has waits for `burst` seconds: another key that prints, within them, makes both typing, and
    neither runs anything. Only a letter that opens a box for words runs then, and the box gets the keys after it.
    """

    burst: ClassVar[float] = 0.3
    """Seconds between two keys of a word; with 0 no letter waits."""

    def __init__(self, app: "BaseApp", run: Callable[[events.Key], Awaitable[None]]) -> None:
        """Make the guard of an app.

        Args:
            app: the app whose keys it sees.
            run: lets a key do what it does.
        """
        self._app = app
        self._run = run
        self._held: events.Key | None = None
        self._timer: Timer | None = None
        self._last = 0.0
        """When the last key came that may belong to a word; 0 where it does not."""
        self._in_word = False
        self._said = -BRIEFLY
        """When it was last said in a dialog that words go nowhere."""
        self._for_box: list[events.Key] = []
        """Keys that wait for the box that one before them opens."""
        self._opened = 0.0
        """When that one ran; 0 where no box is waited for."""
        self._box_timer: Timer | None = None

    async def holds(self, key: events.Key) -> bool:
        """Return whether a key is held back, or dropped as one of a word."""
        if self._opened:
            self._for_box.append(key)
            return True
        if self._is_word_in_dialog(key):
            await self.release()
            self._say_in_dialog()
            return False
        if not self.burst or self._takes_words() or not key.is_printable:
            await self.release()
            return False
        letter = key.character is not None and key.character.isalpha()
        since, before = key.time - self._last, self._last
        self._last = key.time if letter or since < self.burst else 0.0
        if before and since < self.burst:
            if self._held is not None and self._opens_box(self._held):
                await self._run_for_box(key)
                return True
            self._forget()
            if not self._in_word:
                self._app.notify(say(NO_WORDS_HERE), timeout=BRIEFLY)
            self._in_word = True
            return True
        self._in_word = False
        page = self._app.screen
        if not letter or key.key not in page.active_bindings:
            return False
        self._held = key
        if isinstance(page, Page):
            page.foresee(page.active_bindings[key.key].binding.action)
        self._timer = self._app.set_timer(self.burst, self.release)
        return True

    async def release(self) -> None:
        """Let a letter that waits do what it does."""
        held = self._held
        self._forget()
        if held is not None:
            await self._run(held)

    def _opens_box(self, key: events.Key) -> bool:
        active = self._app.screen.active_bindings.get(key.key)
        return active is not None and active.binding.id in BOX_OPENERS

    async def _run_for_box(self, key: events.Key) -> None:
        """Run a letter that opens a box, and hold the keys after it until the box is there."""
        self._for_box, self._opened, self._last = [key], monotonic(), 0.0
        self._box_timer = self._app.set_interval(LOOK_FOR_BOX, self._give_to_box)
        await self.release()

    async def _give_to_box(self) -> None:
        """Give the keys that waited to the box that is there now; forget them where none came."""
        has_box = self._takes_words()
        if not self._opened or not (has_box or monotonic() - self._opened > BOX_COMES_WITHIN):
            return
        if self._box_timer is not None:
            self._box_timer.stop()
        keys, self._for_box, self._opened = self._for_box, [], 0.0
        if not has_box:
            self._app.notify(say(NO_WORDS_HERE), timeout=BRIEFLY)
            return
        for key in keys:
            await self._run(key)

    def _forget(self) -> None:
        self._held = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _is_word_in_dialog(self, key: events.Key) -> bool:
        """Whether a key types in a dialog where nothing that has the focus takes it."""
        dialog = self._app.screen
        return (
            isinstance(dialog, ModalScreen)
            and isinstance(dialog, Guarded)
            and not dialog.TAKES_KEYS
            and key.is_printable
            and key.character != " "
            and key.key not in dialog.active_bindings
            and not self._takes_words()
        )

    def _say_in_dialog(self) -> None:
        """Lead a key to the only box of a dialog, or say once that the words go nowhere."""
        dialog = self._app.screen
        if isinstance(dialog, Guarded) and lead_to_box(dialog):
            return
        now = monotonic()
        if now - self._said >= BRIEFLY:
            has_boxes = any(is_box(box) and box.focusable for box in dialog.query("*"))
            self._app.notify(say(TAB_TO_BOX) if has_boxes else say(NO_WORDS_IN_DIALOG), timeout=BRIEFLY)
            self._said = now

    def _takes_words(self) -> bool:
        """Whether letters are words here: in a box, in a searched list, beside a reply box."""
        focused, page = self._app.focused, self._app.screen
        in_box = is_box(focused) or getattr(focused, "type_to_search", False)
        return in_box or (isinstance(page, Page) and page.open_box is not None)


# --- Apps

P = ParamSpec("P")
T = TypeVar("T")


class BaseApp(PasteBoundApp):
    """The base of the coach's apps. Slow work is done in its own thread, so no keystroke waits."""

    TITLE = "Conversation coach"
    BINDINGS = make_bindings("everywhere")
    COMMANDS = {Palette}
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
        self._letters = LetterGuard(self, super().on_event)
        self.garbage = GarbageCollector()
        """Searches for garbage while nobody presses a key."""
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

    def action_help_quit(self) -> None:
        """Say which key closes the coach, since Ctrl+C does not; Textual's words for it hold markup."""
        for active in self.active_bindings.values():
            if active.binding.action == "app.quit":
                self.notify(f"{self.get_key_display(active.binding)}: {active.binding.tooltip}", markup=False)

    def tell(self, error: CoachError) -> None:
        """Show an error's message with its advice as a toast."""
        self.notify(str(error), title=say(error.title), severity="error", timeout=12, markup=False)

    def go_home(self) -> None:
        """Close every screen above the home page."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    # --- Commands

    async def on_event(self, event: events.Event) -> None:
        """Keep back letters that may be words, and keys that a question came before."""
        if isinstance(event, events.Key):
            self.garbage.note_key()
        if isinstance(event, events.Key) and not event.is_forwarded and self.screen_stack:
            asks = self.screen
            if isinstance(asks, Dialog) and asks.passes_over(event):
                return
            if await self._letters.holds(event):
                return
        await super().on_event(event)

    def action_help(self) -> None:
        """Open a dialog that explains this page and its keys."""
        from coach.tui.dialogs.confirm import explain_page

        page = self.screen
        explains = getattr(page, "HELP", "")
        if not (isinstance(page, Page) or explains):
            return
        about = {command.id: say(command.tooltip) for command in COMMANDS}
        keys: dict[str, tuple[str, str, str]] = {}
        for active in page.active_bindings.values():
            named = active.binding.id
            if named is not None and named.startswith(NUMBER):
                keys.setdefault(NUMBER, (say(NUMBERS[0]), say(NUMBERS[1]), say(NUMBERS[2])))
            elif named in about:  # of a command with two keys the first is shown
                shown = self.get_key_display(active.binding), say(active.binding.description), about[named]
                keys.setdefault(named, shown)
        # A dialog has no palette.
        palette = (("^p", say("Palette"), say("Every command by its words")),) if isinstance(page, Page) else ()
        self.push_screen(Dialog(explain_page(fill_in_store(say(explains), self.shared), (*keys.values(), *palette))))

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
        """Yield the commands of this page for the command palette, with their keys."""
        where = getattr(screen, "WHERE", "modal")
        keys = {active.binding.id: active.binding for active in screen.active_bindings.values()}
        # Textual's own are left out; its screenshot, for one, would write typed words to a file.
        for command in list_commands(where, "everywhere"):
            if command.palette:
                bound = keys.get(command.id)
                about = f"{say(command.tooltip)} ({self.get_key_display(bound)})" if bound else say(command.tooltip)
                run = partial(screen.run_action, command.action)
                yield SystemCommand(say(command.words), about, run, discover=command.id not in ASIDE)

    def list_pages(self, screen: Screen[Any]) -> list[SystemCommand]:  # noqa: ARG002  # for the coach's own app
        """List the pages that the palette leads to from a screen."""
        return []

    async def list_places(self) -> list[SystemCommand]:
        """List what the palette leads to besides pages, which may have to be read first."""
        return []

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
            self.notify(
                say("One key in your settings means more than one thing: {names}.", names=names), severity="warning"
            )

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
