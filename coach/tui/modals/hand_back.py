"""Handing back what was said, once it is shown exactly as it goes."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from textual.widget import Widget

from coach.debrief.written import Block, Heading, Item, Say
from coach.model.brought import Brought, Response
from coach.model.rubric import Rubric
from coach.supervision.bringing_along import ENDING
from coach.supervision.desk import Desk
from coach.supervision.handing_over import counting, criterion_words, response_blocks
from coach.tui.modals.saving import FOR_OTHERS, SaveSheet, Way
from coach.tui.widgets.brought_line import YOURS
from coach.tui.widgets.debrief_words import drawn


class HandBackSheet(SaveSheet):
    """What goes back, word for word, and where to. It says what was done."""

    AUTO_FOCUS = ".buttons Button"
    choices = (("save", "Hand it back"), ("close", "Not yet"))

    def __init__(
        self, desk: Desk, brought: Brought, response: Response, rubric: Rubric | None, *, shared: bool
    ) -> None:
        """`shared`: whether it lies in a team's store, so that it can go back there."""
        name = f"{brought.scenario.replace('_', '-') or 'question'}-from-supervision{ENDING}"
        store = Way("store", "Through your team's store; they can read it there")
        file = Way("file", "As a file, to give to them", name, FOR_OTHERS)
        super().__init__("This goes back to them", (store, file) if shared else (file,), self._do)
        self.desk = desk
        self.response = response
        self._blocks = tuple(_goes(brought, response, rubric))

    def words(self) -> Iterable[Widget]:
        """All of it, then where to."""
        yield from drawn(self._blocks, ":")
        yield from super().words()

    def _do(self, way: str, file: Path) -> str:
        """In the practice's thread. Raises CoachError."""
        path = self.desk.hand_back(self.response, file if way == "file" else None)
        if path is None:
            return "They can read it in your team's store now. You can change it and hand it back again."
        return f"It is in {path}. Nothing was sent: give them that file."


def _goes(brought: Brought, response: Response, rubric: Rubric | None) -> Iterator[Block]:
    """What is said of each line, then of the whole."""
    for place, line in enumerate(brought.lines, 1):
        views = [view for view in response.views if line.reply and view.reply == line.reply]
        comments = [each.words for each in response.comments if each.line == place]
        if not views and not comments:
            continue
        yield Heading(f"“{line.text}”", 3)
        for view in views:
            because = f". {view.reason}" if view.reason else ""
            name = criterion_words(view.criterion, line, rubric)
            yield Item(f"{name[:1].upper()}{name[1:]}{because}", YOURS[view.view])
        yield from (Item(words, "You wrote") for words in comments)
    whole = tuple(response_blocks(response))
    yield from whole if len(whole) > 1 else ()
    if brought.replies():
        yield Say(counting(brought, response))
