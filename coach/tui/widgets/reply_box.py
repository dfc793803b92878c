"""Where a reply is typed: Enter sends, ctrl+j starts a new line, and nothing typed is lost by anything."""

from textual import events
from textual.message import Message

from coach.tui.commands import bindings
from coach.tui.guarded import TypedBox

PLACEHOLDER = "What would you say?"


class ReplyBox(TypedBox):
    """A few lines to type on."""

    BINDINGS = bindings("reply")

    class Sent(Message):
        """It is to be said."""

    def __init__(self, draft: str = "") -> None:
        super().__init__(draft, id="box", highlight_cursor_line=False, placeholder=PLACEHOLDER)

    def on_mount(self) -> None:
        """A draft that comes back is gone on with at its end."""
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        """Enter sends, or whichever key somebody chose; everything else types."""
        if event.key == "enter" and self._sends(event.key):
            event.prevent_default()
            return
        await super()._on_key(event)

    def _sends(self, key: str) -> bool:
        bound = self.screen.active_bindings.get(key)
        return bound is not None and bound.binding.id == "send"

    def action_send(self) -> None:
        """Ask for it to be said."""
        self.post_message(self.Sent())

    def action_new_line(self) -> None:
        """A new line where the cursor is."""
        self.insert("\n")

    async def action_cursor_page_up(self) -> None:  # type: ignore[override]  # the page's action is awaited
        """Scroll what was said before: a reply has few lines, and the cursor keys reach them all."""
        await self.run_action("screen.turn_page(-1)")

    async def action_cursor_page_down(self) -> None:  # type: ignore[override]  # the page's action is awaited
        """Scroll on, towards what was said last."""
        await self.run_action("screen.turn_page(1)")

    def said(self, text: str) -> None:
        """Empty it of what was said; whatever was typed meanwhile stays."""
        rest = self.text.removeprefix(text) if self.text.startswith(text) else self.text
        self.load_text(rest)
        self.move_cursor(self.document.end)

    def restore(self, words: str) -> None:
        """Put words back as the draft, before whatever is there."""
        if words:
            self.load_text(f"{words}\n{self.text}" if self.text.strip() else words)
            self.move_cursor(self.document.end)
        self.focus()
