"""Two attempts of a rehearsal beside each other, from where they part."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Select

from coach.practice.rehearsing import Rehearsing
from coach.tui.commands import bindings
from coach.tui.page import Page
from coach.tui.widgets.debrief_attempts import start
from coach.tui.widgets.debrief_pairs import Pair, pairs
from coach.tui.widgets.debrief_partings import parting
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.keys import Keys


class SideBySideScreen(Page):
    """Your words, the family's answer and the coach's notes, of one attempt and of another."""

    WHERE = "side_by_side"
    HELP = """\
Two attempts of the same rehearsal, from the reply at which they part: your words, what the family answered, and the \
coach's notes. Neither is the right one. Choose which two at the top.

On a narrow screen they stand one below the other, reply by reply."""
    BINDINGS = bindings("side_by_side")
    AUTO_FOCUS = "#pairs"

    def __init__(self, rehearsing: Rehearsing) -> None:
        super().__init__()
        self._rehearsing = rehearsing

    def compose(self) -> ComposeResult:
        """Which two, and the two."""
        attempts = self._rehearsing.story.attempts
        choices = [(f"Attempt {attempt.number}, {start(attempt)}", attempt.number) for attempt in attempts]
        yield Words(self._rehearsing.script.dialogue.title, "Side by side:", classes="title")
        with Horizontal(id="which"):
            yield Select(choices, value=attempts[-2].number, allow_blank=False, compact=True, id="first")
            yield Select(choices, value=attempts[-1].number, allow_blank=False, compact=True, id="second")
        yield VerticalScroll(id="pairs")
        yield Keys()

    @on(Select.Changed)
    def show(self) -> None:
        """Show the two that are chosen."""
        self._show()

    @work(exclusive=True)
    async def _show(self) -> None:
        first, second = (self.query_one(f"#{which}", Select).value for which in ("first", "second"))
        page = self.query_one("#pairs", VerticalScroll)
        await page.remove_children()
        if not isinstance(first, int) or not isinstance(second, int) or first == second:
            await page.mount(Words("Choose two different attempts.", classes="say"))
            return
        one = await self.coach.in_practice(self._rehearsing.debrief, first)
        other = await self.coach.in_practice(self._rehearsing.debrief, second)
        parted = parting(self._rehearsing.story, first, second)
        await page.mount(Vertical(*(Pair(both) for both in pairs(one, other, parted)), classes="pairs"))
