"""What every page of a room has: it is made from a view, shown anew with the next one, and keeps the focus."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from coach.classroom.views import View
from coach.debrief.render import Block
from coach.tui.commands import bindings
from coach.tui.room.marking import Marking
from coach.tui.room.more import More
from coach.tui.room.sealed import Sealed
from coach.tui.room.told import SoFar
from coach.tui.widgets.text import drawn


class Scrolled(Vertical):
    """A page whose words move by the keys that move any text, while the focus is on a button of it."""

    BINDINGS = [
        Binding(key, f"move_words({key!r})", show=False) for key in ("up", "down", "pageup", "pagedown", "home", "end")
    ]

    def action_move_words(self, key: str) -> None:
        """The words that are to be seen, if they do not all fit."""
        for words in self.query(".written").results(VerticalScroll):
            if _to_be_seen(words):
                {
                    "up": words.scroll_up,
                    "down": words.scroll_down,
                    "pageup": words.scroll_page_up,
                    "pagedown": words.scroll_page_down,
                    "home": words.scroll_home,
                    "end": words.scroll_end,
                }[key](animate=False)
                return


class RoomPage(Scrolled):
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
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors and not _to_be_seen(focused):
            self.focus_first()  # what it was on is gone, and keys would go nowhere

    async def fill(self) -> None:
        """Put the view's words in."""

    def focus_first(self) -> None:
        """To the first thing to do here."""
        for selector in (*self.FIRST.split(", "), "Button.main", "Button"):
            for found in self.query(selector) if selector else ():
                if found.focusable and all(each.display for each in found.ancestors_with_self if each is not self):
                    found.focus(scroll_visible=False)
                    return


def _to_be_seen(found: Widget) -> bool:
    return all(each.display for each in found.ancestors_with_self)


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

    def on_marking_chosen(self, event: Marking.Chosen) -> None:
        """The talk as it was there, where it is on the page."""
        event.stop()
        for talk in self.query(SoFar):
            talk.show_opening(event.opening)

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
