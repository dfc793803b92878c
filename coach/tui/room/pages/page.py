"""What every page of a room has: it is made from a view, shown anew with the next one, and keeps the focus."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Vertical, VerticalScroll

from coach.classroom.views import View
from coach.debrief.written import Block
from coach.tui.commands import bindings
from coach.tui.room.marking import Marking
from coach.tui.room.more import More
from coach.tui.room.sealed import Sealed
from coach.tui.widgets.debrief_words import drawn


class RoomPage(Vertical):
    """A page. `fill` puts a view's words where they belong and leaves alone what has not changed."""

    FIRST: ClassVar[str] = ""
    """What has the focus first: selectors, the first that is there and can have it."""

    def __init__(self, view: View, more: More) -> None:
        super().__init__(classes="room-page")
        self.view = view
        self.more = more

    async def on_mount(self) -> None:
        """Fill it once it is there, and take the focus."""
        await self.fill()
        self.focus_first()

    async def show(self, view: View, more: More) -> None:
        """Show how things stand now."""
        self.view, self.more = view, more
        await self.fill()

    async def fill(self) -> None:
        """Put the view's words in."""

    def focus_first(self) -> None:
        """To the first thing to do here."""
        for selector in (*self.FIRST.split(", "), "Button.main", "Button"):
            for found in self.query(selector) if selector else ():
                if found.focusable and all(each.display for each in found.ancestors_with_self if each is not self):
                    found.focus(scroll_visible=False)
                    return


class NotesPage(RoomPage):
    """A page with notes or guesses to give, by key from wherever the focus is."""

    BINDINGS = bindings("sealed")

    def action_note(self, note: str) -> None:
        """This one."""
        for sealed in self.query(Sealed):
            if sealed.display:
                sealed.action_note(note)


class MarksPage(RoomPage):
    """A page with marks to make, by key from wherever the focus is."""

    BINDINGS = bindings("marking")

    def action_mark(self, mark: str) -> None:
        """This one."""
        for marking in self.query(Marking):
            marking.action_mark(mark)

    def action_unmark(self) -> None:
        """Take the last away."""
        for marking in self.query(Marking):
            marking.action_unmark()


class Written(VerticalScroll):
    """Paragraphs, headings and quotations, put in again only where they changed."""

    def __init__(self) -> None:
        super().__init__(classes="written")
        self._blocks: tuple[Block, ...] | None = None

    async def put(self, blocks: Iterable[Block]) -> None:
        """Show these."""
        now = tuple(blocks)
        if now == self._blocks:
            return
        self._blocks = now
        with self.app.batch_update():
            await self.query_children(".block").remove()
            await self.mount(Vertical(*drawn(now), classes="block reading"), before=0)
