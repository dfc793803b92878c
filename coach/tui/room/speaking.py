"""Saying something where others read it: looked over first, as everywhere, and never lost."""

import asyncio
from typing import cast

from textual import work

from coach.practice.question_texts import words_after
from coach.practice.safeguarding import (
    Care,
    Distress,
    NeedsConfirmation,
    Question,
)
from coach.tui.base_app import BaseApp, Page
from coach.tui.dialogs.care import ask_about_words
from coach.tui.dialogs.dialog import Dialog
from coach.tui.pair.page_data import SayRequest
from coach.tui.widgets.notices import AnswerLine
from coach.tui.widgets.reply_input import ReplyBox


class SpeakingPage(Page):
    """A page with a box, in a room or at one laptop. Each says for itself where the words go."""

    def __init__(self) -> None:
        super().__init__()
        self.draft = ""
        """What stands in the box."""
        self._turn = asyncio.Lock()

    @property
    def framed(self) -> BaseApp:
        """The app, by its own type."""
        return cast("BaseApp", self.app)

    def answer(self, words: str) -> bool:
        """On its own line, until the next page."""
        for line in self.query(AnswerLine):
            line.say(words)
        return True

    def answered(self) -> None:
        """Another page: what was answered on the one before is no part of it."""
        for line in self.query(AnswerLine):
            line.put_away()

    # ------------------------------------------------------------------------------------------ each for itself

    def who_cares(self) -> Care:
        """What notices distress."""
        raise NotImplementedError

    async def said(
        self, words: str, confirmed: frozenset[Question], *, again: bool
    ) -> NeedsConfirmation | Distress | None:
        """Say it, or give back what stops it. Raises CoachError."""
        raise NotImplementedError

    async def put_aside(self) -> None:
        """Words of somebody's own distress are out of the box; whatever else looks after them."""
        raise NotImplementedError

    def asks(self, why: NeedsConfirmation, words: str) -> Dialog:
        """Make the sheet that asks about these words."""
        return Dialog(ask_about_words(why, words, self.who_cares()))

    async def goes_back(self, wanted: str | None) -> None:  # noqa: ARG002  # see its docstring
        """Not sent: the words stay in the box. A moment out comes first where one is wished."""
        for box in self.query(ReplyBox):
            box.focus()

    # ------------------------------------------------------------------------------------------ the same for all

    def on_say_request(self, event: SayRequest) -> None:
        """Say it; while an answer is on its way, this waits to be asked again."""
        event.stop()
        self.focus_box()
        if not self._turn.locked():
            self._say(event.words, again=event.again)

    @work
    async def _say(self, words: str, *, again: bool, confirmed: frozenset[Question] = frozenset()) -> None:
        async with self._turn:
            why = await self.said(words, confirmed, again=again)
            if why is None:
                self.focus_box()
                return
            if isinstance(why, Distress):
                for box in self.query(ReplyBox):
                    box.load_text("")
                self.draft = ""
                await self.put_aside()
                return
        wanted = await self.app.push_screen_wait(self.asks(why, words))
        if (rest := words_after(wanted, why, words)) is not None:
            for box in self.query(ReplyBox):
                box.load_text(rest)
            self._say(rest, again=again, confirmed=confirmed | {why.question})
        else:
            await self.goes_back(wanted)
