"""A page that replies are typed on: whatever is pressed or clicked, the next letter goes to the box."""

from textual import events
from textual.containers import ScrollableContainer

from coach.tui.page import Page
from coach.tui.widgets.reply_box import ReplyBox


class ReplyPage(Page):
    """A conversation, a room, or one laptop. Where no box is to be seen, keys and clicks mean what they always do."""

    @property
    def open_box(self) -> ReplyBox | None:
        """The box, if it is on the page and can be typed in."""
        for box in self.query(ReplyBox):
            if box.focusable and all(each.display for each in box.ancestors_with_self if each is not self.app):
                return box
        return None

    def to_box(self) -> None:
        """Give the box the focus, if it can be typed in."""
        if (box := self.open_box) is not None:
            box.focus(scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        """A letter that nothing else on the page wants goes to the box."""
        box = self.open_box
        if box is None or box.has_focus or not event.is_printable or event.character is None:
            return
        event.stop()
        self.set_focus(box, scroll_visible=False)
        box.insert(event.character)

    def on_click(self) -> None:
        """A click on what was said, or on nothing, leaves the focus in the box."""
        if self.focused is None or isinstance(self.focused, ScrollableContainer):
            self.to_box()
