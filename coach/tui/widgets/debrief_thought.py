"""A place for the practitioner's own words: on their intention, or in answer to a question."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, Input

from coach.tui.guarded import TypedLine
from coach.tui.widgets.debrief_words import Words

ONLY_YOU = "Only you see this."
"""Of what never goes along to supervision: whether what was wanted happened."""


@dataclass
class Thought(Message):
    """Something to keep with the rehearsal."""

    on: str
    words: str


class OwnWords(Vertical):
    """A line to write in, with answers that one press gives where there are some, and what was written before."""

    def __init__(self, on: str, before: tuple[str, ...], answers: tuple[str, ...] = (), answered: str = "") -> None:
        """`answered` is the answer that was pressed, if one was."""
        super().__init__(classes="own-words", id=f"own-words-{on}")
        self._on = on
        self._before = before
        self._answers = answers
        self._answered = answered

    def compose(self) -> ComposeResult:
        if self._answers:
            yield Words(ONLY_YOU, classes="quiet")
        if self._answered:
            yield Words(f"{self._answered}.", "You said:", classes="item")
        for words in self._before:
            yield Words(words, "You wrote:", classes="item")
        with Horizontal(classes="choices"):
            for number, answer in enumerate(self._answers):
                yield Button(answer, name=answer, compact=True, id=f"answer-{self._on}-{number}")
            keep = "Keep these words" if self._answers else "Keep this thought"
            yield Button(keep, name="", compact=True, id=f"keep-{self._on}")
        yield TypedLine(
            placeholder="In your own words, if you like. Enter keeps them",
            id=f"thought-{self._on}",
            max_length=2000,
            compact=True,
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._keep(event.button.name or "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._keep("")

    def _keep(self, answer: str) -> None:
        typed = self.query_one(Input).value.strip()
        words = ". ".join(part for part in (answer, typed) if part)
        if words:
            self.post_message(Thought(self._on, words))
