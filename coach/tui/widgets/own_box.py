"""A box for a few sentences of one's own, under a question that nobody has to answer."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import TextArea

from coach.tui.guarded import TypedBox
from coach.tui.widgets.debrief_words import Words

LONGEST = 4000
"""Characters in one answer. More is refused, and stays where it was typed."""


def too_long(words: str) -> str:
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
        return too_long(self.words)


class Asked(Vertical):
    """A question, what was written to it before, and a box."""

    def __init__(self, key: str, question: str, before: tuple[str, ...] = (), draft: str = "") -> None:
        """`key` names what an answer is kept under."""
        super().__init__(classes="asked")
        self.key = key
        self._question = question
        self._before = before
        self._draft = draft

    def compose(self) -> ComposeResult:
        yield Words("", self._question)
        for words in self._before:
            yield Words(words, "You wrote:", classes="item")
        yield OwnBox(self._draft, self.key)
        yield Words("", classes="refused")

    @on(TextArea.Changed)
    def look_over(self) -> None:
        """Say it as soon as there is too much, and no longer than that."""
        refused = self.query_one(".refused", Words)
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
