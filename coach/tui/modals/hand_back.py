"""Handing back what was said, once it is shown exactly as it goes."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from textual.widget import Widget

from coach.debrief.written import Block, Heading, Item, Say
from coach.model.brought import Brought, Response
from coach.model.rubric import Rubric
from coach.practice.safeguarding import ASKED
from coach.supervision.bringing_along import ENDING
from coach.supervision.desk import Desk
from coach.supervision.handing_over import addressee, counting, criterion_words, response_blocks
from coach.tui.modals.saving import FOR_OTHERS, SaveSheet, Way
from coach.tui.shown import shown
from coach.tui.widgets.brought_line import YOURS
from coach.tui.widgets.debrief_words import drawn

LONGEST_PART = 30
"""Letters of a name that become part of a file's."""


class HandBackSheet(SaveSheet):
    """What goes back, word for word, and where to. It says what was done."""

    AUTO_FOCUS = ".buttons Button"
    choices = (("save", "Hand it back"), ("close", "Not yet"))

    def __init__(
        self,
        desk: Desk,
        brought: Brought,
        response: Response,
        rubric: Rubric | None,
        *,
        shared: bool,
        login: str = "",
    ) -> None:
        """`shared`: whether it lies in a team's store, so that it can go back there; `login` laid it there."""
        whom = addressee(brought.who, login)
        name = f"{brought.scenario.replace('_', '-') or 'question'}-{_part_of_a_name(brought.who or login)}"
        store = Way("store", f"Through your team's store; {f'login {login}' if login else 'they'} can read it there")
        file = Way("file", f"As a file, to give to {whom}", f"{name}from-supervision{ENDING}", FOR_OTHERS)
        super().__init__(f"This goes back to {shown(whom)}", (store, file) if shared else (file,), self._do)
        self.whom = whom
        self.desk = desk
        self.response = response
        self._blocks = tuple(_goes(brought, response, rubric))

    def words(self) -> Iterable[Widget]:
        """All of it, then where to."""
        yield from drawn(self._blocks, ":")
        yield from super().words()

    def _do(self, way: str, file: Path) -> str:
        """In the practice's thread; the page asked about the words before. Raises CoachError."""
        path = self.desk.hand_back(self.response, file if way == "file" else None, confirmed=ASKED)
        if path is None:
            return (
                f"{self.whom} can read it in your team's store now. You can change it and hand it back again, or take "
                "it back (F7 where you read what was brought)."
            )
        return f"It is in {path}. Nothing was sent: give {self.whom} that file."


def _part_of_a_name(who: str) -> str:
    """Letters and digits of a name, for a file's name: answers to several people are told apart by it."""
    words = "".join(each if each.isalnum() else " " for each in who.casefold()).split()
    return f"for-{'-'.join(words)[:LONGEST_PART]}-" if words else ""


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
