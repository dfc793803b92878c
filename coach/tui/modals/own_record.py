"""A draft for one's own record of learning: shown as it is, and saved for its writer alone."""

from collections.abc import Iterable
from pathlib import Path

from textual.widget import Widget

from coach.debrief.written import Block
from coach.supervision.bringing_along import Bringing
from coach.tui.modals.saving import SaveSheet, Way
from coach.tui.widgets.debrief_words import Words, drawn

WAYS = (
    Way("word", "A Word document", "learning-record.docx"),
    Way("page", "A page to read or print", "learning-record.html"),
)
YOURS = (
    "This goes to nobody. It holds what you wrote afterwards, also where you leave that out of what you hand over. "
    "This is what it says:"
)


class OwnRecordSheet(SaveSheet):
    """The draft itself, then where to. It gives back a sentence on where it is."""

    AUTO_FOCUS = ".buttons Button"
    choices = (("save", "Save the draft"), ("close", "Not now"))

    def __init__(self, bringing: Bringing, draft: tuple[Block, ...]) -> None:
        super().__init__("Save a draft for my own record", WAYS, self._do)
        self._bringing = bringing
        self._draft = draft

    def words(self) -> Iterable[Widget]:
        """What it is for, all of it, and the ways."""
        yield Words(YOURS)
        yield from drawn(self._draft, ":")
        yield from super().words()

    def _do(self, _: str, file: Path) -> str:
        """In the practice's thread. Raises CoachError."""
        path = self._bringing.save_learning_record(self._draft, file)
        return f"A draft for your own record of learning is in {path}. Nobody else has it."
