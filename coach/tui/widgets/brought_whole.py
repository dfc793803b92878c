"""Everything that was brought, in the order it is read in: their question first, then line by line."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button

from coach.model.brought import Brought, Response, What
from coach.model.rubric import Rubric
from coach.supervision.days import in_words
from coach.supervision.handing_over import READS_WORDS
from coach.supervision.saying import remark
from coach.tui.widgets.brought_line import BroughtLineBox
from coach.tui.widgets.debrief_words import Words, heading, set_apart

HOW = "Choose a line by mouse or with the arrow keys, and say what you see in it. Nothing is handed back until you do."


class BroughtWhole(VerticalScroll):
    """It can be scrolled where it has no lines to go through."""

    def __init__(self, brought: Brought, rubric: Rubric | None) -> None:
        super().__init__(id="brought-whole", can_focus=not brought.lines)
        self._brought = brought
        self._rubric = rubric
        self._on_the_whole = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            yield from self._first()
            if self._brought.lines:
                yield heading("What was said")
                yield Words(HOW, classes="say quiet first")
                for place in range(1, len(self._brought.lines) + 1):
                    yield BroughtLineBox(self._brought, place, self._rubric)
            if self._brought.reflections:
                yield heading("In their own words")
                yield from (Words(each.words, each.asked, classes="item") for each in self._brought.reflections)
            yield heading("On the whole")
            yield Words("", classes="say first on-the-whole")
            yield Button("A comment on the whole (F2)", action="screen.comment(0)", compact=True)
            if self._brought.what is not What.QUESTION:
                yield Words(READS_WORDS, classes="say quiet")

    def said(self, response: Response) -> None:
        """Show what is said of it now."""
        for line in self.query(BroughtLineBox):
            line.said(response)
        words = remark(response, 0)
        said = set_apart("You wrote:", words) if words else "You have not written anything on the whole of it."
        whole = self.query_one(".on-the-whole", Words)
        if words != self._on_the_whole:
            whole.call_after_refresh(whole.scroll_visible, animate=False)
        whole.update(said)
        self._on_the_whole = words

    def line(self, place: int) -> BroughtLineBox | None:
        """The line at a place."""
        return next((line for line in self.query(BroughtLineBox) if line.place == place), None)

    def _first(self) -> Iterator[Widget]:
        brought = self._brought
        leads = (
            ("They would like to talk about:", brought.question),
            ("They wrote:", brought.note),
            ("They wanted:", f"“{brought.intention}”" if brought.intention else ""),
        )
        for lead, words in leads:
            if words:
                yield Words(words, lead, classes="say")
        if not brought.question and not brought.note:
            yield Words("They wrote no question and no note with it.", classes="say quiet")
        yield Words(in_words(brought.day), "Brought on", classes="say quiet")
        for answer in brought.answers:
            yield Words(answer.words, f"{answer.asked}.", classes="item")
