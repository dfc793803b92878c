"""Saying something where others read it: looked over first, as everywhere, and never lost."""

import asyncio
from typing import cast

from textual import work

from coach.practice.care import Care
from coach.practice.details import Detail, look_for_details, without
from coach.practice.practice import Practice
from coach.tui.frame import Framed
from coach.tui.modals.details import DetailsSheet
from coach.tui.reply_page import ReplyPage
from coach.tui.room.answer_line import AnswerLine
from coach.tui.room.asks import Say
from coach.tui.widgets.reply_box import ReplyBox


class Speaking(ReplyPage):
    """A page with a box, in a room or at one laptop. Each says for itself where the words go."""

    def __init__(self) -> None:
        super().__init__()
        self.draft = ""
        """What stands in the box."""
        self._turn = asyncio.Lock()
        self._known: tuple[str, frozenset[str]] = ("", frozenset())

    @property
    def framed(self) -> Framed:
        """The app, by its own type."""
        return cast("Framed", self.app)

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

    def played(self) -> tuple[Practice, str]:
        """What is practised with, and the scenario's id; empty where there is none. In the practice's thread."""
        raise NotImplementedError

    async def said(self, words: str, *, again: bool) -> None:
        """Say it. Raises CoachError."""
        raise NotImplementedError

    async def put_aside(self) -> None:
        """Words of somebody's own distress are out of the box; whatever else looks after them."""
        raise NotImplementedError

    def asks_whether_real(self, details: tuple[Detail, ...]) -> DetailsSheet:
        """What asks about details that look like somebody real."""
        return DetailsSheet(details)

    async def goes_back(self, wanted: str | None) -> None:  # noqa: ARG002  # at one laptop it can be a moment out
        """Neither left out nor kept: the words stay in the box."""
        for box in self.query(ReplyBox):
            box.focus()

    # ------------------------------------------------------------------------------------------ the same for all

    def on_say(self, event: Say) -> None:
        """Say it; while an answer is on its way, this waits to be asked again."""
        event.stop()
        self.to_box()
        if not self._turn.locked():
            self._say(event.words, again=event.again)

    @work
    async def _say(self, words: str, *, again: bool, as_is: bool = False) -> None:
        async with self._turn:
            if self.who_cares().touched(words):
                for box in self.query(ReplyBox):
                    box.load_text("")
                self.draft = ""
                await self.put_aside()
                return
            details = () if as_is else look_for_details(words, await self.framed.in_practice(self._known_words))
            if not details:
                await self.said(words, again=again)
                self.to_box()
                return
        match await self.app.push_screen_wait(self.asks_whether_real(details)):
            case "remove":
                rest = without(words, details)
                for box in self.query(ReplyBox):
                    box.load_text(rest)
                self._say(rest, again=again, as_is=True)
            case "keep":
                self._say(words, again=again, as_is=True)
            case wanted:
                await self.goes_back(wanted)

    def _known_words(self) -> frozenset[str]:
        """Words of the script, which are nobody's details."""
        practice, scenario = self.played()
        if scenario and self._known[0] != scenario:
            self._known = scenario, practice.known_words(practice.script(scenario))
        return self._known[1]
