"""A box for a few sentences of one's own, under a question that nobody has to answer."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import TypedBox
from coach.tui.widgets.text import Prose

LONGEST = 4000
"""Characters in one answer. More is refused, and stays where it was typed."""


def check_length(words: str) -> str:
    """Why these words cannot be kept as they are, in a sentence; nothing if they can."""
    if len(words) <= LONGEST:
        return ""
    return f"That is {len(words):,} characters, and one answer holds {LONGEST:,}. Nothing is lost: make it shorter."


class OwnBox(TypedBox):
    """A few lines. Tab goes on to the next, and Escape closes the page as it does everywhere."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__(text, id=f"box-{key.replace('.', '-')}", highlight_cursor_line=False, compact=True)
        self.key = key

    def on_mount(self) -> None:
        """Nothing moves where nothing is to move."""
        self.cursor_blink = not getattr(self.app, "still", False)

    @property
    def words(self) -> str:
        """What stands in it, without room around it."""
        return self.text.strip()

    @property
    def refused(self) -> str:
        """Why they cannot be kept as they are; nothing if they can."""
        return check_length(self.words)


class QuestionBox(Vertical):
    """A question, what was written to it before, and a box."""

    def __init__(self, key: str, question: str, before: tuple[str, ...] = (), draft: str = "") -> None:
        """`key` names what an answer is kept under."""
        super().__init__(classes="asked")
        self.key = key
        self._question = question
        self._before = before
        self._draft = draft

    def compose(self) -> ComposeResult:
        yield Prose("", self._question)
        for words in self._before:
            yield Prose(words, "You wrote:", classes="item")
        yield OwnBox(self._draft, self.key)
        yield Prose("", classes="refused")

    @on(TextArea.Changed)
    def look_over(self) -> None:
        """Say it as soon as there is too much, and no longer than that."""
        refused = self.query_one(".refused", Prose)
        refused.update(self.refused)
        refused.display = bool(self.refused)

    def on_mount(self) -> None:
        """Nothing to say yet, unless a draft is too long."""
        self.look_over()

    @property
    def words(self) -> str:
        """What stands in the box."""
        return self.query_one(OwnBox).words

    @property
    def refused(self) -> str:
        """Why they cannot be kept as they are; nothing if they can."""
        return self.query_one(OwnBox).refused

    def clear(self) -> None:
        """Empty the box, so that nothing of it can be brought back."""
        self.query_one(OwnBox).load_text("")


# --- Where a reply is typed: Enter sends, ctrl+j starts a new line, and nothing typed is lost by anything

PLACEHOLDER = "What would you say?"


class ReplyBox(TypedBox):
    """A few lines to type on."""

    BINDINGS = make_bindings("reply")

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

    def clear_said(self, text: str) -> None:
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
