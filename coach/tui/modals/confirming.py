"""What is asked about words before they are sent: are they for the family, and is somebody in them real?"""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from coach.practice.care import Care
from coach.practice.details import without
from coach.practice.safeguarding import NeedsConfirmation, Question
from coach.tui.modals.details import DetailsSheet, in_sentences
from coach.tui.modals.pause import signposts
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown

PAUSE, SAY = "pause", "say"


class ForWhomSheet(Sheet):
    """Ask whether words are for the family. Gives back `pause`, `say`, or None to go back to the words."""

    heading = "For the family, or for you?"
    choices = ((PAUSE, "Pause"), (SAY, "Say it to the family"), ("close", "Change it"))

    def __init__(self, care: Care, *, harm: bool = False) -> None:
        """`harm`: whether places to turn are shown at once."""
        super().__init__()
        self.care = care
        self.harm = harm

    def words(self) -> Iterable[Widget | Content]:
        """That nothing was done with the words; with a hint of harm, also where to turn."""
        yield Content(shown(self.care.asks))
        if self.harm:
            yield Content(shown(self.care.grounding))
            yield from signposts(self.care)


class OwnDistressSheet(Sheet):
    """Ask whether words of one's own distress are to be kept. Gives back `pause`, `keep`, or None for the words."""

    heading = "For yourself, just now?"
    choices = ((PAUSE, "Pause"), ("keep", "Keep it"), ("close", "Back to my words"))

    def __init__(self, care: Care) -> None:
        super().__init__()
        self.care = care

    def words(self) -> Iterable[Widget | Content]:
        """That nothing was kept yet, and where to turn."""
        yield Content(shown(self.care.asks_of_notes))
        yield from signposts(self.care)


def sheet_for(why: NeedsConfirmation, text: str, care: Care) -> Sheet:
    """Make the sheet that asks what has to be asked about a text."""
    if why.question is Question.FOR_WHOM:
        return ForWhomSheet(care, harm=why.harm)
    return DetailsSheet(why.details, where=in_sentences(text, why.details))


def words_after(wanted: str | None, why: NeedsConfirmation, text: str) -> str | None:
    """Find the words to send after an answer; None where nothing is to be sent."""
    match wanted:
        case "remove":
            return without(text, why.details)
        case "keep" | "say":
            return text
        case _:
            return None
