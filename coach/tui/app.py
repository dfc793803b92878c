"""The terminal app of one practitioner or supervisor; `run` opens it.

Only Textual is imported at the top: everything slow is imported once the first frame is on the screen.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from textual import events, work
from textual.app import SystemCommand
from textual.screen import Screen
from textual.worker import WorkerFailed

from coach.errors import CoachError
from coach.language.catalogue import say
from coach.options import BY_CHOICE, RehearseOptions
from coach.records.paths import Places
from coach.tui.base_app import BaseApp, Page
from coach.tui.dialogs.dialog import guarded_among, may_go
from coach.tui.services import AWAITS_PAGE, find_screen, make_screen
from coach.tui.themes import THEMES, read_welcomed

if TYPE_CHECKING:
    from coach.classroom.door import RoleNames
    from coach.debrief.first_page import DebriefPage
    from coach.model.exercise import ExerciseDraft
    from coach.practice.rehearsal import Rehearsal
    from coach.practice.safeguarding import Care
    from coach.practice.service import PracticeService
    from coach.practice.settings import Settings
    from coach.supervision.inbox import Inbox
    from coach.supervision.practitioner import ReviewLookup, SubmissionService
    from coach.supervision.startup import OpenedCoach
    from coach.tui.services import Clock, CoachServices, PageName


FOLDER = Path(__file__).parent
PAGES: tuple[tuple["PageName | Literal['pair']", str, str], ...] = (
    ("library", "Scenarios", "Choose one to rehearse; search them by who the family is"),
    ("rehearsals", "My rehearsals", "Look back, go on, bring, keep or forget"),
    ("exercises", "Exercises", "Something to practise"),
    ("own_practice", "My practice", "What you tried, for you alone"),
    ("pair", "Pairs and trios", "Two or three of you at this laptop"),
    ("inbox", "Supervision", "What was brought to you"),
    ("exercise_editor", "Make an exercise", "Suggest something to practise, for others"),
    ("agenda", "Agenda of a supervision talk", "Fifty minutes, with a clock if you like"),
    ("agreement", "Where readers differ", "Lines that two readers saw apart"),
    ("actions", "My actions", "What you said you would take up, with dates"),
    ("sheet", "A sheet to sign", "A record of a supervision talk, for your own file"),
    ("supervision_agreement", "A supervision agreement", "What it is for, what stays between you; to sign"),
    ("partnership", "Partnership view", "Which subjects stay silent across a workforce's rehearsals"),
    ("settings", "Settings", "Looks, hints, keys"),
)
"""The pages that the palette leads to from everywhere."""
KEPT_WITHIN, ENDS_WITHIN = 2.0, 5.0
"""Seconds for a line to be kept, and for the coach to end, once its window was closed."""
LEAVES = frozenset(("ctrl+c", "ctrl+q"))
"""The keys that count before the page is there that was asked for."""
WINDOW_CLOSED = 129
"""The exit status of a program whose window was closed, as shells have it."""


class CoachApp(BaseApp):
    """The app for one practitioner or supervisor; it offers what `CoachServices` lists.

    The practice service is called from its own thread only, so that nothing it does can hold up a keystroke.
    """

    CSS_PATH = ["coach.tcss", "screens/home_screen.tcss"]

    def __init__(
        self,
        where: Places,
        folders: tuple[Path, ...] = (),
        *,
        scenario: str | None = None,
        rehearsal: str | None = None,
        page: "PageName | None" = None,
        made: Callable[[], "PracticeService"] | None = None,
        store: str = "",
        options: RehearseOptions | None = None,
        pair: bool = False,
        spoken: bool = False,
        still: bool = False,
    ) -> None:
        """Prepare the app; the practice is opened once the first page is on the screen.

        Args:
            where: The folders of this machine that the coach reads and writes.
            folders: Further folders of a library.
            scenario: The scenario whose briefing is opened first.
            rehearsal: The id of the rehearsal that is resumed first.
            page: The page that is opened first.
            made: A function that makes another practice than the usual one, for tests.
            store: The address of a team's store, if there is one.
            options: How a rehearsal begins, as the command line said; its exercise is for the first one.
            pair: Whether two or three people are at this laptop.
            spoken: Whether they speak instead of typing.
            still: Whether nothing may move on the screen, as in pictures.
        """
        super().__init__(where.settings, still=still)
        self.where = where
        self._welcomed = read_welcomed(where.settings)
        self._folders = folders
        self._has_pair_styles = False
        self._first = (scenario, rehearsal, page)
        self.options = options or RehearseOptions()
        self._pair = (pair, spoken)
        self._page_awaited = pair or any(self._first)
        """Whether a page was asked for that is not there yet: the first page has no menu then, and no keys."""
        self._made = made
        self._store = store
        self.clock: Clock
        self.exercise: ExerciseDraft | None = None
        self._is_open = asyncio.Event()
        self._opened: OpenedCoach | None = None

    # --- Services: what screens may ask

    @property
    def practice(self) -> "PracticeService":
        """The practice service, once open. It is slow: call it through `in_practice`."""
        return self._open_coach.practice

    @property
    def care(self) -> "Care":
        """The texts that care for a practitioner in distress, and the places to turn to for help."""
        return self._open_coach.care

    @property
    def welcomed(self) -> bool:
        """Whether the first-time words were read before this start."""
        return self._welcomed

    @property
    def settings(self) -> "Settings":
        """The practitioner's settings."""
        return self._open_coach.settings

    @property
    def submission_service(self) -> "SubmissionService":
        """The practitioner's side of supervision: submissions, and fetching their reviews."""
        return self._open_coach.submission_service

    @property
    def inbox(self) -> "Inbox":
        """The supervisor's side of supervision."""
        return self._open_coach.inbox

    @property
    def lookout(self) -> "ReviewLookup":
        """The lookup of new reviews in the team's store, with its own connection."""
        return self._open_coach.lookout

    @property
    def limits(self) -> str:
        """The sentence that says what the coach cannot do."""
        return self._open_coach.limits

    @property
    def closing_words(self) -> str:
        """The sentence that a practitioner reads on leaving a rehearsal."""
        return self._open_coach.closing_words

    @property
    def _open_coach(self) -> "OpenedCoach":
        assert self._opened is not None, "await wait_until_open() first"
        return self._opened

    @property
    def shared(self) -> bool:
        """Whether rehearsals are stored in a team's store; known before the practice is open."""
        return bool(self._store)

    async def wait_until_open(self) -> None:
        """Wait until the library and the store behind the screens are loaded."""
        await self._is_open.wait()

    async def keep_settings(self, **changes: Any) -> None:
        """Change settings, apply them, and write them to the settings file.

        Args:
            changes: fields of `Settings`, with their new values.

        Raises:
            RecordsError: The file could not be written; the changes hold until the coach is closed.
        """
        from dataclasses import replace

        from coach.practice.settings import write_settings

        settings = self.settings.model_copy(update=changes)
        self._opened = replace(self._open_coach, settings=settings)
        self._use(settings)
        await self.in_practice(write_settings, self.where.settings, settings)

    # --- Services: going to another screen. The first page always stays at the bottom

    def open_page(self, name: "PageName") -> None:
        """Open the screen with a name, for screens that need nothing else."""
        self.push_screen(make_screen(name))

    def open_briefing(self, scenario: str, exercise: str = "") -> None:
        """Open the content note and the brief of a scenario.

        Args:
            scenario: The scenario's id.
            exercise: The id of the exercise that it is rehearsed for; empty for none.
        """
        self.push_screen(make_screen("briefing", scenario, exercise))

    def open_conversation(self, rehearsal: "Rehearsal", draft: str = "") -> None:
        """Open the conversation of a rehearsal, directly above the home page.

        Args:
            rehearsal: The rehearsal.
            draft: Words that stand in the reply box.
        """
        self.go_home()
        self.push_screen(make_screen("conversation", rehearsal, draft))

    @work
    async def resume_rehearsal(self, rehearsal: str) -> None:
        """Open the conversation of a stored rehearsal, by its id."""
        self.open_conversation(await self.in_practice(self.practice.go_on, rehearsal))

    def open_debrief(
        self, rehearsal: "Rehearsal", attempt: int = 0, *, brought: bool = False, page: "DebriefPage | None" = None
    ) -> None:
        """Open the debrief of an attempt.

        A conversation that is left for a debrief is closed, so that Back does not lead into it again. Straight after
        their own conversation practitioners are asked first which of their lines they would stand by, and take back.

        Args:
            rehearsal: The rehearsal.
            attempt: The attempt's number; 0 for the last one in which something was said.
            brought: Whether to show its submissions first.
            page: The first page of it, where that is built already.
        """
        talks = [page for page in self.screen_stack if isinstance(page, Page) and page.WHERE == "conversation"]
        if talks:
            self.go_home()
        attempt = attempt or rehearsal.story.find_last_spoken()
        # A conversation may be left open below the list in which another one is chosen.
        asks_first = any(getattr(page, "rehearsal", None) is rehearsal for page in talks)
        self.push_screen(make_screen("debrief", rehearsal, attempt, brought=brought, asks_first=asks_first, page=page))

    def open_comparison(self, rehearsal: "Rehearsal") -> None:
        """Open the comparison of two attempts of a rehearsal."""
        self.push_screen(make_screen("compare_attempts", rehearsal))

    def open_reflection(self, rehearsal: "Rehearsal", model: str) -> None:
        """Open the questions of a reflection model for a rehearsal."""
        self.push_screen(make_screen("reflection", rehearsal, model))

    def open_submission(self, rehearsal: "Rehearsal", attempt: int = 0, what: str = "", reply: int = 0) -> None:
        """Open the page on which a practitioner chooses what to submit to supervision.

        Args:
            rehearsal: The rehearsal.
            attempt: The attempt's number; 0 for the last one.
            what: The scope that is chosen at first, such as a moment; empty for the usual one.
            reply: The reply that is chosen at first; 0 for none.
        """
        self.push_screen(make_screen("submit", rehearsal, attempt, what, reply))

    def open_agenda(self, submission: str = "") -> None:
        """Open the agenda of a supervision talk, about a submission if its id is given."""
        self.push_screen(make_screen("agenda", submission))

    def open_sheet(self, submission: str = "") -> None:
        """Open the form for a record of a supervision talk, about a submission if its id is given."""
        self.push_screen(make_screen("sheet", submission=submission))

    def open_review(self, submission: str) -> None:
        """Open the page on which a supervisor reviews a submission of the inbox, by its id."""
        self.push_screen(make_screen("review", submission))

    def open_pair(self, scenario: str = "", roles: "RoleNames | None" = None, *, spoken: bool = False) -> None:
        """Open a round for two or three people at one laptop, directly above the home page.

        Args:
            scenario: The scenario's id; empty to choose one.
            roles: Who takes which role, if that is known.
            spoken: Whether nobody types.
        """
        self.add_pair_styles()
        self.go_home()
        self.push_screen(make_screen("pair", scenario, roles, spoken=spoken))

    def add_pair_styles(self) -> None:
        """Read the style sheets of rounds, which no other page needs, before the first round."""
        if self._has_pair_styles:
            return
        self._has_pair_styles = True
        for name in ("round.tcss", "pair.tcss"):
            self.stylesheet.read(FOLDER / "pair" / name)
        self.refresh_css(animate=False)

    # --- Commands

    def list_pages(self, screen: Screen[Any]) -> list[SystemCommand]:
        """List every page but the one that is shown, for the palette."""
        if self._opened is None:
            return []
        return [
            SystemCommand(words, about, partial(self._go_to_page, name))
            for name, words, about in PAGES
            if name != getattr(screen, "WHERE", "")
        ]

    async def list_places(self) -> list[SystemCommand]:
        """List every unfinished rehearsal and every scenario, for the palette."""
        from coach.tui.cards import list_places

        if self._opened is None:
            return []
        try:
            unfinished, scenarios = await self.in_practice(list_places, self.practice)
        except CoachError:  # the store is away
            return []
        going = [
            SystemCommand(words, about, partial(self.ask_first, partial(self.resume_rehearsal, key)))
            for key, words, about in unfinished
        ]
        rehearse = [
            SystemCommand(words, about, partial(self.ask_first, partial(self._rehearse, key)), discover=False)
            for key, words, about in scenarios
        ]
        return [*going, *rehearse]

    def _go_to_page(self, name: "PageName | Literal['pair']") -> None:
        """Show a page above the one that is shown, or go back to it where it lies below."""
        if any(isinstance(page, Page) and name == page.WHERE for page in self.screen_stack):
            self.ask_first(partial(self._go_back_to, name))
        elif name == "pair":
            self.ask_first(self.open_pair)
        else:
            self.open_page(name)

    def _go_back_to(self, name: str) -> None:
        while getattr(self.screen, "WHERE", "") != name and len(self.screen_stack) > 1:
            self.pop_screen()

    def _rehearse(self, scenario: str) -> None:
        self.go_home()
        self.open_briefing(scenario)

    def action_partnership(self) -> None:
        """Open the partnership page, a command of the palette."""
        self.open_page("partnership")

    def action_look(self, theme: str) -> None:
        """Choose a theme, and write it to the settings."""
        super().action_look(theme)
        self._keep_look(theme)

    @work
    async def _keep_look(self, theme: str) -> None:
        await self.wait_until_open()
        await self.keep_settings(theme=theme)

    # --- Opening, closing

    def get_default_screen(self) -> Screen[Any]:
        return make_screen("home", awaits_page=self._page_awaited)

    async def on_event(self, event: events.Event) -> None:
        """Drop keys that come before the page that was asked for.

        They were not meant for the first page, which stands there until then.
        """
        awaited = self._page_awaited and len(self.screen_stack) == 1
        if awaited and isinstance(event, events.Key) and event.key not in LEAVES:
            return
        await super().on_event(event)

    def on_mount(self) -> None:
        """Open the practice, once the first page is on the screen."""
        self.call_after_refresh(self._open)
        if not self.is_headless:
            self._heed_window()

    @work
    async def _open(self) -> None:
        try:
            await self._open_practice()
            await self._open_first()
        finally:
            # Also where it could not be opened: the first page leads on from there.
            self._page_awaited = False
            for screen in self.screen_stack[:1]:
                screen.remove_class(AWAITS_PAGE)
        if not self.is_headless:
            await self._warm_up()

    async def _open_practice(self) -> None:
        def opening() -> "OpenedCoach":
            from coach.supervision.startup import open_coach
            from coach.tui.services import Clock

            self.clock = Clock()
            return open_coach(self.where, self._folders, self._made, self._store)

        # In the practice's thread, from which stores and the matcher are used ever after. A slow store may take long,
        # and a dialog be opened before.
        opened = asyncio.ensure_future(self.in_practice(opening))
        self._style_the_rest()
        self._opened = await opened
        self._use(self.settings)
        self.settle_down()
        self._is_open.set()
        if self._opened.notice:
            self.notify(self._opened.notice, severity="warning", timeout=12, markup=False)

    async def _open_first(self) -> None:
        """Open the page that was asked for, if any was."""
        scenario, rehearsal, page = self._first
        pair, spoken = self._pair
        if pair:
            self.open_pair(scenario or "", spoken=spoken)
        elif rehearsal:
            with suppress(WorkerFailed):  # which says so itself
                await self.resume_rehearsal(rehearsal).wait()
        elif scenario:
            self.open_briefing(scenario, self.options.exercise)
        elif page:
            self.open_page(page)

    async def _warm_up(self) -> None:
        """Load what the first conversation needs, a step at a time, while a first page is read."""
        steps = self.practice.warm_up()
        while await self.in_practice(lambda: next(steps, self)) is not self:
            pass
        await self.in_practice(find_screen, "debrief")
        self.settle_down()

    def settle_down(self) -> None:
        """Let the app look for garbage from now on while no key is pressed.

        Everything loaded so far is exempt.

        Without a terminal nothing is frozen: tests make many apps in one process, and want the memory of each back.
        """
        if not self.is_headless:
            self.garbage.settle(self)

    def _style_the_rest(self) -> None:
        """Read the styles of widgets and further screens once the first screen is shown.

        Read before it, they would make it a third slower.
        """
        first = {FOLDER / name for name in self.CSS_PATH}
        screens = sorted(sheet for sheet in (FOLDER / "screens").glob("*.tcss") if sheet not in first)
        widgets = sorted((FOLDER / "widgets").glob("*.tcss"))
        shared = (FOLDER / "boxes.tcss", FOLDER / "pages.tcss")
        for sheet in (*shared, *widgets, FOLDER / "dialogs" / "dialogs.tcss", *screens):
            self.stylesheet.read(sheet)
        self.refresh_css(animate=False)

    def _use(self, settings: "Settings") -> None:
        self.theme = settings.theme if settings.theme in {theme.name for theme in THEMES} else THEMES[0].name
        self.set_keymap(dict(settings.keys))
        self.set_class(settings.width == "narrow", "-narrow-text")

    def _heed_window(self) -> None:
        """Close with the window, and keep what stands in a box where its page can."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            with suppress(AttributeError, NotImplementedError, RuntimeError):  # Windows has no such signals
                loop.add_signal_handler(getattr(signal, name), self._close_with_window)

    def _close_with_window(self) -> None:
        # A terminal that is gone takes no more output, and could hold the program for ever.
        watch = threading.Timer(ENDS_WITHIN, os._exit, (WINDOW_CLOSED,))
        watch.daemon = True
        watch.start()
        self._keep_and_exit()

    @work(exclusive=True, group="closing")
    async def _keep_and_exit(self) -> None:
        """Store what was typed, where its page can, and close."""
        for screen in guarded_among(self.screen_stack):
            with suppress(CoachError, TimeoutError):
                await asyncio.wait_for(screen.keep_in_time(), KEPT_WITHIN)
        self.exit(return_code=WINDOW_CLOSED)

    async def action_quit(self) -> None:
        """Close the app, once the practitioner confirms losing everything that is not stored."""
        self._close()

    @work(exclusive=True, group="closing")
    async def _close(self) -> None:
        if not await may_go(self, self.screen_stack) or not await self._exercise_may_go():
            return
        if self._opened is not None and (lost := await self.in_practice(self.practice.keeping.only_here)):
            from coach.tui.dialogs.confirm import confirm_losing
            from coach.tui.dialogs.dialog import Dialog

            # Asked a second time, as by Ctrl+Q again: the open question gives way to the new one.
            if isinstance(self.screen, Dialog) and self.screen.name == "not-kept":
                self.screen.dismiss(None)
            if await self.push_screen_wait(Dialog(confirm_losing(lost))) != "leave":
                return
        self.exit()

    async def _exercise_may_go(self) -> bool:
        """Return whether a begun exercise may be lost; ask the supervisor if it is not saved."""
        from coach.tui.dialogs.dialog import Dialog, confirm_leaving_words

        if self.exercise is None or not self.exercise.is_begun():
            return True
        sheet = Dialog(confirm_leaving_words(can_keep=False, about=say("The exercise that you began")))
        return await self.push_screen_wait(sheet) == "leave"

    async def on_unmount(self) -> None:
        if self._opened is not None:
            await self.in_practice(self.practice.keeping.close)
            await self.in_practice(self._opened.inbox.stores.close)
            self._opened.lookout.close()


def run(
    where: Places,
    folders: tuple[Path, ...] = (),
    scenario: str | None = None,
    rehearsal: str | None = None,
    store: str = "",
    *,
    page: "PageName | None" = None,
    options: RehearseOptions = BY_CHOICE,
    pair: bool = False,
    spoken: bool = False,
) -> int:
    """Open the coach in this terminal, and return its exit status once it is closed.

    Args:
        where: The folders of this machine that the coach reads and writes.
        folders: Further folders of a library.
        scenario: The scenario whose briefing is opened first.
        rehearsal: The id of the rehearsal that is resumed first.
        store: The address of a team's store, if there is one.
        page: The page that is opened first.
        options: How a rehearsal begins, as the command line said.
        pair: Whether two or three people are at this laptop.
        spoken: Whether they speak instead of typing.
    """
    app = CoachApp(
        where,
        folders,
        scenario=scenario,
        rehearsal=rehearsal,
        page=page,
        store=store,
        options=options,
        pair=pair,
        spoken=spoken,
    )
    app.run()
    return app.return_code or 0


if TYPE_CHECKING:

    def _fulfil(app: CoachApp) -> CoachServices:
        """Return the app as `CoachServices`, so that the type checker proves it offers them all."""
        return app
