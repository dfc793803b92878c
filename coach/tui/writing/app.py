"""The screen beside an author's editor: it looks at the files twice a second, and a save is played at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from coach.authoring.draft import Beginning, Draft, Played
from coach.content.problems import Problem
from coach.errors import CoachError
from coach.records.places import Places
from coach.tui.commands import bindings
from coach.tui.compat import PasteBoundApp
from coach.tui.guarded import Guarded, may_go
from coach.tui.themes import THEMES, chosen
from coach.tui.widgets.debrief_words import Words, set_apart
from coach.tui.widgets.keys import Keys
from coach.tui.widgets.reply_box import ReplyBox
from coach.tui.writing.where import WhereSheet
from coach.tui.writing.words import conversation, faults, standing

P = ParamSpec("P")
T = TypeVar("T")
LOOKS_EVERY = 0.5
"""Seconds between looks at the files."""


class WritingApp(PasteBoundApp):
    """Problems on the left, the conversation on the right, and a box to say something in."""

    TITLE = "Conversation coach: writing"
    CSS_PATH = ["../coach.tcss", "../debrief.tcss", "writing.tcss"]
    BINDINGS = [*bindings("writing"), *bindings("reply")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-usual"), (100, "-broad")]

    def __init__(self, where: Places, draft: Draft) -> None:
        super().__init__()
        self._draft = draft
        self._played: Played | None = None
        self._looking = False
        self._thread = ThreadPoolExecutor(1, "draft")
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = chosen(where.settings)

    def get_default_screen(self) -> Guarded[None]:
        """A screen that knows whether the box was typed in."""
        return Guarded(id="_default")

    async def action_quit(self) -> None:
        """Close it, once a reply that was typed and not said was asked about."""
        self._quit()

    @work(exclusive=True, group="leaving")
    async def _quit(self) -> None:
        if await may_go(self, self.screen_stack):
            self.exit()

    def compose(self) -> ComposeResult:
        """What it is, what is wrong, how it goes, and where to type."""
        yield Words("reading…", f"{self._draft.name}:", classes="title")
        with Horizontal(id="draft"):
            yield VerticalScroll(id="faults")
            yield VerticalScroll(id="talk")
        yield ReplyBox()
        yield Keys()

    def on_mount(self) -> None:
        """Look at the files from now on."""
        self.query_one("#talk", VerticalScroll).anchor()
        self.query_one(ReplyBox).focus()
        self.set_interval(LOOKS_EVERY, self._look)
        self._look()

    @work(group="look")
    async def _look(self) -> None:
        """Play again where a file was saved. One look at a time: a long one is waited for, never cut short."""
        if self._looking:
            return
        self._looking = True
        try:
            if await self._in_draft(self._draft.changed):
                await self._show(await self._in_draft(self._draft.play))
                await self._show_faults(await self._in_draft(self._draft.examples))
        finally:
            self._looking = False

    @on(ReplyBox.Sent)
    @work(group="say")
    async def say(self) -> None:
        """Say what is in the box."""
        box = self.query_one(ReplyBox)
        text = box.text.strip()
        if not text or self._played is None or self._played.story is None:
            return
        if self._played.story.state.over():
            self.notify("It has ended. Take a reply back, or begin again.", markup=False)
            return
        box.said(box.text)
        await self._show(await self._in_draft(self._draft.say, text))

    @work(group="say")
    async def action_take_back(self) -> None:
        """Take the last reply back, as a draft again."""
        words = await self._in_draft(self._draft.take_back)
        self.query_one(ReplyBox).restore(words)
        await self._show(await self._in_draft(self._draft.play))

    @work(group="say")
    async def action_from_start(self) -> None:
        """Begin again where this try began, with nothing said. F8 brings the try back that was left."""
        await self._show(await self._in_draft(self._draft.begin, self._draft.beginning))

    @work
    async def action_where(self) -> None:
        """Begin at another turn, or with the family standing otherwise."""
        if self._played is None or self._played.script is None:
            self.notify("Mend what is named here first.", markup=False)
            return
        sheet = WhereSheet(self._played.script, self._draft.beginning)
        beginning: Beginning | None = await self.push_screen_wait(sheet)
        if beginning is not None:
            await self._show(await self._in_draft(self._draft.begin, beginning))

    async def _show(self, played: Played) -> None:
        self._played = played
        self.query_one(".title", Words).update(set_apart(f"{self._draft.name}:", standing(played)))
        await self._show_faults(played.problems)
        if played.script is None:
            return  # what was said stays to be read while the file is being mended
        page = self.query_one("#talk", VerticalScroll)
        with self.batch_update():
            await page.remove_children()
            await page.mount_all(list(conversation(played)))

    async def _show_faults(self, problems: tuple[Problem, ...]) -> None:
        page = self.query_one("#faults", VerticalScroll)
        with self.batch_update():
            await page.remove_children()
            await page.mount_all(list(faults(problems)))

    async def _in_draft(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Use the draft in its own thread, one thing at a time. A refusal is said, and the app closes plainly."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *args, **kwargs))
        except CoachError as error:
            self.exit(return_code=error.status, message=f"{error.title}. {error}")
            raise
