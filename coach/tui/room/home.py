"""Taking a round home, and giving a row of counts: seen first, and only if one likes."""

import io
from collections.abc import Iterable, Mapping
from typing import cast

from textual import on, work
from textual.widget import Widget
from textual.widgets import Button, RadioSet, Static

from coach.classroom.participant import Participant
from coach.classroom.room_words import (
    IN_THE_BROWSER,
    NO_OPENINGS,
    NONE_ABOUT,
    NOTHING_ELSE,
    list_counts,
    list_silent_subjects,
)
from coach.model.class_events import Counted
from coach.practice.export import ExportFormat
from coach.tui.base_app import BaseApp
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText
from coach.tui.dialogs.save import FORMS, ExportDialog
from coach.tui.widgets.choices import Choice
from coach.tui.widgets.text import Prose


def in_terminal(seat: Participant) -> ExportDialog:
    """Where there is a disk of one's own: save it somewhere, or copy it."""
    return ExportDialog("my words", lambda form: seat.export_round(form)[1], lambda form: seat.export_round(form)[0])


class DownloadDialog(Dialog):
    """In a browser: choose a form, and download it; or read it here, where downloads are shut off."""

    AUTO_FOCUS = "RadioSet"

    def __init__(self, seat: Participant) -> None:
        buttons = (("download", "Download"), ("read", "Show it here"), (CLOSE, "Close"))
        super().__init__(DialogText("download", "Take it home", buttons=buttons))
        self._seat = seat

    def make_body(self) -> Iterable[Widget]:
        yield RadioSet(*(Choice(words, value=form is ExportFormat.TEXT) for form, words in FORMS))
        yield Prose(IN_THE_BROWSER)
        yield Prose("", classes="shown-here")

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Download, show, or neither."""
        event.prevent_default()
        if event.button.id == "close":
            self.dismiss(None)
        else:
            self._take(show=event.button.id == "read")

    @work(exclusive=True)
    async def _take(self, *, show: bool) -> None:
        form = FORMS[max(self.query_one(RadioSet).pressed_index, 0)][0]
        app = cast("BaseApp", self.app)
        name, made = await app.in_practice(self._seat.export_round, form)
        if show:
            # A document cannot be shown here: its text can.
            text = made if isinstance(made, str) else (await app.in_practice(self._seat.export_round))[1]
            self.query_one(".shown-here", Prose).update(str(text))
            return
        if isinstance(made, bytes):
            self.app.deliver_binary(io.BytesIO(made), save_filename=name)
        else:
            self.app.deliver_text(io.StringIO(made), save_filename=name, mime_type="text/plain")
        self.dismiss(None)


class GiveCountsDialog(Dialog):
    """Gives back `give`, or None to keep them to oneself. Shows exactly the row that leaves."""

    def __init__(self, row: tuple[Counted, ...], topics: Mapping[str, str]) -> None:
        """`topics`: what the coach's topics are called where this person has met them."""
        buttons = ((CLOSE, "Keep it to myself"), ("give", "Give this row"))
        super().__init__(DialogText("give-counts", "A row of counts for the plenary", buttons=buttons))
        self.row = row
        self.topics = topics

    def make_body(self) -> Iterable[Widget]:
        came = list_counts(self.row, self.topics)
        lines = "".join(f"\n{words}" for words in came)
        yield Prose(lines or NO_OPENINGS, "Openings about" if came else "")
        if came and (silent := list_silent_subjects(self.row)):
            yield Prose(f"{'; '.join(silent)}.", NONE_ABOUT)
        yield Static(NOTHING_ELSE, markup=False)
