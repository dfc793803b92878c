"""The attempts of a rehearsal: which there are, where they part, and which is being looked back on."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button

from coach.rehearsal.story import Attempt, Story
from coach.tui.widgets.debrief_words import Words


class Attempts(VerticalScroll):
    """One after another; each can be looked back on, and two set side by side."""

    def __init__(self, story: Story, looking_at: int) -> None:
        super().__init__(id="attempts")
        self._story = story
        self._looking_at = looking_at

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            yield Words("Each time you say a line again, the way through before it is kept.", classes="say quiet")
            for attempt in self._story.attempts:
                yield Words(told(attempt), f"Attempt {attempt.number}:", classes="say")
                if attempt.number == self._looking_at:
                    yield Words("This is the one you are looking back on.", classes="item")
                else:
                    yield Button(
                        f"Look back on attempt {attempt.number}",
                        action=f"screen.look_at({attempt.number})",
                        compact=True,
                    )
            yield Button("Two attempts side by side", action="screen.side_by_side", compact=True, id="side-by-side")


def told(attempt: Attempt) -> str:
    """An attempt in a sentence."""
    count = len(attempt.replies())
    replies = "1 reply" if count == 1 else f"{count} replies"
    end = "" if attempt.ended or attempt.ending else ", not ended"
    return f"{start(attempt)}, {replies}{end}."


def start(attempt: Attempt) -> str:
    """Where it begins to be its own."""
    return f"another way from reply {attempt.parted}" if attempt.parted else "from the start"
