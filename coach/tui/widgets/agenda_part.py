"""One part of the agenda: its title, what to ask, and a note. The clock's own part says so in words."""

from textual.app import ComposeResult
from textual.containers import Vertical

from coach.supervision.agenda import Part
from coach.tui.commands import bindings
from coach.tui.widgets.debrief_words import Words

HERE = "about now by the clock"


class AgendaPart(Vertical, can_focus=True):
    """A part that can be gone to by hand; the clock moves nobody."""

    BINDINGS = bindings("part")

    def __init__(self, part: Part) -> None:
        super().__init__(classes="part")
        self.part = part

    def compose(self) -> ComposeResult:
        yield Words("", self.part.title, classes="part-title")
        yield Words(f"Minutes {self.part.begins} to {self.part.ends}", classes="quiet part-when")
        for question in self.part.ask:
            yield Words(question, classes="say")
        if self.part.note:
            yield Words(self.part.note, classes="say quiet")

    def by_the_clock(self, here: bool) -> None:
        """Say whether the clock is in this part."""
        also = f", {HERE}" if here else ""
        self.query_one(".part-when", Words).update(f"Minutes {self.part.begins} to {self.part.ends}{also}")

    def action_step(self, step: int) -> None:
        """To the part before or after, if there is one."""
        parts = list(self.screen.query(AgendaPart))
        place = parts.index(self) + step
        if 0 <= place < len(parts):
            parts[place].focus()
