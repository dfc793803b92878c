"""The base class of a round's pages, and widgets for their words."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button

from coach.classroom.views import View
from coach.debrief.render import Block
from coach.tui.pair.marking import MarkingPanel, NoteList
from coach.tui.pair.page_data import PageExtras, RoundStatus
from coach.tui.pair.round_widgets import RoundTranscript
from coach.tui.widgets.text import draw_blocks

SCROLL_KEYS: list[BindingType] = [
    Binding(key, f"scroll_words({key!r})", show=False) for key in ("up", "down", "pageup", "pagedown", "home", "end")
]
"""The keys that move a page's words while the focus is on one of its buttons."""


class RoundPage(Vertical):
    """The base of a round's pages; `fill` updates it from a view, leaving what did not change.

    A page with notes or marks names their keys in its `BINDINGS`; what the keys do is the same on every page.
    """

    BINDINGS = SCROLL_KEYS
    FIRST: ClassVar[str] = ""
    """What has the focus first: selectors, of which the first that is there and can have it is taken."""

    def __init__(self, view: View, extras: PageExtras) -> None:
        super().__init__(classes="room-page")
        self.view = view
        self.extras = extras

    async def on_mount(self) -> None:
        """Fill the page once it is shown, and focus its first widget."""
        await self.fill()
        self.focus_first()

    async def show(self, view: View, extras: PageExtras) -> None:
        """Update the page. If the focused widget is hidden by that, focus the first thing to do.

        Args:
            view: the round as the participant may see it.
            extras: what the page has besides.
        """
        self.view, self.extras = view, extras
        await self.fill()
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors and not _is_displayed(focused):
            self.focus_first()  # or keys would go nowhere

    async def fill(self) -> None:
        """Update the page's words from its view; overridden by each page."""

    def focus_first(self) -> None:
        """Focus the first widget on this page with which something can be done."""
        for selector in (*self.FIRST.split(", "), "Button.main", "Button"):
            for widget in self.query(selector) if selector else ():
                if widget.focusable and all(node.display for node in widget.ancestors_with_self if node is not self):
                    widget.focus(scroll_visible=False)
                    return

    # --- Keys that work wherever the focus is

    def action_scroll_words(self, key: str) -> None:
        """Scroll the words on the page, if they do not all fit."""
        scroll_words(self, key)

    def action_note(self, note: str) -> None:
        """Give this note or guess on the highlighted opening."""
        for notes in self.query(NoteList):
            if notes.display:
                notes.action_note(note)

    def action_mark(self, mark: str) -> None:
        """Mark the highlighted opening, or the last reply."""
        for marking in self.query(MarkingPanel):
            marking.action_mark(mark)

    def action_unmark(self) -> None:
        """Remove the last mark given."""
        for marking in self.query(MarkingPanel):
            marking.action_unmark()

    def on_marking_panel_chosen(self, event: MarkingPanel.Chosen) -> None:
        """Scroll the transcript, if the page has one, to a chosen opening."""
        event.stop()
        for transcript in self.query(RoundTranscript):
            transcript.show_opening(event.opening)


def scroll_words(page: Widget, key: str) -> None:
    """Scroll the displayed words of a page.

    Args:
        page: the page.
        key: one of `SCROLL_KEYS`.
    """
    for words in page.query(".written").results(VerticalScroll):
        if _is_displayed(words):
            {
                "up": words.scroll_up,
                "down": words.scroll_down,
                "pageup": words.scroll_page_up,
                "pagedown": words.scroll_page_down,
                "home": words.scroll_home,
                "end": words.scroll_end,
            }[key](animate=False)
            return


def _is_displayed(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self)


class BlockView(VerticalScroll):
    """A view of a document's blocks, drawn again only where they changed."""

    def __init__(self) -> None:
        super().__init__(classes="written")
        self._blocks: tuple[Block, ...] | None = None

    async def put(self, blocks: Iterable[Block]) -> None:
        """Show other blocks in place of the present ones."""
        now = tuple(blocks)
        if now == self._blocks:
            return
        self._blocks = now
        with self.app.batch_update():
            await self.query_children(".block").remove()
            await self.mount(Vertical(*draw_blocks(now), classes="block reading"), before=0)


# --- The base of the pages at one laptop


class LaptopPage(RoundPage):
    """A page of a round at one laptop, for all participants or for one alone."""

    def __init__(self, status: RoundStatus) -> None:
        super().__init__(take_shared_view(status), status.extras)
        self.status = status

    async def show_status(self, status: RoundStatus) -> None:
        """Update the page with the round's present state."""
        self.status = status
        await self.show(take_shared_view(status), status.extras)


class ForwardButtons(HorizontalGroup):
    """The button that goes on, as F9 does, with the page's other buttons."""

    def __init__(self, words: str, *others: Button) -> None:
        super().__init__(classes="buttons further")
        self._words = words
        self._others = others

    def compose(self) -> ComposeResult:
        yield Button(self._words, id="go-on", classes="main", action="screen.go_on")
        yield from self._others


def take_shared_view(status: RoundStatus) -> View:
    """Return the view of a page that is not covered."""
    assert status.view is not None, "behind a cover there is no page"
    return status.view
