"""The conversation so far. Only its last turns are on the screen; earlier ones on demand."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from coach.tui.send_reply import LineKind, ScreenLine, ScreenTurn
from coach.tui.text import sanitize

AT_ONCE = 20
"""Turns on the screen: about forty lines."""


class TurnLines(VerticalGroup):
    """The lines of one turn: a reply, and what was said to it."""

    def __init__(self, turn: ScreenTurn) -> None:
        super().__init__(*(Static(_words(said), classes=f"said by-{said.kind}", markup=False) for said in turn))
        self.ends = turn[-1].kind is LineKind.AFTER


class Transcript(VerticalScroll, can_focus=True):
    """A conversation as turns, the newest at the bottom and in view."""

    def __init__(self) -> None:
        super().__init__(id="transcript")
        self._before: list[ScreenTurn] = []
        """Turns that are not on the screen now."""

    def compose(self) -> ComposeResult:
        yield Button("Earlier lines", id="earlier", compact=True)

    def on_mount(self) -> None:
        """Stay with the newest line unless the reader scrolls up."""
        self.anchor()

    async def fill(self, turns: Iterable[ScreenTurn]) -> None:
        """Show a conversation from the start."""
        everything = list(turns)
        await self.query(TurnLines).remove()
        self._before = everything[:-AT_ONCE]
        await self.mount_all([TurnLines(turn) for turn in everything[-AT_ONCE:]])
        self._offer()

    async def add(self, turns: Iterable[ScreenTurn], own: Iterable[ScreenTurn] = ()) -> None:
        """Add turns that were just said.

        Args:
            turns: what the family said.
            own: what the practitioner said before that.
        """
        self.anchor()
        await self.mount_all([TurnLines(turn) for turn in (*own, *turns) if turn])

    async def take_back(self) -> None:
        """Take away the last reply, what was said to it, and an ending if it brought one."""
        lines = list(self.query(TurnLines))
        gone = lines[-2:] if lines and lines[-1].ends else lines[-1:]
        for each in gone:
            await each.remove()

    async def earlier(self) -> None:
        """Bring back the turns just before the first one on the screen."""
        back, self._before = self._before[-AT_ONCE:], self._before[:-AT_ONCE]
        first = next(iter(self.query(TurnLines)), None)
        await self.mount_all([TurnLines(turn) for turn in back], before=first)
        self._offer()
        if first is not None:
            self.call_after_refresh(first.scroll_visible, top=True, animate=False)

    @on(Button.Pressed, "#earlier")
    async def bring_back(self, event: Button.Pressed) -> None:
        """Bring back earlier turns by the button."""
        event.stop()
        await self.earlier()

    def _offer(self) -> None:
        self.query_one("#earlier").display = bool(self._before)


def _words(said: ScreenLine) -> Content:
    """Lay out a line with its speaker, and how it is said."""
    text = sanitize(said.text)
    if said.kind is LineKind.SCENE:
        return Content(text)
    style = {LineKind.YOU: "bold $you", LineKind.FAMILY: "bold $family"}.get(said.kind, "bold $quiet")
    how = f"  ({sanitize(said.how)})" if said.how else ""
    return Content.assemble((sanitize(said.speaker), style), (how, "$quiet"), "\n", text)
