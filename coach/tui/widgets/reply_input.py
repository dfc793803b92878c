"""The boxes in which words are typed: replies, and answers to questions."""

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, TextArea

from coach.language.catalogue import say
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import PASSING
from coach.tui.widgets.text import Prose

LONGEST = 4000
"""Characters in one answer. More is refused, and stays where it was typed."""


def check_length(words: str) -> str:
    """Return a sentence on why words are too long to be stored; empty if they are not."""
    if len(words) <= LONGEST:
        return ""
    return say(
        "That is {typed} characters, and one answer holds {most}. Nothing is lost: make it shorter.",
        typed=f"{len(words):,}",
        most=f"{LONGEST:,}",
    )


class TypedBox(TextArea):
    """A text box of several lines in which no command's key selects the text, but for Ctrl+A.

    The next key would replace what is selected.
    """

    BINDINGS = make_bindings("typed")

    def action_mark_all(self) -> None:
        """Select all that was typed."""
        self.select_all()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the keys F6 and F7, so that the page gets them: Textual would select text by them."""
        return action not in {"select_line", "select_all"} and super().check_action(action, parameters)


class OwnBox(TypedBox):
    """A box for a few sentences. Tab goes to the next box, and Escape closes the page."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__(text, id=f"box-{key.replace('.', '-')}", highlight_cursor_line=False, compact=True)
        self.key = key

    def on_mount(self) -> None:
        self.cursor_blink = not getattr(self.app, "still", False)
        self.move_cursor(self.document.end)  # words that stand in it are gone on with

    @property
    def words(self) -> str:
        """The typed words, without spaces around them."""
        return self.text.strip()

    @property
    def refused(self) -> str:
        """Why the words cannot be stored; empty if they can."""
        return check_length(self.words)


class QuestionBox(Vertical):
    """A question that nobody has to answer, with earlier answers and a box."""

    def __init__(self, key: str, question: str, before: tuple[str, ...] = (), draft: str = "") -> None:
        """Make the box of a question.

        Args:
            key: the key under which an answer is stored.
            question: the question.
            before: what was written to it before.
            draft: words that are not stored yet.
        """
        super().__init__(classes="asked")
        self.key = key
        self._question = question
        self._before = before
        self._draft = draft

    def compose(self) -> ComposeResult:
        yield Prose("", self._question)
        for words in self._before:
            yield Prose(words, say("You wrote:"), classes="item")
        yield OwnBox(self._draft, self.key)
        yield Prose("", classes="refused")

    @on(TextArea.Changed)
    def look_over(self) -> None:
        """Show while there is too much text in the box, and hide that otherwise."""
        refused = self.query_one(".refused", Prose)
        refused.update(self.refused)
        refused.display = bool(self.refused)

    def on_mount(self) -> None:
        self.look_over()

    @property
    def words(self) -> str:
        """The typed words, without spaces around them."""
        return self.query_one(OwnBox).words

    @property
    def refused(self) -> str:
        """Why the words cannot be stored; empty if they can."""
        return self.query_one(OwnBox).refused

    def clear(self) -> None:
        """Empty the box and its undo history, so that nothing of it can be brought back."""
        self.query_one(OwnBox).load_text("")


# --- The box for a search


class SearchBox(Input):
    """A box for words to look for; Escape empties it, Enter and Down go to what was found."""

    BINDINGS = make_bindings("search_box")

    def __init__(self, placeholder: str, id: str) -> None:  # noqa: A002  # as Textual calls it
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False, classes=PASSING)

    def add(self, letters: str) -> None:
        """Put letters that were typed beside the box at its end, and let it have the focus."""
        self.focus()
        self.cursor_position = len(self.value)
        self.insert_text_at_cursor(letters)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the key that empties the box only while something stands in it."""
        if action == "empty" and not self.value:
            return False
        return super().check_action(action, parameters)

    def on_input_changed(self) -> None:
        """Show the keys for what stands in the box now."""
        self.refresh_bindings()

    def action_empty(self) -> None:
        """Take out all that was typed; where that is nothing, leave the key to the page."""
        if not self.value:
            raise SkipAction
        self.value = ""


# --- The box for a reply

PLACEHOLDER = "What would you say?"


class ReplyBox(TypedBox):
    """The box in which a reply is typed: Enter sends, ctrl+j starts a new line."""

    BINDINGS = make_bindings("reply")

    class Sent(Message):
        """Message posted when the reply in the box is to be said."""

    class KeyPressed(Message):
        """Message posted once when a key is pressed while lines are still to come."""

    def __init__(self, draft: str = "") -> None:
        super().__init__(draft, id="box", highlight_cursor_line=False, placeholder=say(PLACEHOLDER))
        self.reports_key = False
        """Whether the next key is reported: it shows lines that are still to come."""

    def on_mount(self) -> None:
        """Move the cursor to the end of the draft."""
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        """Send on Enter, or on the key that the practitioner chose; every other key types."""
        if self.reports_key:
            self.reports_key = False
            self.post_message(self.KeyPressed())
            if event.key == "enter" and not self.text.strip():
                event.prevent_default()
                event.stop()
                return
        if event.key == "enter" and self._sends(event.key):
            event.prevent_default()
            return
        await super()._on_key(event)

    def _sends(self, key: str) -> bool:
        bound = self.screen.active_bindings.get(key)
        return bound is not None and bound.binding.id == "send"

    def action_send(self) -> None:
        """Post that the reply in the box is to be said."""
        self.post_message(self.Sent())

    def action_new_line(self) -> None:
        """Begin a new line at the cursor."""
        self.insert("\n")

    async def action_cursor_page_up(self) -> None:  # type: ignore[override]  # the page's action is awaited
        """Scroll the transcript up: a reply has few lines, which the cursor keys reach."""
        await self.run_action("screen.turn_page(-1)")

    async def action_cursor_page_down(self) -> None:  # type: ignore[override]  # the page's action is awaited
        """Scroll the transcript down, towards the latest lines."""
        await self.run_action("screen.turn_page(1)")

    async def action_cursor_up(self, select: bool = False) -> None:  # type: ignore[override]  # as above
        """Move the cursor up; in an empty box, scroll the transcript up a line."""
        if self.text:
            super().action_cursor_up(select)
        else:
            await self.run_action("screen.turn_lines(-1)")

    async def action_cursor_down(self, select: bool = False) -> None:  # type: ignore[override]  # as above
        """Move the cursor down; in an empty box, scroll the transcript down a line."""
        if self.text:
            super().action_cursor_down(select)
        else:
            await self.run_action("screen.turn_lines(1)")

    async def action_talk_edge(self, edge: int) -> None:
        """Scroll the transcript to its beginning or to its end."""
        await self.run_action(f"screen.turn_to_edge({edge})")

    def clear_said(self, text: str) -> None:
        """Remove a reply that was said from the box; words typed meanwhile stay."""
        rest = self.text.removeprefix(text) if self.text.startswith(text) else self.text
        self.load_text(rest if rest.strip() else "")
        self.move_cursor(self.document.end)

    def restore(self, words: str) -> None:
        """Put words back into the box as a draft, before the text that it has, and focus it."""
        if words:
            self.load_text(f"{words}\n{self.text}" if self.text.strip() else words)
            self.move_cursor(self.document.end)
        self.focus()
