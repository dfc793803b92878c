"""Taking a round home, and giving a row of counts: seen first, and only if one likes."""

from collections.abc import Iterable, Mapping

from textual.widget import Widget
from textual.widgets import Static

from coach.classroom.participant import Participant
from coach.classroom.room_words import (
    NO_OPENINGS,
    NONE_ABOUT,
    NOTHING_ELSE,
    list_counts,
    list_silent_subjects,
)
from coach.language.catalogue import say
from coach.model.class_events import Counted
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText
from coach.tui.dialogs.save import ExportDialog
from coach.tui.widgets.text import Prose


def in_terminal(seat: Participant) -> ExportDialog:
    """Where there is a disk of one's own: save it somewhere, or copy it."""
    return ExportDialog(
        say("my words"), lambda form: seat.export_round(form)[1], lambda form: seat.export_round(form)[0]
    )


class GiveCountsDialog(Dialog):
    """Gives back `give`, or None to keep them to oneself. Shows exactly the row that leaves."""

    def __init__(self, row: tuple[Counted, ...], topics: Mapping[str, str]) -> None:
        """`topics`: what the coach's topics are called where this person has met them."""
        buttons = ((CLOSE, say("Keep it to myself")), ("give", say("Give this row")))
        super().__init__(DialogText("give-counts", say("A row of counts for the plenary"), buttons=buttons))
        self.row = row
        self.topics = topics

    def make_body(self) -> Iterable[Widget]:
        came = list_counts(self.row, self.topics)
        lines = "".join(f"\n{words}" for words in came)
        yield Prose(lines or say(NO_OPENINGS), say("Openings about") if came else "")
        if came and (silent := list_silent_subjects(self.row)):
            yield Prose(f"{'; '.join(silent)}.", say(NONE_ABOUT))
        yield Static(say(NOTHING_ELSE), markup=False)
